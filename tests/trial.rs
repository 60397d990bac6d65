//! Whatever is done in a conversation, written down as a test it passes.

#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_push_string,
    reason = "a test stops where it fails; clippy.toml says so for test functions only"
)]

#[path = "support/dice.rs"]
mod dice;

use std::fs;
use std::path::Path;

use answertree::compile::{Source, analyse};
use answertree::machine::Machine;
use answertree::runtime::{Context, FactValue, Input, Session, SessionTurn, Start, Suggester};
use answertree::trial::{Record, Trials};
use dice::Dice;

fn sources(names: &[&str]) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let read = |name: &&str| Source {
        name: (*name).to_owned(),
        text: fs::read_to_string(folder.join(name)).unwrap(),
    };
    names.iter().map(read).collect()
}

/// What happens next: anything that fits, and some that does not.
fn next(dice: &mut Dice, turn: &SessionTurn<'_>, messages: &[String], now: i64) -> Input {
    let suggestions = &turn.turn.suggestions;
    let choices = &turn.turn.choices;
    match dice.below(12) {
        0..=2 if !suggestions.is_empty() => {
            Input::Accept { id: dice.pick(suggestions).id.clone(), text: None }
        }
        3..=6 if !choices.is_empty() => Input::Choose(dice.pick(choices).id.clone()),
        7 if !turn.switches.is_empty() => Input::Choose(dice.pick(&turn.switches).id.clone()),
        8 if !turn.facts.is_empty() => {
            let (fact, value) = dice.pick(&turn.facts);
            Input::Set { fact: (*fact).to_owned(), value: FactValue::Text(value.clone()) }
        }
        9 => Input::Tick(now + i64::try_from(dice.below(4)).unwrap() * 150_000),
        10 if turn.number > 0 => Input::Undo(
            turn.number - 1 - u32::try_from(dice.below(2)).unwrap().min(turn.number - 1),
        ),
        _ => Input::Receive(dice.pick(messages).clone()),
    }
}

/// So many random conversations on a script, all written down, and then played.
fn recorded(names: &[&str], channels: &[&str], topics: &[&str], rounds: u64) {
    let mut sources = sources(names);
    let script = analyse(&sources).script.unwrap();
    let trials = Trials::new(&script).unwrap();
    let machine: &Machine = trials.machine();
    let mut messages: Vec<String> =
        script.intents.iter().flat_map(|intent| intent.examples.clone()).collect();
    let others = [
        "AB123456",
        "1234567890",
        "4711",
        "ps4",
        "minecraft",
        "large",
        "0",
        "1",
        "2",
        "back",
        "menu",
        "person",
        "repeat",
        "yes",
        "no",
        r#"she said "hm" \o/ #late {name}"#,
        "zzz qqq",
    ];
    for _ in 0..script.intents.len() {
        messages.extend(others.map(str::to_owned));
    }
    let mut suggester = Suggester::new();
    let mut text = String::new();
    for round in 0..rounds {
        let mut dice = Dice(round);
        let alone = dice.below(3) == 0;
        let start = Start {
            context: Context {
                channel: Some((*dice.pick(channels)).to_owned()),
                now: Some(1_768_392_000_000 + i64::try_from(dice.below(20_000)).unwrap() * 60_000),
                facts: vec![("name".into(), FactValue::Text(r#"Sam "S" \#1"#.into()))],
                ..Context::default()
            },
            topic: (alone || dice.below(4) == 0).then(|| (*dice.pick(topics)).to_owned()),
            alone,
            ..Start::default()
        };
        let (mut session, mut turn) =
            Session::start(machine, &mut suggester, start.clone()).unwrap();
        let mut record = Record::new(machine, &start, &turn);
        for _ in 0..dice.below(14) + 2 {
            let input = next(&mut dice, &turn, &messages, record.now());
            session.set_now(record.now());
            let Ok(after) = session.apply(machine, &mut suggester, input.clone()) else { continue };
            match input {
                Input::Undo(to) => record.undo(to),
                _ => record.add(&turn, &input, &after),
            }
            turn = after;
        }
        text.push_str(&format!("\n{}", record.test()));
    }
    let before = script.tests.len();
    sources[0].text.push_str(&text);
    let found = analyse(&sources);
    let problems: Vec<String> =
        found.problems.iter().map(|p| format!("{} {}", p.code.id(), p.message)).collect();
    assert_eq!(problems, Vec::<String>::new());
    let script = found.script.unwrap();
    let trials = Trials::new(&script).unwrap();
    let mine = script.tests.iter().filter(|test| {
        let start = usize::try_from(test.span.start).unwrap();
        test.span.file == 0 && start > sources[0].text.len() - text.len()
    });
    let mut played = 0;
    for test in mine {
        played += 1;
        if let Some(failure) = trials.play(&mut suggester, test).failure {
            let from = usize::try_from(test.span.start).unwrap();
            let to = usize::try_from(failure.span.end).unwrap();
            panic!("{failure:#?}\ntest {}", &sources[0].text[from..to]);
        }
    }
    assert_eq!(u64::try_from(played).unwrap(), rounds, "of {before} and more");
}

#[test]
fn conversations_on_acme_pass_as_tests() {
    recorded(&["acme.answers"], &["x", "email", "chat"], &["welcome", "late", "exchange"], 400);
}

#[test]
fn conversations_on_games_pass_as_tests() {
    let files = ["main", "accounts", "purchases", "online", "technical", "community"];
    let names: Vec<String> = files.iter().map(|file| format!("games/{file}.answers")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    recorded(&names, &["x", "dm", "chat"], &["welcome", "menu_account", "crash", "refund"], 300);
}

#[test]
fn coverage_counts_how_often_guards_held() {
    let text = "\
fact vip yes/no
== a: A
when a
step [if not vip] Look it up.
> [if vip] Dear.

> Hello.
* [if vip] Back
  > Back.
* On
  > On.
test a guest
  given vip = no
  customer: a
  expect reply
test a member
  given vip = yes
  customer: a
  expect reply
test nobody knows
  customer: a
  expect reply
";
    let found = analyse(&[Source { name: "main.answers".into(), text: text.into() }]);
    let script = found.script.unwrap();
    let trials = Trials::new(&script).unwrap();
    let mut suggester = Suggester::new();
    let played: Vec<_> =
        script.tests.iter().map(|test| trials.play(&mut suggester, test)).collect();
    let coverage = trials.coverage(&mut suggester, &played);
    let guards: Vec<(u32, u32)> =
        coverage.topics[0].guards.iter().map(|guard| (guard.held, guard.not)).collect();
    // The step, the reply and the choice: once in three conversations it is a member.
    assert_eq!(guards, [(1, 2), (1, 2), (1, 2)]);
    assert_eq!(coverage.topics[0].guard_ways().reached, 6);
}
