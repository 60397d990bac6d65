//! How much a message is like the examples of each intent: the seam behind which a trained model goes.
//!
//! Words count by their rarity (a fixed-point inverse document frequency that the compiler stored). A first pass over
//! the words' postings finds the intents that share most with the message; the nearest example of each of those then
//! decides, by the cosine of the two sets of words. Integers throughout: every platform gives the same digits.

use super::turn::Confidence;
use crate::machine::Machine;
use crate::machine::id::{IntentId, WordId};
use crate::text::tokenize::Tokens;

/// Intents looked at closely: more than anybody is shown.
const NEAREST: usize = 12;

/// The rarity of a word that no example has, in the compiler's scale: as telling as a middling word.
const UNKNOWN_RARITY: u64 = 56;

/// A long message may hold more than the example; what is over so many times the example's own weight is passed over.
const EXCESS: u64 = 3;

/// Likeness in thousandths and how sure that makes; straight lines between. Fitted on examples held out of the
/// training parts of public intent data; `docs/matching.md` says how.
const CURVE: [(u32, u32); 6] = [(0, 0), (200, 40), (400, 300), (600, 700), (800, 920), (1000, 990)];

/// An intent the message is like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Likely {
    pub(crate) intent: IntentId,
    /// The example that is nearest, from 0.
    pub(crate) example: u32,
    pub(crate) confidence: Confidence,
}

/// What one message needs, kept between messages so that nothing is allocated once it is warm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Likeness {
    message: u32,
    /// By word: the message that had it last.
    seen: Vec<u32>,
    /// By intent: the message that scored it last, and the score.
    scores: Vec<(u32, u32)>,
    touched: Vec<IntentId>,
    /// The message's words, each once.
    words: Vec<WordId>,
    /// Most likely first.
    pub(crate) likely: Vec<Likely>,
}

impl Likeness {
    /// Finds the intents that the message is most like.
    pub(crate) fn read(&mut self, machine: &Machine, tokens: &Tokens) {
        self.start(machine);
        let mut weight = 0_u64;
        for token in tokens.iter() {
            let Some(word) = machine.word(token.text) else {
                weight += UNKNOWN_RARITY * UNKNOWN_RARITY;
                continue;
            };
            let rarity = u64::from(rarity(machine, word));
            let Some(seen) = self.seen.get_mut(word.usize()) else { continue };
            if *seen == self.message {
                continue;
            }
            *seen = self.message;
            self.words.push(word);
            // A word only patterns know says nothing here, but the customer said it.
            weight += if rarity == 0 { UNKNOWN_RARITY * UNKNOWN_RARITY } else { rarity * rarity };
        }
        self.score(machine);
        self.keep_best();
        for at in 0..self.likely.len() {
            let Some(intent) = self.likely.get(at).map(|l| l.intent) else { break };
            let (example, likeness) = self.nearest(machine, intent, weight);
            if let Some(slot) = self.likely.get_mut(at) {
                slot.example = example;
                slot.confidence = curve(likeness);
            }
        }
        // A dozen entries: the plainest sort is the smallest and the fastest.
        for at in 1..self.likely.len() {
            for to in (0..at).rev() {
                let order = |l: Option<&Likely>| l.map(|l| (core::cmp::Reverse(l.confidence), l.intent));
                if order(self.likely.get(to)) <= order(self.likely.get(to + 1)) {
                    break;
                }
                self.likely.swap(to, to + 1);
            }
        }
    }

    /// Whether the message has this word.
    pub(crate) fn has(&self, word: WordId) -> bool {
        self.seen.get(word.usize()) == Some(&self.message)
    }

    fn start(&mut self, machine: &Machine) {
        let (words, intents) = (machine.word_count(), machine.intents.len());
        if self.seen.len() != words || self.scores.len() != intents || self.message == u32::MAX {
            self.seen = vec![0; words];
            self.scores = vec![(0, 0); intents];
            self.message = 0;
        }
        self.message += 1;
        self.touched.clear();
        self.words.clear();
        self.likely.clear();
    }

    fn score(&mut self, machine: &Machine) {
        for &word in &self.words {
            let rarity = u32::from(rarity(machine, word));
            for posting in machine.postings.get(word.index()) {
                let intent = posting.intent();
                let Some((message, score)) = self.scores.get_mut(intent.usize()) else { continue };
                if *message != self.message {
                    *message = self.message;
                    *score = 0;
                    self.touched.push(intent);
                }
                *score = score.saturating_add(rarity * posting.weight());
            }
        }
    }

    /// Keeps the intents with the highest scores, ties by id.
    fn keep_best(&mut self) {
        let score = |intent: IntentId| self.scores.get(intent.usize()).map_or(0, |s| s.1);
        for &intent in &self.touched {
            let own = score(intent);
            let before = |l: &Likely| {
                let other = score(l.intent);
                other > own || (other == own && l.intent < intent)
            };
            if self.likely.len() == NEAREST && self.likely.last().is_some_and(before) {
                continue;
            }
            let place = self.likely.iter().rposition(before).map_or(0, |at| at + 1);
            self.likely.truncate(NEAREST - 1);
            self.likely.insert(place, Likely { intent, example: 0, confidence: Confidence::default() });
        }
    }

    /// The nearest example of an intent and how like it the message is, in thousandths.
    fn nearest(&self, machine: &Machine, intent: IntentId, weight: u64) -> (u32, u32) {
        let Some(row) = machine.intents.get(intent.usize()) else { return (0, 0) };
        let mut cursor = machine.examples(row);
        let (mut best, mut best_square) = (0, 0);
        for example in 0..row.examples {
            let (mut shared, mut own) = (0_u64, 0_u64);
            for _ in 0..cursor.varint("words").unwrap_or(0) {
                let word = WordId::new(cursor.varint("word").unwrap_or(0));
                let rarity = u64::from(rarity(machine, word));
                own += rarity * rarity;
                if self.has(word) {
                    shared += rarity * rarity;
                }
            }
            let whole = own.saturating_mul(weight.min(own.saturating_mul(EXCESS)));
            // The cosine's square in millionths; its root is taken once, of the best.
            let square = shared.saturating_mul(shared).saturating_mul(1_000_000).checked_div(whole).unwrap_or(0);
            if square > best_square {
                (best, best_square) = (example, square);
            }
        }
        (best, u32::try_from(best_square.isqrt()).unwrap_or(1000).min(1000))
    }
}

fn rarity(machine: &Machine, word: WordId) -> u8 {
    machine.rarity.get(word.usize()).copied().unwrap_or(0)
}

fn curve(likeness: u32) -> Confidence {
    let mut low = (0, 0);
    for high in CURVE {
        if likeness <= high.0 {
            let run = (high.0 - low.0).max(1);
            return Confidence::thousandths(low.1 + (high.1 - low.1) * (likeness - low.0) / run);
        }
        low = high;
    }
    Confidence::thousandths(low.1)
}
