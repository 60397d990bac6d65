//! Which pairs of entries a pack has a vector for.

use crate::bytes::cursor::Cursor;

/// How the two entries of a pair stand in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distance {
    /// One directly after the other. Both ends of a message count as neighbours of what stands there.
    Next,
    /// With one entry between them.
    Apart,
}

/// A pair's first or second: an entry, or an end of the message.
pub(super) type End = Option<u32>;

/// Pairs in the order of their first entry, distance and second entry, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    /// By first entry and distance: where its pairs begin, and where the last ends.
    starts: Vec<u32>,
    /// The second of each, as [`code`] has it.
    seconds: Vec<u32>,
}

/// An end of a message comes before all entries.
pub(super) fn code(end: End) -> u32 {
    end.map_or(0, |entry| entry.saturating_add(1))
}

/// The place in `starts` of all pairs with this first entry and distance.
pub(super) fn group(first: End, distance: Distance) -> usize {
    let code = usize::try_from(code(first)).unwrap_or(usize::MAX);
    code.saturating_mul(2).saturating_add(usize::from(distance == Distance::Apart))
}

impl Pairs {
    /// Reads so many pairs of so many entries: the group of each as the difference to the one before, then the seconds, in one group
    /// each as the distance from the one that could be next.
    pub(super) fn read(cursor: &mut Cursor<'_>, count: usize, entries: usize) -> Self {
        let groups = cursor.numbers(count);
        let mut seconds = cursor.numbers(count);
        let most = entries.saturating_add(1).saturating_mul(2);
        let mut starts = Vec::with_capacity(most.saturating_add(1));
        starts.push(0);
        let mut next = 0_u32;
        for (at, (&further, second)) in (0_u32..).zip(groups.iter().zip(&mut seconds)) {
            if further > 0 {
                let group = usize::try_from(further).unwrap_or(usize::MAX);
                let group = group.saturating_add(starts.len());
                if !cursor.check(group <= most) {
                    return Self::default();
                }
                starts.resize(group, at);
                next = 0;
            }
            *second = second.saturating_add(next);
            next = second.saturating_add(1);
            if !cursor.check(usize::try_from(*second).is_ok_and(|second| second <= entries)) {
                return Self::default();
            }
        }
        starts.resize(most.saturating_add(1), u32::try_from(seconds.len()).unwrap_or(u32::MAX));
        Self { starts, seconds }
    }

    pub(super) fn len(&self) -> usize {
        self.seconds.len()
    }

    /// The place of a pair, where there is one.
    pub(super) fn find(&self, first: End, second: End, distance: Distance) -> Option<usize> {
        let range = self.starts.get(group(first, distance)..)?;
        let &[start, end, ..] = range else { return None };
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        let found = self.seconds.get(start..end)?.binary_search(&code(second)).ok()?;
        Some(start + found)
    }

    /// The pair at a place.
    pub(super) fn get(&self, pair: u32) -> Option<(End, End, Distance)> {
        let second = *self.seconds.get(usize::try_from(pair).ok()?)?;
        let group = self.starts.partition_point(|start| *start <= pair).checked_sub(1)?;
        let first = u32::try_from(group / 2).ok()?;
        let distance = if group % 2 == 0 { Distance::Next } else { Distance::Apart };
        Some((first.checked_sub(1), second.checked_sub(1), distance))
    }
}

#[cfg(test)]
mod tests {
    use super::{Distance, Pairs};
    use crate::bytes::cursor::Cursor;

    #[test]
    fn pairs_are_found_and_nothing_else() {
        // Of three entries: start and 1; start and 2; 0 and 0; 0, one between, and 2; 2 and the end.
        let bytes = [0, 0, 2, 1, 3, 2, 0, 1, 3, 0];
        let mut cursor = Cursor::new(&bytes);
        let pairs = Pairs::read(&mut cursor, 5, 3);
        assert_eq!((cursor.broken(), cursor.left(), pairs.len()), (None, 0, 5));
        let there = [
            (None, Some(1), Distance::Next),
            (None, Some(2), Distance::Next),
            (Some(0), Some(0), Distance::Next),
            (Some(0), Some(2), Distance::Apart),
            (Some(2), None, Distance::Next),
        ];
        let ends = [None, Some(0), Some(1), Some(2), Some(3), Some(u32::MAX)];
        for first in ends {
            for second in ends {
                for distance in [Distance::Next, Distance::Apart] {
                    let place = there.iter().position(|&pair| pair == (first, second, distance));
                    assert_eq!(pairs.find(first, second, distance), place, "{first:?} {second:?}");
                }
            }
        }
        for (at, pair) in (0..).zip(there) {
            assert_eq!(pairs.get(at), Some(pair));
        }
        assert_eq!(pairs.get(5), None);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for bytes in [
            // A second beyond the entries; one that a step took there; a first beyond them; less than was promised.
            &[0, 0, 0, 4][..],
            &[0, 0, 3, 0],
            &[0, 8, 0, 0],
            &[0, 0, 0],
            &[],
        ] {
            let mut cursor = Cursor::new(bytes);
            assert_eq!(Pairs::read(&mut cursor, 2, 3).find(None, None, Distance::Next), None);
            assert!(cursor.broken().is_some(), "{bytes:?}");
        }
        let mut cursor = Cursor::new(&[0, 7, 0, 3]);
        assert_eq!(
            Pairs::read(&mut cursor, 2, 3).get(1),
            Some((Some(2), Some(2), Distance::Apart))
        );
    }
}
