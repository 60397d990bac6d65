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

    /// The file and the line of the beginning of a span; no file and line 0 where it is in none of these.
    pub fn file_and_line(&self, span: Span) -> (&'s str, u32) {
        let file = usize::from(span.file);
        match self.sources.get(file).zip(self.indexes.get(file)) {
            Some((source, index)) => (&source.name, index.position(&source.text, span.start).line),
            None => ("", 0),
        }
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
