//! One edit: what is near a word, against a plain table of distances.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use answertree::text::near::{FEWEST_LETTERS, MOST_LETTERS, is_near};
use proptest::prelude::*;

/// The edits from one word to another, swaps of neighbours included (optimal string alignment), by the whole table.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let mut least = (table[i - 1][j] + 1)
                    .min(table[i][j - 1] + 1)
                    .min(table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()]
}

/// Whether both words are of a length that is compared.
fn are_compared(a: &str, b: &str) -> bool {
    [a, b].iter().all(|word| (FEWEST_LETTERS..=MOST_LETTERS).contains(&word.chars().count()))
}

#[test]
fn what_is_near() {
    for (a, b, near) in [
        ("parcel", "parcel", true),
        ("parcle", "parcel", true),
        ("aprcel", "parcel", true),
        ("parce", "parcel", true),
        ("pparcel", "parcel", true),
        ("parkel", "parcel", true),
        ("größe", "grösse", false),
        ("größe", "größer", true),
        ("porcle", "parcel", false),
        ("late", "later", false),
        ("lates", "later", true),
        ("", "", false),
    ] {
        assert_eq!(is_near(a, b), near, "{a} {b}");
    }
    let long = "a".repeat(MOST_LETTERS);
    assert!(is_near(&long, &long) && !is_near(&long, &format!("{long}a")));
}

proptest! {
    #[test]
    fn words_of_few_letters_are_near_as_the_table_says(a in "[abé]{3,9}", b in "[abé]{3,9}") {
        prop_assert_eq!(is_near(&a, &b), are_compared(&a, &b) && distance(&a, &b) <= 1);
    }

    #[test]
    fn one_edit_is_near(word in "[a-z]{5,31}", at in any::<prop::sample::Index>(), how in 0..4, c in "[a-z]") {
        let mut letters: Vec<char> = word.chars().collect();
        let at = at.index(letters.len());
        match how {
            0 => letters.insert(at, c.chars().next().unwrap()),
            1 => drop(letters.remove(at)),
            2 => letters[at] = c.chars().next().unwrap(),
            _ => letters.swap(at, (at + 1).min(word.len() - 1)),
        }
        let typed: String = letters.into_iter().collect();
        prop_assert_eq!(is_near(&typed, &word), are_compared(&typed, &word), "{} {}", typed, word);
    }
}
