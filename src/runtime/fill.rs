//! Finding values for facts in a message.

use super::turn::Range;
use super::value::{Heap, Value};
use crate::machine::Machine;
use crate::machine::dfa::Dfa;
use crate::machine::id::{FactId, StringId};
use crate::machine::tables::{FactRow, Kind, NEAR, small};
use crate::text::find::{self, Told, Values, What};
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
    #[cfg_attr(tuned, optimize(size))]
    pub(crate) fn find(&mut self, id: FactId, heap: &mut Heap) -> Option<(Value, Range)> {
        let fact = self.machine.facts.get(id.usize())?;
        // A pattern was looked for before the walk began.
        if fact.like.is_some() {
            return None;
        }
        let asked = self.answering.contains(&id);
        let what = match fact.kind {
            Kind::Number => What::Number,
            Kind::Date => What::Date,
            Kind::Time => What::Time,
            Kind::Money => What::Money,
            Kind::Email => What::Email,
            Kind::Phone => What::Phone,
            Kind::Link => What::Link,
            Kind::OneOf | Kind::SomeOf => {
                let meant = self.meant(fact);
                let (first, last) = (meant.first()?.1, meant.last()?.1);
                let mut values =
                    meant.iter().map(|(option, _)| heap.add(self.machine.string(*option)));
                let found = if fact.kind == Kind::OneOf {
                    (values.next()?, first)
                } else {
                    let values: Vec<Value> = values.collect();
                    (heap.list(&values), Range { start: first.start, end: last.end })
                };
                self.used = true;
                return Some(found);
            }
            // Neither is an answer to a question that was not asked yet.
            Kind::YesNo if asked => {
                let found = find::first_yes_no(self.tokens)?;
                self.used = true;
                let span = Range { start: found.start, end: found.end };
                return Some((Value::YesNo(found.value), span));
            }
            Kind::Text | Kind::YesNo | Kind::List => return None,
        };
        let found = find::value(what, self.message, self.tokens, self.today, asked)?;
        let span = Range { start: found.start, end: found.end };
        let value = match found.value {
            Told::Number(n) => Value::Number(n),
            Told::Date(days) => Value::Date(days),
            Told::Time(minutes) => Value::Time(minutes),
            Told::Text => {
                let typed = found.start as usize..found.end as usize;
                heap.add(self.message.get(typed).unwrap_or(""))
            }
        };
        self.used = true;
        Some((value, span))
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
    #[cfg_attr(tuned, optimize(size))]
    fn meant(&mut self, fact: &FactRow) -> Vec<(StringId, Range)> {
        // By token the option whose words begin there, of several the one of most words: how many, whether as written, which.
        let mut begins: Vec<(usize, bool, StringId)> = Vec::new();
        for (at, &option) in fact.options.iter().enumerate() {
            let more = fact.synonyms.get(at).map_or(&[][..], Vec::as_slice);
            for &text in core::iter::once(&option).chain(more) {
                let written = self.machine.string(text);
                let near = text != option && written.bytes().any(|b| b == NEAR);
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
        let mut options = Options { begins, tokens: self.tokens, found: None, meant: Vec::new() };
        find::meant(self.message, self.tokens, &mut options);
        options.meant
    }
}

/// Options in a message, while they are gathered.
struct Options<'t> {
    begins: Vec<(usize, bool, StringId)>,
    tokens: &'t Tokens,
    found: Option<(StringId, Range)>,
    meant: Vec<(StringId, Range)>,
}

impl Values for Options<'_> {
    fn find(&mut self, at: usize) -> Option<usize> {
        let &(size, _, option) = self.begins.get(at).filter(|(size, ..)| *size > 0)?;
        let (first, last) = (self.tokens.get(at)?, self.tokens.get(at + size - 1)?);
        self.found = Some((option, Range { start: first.start, end: last.end }));
        Some(at + size)
    }

    fn take(&mut self, corrects: bool) {
        if corrects {
            self.meant.clear();
        }
        if let Some(found) = self.found
            && !self.meant.iter().any(|(option, _)| *option == found.0)
        {
            self.meant.push(found);
        }
    }
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
#[cfg_attr(tuned, optimize(size))]
fn like(pattern: &Dfa, message: &str, tokens: &Tokens) -> Option<(String, Range)> {
    let mut likes = Likes { pattern, message, tokens, next: None, found: None, best: None };
    likes.look_from(0);
    likes.next.as_ref()?;
    find::meant(message, tokens, &mut likes);
    // Signs alone are in no token, and neither is what is behind the last that is read.
    likes.best.or(likes.next)
}

/// Values that have a pattern, while the one that is meant is looked for.
struct Likes<'t> {
    pattern: &'t Dfa,
    message: &'t str,
    tokens: &'t Tokens,
    next: Option<(String, Range)>,
    found: Option<(String, Range)>,
    best: Option<(String, Range)>,
}

impl Likes<'_> {
    /// Looks for the next value from a byte on.
    #[cfg_attr(tuned, optimize(size))]
    fn look_from(&mut self, at: usize) {
        let found = self.message.get(at..).and_then(|rest| self.pattern.find(rest));
        self.next = found.map(|(start, end, value)| {
            (value, Range { start: small(at + start), end: small(at + end) })
        });
    }
}

impl Values for Likes<'_> {
    fn find(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let found = self.next.take_if(|(_, span)| span.start < token.end)?;
        let end = found.1.end;
        self.found = Some(found);
        self.look_from(end as usize);
        let mut behind = at + 1;
        while self.tokens.get(behind).is_some_and(|token| token.start < end) {
            behind += 1;
        }
        Some(behind)
    }

    fn take(&mut self, corrects: bool) {
        if corrects || self.best.is_none() {
            self.best = self.found.take();
        }
    }
}
