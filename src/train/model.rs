//! The model as a machine carries it: a row of small weights for each feature, read in integers.

use core::cmp::Reverse;

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
    /// By the upper bits of a hash: the first feature that is not below.
    firsts: Vec<u32>,
    /// Where each feature's weights begin, and where the last ends.
    starts: Vec<u32>,
    weights: Vec<Weight>,
    /// By intent, in thousandths.
    biases: Vec<i32>,
    /// What a step of a weight is worth: so many millionths.
    step: u32,
    curve: Curve,
}

/// What a block of intents needs of what was solved for it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// A feature, an intent, and what the one says for the other: what is not too small to matter.
    weights: Vec<(u32, u32, f32)>,
    biases: Vec<i32>,
}

impl Part {
    pub(crate) fn new(corpus: &Corpus, block: &Block, first: usize, intents: usize) -> Self {
        let mut part = Self { weights: Vec::new(), biases: Vec::new() };
        let lanes = intents.saturating_sub(first);
        let features = corpus.hashes.iter().zip(&corpus.rarities).zip(&block.weights);
        for (feature, ((&hash, &rarity), weights)) in (0..).zip(features) {
            let unit = unit(hash, rarity);
            let first = u32::try_from(first).unwrap_or(u32::MAX);
            for (intent, weight) in (first..).zip(weights).take(lanes) {
                let weight = weight * unit;
                if weight.abs() >= LEAST {
                    part.weights.push((feature, intent, weight));
                }
            }
        }
        part.biases = block.bias.iter().take(lanes).map(|bias| whole(bias * 1000.0)).collect();
        part
    }
}

impl Model {
    /// Bits of a hash that count: one in seventy unknown features is taken for one of 60,000.
    pub const BITS: u32 = 22;

    /// What was solved, block by block.
    pub(crate) fn new(corpus: &Corpus, parts: Vec<Part>, curve: Curve) -> Self {
        let mut model = Self { starts: vec![0], curve, ..Self::default() };
        let all = || parts.iter().flat_map(|part| &part.weights);
        let most = all().fold(0.0_f32, |most, (_, _, weight)| most.max(weight.abs()));
        let step = (most / LARGEST).max(1e-6);
        model.step = whole(step * 1e6).unsigned_abs();
        // By feature; of one feature the intents stay in order.
        let mut rows: Vec<Vec<Weight>> = vec![Vec::new(); corpus.hashes.len()];
        for &(feature, intent, weight) in all() {
            let value = i8::try_from(whole(weight / step)).unwrap_or(0);
            if let (true, Some(row)) = (value != 0, rows.get_mut(feature as usize)) {
                row.push(Weight { intent, value });
            }
        }
        let features = corpus.hashes.iter().zip(&corpus.rarities).zip(rows);
        for ((&hash, &rarity), mut row) in features.filter(|(_, row)| !row.is_empty()) {
            if row.len() > MOST_WEIGHTS {
                row.sort_by_key(|weight| (Reverse(weight.value.unsigned_abs()), weight.intent));
                row.truncate(MOST_WEIGHTS);
                row.sort_unstable();
            }
            model.hashes.push(hash);
            model.rarities.push(rarity);
            model.weights.append(&mut row);
            model.starts.push(u32::try_from(model.weights.len()).unwrap_or(u32::MAX));
        }
        model.firsts = firsts(&model.hashes);
        model.biases = parts.into_iter().flat_map(|part| part.biases).collect();
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
            if let Some(at) = self.find(feature.hash)
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
            let Some(at) = self.find(feature.hash) else { return };
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

    /// The feature of a hash: some compares however many there are.
    fn find(&self, hash: u32) -> Option<usize> {
        let hash = hash >> (32 - Self::BITS);
        let from = *self.firsts.get((hash >> INDEXED) as usize)? as usize;
        let mut rest = self.hashes.get(from..)?.iter();
        let at = from + rest.position(|other| *other >= hash)?;
        (self.hashes.get(at) == Some(&hash)).then_some(at)
    }

    fn row(&self, at: usize) -> &[Weight] {
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(a, b)| self.weights.get(*a as usize..*b as usize)).unwrap_or(&[])
    }
}

/// Lower bits of a hash that the index does not look at.
const INDEXED: u32 = Model::BITS - 13;

fn firsts(hashes: &[u32]) -> Vec<u32> {
    let mut firsts = Vec::new();
    for (at, hash) in (0..).zip(hashes) {
        while firsts.len() <= (hash >> INDEXED) as usize {
            firsts.push(at);
        }
    }
    firsts
}

/// What the weight of a feature is multiplied with, so that a message has only its length to divide by.
fn unit(hash: u32, rarity: u8) -> f32 {
    let steps = f32::from(u16::try_from(RARITY_STEPS).unwrap_or(1));
    let letters = Group::of(hash << (32 - Model::BITS)) == Group::Letters;
    f32::from(rarity) / steps * if letters { LETTERS } else { 1.0 }
}

/// The nearest whole number; what is no number is 0.
#[expect(clippy::cast_possible_truncation, reason = "a cast from floating point saturates")]
pub(crate) fn whole(number: f32) -> i32 {
    number.round() as i32
}

#[cfg(test)]
mod tests {
    use super::{LEAST, MOST_WEIGHTS, Model, Part};
    use crate::text::tokenize::Tokens;
    use crate::train::corpus::Corpus;
    use crate::train::curve::Curve;
    use crate::train::held::blocks;
    use crate::train::solve::solve;

    const INTENTS: [[&str; 4]; 3] = [
        ["where is my parcel", "my parcel is late", "has my order shipped", "parcel parcel parcel"],
        ["i want my money back", "refund please", "can i get a refund", "money back now"],
        ["how do i log in", "i forgot my password", "my password does not work", "log in fails"],
    ];

    #[test]
    fn small_weights_score_as_the_real_ones_do() {
        let corpus = Corpus::new(&INTENTS.map(|examples| examples.to_vec()));
        let all: Vec<usize> = (0..corpus.len()).collect();
        let solved = blocks(3, |first| solve(&corpus, &all, first));
        let part = Part::new(&corpus, &solved[0], 0, 3);
        let model = Model::new(&corpus, vec![part], Curve::default());
        let step = f64::from(model.step()) / 1e6;
        let mut tokens = Tokens::new();
        for (at, message) in INTENTS.iter().flatten().enumerate() {
            tokens.read(message);
            let items = corpus.example(at);
            let exact = solved[0].score(items);
            // Each feature is off by what is left out or by half a step, for its share of the message.
            let rarity = |feature: u32| f64::from(corpus.rarities[feature as usize]) / 16.0;
            let off = f64::from(LEAST).max(step / 2.0) + 0.001;
            let bound: f64 = items.iter().map(|(f, v)| f64::from(*v) / rarity(*f) * off).sum();
            for (intent, score) in model.scores(&tokens).into_iter().enumerate() {
                let far = (f64::from(exact[intent]) * 1000.0 - f64::from(score)).abs();
                assert!(far <= bound * 1000.0 + 8.0, "{message} for {intent}: {far} above {bound}");
            }
        }
    }

    #[test]
    fn a_feature_speaks_for_so_many_intents() {
        let names: Vec<String> = (0..200).map(|n| format!("parcel number{n}")).collect();
        let intents: Vec<Vec<&str>> = names.iter().map(|name| vec![name.as_str()]).collect();
        let model = crate::train::train(&intents);
        let longest = (0..model.features()).map(|at| model.row(at).len()).max();
        assert!(longest.unwrap() <= MOST_WEIGHTS);
        for at in 0..model.features() {
            assert!(model.row(at).windows(2).all(|pair| pair[0].intent < pair[1].intent));
        }
    }

    #[test]
    fn every_feature_is_found() {
        let model = crate::train::train(&INTENTS.map(|examples| examples.to_vec()));
        for (at, hash) in model.hashes.iter().enumerate() {
            assert_eq!(model.find(hash << (32 - Model::BITS)), Some(at));
        }
        assert_eq!(Model::default().find(7), None);
    }

    #[test]
    fn the_words_that_say_most_are_told() {
        let model = crate::train::train(&INTENTS.map(|examples| examples.to_vec()));
        let mut tokens = Tokens::new();
        tokens.read("hi i lost my passwords");
        let says = model.evidence(&tokens, 2);
        let most = says.iter().max().unwrap();
        assert_eq!(says.iter().position(|said| said == most), Some(4), "{says:?}");
    }
}
