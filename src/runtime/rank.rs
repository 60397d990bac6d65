//! Which topics a message may mean, how sure, and why: patterns, likeness and conditions in one ranking.
//!
//! Hints add up as independent ones do, `1 - (1 - a)(1 - b)`; what a `when not` line matches is out. Ties go to the topic whose
//! examples the message is more like, then to the one declared first.

use core::cmp::Reverse;

use super::eval::Scope;
use super::likeness::{Likely, Likeness};
use super::matching::{Hit, Patterns};
use super::several::Parts;
use super::turn::Confidence;
use crate::machine::Machine;
use crate::machine::code::Reader;
use crate::machine::id::{IntentId, TopicId, WordId};
use crate::machine::speech::is_small_talk;
use crate::machine::tables::{PatternRow, small};
use crate::text::tokenize::Tokens;

/// Below this a topic is not suggested: `none of these` is an answer.
pub(crate) fn likely_from(machine: &Machine) -> Confidence {
    Confidence::thousandths(machine.threshold().into())
}

/// How sure a `when if` line that holds makes, with nothing in the message to go by: enough to be suggested.
pub(crate) fn by_condition(machine: &Machine) -> Confidence {
    Confidence::of(500).max(likely_from(machine))
}

/// What keeps a topic out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exclusion {
    Pattern(Hit),
    Intent(IntentId),
    Condition,
}

/// A topic that the message may mean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) topic: TopicId,
    pub(crate) confidence: Confidence,
    /// The strongest pattern.
    pub(crate) pattern: Option<Hit>,
    /// The likeliest intent.
    pub(crate) likely: Option<Likely>,
    pub(crate) condition: bool,
    pub(crate) excluded: Option<Exclusion>,
    /// Of a message of several topics the words of the part that speaks of it.
    pub(crate) part: Option<(u32, u32)>,
    /// Whether that part makes it likely, rather than the whole message.
    pub(super) likely_alone: bool,
    taken: bool,
}

/// What ranking needs, kept between messages so that nothing is allocated once it is warm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranking {
    pub(crate) tokens: Tokens,
    /// By token: the word that the machine knows it as.
    pub(crate) words: Vec<Option<WordId>>,
    pub(crate) patterns: Patterns,
    pub(crate) likeness: Likeness,
    pub(super) parts: Parts,
    message: u32,
    /// By topic: the message that made it a candidate last, and its place among the candidates.
    places: Vec<(u32, u32)>,
    /// In the order found.
    pub(crate) candidates: Vec<Candidate>,
}

impl Ranking {
    /// Reads a message and ranks the topics that it may mean; conditions are not looked at.
    #[cfg_attr(tuned, optimize(speed))]
    pub(crate) fn read(&mut self, machine: &Machine, message: &str) {
        let topics = machine.topics.rows.len();
        if self.places.len() != topics || self.message == u32::MAX {
            self.places = vec![(0, 0); topics];
            self.message = 0;
        }
        self.message += 1;
        self.candidates.clear();
        self.tokens.read(message);
        self.words.clear();
        self.words.extend(self.tokens.iter().map(|token| machine.word(token.text)));
        self.patterns.read(machine, &self.tokens, &self.words);
        self.likeness.read(machine, &self.tokens, |_| true);
        self.add_patterns(machine);
        self.add_likeness(machine);
    }

    /// Adds topics that a condition leads to.
    pub(crate) fn read_conditions(&mut self, scope: &mut Scope<'_, '_>) {
        for &topic in &scope.machine.topics.conditional {
            if conditions(topic, scope).0 {
                let sure = by_condition(scope.machine);
                let candidate = self.candidate(topic);
                candidate.condition = true;
                candidate.confidence = candidate.confidence.or(sure);
            }
        }
    }

    /// Takes the best candidate that was not taken yet. A turn asks for a few: no list is sorted for them.
    pub(crate) fn next(&mut self) -> Option<Candidate> {
        let mut best: Option<usize> = None;
        for (at, candidate) in self.candidates.iter().enumerate() {
            // What a message speaks of comes in the order written, before what it may mean instead.
            let key = |c: &Candidate| {
                let score = c.likely.map(|likely| likely.score);
                (c.part.is_none(), c.part, Reverse(c.confidence), Reverse(score), c.topic)
            };
            let better = |than: &Candidate| key(candidate) < key(than);
            if !candidate.taken
                && best.and_then(|best| self.candidates.get(best)).is_none_or(better)
            {
                best = Some(at);
            }
        }
        let candidate = self.candidates.get_mut(best?)?;
        candidate.taken = true;
        Some(*candidate)
    }

    fn add_patterns(&mut self, machine: &Machine) {
        for at in 0..self.patterns.hits.len() {
            let Some(&hit) = self.patterns.hits.get(at) else { break };
            let Some(row) = machine.patterns.get(hit.pattern.usize()) else { continue };
            let candidate = self.candidate(row.topic);
            if row.not {
                candidate.excluded = Some(Exclusion::Pattern(hit));
                continue;
            }
            let strength = strength(*row);
            if strength > candidate.confidence || candidate.pattern.is_none() {
                candidate.pattern = Some(hit);
                candidate.confidence = strength;
            }
        }
    }

    fn add_likeness(&mut self, machine: &Machine) {
        let threshold = likely_from(machine);
        let speech = &machine.speech;
        // A trained model finds something in each message: small talk is of an intent whose examples have some.
        let small = is_small_talk(&self.tokens, |word| speech.of(machine.bytes(), word));
        for at in 0..self.likeness.likely.len() {
            let Some(&likely) = self.likeness.likely.get(at) else { break };
            if small && !speech.is_small_talk_of(likely.intent) {
                continue;
            }
            for &topic in machine.topics.by_intent.get(likely.intent.index()) {
                let candidate = self.candidate(topic);
                // Most likely first: the second intent of a topic adds nothing.
                if candidate.likely.is_none() {
                    candidate.likely = Some(likely);
                    candidate.confidence = candidate.confidence.or(likely.confidence);
                }
            }
            if likely.confidence >= threshold {
                for &topic in machine.topics.not_by_intent.get(likely.intent.index()) {
                    self.candidate(topic).excluded = Some(Exclusion::Intent(likely.intent));
                }
            }
        }
    }

    #[cfg_attr(tuned, optimize(speed))]
    fn candidate(&mut self, topic: TopicId) -> &mut Candidate {
        let fresh = Candidate {
            topic,
            confidence: Confidence::default(),
            pattern: None,
            likely: None,
            condition: false,
            excluded: None,
            part: None,
            likely_alone: false,
            taken: false,
        };
        let next = self.candidates.len();
        let place = match self.places.get_mut(topic.usize()) {
            Some((message, place)) if *message == self.message => *place as usize,
            Some(slot) => {
                *slot = (self.message, small(next));
                next
            }
            None => next,
        };
        if place >= next {
            self.candidates.push(fresh);
        }
        // INVARIANT: a place was given out together with its entry, so it is there.
        let last = self.candidates.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the list was just made longer than `last`")]
        &mut self.candidates[place.min(last)]
    }
}

/// How sure a pattern makes.
pub(crate) fn strength(row: PatternRow) -> Confidence {
    Confidence::thousandths(u32::from(row.strength) * 4)
}

/// Whether any of a topic's conditions leads in, and whether any keeps it out.
pub(crate) fn conditions(topic: TopicId, scope: &mut Scope<'_, '_>) -> (bool, bool) {
    let machine = scope.machine;
    let Some(row) = machine.topics.rows.get(topic.usize()) else { return (false, false) };
    let mut reader = machine.reader(row.code, row.base);
    scope.refuel();
    let tree = reader.nested();
    reader.skip_to(tree);
    let leads = any(&mut reader, scope);
    (leads, any(&mut reader, scope))
}

fn any(reader: &mut Reader<'_>, scope: &mut Scope<'_, '_>) -> bool {
    let mut holds = false;
    for _ in 0..reader.count() {
        holds |= scope.expression(reader).holds();
    }
    holds
}

/// Of the words that speak for an intent, those count that say a fifth of what the strongest does.
const TELLING: i32 = 5;

impl Ranking {
    /// What each token says for the likeliest intent of a topic; 0 where it says little, nothing or the opposite, and outside the part that
    /// makes it likely.
    pub(crate) fn telling(&self, machine: &Machine, topic: &Candidate) -> Vec<u32> {
        let Some(likely) = topic.likely else { return Vec::new() };
        let (model, pack) = (&machine.model, machine.pack.as_ref());
        let mut says = self.likeness.scores.evidence(model, pack, likely.intent, self.tokens.len());
        if let Some((start, end)) = topic.part.filter(|_| topic.likely_alone) {
            for (at, says) in (0..).zip(&mut says) {
                if !(start..end).contains(&at) {
                    *says = 0;
                }
            }
        }
        let most = says.iter().copied().max().unwrap_or(0).max(TELLING);
        says.into_iter()
            .map(|says| if says >= most / TELLING { says.unsigned_abs() } else { 0 })
            .collect()
    }
}
