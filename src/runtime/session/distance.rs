//! How far one text is from another.

/// Letters from which on a word may have one wrong.
const LONG: usize = 5;

/// Characters compared with each other: beyond, a distance is at most told roughly.
const MAX_CELLS: usize = 1 << 20;

/// Whether two words of five letters and more differ in one letter: another, one more, one less, or two that changed places.
pub(super) fn within_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() < LONG || b.len() < LONG || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let (a, b) = middle(&a, &b);
    match (a, b) {
        ([_] | [], [_] | []) => true,
        ([first, second], [third, fourth]) => first == fourth && second == third,
        _ => false,
    }
}

/// The least number of characters to insert, remove or replace that makes one text of another (Levenshtein 1966).
///
/// Texts that differ over more than a thousand characters by a thousand are not compared in detail: their distance is the
/// length of the longer difference, which is at least what it is.
pub(super) fn edits(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (a, b) = middle(&a, &b);
    let longest = u32::try_from(a.len().max(b.len())).unwrap_or(u32::MAX);
    if a.len().saturating_mul(b.len()) > MAX_CELLS {
        return longest;
    }
    let mut row: Vec<u32> = (0..).take(b.len() + 1).collect();
    for (above, x) in (1_u32..).zip(a) {
        let mut diagonal = above - 1;
        let mut left = above;
        if let Some(first) = row.first_mut() {
            *first = above;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let replaced = diagonal + u32::from(x != y);
            diagonal = *cell;
            *cell = replaced.min(diagonal + 1).min(left + 1);
            left = *cell;
        }
    }
    row.last().copied().unwrap_or(longest)
}

/// Both without what they begin and end with alike.
fn middle<'t>(a: &'t [char], b: &'t [char]) -> (&'t [char], &'t [char]) {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or(&[]), b.get(same..).unwrap_or(&[]));
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a.get(..a.len() - same).unwrap_or(&[]), b.get(..b.len() - same).unwrap_or(&[]))
}

#[cfg(test)]
mod tests {
    use super::{edits, within_one};

    #[test]
    fn edits_are_counted() {
        for (a, b, n) in [
            ("", "", 0),
            ("kitten", "sitting", 3),
            ("abc", "", 3),
            ("same start, other end", "same start, new end", 4),
            ("é", "e", 1),
            ("ab", "ba", 2),
        ] {
            assert_eq!((edits(a, b), edits(b, a)), (n, n), "{a:?} {b:?}");
        }
        let long = "x".repeat(5000);
        assert_eq!(edits(&long, &"y".repeat(4000)), 5000);
        assert_eq!(edits(&long, &["a", long.as_str()].concat()), 1);
        // What begins and ends otherwise is compared up to a thousand characters and some.
        let about = |n: usize, around: &str| [around, &"m".repeat(n - 2), around].concat();
        assert_eq!(edits(&about(1024, "x"), &about(1024, "y")), 2);
        assert_eq!(edits(&about(1025, "x"), &about(1024, "y")), 1025);
    }

    #[test]
    fn one_wrong_letter_is_allowed_in_long_words() {
        for (a, b, near) in [
            ("billing", "biling", true),
            ("billing", "billling", true),
            ("billing", "bolling", true),
            ("billing", "bliling", true),
            ("billing", "billing", true),
            ("billing", "bolting", false),
            ("order", "orders", true),
            ("late", "lats", false),
            ("order", "orde", false),
            ("orders", "odxers", false),
            ("orders", "oxrers", false),
            ("abcde", "abcdefg", false),
        ] {
            assert_eq!((within_one(a, b), within_one(b, a)), (near, near), "{a} {b}");
        }
    }
}
