//! Finding values for facts in a message.

use super::turn::Range;
use super::value::{Heap, Value};
use crate::machine::Machine;
use crate::machine::id::FactId;
use crate::machine::tables::{FactRow, Kind};
use crate::text::find;
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
}

impl Finder<'_> {
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
            Kind::OneOf => {
                let (option, range) = self.option(fact)?;
                Some((heap.add(option), range))
            }
            // A whole message is not an answer to a question that was not asked yet.
            Kind::Text | Kind::YesNo | Kind::List => None,
        }
    }

    /// The option of a fact whose words stand in the message first.
    fn option(&mut self, fact: &FactRow) -> Option<(&str, Range)> {
        let (mut best, mut before) = (None, self.tokens.len());
        for &option in &fact.options {
            let option = self.machine.string(option);
            self.options.read(option);
            let size = self.options.len();
            let fits = |at: &usize| {
                (0..size).all(|i| {
                    let (a, b) = (self.tokens.get(at + i), self.options.get(i));
                    a.zip(b).is_some_and(|(a, b)| a.text == b.text)
                })
            };
            let Some(at) = (0..before).find(fits) else { continue };
            if let (Some(first), Some(last)) =
                (self.tokens.get(at), self.tokens.get((at + size).wrapping_sub(1)))
                && size > 0
            {
                before = at;
                best = Some((option, Range { start: first.start, end: last.end }));
            }
        }
        best
    }
}

fn found<T>(found: find::Found<T>, value: fn(T) -> Value) -> (Value, Range) {
    (value(found.value), Range { start: found.start, end: found.end })
}
