//! How much a message is like the examples of each intent: the seam behind which a trained model goes.
//!
//! Each intent is one vector, the mean of its examples' words weighted by rarity and brought to length one, as the
//! compiler stored it; a message is another, and the likeness is their cosine. The runner-up says how far to trust the
//! first: two intents alike are worth half each. Integers throughout: every platform gives the same digits.

use super::turn::Confidence;
use crate::machine::Machine;
use crate::machine::id::{IntentId, WordId};
use crate::machine::tables::Posting;

/// Intents that are ranked: more than anybody is shown.
const NEAREST: usize = 12;

/// The rarity of a word that no example has, in the compiler's scale: as telling as a middling word.
const UNKNOWN_RARITY: u64 = 56;

/// Likeness in thousandths and how sure that makes where no other intent comes near; straight lines between. Fitted, as
/// [`contested`] was, on splits of the training parts of two public intent data sets with 5, 10 and all examples;
/// `docs/matching.md` says how.
const CURVE: [(u32, u32); 8] =
    [(0, 0), (50, 40), (100, 250), (180, 600), (260, 820), (340, 940), (450, 985), (1000, 995)];

/// An intent the message is like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Likely {
    pub(crate) intent: IntentId,
    pub(crate) confidence: Confidence,
    /// The score, above what puts the intent declared first in front of another with the same: larger is likelier.
    rank: u64,
}

/// The rank of the first intent where it has no score.
const NO_SCORE: u64 = 0xffff_ffff;

impl Likely {
    /// The cosine in thousandths.
    fn likeness(&self, norm: u64) -> u32 {
        let score = self.rank >> 32;
        u32::try_from(score.saturating_mul(1000) / norm.max(1)).unwrap_or(1000).min(1000)
    }
}

/// What one message needs, kept between messages so that nothing is allocated once it is warm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Likeness {
    message: u32,
    /// By word: the message that had it last.
    seen: Vec<u32>,
    /// By intent: what the words so far add up to; 0 again once a message has been read.
    scores: Vec<u32>,
    /// The message's words, each once.
    words: Vec<WordId>,
    /// Most likely first.
    pub(crate) likely: Vec<Likely>,
}

impl Likeness {
    /// Finds the intents that the message is most like.
    pub(crate) fn read(&mut self, machine: &Machine, words: &[Option<WordId>]) {
        self.start(machine);
        let mut weight = 0_u64;
        for &word in words {
            let Some(word) = word else {
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
        self.keep_best(machine);
        let norm = u64::from(Posting::UNIT).saturating_mul(weight.isqrt().max(1));
        let mut likely = self.likely.iter().map(|likely| likely.likeness(norm));
        let (first, second) = (likely.next().unwrap_or(0), likely.next().unwrap_or(0));
        let mut rival = second;
        for likely in &mut self.likely {
            let likeness = likely.likeness(norm);
            likely.confidence = contested(curve(likeness), likeness, rival);
            rival = first;
        }
    }

    fn start(&mut self, machine: &Machine) {
        let (words, intents) = (machine.word_count(), machine.intents.len());
        if self.seen.len() != words || self.scores.len() != intents || self.message == u32::MAX {
            self.seen = vec![0; words];
            self.scores = vec![0; intents];
            self.message = 0;
        }
        self.message += 1;
        self.words.clear();
        self.likely.clear();
    }

    #[cfg_attr(tuned, optimize(speed))]
    fn score(&mut self, machine: &Machine) {
        for &word in &self.words {
            let rarity = u32::from(rarity(machine, word));
            for posting in machine.postings.get(word.index()) {
                if let Some(score) = self.scores.get_mut(posting.intent().usize()) {
                    // Two bytes a word; a forged machine may say a word's intent many times.
                    *score = score.saturating_add(rarity * posting.weight());
                }
            }
        }
    }

    /// Keeps the intents with the highest scores, ties by id, and takes all scores back.
    #[cfg_attr(tuned, optimize(speed))]
    fn keep_best(&mut self, machine: &Machine) {
        let mut least = NO_SCORE;
        for &word in &self.words {
            for posting in machine.postings.get(word.index()) {
                let intent = posting.intent();
                let score = self.scores.get_mut(intent.usize()).map_or(0, core::mem::take);
                let rank = u64::from(score) << 32 | u64::from(!intent.index());
                // Few of hundreds of intents are among the nearest, and each is met again with nothing left.
                if rank > least {
                    let likely = Likely { intent, confidence: Confidence::default(), rank };
                    least = keep(&mut self.likely, likely);
                }
            }
        }
    }
}

/// Keeps one among the nearest; says what the next must be above.
fn keep(nearest: &mut Vec<Likely>, likely: Likely) -> u64 {
    let place = nearest.iter().rposition(|l| l.rank > likely.rank).map_or(0, |at| at + 1);
    nearest.truncate(NEAREST - 1);
    nearest.insert(place, likely);
    nearest.get(NEAREST - 1).map_or(NO_SCORE, |last| last.rank)
}

fn rarity(machine: &Machine, word: WordId) -> u8 {
    machine.rarity.get(word.usize()).copied().unwrap_or(0)
}

fn curve(likeness: u32) -> Confidence {
    let mut low = (0, 0);
    for &high in &CURVE {
        if likeness <= high.0 {
            let run = (high.0 - low.0).max(1);
            return Confidence::thousandths(low.1 + (high.1 - low.1) * (likeness - low.0) / run);
        }
        low = high;
    }
    Confidence::thousandths(low.1)
}

/// A rival takes nothing up to half the likeness, and half of what is there where it is as like; a follower is worth
/// less the further it lies behind.
fn contested(alone: Confidence, likeness: u32, rival: u32) -> Confidence {
    let share = if rival <= likeness {
        let ratio = rival * 1000 / likeness.max(1);
        1000 - ratio.saturating_sub(500) * 9 / 10
    } else {
        let ratio = likeness * 1000 / rival;
        550 * ratio / 1000 * ratio / 1000
    };
    Confidence::thousandths(alone.value() * share / 1000)
}
