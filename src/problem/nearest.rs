//! Did you mean …?

use crate::text::case;

/// The candidate most like `word`, where one is like enough: at most two letters changed, added, left out or swapped,
/// and at most a third of the word's; upper and lower case are one. The first of equals.
///
/// ```
/// use answertree::problem::nearest;
/// assert_eq!(nearest("refnud", ["late", "refund"]), Some("refund"));
/// assert_eq!(nearest("billing", ["late", "refund"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |word: &str| -> Vec<char> {
        word.chars().take(MAX_CHARS + 1).map(|c| case::shift(c, false)).collect()
    };
    let word = letters(word);
    let allowed = match word.len() {
        0 => return None,
        1..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    if word.len() > MAX_CHARS {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = letters(candidate);
        if other.len().abs_diff(word.len()) > allowed {
            continue;
        }
        let far = distance(&word, &other);
        if far <= allowed && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Names longer than this are not compared: the cost grows with the square.
const MAX_CHARS: usize = 64;

/// How many letters to change, add, drop or swap with the next to make one word of the other: the optimal string alignment
/// distance (Damerau 1964, restricted).
pub(crate) fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut a_previous = None;
    for (i, &ca) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut left = i + 1;
        let mut b_previous = None;
        for (j, &cb) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut cost =
                (at(&last, j) + usize::from(ca != cb)).min(at(&last, j + 1) + 1).min(left + 1);
            if j > 0 && a_previous == Some(cb) && b_previous == Some(ca) {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
            left = cost;
            b_previous = Some(cb);
        }
        before = last;
        last = row;
        a_previous = Some(ca);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_only() {
        let words = ["channel", "choose", "note", "need", "or"];
        for (word, found) in [
            ("chanel", Some("channel")),
            ("chnanel", Some("channel")),
            ("CHANNEL", Some("channel")),
            ("nede", Some("need")),
            ("not", Some("note")),
            ("ro", None),
            ("xyz", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, words), found, "{word}");
        }
    }
}
