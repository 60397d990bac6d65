//! What a letter is and which is its other case, for the compiler: by tables that the module carries anyway, or small ones,
//! in the place of the standard library's for the whole of Unicode.

use super::case;
use super::fold::{Class, class};
use super::letters_table::{CASE_CHANGES, CASE_GAPS, CASE_LENGTHS};
use super::packed::{Numbers, moved};

/// Whether a character is a letter, or a mark of its spelling.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(class(c), Class::Letter | Class::Single | Class::Mark)
}

/// Whether a character is a letter, a mark of its spelling, or a digit.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    is_letter(c) || class(c) == Class::Digit
}

/// Whether a character is folded to nothing.
pub(crate) fn is_dropped(c: char) -> bool {
    class(c) == Class::Drop
}

/// Whether a letter of Latin, Greek, Cyrillic or Armenian is a capital.
pub(crate) fn is_capital(c: char) -> bool {
    case::shift(c, false) != c
}

/// Whether it is a small one.
pub(crate) fn is_small(c: char) -> bool {
    case::shift(c, true) != c || matches!(c, 'ß' | 'ŉ' | 'ĸ')
}

/// The small letter of a capital, else the capital of a small letter, where there is just one and the letter is not plain.
pub(crate) fn other_case(c: char) -> Option<char> {
    let code = u32::from(c);
    let (mut start, mut lengths, mut changes) = (0, Numbers(&CASE_LENGTHS), Numbers(&CASE_CHANGES));
    for gap in Numbers(&CASE_GAPS) {
        let length = lengths.next()?;
        let (first, is_paired) = (start + gap, length & 1 == 1);
        // In pairs the capital stands right before the small letter.
        let change = if is_paired { 0 } else { changes.next()? };
        start = first + length / 2 + 1;
        if code < start {
            let other = if is_paired {
                first + ((code.checked_sub(first)?) ^ 1)
            } else {
                moved(code, change)
            };
            return char::from_u32(other).filter(|_| code >= first);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::other_case;

    fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
        letters.next().filter(|_| letters.next().is_none())
    }

    #[test]
    fn other_cases_are_those_of_unicode() {
        for c in '\u{80}'..=char::MAX {
            let expected = single(c.to_lowercase())
                .filter(|&other| other != c)
                .or_else(|| single(c.to_uppercase()))
                .filter(|&other| other != c && !other.is_ascii());
            assert_eq!(other_case(c), expected, "{c:?}");
        }
    }
}
