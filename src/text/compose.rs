//! Composes letters and marks (Unicode's NFC), as X does before it counts.
//!
//! Only what changes the count of a text that people write is here. Characters beyond the first plane, compatibility
//! ideographs, ancient Greek, Tibetan and Hebrew presentation forms stay as they are, and marks are put in order in the
//! scripts where that lets one compose. The tables come from Unicode's data by way of
//! `tests/text_tables.rs`.

use super::compose_table::{ORDERS, REPLACED};
use super::packed::{COMPOSITES, MARKS};
use super::scan::{after, char_at, run, slice};

/// The text with letters and marks composed; `None` where it holds nothing that could.
pub(super) fn composed(text: &str) -> Option<String> {
    if run(text, 0, |c| !may_change(c)) == text.len() {
        return None;
    }
    let mut composer =
        Composer { out: Vec::new(), letter: None, last_order: 0, cluster: Vec::new() };
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        at = after(text, at);
        let parts = replacement(c);
        let mut part = 0;
        while let Some(c) = char_at(parts, part) {
            part = after(parts, part);
            composer.add(c);
        }
        if part == 0 {
            composer.add(c);
        }
    }
    composer.finish_cluster();
    Some(composer.out.iter().collect())
}

/// Whether a character may compose with others or never stays.
fn may_change(c: char) -> bool {
    u32::from(c) >= 0x300
        && (order(c) != 0 || is_jamo(c) || is_mark(c) || !replacement(c).is_empty())
}

struct Composer {
    out: Vec<char>,
    /// Where in `out` the letter stands that the next mark may compose with.
    letter: Option<usize>,
    /// The order of the mark that stands last behind it; 0 for none.
    last_order: u8,
    /// A letter and the marks behind it, not yet in order.
    cluster: Vec<char>,
}

impl Composer {
    fn add(&mut self, c: char) {
        if order(c) == 0 {
            self.finish_cluster();
        }
        self.cluster.push(c);
    }

    fn finish_cluster(&mut self) {
        let mut cluster = core::mem::take(&mut self.cluster);
        // A composed letter comes apart, so that its marks and those behind it get into one order.
        while cluster.len() > 1
            && let Some(letter) = cluster.first_mut()
            && let Some((base, mark)) = taken_apart(*letter).filter(|&(_, mark)| order(mark) != 0)
        {
            *letter = base;
            cluster.insert(1, mark);
        }
        // The letter first, then the marks of each order as they stand.
        let mut this = cluster.first().map_or(0, |&first| order(first).min(1));
        loop {
            let mut next = u8::MAX;
            for &c in &cluster {
                let order = order(c);
                if order == this {
                    self.compose(c, order);
                } else if order > this {
                    next = next.min(order);
                }
            }
            if next == u8::MAX {
                break;
            }
            this = next;
        }
        cluster.clear();
        self.cluster = cluster;
    }

    /// Adds a character, or lets the letter before it take it in.
    fn compose(&mut self, c: char, order: u8) {
        let blocked = self.last_order != 0 && self.last_order >= order;
        if !blocked
            && let Some(letter) = self.letter.and_then(|at| self.out.get_mut(at))
            && let Some(both) = put_together(*letter, c)
        {
            *letter = both;
            return;
        }
        if order == 0 {
            self.letter = Some(self.out.len());
        }
        self.last_order = order;
        self.out.push(c);
    }
}

/// The place of a mark among the marks of a letter (its combining class); 0 for what is no such mark.
fn order(c: char) -> u8 {
    let code = u32::from(c);
    let after = ORDERS.partition_point(|&run| run & 0xFFFF <= code);
    let Some(run) = after.checked_sub(1).and_then(|i| ORDERS.get(i)) else { return 0 };
    let [order, more, ..] = run.to_be_bytes();
    if code - (run & 0xFFFF) <= u32::from(more) { order } else { 0 }
}

/// What a character that never stays becomes; empty for any other.
fn replacement(c: char) -> &'static str {
    let settled =
        !matches!(c, '\u{340}'..='\u{387}' | '\u{958}'..='\u{B5D}' | '\u{2126}'..='\u{212B}');
    let mut at = if settled { REPLACED.len() } else { 0 };
    while let Some(first) = char_at(REPLACED, at) {
        let end = run(REPLACED, at, |c| c != '\n');
        if first == c {
            return slice(REPLACED, after(REPLACED, at), end);
        }
        at = end + 1;
    }
    ""
}

/// Whether a character composes with some letter before it.
fn is_mark(c: char) -> bool {
    MARKS.binary_search(&u32::from(c)).is_ok()
}

/// The parts of a composed character: what composes, and with which mark.
fn taken_apart(c: char) -> Option<(char, char)> {
    let &[_, base, mark] =
        COMPOSITES.as_chunks::<3>().0.iter().find(|&&[both, ..]| both == u32::from(c))?;
    Some((char::from_u32(base)?, char::from_u32(mark)?))
}

/// What two characters compose to.
fn put_together(base: char, mark: char) -> Option<char> {
    if is_jamo(mark) {
        return syllable(u32::from(base), u32::from(mark));
    }
    let parts = [u32::from(base), u32::from(mark)];
    let &[both, ..] =
        COMPOSITES.as_chunks::<3>().0.iter().find(|&&[_, base, mark]| [base, mark] == parts)?;
    char::from_u32(both)
}

/// Whether a character is a vowel or a final consonant of a Korean syllable.
fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

/// A Korean syllable with one more of its parts (The Unicode Standard, 3.12).
fn syllable(base: u32, part: u32) -> Option<char> {
    const SYLLABLES: u32 = 0xAC00;
    let code = match (base, part) {
        (0x1100..=0x1112, 0x1161..=0x1175) => {
            SYLLABLES + ((base - 0x1100) * 21 + part - 0x1161) * 28
        }
        (SYLLABLES..=0xD7A3, 0x11A8..) if (base - SYLLABLES).is_multiple_of(28) => {
            base + part - 0x11A7
        }
        _ => return None,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::{composed, order};
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn check(text: &str) {
        let expected: String = text.nfc().collect();
        assert_eq!(composed(text).as_deref().unwrap_or(text), expected, "{text:?}");
    }

    #[test]
    fn known_texts() {
        for text in [
            "",
            "plain",
            "e\u{301}",
            "é\u{323}",
            "a\u{302}\u{301}\u{323}",
            "a\u{301}\u{301}",
            "\u{301}a",
            "\u{1100}\u{1161}\u{11A8} \u{AC00}\u{11A8} \u{AC01}\u{11A8}",
            "か\u{3099} は\u{309A}",
            "\u{958} \u{212B} \u{2126} \u{37E}",
            "\u{627}\u{64E}\u{653}",
            "\u{9C7}\u{9BE} \u{BC6}\u{BD7}",
            "u\u{308}\u{304} \u{1D6}\u{323}",
        ] {
            check(text);
        }
    }

    #[test]
    fn every_character_of_the_first_plane_alone_and_with_a_mark() {
        let kept = |c| {
            matches!(c, '\u{F00}'..='\u{FFF}' | '\u{1F00}'..='\u{1FFF}' | '\u{2000}'..='\u{2001}' | '\u{2ADC}')
                || matches!(c, '\u{2329}'..='\u{232A}' | '\u{F900}'..='\u{FAFF}' | '\u{FB1D}'..='\u{FB4F}')
        };
        for c in ('\0'..='\u{FFFF}').filter(|&c| !kept(c)) {
            check(&format!("{c}"));
            // Marks of other scripts are put in no order.
            let unordered =
                order(c) == 0 && unicode_normalization::char::canonical_combining_class(c) != 0;
            if !unordered {
                check(&format!("{c}\u{323}\u{301}"));
                check(&format!("a{c}\u{301}"));
            }
        }
    }

    proptest! {
        #[test]
        fn letters_and_marks_in_any_order(text in "[aeiouyAEOUüǖéßعاويиЕ\u{300}-\u{345}\u{64B}-\u{655} ]{0,24}") {
            check(&text);
        }
    }
}
