//! answertree: response scripts for written channels.
pub mod text;
