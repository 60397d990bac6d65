//! The plural rules are those of ICU4X, for every language and many numbers.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use answertree::calendar::plural::{Category, PluralRules};
use answertree::check::plurals::{languages, plural_rules};
use answertree::text::decimal::Decimal;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRuleType};

/// Languages whose rules changed in CLDR 49, which ICU4X 2.4 has; the table has version 48.
const CHANGED: [&str; 2] = ["gl", "vi"];

fn numbers() -> Vec<String> {
    let mut numbers: Vec<String> = (0..=200).map(|n| n.to_string()).collect();
    for power in 2..=12 {
        let ten = 10_i64.pow(power);
        for more in [-1, 0, 1, 2, 5, 11, 20, 100] {
            numbers.push((ten + more).to_string());
            numbers.push((3 * ten + more).to_string());
        }
    }
    for whole in ["0", "1", "2", "3", "5", "10", "11", "12", "21", "100", "1000000"] {
        for fraction in
            ["1", "01", "001", "000001", "2", "3", "5", "11", "12", "19", "21", "25", "123456"]
        {
            numbers.push(format!("{whole}.{fraction}"));
        }
    }
    numbers
}

fn category(category: PluralCategory) -> Category {
    match category {
        PluralCategory::Zero => Category::Zero,
        PluralCategory::One => Category::One,
        PluralCategory::Two => Category::Two,
        PluralCategory::Few => Category::Few,
        PluralCategory::Many => Category::Many,
        PluralCategory::Other => Category::Other,
    }
}

#[test]
fn categories_are_those_of_icu() {
    let numbers = numbers();
    let mut compared = 0;
    for language in languages() {
        let locale: Locale = language.parse().unwrap();
        let icu = icu_plurals::PluralRules::try_new(locale.into(), PluralRuleType::Cardinal.into())
            .unwrap();
        let own = plural_rules(language).unwrap();
        let mut categories: Vec<Category> = icu.categories().map(category).collect();
        categories.sort();
        // ICU4X falls back to no rules for a language it does not know.
        if categories == [Category::Other] && own.categories() != categories {
            continue;
        }
        if CHANGED.contains(&language) {
            assert_ne!(own.categories(), categories, "{language} is no longer an exception");
            continue;
        }
        assert_eq!(own.categories(), categories, "{language}");
        for number in &numbers {
            let operands = PluralOperands::from(&number.parse::<fixed_decimal::Decimal>().unwrap());
            let found = own.category(Decimal::parse(number).unwrap());
            assert_eq!(found, category(icu.category_for(operands)), "{language}: {number}");
        }
        compared += 1;
    }
    assert!(compared > 150, "{compared} languages");
}

/// Every truncation and every change of a byte is refused or gives rules that answer.
#[test]
fn stored_rules_are_checked() {
    for language in ["en", "pl", "kw", "lv", "ar"] {
        let bytes = plural_rules(language).unwrap().as_bytes().to_vec();
        assert_eq!(PluralRules::from_bytes(&bytes), plural_rules(language));
        for len in 1..bytes.len() {
            let cut = PluralRules::from_bytes(&bytes[..len]);
            // A cut between two rules leaves rules.
            assert!(cut.is_none_or(|rules| rules.categories().len()
                < plural_rules(language).unwrap().categories().len()));
        }
        for at in 0..bytes.len() {
            for value in 0..=u8::MAX {
                let mut changed = bytes.clone();
                changed[at] = value;
                if let Some(rules) = PluralRules::from_bytes(&changed) {
                    for n in [0, 1, 5, 1_000_000, i64::MAX] {
                        let found = rules.category(Decimal::from_millionths(n));
                        assert!(rules.categories().contains(&found));
                    }
                }
            }
        }
    }
    for wrong in [
        &[5, 0, 0, 1, 0, 0][..],
        &[6],
        &[1, 7, 0, 1, 0, 0],
        &[1, 0, 0, 0],
        &[1, 0x30, 0, 1, 0, 0],
        &[1, 0x40, 0, 1, 0, 0],
        &[0; 300],
    ] {
        assert_eq!(PluralRules::from_bytes(wrong), None, "{wrong:?}");
    }
}
