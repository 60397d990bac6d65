//! What is named at a place: what it is, where it is declared, where it is used.

use serde_json::{Value, json};

use super::super::error::AuthorError;
use super::super::places::Offsets;
use super::asked::Asked;
use super::places;
use crate::assist::{self, Draft};
use crate::check::names::Place;
use crate::span::Span;

/// The name at a place, and why it cannot be another.
pub(super) fn symbol(draft: Draft<'_>, asked: Asked<'_>) -> Result<Value, AuthorError> {
    let at = asked.at()?;
    let Some(place) = draft.named(at.file, at.byte) else { return Ok(Value::Null) };
    let refused = assist::can_be_renamed(&place.symbol).err().map(|refusal| refusal.0);
    let (start, end) = Offsets::new(&at.source.text).of(place.span);
    Ok(json!({
        "start": start,
        "end": end,
        "name": place.symbol.name(),
        "noun": place.symbol.noun(),
        "refused": refused,
    }))
}

/// Where what is named at a place is declared; for an `include`, the beginning of the file.
pub(super) fn definition(draft: Draft<'_>, asked: Asked<'_>) -> Result<Value, AuthorError> {
    let at = asked.at()?;
    let places = places(draft);
    if let Some(name) = assist::include_at(&at.source.name, &at.source.text, at.byte) {
        let file = (0..).zip(draft.sources()).find(|(_, source)| source.name == name);
        let start = file.map(|(number, _)| places.json(Span::new(number, 0, 0)));
        return Ok(start.into_iter().collect());
    }
    let Some(place) = draft.named(at.file, at.byte) else { return Ok(json!([])) };
    let declared = draft.names().of(&place.symbol).filter(|place| place.declares);
    Ok(declared.map(|place| places.json(place.span)).collect())
}

/// Where what is named at a place is declared and used.
pub(super) fn references(draft: Draft<'_>, asked: Asked<'_>) -> Result<Value, AuthorError> {
    let at = asked.at()?;
    let Some(found) = draft.named(at.file, at.byte) else { return Ok(Value::Null) };
    let places = places(draft);
    let use_of = |place: &Place| -> Value {
        let text = draft.source(place.span.file).map_or("", |source| source.text.as_str());
        json!({
            "place": places.json(place.span),
            "declares": place.declares,
            "text": assist::line_of(text, place.span),
        })
    };
    let uses: Vec<Value> = draft.names().of(&found.symbol).map(use_of).collect();
    Ok(json!({ "name": found.symbol.name(), "noun": found.symbol.noun(), "uses": uses }))
}
