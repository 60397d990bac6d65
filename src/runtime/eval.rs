//! Expressions: a small stack machine over values. What is unknown stays unknown; nothing fails.

use core::cmp::Ordering;

use super::context::Known;
use super::value::{Heap, Place, Value};
use crate::machine::Machine;
use crate::machine::code::{OpTag, Reader};
use crate::machine::id::{DepartmentId, FactId, LanguageId, TopicId};
use crate::machine::limits::{FUEL, MAX_STACK};
use crate::machine::tables::{Kind, small};
use crate::text::decimal::Decimal;
use crate::text::{case, fold};

/// What stands in the place of a secret.
const HIDDEN: &str = "•••";

/// What an expression can see.
pub(crate) struct Scope<'m, 'k> {
    pub(crate) machine: &'m Machine,
    pub(crate) known: &'k Known,
    pub(crate) heap: &'k mut Heap,
    /// The language in which texts count.
    pub(crate) language: LanguageId,
    /// Facts that the walk changed, each once.
    pub(crate) changes: Vec<(FactId, Value)>,
    /// Topics that the walk left.
    pub(crate) left: Vec<TopicId>,
    /// Secret facts that a text would have shown on a public channel.
    pub(crate) secrets: Vec<FactId>,
    /// How many steps, pieces and operators may still be run.
    fuel: u32,
    /// How deep the text that is written stands in others.
    pub(crate) depth: usize,
}

impl<'m, 'k> Scope<'m, 'k> {
    pub(crate) fn new(machine: &'m Machine, known: &'k Known, heap: &'k mut Heap) -> Self {
        Self {
            machine,
            known,
            heap,
            language: LanguageId::default(),
            changes: Vec::new(),
            left: Vec::new(),
            secrets: Vec::new(),
            fuel: FUEL,
            depth: 0,
        }
    }

    /// Fuel for one more walk, or for the conditions of one more topic.
    pub(crate) fn refuel(&mut self) {
        self.fuel = FUEL;
    }

    /// Takes fuel for so many steps; says whether there was as much.
    pub(crate) fn spend(&mut self, steps: u32) -> bool {
        let rest = self.fuel.checked_sub(steps);
        self.fuel = rest.unwrap_or(0);
        rest.is_some()
    }

    /// Whether fuel ran out.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.fuel == 0
    }

    /// How often a topic was left so far.
    pub(crate) fn visits(&self, topic: TopicId) -> u32 {
        let left = self.left.iter().filter(|left| **left == topic).count();
        self.known.visits(topic).saturating_add(small(left))
    }

    /// Changes a fact's value: a date takes the day of a moment, a time its time of day.
    pub(crate) fn set(&mut self, id: FactId, value: Value) {
        let kind = self.machine.facts.get(id.usize()).map(|row| row.kind);
        let value = match (value, kind) {
            (Value::Moment { days, .. }, Some(Kind::Date)) => Value::Date(days),
            (Value::Moment { minutes, .. }, Some(Kind::Time)) => Value::Time(minutes),
            _ => value,
        };
        match self.changes.iter_mut().find(|(fact, _)| *fact == id) {
            Some((_, old)) => *old = value,
            None => self.changes.push((id, value)),
        }
    }

    /// The value of a hole in a text. A secret is not written where everybody can read it, whatever hole it stands in.
    pub(crate) fn shown(&mut self, reader: &mut Reader<'_>) -> Value {
        self.heap.read.clear();
        let value = self.expression(reader);
        let value = self.with_cents(value);
        if !self.known.public || !value.is_known() {
            return value;
        }
        let mut hidden = false;
        for at in 0..self.heap.read.len() {
            let Some(&id) = self.heap.read.get(at) else { break };
            let secret = self.machine.facts.get(id.usize()).is_some_and(|fact| fact.secret);
            hidden |= secret;
            if secret && !self.secrets.contains(&id) {
                self.secrets.push(id);
            }
        }
        if hidden { self.heap.add(HIDDEN) } else { value }
    }

    /// An amount of money as people write it: with two places where it has one. What begins with such a fact is an amount.
    #[cfg_attr(tuned, optimize(size))]
    fn with_cents(&mut self, value: Value) -> Value {
        let first = self.heap.read.first().and_then(|id| self.machine.facts.get(id.usize()));
        if !matches!(value, Value::Number(_)) || first.is_none_or(|row| row.kind != Kind::Money) {
            return value;
        }
        let said = self.heap.said(value);
        let has_one = self.heap.get(said).as_bytes().iter().nth_back(1) == Some(&b'.');
        match self.heap.add("0") {
            Value::Text(zero) if has_one => self.heap.joined(said, zero),
            _ => value,
        }
    }

    /// A fact's value as the walk has it.
    pub(crate) fn fact(&self, id: FactId) -> Value {
        match self.changes.iter().find(|(fact, _)| *fact == id) {
            Some((_, value)) => *value,
            None => self.known.facts.get(id.usize()).copied().unwrap_or_default(),
        }
    }

    /// Runs the expression at the reader.
    #[inline(never)]
    pub(crate) fn expression(&mut self, reader: &mut Reader<'_>) -> Value {
        self.heap.stack.clear();
        loop {
            if !self.spend(1) {
                reader.fail();
            }
            let op = reader.op();
            let value = match op {
                OpTag::End => return self.pop(),
                OpTag::Text => self.heap.add(reader.string()),
                OpTag::Number => Value::Number(Decimal::from_millionths(reader.signed())),
                OpTag::Yes => Value::YesNo(true),
                OpTag::No => Value::YesNo(false),
                OpTag::Date => Value::Date(reader.day()),
                OpTag::Time => Value::Time(reader.time()),
                OpTag::List => {
                    let count = usize::try_from(reader.number()).unwrap_or(usize::MAX);
                    self.heap.list_of_last(count)
                }
                OpTag::Fact => {
                    let id = reader.fact();
                    self.heap.read.push(id);
                    self.fact(id)
                }
                OpTag::Now => self.moment(self.known.now),
                OpTag::Channel => {
                    let row =
                        self.known.channel.and_then(|id| self.machine.channels.get(id.usize()));
                    row.map_or(Value::Unknown, |row| self.heap.add(self.machine.string(row.name)))
                }
                OpTag::Language => self.heap.add(self.machine.language_name(self.known.language)),
                OpTag::Open => Value::yes_no(self.is_open(reader.department())),
                OpTag::Opens => {
                    let opens = self.next_opening(reader.department());
                    self.moment(opens)
                }
                OpTag::Visits => Value::number(Decimal::whole(self.visits(reader.topic()).into())),
                OpTag::Not
                | OpTag::Minus
                | OpTag::Known
                | OpTag::Length
                | OpTag::Upper
                | OpTag::Lower
                | OpTag::Trim => {
                    let value = self.pop();
                    self.unary(op, value)
                }
                OpTag::Or
                | OpTag::And
                | OpTag::Equal
                | OpTag::NotEqual
                | OpTag::Less
                | OpTag::LessEqual
                | OpTag::Greater
                | OpTag::GreaterEqual
                | OpTag::Has
                | OpTag::In
                | OpTag::Add
                | OpTag::Subtract
                | OpTag::Multiply
                | OpTag::Divide
                | OpTag::Days => {
                    let right = self.pop();
                    let left = self.pop();
                    self.binary(op, left, right)
                }
            };
            if self.heap.stack.len() == MAX_STACK {
                reader.fail();
            }
            self.heap.stack.push(value);
        }
    }

    fn pop(&mut self) -> Value {
        self.heap.stack.pop().unwrap_or_default()
    }

    /// Whether a department is open now.
    pub(crate) fn is_open(&self, id: DepartmentId) -> Option<bool> {
        let now = self.known.now?;
        Some(self.machine.departments.get(id.usize())?.schedule.is_open(now))
    }

    /// When a department opens next.
    pub(crate) fn next_opening(&self, id: DepartmentId) -> Option<i64> {
        let now = self.known.now?;
        self.machine.departments.get(id.usize())?.schedule.next_opening(now)
    }

    fn moment(&self, ms: Option<i64>) -> Value {
        ms.map_or(Value::Unknown, |ms| {
            let (days, minutes) = self.machine.local(ms);
            Value::Moment { days, minutes }
        })
    }

    /// Today as [`moment`](Self::moment) has it.
    pub(crate) fn today(&self) -> Option<i32> {
        self.known.now.map(|now| self.machine.local(now).0)
    }

    fn unary(&mut self, op: OpTag, value: Value) -> Value {
        match (op, value) {
            (OpTag::Known, value) => Value::YesNo(value.is_known()),
            (_, Value::Unknown) => Value::Unknown,
            (OpTag::Not, value) => Value::YesNo(!value.holds()),
            (OpTag::Minus, Value::Number(n)) => Value::number(n.negate()),
            (OpTag::Length, Value::List(items)) => count(self.heap.items(items).len()),
            (OpTag::Length, Value::Text(text)) => count(self.heap.get(text).chars().count()),
            (OpTag::Upper, Value::Text(text)) => self.heap.add(&case::upper(self.heap.get(text))),
            (OpTag::Lower, Value::Text(text)) => self.heap.add(&case::lower(self.heap.get(text))),
            (OpTag::Trim, Value::Text(text)) => Value::Text(self.heap.trimmed(text)),
            _ => Value::Unknown,
        }
    }

    fn binary(&mut self, op: OpTag, left: Value, right: Value) -> Value {
        match op {
            // Three-valued, as in SQL: what decides the answer need not wait for what is unknown.
            OpTag::Or | OpTag::And => {
                let deciding = op == OpTag::Or;
                let is = |v: Value| matches!(v, Value::YesNo(yes) if yes == deciding);
                if is(left) || is(right) {
                    Value::YesNo(deciding)
                } else if left.is_known() && right.is_known() {
                    Value::YesNo(left.holds() && right.holds())
                } else {
                    Value::Unknown
                }
            }
            OpTag::Equal => Value::yes_no(self.same(left, right)),
            OpTag::NotEqual => Value::yes_no(self.same(left, right).map(|same| !same)),
            OpTag::Less => ordered(left, right, Ordering::is_lt),
            OpTag::LessEqual => ordered(left, right, Ordering::is_le),
            OpTag::Greater => ordered(left, right, Ordering::is_gt),
            OpTag::GreaterEqual => ordered(left, right, Ordering::is_ge),
            OpTag::Has => self.has(left, right),
            OpTag::In => self.has(right, left),
            OpTag::Days => match (day(left), day(right)) {
                (Some(a), Some(b)) => Value::number(Decimal::whole(i64::from(b) - i64::from(a))),
                _ => Value::Unknown,
            },
            _ => match (left, right) {
                (Value::Number(a), Value::Number(b)) => Value::number(match op {
                    OpTag::Add => a.add(b),
                    OpTag::Subtract => a.subtract(b),
                    OpTag::Multiply => a.multiply(b),
                    _ => a.divide(b),
                }),
                // The compiler has seen to it that texts and lists are added, and days added or taken away.
                (Value::Text(a), Value::Text(b)) => self.heap.joined(a, b),
                (Value::List(a), Value::Text(b)) => self.heap.longer(a, b),
                (Value::Date(days), Value::Number(n)) if op == OpTag::Add => shift(days, n.trunc()),
                (Value::Date(days), Value::Number(n)) => shift(days, n.trunc().saturating_neg()),
                _ => Value::Unknown,
            },
        }
    }

    /// Whether two values are the same; a moment is compared with a date by its day, with a time by its clock.
    fn same(&self, left: Value, right: Value) -> Option<bool> {
        match (left, right) {
            (Value::Text(a), Value::Text(b)) => Some(self.same_text(a, b)),
            (Value::YesNo(a), Value::YesNo(b)) => Some(a == b),
            (Value::List(a), Value::List(b)) => {
                let (a, b) = (self.heap.items(a), self.heap.items(b));
                let same = |(a, b): (&Place, &Place)| self.heap.get(*a) == self.heap.get(*b);
                Some(a.len() == b.len() && a.iter().zip(b).all(same))
            }
            _ => order(left, right).map(Ordering::is_eq),
        }
    }

    /// Whether two texts are the same but for case and accents, as matching sees them.
    fn same_text(&self, a: Place, b: Place) -> bool {
        fold::folded(self.heap.get(a)) == fold::folded(self.heap.get(b))
    }

    /// Whether a list has a value, or a text has a part, whatever the case.
    fn has(&mut self, whole: Value, part: Value) -> Value {
        match (whole, part) {
            (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
            (Value::List(items), part) => {
                let part = self.heap.said(part);
                let mut items = self.heap.items(items).iter();
                Value::YesNo(items.any(|item| self.same_text(*item, part)))
            }
            (Value::Text(whole), Value::Text(part)) => {
                let part = fold::folded(self.heap.get(part));
                Value::YesNo(has_part(&fold::folded(self.heap.get(whole)), &part))
            }
            _ => Value::Unknown,
        }
    }
}

/// Gives every fact without a value its first one.
pub(crate) fn defaults(machine: &Machine, known: &mut Known, heap: &mut Heap) {
    for (index, fact) in machine.facts.iter().enumerate() {
        let unknown = known.facts.get(index).is_some_and(|value| !value.is_known());
        let Some(at) = fact.default.filter(|_| unknown) else { continue };
        let value = Scope::new(machine, known, heap).expression(&mut machine.reader(at, 0));
        if let Some(slot) = known.facts.get_mut(index) {
            *slot = value;
        }
    }
}

fn count(n: usize) -> Value {
    Value::number(i64::try_from(n).ok().and_then(Decimal::whole))
}

fn shift(days: i32, by: i64) -> Value {
    i32::try_from(i64::from(days).saturating_add(by)).map_or(Value::Unknown, Value::Date)
}

fn day(value: Value) -> Option<i32> {
    match value {
        Value::Date(days) | Value::Moment { days, .. } => Some(days),
        _ => None,
    }
}

/// Whether a text has a part, by its bytes: the searcher of the standard library is larger than what it saves here.
fn has_part(whole: &str, part: &str) -> bool {
    part.is_empty() || whole.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

fn ordered(left: Value, right: Value, is: fn(Ordering) -> bool) -> Value {
    Value::yes_no(order(left, right).map(is))
}

fn order(left: Value, right: Value) -> Option<Ordering> {
    Some(match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.cmp(&b),
        (Value::Time(a), Value::Time(b) | Value::Moment { minutes: b, .. })
        | (Value::Moment { minutes: a, .. }, Value::Time(b)) => a.cmp(&b),
        (Value::Moment { days: a, minutes: x }, Value::Moment { days: b, minutes: y }) => {
            (a, x).cmp(&(b, y))
        }
        _ => day(left)?.cmp(&day(right)?),
    })
}
