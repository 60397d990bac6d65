//! Places as editors count them: UTF-16 offsets, lines and columns from 1.

use serde_json::{Value, json};

use crate::compile::Source;
use crate::span::{LineIndex, Span};

/// Finds the places of spans in the files of a script.
#[derive(Debug)]
pub struct Places<'s> {
    sources: &'s [Source],
    indexes: Vec<LineIndex>,
}

impl<'s> Places<'s> {
    /// Those of these files, by their numbers.
    pub fn new(sources: &'s [Source]) -> Self {
        let indexes = sources.iter().map(|source| LineIndex::new(&source.text)).collect();
        Self { sources, indexes }
    }

    /// A place: `file`, `start`, `end`, `line`, `column`, `endLine`, `endColumn`; null where the file is none of these.
    pub fn json(&self, span: Span) -> Value {
        let file = usize::from(span.file);
        let (Some(source), Some(index)) = (self.sources.get(file), self.indexes.get(file)) else {
            return Value::Null;
        };
        let start = index.position(&source.text, span.start);
        let end = index.position(&source.text, span.end);
        json!({
            "file": source.name,
            "start": start.utf16,
            "end": end.utf16,
            "line": start.line,
            "column": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }
}
