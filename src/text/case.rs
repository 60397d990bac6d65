//! Upper and lower case for templates, without the tables of the whole of Unicode: Latin, Greek, Cyrillic, Armenian.
//!
//! Letters whose cases are not one character each (`ß`, `ŉ`) and other scripts stay as they are.

/// Ranges of letters beyond ASCII whose other case lies so far away: first and last lower-case letter, and the distance down to the
/// upper-case one. Unicode 16, UnicodeData.txt.
static SHIFTED: [(u32, u32, u32); 8] = [
    (0xe0, 0xf6, 32),
    (0xf8, 0xfe, 32),
    (0x3ad, 0x3af, 37),
    (0x3b1, 0x3c1, 32),
    (0x3c3, 0x3cb, 32),
    (0x430, 0x44f, 32),
    (0x450, 0x45f, 80),
    (0x561, 0x586, 48),
];

/// Ranges in which each upper-case letter stands right before its lower-case one; the first is upper case.
static PAIRED: [(u32, u32); 14] = [
    (0x100, 0x12f),
    (0x132, 0x137),
    (0x139, 0x148),
    (0x14a, 0x177),
    (0x179, 0x17e),
    (0x1cd, 0x1dc),
    (0x1de, 0x1ef),
    (0x1f8, 0x21f),
    (0x222, 0x233),
    (0x460, 0x481),
    (0x48a, 0x4bf),
    (0x4d0, 0x52f),
    (0x1e00, 0x1e95),
    (0x1ea0, 0x1eff),
];

/// The text with every letter in upper case that has one.
pub fn upper(text: &str) -> String {
    text.chars().map(|c| shift(c, true)).collect()
}

/// The text with every letter in lower case that has one.
pub fn lower(text: &str) -> String {
    text.chars().map(|c| shift(c, false)).collect()
}

/// The letter in upper or in lower case.
pub(crate) fn shift(c: char, up: bool) -> char {
    if c.is_ascii() {
        return if up { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    }
    let code = u32::from(c);
    for &(first, last, distance) in &SHIFTED {
        if up && (first..=last).contains(&code) {
            return char::from_u32(code - distance).unwrap_or(c);
        }
        if !up && (first..=last).contains(&(code + distance)) {
            return char::from_u32(code + distance).unwrap_or(c);
        }
    }
    for &(first, last) in &PAIRED {
        if (first..=last).contains(&code) {
            let is_upper = (code - first).is_multiple_of(2);
            let other = if is_upper { code + 1 } else { code - 1 };
            return if is_upper == up { c } else { char::from_u32(other).unwrap_or(c) };
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::{lower, upper};

    #[test]
    fn agrees_with_unicode_where_it_changes_anything() {
        for c in (0..0x2000).filter_map(char::from_u32) {
            let (up, low) = (upper(&c.to_string()), lower(&c.to_string()));
            if up != c.to_string() {
                assert_eq!(up, c.to_uppercase().to_string(), "{c:?}");
            }
            if low != c.to_string() {
                assert_eq!(low, c.to_lowercase().to_string(), "{c:?}");
            }
        }
        assert_eq!(upper("Crème brûlée, ΑΘΗΝΑ москва"), "CRÈME BRÛLÉE, ΑΘΗΝΑ МОСКВА");
        assert_eq!(lower("ŽIŽEK"), "žižek");
    }
}
