//! Writing the trees' code, and where each part of it was written in the script.

use crate::machine::id::StringId;
use crate::machine::write;
use crate::span::Span;

/// Code while it grows.
#[derive(Debug, Default)]
pub(crate) struct Code {
    pub(crate) bytes: Vec<u8>,
    marks: Vec<(u32, Span)>,
    /// Strings are counted from here.
    base: u32,
}

impl Code {
    /// Empty code whose strings are counted from `base`.
    pub(crate) fn new(base: StringId) -> Self {
        Self { base: base.index(), ..Self::default() }
    }

    /// Empty code that will be a part of this.
    fn part(&self) -> Self {
        Self { base: self.base, ..Self::default() }
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(crate) fn number(&mut self, n: u32) {
        write::varint(&mut self.bytes, n);
    }

    pub(crate) fn count(&mut self, n: usize) {
        write::size(&mut self.bytes, n);
    }

    pub(crate) fn signed(&mut self, n: i64) {
        write::signed(&mut self.bytes, n);
    }

    /// A topic's own strings count from its first, those it shares with an earlier one from the first of all: either way the
    /// same words give the same bytes in every topic.
    pub(crate) fn string(&mut self, id: StringId) {
        match id.index().checked_sub(self.base) {
            Some(own) => self.number(own << 1),
            None => self.number(id.index() << 1 | 1),
        }
    }

    /// What follows was written at `span`.
    pub(crate) fn mark(&mut self, span: Span) {
        let at = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.marks.push((at, span));
    }

    /// A part with its length before it.
    pub(crate) fn nested(&mut self, write: impl FnOnce(&mut Code)) {
        let mut part = self.part();
        write(&mut part);
        self.count(part.bytes.len());
        self.append(part);
    }

    /// Code that goes behind this; its strings count from their own base.
    pub(crate) fn append(&mut self, part: Code) {
        let start = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.marks
            .extend(part.marks.into_iter().map(|(at, span)| (at.saturating_add(start), span)));
        self.bytes.extend_from_slice(&part.bytes);
    }

    /// Where each part was written, in the order of the code.
    pub(crate) fn into_marks(mut self) -> Vec<(u32, Span)> {
        self.marks.sort_by_key(|(at, _)| *at);
        self.marks
    }
}
