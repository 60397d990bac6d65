//! Several topics in one message: those that each stand without the words that speak for another, in the order written.

use core::cmp::Reverse;
use core::ops::Range;

use super::matching::Hit;
use super::rank::{Candidate, Ranking, likely_from};
use super::turn::Confidence;
use crate::machine::Machine;
use crate::machine::tables::small;

/// Topics that are looked at: a message that speaks of more speaks of none.
const MOST: usize = 4;

/// Words that speak for a topic without a pattern, where it stands beside another.
const FEWEST: usize = 2;

/// How sure the rest of a message must make of a topic without a pattern: most messages speak of one, and half of one is like much.
const STANDS: Confidence = Confidence::of(600);

/// How sure a sentence must make of the topic that it speaks of: of a message that speaks of one topic, its sentences alone may mean others.
const SPEAKS: Confidence = Confidence::of(800);

/// What makes surer of one topic, read as a whole, speaks of that one. Of messages that are made of two for
/// different topics 3 to 5 in 10 are then found to be, and 2 in 1000 that speak of one topic get another first.
const SPEAKS_OF_ONE: Confidence = Confidence::of(850);

/// A sentence of fewer words speaks of nothing by itself.
const LEAST_WORDS: usize = 3;

/// What speaks for a candidate, by word of the message: how much.
type Evidence = Vec<u32>;

/// How much a word of the pattern that leads to a topic says: more than any word of an intent.
const PATTERN: u32 = 1 << 20;

impl Ranking {
    /// Finds out whether the message speaks of several topics, and puts these in the order in which it does.
    pub(crate) fn part(&mut self, machine: &Machine) {
        let answers = self.answers(machine);
        self.part_words(machine, &answers);
        if self.candidates.iter().all(|candidate| candidate.written.is_none()) {
            self.part_sentences(machine, answers.first().map(|(at, _)| *at));
        }
    }

    /// Several topics that each have a sentence, or more, of their own.
    fn part_sentences(&mut self, machine: &Machine, surest: Option<usize>) {
        if self.likeness.likely.first().is_some_and(|likely| likely.confidence > SPEAKS_OF_ONE) {
            return;
        }
        let sentences = self.sentences();
        if sentences.len() < 2 || sentences.len() > MOST {
            return;
        }
        let mut spoken: Vec<(usize, Confidence, u32)> = Vec::new();
        for words in sentences {
            if let Some((candidate, sure)) = self.spoken(machine, &words)
                && spoken.iter().all(|(other, ..)| *other != candidate)
            {
                spoken.push((candidate, sure, words.start));
            }
        }
        // What all of it says together is not lost for what a part says alone.
        let is_whole = surest.is_none_or(|one| spoken.iter().any(|(other, ..)| *other == one));
        if spoken.len() < 2 || !is_whole {
            return;
        }
        for (at, sure, start) in spoken {
            if let Some(candidate) = self.candidates.get_mut(at) {
                candidate.written = Some(start);
                candidate.confidence = candidate.confidence.max(sure);
            }
        }
    }

    /// The words of each sentence that has enough of them to speak of a topic: one more than are looked at, at most.
    fn sentences(&self) -> Vec<Range<u32>> {
        let ends = (0..).zip(self.tokens.iter()).filter(|(_, token)| token.sentence_start);
        let ends = ends.map(|(at, _)| at).chain([small(self.tokens.len())]);
        let mut start = 0;
        let sentences = ends.map(|end| core::mem::replace(&mut start, end)..end);
        sentences.filter(|words| words.len() >= LEAST_WORDS).take(MOST + 1).collect()
    }

    /// The candidate that a sentence speaks of, read alone, and how sure that makes of it: one that a pattern leads to before others.
    fn spoken(&mut self, machine: &Machine, words: &Range<u32>) -> Option<(usize, Confidence)> {
        let least = SPEAKS.max(likely_from(machine));
        let meets = |c: &Candidate| {
            let is_within =
                |hit| self.pattern_words(machine, hit).iter().all(|at| words.contains(at));
            c.excluded.is_none() && c.confidence >= least && c.pattern.is_some_and(is_within)
        };
        let met = self.candidates.iter().enumerate().filter(|(_, candidate)| meets(candidate));
        if let Some((at, candidate)) = met.max_by_key(|(_, c)| (c.confidence, Reverse(c.topic))) {
            return Some((at, candidate.confidence));
        }
        self.read_rest(machine, &|at| words.contains(&at));
        let likely = self.rest.likely.first().filter(|likely| likely.confidence >= least)?;
        let topics = machine.topics.by_intent.get(likely.intent.index());
        let is_of = |c: &Candidate| c.excluded.is_none() && topics.contains(&c.topic);
        let at = self.candidates.iter().position(is_of)?;
        Some((at, likely.confidence))
    }

    /// Reads some words of the message alone. One function for all who ask: each with its own would be a reader of its own.
    fn read_rest(&mut self, machine: &Machine, kept: &dyn Fn(u32) -> bool) {
        self.rest.read(machine, &self.tokens, kept);
    }

    /// The candidates that are an answer, those that the whole message makes surest of first.
    fn answers(&self, machine: &Machine) -> Vec<(usize, Candidate)> {
        let threshold = likely_from(machine);
        let mut answers = Vec::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            if candidate.confidence >= threshold && candidate.excluded.is_none() {
                answers.push((at, *candidate));
            }
        }
        answers.sort_by_key(|(_, candidate)| (Reverse(candidate.confidence), candidate.topic));
        answers
    }

    /// Several topics that each stand without the words for another.
    fn part_words(&mut self, machine: &Machine, answers: &[(usize, Candidate)]) {
        let is_said = |c: &Candidate| c.pattern.is_some() || c.likely.is_some();
        let said = answers.iter().filter(|(_, candidate)| is_said(candidate));
        let best: Vec<(usize, Candidate)> = said.take(MOST).copied().collect();
        if best.len() < 2 {
            return;
        }
        let evidence: Vec<Evidence> =
            best.iter().map(|(_, candidate)| self.evidence(machine, candidate)).collect();
        // The likeliest, and whoever stands beside all those that stand already.
        let mut stand: Vec<usize> = vec![0];
        for other in 1..best.len() {
            let beside = stand.iter().all(|one| {
                are_parted(&evidence, *one, other)
                    && self.apart(machine, &best, &evidence, *one, other)
                    && self.apart(machine, &best, &evidence, other, *one)
            });
            if beside {
                stand.push(other);
            }
        }
        if stand.len() < 2 {
            return;
        }
        for &one in &stand {
            let own = evidence.get(one).and_then(|words| words.iter().position(|n| *n > 0));
            let candidate = best.get(one).and_then(|(at, _)| self.candidates.get_mut(*at));
            if let Some(candidate) = candidate {
                candidate.written = own.map(small);
            }
        }
    }

    /// What each word of the message says for a candidate.
    fn evidence(&self, machine: &Machine, candidate: &Candidate) -> Evidence {
        let mut words = match candidate.likely {
            Some(likely) => self.telling(machine, likely.intent),
            None => vec![0; self.tokens.len()],
        };
        if let Some(hit) = candidate.pattern {
            for at in self.pattern_words(machine, hit) {
                if let Some(word) = words.get_mut(at as usize) {
                    *word += PATTERN;
                }
            }
        }
        words
    }

    fn pattern_words(&self, machine: &Machine, hit: Hit) -> Vec<u32> {
        self.patterns.explain(machine, hit).0
    }

    /// Whether one candidate stands without the words that say more for another.
    fn apart(
        &mut self,
        machine: &Machine,
        best: &[(usize, Candidate)],
        evidence: &[Evidence],
        one: usize,
        other: usize,
    ) -> bool {
        let (Some((_, candidate)), Some(mine), Some(theirs)) =
            (best.get(one), evidence.get(one), evidence.get(other))
        else {
            return false;
        };
        let taken = |at: usize| theirs.get(at) > mine.get(at);
        // The words of a pattern are all needed, and enough.
        if candidate.pattern.is_some() {
            return !mine.iter().enumerate().any(|(at, n)| *n >= PATTERN && taken(at));
        }
        // A forged machine's words say more together than 32 bits hold.
        let sum = |counts: fn(bool) -> bool| -> u64 {
            let words = mine.iter().enumerate().filter(|(at, _)| counts(taken(*at)));
            words.map(|(_, n)| u64::from(*n)).sum()
        };
        let (kept, lost) = (sum(|taken| !taken), sum(|taken| taken));
        // What says little for it need not be asked of the model.
        let Some(likely) = candidate.likely.filter(|_| kept >= lost) else {
            return false;
        };
        // One word may stand in an example by chance: `my` speaks of nothing.
        if mine.iter().enumerate().filter(|(at, n)| **n > 0 && !taken(*at)).count() < FEWEST {
            return false;
        }
        self.read_rest(machine, &|at| !taken(at as usize));
        let alone = self.rest.likely.iter().find(|l| l.intent == likely.intent);
        alone.is_some_and(|likely| likely.confidence >= STANDS)
    }
}

/// Whether what speaks more for one comes before all that speaks more for the other: words for two topics that are mixed speak of one,
/// which either may be.
fn are_parted(evidence: &[Evidence], one: usize, other: usize) -> bool {
    let (Some(mine), Some(theirs)) = (evidence.get(one), evidence.get(other)) else { return false };
    let own = |these: &Evidence, those: &Evidence| {
        let mut places = these.iter().zip(those).enumerate();
        let first = places.clone().position(|(_, (this, that))| this > that);
        first.zip(places.rposition(|(_, (this, that))| this > that))
    };
    match (own(mine, theirs), own(theirs, mine)) {
        (Some(one), Some(other)) => one.1 < other.0 || other.1 < one.0,
        _ => false,
    }
}
