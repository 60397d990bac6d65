//! Addresses and telephone numbers in a message, as typed.

use super::dates::coded_date;
use crate::text::fold::class;
use crate::text::numbers::{is_card, is_currency};
use crate::text::scan::{after, byte_at, char_at, char_before, slice};
use crate::text::tokenize::{Kind, Tokens, place_in, place_of};

/// The most digits of a telephone number (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// The fewest: a local number of a small town has fewer, and so has nearly everything else that is counted.
const FEWEST_DIGITS: usize = 7;

/// Digits with the signs between them that telephone numbers are written with.
struct Digits {
    start: usize,
    /// Behind the last digit.
    end: usize,
    count: usize,
    /// Whether it is written as nothing but a telephone number is.
    sure: bool,
    /// Whether a group in the middle has one digit, as in versions and addresses of machines.
    lone: bool,
}

impl Digits {
    /// Reads from a digit on: each byte once.
    #[cfg_attr(tuned, optimize(size))]
    fn read(message: &str, from: usize) -> Self {
        let plus = byte_at(message, from.wrapping_sub(1)) == b'+';
        let open = byte_at(message, from.wrapping_sub(1)) == b'(';
        let mut start = from - usize::from(plus || open);
        let abroad = plus || open && byte_at(message, start.wrapping_sub(1)) == b'+';
        start -= usize::from(open && abroad);
        let sure = plus || open || byte_at(message, from) == b'0';
        let mut digits = Self { start, end: from, count: 0, sure, lone: false };
        let (mut at, mut group, mut groups) = (from, 0, 0);
        loop {
            let b = byte_at(message, at);
            if b.is_ascii_digit() {
                digits.count += 1;
                group += 1;
                at += 1;
                digits.end = at;
                continue;
            }
            digits.lone |= group == 1 && groups > 0;
            groups += 1;
            group = 0;
            // At most three signs stand between two groups: `) - `.
            let signs = (0..4).find(|n| {
                !matches!(byte_at(message, at + n), b' ' | b'-' | b'.' | b'/' | b'(' | b')')
            });
            match signs {
                Some(signs @ 1..=3) if byte_at(message, at + signs).is_ascii_digit() => {
                    digits.sure |= slice(message, at, at + signs).bytes().any(|b| b != b' ');
                    at += signs;
                }
                _ => return digits,
            }
        }
    }

    /// Whether the last digit checks the others as that of a payment card does.
    fn is_card(&self, message: &str) -> bool {
        self.count >= 13 && is_card(slice(message, self.start, self.end))
    }
}

/// The telephone number that begins with a token, if `asked` one of which nothing but the digits tells: its place, and the token after it.
///
/// `passed` is the byte up to which digits have been read in vain, which keeps it linear.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub(super) fn phone_at(
    message: &str,
    tokens: &Tokens,
    at: usize,
    asked: bool,
    passed: &mut usize,
) -> Option<(u32, u32, usize)> {
    let token = tokens.get(at)?;
    if !matches!(token.kind, Kind::Number | Kind::Code) || place_in(token.start) < *passed {
        return None;
    }
    let from = place_in(token.start);
    if !byte_at(message, from).is_ascii_digit() || coded_date(token.text, Some(0)).is_some() {
        *passed = place_in(token.end);
        return None;
    }
    let digits = Digits::read(message, from);
    let Digits { start, end, count, sure, lone, .. } = digits;
    *passed = end;
    // What letters, a `#` or a currency stand by is an order, an amount or the like; so is a number with a decimal point.
    let behind = char_at(message, end);
    let apart = if behind == Some(' ') { char_at(message, end + 1) } else { None };
    let joined = joins(char_before(message, start)) || joins(behind);
    let priced = apart.is_some_and(is_currency);
    let goes_on = behind.is_some_and(|c| matches!(c, ':' | ',' | '/'))
        && byte_at(message, after(message, end)).is_ascii_digit();
    let decimal = token.kind == Kind::Number && token.text.contains('.');
    let told = sure || asked || matches!(count, 10 | 11);
    let fits = (FEWEST_DIGITS..=MOST_DIGITS).contains(&count);
    if !fits || !told || lone || decimal || goes_on || joined || priced {
        return None;
    }
    if byte_at(message, start) != b'+' && digits.is_card(message) {
        return None;
    }
    let mut next = at + 1;
    while tokens.get(next).is_some_and(|token| place_in(token.start) < end) {
        next += 1;
    }
    Some((place_of(start), place_of(end), next))
}

/// Whether a character makes digits beside it an order, an amount or the like.
#[inline(never)]
fn joins(c: Option<char>) -> bool {
    c.is_some_and(|c| class(c).is_wordy() || is_currency(c) || matches!(c, '#' | '_' | '%'))
}
