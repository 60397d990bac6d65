//! Syntax trees to a script: names resolved, kinds of values checked, advice given.

pub mod plurals;
pub mod script;
pub mod zones;
