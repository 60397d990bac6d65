//! Examples as numbers: for each its features and what each is worth there.

use std::collections::BTreeMap;
use std::ops::Range;

use super::model::{Model, RARITY_STEPS};
use crate::machine::rarity::log2;
use crate::text::features::{Group, features};
use crate::text::tokenize::Tokens;

/// How much longer the vector of a message's runs of letters is than that of its words.
pub(crate) const LETTERS: f32 = 1.5;

/// All examples of a script, an intent's together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Corpus {
    /// The features by hash, in order.
    pub(crate) hashes: Vec<u32>,
    /// How rare each is, in steps of which [`RARITY_STEPS`] make one.
    pub(crate) rarities: Vec<u8>,
    /// Where each example's items begin, and where the last ends.
    starts: Vec<usize>,
    items: Vec<(u32, f32)>,
    /// The intent of each example.
    pub(crate) intents: Vec<usize>,
    /// By feature: the examples that have it, where they are few.
    rare: Vec<Vec<u32>>,
}

/// A feature that more examples have says little about which are alike.
const RARE: u32 = 64;

impl Corpus {
    pub(crate) fn new<S: AsRef<str>>(intents: &[Vec<S>]) -> Self {
        let mut tokens = Tokens::new();
        let (mut counted, mut labels) = (Vec::new(), Vec::new());
        let mut having: BTreeMap<u32, u32> = BTreeMap::new();
        for (intent, examples) in intents.iter().enumerate() {
            for example in examples {
                let found = count(&mut tokens, example.as_ref());
                found.keys().for_each(|hash| *having.entry(*hash).or_insert(0) += 1);
                counted.push(found);
                labels.push(intent);
            }
        }
        let all = counted.len();
        let mut corpus = Self {
            hashes: having.keys().copied().collect(),
            rarities: having.values().map(|n| rarity(*n, all)).collect(),
            starts: vec![0],
            items: Vec::new(),
            intents: labels,
            rare: vec![Vec::new(); having.len()],
        };
        for (at, example) in (0..).zip(counted) {
            corpus.add(&example);
            for hash in example.keys().filter(|hash| having.get(hash).is_some_and(|n| *n <= RARE)) {
                let feature = corpus.hashes.binary_search(hash).ok();
                if let Some(rare) = feature.and_then(|feature| corpus.rare.get_mut(feature)) {
                    rare.push(at);
                }
            }
        }
        corpus
    }

    /// Adds an example: what each feature of it is worth. Each group of features has its own length.
    fn add(&mut self, example: &BTreeMap<u32, u32>) {
        let mut squares = [0_u32; 2];
        let mut found = Vec::with_capacity(example.len());
        for (&hash, &count) in example {
            let Ok(at) = self.hashes.binary_search(&hash) else { continue };
            let rarity = u32::from(self.rarities.get(at).copied().unwrap_or(0));
            let group = Group::of(hash << (32 - Model::BITS));
            if let Some(square) = squares.get_mut(group as usize) {
                *square = square.saturating_add(count.saturating_mul(rarity * rarity));
            }
            found.push((
                u32::try_from(at).unwrap_or(u32::MAX),
                count.saturating_mul(rarity),
                group,
            ));
        }
        let [words, letters] = squares.map(|square| 1.0 / float(square.max(1)).sqrt());
        self.items.extend(found.into_iter().map(|(at, value, group)| {
            let share = if group == Group::Words { words } else { letters * LETTERS };
            (at, float(value) * share)
        }));
        self.starts.push(self.items.len());
    }

    /// The number of examples.
    pub(crate) fn len(&self) -> usize {
        self.intents.len()
    }

    /// The number of features of all examples.
    pub(crate) fn total(&self) -> usize {
        self.items.len()
    }

    /// The features of an example with what each is worth.
    #[inline]
    pub(crate) fn example(&self, at: usize) -> &[(u32, f32)] {
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(start, end)| self.items.get(*start..*end)).unwrap_or(&[])
    }

    /// The examples that have a feature, where few have.
    pub(crate) fn rare(&self, feature: u32) -> &[u32] {
        self.rare.get(feature as usize).map_or(&[], Vec::as_slice)
    }

    /// The examples of some intents.
    pub(crate) fn of_intents(&self, intents: Range<usize>) -> Range<usize> {
        let place = |intent: usize| self.intents.partition_point(|other| *other < intent);
        place(intents.start)..place(intents.end)
    }

    /// Which features some of the examples have.
    pub(crate) fn seen_in(&self, examples: &[usize]) -> Vec<bool> {
        let mut seen = vec![false; self.hashes.len()];
        for (feature, _) in examples.iter().flat_map(|at| self.example(*at)) {
            if let Some(seen) = seen.get_mut(*feature as usize) {
                *seen = true;
            }
        }
        seen
    }

    /// An example as a model sees it that knows some features only: the others are no part of its length.
    pub(crate) fn known(&self, at: usize, seen: &[bool]) -> Vec<(u32, f32)> {
        let is_seen = |feature: u32| seen.get(feature as usize).copied().unwrap_or(false);
        let (mut all, mut known) = ([0.0_f32; 2], [0.0_f32; 2]);
        let group = |feature: u32| {
            let hash = self.hashes.get(feature as usize).copied().unwrap_or(0);
            Group::of(hash << (32 - Model::BITS)) as usize
        };
        let items = self.example(at);
        for &(feature, value) in items {
            let at = group(feature);
            if let (Some(all), Some(known)) = (all.get_mut(at), known.get_mut(at)) {
                *all += value * value;
                *known += if is_seen(feature) { value * value } else { 0.0 };
            }
        }
        let longer =
            |at: usize| all.get(at).zip(known.get(at)).map_or(1.0, |(a, k)| (a / k).sqrt());
        let items = items.iter().filter(|(feature, _)| is_seen(*feature));
        items.map(|&(feature, value)| (feature, value * longer(group(feature)))).collect()
    }

    /// Whether an intent has no second example.
    pub(crate) fn is_alone(&self, intent: usize) -> bool {
        let first = self.intents.partition_point(|other| *other < intent);
        self.intents.get(first + 1) != Some(&intent)
    }
}

/// The features of a message by the bits of their hash that count, and how often each is there.
fn count(tokens: &mut Tokens, text: &str) -> BTreeMap<u32, u32> {
    tokens.read(text);
    let mut found = BTreeMap::new();
    features(tokens, |feature| {
        *found.entry(feature.hash >> (32 - Model::BITS)).or_insert(0) += 1;
    });
    found
}

/// The inverse document frequency (Spärck Jones 1972), smoothed, in steps.
fn rarity(having: u32, all: usize) -> u8 {
    let all = log2(u64::try_from(all).unwrap_or(u64::MAX).saturating_add(1));
    let share = all.saturating_sub(log2(u64::from(having) + 1));
    // Times the natural logarithm of 2.
    let natural = (share * 45_426) >> 16;
    u8::try_from(((natural + (1 << 16)) * RARITY_STEPS) >> 16).unwrap_or(u8::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "24 digits of what is fitted to examples do")]
fn float(n: u32) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::{Corpus, RARITY_STEPS, rarity};

    #[test]
    fn rare_features_count_more() {
        let one = u8::try_from(RARITY_STEPS).unwrap();
        assert_eq!(rarity(770, 770), one);
        assert!(rarity(1, 770) > rarity(2, 770));
        // ln(771 / 2) + 1 is 6.95.
        assert_eq!(u64::from(rarity(1, 770)), 695 * RARITY_STEPS / 100);
        assert_eq!(rarity(1, usize::MAX), u8::MAX);
    }

    #[test]
    fn each_group_has_its_length() {
        let corpus = Corpus::new(&[vec!["where is my parcel", "hello", "!"]]);
        let squares =
            |at: usize| -> f32 { corpus.example(at).iter().map(|(_, v)| v * v).sum::<f32>() };
        for at in [0, 1] {
            let square = squares(at);
            assert!((square - 3.25).abs() < 0.01, "{square}");
        }
        assert!(corpus.example(2).is_empty() && corpus.example(3).is_empty());
        assert!(!corpus.is_alone(0) && Corpus::new(&[vec!["a"], vec!["b"]]).is_alone(1));
    }
}
