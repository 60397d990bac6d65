//! Every topic that a message is considered for, for tools that say why one wins. Builds for a page do without.

use super::context::{Context, ContextError, Known};
use super::eval::Scope;
use super::fill::{Finder, patterned};
use super::rank::{Candidate, Exclusion, conditions, likely_from};
use super::stack::Stack;
use super::suggest::{Suggester, limit};
use super::trace::Mark;
use super::tree::Frame;
use super::turn::{Because, Confidence, Range, RuledOutReason};
use super::value::Heap;
use super::walk::{Until, walk};
use crate::machine::Machine;
use crate::machine::id::{IntentId, PatternId, TopicId};

/// A topic that was considered, as sure as it is before anything rules it out.
#[derive(Clone, Debug)]
pub(crate) struct Considered<'m> {
    pub(crate) topic: TopicId,
    pub(crate) confidence: Confidence,
    pub(crate) because: Vec<Because<'m>>,
    /// The strongest pattern.
    pub(crate) pattern: Option<PatternId>,
    /// What each word says for the likeliest intent; those that say little are left out.
    pub(crate) words: Vec<(Range, u32)>,
    /// Of a message of several topics the part that speaks of it.
    pub(crate) part: Option<Range>,
    /// What keeps it out.
    pub(crate) excluded: Option<Excluded>,
    /// Why it is not suggested; nothing where it is.
    pub(crate) reason: Option<RuledOutReason>,
    /// Where in the code guards stand that do not hold, where it has no reply.
    pub(crate) shut: Vec<u32>,
}

/// What keeps a topic out.
#[derive(Clone, Debug)]
pub(crate) enum Excluded {
    Pattern(PatternId, Vec<Range>),
    Intent(IntentId),
    Condition,
}

/// What became of a message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Consideration<'m> {
    /// Likeliest first.
    pub(crate) topics: Vec<Considered<'m>>,
    /// From here on a topic is suggested.
    pub(crate) threshold: Confidence,
    /// The message was longer than the engine reads.
    pub(crate) truncated: bool,
}

impl Suggester {
    /// Every topic that a message is considered for, up to `most`, in the order in which they would be suggested.
    pub(crate) fn consider<'m>(
        &mut self,
        machine: &'m Machine,
        message: &str,
        context: &Context,
        most: usize,
    ) -> Result<Consideration<'m>, ContextError> {
        self.start_trace();
        let mut heap = core::mem::take(&mut self.heap);
        heap.clear();
        let found = self.consider_with(&mut heap, machine, message, context, most);
        heap.trace = super::trace::Trace::default();
        self.heap = heap;
        found
    }

    fn consider_with<'m>(
        &mut self,
        heap: &mut Heap,
        machine: &'m Machine,
        message: &str,
        context: &Context,
        most: usize,
    ) -> Result<Consideration<'m>, ContextError> {
        let mut known = Known::new(machine, context, heap)?;
        self.ranking.read(machine, message);
        for (id, value, _) in patterned(machine, message, &self.ranking.tokens) {
            if let Some(slot) = known.facts.get_mut(id.usize()) {
                *slot = heap.add(&value);
            }
        }
        self.ranking.read_conditions(&mut Scope::new(machine, &known, heap));
        self.ranking.part(machine);
        let threshold = likely_from(machine);
        let mut out = Consideration { threshold, ..Consideration::default() };
        let (limit, mut offered) = (limit(context.limit), 0);
        while out.topics.len() < most {
            let Some(candidate) = self.ranking.next() else { break };
            let mut scope = Scope::new(machine, &known, heap);
            let mut excluded = candidate.excluded;
            if excluded.is_none() && conditions(candidate.topic, &mut scope).1 {
                excluded = Some(Exclusion::Condition);
            }
            let mut shut = Vec::new();
            let reason = if excluded.is_some() {
                Some(RuledOutReason::Excluded)
            } else if candidate.confidence < threshold {
                Some(RuledOutReason::Unlikely)
            } else if offered >= limit {
                Some(RuledOutReason::Limit)
            } else {
                let today = scope.today();
                let (tokens, options) = (&self.ranking.tokens, &mut self.options);
                let (answering, used) = (&[][..], false);
                let mut finder =
                    Finder { machine, message, tokens, options, today, answering, used };
                let stack = Stack::of(Frame::top(machine, candidate.topic));
                let mut walked = walk(&mut scope, stack, &mut finder, Until::Decided);
                out.truncated |= walked.turn.truncated;
                if walked.is_silent() {
                    let heap = &mut *scope.heap;
                    heap.trace.keep(&mut walked.trace);
                    shut = closed(heap.trace.taken());
                    Some(RuledOutReason::NoReply)
                } else {
                    offered += walked.replies.len().max(1);
                    None
                }
            };
            out.topics.push(self.considered(machine, candidate, excluded, reason, shut));
        }
        out.truncated |= self.is_cut();
        Ok(out)
    }

    fn considered<'m>(
        &self,
        machine: &'m Machine,
        candidate: Candidate,
        excluded: Option<Exclusion>,
        reason: Option<RuledOutReason>,
        shut: Vec<u32>,
    ) -> Considered<'m> {
        let why = self.why(machine, candidate);
        let excluded = excluded.map(|excluded| match excluded {
            Exclusion::Pattern(hit) => {
                let words = self.ranking.patterns.explain(machine, hit).0;
                Excluded::Pattern(hit.pattern, self.spans(&words))
            }
            Exclusion::Intent(intent) => Excluded::Intent(intent),
            Exclusion::Condition => Excluded::Condition,
        });
        let mut words: Vec<(Range, u32)> = Vec::new();
        if candidate.likely.is_some_and(|likely| likely.confidence.value() > 0) {
            let says = self.ranking.telling(machine, &candidate);
            for (token, says) in self.ranking.tokens.iter().zip(says).filter(|(_, n)| *n > 0) {
                let span = Range { start: token.start, end: token.end };
                // Two tokens of one word have one place.
                match words.last_mut().filter(|(last, _)| *last == span) {
                    Some((_, sum)) => *sum = sum.saturating_add(says),
                    None => words.push((span, says)),
                }
            }
        }
        let place = |at: u32| self.ranking.tokens.get(at as usize);
        let part = candidate.part.and_then(|(start, end)| {
            Some(Range { start: place(start)?.start, end: place(end.checked_sub(1)?)?.end })
        });
        Considered {
            part,
            topic: candidate.topic,
            confidence: why.confidence,
            because: why.because,
            pattern: candidate.pattern.map(|hit| hit.pattern),
            words,
            excluded,
            reason,
            shut,
        }
    }
}

/// Where guards stand that did not hold.
fn closed(marks: Vec<Mark>) -> Vec<u32> {
    let shut = marks.into_iter().filter_map(|mark| match mark {
        Mark::Guard { at, open: false } => Some(at),
        _ => None,
    });
    shut.collect()
}
