//! What a question is asked with: a file, a place in it, a name.

use serde_json::Value;

use super::super::error::AuthorError;
use super::super::places::byte_at;
use crate::compile::Source;

/// What a question is asked with, and the files it can be about.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    sources: &'a [Source],
    asked: &'a Value,
}

/// A place in a file.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The number of the file in spans.
    pub(super) file: u16,
    pub(super) source: &'a Source,
    pub(super) byte: usize,
}

impl<'a> Asked<'a> {
    pub(super) fn new(sources: &'a [Source], asked: &'a Value) -> Self {
        Self { sources, asked }
    }

    /// The text of a field.
    pub(super) fn text(self, field: &str) -> Result<&'a str, AuthorError> {
        let value = self.asked.get(field).and_then(Value::as_str);
        value.ok_or_else(|| AuthorError::Asked(format!("`{field}` must be a text")))
    }

    /// The file that `file` names, with its number.
    pub(super) fn file(self) -> Result<(u16, &'a Source), AuthorError> {
        let name = self.text("file")?;
        let found = (0..).zip(self.sources).find(|(_, source)| source.name == name);
        found.ok_or_else(|| AuthorError::Asked(format!("there is no file `{name}`")))
    }

    /// The place in the file at the UTF-16 offset `at`; past the end, the end.
    pub(super) fn at(self) -> Result<At<'a>, AuthorError> {
        let (file, source) = self.file()?;
        let at = self.asked.get("at").and_then(Value::as_u64);
        let at = at.ok_or_else(|| AuthorError::Asked("`at` must be an offset".to_owned()))?;
        let byte = byte_at(&source.text, usize::try_from(at).unwrap_or(usize::MAX));
        Ok(At { file, source, byte })
    }
}
