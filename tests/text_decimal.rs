//! Decimals against arithmetic in 128 bits.

use answertree::text::decimal::Decimal;
use proptest::prelude::*;

const UNIT: i128 = 1_000_000;

/// What fits a decimal.
fn fits(millionths: i128) -> Option<Decimal> {
    i64::try_from(millionths).ok().map(Decimal::from_millionths)
}

/// Numbers of every size, and those at the ends.
fn any_millionths() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        -10_000_000_000..10_000_000_000_i64,
        (0..64_u32, any::<bool>()).prop_map(|(bit, minus)| if minus {
            i64::MIN >> bit
        } else {
            i64::MAX >> bit
        }),
        -3..=3_i64,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn arithmetic(a in any_millionths(), b in any_millionths()) {
        let (x, y) = (Decimal::from_millionths(a), Decimal::from_millionths(b));
        let (a, b) = (i128::from(a), i128::from(b));
        prop_assert_eq!(x.add(y), fits(a + b));
        prop_assert_eq!(x.subtract(y), fits(a - b));
        prop_assert_eq!(x.multiply(y), fits(a * b / UNIT));
        prop_assert_eq!(x.divide(y), if b == 0 { None } else { fits(a * UNIT / b) });
        prop_assert_eq!(x.negate(), fits(-a));
        prop_assert_eq!(i128::from(x.trunc()), a / UNIT);
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
    }

    #[test]
    fn text(a in any_millionths()) {
        let shown = Decimal::from_millionths(a).to_string();
        // The one number without a counterpart cannot be read back: its digits are too large before the sign is seen.
        prop_assert_eq!(Decimal::parse(&shown).map(Decimal::millionths), (a != i64::MIN).then_some(a), "{}", shown);
        prop_assert!(!shown.contains('.') || !shown.ends_with('0'), "{}", shown);
    }

    #[test]
    fn digits(whole in "[0-9]{1,25}", fraction in "[0-9]{1,12}", minus in any::<bool>()) {
        let sign = if minus { "-" } else { "" };
        let six: String = fraction.chars().chain("000000".chars()).take(6).collect();
        let size: i128 = format!("{whole}{six}").parse().unwrap_or(i128::MAX);
        // Digits are judged before the sign.
        let expected = fits(size).and_then(|size| if minus { size.negate() } else { Some(size) });
        prop_assert_eq!(Decimal::parse(&format!("{sign}{whole}.{fraction}")), expected);
    }

    #[test]
    fn anything(text in "[-+.0-9 e٣]{0,12}") {
        if let Some(number) = Decimal::parse(&text) {
            let digits = text.strip_prefix('-').unwrap_or(&text);
            prop_assert!(digits.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{} is {}", text, number);
        }
    }

    #[test]
    fn whole(n in any::<i64>()) {
        prop_assert_eq!(Decimal::whole(n), fits(i128::from(n) * UNIT));
    }

    #[test]
    fn hosts_numbers(n in prop_oneof![any::<f64>(), -1e13..1e13_f64, -100.0..100.0_f64]) {
        let near = Decimal::from_f64(n);
        prop_assert_eq!(near.is_some(), (n * 1e6).abs() < 9.2e18, "{}", n);
        if let Some(near) = near {
            // Decimal text of the result reads as a number within half a millionth, or as near as the host's digits go.
            let back: f64 = near.to_string().parse().unwrap_or(f64::NAN);
            prop_assert!((back - n).abs() <= 0.500_001e-6 + n.abs() * 1e-15, "{} {}", n, near);
        }
    }
}
