//! Script text to syntax tree: one grammar, every line on its own, every problem in one run.

pub mod tree;
