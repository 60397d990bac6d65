//! Conversations: what `docs/conversations.md` says, on written ones and on random ones.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod naive;
#[path = "support/script.rs"]
mod support;

use std::fs;
use std::path::Path;

use naive::generate::{self, Act, After};
use naive::play::{read_operation, read_start, script_of, write_operation};
use naive::session::Session;
use naive::view::View;
use naive::{Operation, Start};
use naive::{adapter, again};
use proptest::prelude::*;

/// Every conversation of the corpus goes as written; `BLESS=1` writes what is.
#[test]
fn written_conversations() {
    let folder = std::env::var("PLAY")
        .unwrap_or_else(|_| format!("{}/tests/corpus/conversations", env!("CARGO_MANIFEST_DIR")));
    let folder = Path::new(&folder);
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "tests/corpus/conversations holds no conversation");
    let mut wrong = Vec::new();
    for path in paths {
        let written = fs::read_to_string(&path).unwrap();
        let played = play(&written).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        if played.contains(DIFFERS) {
            wrong.push(played);
            continue;
        }
        if played == written {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, played).unwrap();
            continue;
        }
        let differs = written.lines().zip(played.lines()).position(|(a, b)| a != b);
        wrong.push(format!("{} from line {differs:?}\n{played}", path.display()));
    }
    assert!(wrong.is_empty(), "{}\n(BLESS=1 writes it)", wrong.join("\n"));
}

/// The conversations of a file again, with what each turn shows.
fn play(written: &str) -> Result<String, String> {
    let (text, rest) = written.split_once("\n---\n").ok_or("no `---` below the script")?;
    let script = script_of(text)?;
    let mut out = format!("{text}\n---\n");
    let mut session: Option<(Session<'_>, adapter::Real)> = None;
    let (mut last, mut now) = (View::default(), None);
    for line in rest.lines() {
        if line.starts_with("  ") {
            continue;
        }
        out += &format!("{line}\n");
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(start) = read_start(line) {
            now = start.now;
            let (begun, view) = Session::start(&script, &start).map_err(|_| "too long")?;
            let (real, shown) = adapter::Real::start(text, &start);
            out += &told(&view, &shown);
            session = Some((begun, real));
            last = view;
        } else {
            let (session, real) = session.as_mut().ok_or("nothing was started")?;
            let operation = read_operation(line, &last, now).ok_or_else(|| line.to_owned())?;
            if let Operation::Tick(to) = operation {
                now = Some(to);
            }
            let view = session.apply(&operation).map_err(|_| "too long")?;
            out += &told(&view, &real.apply(&operation));
            if !view.refused {
                last = view;
            }
        }
    }
    Ok(out)
}

/// Stands between two views of one turn.
const DIFFERS: &str = "  BUT THE RUNTIME";

/// What the turn shows; where the two differ, both.
fn told(view: &View, shown: &View) -> String {
    if view == shown { view.to_string() } else { format!("{view}{DIFFERS}\n{shown}") }
}

/// A random conversation as text, to look at.
fn written(text: &str, start: &Start, done: &[(Operation, View)], first: &View) -> String {
    let mut out = format!("{text}\n---\n{start:?}\n{first}");
    for (operation, view) in done {
        out += &format!("{}\n{view}", write_operation(operation));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 20_000, ..ProptestConfig::default() })]

    /// What is offered fits, and what does not fit changes nothing.
    #[test]
    fn random_conversations(text in generate::script(), start in generate::start(), acts in generate::acts()) {
        converse(&text, start, &acts, None)?;
    }

    /// The runtime shows the same, turn by turn.
    #[test]
    fn the_runtime_agrees(
        text in generate::script(),
        start in generate::start(),
        acts in generate::acts(),
        after in generate::after(),
    ) {
        converse(&text, start, &acts, Some(&after))?;
    }

    /// The first message of a conversation shows what `suggest` shows.
    #[test]
    fn first_turns_are_those_of_suggest(text in generate::script(), mut start in generate::start(), message in generate::first_message()) {
        // `suggest` knows neither parts of long messages nor topics that a host begins with.
        start.channel = start.channel.filter(|channel| channel != "sms");
        (start.topic, start.alone) = (None, false);
        let script = script_of(&text).map_err(TestCaseError::fail)?;
        let Ok((mut session, _)) = Session::start(&script, &start) else {
            return Err(TestCaseError::reject("too long"));
        };
        let Ok(view) = session.apply(&Operation::Receive(message.clone())) else {
            return Err(TestCaseError::reject("too long"));
        };
        let suggested = adapter::suggest(&text, &start, &message);
        let mut own = view.clone();
        let count = suggested.suggestions.len().min(own.suggestions.len());
        own.suggestions.truncate(count);
        for (suggestion, shown) in own.suggestions.iter_mut().zip(&suggested.suggestions) {
            suggestion.topic.clone_from(&shown.topic);
            if shown.kind == "ask" {
                suggestion.id.clone_from(&shown.id);
            }
        }
        let shown = View {
            // `suggest` names the topic that the message means, a session the one that speaks.
            topic: own.topic.clone(),
            department: own.department.clone(),
            prefer: own.prefer.clone(),
            // What `suggest` does not say.
            crumbs: own.crumbs.clone(),
            switches: own.switches.clone(),
            facts: own.facts.clone(),
            open: own.open,
            summary: own.summary.clone(),
            ..suggested
        };
        prop_assert_eq!(&own, &shown, "{}\n---\n{:?}\n> {}\n{}\nbut suggest:\n{}", text, start, message, view, shown);
    }
}

/// Plays a random conversation, with the runtime beside the interpreter or without.
fn converse(
    text: &str,
    mut start: Start,
    acts: &[Act],
    after: Option<&After>,
) -> Result<(), TestCaseError> {
    let script = script_of(text).map_err(|why| TestCaseError::fail(format!("{text}\n{why}")))?;
    start.topic = start.topic.filter(|name| script.topics.iter().any(|t| t.name == *name));
    let Ok((mut session, first)) = Session::start(&script, &start) else {
        return Err(TestCaseError::reject("too long"));
    };
    let mut real = None;
    if after.is_some() {
        let (begun, shown) = adapter::Real::start(text, &start);
        let all = written(text, &start, &[], &first);
        prop_assert!(first == shown, "{all}but the runtime:\n{shown}{}", first.differs(&shown));
        real = Some(begun);
    }
    let (mut last, mut now) = (first.clone(), start.now.unwrap_or(0));
    let mut done = Vec::new();
    for act in acts {
        let turn = session.turn();
        let operation = generate::operation(act, &last, turn, now, script.departments.len());
        if let Operation::Tick(to) = operation {
            now = to;
        }
        let before = session.clone();
        let Ok(view) = session.apply(&operation) else {
            return Err(TestCaseError::reject("too long"));
        };
        let shown = real.as_mut().map(|real| real.apply(&operation));
        done.push((operation, view.clone()));
        let all = || written(text, &start, &done, &first);
        if let Some(shown) = shown {
            let differs = view.differs(&shown);
            prop_assert!(view == shown, "{}but the runtime:\n{shown}{differs}", all());
        }
        if view.refused {
            prop_assert!(!matches!(act, Act::Go(_)), "{}", all());
            prop_assert!(session == before, "{}", all());
            continue;
        }
        prop_assert!(!matches!(act, Act::Nonsense(_)), "{}", all());
        sound(&view).map_err(|why| TestCaseError::fail(format!("{why}\n{}", all())))?;
        last = view;
    }
    let Some((real, after)) = real.as_mut().zip(after) else { return Ok(()) };
    let other =
        generate::operation(&after.other, &last, session.turn(), now, script.departments.len());
    let failed =
        |why| TestCaseError::fail(format!("{why}\n{}", written(text, &start, &done, &first)));
    again::edit(real, after.turn, &other).map_err(failed)?;
    again::change(real, text, after.without).map_err(failed)
}

/// What holds of every turn.
fn sound(view: &View) -> Result<(), String> {
    let mut ids: Vec<&String> =
        view.choices.iter().map(|(id, ..)| id).chain(&view.switches).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    let checks = [
        (ids.len() == count, "two choices have one name"),
        (!view.alone || view.suggestions.is_empty(), "suggestions without an agent"),
        (view.asks.is_empty() || view.choices.is_empty(), "choices behind what is asked for"),
    ];
    match checks.iter().find(|(holds, _)| !holds) {
        Some((_, why)) => Err((*why).to_owned()),
        None => Ok(()),
    }
}
