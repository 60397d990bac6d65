//! The colours of a file.

use serde_json::{Value, json};

use super::super::error::AuthorError;
use super::super::places::Offsets;
use super::asked::Asked;
use crate::assist::{self, Draft, TokenKind};
use crate::span::Span;

/// Three numbers a token: where it begins, where it ends, its kind among `kinds`.
pub(super) fn answer(draft: Draft<'_>, asked: Asked<'_>) -> Result<Value, AuthorError> {
    let (file, source) = asked.file()?;
    let offsets = Offsets::new(&source.text);
    let mut numbers: Vec<usize> = Vec::new();
    for token in assist::tokens(&source.text, draft.names().in_file(file)) {
        let (start, end) = offsets.of(Span::new(file, token.start, token.end));
        let kind = TokenKind::ALL.iter().position(|kind| *kind == token.kind).unwrap_or(0);
        numbers.extend([start, end, kind]);
    }
    let kinds: Vec<&str> = TokenKind::ALL.iter().map(|kind| kind.word()).collect();
    Ok(json!({ "kinds": kinds, "tokens": numbers }))
}
