//! Plural forms: which of a text's cases a number takes in a language, as the Unicode CLDR's cardinal rules say.
//!
//! The rules of a language are a few bytes (see [`PluralRules::from_bytes`]); the compiler stores those that a script's
//! languages need. Operands are those of UTS 35, part 3, "Operand Meanings". A number is written without trailing zeros, so
//! `w` is `v` and `t` is `f`, and never in compact form, so `c` and `e` are 0.

use crate::text::decimal::Decimal;

/// The longest rules of one language; CLDR's longest take about a third of it.
const MAX_BYTES: usize = 256;
/// Bits of a relation's first byte, above the operand.
const NOT: u8 = 0x08;
const AND: u8 = 0x10;
const OR: u8 = 0x20;

/// A plural category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// `zero`
    Zero,
    /// `one`
    One,
    /// `two`
    Two,
    /// `few`
    Few,
    /// `many`
    Many,
    /// `other`: where no rule holds; every language has it.
    Other,
}

impl Category {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// Its name in a script.
    ///
    /// ```
    /// use answertree::calendar::plural::Category;
    /// assert_eq!(Category::Few.name(), "few");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// One language's rules.
///
/// ```
/// use answertree::calendar::plural::{Category, PluralRules};
/// use answertree::text::decimal::Decimal;
/// // English: one where i = 1 and v = 0.
/// let rules = PluralRules::from_bytes(&[1, 0x11, 0, 1, 1, 0, 0x02, 0, 1, 0, 0]).unwrap();
/// assert_eq!(rules.category(Decimal::parse("1").unwrap()), Category::One);
/// assert_eq!(rules.category(Decimal::parse("1.5").unwrap()), Category::Other);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluralRules {
    bytes: Vec<u8>,
}

impl PluralRules {
    /// Checks and keeps stored rules; no bytes at all mean that every number is `other`.
    ///
    /// Each rule is its category's place in [`Category::ALL`], in ascending order and never `other`, and its relations. Each
    /// relation is a byte, a modulus (0 for none), the number of ranges from 1, and for each range its first number and how many
    /// follow it. The byte holds the operand (`n i v w f t e` from 0), 8 for "is not", and 16 where the next
    /// relation is joined by "and", 32 by "or", neither where the rule ends. Numbers are LEB128.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() <= MAX_BYTES && evaluate(bytes, &[0; 7], true).is_some())
            .then(|| Self { bytes: bytes.to_vec() })
    }

    /// What [`PluralRules::from_bytes`] reads.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The categories that some number takes, in order; the last is `other`.
    pub fn categories(&self) -> Vec<Category> {
        let mut found = Vec::new();
        let mut rest = self.bytes.as_slice();
        while let Some(category) = next_rule(&mut rest) {
            found.push(category);
        }
        found.push(Category::Other);
        found
    }

    /// The category of a number as [`Decimal`] writes it: `1` and `1.0` are the same, the sign does not count.
    pub fn category(&self, n: Decimal) -> Category {
        let size = n.millionths().unsigned_abs();
        let (whole, mut fraction) = (size / 1_000_000, size % 1_000_000);
        let mut digits = if fraction == 0 { 0 } else { 6 };
        while fraction != 0 && fraction % 10 == 0 {
            fraction /= 10;
            digits -= 1;
        }
        let operands = [whole, whole, digits, digits, fraction, fraction, 0];
        // `from_bytes` has walked the same bytes to their end.
        evaluate(&self.bytes, &operands, fraction == 0).unwrap_or(Category::Other)
    }
}

/// Walks all rules, whatever the number, and gives the category of the first that holds; `None` where they are no rules.
fn evaluate(mut bytes: &[u8], operands: &[u64; 7], n_is_whole: bool) -> Option<Category> {
    let rest = &mut bytes;
    let (mut found, mut last) = (Category::Other, None);
    while !rest.is_empty() {
        let category = read_category(rest)?;
        if category == Category::Other || last.is_some_and(|last| last >= category) {
            return None;
        }
        last = Some(category);
        let (mut any, mut all) = (false, true);
        loop {
            let (mark, holds) = relation(rest, operands, n_is_whole)?;
            all &= holds;
            if mark & AND == 0 {
                any |= all;
                all = true;
            }
            if mark & (AND | OR) == 0 {
                break;
            }
        }
        if any && found == Category::Other {
            found = category;
        }
    }
    Some(found)
}

/// Reads one relation: its first byte, and whether it holds.
fn relation(rest: &mut &[u8], operands: &[u64; 7], n_is_whole: bool) -> Option<(u8, bool)> {
    let (&mark, after) = rest.split_first()?;
    *rest = after;
    let operand = mark & 7;
    if mark > (OR | NOT | 7) {
        return None;
    }
    let mut value = *operands.get(usize::from(operand))?;
    let modulus = number(rest)?;
    if modulus > 0 {
        value %= modulus;
    }
    let ranges = number(rest).filter(|&ranges| ranges > 0)?;
    let mut within = false;
    for _ in 0..ranges {
        let (first, more) = (number(rest)?, number(rest)?);
        within |= first <= value && value <= first + more;
    }
    // Ranges hold whole numbers only: with a fraction `n` is in none of them.
    within &= operand != 0 || n_is_whole;
    Some((mark, within != (mark & NOT != 0)))
}

/// Steps over one rule of checked bytes.
fn next_rule(rest: &mut &[u8]) -> Option<Category> {
    let category = read_category(rest)?;
    while relation(rest, &[0; 7], true)?.0 & (AND | OR) != 0 {}
    Some(category)
}

fn read_category(rest: &mut &[u8]) -> Option<Category> {
    let (&category, after) = rest.split_first()?;
    *rest = after;
    Category::ALL.get(usize::from(category)).copied()
}

/// Reads a LEB128 number below 2^28.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in [0_u32, 7, 14, 21] {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
