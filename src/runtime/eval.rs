//! Expressions: a small stack machine over values. What is unknown stays unknown; nothing fails.

use super::context::Known;
use super::value::Value;
use crate::machine::Machine;
use crate::machine::code::{Binary, Op, Reader, Unary};
use crate::machine::cursor::Read;
use crate::machine::id::{DepartmentId, FactId};
use crate::text::decimal::Decimal;
use crate::text::{case, fold};

/// What an expression can see.
pub(crate) struct Scope<'m> {
    pub(crate) machine: &'m Machine,
    pub(crate) known: &'m Known,
    /// Facts that the walk changed, the last change last.
    pub(crate) changes: Vec<(FactId, Value)>,
    /// Facts that were read, where somebody asks.
    pub(crate) read: Vec<FactId>,
}

impl<'m> Scope<'m> {
    pub(crate) fn new(machine: &'m Machine, known: &'m Known) -> Self {
        Self { machine, known, changes: Vec::new(), read: Vec::new() }
    }

    /// A fact's value as the walk has it.
    pub(crate) fn fact(&self, id: FactId) -> &Value {
        match self.changes.iter().rev().find(|(fact, _)| *fact == id) {
            Some((_, value)) => value,
            None => self.known.facts.get(id.usize()).unwrap_or(&Value::Unknown),
        }
    }

    /// Runs the expression at the reader.
    pub(crate) fn expression(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        let mut stack: Vec<Value> = Vec::new();
        loop {
            let value = match reader.op()? {
                Op::End => return Ok(stack.pop().unwrap_or_default()),
                Op::Text(id) => Value::Text(self.machine.string(id).to_owned()),
                Op::Number(n) => Value::Number(n),
                Op::YesNo(b) => Value::YesNo(b),
                Op::Date(days) => Value::Date(days),
                Op::Time(minutes) => Value::Time(minutes),
                Op::List(n) => {
                    let at = stack.len().saturating_sub(usize::try_from(n).unwrap_or(usize::MAX));
                    list(stack.split_off(at))
                }
                Op::Fact(id) => {
                    self.read.push(id);
                    self.fact(id).clone()
                }
                Op::Now => self.known.now.map_or(Value::Unknown, |now| moment(self.machine, now)),
                Op::Channel => {
                    match self.known.channel.and_then(|id| self.machine.channels.get(id.usize())) {
                        Some(row) => Value::Text(self.machine.string(row.name).to_owned()),
                        None => Value::Unknown,
                    }
                }
                Op::Language => match self.machine.languages.get(self.known.language.usize()) {
                    Some(row) => Value::Text(self.machine.string(row.name).to_owned()),
                    None => Value::Unknown,
                },
                Op::Open(id) => {
                    self.known.now.map_or(Value::Unknown, |now| open(self.machine, id, now))
                }
                Op::Opens(id) => {
                    match self.known.now.and_then(|now| opens(self.machine, id, now)) {
                        Some(at) => moment(self.machine, at),
                        None => Value::Unknown,
                    }
                }
                Op::Visits(id) => Decimal::whole(i64::from(self.known.visits(id)))
                    .map_or(Value::Unknown, Value::Number),
                Op::Unary(op) => unary(op, stack.pop().unwrap_or_default()),
                Op::Binary(op) => {
                    let right = stack.pop().unwrap_or_default();
                    let left = stack.pop().unwrap_or_default();
                    binary(op, &left, &right)
                }
            };
            stack.push(value);
        }
    }
}

/// Gives every fact without a value its first one.
pub(crate) fn defaults(machine: &Machine, known: &mut Known) {
    for (index, fact) in machine.facts.iter().enumerate() {
        let unknown = known.facts.get(index).is_some_and(|value| !value.is_known());
        let Some(at) = fact.default.filter(|_| unknown) else { continue };
        let value =
            Scope::new(machine, known).expression(&mut machine.reader(at, 0)).unwrap_or_default();
        if let Some(slot) = known.facts.get_mut(index) {
            *slot = value;
        }
    }
}

/// Whether a department is open at a time.
fn open(machine: &Machine, id: DepartmentId, now: i64) -> Value {
    machine
        .departments
        .get(id.usize())
        .map_or(Value::Unknown, |row| Value::YesNo(row.schedule.is_open(now)))
}

/// When a department opens next.
fn opens(machine: &Machine, id: DepartmentId, now: i64) -> Option<i64> {
    machine.departments.get(id.usize())?.schedule.next_opening(now)
}

/// A moment as the clock of the script's first department shows it; UTC where it has none.
fn moment(machine: &Machine, ms: i64) -> Value {
    let seconds = ms.div_euclid(1000);
    let (days, second) = match machine.departments.first() {
        Some(row) => row.schedule.zone.local(seconds),
        None => {
            let days = i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX);
            (days, i32::try_from(seconds.rem_euclid(86_400)).unwrap_or(0))
        }
    };
    Value::Moment { days, minutes: u16::try_from(second / 60).unwrap_or(0) }
}

/// Today as [`moment`] has it.
pub(crate) fn today(machine: &Machine, known: &Known) -> Option<i32> {
    day(&moment(machine, known.now?))
}

fn list(values: Vec<Value>) -> Value {
    let mut items = Vec::with_capacity(values.len());
    for value in values {
        let mut text = String::new();
        value.write(&mut text);
        items.push(text);
    }
    Value::List(items)
}

fn unary(op: Unary, value: Value) -> Value {
    match (op, value) {
        (Unary::Known, value) => Value::YesNo(value.is_known()),
        (_, Value::Unknown) => Value::Unknown,
        (Unary::Not, value) => Value::YesNo(!value.holds()),
        (Unary::Minus, Value::Number(n)) => n.negate().map_or(Value::Unknown, Value::Number),
        (Unary::Length, Value::List(items)) => count(items.len()),
        (Unary::Length, Value::Text(text)) => count(text.chars().count()),
        (Unary::Upper, Value::Text(text)) => Value::Text(case::upper(&text)),
        (Unary::Lower, Value::Text(text)) => Value::Text(case::lower(&text)),
        (Unary::Trim, Value::Text(text)) => Value::Text(text.trim().to_owned()),
        (Unary::Minus | Unary::Length | Unary::Upper | Unary::Lower | Unary::Trim, _) => {
            Value::Unknown
        }
    }
}

fn count(n: usize) -> Value {
    i64::try_from(n).ok().and_then(Decimal::whole).map_or(Value::Unknown, Value::Number)
}

fn binary(op: Binary, left: &Value, right: &Value) -> Value {
    match op {
        // Three-valued, as in SQL: what decides the answer need not wait for what is unknown.
        Binary::Or => match (left, right) {
            (a, b) if a.holds() || b.holds() => Value::YesNo(true),
            (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
            _ => Value::YesNo(false),
        },
        Binary::And => match (left, right) {
            (Value::YesNo(false), _) | (_, Value::YesNo(false)) => Value::YesNo(false),
            (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
            (a, b) => Value::YesNo(a.holds() && b.holds()),
        },
        Binary::Equal => same(left, right).map_or(Value::Unknown, Value::YesNo),
        Binary::NotEqual => same(left, right).map_or(Value::Unknown, |same| Value::YesNo(!same)),
        Binary::Less => ordered(left, right, core::cmp::Ordering::is_lt),
        Binary::LessEqual => ordered(left, right, core::cmp::Ordering::is_le),
        Binary::Greater => ordered(left, right, core::cmp::Ordering::is_gt),
        Binary::GreaterEqual => ordered(left, right, core::cmp::Ordering::is_ge),
        Binary::Has => has(left, right),
        Binary::In => has(right, left),
        Binary::Add => match (left, right) {
            (Value::Number(a), Value::Number(b)) => a.add(*b).map_or(Value::Unknown, Value::Number),
            (Value::Text(a), Value::Text(b)) => Value::Text(format!("{a}{b}")),
            (Value::List(a), Value::Text(b)) => {
                let mut items = a.clone();
                items.push(b.clone());
                Value::List(items)
            }
            (Value::Date(days), Value::Number(n)) => shift(*days, n.trunc()),
            _ => Value::Unknown,
        },
        Binary::Subtract => match (left, right) {
            (Value::Number(a), Value::Number(b)) => {
                a.subtract(*b).map_or(Value::Unknown, Value::Number)
            }
            (Value::Date(days), Value::Number(n)) => shift(*days, n.trunc().saturating_neg()),
            _ => Value::Unknown,
        },
        Binary::Multiply => arithmetic(left, right, Decimal::multiply),
        Binary::Divide => arithmetic(left, right, Decimal::divide),
        Binary::Days => match (day(left), day(right)) {
            (Some(a), Some(b)) => {
                Decimal::whole(i64::from(b) - i64::from(a)).map_or(Value::Unknown, Value::Number)
            }
            _ => Value::Unknown,
        },
    }
}

fn arithmetic(left: &Value, right: &Value, f: fn(Decimal, Decimal) -> Option<Decimal>) -> Value {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => f(*a, *b).map_or(Value::Unknown, Value::Number),
        _ => Value::Unknown,
    }
}

fn shift(days: i32, by: i64) -> Value {
    i32::try_from(i64::from(days).saturating_add(by)).map_or(Value::Unknown, Value::Date)
}

fn day(value: &Value) -> Option<i32> {
    match value {
        Value::Date(days) | Value::Moment { days, .. } => Some(*days),
        _ => None,
    }
}

/// Whether a text has a part, by its bytes: the searcher of the standard library is larger than what it saves here.
fn has_part(whole: &str, part: &str) -> bool {
    part.is_empty() || whole.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// Whether two texts are the same but for case and accents, as matching sees them.
fn same_text(a: &str, b: &str) -> bool {
    a == b || fold::folded(a) == fold::folded(b)
}

/// Whether two values are the same; a moment is compared with a date by its day, with a time by its clock.
fn same(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(same_text(a, b)),
        (Value::YesNo(a), Value::YesNo(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => Some(a == b),
        _ => order(left, right).map(core::cmp::Ordering::is_eq),
    }
}

fn ordered(left: &Value, right: &Value, f: fn(core::cmp::Ordering) -> bool) -> Value {
    order(left, right).map_or(Value::Unknown, |o| Value::YesNo(f(o)))
}

fn order(left: &Value, right: &Value) -> Option<core::cmp::Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Time(b) | Value::Moment { minutes: b, .. })
        | (Value::Moment { minutes: a, .. }, Value::Time(b)) => Some(a.cmp(b)),
        (Value::Moment { days: a, minutes: x }, Value::Moment { days: b, minutes: y }) => {
            Some((a, x).cmp(&(b, y)))
        }
        _ => Some(day(left)?.cmp(&day(right)?)),
    }
}

/// Whether a list has a value, or a text has a part, whatever the case.
fn has(whole: &Value, part: &Value) -> Value {
    match (whole, part) {
        (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
        (Value::List(items), part) => {
            let mut text = String::new();
            part.write(&mut text);
            Value::YesNo(items.iter().any(|item| same_text(item, &text)))
        }
        (Value::Text(whole), Value::Text(part)) => {
            Value::YesNo(has_part(&fold::folded(whole), &fold::folded(part)))
        }
        _ => Value::Unknown,
    }
}
