//! Text as customers write it: tokens with spans, folding, lengths as channels count them.

pub mod case;
mod compose;
#[expect(clippy::unreadable_literal, reason = "a program writes it and none but programs read it")]
mod compose_table;
pub mod decimal;
pub mod features;
pub mod find;
pub mod fold;
mod fold_table;
pub mod length;
#[expect(clippy::unreadable_literal, reason = "a program writes it and none but programs read it")]
mod length_table;
#[cfg(feature = "compile")]
pub(crate) mod letters;
#[cfg(feature = "compile")]
mod letters_table;
mod links;
pub mod near;
pub(crate) mod numbers;
mod packed;
mod reader;
mod scan;
#[cfg(feature = "compile")]
pub(crate) mod small_words;
pub mod tokenize;
pub(crate) mod writing;
mod x_links;
