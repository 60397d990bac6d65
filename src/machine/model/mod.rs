//! The trained model of a script's intents: which features speak for which, and how sure a score makes.
//!
//! What a message scores for an intent is the intent's bias and, for each feature of the message, its weight over the length of all
//! that the message has of its group: the root of their squared rarities. Whole numbers throughout: every platform gives the same
//! digits. `docs/machine.md` describes the bytes, `docs/matching.md` says where the weights come from.

pub(crate) mod curve;
pub(crate) mod dense;
mod scores;
mod weights;

use super::id::IntentId;
use super::tables::small;
use crate::bytes::cursor::{Cursor, add_up};

pub use curve::{ANSWER, Curve};
pub(crate) use dense::Dense;
pub use dense::{MAX_DIMENSIONS, MAX_INTENTS};
pub use scores::Scores;
pub use weights::Weight;
use weights::Weights;

/// A whole step of a score.
pub const ONE: u32 = 1 << 12;

/// Steps of rarity that make one: the least a feature has.
pub const RARITY_STEPS: u32 = 16;

/// The most bits of a feature's hash that a model tells apart.
pub const MAX_BITS: u32 = 24;

/// The most intents that a feature speaks for or against.
pub const MOST_WEIGHTS: u32 = 64;

/// A feature of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its row of weights.
    pub(crate) row: u32,
    /// How rare it is, in [`RARITY_STEPS`].
    pub(crate) rarity: u32,
}

/// A trained model, as a machine has it.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Bits of a hash that count.
    bits: u32,
    /// How rare a feature is that the model does not know.
    pub(crate) unknown: u32,
    /// What a step of a weight is worth: so many millionths.
    step: u32,
    /// The features in order: hash, then eight bits of rarity.
    features: Vec<u32>,
    /// By the upper bits of a hash: the first feature that is not below. As many as features, so that few are compared.
    firsts: Vec<u32>,
    /// Lower bits of a hash that `firsts` does not look at.
    rest: u32,
    weights: Weights,
    /// By intent, in the units of [`Scores`].
    pub(crate) biases: Vec<i32>,
    pub(crate) curve: Curve,
    /// What a language pack says, where the model was trained with one.
    pub(crate) dense: Option<Dense>,
}

impl Model {
    /// Bits of a hash, rarity of what is not known, worth of a step, biases and curve; then hashes, rarities, numbers of weights,
    /// their intents, and the weights, each for all features; then what a language pack says.
    #[cfg_attr(tuned, optimize(speed))]
    #[inline(never)]
    pub(crate) fn read(cursor: &mut Cursor<'_>, intents: usize) -> Self {
        let bits = cursor.varint();
        if bits == 0 {
            return Self::default();
        }
        cursor.check(bits <= MAX_BITS);
        let unknown = u32::from(cursor.byte());
        let step = cursor.varint().max(1);
        let mut model = Self { bits: bits.min(MAX_BITS), unknown, step, ..Self::default() };
        // A count that fits what is left: each has a byte at least.
        cursor.check(intents <= cursor.left());
        if cursor.broken().is_none() {
            model.biases = (0..intents).map(|_| model.sum(cursor.signed32())).collect();
        }
        model.curve = Curve::read(cursor);
        let count = cursor.count();
        let mut hashes = cursor.numbers(count);
        add_up(&mut hashes);
        let rarities = cursor.take(hashes.len());
        let mut starts = cursor.numbers(hashes.len());
        cursor.check(starts.iter().all(|count| *count <= MOST_WEIGHTS));
        // How many each has becomes where each begins, and where the last ends.
        starts.insert(0, 0);
        add_up(&mut starts);
        let total = starts.last().map_or(0, |end| *end as usize);
        let mut named = cursor.numbers(total);
        for row in starts.windows(2) {
            if let &[start, end] = row {
                add_up(named.get_mut(start as usize..end as usize).unwrap_or(&mut []));
            }
        }
        let values = cursor.take(named.len());
        let count = if values.len() == named.len() { intents } else { 0 };
        model.weights = Weights::new(&starts, count, &named, values);
        // Ascending, so that each is found.
        let ascends = hashes.windows(2).all(|pair| pair.first() < pair.last());
        cursor.check(ascends && hashes.last().is_none_or(|last| last >> model.bits == 0));
        model.features =
            hashes.iter().zip(rarities).map(|(hash, rare)| hash << 8 | u32::from(*rare)).collect();
        model.dense = Dense::read(cursor, intents);
        model.index();
        model
    }

    /// Makes the table of first features.
    fn index(&mut self) {
        let wide = small(self.features.len()).max(1).ilog2() + 1;
        self.rest = self.bits.saturating_sub(wide);
        for (at, feature) in (0..).zip(&self.features) {
            while small(self.firsts.len()) <= feature >> 8 >> self.rest {
                self.firsts.push(at);
            }
        }
    }

    /// The feature of a hash: a compare or two however many there are.
    #[inline]
    pub(crate) fn find(&self, hash: u32) -> Option<Known> {
        let hash = hash.checked_shr(32 - self.bits)?;
        let bucket = (hash >> self.rest) as usize;
        let from = *self.firsts.get(bucket)? as usize;
        let to = self.firsts.get(bucket + 1).map_or(self.features.len(), |to| *to as usize);
        let bucket = self.features.get(from..to)?;
        // One or two: but a forged machine may have thousands.
        let at = bucket.binary_search_by_key(&hash, |feature| feature >> 8).ok()?;
        let rarity = (bucket.get(at)? & 0xff).max(RARITY_STEPS);
        Some(Known { row: small(from + at), rarity })
    }

    /// All that a feature says, intents in order.
    #[cfg(feature = "compile")]
    pub(crate) fn all_weights(&self, row: u32) -> impl Iterator<Item = (IntentId, i8)> {
        self.weights.all(row)
    }

    /// How much a feature says for one intent.
    pub(crate) fn weight(&self, row: u32, intent: IntentId) -> i8 {
        self.weights.one(row, intent)
    }

    /// What each weight of a group of features is multiplied with, where the squares of their rarities add up to so much.
    #[inline]
    pub(crate) fn share(square: u64) -> i32 {
        // With eight more binary digits, for few features have short roots.
        let length = (square << 16).isqrt().max(1);
        let share = (u64::from(ONE) << 8) * u64::from(RARITY_STEPS) / length;
        i32::try_from(share).unwrap_or(0).min(ONE.cast_signed())
    }

    /// A sum of weights and shares in thousandths: 1000 is what an example of an intent is to score, -1000 any other.
    pub fn thousandths(&self, sum: i32) -> i32 {
        saturated(i64::from(sum) * i64::from(self.step) / i64::from(ONE) / 1000)
    }

    /// The sum that is worth so many thousandths.
    fn sum(&self, thousandths: i32) -> i32 {
        let sum = i64::from(thousandths) * 1000 * i64::from(ONE) / i64::from(self.step.max(1));
        // A quarter of what there is, so that nothing that is added to it can leave the range.
        saturated(sum).clamp(i32::MIN / 4, i32::MAX / 4)
    }

    /// From scores to how sure.
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// How many features it knows.
    #[cfg(feature = "compile")]
    pub fn features(&self) -> usize {
        self.features.len()
    }

    /// How many weights all features have.
    #[cfg(feature = "compile")]
    pub fn total(&self) -> usize {
        (0..small(self.features.len())).map(|row| self.weights.all(row).count()).sum()
    }

    /// Millionths that a step of a weight is worth.
    #[cfg(feature = "compile")]
    pub fn step(&self) -> u32 {
        self.step
    }

    /// Whether every weight is for one of so many intents, in order, and there are as many biases; or nothing is known.
    #[cfg(feature = "compile")]
    pub(crate) fn is_whole(&self, intents: usize) -> bool {
        let rows = small(self.features.len());
        self.bits == 0
            || (self.biases.len() == intents
                && self.dense.as_ref().is_none_or(|dense| dense.is_whole(intents))
                && (0..rows).all(|row| {
                    self.all_weights(row).all(|(intent, _)| intent.usize() < intents)
                        && self.all_weights(row).is_sorted_by(|a, b| a.0 < b.0)
                }))
    }
}

/// The nearest number of 32 bits.
fn saturated(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}
