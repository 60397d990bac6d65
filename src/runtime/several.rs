//! Several topics in one message: those of which a clause of its own speaks, or that a pattern of its own leads to, in the order written.

use core::cmp::Reverse;
use core::ops::Range;

use super::likeness::{Likely, Likeness};
use super::rank::{Candidate, Ranking, likely_from};
use super::turn::Confidence;
use crate::machine::Machine;
use crate::machine::id::TopicId;
use crate::machine::tables::small;
use crate::text::tokenize::Token;

/// Topics that are looked at: a message that speaks of more speaks of none.
const MOST: usize = 4;

/// Clauses that are read alone: of a message that has more, none is.
const CLAUSES: usize = 8;

/// A clause of fewer words speaks of nothing by itself.
const LEAST_WORDS: u32 = 3;

/// How sure a clause must make of the topic that it speaks of: of a message that speaks of one topic, its clauses alone may mean others.
const SPEAKS: Confidence = Confidence::of(600);

/// How sure a pattern makes of its topic beside what is only likely: its author said so.
const CERTAIN: u32 = 1000;

/// What a part of the message speaks of.
#[derive(Clone, Copy, Debug)]
struct Spoken {
    /// The candidate's place.
    candidate: usize,
    /// What makes it likely, read alone; nothing where a pattern leads to it.
    likely: Option<Likely>,
    /// The words that say so.
    words: (u32, u32),
}

/// What parting a message needs, kept between messages so that nothing is allocated once it is warm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    clauses: Vec<Range<u32>>,
    /// What one clause is like.
    likeness: Likeness,
    /// Each topic once; of clauses in the order written.
    spoken: Vec<Spoken>,
    /// What the message as a whole makes surest of, the candidate's place.
    surest: Option<usize>,
    /// How sure the message as a whole makes of what it is likest.
    whole: Confidence,
}

impl Parts {
    /// Whether the parts speak of several topics: they are sure enough, and what the whole message makes surest of is not lost.
    fn are_several(&self) -> bool {
        let is_kept = |surest| self.spoken.iter().any(|one| one.candidate == surest);
        self.spoken.len() <= MOST && self.are_sure(0) && self.surest.is_none_or(is_kept)
    }

    /// Whether two parts at least are sure enough on average, where so many as are left may be as sure as can be: as sure as the whole
    /// message is; and where another topic is to stand before its surest, with half the doubt that it leaves.
    fn are_sure(&self, left: u32) -> bool {
        let whole = self.whole.value();
        let first = self.spoken.first().map(|one| one.candidate);
        let keeps_first = first.is_none() || self.surest.is_none() || first == self.surest;
        let least = if keeps_first { whole } else { whole.midpoint(CERTAIN) };
        let sure = |one: &Spoken| one.likely.map_or(CERTAIN, |likely| likely.confidence.value());
        let sum = self.spoken.iter().map(sure).sum::<u32>() + CERTAIN * left;
        let count = small(self.spoken.len()) + left;
        count >= 2 && sum >= least * count
    }
}

/// The surest first; of those as sure the one declared first.
fn order(candidate: &Candidate) -> (Reverse<Confidence>, TopicId) {
    (Reverse(candidate.confidence), candidate.topic)
}

impl Ranking {
    /// Finds out whether the message speaks of several topics, and puts these in the order in which it does.
    pub(crate) fn part(&mut self, machine: &Machine) {
        let mut parts = core::mem::take(&mut self.parts);
        let surest = self.answers(machine).min_by_key(|(_, candidate)| order(candidate));
        parts.surest = surest.map(|(at, _)| at);
        parts.whole =
            self.likeness.likely.first().map_or_else(Confidence::default, |l| l.confidence);
        self.by_clause(machine, &mut parts);
        if !parts.are_several() {
            self.by_pattern(machine, &mut parts.spoken);
        }
        if parts.are_several() {
            for Spoken { candidate, likely, words } in &parts.spoken {
                let Some(candidate) = self.candidates.get_mut(*candidate) else { continue };
                candidate.part = Some(*words);
                let Some(likely) = likely else { continue };
                candidate.confidence = candidate.confidence.max(likely.confidence);
                // What makes it surer is what is told of it.
                if candidate.likely.is_none_or(|whole| likely.confidence > whole.confidence) {
                    (candidate.likely, candidate.likely_alone) = (Some(*likely), true);
                }
            }
        }
        self.parts = parts;
    }

    /// What each clause speaks of, read alone.
    fn by_clause(&self, machine: &Machine, parts: &mut Parts) {
        parts.spoken.clear();
        self.cut(machine, &mut parts.clauses);
        if !(2..=CLAUSES).contains(&parts.clauses.len()) {
            return;
        }
        let mut left = small(parts.clauses.len());
        for at in 0..parts.clauses.len() {
            left -= 1;
            let Some(words) = parts.clauses.get(at) else { break };
            if let Some(one) = self.spoken(machine, words, &mut parts.likeness)
                && parts.spoken.iter().all(|other| other.candidate != one.candidate)
            {
                parts.spoken.push(one);
            }
            if !parts.are_sure(left) {
                return;
            }
        }
    }

    /// Finds the words of each clause: a sentence is cut at commas and at words that join, where enough words stand on both sides. One
    /// clause more than are looked at, at most.
    fn cut(&self, machine: &Machine, clauses: &mut Vec<Range<u32>>) {
        clauses.clear();
        let ends = (0..).zip(self.tokens.iter()).filter(|(_, token)| token.sentence_start);
        let ends = ends.map(|(at, _)| at).chain([small(self.tokens.len())]);
        let mut start = 0;
        for end in ends {
            let sentence = core::mem::replace(&mut start, end)..end;
            let mut clause = sentence.start;
            for at in sentence.start + LEAST_WORDS..(end + 1).saturating_sub(LEAST_WORDS) {
                if at - clause >= LEAST_WORDS && self.begins_clause(machine, at) {
                    clauses.push(core::mem::replace(&mut clause, at)..at);
                }
            }
            if end - clause >= LEAST_WORDS {
                clauses.push(clause..end);
            }
            if clauses.len() > CLAUSES {
                break;
            }
        }
    }

    /// Whether a clause may begin at a word within a sentence.
    fn begins_clause(&self, machine: &Machine, at: u32) -> bool {
        let joins = |token: Token<'_>| machine.speech.joins(machine.bytes(), token.text);
        self.tokens.get(at as usize).is_some_and(|token| token.clause_start || joins(token))
    }

    /// What a clause speaks of, read alone: what a pattern leads to before what is likely.
    fn spoken(
        &self,
        machine: &Machine,
        words: &Range<u32>,
        likeness: &mut Likeness,
    ) -> Option<Spoken> {
        let least = SPEAKS.max(likely_from(machine));
        let meets = |(_, candidate): &(usize, &Candidate)| {
            let is_within = |hit| self.patterns.words(hit).all(|at| words.contains(&at));
            candidate.confidence >= least && candidate.pattern.is_some_and(is_within)
        };
        let by = |candidate, likely| Spoken { candidate, likely, words: (words.start, words.end) };
        let met = self.answers(machine).filter(meets);
        if let Some((candidate, _)) = met.min_by_key(|(_, candidate)| order(candidate)) {
            return Some(by(candidate, None));
        }
        likeness.read(machine, &self.tokens, |at| words.contains(&at));
        let likely = likeness.likely.first().filter(|likely| likely.confidence >= least)?;
        let topics = machine.topics.by_intent.get(likely.intent.index());
        let is_of = |c: &Candidate| c.excluded.is_none() && topics.contains(&c.topic);
        let candidate = self.candidates.iter().position(is_of)?;
        Some(by(candidate, Some(*likely)))
    }

    /// The topics that patterns lead to, the surest first, each by words that stand before or behind those of all others.
    fn by_pattern(&self, machine: &Machine, spoken: &mut Vec<Spoken>) {
        spoken.clear();
        let mut last = None;
        for _ in 0..MOST {
            let met = self.answers(machine);
            let met = met.filter_map(|(at, one)| Some((order(one), at, one.pattern?)));
            let next =
                met.filter(|(order, ..)| Some(*order) > last).min_by_key(|(order, ..)| *order);
            let Some((order, candidate, hit)) = next else { break };
            last = Some(order);
            let words = || self.patterns.words(hit);
            let (Some(start), Some(end)) = (words().last(), words().next().map(|last| last + 1))
            else {
                continue;
            };
            if spoken.iter().all(|other| end <= other.words.0 || other.words.1 <= start) {
                spoken.push(Spoken { candidate, likely: None, words: (start, end) });
            }
        }
    }

    /// The candidates that are an answer, with their places.
    fn answers(&self, machine: &Machine) -> impl Iterator<Item = (usize, &Candidate)> {
        let threshold = likely_from(machine);
        let is_answer = move |c: &&Candidate| c.confidence >= threshold && c.excluded.is_none();
        self.candidates.iter().enumerate().filter(move |(_, candidate)| is_answer(candidate))
    }
}
