//! Suggestions for one message, without a conversation around it.

use super::context::{Context, ContextError, Known};
use super::eval::Scope;
use super::rank::{Candidate, Exclusion, Ranking, UNLIKELY, conditions};
use super::turn::{
    Because, BecauseKind, Confidence, Filled, Length, Range, RuledOut, RuledOutReason, Suggestion,
    SuggestionKind, Turn,
};
use super::value::Value;
use super::walk::{Reply, Source, Walked, walk};
use crate::machine::Machine;
use crate::machine::id::{FactId, LanguageId, TopicId};
use crate::machine::tables::{Kind, channel};
use crate::text::tokenize::Tokens;
use crate::text::{find, length};

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
    pub fn suggest(
        &mut self,
        machine: &Machine,
        message: &str,
        context: &Context,
    ) -> Result<Turn, ContextError> {
        let mut known = Known::new(machine, context)?;
        self.ranking.read(machine, message);
        let mut finder = Finder {
            machine,
            message,
            tokens: &self.ranking.tokens,
            options: &mut self.options,
            known: &known,
        };
        let filled = finder.patterns();
        for (fact, value, _) in &filled {
            if let Some(slot) = known.facts.get_mut(fact.usize()) {
                *slot = value.clone();
            }
        }
        self.ranking.read_conditions(machine, &known);
        let mut turn = Turn {
            filled: filled
                .iter()
                .map(|(fact, value, span)| filled_fact(machine, *fact, value, *span))
                .collect(),
            truncated: self.ranking.tokens.truncated() || self.ranking.patterns.exhausted,
            ..Turn::default()
        };
        self.walk_candidates(machine, message, &known, context, &mut turn);
        Ok(turn)
    }

    fn walk_candidates(
        &mut self,
        machine: &Machine,
        message: &str,
        known: &Known,
        context: &Context,
        turn: &mut Turn,
    ) {
        let limit = context.limit.clamp(1, MOST);
        let mut best = false;
        while let Some(candidate) = self.ranking.next() {
            if context.explain && turn.ruled_out.len() >= MOST_RULED_OUT {
                break;
            }
            if !context.explain
                && (candidate.confidence < UNLIKELY || turn.suggestions.len() >= limit)
            {
                break;
            }
            let mut scope = Scope::new(machine, known);
            let excluded = candidate.excluded.or_else(|| {
                let out =
                    conditions(machine, candidate.topic, &mut scope).is_ok_and(|(_, out)| out);
                out.then_some(Exclusion::Condition)
            });
            let reason = if excluded.is_some() {
                RuledOutReason::Excluded
            } else if candidate.confidence < UNLIKELY {
                RuledOutReason::Unlikely
            } else if turn.suggestions.len() >= limit {
                RuledOutReason::Limit
            } else {
                let tokens = &self.ranking.tokens;
                let mut finder =
                    Finder { machine, message, tokens, options: &mut self.options, known };
                let walked = walk(&mut scope, candidate.topic, &mut finder);
                if is_silent(&walked) {
                    RuledOutReason::NoReply
                } else {
                    self.add(machine, known, candidate, walked, limit, &mut best, turn);
                    continue;
                }
            };
            if context.explain {
                turn.ruled_out.push(RuledOut {
                    topic: topic_name(machine, candidate.topic),
                    confidence: candidate.confidence,
                    reason,
                    detail: detail(machine, excluded),
                });
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what a walk found goes to the turn in one step")]
    fn add(
        &self,
        machine: &Machine,
        known: &Known,
        candidate: Candidate,
        walked: Walked,
        limit: usize,
        best: &mut bool,
        turn: &mut Turn,
    ) {
        let because = self.because(machine, candidate);
        let replies = if walked.asks.is_empty() || !walked.replies.is_empty() {
            walked.replies
        } else {
            let questions: Vec<&str> =
                walked.asks.iter().map(|ask| ask.question.as_str()).collect();
            let facts: Vec<&str> = walked.asks.iter().map(|ask| ask.fact.as_str()).collect();
            vec![Reply {
                id: format!("{}/ask-{}", topic_name(machine, candidate.topic), facts.join("-")),
                text: questions.join(" "),
                also: Vec::new(),
                language: LanguageId::default(),
                secrets: Vec::new(),
            }]
        };
        let kind = if walked.asks.is_empty() { SuggestionKind::Reply } else { SuggestionKind::Ask };
        let row = machine.topics.rows.get(candidate.topic.usize());
        let title = row.map_or_else(String::new, |row| machine.string(row.title).to_owned());
        let department = department_of(machine, candidate.topic);
        for reply in replies {
            if turn.suggestions.len() >= limit {
                break;
            }
            let length = length_on(machine, known, &reply);
            // What can be sent before what cannot; otherwise the order stands.
            let place = if length.fits() {
                turn.suggestions
                    .iter()
                    .position(|s| !s.length.fits())
                    .unwrap_or(turn.suggestions.len())
            } else {
                turn.suggestions.len()
            };
            let suggestion = Suggestion {
                length,
                id: reply.id,
                topic: topic_name(machine, candidate.topic),
                title: title.clone(),
                department: department.clone(),
                kind,
                text: reply.text,
                also: reply.also,
                confidence: candidate.confidence,
                because: because.clone(),
                language: machine
                    .languages
                    .get(reply.language.usize())
                    .map_or_else(String::new, |row| machine.string(row.name).to_owned()),
                secrets: reply.secrets.iter().map(|id| fact_name(machine, *id)).collect(),
            };
            turn.suggestions.insert(place, suggestion);
        }
        if !*best {
            *best = true;
            turn.asks = walked.asks;
            turn.filled.extend(walked.filled);
            turn.choices = walked.choices;
            turn.steps = walked.steps;
            turn.notes = walked.notes;
            turn.actions = walked.actions;
            turn.handoff = walked.handoff;
            turn.ended = walked.ended;
            turn.truncated |= walked.exhausted;
            turn.topic = Some(topic_name(machine, candidate.topic));
            turn.department = department;
            turn.prefer = preferred(machine, known, candidate.topic);
        }
    }

    fn because(&self, machine: &Machine, candidate: Candidate) -> Vec<Because> {
        let mut because = Vec::new();
        if let Some(hit) = candidate.pattern
            && let Some(row) = machine.patterns.get(hit.pattern.usize())
        {
            because.push(Because {
                kind: BecauseKind::Pattern,
                text: machine.string(row.source).to_owned(),
                intent: None,
                spans: self.spans(self.ranking.patterns.words(hit).into_iter()),
                confidence: Confidence::thousandths(u32::from(row.strength) * 4),
            });
        }
        if let Some(likely) = candidate.likely
            && likely.confidence > Confidence::default()
            && let Some(&name) = machine.intents.get(likely.intent.usize())
        {
            // What counts is each word that speaks for the intent, wherever it stands.
            let speaks = |text: &str| {
                let word = machine.word(text);
                word.is_some_and(|w| machine.postings.get(w.index()).iter().any(|p| p.intent() == likely.intent))
            };
            let counted: Vec<u32> = (0_u32..)
                .zip(self.ranking.tokens.iter())
                .filter(|(_, token)| speaks(token.text))
                .map(|(at, _)| at)
                .collect();
            let mut text = String::new();
            for token in counted.iter().filter_map(|at| self.ranking.tokens.get(*at as usize)) {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(token.text);
            }
            because.push(Because {
                kind: BecauseKind::Example,
                text,
                intent: Some(machine.string(name).to_owned()),
                spans: self.spans(counted.into_iter()),
                confidence: likely.confidence,
            });
        }
        if candidate.condition {
            because.push(Because {
                kind: BecauseKind::Condition,
                text: String::new(),
                intent: None,
                spans: Vec::new(),
                confidence: Confidence::of(500),
            });
        }
        because
    }

    /// Places of words in the message, in order, none twice.
    fn spans(&self, words: impl Iterator<Item = u32>) -> Vec<Range> {
        let mut spans: Vec<Range> = Vec::new();
        for token in words.filter_map(|at| self.ranking.tokens.get(at as usize)) {
            let span = Range { start: token.start, end: token.end };
            // Two tokens of one word, such as `is` and `not` of `isn't`, have one place.
            if spans.last() != Some(&span) {
                spans.push(span);
            }
        }
        spans
    }
}

/// Whether a walk says nothing to anybody.
fn is_silent(walked: &Walked) -> bool {
    walked.replies.is_empty()
        && walked.asks.is_empty()
        && walked.choices.is_empty()
        && walked.steps.is_empty()
        && walked.handoff.is_none()
        && walked.ended.is_none()
}

fn topic_name(machine: &Machine, topic: TopicId) -> String {
    machine
        .topics
        .rows
        .get(topic.usize())
        .map_or_else(String::new, |row| machine.string(row.name).to_owned())
}

fn fact_name(machine: &Machine, fact: FactId) -> String {
    machine
        .facts
        .get(fact.usize())
        .map_or_else(String::new, |row| machine.string(row.name).to_owned())
}

fn department_of(machine: &Machine, topic: TopicId) -> Option<String> {
    let id = machine.topics.rows.get(topic.usize())?.department?;
    machine.departments.get(id.usize()).map(|row| machine.string(row.name).to_owned())
}

fn detail(machine: &Machine, excluded: Option<Exclusion>) -> String {
    match excluded {
        Some(Exclusion::Pattern(id)) => machine
            .patterns
            .get(id.usize())
            .map_or_else(String::new, |row| machine.string(row.source).to_owned()),
        Some(Exclusion::Intent(id)) => machine
            .intents
            .get(id.usize())
            .map_or_else(String::new, |name| machine.string(*name).to_owned()),
        Some(Exclusion::Condition) | None => String::new(),
    }
}

/// The longest of a reply's messages, as the channel counts.
fn length_on(machine: &Machine, known: &Known, reply: &Reply) -> Length {
    let row = known.channel.and_then(|id| machine.channels.get(id.usize()));
    let weighted = row.is_some_and(|row| row.flags & channel::WEIGHTED != 0);
    let count =
        |text: &str| if weighted { length::weighted(text) } else { length::characters(text) };
    let longest = reply.also.iter().map(|text| count(text)).fold(count(&reply.text), u32::max);
    Length { count: longest, limit: row.and_then(|row| row.limit) }
}

/// The first rule that offers another channel for this topic.
fn preferred(machine: &Machine, known: &Known, topic: TopicId) -> Option<String> {
    let rule = machine.prefers.iter().find(|rule| {
        let meant = rule.topics.is_empty() || rule.topics.contains(&topic);
        let elsewhere = known.channel != Some(rule.channel);
        let holds = rule.condition.is_none_or(|at| {
            let mut scope = Scope::new(machine, known);
            scope.expression(&mut machine.reader(at, 0)).is_ok_and(|value| value.holds())
        });
        meant && elsewhere && holds
    })?;
    let row = machine.channels.get(rule.channel.usize())?;
    Some(machine.string(row.name).to_owned())
}

fn filled_fact(machine: &Machine, fact: FactId, value: &Value, span: Range) -> Filled {
    let mut text = String::new();
    value.write(&mut text);
    Filled { fact: fact_name(machine, fact), value: text, span }
}

/// Finds values for facts in a message.
struct Finder<'a> {
    machine: &'a Machine,
    message: &'a str,
    tokens: &'a Tokens,
    options: &'a mut Tokens,
    known: &'a Known,
}

impl Finder<'_> {
    /// Every fact whose pattern the message has.
    fn patterns(&mut self) -> Vec<(FactId, Value, Range)> {
        let mut found = Vec::new();
        for (index, fact) in self.machine.facts.iter().enumerate() {
            let Some(dfa) = &fact.like else { continue };
            if let Some((start, end, text)) = dfa.find(self.message) {
                found.push((FactId::at(index), Value::Text(text), range(start, end)));
            }
        }
        found
    }

    /// The option of a fact whose words stand in the message first.
    fn option(&mut self, id: FactId) -> Option<(Value, Range)> {
        let fact = self.machine.facts.get(id.usize())?;
        let mut best: Option<(usize, Value, Range)> = None;
        for option in &fact.options {
            let option = self.machine.string(*option);
            self.options.read(option);
            let size = self.options.len();
            if size == 0 {
                continue;
            }
            let fits = |at: &usize| {
                (0..size).all(|i| {
                    let (a, b) = (self.tokens.get(at + i), self.options.get(i));
                    a.zip(b).is_some_and(|(a, b)| a.text == b.text)
                })
            };
            let Some(at) = (0..self.tokens.len()).find(fits) else { continue };
            if best.as_ref().is_none_or(|(first, ..)| at < *first)
                && let (Some(first), Some(last)) =
                    (self.tokens.get(at), self.tokens.get(at + size - 1))
            {
                let span = Range { start: first.start, end: last.end };
                best = Some((at, Value::Text(option.to_owned()), span));
            }
        }
        best.map(|(_, value, span)| (value, span))
    }
}

fn range(start: usize, end: usize) -> Range {
    Range {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    }
}

impl Source for Finder<'_> {
    fn find(&mut self, id: FactId) -> Option<(Value, Range)> {
        let fact = self.machine.facts.get(id.usize())?;
        // A pattern was looked for before the walk began.
        if fact.like.is_some() {
            return None;
        }
        match fact.kind {
            Kind::Number => {
                let found = find::first_number(self.message, self.tokens)?;
                Some((Value::Number(found.value), Range { start: found.start, end: found.end }))
            }
            Kind::Date => {
                let today = super::eval::today(self.machine, self.known);
                let found = find::first_date(self.message, self.tokens, today)?;
                Some((Value::Date(found.value), Range { start: found.start, end: found.end }))
            }
            Kind::Time => {
                let found = find::first_time(self.message, self.tokens)?;
                Some((Value::Time(found.value), Range { start: found.start, end: found.end }))
            }
            Kind::OneOf => self.option(id),
            // A whole message is not an answer to a question that was not asked yet.
            Kind::Text | Kind::YesNo | Kind::List => None,
        }
    }
}
