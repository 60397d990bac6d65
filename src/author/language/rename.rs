//! Another name for what is named at a place.

use serde_json::{Value, json};

use super::super::error::AuthorError;
use super::asked::Asked;
use super::{Edited, places};
use crate::assist::{self, Renamed};
use crate::span::Span;

pub(super) fn answer(edited: Edited<'_>, asked: Asked<'_>) -> Result<Value, AuthorError> {
    let draft = edited.draft;
    let (at, name) = (asked.at()?, asked.text("name")?);
    let Some(place) = draft.named(at.file, at.byte) else { return Ok(Value::Null) };
    Ok(match assist::rename(draft, edited.problems.get(), place, name) {
        Ok(Renamed { name, spans }) => {
            let places = places(draft);
            let edit = |span: Span| json!({ "place": places.json(span), "text": name });
            json!({ "edits": spans.into_iter().map(edit).collect::<Vec<_>>(), "refused": null })
        }
        Err(refusal) => json!({ "edits": [], "refused": refusal.0 }),
    })
}
