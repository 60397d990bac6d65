//! Examples as numbers: for each its features and what each is worth there.

use std::collections::BTreeMap;
use std::ops::Range;

use super::background::Background;
use super::log::{decimal_log, log2};
use crate::machine::model::dense::small;
use crate::machine::model::{MAX_BITS, RARITY_STEPS};
use crate::pack::{Message, Pack};
use crate::text::features::{GROUPS, Group};
use crate::text::tokenize::Tokens;

/// How much longer the vector of a message's runs of letters is than that of its words.
pub(crate) const LETTERS: f32 = 1.5;

/// All examples of a script, an intent's together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Corpus {
    /// Bits of a feature's hash that count.
    pub(crate) bits: u32,
    /// The features by hash, in order.
    pub(crate) hashes: Vec<u32>,
    /// How rare each is, in steps of which [`RARITY_STEPS`] make one.
    pub(crate) rarities: Vec<u8>,
    /// How rare a feature is that one example has.
    pub(crate) unknown: u8,
    /// Where each example's items begin, and where the last ends.
    starts: Vec<usize>,
    items: Vec<(u32, f32)>,
    /// The intent of each example.
    pub(crate) intents: Vec<usize>,
    /// What a language pack says of each, so many numbers each.
    dense: Vec<f32>,
    /// How many numbers these are; 0 without a pack.
    pub(crate) dimensions: usize,
    /// What a number of the vector is multiplied with.
    pub(crate) longer: f32,
    /// Of examples that several intents have: whose they are beside their own.
    shared: BTreeMap<usize, Vec<usize>>,
    /// By feature: whether it is a pair of words.
    pairs: Vec<bool>,
    /// By feature: the examples that have it, where they are few.
    rare: Vec<Vec<u32>>,
}

/// Dimensions of a pack's vectors that a model uses: the first tell most, and more change few answers.
const DIMENSIONS: usize = 96;

/// A vector of length one, in the numbers that a model reads.
const UNIT_LENGTH: f32 = 256.0;

/// How long the vectors of a pack are beside those of words: the fewer examples an intent has, the more the pack knows that
/// they do not. Fitted, as all here, on splits of the training parts of two public sets.
fn longer(examples: usize, intents: usize) -> f32 {
    (5.83 - 1.91 * decimal_log(examples, intents)).clamp(2.0, 3.0)
}

/// A feature that more examples have says little about which are alike.
const RARE: u32 = 64;

impl Corpus {
    /// `common`: words that say little, with spaces between them.
    pub(crate) fn new<S: AsRef<str>>(
        intents: &[Vec<S>],
        pack: Option<&Pack>,
        common: &[&str],
    ) -> Self {
        let mut tokens = Tokens::new();
        let mut background = Background::new(common, intents.iter().map(Vec::len).sum());
        let (mut read, mut labels) = (Vec::new(), Vec::new());
        for (intent, examples) in intents.iter().enumerate() {
            for example in examples {
                tokens.read(example.as_ref());
                read.push(background.read(&tokens));
                labels.push(intent);
            }
        }
        let bits = bits(&read);
        let counted: Vec<BTreeMap<u32, u32>> = read.iter().map(|h| count(h, bits)).collect();
        let mut having: BTreeMap<u32, u32> = BTreeMap::new();
        for hash in counted.iter().flat_map(BTreeMap::keys) {
            *having.entry(*hash).or_insert(0) += 1;
        }
        let all = counted.len() + background.messages();
        let (common, pairs) = (background.common(bits), background.pairs(bits));
        let rarity_of = |(hash, having): (&u32, &u32)| {
            rarity(having + common.binary_search(hash).map_or(0, |_| background.having()), all)
        };
        let mut corpus = Self {
            bits,
            hashes: having.keys().copied().collect(),
            rarities: having.iter().map(rarity_of).collect(),
            unknown: rarity(1, all),
            starts: vec![0],
            items: Vec::new(),
            shared: shared(&read, &labels),
            dense: Vec::new(),
            dimensions: 0,
            longer: 0.0,
            intents: labels,
            pairs: having.keys().map(|hash| pairs.binary_search(hash).is_ok()).collect(),
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
        if let Some(pack) = pack {
            corpus.see(pack, intents);
        }
        corpus
    }

    /// Adds what a pack says of each example.
    fn see<S: AsRef<str>>(&mut self, pack: &Pack, intents: &[Vec<S>]) {
        let (mut tokens, mut message) = (Tokens::new(), Message::new());
        self.dimensions = pack.dimensions().min(DIMENSIONS);
        self.longer = longer(self.len(), intents.len()) / UNIT_LENGTH;
        for example in intents.iter().flatten() {
            tokens.read(example.as_ref());
            message.read(pack, &tokens, |_| true);
            let numbers = message.unit(self.dimensions).map(small);
            self.dense.extend(numbers.map(|number| f32::from(number) * self.longer));
        }
    }

    /// Whether a language pack says anything.
    pub(crate) fn is_seen(&self) -> bool {
        self.dimensions > 0
    }

    /// What a language pack says of an example.
    #[inline]
    pub(crate) fn dense(&self, at: usize) -> &[f32] {
        let start = at * self.dimensions;
        self.dense.get(start..start + self.dimensions).unwrap_or(&[])
    }

    /// Adds an example: what each feature of it is worth. Each group of features has its own length.
    fn add(&mut self, example: &BTreeMap<u32, u32>) {
        let mut squares = [0_u32; GROUPS];
        let mut found = Vec::with_capacity(example.len());
        for (&hash, &count) in example {
            let Ok(at) = self.hashes.binary_search(&hash) else { continue };
            let rarity = u32::from(self.rarities.get(at).copied().unwrap_or(0));
            let group = Group::of(hash << (32 - self.bits));
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

    /// The intents that have an example; none where there is no such example.
    #[inline]
    pub(crate) fn of(&self, at: usize) -> &[usize] {
        match self.shared.get(&at) {
            Some(shared) => shared,
            None => self.intents.get(at..=at).unwrap_or(&[]),
        }
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

    /// Whether a feature is a pair of words.
    pub(crate) fn is_pair(&self, feature: u32) -> bool {
        self.pairs.get(feature as usize).copied().unwrap_or(false)
    }

    /// How rare a feature is; one at least.
    pub(crate) fn rarity(&self, feature: u32) -> f32 {
        let steps = f32::from(u16::try_from(RARITY_STEPS).unwrap_or(1));
        self.rarities.get(feature as usize).map_or(1.0, |rarity| f32::from(*rarity) / steps)
    }

    /// The group of a feature.
    pub(crate) fn group(&self, feature: u32) -> Group {
        let hash = self.hashes.get(feature as usize).copied().unwrap_or(0);
        Group::of(hash << (32 - self.bits))
    }

    /// What the weight of a feature is multiplied with, so that a message has only its length to divide by.
    pub(crate) fn unit(&self, feature: u32) -> f32 {
        let longer = if self.group(feature) == Group::Letters { LETTERS } else { 1.0 };
        self.rarity(feature) * longer
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

    /// An example as a model sees it that knows some features only: the others say nothing, and are a part of its length.
    pub(crate) fn known(&self, at: usize, seen: &[bool]) -> Vec<(u32, f32)> {
        let is_seen = |feature: u32| seen.get(feature as usize).copied().unwrap_or(false);
        self.example(at).iter().filter(|(feature, _)| is_seen(*feature)).copied().collect()
    }

    /// Whether an intent has no second example.
    pub(crate) fn is_alone(&self, intent: usize) -> bool {
        let first = self.intents.partition_point(|other| *other < intent);
        self.intents.get(first + 1) != Some(&intent)
    }
}

/// Of examples that read the same: the other intents that have it.
fn shared(read: &[Vec<u32>], labels: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut same: BTreeMap<&[u32], Vec<usize>> = BTreeMap::new();
    for (at, hashes) in read.iter().enumerate() {
        same.entry(hashes).or_default().push(at);
    }
    let mut shared = BTreeMap::new();
    for group in same.into_values().filter(|group| group.len() > 1) {
        let mut intents: Vec<usize> =
            group.iter().filter_map(|at| labels.get(*at)).copied().collect();
        intents.dedup();
        if intents.len() > 1 {
            shared.extend(group.into_iter().map(|at| (at, intents.clone())));
        }
    }
    shared
}

/// How many bits tell so many features apart: one in a hundred of those that a message has and the examples do not is taken for one
/// of them, if it is not one of a script of thousands of topics.
fn bits(read: &[Vec<u32>]) -> u32 {
    let mut all: Vec<u32> = read.concat();
    all.sort_unstable();
    all.dedup();
    (all.len().max(1).ilog2() + 7).clamp(FEWEST_BITS, MAX_BITS)
}

/// Bits of a hash of the smallest scripts.
const FEWEST_BITS: u32 = 16;

/// The bits of hashes that count, each with how often it is there.
fn count(hashes: &[u32], bits: u32) -> BTreeMap<u32, u32> {
    let mut found = BTreeMap::new();
    hashes.iter().for_each(|hash| *found.entry(hash >> (32 - bits)).or_insert(0) += 1);
    found
}

/// The inverse document frequency (Spärck Jones 1972), smoothed, in steps.
fn rarity(having: u32, all: usize) -> u8 {
    let all = log2(u64::try_from(all).unwrap_or(u64::MAX).saturating_add(1));
    let share = all.saturating_sub(log2(u64::from(having) + 1));
    // Times the natural logarithm of 2.
    let natural = (share * 45_426) >> 16;
    u8::try_from(((natural + (1 << 16)) * u64::from(RARITY_STEPS)) >> 16).unwrap_or(u8::MAX)
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
        assert_eq!(u32::from(rarity(1, 770)), 695 * RARITY_STEPS / 100);
        assert_eq!(rarity(1, usize::MAX), u8::MAX);
    }

    #[test]
    fn each_group_has_its_length() {
        let corpus = Corpus::new(&[vec!["where is my parcel", "hello", "!"]], None, &[]);
        let squares =
            |at: usize| -> f32 { corpus.example(at).iter().map(|(_, v)| v * v).sum::<f32>() };
        for at in [0, 1] {
            let square = squares(at);
            assert!((square - 3.25).abs() < 0.01, "{square}");
        }
        assert!(corpus.example(2).is_empty() && corpus.example(3).is_empty());
        assert!(!corpus.is_alone(0) && Corpus::new(&[vec!["a"], vec!["b"]], None, &[]).is_alone(1));
    }
}
