//! Writings: which alphabet the letters of a word are of.

/// The names of writings by their numbers: the language where a writing has but one, else `und-` and its ISO 15924 code.
pub(crate) const WRITINGS: [&str; 12] = [
    "und-Latn", "el", "und-Cyrl", "hy", "he", "und-Arab", "und-Deva", "th", "ka", "ko", "ja", "zh",
];

/// Letters of Latin.
pub(crate) const LATIN: usize = 0;
/// The two kanas, which only Japanese has.
pub(crate) const KANA: usize = 10;
/// Chinese characters, which Japanese has, too.
pub(crate) const HAN: usize = 11;

/// First and last letters, and the writing, in their order.
const RANGES: [(u32, u32, u8); 19] = [
    (0x61, 0x7A, 0),
    (0xC0, 0x24F, 0),
    (0x370, 0x3FF, 1),
    (0x400, 0x52F, 2),
    (0x531, 0x58F, 3),
    (0x5D0, 0x5F4, 4),
    (0x620, 0x6D5, 5),
    (0x750, 0x77F, 5),
    (0x900, 0x97F, 6),
    (0xE01, 0xE5B, 7),
    (0x10A0, 0x10FF, 8),
    (0x1100, 0x11FF, 9),
    (0x1E00, 0x1EFF, 0),
    (0x1F00, 0x1FFF, 1),
    (0x3041, 0x30FF, 10),
    (0x3131, 0x318F, 9),
    (0x3400, 0x4DBF, 11),
    (0x4E00, 0x9FFF, 11),
    (0xAC00, 0xD7AF, 9),
];

/// The number of a folded letter's writing, where it is one of those above.
pub(crate) fn writing(letter: char) -> Option<usize> {
    let letter = u32::from(letter);
    let at = RANGES.partition_point(|(_, last, _)| *last < letter);
    RANGES.get(at).filter(|(first, ..)| *first <= letter).map(|(.., writing)| usize::from(*writing))
}

#[cfg(test)]
mod tests {
    use super::{RANGES, WRITINGS, writing};

    #[test]
    fn letters_have_their_writing() {
        let name = |letter| writing(letter).and_then(|at| WRITINGS.get(at).copied());
        let letters = "aяλעعहกアに漢한ß";
        let names: Vec<_> = letters.chars().filter_map(name).collect();
        let [latin, cyrillic] = ["und-Latn", "und-Cyrl"];
        let others = ["el", "he", "und-Arab", "und-Deva", "th", "ja", "ja", "zh", "ko"];
        assert_eq!(names, [&[latin, cyrillic][..], &others, &[latin]].concat());
        assert!(" 1.😡\u{300}".chars().all(|other| writing(other).is_none()));
        assert!(RANGES.is_sorted_by(|a, b| a.1 < b.0), "in order, and none in another");
    }
}
