//! Places as the protocol counts: lines from 0, characters in UTF-8 or UTF-16 code units, as client and server agreed.

use answertree::span::Span;
use lsp_types::{Position, Range};

/// What a character is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    #[default]
    Utf16,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// Where the lines of a text begin. A line ends with LF, CRLF or CR, as the protocol has it.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        Self { starts, encoding }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        narrow(self.starts.len())
    }

    /// A line without its end; past the last, the empty text.
    pub(super) fn line<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let index = usize::try_from(line).unwrap_or(usize::MAX);
        let start = self.starts.get(index).copied().unwrap_or(text.len());
        let end = index.checked_add(1).and_then(|next| self.starts.get(next)).copied();
        text.get(start..end.unwrap_or(text.len())).unwrap_or("").trim_end_matches(['\r', '\n'])
    }

    /// The place of a byte; past the end, the end.
    pub(super) fn position(&self, text: &str, byte: u32) -> Position {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
        let line = self.starts.partition_point(|&start| start <= byte).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = text.get(start..byte).unwrap_or("");
        let character = before.chars().map(|c| self.encoding.width(c)).sum();
        Position { line: narrow(line), character: narrow(character) }
    }

    /// The byte at a place; past the end of a line, its end.
    pub(super) fn byte(&self, text: &str, place: Position) -> usize {
        let index = usize::try_from(place.line).unwrap_or(usize::MAX);
        let Some(&start) = self.starts.get(index) else { return text.len() };
        let wanted = usize::try_from(place.character).unwrap_or(usize::MAX);
        let (mut at, mut seen) = (start, 0);
        for c in self.line(text, place.line).chars() {
            if seen >= wanted {
                break;
            }
            seen += self.encoding.width(c);
            at += c.len_utf8();
        }
        at
    }

    /// The lines of which something changes where new text comes in the place of old: whole lines before and behind are not.
    pub(super) fn touched(
        &self,
        text: &str,
        old: std::ops::Range<usize>,
        new: &str,
    ) -> std::ops::Range<u32> {
        let (start, end) =
            (self.position(text, narrow(old.start)), self.position(text, narrow(old.end)));
        let behind = start.character == 0
            && end.character == 0
            && (new.is_empty() || new.ends_with(['\n', '\r']));
        let before = new.starts_with(['\n', '\r'])
            && start.character == self.width(self.line(text, start.line));
        let first = start.line + u32::from(before);
        first..(end.line + u32::from(!behind)).max(first)
    }

    pub(super) fn range(&self, text: &str, span: Span) -> Range {
        Range::new(self.position(text, span.start), self.position(text, span.end))
    }

    /// How long a text is.
    pub(super) fn width(&self, text: &str) -> u32 {
        narrow(text.chars().map(|c| self.encoding.width(c)).sum())
    }
}

pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Lines};
    use lsp_types::Position;

    #[test]
    fn there_and_back() {
        let text = "aé😀\r\nb\rc\n\nd";
        for (encoding, end) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4)] {
            let lines = Lines::new(text, encoding);
            for (byte, line, character) in
                [(0, 0, 0), (1, 0, 1), (7, 0, end), (9, 1, 0), (11, 2, 0), (13, 3, 0), (14, 4, 0)]
            {
                let place = Position::new(line, character);
                assert_eq!(lines.position(text, byte), place, "{encoding:?} {byte}");
                assert_eq!(lines.byte(text, place), usize::try_from(byte).unwrap());
            }
            assert_eq!(lines.byte(text, Position::new(0, u32::MAX)), 7);
            assert_eq!(lines.byte(text, Position::new(u32::MAX, 0)), text.len());
            assert_eq!(lines.position(text, u32::MAX), Position::new(4, 1));
            assert_eq!(lines.line(text, 0), "aé😀");
            assert_eq!(lines.line(text, 9), "");
        }
        let text = "ab\ncd\n\nef";
        let lines = Lines::new(text, Encoding::Utf16);
        for (old, new, touched) in [
            (4..4, "x", 1..2),
            (3..3, "x\n", 1..1),
            (3..6, "", 1..2),
            (3..6, "x", 1..3),
            (2..2, "\nx", 1..1),
            (2..4, "\nx", 1..2),
            (2..3, "", 0..2),
            (6..6, "\n", 3..3),
            (9..9, "\n", 4..4),
        ] {
            assert_eq!(lines.touched(text, old.clone(), new), touched, "{old:?} {new:?}");
        }
        // In the middle of a character: behind it.
        let lines = Lines::new("é😀", Encoding::Utf16);
        assert_eq!(lines.byte("é😀", Position::new(0, 2)), 6);
    }
}
