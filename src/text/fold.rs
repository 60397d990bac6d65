//! What a character is matched as: small, without accents, in its plain form.
//!
//! Folding keeps what people mean and drops how they typed it: `É`, `é`, `ｅ` and `𝐞` are all `e`; curly quotes are straight,
//! long dashes are `-`; combining marks, zero-width and direction-changing characters vanish. Letters are taken apart first,
//! so `é` typed as one character and as `e` with an accent are the same; the price is that Russian `й` is `и`.
//! Folding what is folded changes nothing. Marks that are vowels (Devanagari, Thai) stay.
//!
//! The tables come from Unicode's data by way of `tests/text_tables.rs`; `fold_table.rs` names the version.

use super::fold_table::SEVERAL;
use super::packed::{CLASSES, RUNS, TARGETS};

/// What a character is to the tokenizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space, punctuation, other signs, and what is not yet a character.
    Other,
    /// Invisible, or a mark that is no part of the spelling: folded to nothing.
    Drop,
    /// A letter of a script that puts spaces between words, or a mark of its spelling.
    Letter,
    /// A vowel or tone sign of a script without spaces: belongs to the character before it.
    Mark,
    /// Folded to `0` to `9`.
    Digit,
    /// A character of a script without spaces.
    Single,
    /// A picture.
    Emoji,
    /// One half of a flag.
    Flag,
}

impl Class {
    /// Whether the character goes on with a word or a number.
    pub(super) fn is_wordy(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => Class::Letter,
            '0'..='9' => Class::Digit,
            _ => Class::Other,
        };
    }
    // Entries hold the first character above three bits of class, so every entry of this character compares smaller.
    let after = CLASSES.partition_point(|&entry| entry >> 3 <= u32::from(c));
    match after.checked_sub(1).and_then(|i| CLASSES.get(i)).map_or(0, |entry| entry & 7) {
        1 => Class::Drop,
        2 => Class::Letter,
        3 => Class::Mark,
        4 => Class::Digit,
        5 => Class::Single,
        6 => Class::Emoji,
        7 => Class::Flag,
        _ => Class::Other,
    }
}

/// Whether a character is a letter or a digit of a script that sets words apart by spaces, or a mark of its spelling.
pub(crate) fn is_wordy(c: char) -> bool {
    class(c).is_wordy()
}

/// The sign that a character stands for: `'` for a curly quote or a backtick, itself for what is no sign.
pub(super) fn sign(c: char) -> char {
    match c {
        '`' => '\'',
        _ => fold_run(c),
    }
}

/// Adds what a character is matched as.
///
/// ```
/// let mut text = String::new();
/// for c in "Straße №1\u{200B} ＯＫ’s ΟΔΌΣ".chars() {
///     answertree::text::fold::push_folded(c, &mut text);
/// }
/// assert_eq!(text, "strasse №1 ok's οδοσ");
/// ```
pub fn push_folded(c: char, to: &mut String) {
    let parts = several(c);
    if !parts.is_empty() {
        to.push_str(parts);
    } else if class(c) != Class::Drop {
        to.push(fold_run(c));
    }
}

/// What a letter is folded to that is folded to several, all plain; empty for any other.
pub(super) fn several(c: char) -> &'static str {
    // Where such letters are: most scripts have none.
    if !matches!(c, '\u{C6}'..='\u{1FD}' | '\u{1E9A}'..='\u{1E9E}' | '\u{FB00}'..='\u{FB06}') {
        return "";
    }
    let found = SEVERAL.binary_search_by_key(&c, |&(from, _)| from).ok();
    found.and_then(|at| SEVERAL.get(at)).map_or("", |&(_, folded)| folded)
}

/// A text as it is matched, in a string of its own; what runs for each message uses [`push_folded`] on a buffer it keeps.
pub fn folded(text: &str) -> String {
    let mut to = String::with_capacity(text.len());
    for c in text.chars() {
        push_folded(c, &mut to);
    }
    to
}

/// The bits of a run that hold its first character.
const FIRST: u32 = (1 << 17) - 1;

/// Looks a character up in the runs of the table; itself where it is in none.
pub(super) fn fold_run(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = u32::from(c);
    let after = RUNS.partition_point(|run| run & FIRST <= code);
    let Some(index) = after.checked_sub(1) else { return c };
    let (Some(run), Some(&target)) = (RUNS.get(index), TARGETS.get(index)) else { return c };
    let distance = code - (run & FIRST);
    if distance > (run >> 17) & 0x1FFF {
        return c;
    }
    let moved = match run >> 30 {
        0 => 0,
        1 => distance,
        _ => distance & !1,
    };
    char::from_u32(target + moved).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::{Class, class, folded};

    #[test]
    fn forms_of_one_word_are_one() {
        for (typed, matched) in [
            ("Déjà VU", "deja vu"),
            ("De\u{301}ja\u{300}", "deja"),
            ("STRAẞE Straße", "strasse strasse"),
            ("Æsop œuvre", "aesop oeuvre"),
            ("Łódź Øre Đại İstanbul ılık", "lodz ore dai istanbul ilik"),
            ("ＦＵＬＬ　１２３", "full 123"),
            ("𝓱𝓮𝓵𝓵𝓸 𝐇𝐄𝐋𝐏 𝟛", "hello help 3"),
            ("ⓗⓔⓨ 🄷🄸 ①", "hey hi 1"),
            ("ﬁne ﬀ", "fine ff"),
            ("Привет ЁЖ Йод", "привет еж иод"),
            ("ΌΛΟΣ όλος", "ολοσ ολοσ"),
            ("Հայաստան", "հայաստան"),
            ("where’s “it” – now…", "where's \"it\" - now."),
            ("a\u{200B}b\u{200D}c\u{FEFF}d\u{202E}e\u{AD}f", "abcdef"),
            ("H\u{336}e\u{337}l\u{338}l\u{489}o", "hello"),
            ("مُحَمَّد أحمد", "محمد احمد"),
            ("٣٤ ۵ ४", "34 5 4"),
            ("हिन्दी", "हिन्दी"),
            ("한국어 日本語 ガ", "한국어 日本語 ガ"),
            ("Acme™ ½ №", "acme™ ½ №"),
        ] {
            assert_eq!(folded(typed), matched, "{typed}");
        }
    }

    #[test]
    fn classes() {
        for (text, expected) in [
            ("aÀßжاह한𝒽", Class::Letter),
            ("0９٣①𝟛", Class::Digit),
            ("漢ひカーｶก", Class::Single),
            ("\u{3099}\u{0E31}\u{0E48}", Class::Mark),
            ("😀❤☺✅⭐⌚🫠👍🏽", Class::Emoji),
            ("🇬🇧", Class::Flag),
            ("\u{200D}\u{FE0F}\u{301}\u{20E3}", Class::Drop),
            (" .,!\u{A0}’—™©→™、。", Class::Other),
        ] {
            for c in text.chars() {
                assert_eq!(class(c), expected, "{c:?}");
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            let once = folded(c.encode_utf8(&mut [0; 4]));
            assert_eq!(folded(&once), once, "{c:?}");
            assert_eq!(once.is_empty(), class(c) == Class::Drop, "{c:?}");
            // What a character becomes is of the kind that it was.
            for f in once.chars() {
                assert_eq!(class(f), class(c), "{c:?} {f:?}");
            }
        }
    }
}
