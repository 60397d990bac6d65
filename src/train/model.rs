//! The model as a machine carries it: a row of small weights for each feature, read in integers.

use super::corpus::{Corpus, LETTERS};
use super::curve::Curve;
use super::solve::Block;
use crate::machine::write::{signed, size, varint};
use crate::text::features::{Group, features};
use crate::text::tokenize::Tokens;

/// A whole step of a score.
pub const ONE: u32 = 1 << 12;

/// Steps of rarity that make one.
pub(crate) const RARITY_STEPS: u64 = 16;

/// Weights below this change few answers and are left out, as a share of the largest that a message of one feature could meet.
const LEAST: f32 = 0.18;

/// The most intents a feature speaks for or against, as of a word (`MOST_POSTINGS` of the machine).
const MOST_WEIGHTS: usize = 64;

/// The largest weight. Rarer ones beyond it are cut.
const LARGEST: f32 = 127.0;

/// One feature's say for one intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight {
    /// The intent, counted from 0.
    pub intent: u32,
    /// How much, in steps of the model's [`step`](Model::step).
    pub value: i8,
}

/// A trained model. What a message scores for an intent is the intent's bias and, for each feature of the message, its weight over the
/// length of all that the message has of its group: the root of their squared rarities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// The features by hash, in order.
    hashes: Vec<u32>,
    rarities: Vec<u8>,
    /// Where each feature's weights begin, and where the last ends.
    starts: Vec<u32>,
    weights: Vec<Weight>,
    /// By intent, in thousandths.
    biases: Vec<i32>,
    /// What a step of a weight is worth: so many millionths.
    step: u32,
    curve: Curve,
}

impl Model {
    /// Bits of a hash that count: one in seventy unknown features is taken for one of 60,000.
    pub const BITS: u32 = 22;

    /// What was solved, without what is too small to matter.
    pub(crate) fn new(corpus: &Corpus, solved: &[Block], intents: usize, curve: Curve) -> Self {
        let features = corpus.hashes.iter().zip(&corpus.rarities).enumerate();
        let mut model = Self { starts: vec![0], curve, ..Self::default() };
        let step = step(corpus, solved);
        model.step = whole(step * 1e6).unsigned_abs();
        for (at, (&hash, &rarity)) in features {
            let unit = unit(hash, rarity);
            let lanes = solved.iter().filter_map(|block| block.weights.get(at)).flatten();
            let mut row: Vec<Weight> = (0..)
                .zip(lanes)
                .take(intents)
                .filter(|(_, weight)| (*weight * unit).abs() >= LEAST)
                .map(|(intent, weight)| {
                    let value = whole((weight * unit / step).clamp(-LARGEST, LARGEST));
                    Weight { intent, value: i8::try_from(value).unwrap_or(0) }
                })
                .filter(|weight| weight.value != 0)
                .collect();
            if row.len() > MOST_WEIGHTS {
                row.sort_by_key(|weight| (weight.value.unsigned_abs().wrapping_neg(), weight.intent));
                row.truncate(MOST_WEIGHTS);
                row.sort_unstable();
            }
            if !row.is_empty() {
                model.hashes.push(hash);
                model.rarities.push(rarity);
                model.weights.append(&mut row);
                model.starts.push(u32::try_from(model.weights.len()).unwrap_or(u32::MAX));
            }
        }
        let biases = solved.iter().flat_map(|block| block.bias).take(intents);
        model.biases = biases.map(|bias| whole(bias * 1000.0)).collect();
        model
    }

    /// How many intents it tells apart.
    pub fn intents(&self) -> usize {
        self.biases.len()
    }

    /// How many features it knows.
    pub fn features(&self) -> usize {
        self.hashes.len()
    }

    /// All weights, feature by feature.
    pub fn weights(&self) -> &[Weight] {
        &self.weights
    }

    /// Millionths that a step of a weight is worth.
    pub fn step(&self) -> u32 {
        self.step
    }

    /// From scores to how sure.
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// What a message scores for each intent, in thousandths: 1000 is what an example of the intent is to score, -1000 any other.
    pub fn scores(&self, tokens: &Tokens) -> Vec<i32> {
        // Rows that the message has, by group.
        let mut found: [Vec<usize>; 2] = Default::default();
        features(tokens, |feature| {
            if let Ok(at) = self.hashes.binary_search(&(feature.hash >> (32 - Self::BITS)))
                && let Some(found) = found.get_mut(Group::of(feature.hash) as usize)
            {
                found.push(at);
            }
        });
        let mut sums = vec![0_i64; self.biases.len()];
        for rows in &found {
            let rarity = |at: &usize| self.rarities.get(*at).map_or(0, |r| u64::from(*r));
            let square: u64 = rows.iter().map(|at| rarity(at) * rarity(at)).sum();
            // With eight more binary digits, for few features have short roots.
            let length = (square << 16).isqrt().max(1);
            let share = i64::try_from((u64::from(ONE) << 8) * RARITY_STEPS / length).unwrap_or(0);
            for weight in rows.iter().flat_map(|at| self.row(*at)) {
                let intent = usize::try_from(weight.intent).unwrap_or(usize::MAX);
                if let Some(sum) = sums.get_mut(intent) {
                    *sum += i64::from(weight.value) * share;
                }
            }
        }
        let worth = |sum: i64| sum * i64::from(self.step) / i64::from(ONE) / 1000;
        let scores = sums.iter().zip(&self.biases);
        scores
            .map(|(sum, bias)| i32::try_from(worth(*sum)).unwrap_or(i32::MAX).saturating_add(*bias))
            .collect()
    }

    /// What each token of a message says for an intent, a run of letters for the word that it is in: what raised the score most.
    pub fn evidence(&self, tokens: &Tokens, intent: u32) -> Vec<i32> {
        let mut says = vec![0_i32; tokens.len()];
        features(tokens, |feature| {
            let Ok(at) = self.hashes.binary_search(&(feature.hash >> (32 - Self::BITS))) else {
                return;
            };
            let row = self.row(at);
            let weight = row.binary_search_by_key(&intent, |weight| weight.intent);
            let value = weight.ok().and_then(|at| row.get(at)).map_or(0, |weight| weight.value);
            let token = usize::try_from(feature.token).unwrap_or(usize::MAX);
            if let Some(says) = says.get_mut(token) {
                *says = says.saturating_add(i32::from(value));
            }
        });
        says
    }

    /// Its bytes, numbers of a kind together.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        varint(&mut out, self.step);
        size(&mut out, self.biases.len());
        self.biases.iter().for_each(|bias| signed(&mut out, i64::from(*bias)));
        signed(&mut out, i64::from(self.curve.least()));
        size(&mut out, self.curve.points().len());
        for &(evidence, sure) in self.curve.points() {
            signed(&mut out, i64::from(evidence));
            varint(&mut out, u32::from(sure));
        }
        size(&mut out, self.hashes.len());
        let mut last = 0;
        for hash in &self.hashes {
            varint(&mut out, hash - last);
            last = *hash;
        }
        out.extend_from_slice(&self.rarities);
        for at in 0..self.hashes.len() {
            size(&mut out, self.row(at).len());
        }
        for at in 0..self.hashes.len() {
            let mut last = 0;
            for weight in self.row(at) {
                varint(&mut out, weight.intent - last);
                last = weight.intent;
            }
        }
        out.extend(self.weights.iter().map(|weight| weight.value.cast_unsigned()));
        out
    }

    fn row(&self, at: usize) -> &[Weight] {
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(a, b)| self.weights.get(*a as usize..*b as usize)).unwrap_or(&[])
    }
}

/// What the weight of a feature is multiplied with, so that a message has only its length to divide by.
fn unit(hash: u32, rarity: u8) -> f32 {
    let steps = f32::from(u16::try_from(RARITY_STEPS).unwrap_or(1));
    let letters = Group::of(hash << (32 - Model::BITS)) == Group::Letters;
    f32::from(rarity) / steps * if letters { LETTERS } else { 1.0 }
}

/// What a step of a weight is worth, so that the largest is [`LARGEST`].
fn step(corpus: &Corpus, solved: &[Block]) -> f32 {
    let mut most = 0.0_f32;
    for (at, (&hash, &rarity)) in corpus.hashes.iter().zip(&corpus.rarities).enumerate() {
        let lanes = solved.iter().filter_map(|block| block.weights.get(at)).flatten();
        let largest = lanes.fold(0.0_f32, |most, weight| most.max(weight.abs()));
        most = most.max(largest * unit(hash, rarity));
    }
    (most / LARGEST).max(1e-6)
}

/// The nearest whole number; what is no number is 0.
#[expect(clippy::cast_possible_truncation, reason = "a cast from floating point saturates")]
pub(crate) fn whole(number: f32) -> i32 {
    number.round() as i32
}
