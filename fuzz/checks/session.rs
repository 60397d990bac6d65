//! Any operations on a conversation with one of the repository's own scripts: nothing panics, every turn is JSON, what is refused
//! changes nothing, and saving, restoring, going back and doing it all again give the same.
//!
//! The input is one choice a byte, then operations with 0xff between them: a byte for what is done, and its text.

use std::sync::Arc;

use answertree::json;
use answertree::runtime::{Context, FactValue, Input, Session, SessionTurn, Start, Suggester};

#[path = "scripts.rs"]
mod scripts;

/// Messages that lead somewhere; others come from the input.
const MESSAGES: [&str; 14] = [
    "where's my parcel??",
    "AB123456",
    "sorry, it's CD654321",
    "refund please",
    "0",
    "1",
    "2",
    "agent",
    "go back",
    "menu",
    "repeat",
    "large",
    "wrong address and I want my money back",
    "",
];

const FACTS: [&str; 7] = ["name", "order_id", "days_late", "refunds", "vip", "size", "none"];

const DEPARTMENTS: [&str; 3] = ["support", "billing", "none"];

const TOPICS: [&str; 4] = ["late", "welcome", "refund", "none"];

/// A conversation longer than this says nothing new and takes long.
const MOST_OPERATIONS: usize = 40;

fn pick(from: &[&str], at: u8) -> Option<String> {
    from.get(usize::from(at)).map(|name| (*name).to_owned())
}

/// The entry at a place, counted round; the text where there is none.
fn nth(list: &[Arc<str>], at: usize, text: &str) -> Arc<str> {
    list.get(at % list.len().max(1)).cloned().unwrap_or_else(|| text.into())
}

/// What an operation of the input is, where the last turn was this.
fn input(piece: &[u8], turn: &SessionTurn<'_>, now: &mut i64) -> Input {
    let [what, which, text @ ..] = piece else { return Input::Undo(0) };
    let text = String::from_utf8_lossy(text).into_owned();
    let at = usize::from(*which);
    match what % 10 {
        0 => Input::Receive(text),
        1 => Input::Receive(pick(&MESSAGES, *which).unwrap_or(text)),
        2 | 3 => {
            let ids: Vec<Arc<str>> = turn.turn.choices.iter().map(|c| c.id.clone()).collect();
            Input::Choose(nth(&ids, at, &text))
        }
        4 => {
            let ids: Vec<Arc<str>> = turn.switches.iter().map(|s| s.id.clone()).collect();
            Input::Choose(nth(&ids, at, &text))
        }
        5 => {
            let ids: Vec<Arc<str>> = turn.turn.suggestions.iter().map(|s| s.id.clone()).collect();
            let id = nth(&ids, at, &text);
            Input::Accept { id, text: (at > 127).then_some(text) }
        }
        6 => {
            let value = match at / 16 % 4 {
                0 => FactValue::Text(text),
                1 => FactValue::Number(
                    answertree::text::decimal::Decimal::parse(&text).unwrap_or_default(),
                ),
                2 => FactValue::YesNo(text.is_empty()),
                _ => FactValue::List(text.split(',').map(str::to_owned).collect()),
            };
            Input::Set { fact: pick(&FACTS, which % 8).unwrap_or_default(), value }
        }
        7 => {
            *now = now.saturating_add(i64::from(*which) * 60_000);
            Input::Tick(*now)
        }
        8 => {
            let department = pick(&DEPARTMENTS, which % 4).unwrap_or_default();
            Input::Handoff { department, why: text }
        }
        _ => Input::Undo(u32::from(*which) % 16),
    }
}

/// Panics where the input shows a fault.
pub(crate) fn check(bytes: &[u8]) {
    let [which, flags, channel, clock, rest @ ..] = bytes else { return };
    let all = scripts::machines();
    let Some(machine) = all.get(usize::from(*which) % all.len()) else { return };
    let mut now = 1_764_000_000_000 + i64::from(*clock) * 3_600_000;
    let start = Start {
        context: Context {
            channel: pick(&["x", "facebook", "email", "chat"], channel % 8),
            language: pick(&["en", "fr"], channel / 8 % 4),
            now: (flags & 1 != 0).then_some(now),
            ..Context::default()
        },
        topic: pick(&TOPICS, flags / 16 % 8),
        alone: flags & 2 != 0,
        keep: usize::from(flags & 4),
        texts: flags & 8 != 0,
        ..Start::default()
    };
    let mut suggester = Suggester::new();
    let Ok((mut session, turn)) = Session::start(machine, &mut suggester, start.clone()) else {
        return;
    };
    let first = json::session(&turn, "");
    let mut turn = turn;
    let mut done: Vec<(Input, String)> = Vec::new();
    // What is saved after each turn that can be gone back to.
    let mut saved = vec![session.save(machine)];
    for piece in rest.split(|byte| *byte == 0xff).take(MOST_OPERATIONS) {
        let input = input(piece, &turn, &mut now);
        let before = session.save(machine);
        let answer = match session.apply(machine, &mut suggester, input.clone()) {
            Ok(answer) => answer,
            Err(error) => {
                assert!(error.code().starts_with("AC"), "{error}");
                assert_eq!(
                    session.save(machine),
                    before,
                    "{input:?} was refused and changed something"
                );
                continue;
            }
        };
        let message = if let Input::Receive(message) = &input { message.as_str() } else { "" };
        let text = json::session(&answer, message);
        if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
            panic!("{error}: {text}");
        }
        let number = usize::try_from(answer.number).unwrap_or(usize::MAX);
        let bytes = session.save(machine);
        if let Input::Undo(_) = input {
            assert_eq!(saved.get(number), Some(&bytes), "going back to {number}");
        }
        saved.truncate(number);
        saved.push(bytes.clone());
        // What was saved is the conversation.
        let (again, shown) = match Session::restore(machine, &mut suggester, &bytes) {
            Ok(again) => again,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(again.save(machine), bytes);
        assert!(shown.lost.is_empty(), "{:?}", shown.lost);
        assert_eq!(shown.number, answer.number);
        assert_eq!(shown.crumbs, answer.crumbs);
        assert_eq!(shown.facts, answer.facts);
        assert_eq!((shown.open, shown.alone), (answer.open, answer.alone));
        done.push((input, text));
        turn = answer;
    }
    let events: Vec<String> = session.events().iter().map(json::event).collect();
    for event in &events {
        assert!(serde_json::from_str::<serde_json::Value>(event).is_ok(), "{event}");
    }
    // Doing it all again gives the same, whoever did something else meanwhile.
    let (mut again, turn) = match Session::start(machine, &mut suggester, start) {
        Ok(begun) => begun,
        Err(error) => panic!("{error}"),
    };
    assert_eq!(json::session(&turn, ""), first);
    for (input, expected) in done {
        let message =
            if let Input::Receive(message) = &input { message.clone() } else { String::new() };
        match again.apply(machine, &mut suggester, input) {
            Ok(turn) => assert_eq!(json::session(&turn, &message), expected),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(again.save(machine), session.save(machine));
    assert_eq!(again.events().iter().map(json::event).collect::<Vec<_>>(), events);
}
