//! Conversations as text: a script, then what a host does and what each turn shows.
//!
//! ```text
//! == late: Late delivery
//! when late
//! > Sorry about the wait, {name}!
//! ---
//! start channel=x name=Sam
//! > it is late
//! accept late/1
//! choose Something else
//! set name = Kim
//! tick 5m
//! handoff support they asked for it
//! undo 1
//! restore
//! ```

use answertree::check::script::Script;
use answertree::problem::Severity;

use super::view::View;
use super::{Given, Operation, Start};

/// What is given at the start: `channel=x language=fr now=0 seed=1 topic=late alone`, and facts.
pub(crate) fn read_start(line: &str) -> Option<Start> {
    let mut start = Start::default();
    for part in line.strip_prefix("start")?.split_whitespace() {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match name {
            "channel" => start.channel = Some(value.to_owned()),
            "language" => start.language = Some(value.to_owned()),
            "now" => start.now = Some(value.parse().ok()?),
            "seed" => start.seed = value.parse().ok()?,
            "topic" => start.topic = Some(value.to_owned()),
            "alone" => start.alone = true,
            _ => start.facts.push((name.to_owned(), Given::Text(value.to_owned()))),
        }
    }
    Some(start)
}

/// An operation; `choose` takes the label of a choice of the last turn as well.
pub(crate) fn read_operation(line: &str, last: &View, now: Option<i64>) -> Option<Operation> {
    if let Some(message) = line.strip_prefix('>') {
        return Some(Operation::Receive(message.trim().replace('⏎', "\n")));
    }
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    Some(match word {
        "accept" => Operation::Accept(rest.to_owned()),
        "choose" => {
            let named = last.choices.iter().find(|(_, _, label)| label == rest);
            Operation::Choose(named.map_or(rest, |(id, _, _)| id).to_owned())
        }
        "set" => {
            let (fact, value) = rest.split_once('=')?;
            Operation::Set(fact.trim().to_owned(), Given::Text(value.trim().to_owned()))
        }
        "tick" => {
            let (number, unit) = rest.split_at(rest.len().checked_sub(1)?);
            let minutes: i64 = number.parse().ok()?;
            let unit = match unit {
                "m" => 60_000,
                "h" => 3_600_000,
                _ => return None,
            };
            Operation::Tick(now.unwrap_or(0) + minutes * unit)
        }
        "handoff" => {
            let (department, why) = rest.split_once(' ').unwrap_or((rest, ""));
            Operation::Handoff(department.to_owned(), why.to_owned())
        }
        "undo" => Operation::Undo(rest.parse().ok()?),
        "restore" => Operation::Restore,
        _ => return None,
    })
}

/// A script that compiles.
pub(crate) fn script_of(text: &str) -> Result<Script, String> {
    let found = crate::support::checked(text);
    let errors = found.problems.iter().filter(|p| p.severity() == Severity::Error);
    let problems: Vec<String> = errors.map(|p| format!("{}: {:?}", p.message, p.span)).collect();
    found.script.ok_or_else(|| problems.join("\n"))
}

/// How an operation is written.
pub(crate) fn write_operation(operation: &Operation) -> String {
    let given = |given: &Given| match given {
        Given::Text(text) => text.clone(),
        Given::Number(n) => n.to_string(),
        Given::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Given::List(items) => items.join(", "),
    };
    match operation {
        Operation::Receive(message) => format!("> {}", message.replace('\n', "⏎")),
        Operation::Accept(id) => format!("accept {id}"),
        Operation::Choose(id) => format!("choose {id}"),
        Operation::Set(fact, value) => format!("set {fact} = {}", given(value)),
        Operation::Tick(now) => format!("tick to {now}"),
        Operation::Handoff(department, why) => format!("handoff {department} {why}"),
        Operation::Undo(turn) => format!("undo {turn}"),
        Operation::Restore => "restore".to_owned(),
    }
}
