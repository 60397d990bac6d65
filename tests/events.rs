//! Events of random conversations: they are as `docs/events.md` and `docs/events.schema.json` say, and what they tell can be done again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_push_string,
    reason = "a test stops where it fails; clippy.toml says so for test functions only"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use answertree::compile::{Source, compile};
use answertree::json;
use answertree::machine::Machine;
use answertree::replay::{compare, compare_two, conversations, play};
use answertree::runtime::{
    Context, Event, FactValue, Input, Session, SessionTurn, Start, Suggester,
};
use serde_json::Value;

/// Wednesday, 14 January 2026, 12:00 UTC.
const NOON: i64 = 1_768_392_000_000;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn machine(text: &str) -> Machine {
    let compiled = compile(&[Source { name: "main.answers".into(), text: text.into() }]);
    let problems = compiled.problems;
    Machine::load(compiled.machine.unwrap_or_else(|| panic!("{problems:?}")).bytes).unwrap()
}

/// A script, and what its customers write.
struct World {
    name: &'static str,
    machine: Machine,
    channels: &'static [&'static str],
    topics: &'static [&'static str],
    departments: &'static [&'static str],
    facts: &'static [(&'static str, &'static str)],
    words: &'static [&'static str],
}

/// What the examples have not: lists, hours that shut choices, a tree that ends of its own.
const ODD: &str = "channel chat\ndepartment day Day\n  open Mon-Fri 08:00-12:30 in Europe/London\ndepartment night Night\n\
fact bag list\nfact n number = 0\nfact when date\n  ask Which day?\n\n== hours: Hours\ndepartment day\nwhen hours\n\
* [if open(day)] Here\n  > Here.\n* [if not open(day)] Gone\n  handoff night\n* Bag\n  > [if bag has \"two\"] Two.\n\n  > One.\n\n\
== soon: Soon\nwhen soon\n* Wait\n  > [if open(day)] Wait.\n\n  > [if not open(day) and n < 3] Too late.\n  handoff day\n\n\
== plan: Plan\nwhen plan\nneed when\n> On {when}.\n\nmenu top: Top\n> Hi\n* 1 Hours -> hours\n* 2 Plan -> plan\non silence 5m > Hm?\non nomatch 2 -> soon\n";

fn worlds() -> [World; 3] {
    let read =
        |name: &str| machine(&fs::read_to_string(root().join("examples").join(name)).unwrap());
    [
        World {
            name: "acme",
            machine: read("acme.answers"),
            channels: &["x", "facebook", "email", "chat"],
            topics: &["welcome", "late", "payment"],
            departments: &["support", "billing"],
            facts: &[("name", "Zoë"), ("vip", "yes"), ("days_late", "9"), ("order_id", "ZZ000001")],
            words: &[
                "where is my parcel",
                "AB123456",
                "I want my money back",
                "you charged me twice",
                "1234",
                "the shirt is too small",
                "large",
                "CD654321 and medium",
                "menu",
                "back",
                "1",
                "2",
                "person",
                "?",
            ],
        },
        World {
            name: "library",
            machine: read("library.answers"),
            channels: &[],
            topics: &["welcome"],
            departments: &[],
            facts: &[("people", "4")],
            words: &[
                "when are you open on saturday",
                "extend my loan please",
                "I need a study room for my group",
                "123456",
                "6",
                "2026-12-10",
                "central",
                "yes",
                "no",
                "1",
                "2",
                "3",
                "back",
                "repeat",
                "qzxv",
            ],
        },
        World {
            name: "odd",
            machine: machine(ODD),
            channels: &["chat"],
            topics: &["hours", "soon", "plan", "top"],
            departments: &["day", "night"],
            facts: &[("bag", "one, two"), ("n", "3"), ("n", "1.5"), ("when", "2026-02-03")],
            words: &[
                "hours",
                "soon",
                "plan",
                "tomorrow",
                "1",
                "2",
                "qzxv",
                "hours and plan",
                "menu",
                "back",
            ],
        },
    ]
}

fn value(fact: &str, text: &str) -> FactValue {
    if fact == "bag" {
        FactValue::List(text.split(", ").map(str::to_owned).collect())
    } else {
        FactValue::Text(text.to_owned())
    }
}

fn next(dice: &mut Dice, world: &World, turn: &SessionTurn<'_>, now: i64) -> Input {
    let suggestions = &turn.turn.suggestions;
    let choices = &turn.turn.choices;
    match dice.below(16) {
        0..=2 if !suggestions.is_empty() => {
            let id = dice.pick(suggestions).id.clone();
            Input::Accept { id, text: (dice.below(2) == 0).then(|| "in own words".to_owned()) }
        }
        3..=6 if !choices.is_empty() => Input::Choose(dice.pick(choices).id.clone()),
        7 if !turn.switches.is_empty() => Input::Choose(dice.pick(&turn.switches).id.clone()),
        8 if !world.facts.is_empty() => {
            let (fact, text) = dice.pick(world.facts);
            Input::Set { fact: (*fact).to_owned(), value: value(fact, text) }
        }
        9 | 10 => Input::Tick(now),
        11 if turn.number > 0 => Input::Undo(
            turn.number - 1 - u32::try_from(dice.below(3)).unwrap().min(turn.number - 1),
        ),
        12 if !world.departments.is_empty() && dice.below(3) == 0 => Input::Handoff {
            department: (*dice.pick(world.departments)).to_owned(),
            why: "they asked".to_owned(),
        },
        13 => Input::Choose(format!("switch:{}", dice.pick(world.topics))),
        _ => Input::Receive((*dice.pick(world.words)).to_owned()),
    }
}

/// What a random conversation tells.
fn converse(dice: &mut Dice, world: &World, texts: bool, id: &str) -> Vec<Event> {
    let mut suggester = Suggester::new();
    let mut now = NOON;
    let given = (0..dice.below(3)).map(|_| dice.pick(world.facts));
    let facts = given.map(|(fact, text)| ((*fact).to_owned(), value(fact, text))).collect();
    let channels = world.channels;
    let channel = (!channels.is_empty()).then(|| (*dice.pick(channels)).to_owned());
    let context = Context { channel, facts, now: Some(now), ..Context::default() };
    let topic = (dice.below(2) == 0).then(|| (*dice.pick(world.topics)).to_owned());
    let start = Start {
        context,
        alone: topic.is_some() && dice.below(2) == 0,
        topic,
        texts,
        id: Some(id.to_owned()),
        agent: (dice.below(2) == 0).then(|| "kim".to_owned()),
        ..Start::default()
    };
    let (mut session, mut turn) = Session::start(&world.machine, &mut suggester, start).unwrap();
    let mut events = session.events();
    for _ in 0..dice.below(24) {
        now += i64::try_from(dice.below(5)).unwrap() * 150_000;
        session.set_now(now);
        match dice.below(24) {
            0 => session.join("lee"),
            1 => session.leave("kim"),
            2 => {
                let saved = session.save(&world.machine);
                let kept = session.events();
                events.extend(kept);
                (session, turn) = Session::restore(&world.machine, &mut suggester, &saved).unwrap();
                session.set_now(now);
            }
            3 if turn.number > 1 => {
                let input = Input::Receive((*dice.pick(world.words)).to_owned());
                let at = 1 + u32::try_from(dice.below(2)).unwrap().min(turn.number - 1);
                if let Ok(edited) = session.edit(&world.machine, &mut suggester, at, input) {
                    turn = edited;
                }
            }
            _ => {
                let input = next(dice, world, &turn, now);
                // What is refused changes nothing, and is not told.
                if let Ok(shown) = session.apply(&world.machine, &mut suggester, input) {
                    turn = shown;
                }
            }
        }
        events.extend(session.events());
    }
    events
}

/// Every event of many conversations.
fn all(texts: bool) -> Vec<(usize, Vec<Event>)> {
    let mut dice = Dice(7);
    let mut out = Vec::new();
    for (at, world) in worlds().iter().enumerate() {
        for number in 0..400 {
            let id = format!("{}-{number}", world.name);
            out.push((at, converse(&mut dice, world, texts, &id)));
        }
    }
    out
}

#[test]
fn what_was_recorded_goes_the_same_again() {
    let worlds = worlds();
    let mut suggester = Suggester::new();
    for (at, events) in all(true) {
        let told: String = events.iter().map(|event| json::event(event) + "\n").collect();
        let recorded = conversations(events);
        let [recorded] = recorded.as_slice() else { panic!("{told}") };
        assert!(recorded.has_texts, "{told}");
        let played = play(recorded, &worlds[at].machine, &mut suggester);
        let difference = compare(recorded, &played);
        assert_eq!(difference, None, "{told}\n{:#?}", recorded.steps);
        assert_eq!(compare_two(recorded, &played, &played), None);
    }
}
