//! Text as customers write it: tokens with spans, folding, lengths as channels count them.

pub mod case;
pub mod decimal;
pub mod find;
pub mod fold;
pub mod length;
#[expect(clippy::unreadable_literal, reason = "a program writes it and none but programs read it")]
mod fold_table;
mod links;
mod numbers;
mod reader;
pub mod tokenize;
