//! What the pack of some messages has: words and pairs that they have often join those of the pack before.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::groups::numbers::{Rows, dot};
use crate::pack::{Distance, Entry, Pack};

/// A word or a pair that so many messages have gets a vector of its own.
const LEAST: usize = 3;

/// The most words and the most pairs that join.
const MOST_WORDS: usize = 10_000;
const MOST_PAIRS: usize = 50_000;

/// The most entries of a message that are looked at.
const MOST_ENTRIES: usize = 128;

/// First, second and how they stand, as [`Parts`](crate::pack::Parts) has them.
pub(super) type Pair = (Option<u32>, Option<u32>, Distance);

/// The entries and the pairs of a message.
pub(super) type Spelt = (Vec<u32>, Vec<u32>);

/// A pair in the order in which a pack has it.
type Key = (Option<u32>, Distance, Option<u32>);

/// The words and pairs of the pack to be, where its vectors begin, and the messages spelt with them.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) words: Vec<String>,
    /// By entry: whether the pack before had it not.
    pub(super) is_new: Vec<bool>,
    /// By entry: how many pairs of it the pack before had, which tells how much is known of it.
    pub(super) known: Vec<f32>,
    /// What a new word has is the sum of its parts.
    pub(super) vectors: Rows,
    pub(super) pairs: Vec<Pair>,
    pub(super) pair_vectors: Rows,
    /// The entries and the pairs of each message.
    pub(super) messages: Vec<Spelt>,
    /// How long the vector of an entry is in the middle of all.
    pub(super) middle: f32,
}

impl Plan {
    pub(super) fn new(pack: &Pack, texts: &[&str]) -> Self {
        let before = pack.parts();
        let width = before.dimensions;
        let new = new_words(pack, texts);
        let mut words: Vec<(String, Option<u32>)> =
            before.words.into_iter().zip((0..).map(Some)).collect();
        words.extend(new.into_iter().map(|word| (word, None)));
        words.sort_unstable();
        let mut vectors = Rows::zeros(words.len(), width);
        let mut places = vec![0; pack.len()];
        let mut added = BTreeMap::new();
        for (place, (word, old)) in (0_u32..).zip(&words) {
            let row = vectors.row_mut(index(place));
            match old {
                Some(old) => {
                    if let Some(to) = places.get_mut(index(*old)) {
                        *to = place;
                    }
                    add_small(row, pack.vector(Entry::at(*old)));
                }
                None => {
                    start(pack, word, row);
                    added.insert(word.as_str(), place);
                }
            }
        }
        let spelt: Vec<Vec<u32>> =
            texts.iter().map(|text| spell(pack, &added, &places, text)).collect();
        let moved = |end: Option<u32>| end.and_then(|end| places.get(index(end)).copied());
        let olds: Vec<Key> = before
            .pairs
            .iter()
            .map(|&(first, second, how)| (moved(first), how, moved(second)))
            .collect();
        let keys = with_new(olds.clone(), &spelt);
        let mut known = vec![0.0; words.len()];
        for entry in olds.iter().flat_map(|&(first, _, second)| [first, second]).flatten() {
            known.get_mut(index(entry)).into_iter().for_each(|known| *known += 1.0);
        }
        let mut pair_vectors = Rows::zeros(keys.len(), width);
        for (key, old) in olds.iter().zip(before.pair_vectors.chunks_exact(width.max(1))) {
            if let Ok(place) = keys.binary_search(key) {
                add_small(pair_vectors.row_mut(place), old);
            }
        }
        let messages = spelt.into_iter().map(|entries| {
            let found = keys_of(&entries).filter_map(|key| keys.binary_search(&key).ok());
            let pairs = found.filter_map(|place| u32::try_from(place).ok()).collect();
            (entries, pairs)
        });
        let messages = messages.collect();
        let mut lengths: Vec<f32> = vectors.iter().map(|row| dot(row, row).sqrt()).collect();
        lengths.sort_unstable_by(f32::total_cmp);
        Self {
            is_new: words.iter().map(|(_, old)| old.is_none()).collect(),
            words: words.into_iter().map(|(word, _)| word).collect(),
            known,
            vectors,
            pairs: keys.into_iter().map(|(first, how, second)| (first, second, how)).collect(),
            pair_vectors,
            messages,
            middle: lengths.get(lengths.len() / 2).copied().unwrap_or(1.0).max(1.0),
        }
    }

    /// Gives the vectors of which a message is the sum, before anything was moved.
    pub(super) fn sum(&self, message: usize, mut with: impl FnMut(&[f32])) {
        let Some((entries, pairs)) = self.messages.get(message) else { return };
        entries.iter().for_each(|&entry| with(self.vectors.row(index(entry))));
        pairs.iter().for_each(|&pair| with(self.pair_vectors.row(index(pair))));
    }
}

/// Words that messages have often and that the pack knows in parts or not at all, those of most messages first where there are too many.
/// What has digits alone says nothing, and may be somebody's.
fn new_words(pack: &Pack, texts: &[&str]) -> Vec<String> {
    let mut having: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        let words: BTreeSet<&str> = text.split(' ').collect();
        words.into_iter().for_each(|word| *having.entry(word).or_default() += 1);
    }
    let mut spelt = Vec::new();
    let mut is_new = |word: &str| {
        spelt.clear();
        pack.spell(word, &mut spelt);
        spelt.len() != 1 && Pack::can_have(word) && word.contains(|c: char| !c.is_numeric())
    };
    let mut new: Vec<(Reverse<usize>, &str)> = Vec::new();
    for (word, count) in having {
        if count >= LEAST && is_new(word) {
            new.push((Reverse(count), word));
        }
    }
    new.sort_unstable();
    new.truncate(MOST_WORDS);
    new.into_iter().map(|(_, word)| word.to_owned()).collect()
}

/// What a new word says before it is moved: what its parts say.
fn start(pack: &Pack, word: &str, to: &mut [f32]) {
    let mut parts = Vec::new();
    pack.spell(word, &mut parts);
    parts.iter().for_each(|&part| add_small(to, pack.vector(Entry::at(part))));
    for (first, second) in parts.iter().zip(parts.iter().skip(1)) {
        let pair = pack.pair(Some(Entry::at(*first)), Some(Entry::at(*second)), Distance::Next);
        pair.into_iter().for_each(|pair| add_small(to, pack.pair_vector(pair)));
    }
}

/// The entries of a message, by their new places.
fn spell(pack: &Pack, added: &BTreeMap<&str, u32>, places: &[u32], text: &str) -> Vec<u32> {
    let (mut out, mut parts) = (Vec::new(), Vec::new());
    for word in text.split(' ') {
        if let Some(&place) = added.get(word) {
            out.push(place);
            continue;
        }
        parts.clear();
        pack.spell(word, &mut parts);
        out.extend(parts.iter().filter_map(|&part| places.get(index(part)).copied()));
    }
    out.truncate(MOST_ENTRIES);
    out
}

/// The pairs of a pack with those that messages have often, in order.
fn with_new(mut keys: Vec<Key>, spelt: &[Vec<u32>]) -> Vec<Key> {
    // Each once a message, so that what one repeats does not count for many.
    let mut all: Vec<Key> = Vec::new();
    for entries in spelt {
        let mut own: Vec<Key> = keys_of(entries).collect();
        own.sort_unstable();
        own.dedup();
        all.extend(own);
    }
    all.sort_unstable();
    let often = all.chunk_by(|a, b| a == b).filter(|same| same.len() >= LEAST);
    let mut new: Vec<(Reverse<usize>, Key)> =
        often.filter_map(|same| Some((Reverse(same.len()), *same.first()?))).collect();
    new.retain(|(_, key)| keys.binary_search(key).is_err());
    new.sort_unstable();
    new.truncate(MOST_PAIRS);
    keys.extend(new.into_iter().map(|(_, key)| key));
    keys.sort_unstable();
    keys
}

/// The pairs of a message's entries.
fn keys_of(entries: &[u32]) -> impl Iterator<Item = Key> {
    let ends = || entries.iter().copied().map(Some);
    let none = || std::iter::once(None);
    let next = none().chain(ends()).zip(ends().chain(none())).filter(|_| !entries.is_empty());
    let next = next.map(|(first, second)| (first, Distance::Next, second));
    let apart = ends().zip(ends().skip(2)).map(|(first, second)| (first, Distance::Apart, second));
    next.chain(apart)
}

fn add_small(to: &mut [f32], row: &[i8]) {
    to.iter_mut().zip(row).for_each(|(to, &number)| *to += f32::from(number));
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
