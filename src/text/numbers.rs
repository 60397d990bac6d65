//! How people write numbers: what points and commas between digits mean.

/// How the digits of a number with points and commas in it are to be read.
pub(super) enum NumberForm {
    /// As they stand.
    Plain,
    /// Without one sign, and with the other as the decimal point.
    Marked {
        /// The sign that groups the digits, or none (`\0`).
        thousands: char,
        /// The decimal sign, or none.
        point: char,
    },
    /// As several numbers.
    List,
    /// As no number: a date, an address, a version.
    Code,
}

/// Judges digits with single points and commas between them.
pub(super) fn number_form(text: &str) -> NumberForm {
    let (mut points, mut commas, mut last) = (0, 0, 0);
    for (at, b) in text.bytes().enumerate() {
        match b {
            b'.' => points += 1,
            b',' => commas += 1,
            _ => continue,
        }
        last = at;
    }
    let bytes = text.as_bytes();
    let ends_in_point = bytes.get(last) == Some(&b'.');
    let (sign, other) = if ends_in_point { ('.', ',') } else { (',', '.') };
    if points > 0 && commas > 0 {
        let whole = bytes.get(..last).unwrap_or(&[]);
        let once = if ends_in_point { points == 1 } else { commas == 1 };
        if once && is_grouped(whole, other) {
            return NumberForm::Marked { thousands: other, point: sign };
        }
        return NumberForm::Code;
    }
    match (points, commas) {
        (0 | 1, 0) => NumberForm::Plain,
        _ if is_grouped(bytes, sign) => NumberForm::Marked { thousands: sign, point: '\0' },
        (0, 1) => NumberForm::Marked { thousands: '\0', point: ',' },
        (0, _) => NumberForm::List,
        _ => NumberForm::Code,
    }
}

/// Whether digits are in groups of three, or with commas as in India (`1,00,000`) of two before the last three.
fn is_grouped(text: &[u8], sign: char) -> bool {
    let (mut groups, mut digits, mut fits) = (0, 0, text.first() != Some(&b'0'));
    for b in text {
        if b.is_ascii_digit() {
            digits += 1;
            continue;
        }
        let least = match (groups, sign) {
            (0, _) => 1,
            (_, ',') => 2,
            _ => 3,
        };
        fits &= (least..=3).contains(&digits);
        groups += 1;
        digits = 0;
    }
    fits && groups > 0 && digits == 3
}

/// Whether a character is the sign of a currency.
#[inline(never)]
pub(super) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '฿' | '\u{20A0}'..='\u{20CF}' | '＄' | '￡' | '￥')
}

/// Whether the last digit of a text checks the others as that of a payment card does (Luhn; ISO/IEC 7812); signs between them are
/// passed over.
#[cfg_attr(tuned, optimize(size))]
pub(crate) fn is_card(text: &str) -> bool {
    let digits = text.bytes().rev().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0'));
    let doubled = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let sum: u32 = digits
        .zip([false, true].into_iter().cycle())
        .map(|(d, odd)| if odd { doubled(d) } else { d })
        .sum();
    sum.is_multiple_of(10)
}
