//! Text as customers write it: tokens with spans, folding, lengths as channels count them.

pub mod decimal;
pub mod fold;
mod fold_table;
