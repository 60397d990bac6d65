//! Scripts that a program writes: names made of what people call things, and their texts as lines.

pub mod lines;
pub mod names;
