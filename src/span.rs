//! Places in a source text: byte spans inside, lines and columns at the edges.
//!
//! Everything inside the compiler counts bytes. [`LineIndex`] turns a byte into a line and a column, in characters for
//! people and in UTF-16 code units for browsers and editors.

/// A half-open range of bytes in one file of the script, always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which file, as an index into the files given to the compiler.
    pub file: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end` in `file`.
    pub fn new(file: u16, start: u32, end: u32) -> Self {
        Self { file, start, end: end.max(start) }
    }

    /// The smallest span that covers both; `self` where they lie in different files.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file == other.file {
            Self::new(self.file, self.start.min(other.start), self.end.max(other.end))
        } else {
            self
        }
    }

    /// The text it covers, or the empty text where it does not fit `source`.
    pub fn text(self, source: &str) -> &str {
        usize::try_from(self.start)
            .ok()
            .zip(usize::try_from(self.end).ok())
            .and_then(|(start, end)| source.get(start..end))
            .unwrap_or("")
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Offset from the start of the text in UTF-16 code units, from 0.
    pub utf16: u32,
}

/// Finds lines and columns in one text; made once a text, each look-up reads one line at most.
///
/// ```
/// use answertree::span::LineIndex;
/// let index = LineIndex::new("a\nbé😀d");
/// let place = index.position("a\nbé😀d", 9);
/// assert_eq!((place.line, place.column, place.utf16), (2, 4, 6));
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte and UTF-16 offset at which each line starts.
    starts: Vec<(u32, u32)>,
}

impl LineIndex {
    /// Reads `source` once.
    pub fn new(source: &str) -> Self {
        let mut starts = vec![(0, 0)];
        let (mut byte, mut utf16) = (0_u32, 0_u32);
        for c in source.chars() {
            byte = byte.saturating_add(narrow(c.len_utf8()));
            utf16 = utf16.saturating_add(narrow(c.len_utf16()));
            if c == '\n' {
                starts.push((byte, utf16));
            }
        }
        Self { starts }
    }

    /// The line and column of `byte`; past the end, the end.
    pub fn position(&self, source: &str, byte: u32) -> Position {
        let line = self.starts.partition_point(|&(start, _)| start <= byte).saturating_sub(1);
        let (start, utf16_start) = self.starts.get(line).copied().unwrap_or_default();
        let rest = usize::try_from(start).ok().and_then(|s| source.get(s..)).unwrap_or("");
        let (mut at, mut column, mut utf16) = (start, 1, utf16_start);
        for c in rest.chars() {
            if at >= byte {
                break;
            }
            at = at.saturating_add(narrow(c.len_utf8()));
            utf16 = utf16.saturating_add(narrow(c.len_utf16()));
            column += 1;
        }
        Position { line: narrow(line).saturating_add(1), column, utf16 }
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
