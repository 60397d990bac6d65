//! Every text once, in the order of first use, so that a topic's own lie together.

use std::hash::{BuildHasher, RandomState};

use crate::bytes::write;
use crate::machine::id::StringId;
use crate::machine::texts::{GROUP, TEXT_END};

/// The string table while it grows: one text after the other, and a table of places by their hash.
#[derive(Debug)]
pub(crate) struct Strings {
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Ids and one, 0 for none; a power of two of them, at least twice as many as texts.
    slots: Vec<u32>,
    /// Hashes differ from run to run, so that no script can make them collide; nothing else depends on them.
    seed: u64,
}

impl Default for Strings {
    fn default() -> Self {
        let (texts, ends) = (String::new(), Vec::new());
        Self { texts, ends, slots: vec![0; 64], seed: RandomState::new().hash_one(0) }
    }
}

impl Strings {
    /// The id of `text`.
    pub(crate) fn id(&mut self, text: &str) -> StringId {
        let mut place = self.place(text);
        loop {
            match self.slots.get(place).copied().unwrap_or(0).checked_sub(1) {
                None => break,
                Some(id) if self.text(id as usize) == text => return StringId::new(id),
                Some(_) => place = (place + 1) & (self.slots.len() - 1),
            }
        }
        let id = self.next();
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = id.index() + 1;
        }
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        id
    }

    /// The id that the next new text gets.
    pub(crate) fn next(&self) -> StringId {
        StringId::at(self.ends.len())
    }

    /// Where the search for a text begins.
    fn place(&self, text: &str) -> usize {
        let hash = xxhash_rust::xxh64::xxh64(text.as_bytes(), self.seed);
        usize::try_from(hash & 0x7FFF_FFFF).unwrap_or(0) & (self.slots.len() - 1)
    }

    fn text(&self, id: usize) -> &str {
        let end = |id: usize| self.ends.get(id).copied().unwrap_or(0);
        self.texts.get(id.checked_sub(1).map_or(0, end)..end(id)).unwrap_or("")
    }

    /// Twice as many slots.
    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for (id, next) in (0..self.ends.len()).zip(1_u32..) {
            let mut place = self.place(self.text(id));
            while self.slots.get(place).is_some_and(|&taken| taken != 0) {
                place = (place + 1) & (self.slots.len() - 1);
            }
            if let Some(slot) = self.slots.get_mut(place) {
                *slot = next;
            }
        }
    }

    /// Their number, where each group starts behind the one before, and each text with a byte behind it that no text has: closer
    /// than lengths, for a compressor.
    pub(crate) fn section(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write::size(&mut out, self.ends.len());
        write::size(&mut out, 0);
        let mut start = 0;
        for group in self.ends.chunks(GROUP) {
            // Each text has one byte more.
            let end = group.last().copied().unwrap_or(start);
            write::size(&mut out, end - start + group.len());
            start = end;
        }
        for id in 0..self.ends.len() {
            out.extend_from_slice(self.text(id).as_bytes());
            out.push(TEXT_END);
        }
        out
    }
}
