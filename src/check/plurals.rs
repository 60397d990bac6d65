//! The plural rules of a script's languages, from the Unicode CLDR.
//!
//! `plurals.txt` holds them as the CLDR writes them, without the samples, and says from which version. The runtime has
//! none of it: a machine stores the rules of its languages.

use crate::calendar::plural::{Category, PluralRules};

/// A line a set of rules: `category: condition` joined by ` | `, a tab, and the languages that share it.
const TABLE: &str = include_str!("plurals.txt");

/// The cardinal rules of a language, by the first part of its BCP 47 tag (`pt-BR` is `pt`) but where the CLDR knows better
/// (`pt-PT`); `None` for a language that it does not know.
///
/// ```
/// use answertree::{calendar::plural::Category, check::plurals::plural_rules, text::decimal::Decimal};
/// let polish = plural_rules("pl").unwrap();
/// assert_eq!(polish.category(Decimal::whole(22).unwrap()), Category::Few);
/// assert_eq!(plural_rules("tlh"), None);
/// ```
pub fn plural_rules(language: &str) -> Option<PluralRules> {
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    let rules = find(&language.replace('_', "-")).or_else(|| find(primary))?;
    parse(rules)
}

/// All languages of the table, as they are written there.
///
/// ```
/// assert!(answertree::check::plurals::languages().any(|language| language == "cy"));
/// ```
pub fn languages() -> impl Iterator<Item = &'static str> {
    lines().flat_map(|(_, languages)| languages.split(' '))
}

fn find(language: &str) -> Option<&'static str> {
    lines()
        .find(|(_, known)| known.split(' ').any(|known| known.eq_ignore_ascii_case(language)))
        .map(|(rules, _)| rules)
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// Rules as the CLDR writes them to the bytes that [`PluralRules`] reads.
fn parse(rules: &str) -> Option<PluralRules> {
    let mut bytes = Vec::new();
    for rule in rules.split(" | ").filter(|rule| !rule.is_empty()) {
        let (name, condition) = rule.split_once(": ")?;
        let place = Category::ALL.iter().position(|category| category.name() == name)?;
        bytes.push(u8::try_from(place).ok()?);
        let mut words = condition.split(' ').peekable();
        while let Some(operand) = words.next() {
            let operand = u8::try_from("nivwfte".find(operand)?).ok()?;
            let modulus = words.next_if_eq(&"%").and_then(|_| words.next());
            let not = if words.next()? == "!=" { 8 } else { 0 };
            let ranges = words.next()?;
            let join = match words.next() {
                Some("and") => 16,
                Some("or") => 32,
                Some(_) => return None,
                None => 0,
            };
            bytes.push(operand | not | join);
            number(&mut bytes, modulus.unwrap_or("0").parse().ok()?);
            number(&mut bytes, u32::try_from(ranges.split(',').count()).ok()?);
            for range in ranges.split(',') {
                let (first, last) = range.split_once("..").unwrap_or((range, range));
                let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
                number(&mut bytes, first);
                number(&mut bytes, last.checked_sub(first)?);
            }
        }
    }
    PluralRules::from_bytes(&bytes)
}

/// Appends a number in LEB128.
fn number(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7f).unwrap_or(0) | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use super::{lines, parse, plural_rules};
    use crate::calendar::plural::Category;
    use crate::text::decimal::Decimal;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert!(lines().count() > 30);
        for (rules, languages) in lines() {
            let parsed = parse(rules).unwrap_or_else(|| panic!("{languages}"));
            assert_eq!(
                parsed.categories().len(),
                rules.split(" | ").filter(|rule| !rule.is_empty()).count() + 1
            );
        }
    }

    #[test]
    fn languages_are_found_by_their_tags() {
        for (tag, like) in [
            ("EN-us", "en"),
            ("pt_BR", "pt"),
            ("fr-CA", "fr"),
            ("PT-pt", "pt-PT"),
            ("pt-AO", "pt-PT"),
        ] {
            assert_eq!(plural_rules(tag), plural_rules(like), "{tag}");
        }
        assert_ne!(plural_rules("pt"), plural_rules("pt-PT"));
        for tag in ["", "-", "english", "qqq", "e n"] {
            assert_eq!(plural_rules(tag), None, "{tag}");
        }
    }

    #[test]
    fn fractions_and_signs() {
        let check = |language: &str, number: &str, expected: Category| {
            let rules = plural_rules(language).unwrap();
            assert_eq!(
                rules.category(Decimal::parse(number).unwrap()),
                expected,
                "{language} {number}"
            );
        };
        check("en", "1", Category::One);
        check("en", "-1", Category::One);
        check("en", "1.0", Category::One);
        check("en", "1.5", Category::Other);
        check("fr", "0", Category::One);
        check("fr", "1.5", Category::One);
        check("fr", "1000000", Category::Many);
        check("cs", "1.5", Category::Many);
        check("da", "0.5", Category::One);
        check("ar", "2.1", Category::Other);
        check("lv", "0.11", Category::Zero);
        check("cy", "6", Category::Many);
        check("ja", "1", Category::Other);
    }

    #[test]
    fn wrong_conditions_are_no_rules() {
        for rules in [
            "one",
            "one: n",
            "one: n =",
            "one: n = x",
            "one: x = 1",
            "one: n = 2..1",
            "one: n = 1 xor n = 2",
            "other: n = 1",
            "two: n = 2 | one: n = 1",
            "one: n = 1 | one: n = 2",
        ] {
            assert_eq!(parse(rules), None, "{rules}");
        }
    }
}
