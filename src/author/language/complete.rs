//! What may be written at a place.

use serde_json::{Value, json};

use super::super::error::AuthorError;
use super::super::places::Offsets;
use super::asked::Asked;
use crate::assist::{self, Draft};
use crate::compile::include_name;

pub(super) fn answer(draft: Draft<'_>, asked: Asked<'_>) -> Result<Value, AuthorError> {
    let at = asked.at()?;
    let text = &at.source.text;
    let files = || {
        let others = draft.sources().iter().filter(|other| other.name != at.source.name);
        others.map(|other| include_name(&at.source.name, &other.name)).collect()
    };
    let found = assist::complete(&[draft], text, at.byte, &files);
    let items: Vec<Value> = found
        .items
        .iter()
        .map(|item| {
            json!({
                "label": item.label,
                "kind": item.kind.word(),
                "detail": item.detail,
                "meaning": item.meaning,
            })
        })
        .collect();
    let offsets = Offsets::new(text);
    let (from, to) = (offsets.utf16(found.from), offsets.utf16(at.byte));
    Ok(json!({ "from": from, "to": to, "items": items, "more": found.more }))
}
