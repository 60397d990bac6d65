//! Finding values for facts in a message.

use super::turn::Range;
use super::value::{Heap, Value};
use crate::machine::Machine;
use crate::machine::dfa::Dfa;
use crate::machine::id::{FactId, StringId};
use crate::machine::tables::{FactRow, Kind, NEAR, small};
use crate::text::find;
use crate::text::near::is_near;
use crate::text::tokenize::Tokens;

/// Where values for facts are found.
pub(crate) struct Finder<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) message: &'a str,
    pub(crate) tokens: &'a Tokens,
    /// Room for an option's words.
    pub(crate) options: &'a mut Tokens,
    /// The day on which the message was written.
    pub(crate) today: Option<i32>,
    /// Facts that were asked for before the message came: a whole message may be the answer.
    pub(crate) answering: &'a [FactId],
    /// Whether the message gave a fact its value.
    pub(crate) used: bool,
}

impl<'a> Finder<'a> {
    /// Finds nothing: no message came.
    pub(crate) fn without_message(
        machine: &'a Machine,
        tokens: &'a Tokens,
        options: &'a mut Tokens,
    ) -> Self {
        Self { machine, message: "", tokens, options, today: None, answering: &[], used: true }
    }

    /// A value for a fact that is needed and not known.
    pub(crate) fn find(&mut self, id: FactId, heap: &mut Heap) -> Option<(Value, Range)> {
        let fact = self.machine.facts.get(id.usize())?;
        // A pattern was looked for before the walk began.
        if fact.like.is_some() {
            return None;
        }
        match fact.kind {
            Kind::Number => {
                find::first_number(self.message, self.tokens).map(|f| found(f, Value::Number))
            }
            Kind::Date => find::first_date(self.message, self.tokens, self.today)
                .map(|f| found(f, Value::Date)),
            Kind::Time => {
                find::first_time(self.message, self.tokens).map(|f| found(f, Value::Time))
            }
            Kind::OneOf => self
                .meant(fact)
                .into_iter()
                .next()
                .map(|(option, range)| (heap.add(self.machine.string(option)), range)),
            Kind::SomeOf => {
                let meant = self.meant(fact);
                let (first, last) = (meant.first()?.1, meant.last()?.1);
                let texts = meant.into_iter().map(|(option, _)| self.machine.string(option));
                let values: Vec<Value> = texts.map(|text| heap.add(text)).collect();
                Some((heap.list(&values), Range { start: first.start, end: last.end }))
            }
            // Neither is an answer to a question that was not asked yet.
            Kind::YesNo if self.answering.contains(&id) => {
                find::first_yes_no(self.tokens).map(|f| found(f, Value::YesNo))
            }
            Kind::Money => {
                find::first_money(self.message, self.tokens, self.answering.contains(&id))
                    .map(|f| found(f, Value::Number))
            }
            Kind::Email | Kind::Phone | Kind::Link => {
                let (message, tokens) = (self.message, self.tokens);
                let found = match fact.kind {
                    Kind::Email => find::first_email(message, tokens),
                    Kind::Link => find::first_link(message, tokens),
                    _ => find::first_phone(message, tokens, self.answering.contains(&id)),
                };
                found.map(|f| (heap.add(f.value), Range { start: f.start, end: f.end }))
            }
            Kind::Text | Kind::YesNo | Kind::List => None,
        }
        .inspect(|_| self.used = true)
    }

    /// The whole message as the answer for the first of some facts that takes any text and was asked for, if nothing else
    /// was found in the message.
    pub(crate) fn whole(
        &mut self,
        missing: &[FactId],
        heap: &mut Heap,
    ) -> Option<(FactId, (Value, Range))> {
        let text = self.message.trim();
        if self.used || text.is_empty() {
            return None;
        }
        let kind_of = |id: FactId| self.machine.facts.get(id.usize());
        let takes = |id: &&FactId| {
            self.answering.contains(id)
                && kind_of(**id).is_some_and(|fact| {
                    fact.like.is_none() && matches!(fact.kind, Kind::Text | Kind::List)
                })
        };
        let id = *missing.iter().find(takes)?;
        let value = heap.add(text);
        let list = kind_of(id).is_some_and(|fact| fact.kind == Kind::List);
        let value = if list { heap.list(&[value]) } else { value };
        self.used = true;
        let before = self.message.len() - self.message.trim_start().len();
        let span = Range { start: small(before), end: small(before + text.len()) };
        Some((id, (value, span)))
    }

    /// The options of a fact that the message means, each once, in the order written.
    fn meant(&mut self, fact: &FactRow) -> Vec<(StringId, Range)> {
        // By token the option whose words begin there, of several the one of most words: how many, whether as written, which.
        let mut begins: Vec<(usize, bool, StringId)> = Vec::new();
        for (at, &option) in fact.options.iter().enumerate() {
            let more = fact.synonyms.get(at).map_or(&[][..], Vec::as_slice);
            for &text in core::iter::once(&option).chain(more) {
                let written = self.machine.string(text);
                let near = text != option && written.contains(NEAR);
                self.options.read(written);
                let size = self.options.len();
                for at in 0..self.tokens.len() {
                    let mut exact = true;
                    let fits = (0..size).all(|i| {
                        let Some((a, b)) = self.tokens.get(at + i).zip(self.options.get(i)) else {
                            return false;
                        };
                        let same = a.text == b.text;
                        exact &= same;
                        let typo = near && self.machine.word(a.text).is_none();
                        same || typo && is_near(a.text, b.text)
                    });
                    if !fits || size == 0 {
                        continue;
                    }
                    begins.resize(self.tokens.len(), (0, false, option));
                    let longest = begins.get_mut(at);
                    if let Some(longest) = longest.filter(|l| (l.0, l.1) < (size, exact)) {
                        *longest = (size, exact, option);
                    }
                }
            }
        }
        let mut out: Vec<(StringId, Range)> = Vec::new();
        let begins_at = |at: usize| {
            let &(size, _, value) = begins.get(at).filter(|(size, ..)| *size > 0)?;
            let (first, last) = (self.tokens.get(at)?, self.tokens.get(at + size - 1)?);
            Some((find::Found { value, start: first.start, end: last.end }, at + size))
        };
        find::meant(self.message, self.tokens, begins_at, |found, corrects| {
            if corrects {
                out.clear();
            }
            if !out.iter().any(|(option, _)| *option == found.value) {
                out.push((found.value, Range { start: found.start, end: found.end }));
            }
        });
        out
    }
}

fn found<T>(found: find::Found<T>, value: fn(T) -> Value) -> (Value, Range) {
    (value(found.value), Range { start: found.start, end: found.end })
}

/// Values in a message that have the pattern of a fact.
pub(crate) fn patterned<'a>(
    machine: &'a Machine,
    message: &'a str,
    tokens: &'a Tokens,
) -> impl Iterator<Item = (FactId, String, Range)> + 'a {
    machine.facts.iter().enumerate().filter_map(move |(at, fact)| {
        let (value, span) = like(fact.like.as_ref()?, message, tokens)?;
        Some((FactId::at(at), value, span))
    })
}

/// The value in a message that has a pattern, of several the one that is meant.
fn like(pattern: &Dfa, message: &str, tokens: &Tokens) -> Option<(String, Range)> {
    let from = |at: usize| {
        let (start, end, value) = pattern.find(message.get(at..)?)?;
        Some(find::Found { value, start: small(at + start), end: small(at + end) })
    };
    let mut next = Some(from(0)?);
    let found = find::first(message, tokens, |at| {
        let token = tokens.get(at)?;
        let found = next.take_if(|found| found.start < token.end)?;
        next = from(found.end as usize);
        let mut behind = at + 1;
        while tokens.get(behind).is_some_and(|token| token.start < found.end) {
            behind += 1;
        }
        Some((found, behind))
    });
    // Signs alone are in no token, and neither is what is behind the last that is read.
    let find::Found { value, start, end } = found.or(next)?;
    Some((value, Range { start, end }))
}
