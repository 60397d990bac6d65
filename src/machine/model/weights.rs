//! What features say for intents: a few numbers each, or, where most intents are spoken of, one for every intent.
//!
//! A frequent run of letters speaks for and against most intents. Numbers for all of them, side by side, are added some at once.

use crate::machine::id::IntentId;
use crate::machine::tables::{Rows, small};

/// A feature has a number for every intent where it speaks for at least one in so many.
const SPARSE: usize = 8;

/// So many numbers of eight bits add up to one of sixteen.
const MOST_ADDED: usize = 256;

/// Marks an item that is no weight but the place of a row with a number for every intent.
const WIDE: u32 = 1 << 31;

/// One feature's say for one intent: the intent, and how much in steps of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight(u32);

impl Weight {
    fn new(intent: u32, value: u8) -> Self {
        Self((intent << 8 | u32::from(value)) & !WIDE)
    }

    /// Whom it speaks for, or against.
    #[inline]
    pub fn intent(self) -> IntentId {
        IntentId::new(self.0 >> 8)
    }

    /// How much, in steps of the model.
    #[inline]
    pub fn value(self) -> i8 {
        self.0.to_le_bytes()[0].cast_signed()
    }

    /// The row that it stands for, where it is no weight.
    #[inline]
    fn wide(self) -> Option<u32> {
        (self.0 & WIDE != 0).then_some(self.0 & !WIDE)
    }
}

/// What a feature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says<'w> {
    /// For some intents, in order.
    Few(&'w [Weight]),
    /// For all: the place of a row that [`Weights::add`] knows.
    All(u32),
}

/// The weights of all features.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    rows: Rows<Weight>,
    intents: usize,
    /// Rows with a number for every intent, one after the other. The first says nothing.
    wide: Vec<i8>,
}

impl Weights {
    /// Features one after the other: where each begins and where the last ends, the intents that they speak for, and how much.
    #[cfg_attr(tuned, optimize(speed))]
    pub(super) fn new(starts: &[u32], intents: usize, named: &[u32], values: &[u8]) -> Self {
        let (mut begins, mut items, mut wide) = (vec![0], Vec::new(), vec![0; intents]);
        for row in starts.windows(2) {
            let &[start, end] = row else { continue };
            let range = start as usize..end as usize;
            let named = named.get(range.clone()).unwrap_or(&[]);
            let values = values.get(range).unwrap_or(&[]);
            // Others are only in forged machines.
            let ascends = named.windows(2).all(|pair| pair.first() < pair.last())
                && named.last().is_some_and(|last| (*last as usize) < intents);
            if ascends && named.len() * SPARSE >= intents && named.len() > 1 {
                let first = wide.len();
                items.push(Weight(WIDE | small(first / intents.max(1))));
                wide.resize(first + intents, 0);
                let numbers = wide.get_mut(first..).unwrap_or(&mut []);
                for (intent, value) in named.iter().zip(values) {
                    if let Some(number) = numbers.get_mut(*intent as usize) {
                        *number = value.cast_signed();
                    }
                }
            } else {
                items.extend(named.iter().zip(values).map(|(n, v)| Weight::new(*n, *v)));
            }
            begins.push(small(items.len()));
        }
        Self { rows: Rows::in_order(begins, items), intents, wide }
    }

    /// What a feature says.
    #[inline]
    pub(super) fn get(&self, row: u32) -> Says<'_> {
        let weights = self.rows.get(row);
        match weights {
            [one] => one.wide().map_or(Says::Few(weights), Says::All),
            _ => Says::Few(weights),
        }
    }

    /// All that a feature says, intents in order.
    #[cfg(feature = "compile")]
    pub(super) fn all(&self, row: u32) -> impl Iterator<Item = (IntentId, i8)> {
        let (few, wide) = match self.get(row) {
            Says::Few(few) => (few, &[][..]),
            Says::All(wide) => (&[][..], self.row(wide)),
        };
        let wide = wide.iter().enumerate().filter(|(_, value)| **value != 0);
        let wide = wide.map(|(at, value)| (IntentId::at(at), *value));
        few.iter().map(|weight| (weight.intent(), weight.value())).chain(wide)
    }

    /// How much a feature says for one intent.
    pub(super) fn one(&self, row: u32, intent: IntentId) -> i8 {
        match self.get(row) {
            Says::Few(few) => {
                let at = few.binary_search_by_key(&intent, |weight| weight.intent()).ok();
                at.and_then(|at| few.get(at)).map_or(0, |weight| weight.value())
            }
            Says::All(wide) => self.row(wide).get(intent.usize()).copied().unwrap_or(0),
        }
    }

    #[inline]
    fn row(&self, wide: u32) -> &[i8] {
        let first = (wide as usize).saturating_mul(self.intents);
        self.wide.get(first..first.saturating_add(self.intents)).unwrap_or(&[])
    }

    /// Adds rows with a number for every intent to sums, each number so many times; `added` is room for it.
    #[cfg_attr(tuned, optimize(speed))]
    pub(super) fn add(&self, rows: &[u32], times: i32, added: &mut Vec<i16>, sums: &mut [i32]) {
        for rows in rows.chunks(MOST_ADDED) {
            added.clear();
            added.resize(self.intents, 0);
            // Four at a time, so that what is added up is stored a quarter as often.
            for four in rows.chunks(4) {
                let row = |at: usize| self.row(four.get(at).copied().unwrap_or(0));
                add(added, [row(0), row(1), row(2), row(3)]);
            }
            for (sum, added) in sums.iter_mut().zip(&*added) {
                *sum = sum.wrapping_add(i32::from(*added).wrapping_mul(times));
            }
        }
    }
}

/// Adds four rows of numbers.
#[cfg_attr(tuned, optimize(speed))]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn add(sums: &mut [i16], [a, b, c, d]: [&[i8]; 4]) {
    for ((((sum, a), b), c), d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let four = i16::from(*a) + i16::from(*b) + i16::from(*c) + i16::from(*d);
        *sum = sum.wrapping_add(four);
    }
}

#[cfg(all(test, feature = "compile"))]
mod tests {
    use super::{MOST_ADDED, Says, Weights};
    use crate::machine::id::IntentId;

    /// Of 40 intents: a feature that speaks for two, one that speaks for six, one for nobody, and one for another.
    fn weights() -> Weights {
        let named = [3, 39, 0, 15, 16, 17, 31, 39, 7];
        let values = [1, 255, 2, 3, 4, 5, 128, 127, 9];
        Weights::new(&[0, 2, 8, 8, 9], 40, &named, &values)
    }

    #[test]
    fn what_speaks_for_many_has_a_number_for_each() {
        let weights = weights();
        assert!(matches!(weights.get(0), Says::Few(few) if few.len() == 2));
        assert_eq!(weights.get(1), Says::All(1));
        assert_eq!(weights.get(2), Says::Few(&[]));
        let all = |row| weights.all(row).map(|(id, value)| (id.usize(), value)).collect::<Vec<_>>();
        assert_eq!(all(0), [(3, 1), (39, -1)]);
        assert_eq!(all(1), [(0, 2), (15, 3), (16, 4), (17, 5), (31, -128), (39, 127)]);
        assert_eq!(all(2), []);
        assert_eq!(all(3), [(7, 9)]);
        for row in 0..5 {
            for intent in 0..41 {
                let expected = all(row).iter().find(|(id, _)| *id == intent).map_or(0, |one| one.1);
                assert_eq!(weights.one(row, IntentId::at(intent)), expected, "{row} {intent}");
            }
        }
    }

    #[test]
    fn sums_do_not_leave_their_range() {
        let weights = weights();
        let rows = vec![1; MOST_ADDED * 3 + 1];
        let mut sums = vec![1; 40];
        weights.add(&rows, 2, &mut Vec::new(), &mut sums);
        let count = i32::try_from(rows.len()).unwrap();
        assert_eq!(sums[31], 1 - 128 * 2 * count);
        assert_eq!(sums[39], 1 + 127 * 2 * count);
        assert_eq!((sums[0], sums[1], sums[16]), (1 + 4 * count, 1, 1 + 8 * count));
    }

    #[test]
    fn what_is_out_of_order_stays_as_it_is() {
        for named in [[0, 0, 1, 2], [0, 1, 2, 8], [1, 0, 2, 3]] {
            let weights = Weights::new(&[0, 4], 8, &named, &[1, 2, 3, 4]);
            let few = matches!(weights.get(0), Says::Few(few) if few.len() == 4);
            assert!(few, "{named:?}");
        }
    }
}
