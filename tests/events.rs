//! Events of random conversations: they are as `docs/events.md` and `docs/events.schema.json` say, and what they tell can be done again.

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
#[path = "support/script.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use answertree::json;
use answertree::machine::Machine;
use answertree::replay::{compare, compare_two, conversations, play};
use answertree::runtime::{
    Context, Event, FactValue, Input, Session, SessionTurn, Start, Suggester,
};
use dice::Dice;
use serde_json::Value;
use support::machine;

/// Wednesday, 14 January 2026, 12:00 UTC.
const NOON: i64 = 1_768_392_000_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
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
        |name: &str| machine(fs::read_to_string(root().join("examples").join(name)).unwrap());
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
        13 => Input::Choose(format!("switch:{}", dice.pick(world.topics)).into()),
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

#[test]
fn the_command_reads_what_is_written() {
    let mut lines = String::new();
    let mut whole = 0;
    for (_, events) in all(true).into_iter().filter(|(at, _)| *at == 0) {
        events.iter().for_each(|event| lines.push_str(&(json::event(event) + "\n")));
        whole += 1;
    }
    for (_, events) in all(false).into_iter().filter(|(at, _)| *at == 0).take(20) {
        events.iter().for_each(|event| lines.push_str(&(json::event(event) + "\n")));
    }
    let path = std::env::temp_dir().join(format!("answertree-events-{}.jsonl", std::process::id()));
    fs::write(&path, lines).unwrap();
    let script = root().join("examples/acme.answers");
    let run = |against: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_answertree"));
        let done = command.arg("replay").arg(&path).arg(&script).args(against).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&done.stderr), "");
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, told) = run(&[]);
    let last = told.lines().last().unwrap();
    // Without texts, conversations in which nothing was written can still be done again.
    let without: usize =
        told.lines().filter(|line| line.contains("recorded without texts")).count();
    assert!((10..=20).contains(&without), "{without}");
    let same = whole + 20 - without;
    assert_eq!(
        last,
        format!(
            "{} conversations: {same} the same, 0 different, {without} without texts",
            whole + 20
        )
    );
    assert_eq!(code, Some(0));
    // In another script most go differently.
    let other = root().join("examples/library.answers");
    let (code, told) = run(&["--against", other.to_str().unwrap(), "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let rows = told["conversations"].as_array().unwrap();
    let different = rows.iter().filter(|row| row["goes"] == "different").count();
    assert!(different > whole / 2, "{different} of {whole}");
    assert_eq!(code, Some(1));
    fs::remove_file(path).unwrap();
}

/// Whether a value is as a schema says, of which the page's own schema has `type`, `const`, `enum`, `minimum`, `maximum`, `properties`,
/// `required`, `items`, `minItems` and `additionalProperties`.
fn fits(schema: &Value, value: &Value) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("{why}: {value} for {schema}"));
    for key in schema.as_object().unwrap().keys() {
        let known = [
            "title",
            "description",
            "type",
            "const",
            "enum",
            "minimum",
            "maximum",
            "properties",
            "required",
            "items",
            "minItems",
            "additionalProperties",
        ];
        assert!(known.contains(&key.as_str()), "the test does not know `{key}` of schemas");
    }
    let is = |name: &Value| match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the test does not know the type `{other}`"),
    };
    let types = &schema["type"];
    let typed = match types.as_array() {
        Some(types) => types.iter().any(is),
        None => types.is_null() || is(types),
    };
    if !typed {
        return wrong("another type");
    }
    if schema.get("const").is_some_and(|only| only != value) {
        return wrong("another value");
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        return wrong("none of these");
    }
    let number = value.as_f64();
    let below = |limit: &Value| number.zip(limit.as_f64()).is_some_and(|(n, limit)| n < limit);
    let above = |limit: &Value| number.zip(limit.as_f64()).is_some_and(|(n, limit)| n > limit);
    if below(&schema["minimum"]) || above(&schema["maximum"]) {
        return wrong("out of range");
    }
    if let Some(items) = value.as_array() {
        let least = schema["minItems"].as_u64().unwrap_or(0);
        if u64::try_from(items.len()).unwrap() < least {
            return wrong("too few");
        }
        items.iter().try_for_each(|item| fits(&schema["items"], item))?;
    }
    if let Some(object) = value.as_object() {
        for key in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(key.as_str().unwrap()) {
                return wrong(&format!("no {key}"));
            }
        }
        for (key, value) in object {
            match schema["properties"].get(key) {
                Some(schema) => fits(schema, value)?,
                // New keys may come, but the page has those that are there.
                None => return wrong(&format!("{key} is not in the schema")),
            }
        }
    }
    Ok(())
}

#[test]
fn events_are_as_the_schema_and_the_page_say() {
    let schema = fs::read_to_string(root().join("docs/events.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schemas: BTreeMap<&str, &Value> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|schema| (schema["title"].as_str().unwrap(), schema))
        .collect();
    let mut seen = BTreeSet::new();
    for (texts, events) in [true, false]
        .into_iter()
        .flat_map(|texts| all(texts).into_iter().map(move |(_, events)| (texts, events)))
    {
        for event in events {
            let line = json::event(&event);
            let value: Value = serde_json::from_str(&line).unwrap();
            let kind = value["type"].as_str().unwrap().to_owned();
            fits(schemas[kind.as_str()], &value).unwrap_or_else(|why| panic!("{line}\n{why}"));
            for key in ["text", "value"] {
                assert!(value.get(key).is_none_or(|text| text.is_null() != texts), "{line}");
            }
            seen.insert(kind);
        }
    }
    assert_eq!(
        seen.iter().map(String::as_str).collect::<Vec<_>>(),
        schemas.keys().copied().collect::<Vec<_>>()
    );

    // The table of the page has the same types, and names every key of each.
    let page = fs::read_to_string(root().join("docs/events.md")).unwrap();
    let (_, rows) = page.split_once("| type | when | keys |").unwrap();
    let rows: Vec<&str> = rows.lines().skip(2).take_while(|line| line.starts_with("| `")).collect();
    assert_eq!(rows.len(), schemas.len());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let kind = cells[0].trim().trim_matches('`');
        let keys = schemas[kind]["properties"].as_object().unwrap().keys();
        for key in keys.filter(|key| !["v", "type", "turn", "at"].contains(&key.as_str())) {
            assert!(
                cells[2].contains(&format!("`{key}`")),
                "{kind} has no `{key}` in docs/events.md"
            );
        }
    }
}
