//! Scripts and messages of any size for benchmarks and tests: the same seed gives the same text on every platform.
//!
//! The words and how often they occur are those of real customers' messages; each topic has rarer words of its own, as
//! a script for many products and faults has. Proportions (examples, patterns, choices, length of replies) follow
//! `examples/games`. Use it with `#[path = "…/benches/generate/mod.rs"] mod generate;`.

#![allow(dead_code, reason = "each benchmark and test takes a part")]

mod random;
mod vocabulary;
mod write;

use std::collections::BTreeSet;

use random::Random;
use vocabulary::{Vocabulary, product};

/// The first customer messages of 200 real threads: `id<TAB>brand<TAB>message`; origin and licence at the head.
const REAL_MESSAGES: &str = include_str!("messages.tsv");

/// The seed of the published figures.
pub(crate) const SEED: u64 = 0x0a17_5eed;

/// How many topics share a product's name.
const TOPICS_PER_PRODUCT: usize = 4;

/// A script not yet written: what each topic is about.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    seed: u64,
    vocabulary: Vocabulary,
    topics: Vec<TopicPlan>,
}

/// What one topic is about.
#[derive(Clone, Debug)]
struct TopicPlan {
    /// Its name in the script.
    name: String,
    /// Words that messages about it hold: first those of its patterns, in their order.
    words: Vec<String>,
}

impl Plan {
    /// Plans a script of so many topics.
    pub(crate) fn new(topics: usize, seed: u64) -> Self {
        let vocabulary = Vocabulary::new();
        let mut random = Random::new(seed);
        let mut taken = BTreeSet::new();
        let topics = (0..topics)
            .map(|index| plan_topic(index, &vocabulary, &mut random, &mut taken))
            .collect();
        Self { seed, vocabulary, topics }
    }

    /// The script's text.
    pub(crate) fn script(&self) -> String {
        write::script(self)
    }

    /// `n` messages of about 15 words, each about one of the topics, with the topic's name.
    pub(crate) fn messages(&self, n: usize, seed: u64) -> Vec<(String, String)> {
        let mut random = Random::new(self.seed ^ seed.rotate_left(32));
        (0..n).filter_map(|_| self.message(&mut random)).collect()
    }

    fn message(&self, random: &mut Random) -> Option<(String, String)> {
        let topic = self.topics.get(random.below(self.topics.len()))?;
        let len = 11 + random.below(9);
        let own = 2 + random.below(3);
        let mut words: Vec<&str> = (0..len - own).map(|_| self.vocabulary.any(random)).collect();
        let first = random.below(topic.words.len());
        for word in topic.words.iter().cycle().skip(first).take(own) {
            words.insert(random.below(words.len() + 1), word);
        }
        let mut text = words.join(" ");
        text.push_str(random.of(&["", "", "", ".", "??", "!!", "?", " :(", " 😡", " #help"]));
        Some((text, topic.name.clone()))
    }
}

/// The texts of real messages, for what generated ones do not have: handles, links, emoji, spelling.
pub(crate) fn real_messages() -> Vec<&'static str> {
    REAL_MESSAGES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.splitn(3, '\t').nth(2))
        .collect()
}

/// Draws a topic's words until no other topic has a pair of them in its patterns.
fn plan_topic(
    index: usize,
    vocabulary: &Vocabulary,
    random: &mut Random,
    taken: &mut BTreeSet<(String, String)>,
) -> TopicPlan {
    loop {
        let mut words: Vec<String> = Vec::with_capacity(7);
        while words.len() < 6 {
            let word = vocabulary.rare(random);
            if !words.iter().any(|w| w == word) {
                words.push(word.to_owned());
            }
        }
        if random.chance(60) {
            words.insert(random.below(4), product(index / TOPICS_PER_PRODUCT));
        }
        let pairs = pattern_pairs(&words);
        if pairs.iter().all(|pair| !taken.contains(pair)) {
            let name = format!("t{index:05}_{}", words.first().map_or("topic", String::as_str));
            taken.extend(pairs);
            return TopicPlan { name, words };
        }
    }
}

/// The pairs that the patterns of [`write`] ask for.
fn pattern_pairs(words: &[String]) -> Vec<(String, String)> {
    match words {
        [who, what, how, place, state, ..] => {
            [(who, what), (who, how), (place, state)].map(|(x, y)| (x.clone(), y.clone())).to_vec()
        }
        _ => Vec::new(),
    }
}
