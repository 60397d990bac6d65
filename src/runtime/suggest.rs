//! Suggestions for one message, without a conversation around it.

use super::context::{Context, ContextError, Known};
use super::eval::Scope;
use super::fill::{Finder, patterned};
use super::rank::{Candidate, Exclusion, Ranking, by_condition, conditions, likely_from, strength};
use super::split;
use super::stack::Stack;
use super::talk::Talk;
use super::tree::Frame;
use super::turn::{
    Because, BecauseKind, Confidence, Filled, Range, RuledOut, RuledOutReason, Suggestion,
    SuggestionKind, Turn,
};
use super::value::Heap;
use super::walk::{Reply, Until, Walked, walk};
use crate::machine::Machine;
use crate::machine::id::{FactId, TopicId};
use crate::text::tokenize::Tokens;

/// The most suggestions a turn has, whatever the context asks for.
const MOST: usize = 20;

/// The most topics that an explained turn names as ruled out.
const MOST_RULED_OUT: usize = 20;

/// Suggests replies; keeps what it needs between messages, so that reading one allocates nothing once it is warm.
///
/// One suggester serves one machine best; used with another it starts afresh.
///
/// ```
/// # use answertree::machine::{Machine, MachineError};
/// use answertree::runtime::{Context, Suggester};
/// # fn run(bytes: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
/// let machine = Machine::load(bytes)?;
/// let turn = Suggester::new().suggest(&machine, "where's my parcel??", &Context::default())?;
/// for suggestion in &turn.suggestions {
///     println!("{}: {}", suggestion.topic, suggestion.text);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Suggester {
    pub(super) ranking: Ranking,
    pub(super) options: Tokens,
    pub(super) heap: Heap,
}

impl Suggester {
    /// A cold one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a message and says how many topics it may mean: what `suggest` does before anything is rendered.
    pub fn read(&mut self, machine: &Machine, message: &str) -> usize {
        self.ranking.read(machine, message);
        self.ranking.part(machine);
        self.ranking.candidates.len()
    }

    /// Replies and the next steps for a message.
    ///
    /// # Errors
    /// Where the context names a channel that the script does not have, or a fact's value is of another kind.
    pub fn suggest<'m>(
        &mut self,
        machine: &'m Machine,
        message: &str,
        context: &Context,
    ) -> Result<Turn<'m>, ContextError> {
        let mut heap = core::mem::take(&mut self.heap);
        heap.clear();
        let turn = self.suggest_with(&mut heap, machine, message, context);
        self.heap = heap;
        turn
    }

    fn suggest_with<'m>(
        &mut self,
        heap: &mut Heap,
        machine: &'m Machine,
        message: &str,
        context: &Context,
    ) -> Result<Turn<'m>, ContextError> {
        let mut known = Known::new(machine, context, heap)?;
        self.ranking.read(machine, message);
        let mut found = Vec::new();
        for (id, value, span) in patterned(machine, message, &self.ranking.tokens) {
            if let Some(slot) = known.facts.get_mut(id.usize()) {
                *slot = heap.add(&value);
            }
            found.push(Filled { fact: machine.fact_name(id), value, span });
        }
        self.ranking.read_conditions(&mut Scope::new(machine, &known, heap));
        let asked = Asked {
            message,
            limit: limit(context.limit),
            explain: context.explain,
            answering: &[],
            used: false,
            walked: &[],
            only: None,
            topics: false,
        };
        let mut candidates = self.find(machine, &known, heap, &asked);
        let mut suggestions = Suggestions { list: Vec::new(), limit: asked.limit };
        let unanswered = candidates.found.is_empty();
        let mut best = None;
        let mut scope = Scope::new(machine, &known, heap);
        for found in candidates.found {
            let why = self.why(machine, found.candidate);
            let topic = found.candidate.topic;
            let Walked { replies, mut turn, .. } = found.walked;
            Self::add(&mut scope, topic, &why, replies, &mut turn, &mut suggestions);
            best = best.or(Some(turn));
        }
        candidates.truncated |= self.is_cut();
        let mut turn = best.unwrap_or_default();
        if unanswered {
            let talk = Talk::of(machine, message, &self.ranking.tokens);
            (turn.small_talk, turn.other_language) = (talk.small, talk.language);
        }
        found.append(&mut turn.filled);
        let Candidates { ruled_out, truncated, .. } = candidates;
        Ok(Turn { suggestions: suggestions.list, filled: found, ruled_out, truncated, ..turn })
    }

    /// Walks the trees of the topics that the message may mean, best first, as far as somebody wants to see them.
    pub(super) fn find<'m>(
        &mut self,
        machine: &'m Machine,
        known: &Known,
        heap: &mut Heap,
        asked: &Asked<'_>,
    ) -> Candidates<'m> {
        self.ranking.part(machine);
        let threshold = likely_from(machine);
        let mut out = Candidates::default();
        let mut offered = 0;
        while let Some(candidate) = self.ranking.next() {
            let unlikely = candidate.confidence < threshold;
            let full = offered >= asked.limit;
            let ruled_out = out.ruled_out.len();
            let enough = if asked.explain { ruled_out >= MOST_RULED_OUT } else { unlikely || full };
            if enough {
                break;
            }
            let topic = candidate.topic;
            if asked.walked.contains(&topic) || asked.only.is_some_and(|o| !o.contains(&topic)) {
                continue;
            }
            let mut scope = Scope::new(machine, known, heap);
            let mut excluded = candidate.excluded;
            if excluded.is_none() && conditions(topic, &mut scope).1 {
                excluded = Some(Exclusion::Condition);
            }
            let reason = if excluded.is_some() {
                RuledOutReason::Excluded
            } else if unlikely {
                RuledOutReason::Unlikely
            } else if full {
                RuledOutReason::Limit
            } else {
                let tokens = &self.ranking.tokens;
                let today = scope.today();
                let options = &mut self.options;
                let message = asked.message;
                let answering = asked.answering;
                let used = asked.used;
                let mut finder =
                    Finder { machine, message, tokens, options, today, answering, used };
                let walked = walk(
                    &mut scope,
                    Stack::of(Frame::top(machine, topic)),
                    &mut finder,
                    Until::Decided,
                );
                out.truncated |= walked.turn.truncated;
                if walked.is_silent() {
                    RuledOutReason::NoReply
                } else {
                    offered += if asked.topics { 1 } else { walked.replies.len().max(1) };
                    out.found.push(Found { candidate, walked });
                    continue;
                }
            };
            if asked.explain {
                out.ruled_out.push(RuledOut {
                    topic: machine.topic_name(topic),
                    confidence: candidate.confidence,
                    reason,
                    detail: self.detail(machine, excluded),
                });
            }
        }
        out
    }

    /// Adds what a walk found to say, and whose it is.
    pub(super) fn add<'m>(
        scope: &mut Scope<'m, '_>,
        topic: TopicId,
        why: &Why<'m>,
        mut replies: Vec<Reply<'m>>,
        turn: &mut Turn<'m>,
        suggestions: &mut Suggestions<'m>,
    ) {
        let machine = scope.machine;
        let name = machine.topic_name(topic);
        // What was said before something is missing can be sent; else the question is what to send.
        let ask = replies.is_empty() && turn.asks.iter().any(|ask| !ask.question.is_empty());
        if ask {
            replies.push(question(name, turn));
        }
        let owner = machine.owner(topic);
        let department = owner.and_then(|id| machine.departments.get(id.usize()));
        turn.topic = Some(name);
        turn.department = department.map(|row| machine.string(row.name));
        turn.prefer = preferred(scope, topic);
        for reply in replies {
            let list = &mut suggestions.list;
            if list.len() >= suggestions.limit {
                break;
            }
            // Two topics may lead to one reply: it is offered once.
            if list.iter().any(|suggestion| suggestion.id == reply.id) {
                continue;
            }
            let (text, also, length) = split::fitted(machine, scope.known, reply.text, reply.also);
            // What can be sent before what cannot; otherwise the order stands.
            let mut place = list.len();
            if length.fits() {
                place = list.iter().position(|s| !s.length.fits()).unwrap_or(place);
            }
            let suggestion = Suggestion {
                id: reply.id,
                topic: name,
                title: machine.topic_title(topic),
                department: turn.department,
                kind: if ask { SuggestionKind::Ask } else { SuggestionKind::Reply },
                text,
                also,
                confidence: why.confidence,
                because: why.because.clone(),
                length,
                language: machine.language_name(reply.language),
                secrets: reply.secrets.iter().map(|id| machine.fact_name(*id)).collect(),
            };
            list.insert(place, suggestion);
        }
    }

    /// Whether the message was longer than is read, or matching ran out of fuel.
    pub(super) fn is_cut(&self) -> bool {
        self.ranking.tokens.truncated() || self.ranking.patterns.exhausted
    }

    /// How sure a message makes of a topic, and why.
    pub(super) fn why<'m>(&self, machine: &'m Machine, candidate: Candidate) -> Why<'m> {
        let because = self.because(machine, candidate);
        Why { confidence: candidate.confidence, because }
    }

    #[cfg_attr(tuned, optimize(speed))]
    fn because<'m>(&self, machine: &'m Machine, candidate: Candidate) -> Vec<Because<'m>> {
        let mut because = Vec::new();
        let mut add = |kind, text, intent, spans, confidence| {
            because.push(Because { kind, text, intent, spans, confidence });
        };
        if let Some(hit) = candidate.pattern
            && let Some(row) = machine.patterns.get(hit.pattern.usize())
        {
            let (words, text) = self.ranking.patterns.explain(machine, hit);
            let spans = self.spans(&words);
            add(BecauseKind::Pattern, text, None, spans, strength(*row));
        }
        if let Some(likely) = candidate.likely
            && likely.confidence > Confidence::default()
            && let Some(&name) = machine.intents.get(likely.intent.usize())
        {
            // What counts is each word that raised the score most, wherever it stands.
            let (mut counted, mut text) = (Vec::new(), String::new());
            let says = self.ranking.telling(machine, &candidate);
            for (at, (token, _)) in
                (0_u32..).zip(self.ranking.tokens.iter().zip(says)).filter(|(_, (_, n))| *n > 0)
            {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(token.text);
                counted.push(at);
            }
            let spans = self.spans(&counted);
            let intent = Some(machine.string(name));
            add(BecauseKind::Example, text, intent, spans, likely.confidence);
        }
        if candidate.condition {
            add(BecauseKind::Condition, String::new(), None, Vec::new(), by_condition(machine));
        }
        because
    }

    fn detail(&self, machine: &Machine, excluded: Option<Exclusion>) -> String {
        match excluded {
            Some(Exclusion::Pattern(hit)) => self.ranking.patterns.explain(machine, hit).1,
            Some(Exclusion::Intent(id)) => {
                machine.intents.get(id.usize()).map_or("", |id| machine.string(*id)).to_owned()
            }
            Some(Exclusion::Condition) | None => String::new(),
        }
    }

    /// Places of words in the message, in order, none twice.
    pub(super) fn spans(&self, words: &[u32]) -> Vec<Range> {
        let mut spans: Vec<Range> = Vec::new();
        for &word in words {
            let Some(token) = self.ranking.tokens.get(word as usize) else { continue };
            let span = Range { start: token.start, end: token.end };
            // Two tokens of one word, such as `is` and `not` of `isn't`, have one place.
            if spans.last() != Some(&span) {
                spans.push(span);
            }
        }
        spans
    }
}

/// As many suggestions as a turn may have.
pub(super) fn limit(asked: usize) -> usize {
    asked.clamp(1, MOST)
}

/// What is looked for in a message.
pub(super) struct Asked<'a> {
    pub(super) message: &'a str,
    pub(super) limit: usize,
    pub(super) explain: bool,
    /// Facts that were asked for before, and whether one got its value.
    pub(super) answering: &'a [FactId],
    pub(super) used: bool,
    /// Topics that the conversation is in: they are not offered anew.
    pub(super) walked: &'a [TopicId],
    /// Topics that were found before, and no others are looked for.
    pub(super) only: Option<&'a [TopicId]>,
    /// The limit is one of topics, whatever each of them offers.
    pub(super) topics: bool,
}

/// A topic that the message may mean and that has something to say.
pub(super) struct Found<'m> {
    pub(super) candidate: Candidate,
    pub(super) walked: Walked<'m>,
}

/// Topics that the message may mean, best first.
#[derive(Default)]
pub(super) struct Candidates<'m> {
    pub(super) found: Vec<Found<'m>>,
    pub(super) ruled_out: Vec<RuledOut<'m>>,
    pub(super) truncated: bool,
}

/// Suggestions while they are gathered.
pub(super) struct Suggestions<'m> {
    pub(super) list: Vec<Suggestion<'m>>,
    pub(super) limit: usize,
}

/// How sure a suggestion is, and why.
#[derive(Default)]
pub(super) struct Why<'m> {
    pub(super) confidence: Confidence,
    pub(super) because: Vec<Because<'m>>,
}

/// The questions for what is needed, as one message.
pub(super) fn question<'m>(topic: &str, turn: &Turn<'_>) -> Reply<'m> {
    let (mut id, mut text) = (topic.to_owned(), String::new());
    id.push_str("/ask");
    for ask in &turn.asks {
        id.push('-');
        id.push_str(ask.fact);
        if !text.is_empty() && !ask.question.is_empty() {
            text.push(' ');
        }
        text.push_str(&ask.question);
    }
    Reply { id: id.into(), text: text.into(), ..Reply::default() }
}

/// The first rule that offers another channel for this topic.
fn preferred<'m>(scope: &mut Scope<'m, '_>, topic: TopicId) -> Option<&'m str> {
    let machine = scope.machine;
    // Rules are about what was known when the message came, not about what the walk changed.
    scope.changes.clear();
    let rule = machine.prefers.iter().find(|rule| {
        let meant = rule.topics.is_empty() || rule.topics.contains(&topic);
        meant
            && scope.known.channel != Some(rule.channel)
            && rule.condition.is_none_or(|at| scope.expression(&mut machine.reader(at, 0)).holds())
    })?;
    machine.channels.get(rule.channel.usize()).map(|row| machine.string(row.name))
}
