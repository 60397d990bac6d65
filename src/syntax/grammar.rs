//! The parser made from `grammar/answertree.pest`.

use pest_derive::Parser;

/// Reads one line by the rule that its first mark chose.
#[derive(Parser)]
#[grammar = "grammar/answertree.pest"]
pub(super) struct Grammar;
