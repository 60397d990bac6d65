//! The machine: the binary format, its verifier, and reading it in place.

pub mod dfa;
pub mod id;
