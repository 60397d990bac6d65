//! What an editor asks: completion, hovers, names and where they are, the outline, colours. A script with errors is answered, too.

mod asked;
mod complete;
mod hover;
mod names;
mod outline;
mod rename;
#[cfg(test)]
mod tests;
mod tokens;

use std::cell::OnceCell;

use serde_json::Value;

use self::asked::Asked;
use super::error::AuthorError;
use super::places::Places;
use crate::assist::Draft;
use crate::compile::{Analysed, Source, analyse};
use crate::problem::Problem;

/// A script as its editor has it.
#[derive(Clone, Copy)]
pub(super) struct Edited<'a> {
    pub(super) draft: Draft<'a>,
    pub(super) problems: Problems<'a>,
}

/// What is wrong with a script; found where an answer needs it.
#[derive(Clone, Copy)]
pub(super) struct Problems<'a>(pub(super) &'a [Source], pub(super) &'a OnceCell<Analysed>);

impl<'a> Problems<'a> {
    fn get(self) -> &'a [Problem] {
        &self.1.get_or_init(|| analyse(self.0)).problems
    }
}

/// The answer to a question of an editor; `None` where it is none of these.
pub(super) fn answer(
    edited: Edited<'_>,
    question: &str,
    asked: &Value,
) -> Option<Result<Value, AuthorError>> {
    let asked = Asked::new(edited.draft.sources(), asked);
    Some(match question {
        "complete" => complete::answer(edited.draft, asked),
        "hover" => hover::answer(edited.draft, asked),
        "symbol" => names::symbol(edited.draft, asked),
        "definition" => names::definition(edited.draft, asked),
        "references" => names::references(edited.draft, asked),
        "rename" => rename::answer(edited, asked),
        "outline" => Ok(outline::outline(edited.draft)),
        "folds" => outline::folds(asked),
        "tokens" => tokens::answer(edited.draft, asked),
        _ => return None,
    })
}

/// The places of a draft.
fn places(draft: Draft<'_>) -> Places<'_> {
    Places::new(draft.sources())
}
