//! The entries of a pack, and how a word is spelt with them.

use crate::bytes::cursor::Cursor;
use crate::bytes::names::{Slots, Strings};

/// What stands before an entry that goes on with a word; no folded word has it.
pub(super) const GOES_ON: &str = "#";

/// The longest entry, in bytes; what is longer in a message is no word of a language.
pub(super) const MAX_WORD_BYTES: usize = 64;

/// Entries in the order of their bytes, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    entries: Strings,
    /// Where to find a whole word: most words of messages are entries.
    slots: Slots,
}

impl Words {
    /// Reads so many: how many bytes each shares with the one before, how many of its own follow, and these.
    pub(super) fn read(cursor: &mut Cursor<'_>, count: usize) -> Self {
        let shared = cursor.numbers(count);
        let own = cursor.numbers(count);
        let mut text: Vec<u8> = Vec::new();
        let mut starts = vec![0_u32];
        let mut before = 0..0;
        for (&shared, &own) in shared.iter().zip(&own) {
            let (shared, own) = (size(shared), size(own));
            let length = shared.saturating_add(own);
            let begins = shared <= before.len() && own > 0 && length <= MAX_WORD_BYTES;
            if !cursor.check(begins) {
                break;
            }
            let start = text.len();
            text.extend_from_within(before.start..before.start + shared);
            text.extend_from_slice(cursor.take(own));
            // Ascending, so that each is there once and can be found by halves.
            if !cursor.check(text.get(before.clone()) < text.get(start..)) {
                break;
            }
            before = start..text.len();
            starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        let entries = cursor.some(Strings::new(text, starts));
        let slots = cursor.some(Slots::new(entries.len(), &|entry| entries.get(entry)));
        Self { entries, slots }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn get(&self, entry: u32) -> Option<&str> {
        self.entries.get(entry)
    }

    /// Adds the entries that a word is spelt with: at each place the longest that fits, the first from its start. A word that
    /// cannot be spelt to its end adds none.
    pub(super) fn split(&self, word: &str, to: &mut Vec<u32>) {
        let kept = to.len();
        if word.len() > MAX_WORD_BYTES || word.contains(GOES_ON) {
            return;
        }
        if let Some(entry) = self.slots.find(word, |entry| self.entries.get(entry)) {
            to.push(entry);
            return;
        }
        let mut rest = word;
        while !rest.is_empty() {
            let goes_on = if rest.len() < word.len() { GOES_ON } else { "" };
            let Some((entry, left)) = self.longest(goes_on, rest) else {
                to.truncate(kept);
                return;
            };
            to.push(entry);
            rest = left;
        }
    }

    /// The longest entry that is `before` and then a beginning of `rest`; and what of `rest` it leaves.
    fn longest<'w>(&self, before: &str, rest: &'w str) -> Option<(u32, &'w str)> {
        let mut range = 0..u32::try_from(self.len()).ok()?;
        let mut found = None;
        for (depth, byte) in before.bytes().chain(rest.bytes()).enumerate() {
            // All in the range agree up to `depth`; those that end there come first, then by their next byte.
            let next = |entry: u32| self.get(entry).and_then(|text| text.as_bytes().get(depth));
            let start = first(range.clone(), |entry| next(entry) >= Some(&byte));
            range = start..first(start..range.end, |entry| next(entry) > Some(&byte));
            if range.is_empty() {
                break;
            }
            let length = depth + 1;
            if length > before.len() && self.get(range.start)?.len() == length {
                found = Some((range.start, rest.get(length - before.len()..)?));
            }
        }
        found
    }
}

/// The first in a range for which something holds that holds for all after it; else its end.
fn first(range: core::ops::Range<u32>, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{MAX_WORD_BYTES, Words};
    use crate::bytes::cursor::Cursor;

    fn words(list: &[&str]) -> Words {
        let mut bytes: Vec<u8> = vec![0; list.len()];
        bytes.extend(list.iter().map(|word| u8::try_from(word.len()).unwrap()));
        bytes.extend(list.concat().into_bytes());
        let mut cursor = Cursor::new(&bytes);
        let words = Words::read(&mut cursor, list.len());
        assert_eq!((cursor.broken(), cursor.left()), (None, 0));
        words
    }

    #[test]
    fn the_longest_entry_is_taken_at_each_place() {
        let words = words(&["#b", "#ed", "#er", "#é", "a", "ab", "abc", "refund", "é"]);
        for (word, expected) in [
            ("refund", "refund"),
            ("refunded", "refund #ed"),
            ("abc", "abc"),
            ("abb", "ab #b"),
            // The longest first: `abc` leaves nothing that spells `d`, and no shorter way is tried.
            ("abcd", ""),
            ("aé", "a #é"),
            ("é", "é"),
            ("éb", "é #b"),
            ("b", ""),
            ("#b", ""),
            ("a#b", ""),
            ("è", ""),
            ("aè", ""),
            ("", ""),
        ] {
            let mut entries = Vec::new();
            words.split(word, &mut entries);
            let found: Vec<_> = entries.iter().filter_map(|&entry| words.get(entry)).collect();
            assert_eq!(found.join(" "), expected, "{word}");
        }
        let mut entries = vec![7];
        words.split(&format!("a{}", "b".repeat(MAX_WORD_BYTES)), &mut entries);
        assert_eq!(entries, [7], "what is too long adds nothing and takes nothing");
    }

    #[test]
    fn entries_ascend() {
        for (bytes, fits) in [
            (&[0, 1, 1, 1, b'a', b'b'][..], true),
            (&[0, 0, 1, 1, b'a', b'b'], true),
            (&[0, 0, 1, 1, b'b', b'a'], false),
            (&[0, 0, 1, 1, b'a', b'a'], false),
            (&[0, 1, 1, 0, b'a'], false),
            (&[0, 2, 1, 1, b'a', b'b'], false),
            (&[0, 0, 1, 1, b'a', 0xff], false),
            (&[0, 0, 1, 1, b'a'], false),
        ] {
            let mut cursor = Cursor::new(bytes);
            Words::read(&mut cursor, 2);
            assert_eq!(cursor.broken().is_none(), fits, "{bytes:?}");
        }
    }
}
