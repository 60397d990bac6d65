//! Did you mean: the declared name nearest to one that is not.

/// The most insertions, deletions, replacements and swaps of neighbours a suggestion may be away.
const MAX_DISTANCE: usize = 2;

/// The candidate nearest to `name`, at most two typing errors away; the first in order among equals.
///
/// Short names must be nearer, so that `x` never suggests `fb`: one error from three characters on, two from five on.
/// Case is no error.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = folded(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == name {
            continue;
        }
        let allowed = best.map_or(MAX_DISTANCE + 1, |(distance, _)| distance);
        // Bytes bound characters from above and below closely enough to skip most candidates unread.
        if candidate.len() > 4 * wanted.len() + 8 {
            continue;
        }
        let other = folded(candidate);
        let shorter = wanted.len().min(other.len());
        let limit = (shorter.saturating_sub(1) / 2).min(MAX_DISTANCE);
        if wanted.len().abs_diff(other.len()) > limit {
            continue;
        }
        let distance = distance(&wanted, &other);
        if distance <= limit && distance < allowed {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn folded(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// Edit distance in which a swap of neighbours counts one (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_a = None;
    for (i, &ca) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut last_b = None;
        for (j, &cb) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (at(&above, j + 1) + 1).min(at(&row, j) + 1).min(at(&above, j) + usize::from(ca != cb));
            if last_a == Some(cb) && last_b == Some(ca) && j > 0 {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
            last_b = Some(cb);
        }
        before = core::mem::replace(&mut above, row);
        last_a = Some(ca);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typing_errors_are_found_and_strangers_are_not() {
        let names = ["refund", "late", "order_id", "x", "email"];
        for (written, expected) in [
            ("refnd", Some("refund")),
            ("refudn", Some("refund")),
            ("Refund", Some("refund")),
            ("lat", Some("late")),
            ("orderid", Some("order_id")),
            ("oder_ids", Some("order_id")),
            ("X", Some("x")),
            ("e-mail", Some("email")),
            ("mail", Some("email")),
            ("y", None),
            ("fund", None),
            ("shipping", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names), expected, "{written}");
        }
    }

    #[test]
    fn the_nearest_wins_and_the_first_of_equals() {
        assert_eq!(nearest("refunt", ["refunds", "refund"]), Some("refund"));
        assert_eq!(nearest("bat12", ["bat13", "bat14"]), Some("bat13"));
    }
}
