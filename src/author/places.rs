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

/// Counts UTF-16 code units up to bytes of one text, however long its lines are.
#[derive(Debug)]
pub(super) struct Offsets<'t> {
    text: &'t str,
    /// A byte and its offset every so often.
    known: Vec<(usize, usize)>,
}

/// So many bytes are counted for an offset at most, about.
const STEP: usize = 256;

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut known = vec![(0, 0)];
        let (mut last, mut utf16) = (0, 0);
        for (byte, c) in text.char_indices() {
            if byte - last >= STEP {
                known.push((byte, utf16));
                last = byte;
            }
            utf16 += c.len_utf16();
        }
        Self { text, known }
    }

    /// The offset of a byte; past the end, the end.
    pub(super) fn utf16(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let before = self.known.partition_point(|&(known, _)| known <= byte).saturating_sub(1);
        let (from, utf16) = self.known.get(before).copied().unwrap_or_default();
        let between = self.text.get(from..byte).unwrap_or("");
        utf16 + between.chars().map(char::len_utf16).sum::<usize>()
    }

    /// Where a span begins and ends.
    pub(super) fn of(&self, span: Span) -> (usize, usize) {
        let at = |byte: u32| self.utf16(usize::try_from(byte).unwrap_or(usize::MAX));
        (at(span.start), at(span.end))
    }
}

/// The byte at a UTF-16 offset: past the end, the end; within a character, behind it.
pub(super) fn byte_at(text: &str, offset: usize) -> usize {
    let mut utf16 = 0;
    for (byte, c) in text.char_indices() {
        if utf16 >= offset {
            return byte;
        }
        utf16 += c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Offsets, byte_at};

    #[test]
    fn bytes_and_offsets_are_the_same_place() {
        let text = "aé😀\r\n".repeat(200);
        let offsets = Offsets::new(&text);
        let mut utf16 = 0;
        for (byte, c) in text.char_indices() {
            assert_eq!(offsets.utf16(byte), utf16);
            assert_eq!(byte_at(&text, utf16), byte);
            if c.len_utf16() == 2 {
                assert_eq!(byte_at(&text, utf16 + 1), byte + c.len_utf8());
            }
            utf16 += c.len_utf16();
        }
        assert_eq!(offsets.utf16(usize::MAX), utf16);
        assert_eq!(byte_at(&text, usize::MAX), text.len());
    }
}
