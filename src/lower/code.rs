//! Writing the trees' code, and where each part of it was written in the script.

use crate::bytes::write;
use crate::machine::id::StringId;
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
    /// The strings of what follows are counted from `base`.
    pub(crate) fn count_strings_from(&mut self, base: StringId) {
        self.base = base.index();
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
        let (start, marks) = (self.bytes.len(), self.marks.len());
        write(self);
        let end = self.bytes.len();
        write::size(&mut self.bytes, end - start);
        let moved = self.bytes.len() - end;
        if let Some(part) = self.bytes.get_mut(start..) {
            part.rotate_right(moved);
        }
        let moved = u32::try_from(moved).unwrap_or(u32::MAX);
        for (at, _) in self.marks.get_mut(marks..).unwrap_or(&mut []) {
            *at = at.saturating_add(moved);
        }
    }

    /// Where each part was written, in the order of the code.
    pub(crate) fn into_marks(mut self) -> Vec<(u32, Span)> {
        self.marks.sort_by_key(|(at, _)| *at);
        self.marks
    }
}
