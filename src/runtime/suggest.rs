//! Suggestions for one message, without a conversation around it.

use super::context::{Context, ContextError, Known};
use super::eval::Scope;
use super::fill::Finder;
use super::rank::{CONDITION, Candidate, Exclusion, Ranking, UNLIKELY, conditions, strength};
use super::turn::{
    Because, BecauseKind, Confidence, Filled, Length, Range, RuledOut, RuledOutReason, Suggestion,
    SuggestionKind, Turn,
};
use super::value::Heap;
use super::walk::{Reply, Walked, walk};
use crate::machine::Machine;
use crate::machine::id::TopicId;
use crate::machine::tables::{channel, small};
use crate::text::length;
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
    ranking: Ranking,
    options: Tokens,
    heap: Heap,
}

impl Suggester {
    /// A cold one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a message and says how many topics it may mean: what `suggest` does before anything is rendered.
    pub fn read(&mut self, machine: &Machine, message: &str) -> usize {
        self.ranking.read(machine, message);
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
        for (index, fact) in machine.facts.iter().enumerate() {
            let Some(pattern) = &fact.like else { continue };
            let Some((start, end, value)) = pattern.find(message) else { continue };
            if let Some(slot) = known.facts.get_mut(index) {
                *slot = heap.add(&value);
            }
            let span = Range { start: small(start), end: small(end) };
            found.push(Filled { fact: machine.string(fact.name), value, span });
        }
        self.ranking.read_conditions(&mut Scope::new(machine, &known, heap));
        let mut turn = self.walk_candidates(machine, message, &known, heap, context);
        found.append(&mut turn.filled);
        turn.filled = found;
        turn.truncated |= self.ranking.tokens.truncated() || self.ranking.patterns.exhausted;
        Ok(turn)
    }

    fn walk_candidates<'m>(
        &mut self,
        machine: &'m Machine,
        message: &str,
        known: &Known,
        heap: &mut Heap,
        context: &Context,
    ) -> Turn<'m> {
        let limit = context.limit.clamp(1, MOST);
        let mut best = None;
        let (mut suggestions, mut ruled_out) = (Vec::new(), Vec::new());
        let mut truncated = false;
        while let Some(candidate) = self.ranking.next() {
            let unlikely = candidate.confidence < UNLIKELY;
            let full = suggestions.len() >= limit;
            let enough =
                if context.explain { ruled_out.len() >= MOST_RULED_OUT } else { unlikely || full };
            if enough {
                break;
            }
            let topic = candidate.topic;
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
                let mut finder = Finder { machine, message, tokens, options, today };
                let walked = walk(&mut scope, topic, &mut finder);
                truncated |= walked.turn.truncated;
                if walked.is_silent() {
                    RuledOutReason::NoReply
                } else {
                    let turn = self.add(&mut scope, candidate, walked, limit, &mut suggestions);
                    best = best.or(Some(turn));
                    continue;
                }
            };
            if context.explain {
                ruled_out.push(RuledOut {
                    topic: machine.topic_name(topic),
                    confidence: candidate.confidence,
                    reason,
                    detail: self.detail(machine, excluded),
                });
            }
        }
        Turn { suggestions, ruled_out, truncated, ..best.unwrap_or_default() }
    }

    /// Adds what a walk found to say; gives what else it found.
    fn add<'m>(
        &self,
        scope: &mut Scope<'m, '_>,
        candidate: Candidate,
        walked: Walked<'m>,
        limit: usize,
        suggestions: &mut Vec<Suggestion<'m>>,
    ) -> Turn<'m> {
        let machine = scope.machine;
        let Walked { mut replies, mut turn } = walked;
        let topic = machine.topic_name(candidate.topic);
        // What was said before something is missing can be sent; else the question is what to send.
        let ask = replies.is_empty() && turn.asks.iter().any(|ask| !ask.question.is_empty());
        if ask {
            replies.push(question(topic, &turn));
        }
        let row = machine.topics.rows.get(candidate.topic.usize());
        let department = row.and_then(|row| machine.departments.get(row.department?.usize()));
        turn.topic = Some(topic);
        turn.department = department.map(|row| machine.string(row.name));
        turn.prefer = preferred(scope, candidate.topic);
        let because = self.because(machine, candidate);
        for reply in replies {
            if suggestions.len() >= limit {
                break;
            }
            let length = length_on(machine, scope.known, &reply);
            // What can be sent before what cannot; otherwise the order stands.
            let mut place = suggestions.len();
            if length.fits() {
                place = suggestions.iter().position(|s| !s.length.fits()).unwrap_or(place);
            }
            let suggestion = Suggestion {
                id: reply.id,
                topic,
                title: row.map_or("", |row| machine.string(row.title)),
                department: turn.department,
                kind: if ask { SuggestionKind::Ask } else { SuggestionKind::Reply },
                text: reply.text,
                also: reply.also,
                confidence: candidate.confidence,
                because: because.clone(),
                length,
                language: machine.language_name(reply.language),
                secrets: reply.secrets.iter().map(|id| machine.fact_name(*id)).collect(),
            };
            suggestions.insert(place, suggestion);
        }
        turn
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
            // What counts is each word that speaks for the intent, wherever it stands.
            let (mut counted, mut text) = (Vec::new(), String::new());
            let tokens = self.ranking.tokens.iter().zip(&self.ranking.words);
            for (at, (token, word)) in (0_u32..).zip(tokens) {
                let Some(word) = word else { continue };
                let postings = machine.postings.get(word.index());
                if postings.binary_search_by_key(&likely.intent, |p| p.intent()).is_ok() {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(token.text);
                    counted.push(at);
                }
            }
            let spans = self.spans(&counted);
            let intent = Some(machine.string(name));
            add(BecauseKind::Example, text, intent, spans, likely.confidence);
        }
        if candidate.condition {
            add(BecauseKind::Condition, String::new(), None, Vec::new(), CONDITION);
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
    fn spans(&self, words: &[u32]) -> Vec<Range> {
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

/// The questions for what is needed, as one message.
fn question(topic: &str, turn: &Turn<'_>) -> Reply {
    let mut reply = Reply { id: topic.to_owned(), ..Reply::default() };
    reply.id.push_str("/ask");
    for ask in &turn.asks {
        reply.id.push('-');
        reply.id.push_str(ask.fact);
        if !reply.text.is_empty() && !ask.question.is_empty() {
            reply.text.push(' ');
        }
        reply.text.push_str(&ask.question);
    }
    reply
}

/// The longest of a reply's messages, as the channel counts.
fn length_on(machine: &Machine, known: &Known, reply: &Reply) -> Length {
    let row = known.channel.and_then(|id| machine.channels.get(id.usize()));
    let weighted = row.is_some_and(|row| row.flags & channel::WEIGHTED != 0);
    let mut longest = 0;
    for text in core::iter::once(&reply.text).chain(&reply.also) {
        let count = if weighted { length::weighted(text) } else { length::characters(text) };
        longest = longest.max(count);
    }
    Length { count: longest, limit: row.and_then(|row| row.limit) }
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
