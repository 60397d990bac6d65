//! Whether one way through a pattern matches whatever another matches.

use std::sync::Arc;

use crate::lower::patterns::Item;
use crate::lower::vocabulary::Member;
use crate::machine::tables::MAX_GAP;

/// A gap without an end.
const ANY: u32 = u32::MAX;

/// Whether `wide` matches each message that `narrow` matches. Costs what the lengths of both say.
pub(super) fn covers(wide: &[Item], narrow: &[Item]) -> bool {
    let (wide, narrow) = (steps(wide), steps(narrow));
    let Some((&(first, mut gap), rest)) = wide.split_first() else { return false };
    let takes = |symbol: &Item, at: usize| narrow.get(at).is_some_and(|(n, _)| takes(symbol, n));
    // Where the last step of `wide` may stand.
    let mut places: Vec<usize> = (0..narrow.len()).filter(|at| takes(first, *at)).collect();
    for (symbol, next_gap) in rest {
        let mut next: Vec<usize> = Vec::new();
        for &from in &places {
            let mut between = narrow.get(from).map_or(ANY, |(_, gap)| *gap);
            for to in from + 1..narrow.len() {
                if between > gap {
                    break;
                }
                if takes(symbol, to) && !next.contains(&to) {
                    next.push(to);
                }
                let behind = narrow.get(to).map_or(ANY, |(_, gap)| *gap);
                between = between.saturating_add(1).saturating_add(behind);
            }
        }
        (places, gap) = (next, *next_gap);
    }
    !places.is_empty()
}

/// What a way takes word by word, each with the most words that may follow before the next.
fn steps(path: &[Item]) -> Vec<(&Item, u32)> {
    let mut steps: Vec<(&Item, u32)> = Vec::with_capacity(path.len());
    for item in path {
        match (item, steps.last_mut()) {
            (Item::Gap(most), Some((_, gap))) => *gap = most.map_or(ANY, |most| most.min(MAX_GAP)),
            (Item::Gap(_), None) => {}
            _ => steps.push((item, 0)),
        }
    }
    steps
}

/// Whether a step takes each word that another takes.
fn takes(wide: &Item, narrow: &Item) -> bool {
    match (wide, narrow) {
        (Item::Class(wide), Item::Class(narrow)) if Arc::ptr_eq(wide, narrow) => true,
        _ => members(narrow).iter().all(|member| takes_member(members(wide), member)),
    }
}

/// The members of a step; words before stems, each in order.
pub(super) fn members(item: &Item) -> &[Member] {
    match item {
        Item::One(member) => core::slice::from_ref(member),
        Item::Class(members) => members,
        Item::Gap(_) => &[],
    }
}

fn takes_member(wide: &[Member], member: &Member) -> bool {
    let (Member::Word(text) | Member::Stem(text)) = member;
    let stems = wide.get(wide.partition_point(|m| matches!(m, Member::Word(_)))..).unwrap_or(&[]);
    wide.binary_search(member).is_ok()
        || stems
            .iter()
            .any(|stem| matches!(stem, Member::Stem(stem) if text.starts_with(stem.as_ref())))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::covers;
    use crate::lower::patterns::Item;
    use crate::lower::vocabulary::Member;

    /// `parcel ..3 late|lost deliver*` as a way.
    fn way(text: &str) -> Vec<Item> {
        let member = |word: &str| match word.strip_suffix('*') {
            Some(stem) => Member::Stem(stem.into()),
            None => Member::Word(word.into()),
        };
        let item = |word: &str| match word.strip_prefix("..") {
            Some("") => Item::Gap(None),
            Some(most) => Item::Gap(most.parse().ok()),
            None if word.contains('|') => {
                let mut members: Vec<Member> = word.split('|').map(member).collect();
                members.sort();
                Item::Class(Arc::from(members))
            }
            None => Item::One(member(word)),
        };
        text.split(' ').map(item).collect()
    }

    #[test]
    fn a_wider_way_matches_whatever_a_narrower_one_matches() {
        for (wide, narrow, expected) in [
            ("late", "parcel .. late", true),
            ("parcel .. late", "my parcel late", true),
            ("parcel .. late", "late .. parcel", false),
            ("parcel late", "parcel .. late", false),
            ("parcel ..2 late", "parcel ..3 late", false),
            ("parcel ..3 late", "parcel ..3 late", true),
            ("parcel ..3 late", "parcel ..1 very ..1 late", true),
            ("parcel ..2 late", "parcel ..1 very ..1 late", false),
            ("late|lost|gone", "gone|late", true),
            ("late|lost", "gone|late", false),
            ("deliver*", "delivery|delivered", true),
            ("deliver*", "delivering*", true),
            ("delivering*", "deliver*", false),
            ("deliver*|late", "late", true),
            // The first place is not always the one that leads on.
            ("a b", "a .. a b", true),
            ("a ..1 c", "a .. a b c", true),
            ("a b c", "a b", false),
            ("a", "b", false),
        ] {
            assert_eq!(covers(&way(wide), &way(narrow)), expected, "{wide} / {narrow}");
        }
    }
}
