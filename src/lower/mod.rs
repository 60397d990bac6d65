//! A checked script to a machine.

pub mod like;
