//! The `answertree` command.
fn main() {}
