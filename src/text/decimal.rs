//! Numbers as authors and customers write them: decimals, exact to six places.
//!
//! Money adds up, `0.1 + 0.2` is `0.3`, and every platform gives the same digits: no floating point is involved.

/// How many parts one is divided into.
const UNIT: i64 = 1_000_000;

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
        n.checked_mul(UNIT).map(Self)
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
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let digits_only = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits_only(whole) || !digits_only(fraction) {
            return None;
        }
        let mut value = 0_i64;
        for b in whole.bytes() {
            value = value.checked_mul(10)?.checked_add(i64::from(b - b'0'))?;
        }
        value = value.checked_mul(UNIT)?;
        let mut place = UNIT;
        for b in fraction.bytes() {
            place /= 10;
            value = value.checked_add(i64::from(b - b'0') * place)?;
        }
        Some(Self(if negative { -value } else { value }))
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
        let wide = i128::from(self.0) * i128::from(other.0) / i128::from(UNIT);
        i64::try_from(wide).ok().map(Self)
    }

    /// The quotient, cut to six places; `None` where it is too large or the divisor is zero.
    pub fn divide(self, other: Self) -> Option<Self> {
        let wide = (i128::from(self.0) * i128::from(UNIT)).checked_div(i128::from(other.0))?;
        i64::try_from(wide).ok().map(Self)
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

impl core::fmt::Display for Decimal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let size = self.0.unsigned_abs();
        let (whole, mut fraction) = (size / UNIT.unsigned_abs(), size % UNIT.unsigned_abs());
        if self.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{whole}")?;
        if fraction == 0 {
            return Ok(());
        }
        let mut width = 6;
        while fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        write!(f, ".{fraction:0width$}")
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
    fn arithmetic_is_exact_or_says_no() {
        let d = |t: &str| Decimal::parse(t).unwrap();
        assert_eq!(d("0.1").multiply(d("0.2")), Some(d("0.02")));
        assert_eq!(d("1").divide(d("3")), Some(d("0.333333")));
        assert_eq!(d("1").divide(Decimal::ZERO), None);
        assert_eq!(d("9000000000000").multiply(d("9000000000000")), None);
        assert_eq!(Decimal::from_f64(2.5), Some(d("2.5")));
        assert_eq!(Decimal::from_f64(f64::NAN), None);
    }
}
