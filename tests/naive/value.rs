//! Values and expressions, evaluated by walking the checked tree. `None` is what nobody knows.

use std::cmp::Ordering;

use answertree::check::script::{Expr, FactKind, Script};
use answertree::syntax::tree::BinaryOp;
use answertree::text::decimal::Decimal;

use super::Given;
use super::mind::Mind;

/// A value that is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(Decimal),
    YesNo(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Minutes after midnight.
    Time(u16),
    /// A day and the minutes after its midnight.
    Moment(i32, u16),
    List(Vec<String>),
}

impl Value {
    /// As people read it.
    pub(crate) fn show(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(n) => n.to_string(),
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Date(days) => show_date(*days),
            Self::Time(minutes) => show_time(*minutes),
            Self::Moment(days, minutes) => format!("{} {}", show_date(*days), show_time(*minutes)),
            Self::List(items) => items.join(", "),
        }
    }
}

fn show_time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_year(year: i32) -> i32 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in_month(year: i32, month: usize) -> i32 {
    match month {
        2 => 28 + i32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Counts years, then months, then days.
fn show_date(days: i32) -> String {
    let (mut year, mut rest) = (1970, days);
    while rest < 0 {
        year -= 1;
        rest += days_in_year(year);
    }
    while rest >= days_in_year(year) {
        rest -= days_in_year(year);
        year += 1;
    }
    let mut month = 1;
    while rest >= days_in_month(year, month) {
        rest -= days_in_month(year, month);
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", rest + 1)
}

/// `2026-12-24` as days since 1970-01-01.
pub(crate) fn read_date(text: &str) -> Option<i32> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month): (i32, usize) = (year.parse().ok()?, month.parse().ok()?);
    let day: i32 = day.parse().ok()?;
    if !(1..=12).contains(&month) || !(1..=days_in_month(year, month)).contains(&day) {
        return None;
    }
    let years: i32 = (1970..year).map(days_in_year).sum();
    let months: i32 = (1..month).map(|month| days_in_month(year, month)).sum();
    Some(years + months + day - 1)
}

/// `08:30` as minutes after midnight.
pub(crate) fn read_time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// What a host gave, as a value of a fact's kind.
pub(crate) fn read(kind: &FactKind, given: &Given) -> Option<Value> {
    Some(match (kind, given) {
        (FactKind::Text, Given::Text(text)) => Value::Text(text.clone()),
        (FactKind::Text, Given::Number(n)) => Value::Text(n.to_string()),
        (FactKind::Number, Given::Number(n)) => Value::Number(Decimal::whole(*n)?),
        (FactKind::Number, Given::Text(text)) => Value::Number(Decimal::parse(text)?),
        (FactKind::YesNo, Given::YesNo(yes)) => Value::YesNo(*yes),
        (FactKind::YesNo, Given::Text(text)) if text == "yes" => Value::YesNo(true),
        (FactKind::YesNo, Given::Text(text)) if text == "no" => Value::YesNo(false),
        (FactKind::Date, Given::Text(text)) => Value::Date(read_date(text)?),
        (FactKind::Time, Given::Text(text)) => Value::Time(read_time(text)?),
        (FactKind::OneOf(options), Given::Text(text)) if options.contains(text) => {
            Value::Text(text.clone())
        }
        (FactKind::List, Given::Text(text)) => Value::List(vec![text.clone()]),
        (FactKind::List, Given::List(items)) => Value::List(items.clone()),
        _ => return None,
    })
}

/// Whether a condition holds: only `yes` does.
pub(crate) fn holds(script: &Script, mind: &Mind, expr: &Expr) -> bool {
    eval(script, mind, expr) == Some(Value::YesNo(true))
}

/// The value of an expression.
pub(crate) fn eval(script: &Script, mind: &Mind, expr: &Expr) -> Option<Value> {
    let of = |expr: &Expr| eval(script, mind, expr);
    Some(match expr {
        Expr::Text(text) => Value::Text(text.clone()),
        Expr::Number(n) => Value::Number(*n),
        Expr::YesNo(yes) => Value::YesNo(*yes),
        Expr::Date(days) => Value::Date(*days),
        Expr::Time(minutes) => Value::Time(*minutes),
        Expr::List(items) => Value::List(
            items.iter().map(|item| of(item).map_or(String::new(), |v| v.show())).collect(),
        ),
        Expr::Fact(id) => return mind.facts.get(&(id.index() as usize)).cloned(),
        Expr::Now => {
            let (days, minutes) = mind.local(script)?;
            Value::Moment(days, minutes)
        }
        Expr::Channel => Value::Text(script.channels[mind.channel?].name.clone()),
        Expr::Language => Value::Text(script.languages[mind.language].name.clone()),
        Expr::Not(inner) => match of(inner)? {
            Value::YesNo(yes) => Value::YesNo(!yes),
            _ => return None,
        },
        Expr::Minus(inner) => match of(inner)? {
            Value::Number(n) => Value::Number(n.negate()?),
            _ => return None,
        },
        Expr::Binary(op, left, right) => return binary(*op, of(left), of(right)),
        Expr::Known(inner) => Value::YesNo(of(inner).is_some()),
        Expr::Open(id) => {
            Value::YesNo(script.departments[id.index() as usize].schedule.is_open(mind.now?))
        }
        Expr::Opens(id) => {
            let opens = script.departments[id.index() as usize].schedule.next_opening(mind.now?)?;
            let (days, minutes) = Mind { now: Some(opens), ..mind.clone() }.local(script)?;
            Value::Moment(days, minutes)
        }
        Expr::Visits(id) => Value::Number(Decimal::whole(mind.visits(id.index() as usize).into())?),
        Expr::Length(inner) => {
            let length = match of(inner)? {
                Value::Text(text) => text.chars().count(),
                Value::List(items) => items.len(),
                _ => return None,
            };
            Value::Number(Decimal::whole(i64::try_from(length).ok()?)?)
        }
        Expr::Upper(inner) => Value::Text(text_of(of(inner)?)?.to_uppercase()),
        Expr::Lower(inner) => Value::Text(text_of(of(inner)?)?.to_lowercase()),
        Expr::Trim(inner) => Value::Text(text_of(of(inner)?)?.trim().to_owned()),
        Expr::Days(a, b) => {
            let days = i64::from(day_of(&of(b)?)?) - i64::from(day_of(&of(a)?)?);
            Value::Number(Decimal::whole(days)?)
        }
    })
}

fn text_of(value: Value) -> Option<String> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

fn day_of(value: &Value) -> Option<i32> {
    match value {
        Value::Date(days) | Value::Moment(days, _) => Some(*days),
        _ => None,
    }
}

/// Texts are compared whatever the case.
fn same_text(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn binary(op: BinaryOp, left: Option<Value>, right: Option<Value>) -> Option<Value> {
    use BinaryOp as Op;
    // What decides the answer need not wait for what is unknown.
    if let Op::Or | Op::And = op {
        let deciding = Some(Value::YesNo(op == Op::Or));
        if left == deciding || right == deciding {
            return deciding;
        }
        return (left.is_some() && right.is_some()).then_some(Value::YesNo(op == Op::And));
    }
    let (left, right) = (left?, right?);
    let ordering = |is: fn(Ordering) -> bool| order(&left, &right).map(is).map(Value::YesNo);
    match op {
        Op::Or | Op::And => None,
        Op::Equal => same(&left, &right).map(Value::YesNo),
        Op::NotEqual => same(&left, &right).map(|same| Value::YesNo(!same)),
        Op::Less => ordering(Ordering::is_lt),
        Op::LessEqual => ordering(Ordering::is_le),
        Op::Greater => ordering(Ordering::is_gt),
        Op::GreaterEqual => ordering(Ordering::is_ge),
        Op::Has => has(&left, &right),
        Op::In => has(&right, &left),
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide => calculate(op, left, right),
    }
}

fn calculate(op: BinaryOp, left: Value, right: Value) -> Option<Value> {
    let adds = op == BinaryOp::Add;
    Some(match (left, right) {
        (Value::Number(a), Value::Number(b)) => Value::Number(match op {
            BinaryOp::Add => a.add(b)?,
            BinaryOp::Subtract => a.subtract(b)?,
            BinaryOp::Multiply => a.multiply(b)?,
            _ => a.divide(b)?,
        }),
        (Value::Text(a), Value::Text(b)) if adds => Value::Text(a + &b),
        (Value::List(a), Value::Text(b)) if adds => Value::List([a, vec![b]].concat()),
        (Value::Date(days), Value::Number(n)) => {
            let by = i32::try_from(n.trunc()).ok()?;
            Value::Date(if adds { days.checked_add(by)? } else { days.checked_sub(by)? })
        }
        _ => return None,
    })
}

fn same(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(same_text(a, b)),
        (Value::YesNo(a), Value::YesNo(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => Some(a == b),
        _ => order(left, right).map(Ordering::is_eq),
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    Some(match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Time(a) | Value::Moment(_, a), Value::Time(b))
        | (Value::Time(a), Value::Moment(_, b)) => a.cmp(b),
        (Value::Moment(a, x), Value::Moment(b, y)) => (a, x).cmp(&(b, y)),
        _ => day_of(left)?.cmp(&day_of(right)?),
    })
}

fn has(whole: &Value, part: &Value) -> Option<Value> {
    Some(Value::YesNo(match (whole, part) {
        (Value::List(items), part) => items.iter().any(|item| same_text(item, &part.show())),
        (Value::Text(whole), Value::Text(part)) => {
            whole.to_lowercase().contains(&part.to_lowercase())
        }
        _ => return None,
    }))
}
