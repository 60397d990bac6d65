//! Numbers as authors and customers write them: decimals, exact to six places.
//!
//! Money adds up, `0.1 + 0.2` is `0.3`, and every platform gives the same digits: no floating point is involved.

/// How many parts one is divided into.
const UNIT: i64 = 1_000_000;

/// The size of the smallest number, above that of the largest.
const LARGE: u64 = 1 << 63;

/// The largest whole number.
const MOST: u64 = i64::MAX.unsigned_abs() / UNIT.unsigned_abs();

/// A number between about ±9 trillion, exact to six decimal places.
///
/// ```
/// use answertree::text::decimal::Decimal;
/// let sum = Decimal::parse("0.1").unwrap().add(Decimal::parse("0.2").unwrap()).unwrap();
/// assert_eq!(sum.to_string(), "0.3");
/// assert_eq!(Decimal::parse("1e9"), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// A whole number; `None` where it is too large.
    pub fn whole(n: i64) -> Option<Self> {
        (n.unsigned_abs() <= MOST).then(|| Self(n * UNIT))
    }

    /// The number of millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// So many millionths.
    pub fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The nearest decimal to a host's number; `None` where it is too large or not a number.
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked just before")]
    pub fn from_f64(n: f64) -> Option<Self> {
        let scaled = n * 1e6;
        // Half away from zero, in basic operations only, so that every platform rounds alike.
        let rounded = if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 };
        (rounded.is_finite() && rounded.abs() < 9.2e18).then_some(Self(rounded as i64))
    }

    /// Reads digits with an optional sign and an optional decimal point, nothing else; digits after the sixth place are cut.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let negative = bytes.first() == Some(&b'-');
        let unit = UNIT.unsigned_abs();
        // `scale` is 0 before the point, then what a digit counts: a tenth, and a tenth of that.
        let (mut size, mut scale, mut point, mut digits) = (0_u64, 0, false, 0_u32);
        for &byte in bytes.get(usize::from(negative)..)? {
            let digit = u64::from(byte.wrapping_sub(b'0'));
            if byte == b'.' && !point && digits > 0 {
                (point, digits, scale) = (true, 0, unit);
                size *= unit;
            } else if digit < 10 {
                digits += 1;
                if point {
                    scale /= 10;
                    size += digit * scale;
                } else {
                    size = size * 10 + digit;
                    if size > MOST {
                        return None;
                    }
                }
            } else {
                return None;
            }
        }
        if digits == 0 {
            return None;
        }
        // Digits are judged before the sign.
        let size = i64::try_from(if point { size } else { size * unit }).ok()?;
        Some(Self(if negative { -size } else { size }))
    }

    /// The sum; `None` where it is too large.
    #[expect(
        clippy::should_implement_trait,
        reason = "an operator could not say that the sum is too large"
    )]
    pub fn add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; `None` where it is too large.
    pub fn subtract(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, cut to six places; `None` where it is too large.
    pub fn multiply(self, other: Self) -> Option<Self> {
        let (a, b) = (self.0.unsigned_abs(), other.0.unsigned_abs());
        // Wholes and parts one by one: their products fit, which those of the numbers do not.
        let unit = UNIT.unsigned_abs();
        let (whole, part) = (a / unit, a % unit);
        if b > 0 && whole > LARGE / b {
            return None;
        }
        let rest = part * (b / unit) + part * (b % unit) / unit;
        Self::signed(whole * b + rest, self.is_negative() != other.is_negative())
    }

    /// The quotient, cut to six places; `None` where it is too large or the divisor is zero.
    pub fn divide(self, other: Self) -> Option<Self> {
        let (a, b) = (self.0.unsigned_abs(), other.0.unsigned_abs());
        let (mut quotient, mut rest) = (a.checked_div(b)?, a % b);
        // On paper: six places more, each the number of times that the divisor goes into ten times the rest.
        for _ in 0..6 {
            let (mut place, mut sum) = (0, 0);
            for _ in 0..10 {
                sum += rest;
                if sum >= b {
                    sum -= b;
                    place += 1;
                }
            }
            rest = sum;
            if quotient > LARGE / 10 {
                return None;
            }
            quotient = quotient * 10 + place;
        }
        Self::signed(quotient, self.is_negative() != other.is_negative())
    }

    fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// A number of its size in millionths.
    #[inline(never)]
    fn signed(size: u64, negative: bool) -> Option<Self> {
        if negative {
            0_i64.checked_sub_unsigned(size).map(Self)
        } else {
            i64::try_from(size).ok().map(Self)
        }
    }

    /// The number with its sign turned; `None` for the one number that has no counterpart.
    pub fn negate(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }

    /// The whole part, towards zero.
    pub fn trunc(self) -> i64 {
        self.0 / UNIT
    }
}

/// Appends a number of at least so many digits.
pub(crate) fn push_digits(value: u64, width: usize, to: &mut String) {
    let (mut digits, mut rest) = ([0_u8; 20], value);
    let mut length = 0;
    for digit in digits.iter_mut().rev() {
        if rest == 0 && length >= width {
            break;
        }
        *digit = u8::try_from(rest % 10).unwrap_or(0) + b'0';
        rest /= 10;
        length += 1;
    }
    for digit in digits.into_iter().skip(20 - length) {
        to.push(char::from(digit));
    }
}

/// Appends `part` of `unit`, a power of ten, behind a point and without zeros at the end; nothing for 0.
pub(crate) fn push_fraction(part: u64, unit: u64, to: &mut String) {
    let (mut rest, mut scale) = (part, unit);
    if rest > 0 {
        to.push('.');
    }
    while rest > 0 {
        scale /= 10;
        push_digits(rest / scale.max(1), 1, to);
        rest %= scale.max(1);
    }
}

impl Decimal {
    /// Appends the number as [`Display`](core::fmt::Display) shows it.
    pub fn write(self, to: &mut String) {
        let size = self.0.unsigned_abs();
        if self.0 < 0 {
            to.push('-');
        }
        push_digits(size / UNIT.unsigned_abs(), 1, to);
        push_fraction(size % UNIT.unsigned_abs(), UNIT.unsigned_abs(), to);
    }
}

impl core::fmt::Display for Decimal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut text = String::new();
        self.write(&mut text);
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn digits_survive() {
        for text in ["0", "1", "-1", "2.5", "0.000001", "9000000000000.123456", "-0.05"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "-", ".5", "5.", "1e3", "+1", "1 000", "99999999999999999999"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    #[expect(clippy::many_single_char_names, reason = "numbers and nothing more")]
    fn arithmetic_is_exact_or_says_no() {
        let d = |t: &str| Decimal::parse(t).unwrap();
        assert_eq!(d("0.1").multiply(d("0.2")), Some(d("0.02")));
        assert_eq!(d("1").divide(d("3")), Some(d("0.333333")));
        assert_eq!(d("1").divide(Decimal::ZERO), None);
        assert_eq!(d("9000000000000").multiply(d("9000000000000")), None);
        assert_eq!(Decimal::from_f64(2.5), Some(d("2.5")));
        // Against arithmetic that is wide enough.
        let mut numbers = vec![i64::MIN, i64::MIN + 1, -1_000_000, -7, 0, 1, 999_999, i64::MAX];
        let mut n = 1_i64;
        while let Some(next) = n.checked_mul(13) {
            n = next + 5;
            numbers.extend([n, -n]);
        }
        let narrow = |n: Option<i128>| n.and_then(|n| i64::try_from(n).ok()).map(Decimal);
        for &a in &numbers {
            for &b in &numbers {
                let (x, y) = (Decimal(a), Decimal(b));
                let (a, b) = (i128::from(a), i128::from(b));
                assert_eq!(x.multiply(y), narrow(Some(a * b / 1_000_000)), "{a} * {b}");
                assert_eq!(x.divide(y), narrow((a * 1_000_000).checked_div(b)), "{a} / {b}");
            }
        }
        assert_eq!(Decimal::from_f64(f64::NAN), None);
    }
}
