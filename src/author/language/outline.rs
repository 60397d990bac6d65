//! What is in the files of a script, and what can be folded away.

use serde_json::{Value, json};

use super::super::error::AuthorError;
use super::super::places::{Offsets, Places};
use super::asked::Asked;
use super::places;
use crate::assist::{self, Draft, Entry};

/// The entries of each file.
pub(super) fn outline(draft: Draft<'_>) -> Value {
    let places = places(draft);
    let files = (0..).zip(draft.sources()).map(|(number, source)| {
        let entries = assist::outline(number, &source.text);
        let entries: Vec<Value> = entries.iter().map(|entry| json(entry, &places)).collect();
        json!({ "file": source.name, "entries": entries })
    });
    files.collect()
}

fn json(entry: &Entry, places: &Places<'_>) -> Value {
    let children: Vec<Value> = entry.children.iter().map(|child| json(child, places)).collect();
    json!({
        "kind": entry.kind.word(),
        "name": entry.name,
        "title": entry.title,
        "place": places.json(entry.span),
        "children": children,
    })
}

/// Pairs of offsets, by where they begin.
pub(super) fn folds(asked: Asked<'_>) -> Result<Value, AuthorError> {
    let (_, source) = asked.file()?;
    let offsets = Offsets::new(&source.text);
    let folds = assist::folds(&source.text);
    Ok(folds.into_iter().map(|span| json!(offsets.of(span))).collect())
}
