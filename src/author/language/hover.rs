//! What the word at a place is.

use serde_json::{Value, json};

use super::super::error::AuthorError;
use super::super::places::Offsets;
use super::asked::Asked;
use crate::assist::{self, Draft};

pub(super) fn answer(draft: Draft<'_>, asked: Asked<'_>) -> Result<Value, AuthorError> {
    let at = asked.at()?;
    let named = draft.named(at.file, at.byte);
    let found = named.map(|place| assist::of_name(draft, place));
    let Some(found) = found.or_else(|| assist::of_word(&at.source.text, at.byte)) else {
        return Ok(Value::Null);
    };
    let (start, end) = Offsets::new(&at.source.text).of(found.span);
    Ok(json!({ "start": start, "end": end, "code": found.code, "text": found.says }))
}
