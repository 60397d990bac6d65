//! Tables of characters as the module carries them: growths, seven bits to the byte, the lowest first.
//!
//! They take a third of the room of tables that are searched in place. What is searched often is unpacked when it is first
//! asked for.

use std::sync::LazyLock;

use super::case;
use super::compose_table::{COMPOSED, COMPOSED_BASES, COMPOSED_MARKS, MARK_CHANGES};
use super::fold::fold_run;
use super::fold_table::{CLASS_GAPS, CLASS_KINDS, RUN_GAPS, RUN_LENGTHS, RUN_TARGETS};

/// A table that is unpacked when it is first asked for.
pub(super) type Table = LazyLock<Vec<u32>>;

/// Reads one number after the other.
pub(super) struct Numbers<'a>(pub(super) &'a [u8]);

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline(never)]
    fn next(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0);
        while let Some((&byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u32::from(byte & 0x7F) << (shift & 31);
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
        None
    }
}

/// Whether a character is in runs: twice how far each begins behind the end of the one before, one more where it is longer
/// than one, and then how many follow.
#[inline(never)]
pub(super) fn within(runs: &[u8], c: char) -> bool {
    let (mut numbers, mut start) = (Numbers(runs), 0);
    while let Some(number) = numbers.next() {
        start += number >> 1;
        let more = if number & 1 == 1 { numbers.next().unwrap_or(0) } else { 0 };
        if u32::from(c) <= start + more {
            return u32::from(c) >= start;
        }
        start += more + 1;
    }
    false
}

/// The place that a change leads to: twice the change, less one where it is below nothing.
pub(super) fn moved(from: u32, change: u32) -> u32 {
    if change & 1 == 0 { from.wrapping_add(change / 2) } else { from.wrapping_sub(change / 2 + 1) }
}

/// Where each class of characters begins: the first character, times 8, plus the class.
pub(super) static CLASSES: Table = LazyLock::new(|| {
    let (mut classes, mut first, mut kinds) = (Vec::new(), 0, CLASS_KINDS.iter());
    for gap in Numbers(&CLASS_GAPS) {
        first += gap;
        classes.push(first << 3 | kinds.next().map_or(0, |&kind| u32::from(kind)));
    }
    classes
});

/// Runs of characters that are folded: the first, times 1; how many more, times 2^17; how, times 2^30.
pub(super) static RUNS: Table = LazyLock::new(|| {
    let (mut runs, mut start, mut lengths) = (Vec::new(), 0, Numbers(&RUN_LENGTHS));
    for gap in Numbers(&RUN_GAPS) {
        let (first, length) = (start + gap, lengths.next().unwrap_or(0));
        runs.push(first | (length / 3) << 17 | (length % 3) << 30);
        start = first + length / 3 + 1;
    }
    runs
});

/// What the first character of each run is folded to.
pub(super) static TARGETS: Table = LazyLock::new(|| running(&RUN_TARGETS));

/// The characters that compose with one before, in their order.
pub(super) static MARKS: Table = LazyLock::new(|| running(&MARK_CHANGES));

/// Numbers from how each differs from the one before.
fn running(changes: &[u8]) -> Vec<u32> {
    let (mut numbers, mut number) = (Vec::new(), 0);
    for change in Numbers(changes) {
        number = moved(number, change);
        numbers.push(number);
    }
    numbers
}

/// The letters that are composed: three numbers for each, itself, the letter that it is made from, and the mark.
pub(super) static COMPOSITES: Table = LazyLock::new(|| {
    let mut found = Vec::new();
    let (mut both, mut other) = (0, 0);
    let (mut marks, mut others) = (COMPOSED_MARKS.iter(), Numbers(&COMPOSED_BASES));
    for number in Numbers(&COMPOSED) {
        both += number >> 1;
        let mark = marks.next().and_then(|&place| MARKS.get(usize::from(place)));
        // Most are made from what they are folded to.
        let base = if number & 1 == 0 {
            mapped(both, fold_run)
        } else {
            other = moved(other, others.next().unwrap_or(0));
            other
        };
        let capital = |c| mapped(c, |c| case::shift(c, true));
        let small = (both, base);
        let large = (capital(both), capital(base));
        for (both, base) in [small, large] {
            found.extend([both, base, mark.copied().unwrap_or(0)]);
            // A capital is made from a capital.
            if large.0 == small.0 || large.1 == small.1 {
                break;
            }
        }
    }
    found
});

/// What a character becomes, as numbers.
fn mapped(code: u32, map: fn(char) -> char) -> u32 {
    char::from_u32(code).map_or(code, |c| u32::from(map(c)))
}
