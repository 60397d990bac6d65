//! The compiler and the runtime call the same things by the same names.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use answertree::check::identity::{Kind, Named, names};
use answertree::check::say::Say;
use answertree::check::script::{Fact, FactKind, Script, StatementKind};
use answertree::check::translations::pairs;
use answertree::compile::{analyse, compile};
use answertree::edits::apply;
use answertree::ids::missing;
use answertree::machine::Machine;
use answertree::problem::{Code, Problem};
use answertree::runtime::{Context, FactValue, Suggester, SuggestionKind};
use answertree::text::decimal::Decimal;
use support::source;

fn scripts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in
        ["examples", "tests/corpus/machine", "tests/corpus/suggest", "tests/corpus/cli/files"]
    {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        paths.extend(
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|e| e == "answers")),
        );
    }
    paths.sort();
    paths
}

/// What leads into the topics: the examples, and the messages that the corpus tries.
fn messages(path: &Path, script: &Script) -> Vec<String> {
    let examples = script.intents.iter().flat_map(|intent| intent.examples.iter().cloned());
    let tried = fs::read_to_string(path.with_extension("expect")).unwrap_or_default();
    let tried = tried.lines().filter_map(|line| line.strip_prefix("> ").map(str::to_owned));
    examples.chain(tried).collect()
}

/// A value for each fact.
fn facts(script: &Script) -> Vec<(String, FactValue)> {
    let value = |fact: &Fact| match &fact.kind {
        FactKind::Text => FactValue::Text("AB123456".into()),
        FactKind::Number => FactValue::Number(Decimal::whole(9).unwrap()),
        FactKind::YesNo => FactValue::YesNo(true),
        FactKind::Date => FactValue::Text("2026-12-24".into()),
        FactKind::Time => FactValue::Text("08:30".into()),
        FactKind::Money => FactValue::Text("14.50".into()),
        FactKind::Email | FactKind::Phone | FactKind::Link => FactValue::Text("x".into()),
        FactKind::OneOf(options) => FactValue::Text(options[0].clone()),
        FactKind::List | FactKind::SomeOf(_) => FactValue::List(Vec::new()),
    };
    script.facts.iter().map(|fact| (fact.name.clone(), value(fact))).collect()
}

/// Whatever a turn shows, `names` has it: the choices, replies and steps that messages lead to.
#[test]
fn a_turn_calls_things_as_the_script_does() {
    let (mut choices, mut replies, mut steps) = (0, 0, 0);
    for path in scripts() {
        // One of the corpus is no UTF-8, on purpose.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let sources = source(text);
        let Some(script) = analyse(&sources).script else { continue };
        let Some(lowered) = compile(&sources).machine else { continue };
        let machine = Machine::load(lowered.bytes).unwrap();
        let known: BTreeSet<(Kind, String)> =
            names(&script).into_iter().map(|named| (named.kind(), named.name)).collect();
        let has = |kind: Kind, name: &str| known.contains(&(kind, name.to_owned()));
        let mut suggester = Suggester::new();
        let known_facts = Context { facts: facts(&script), ..Context::default() };
        for message in messages(&path, &script) {
            for context in [&Context::default(), &known_facts] {
                let Ok(turn) = suggester.suggest(&machine, &message, context) else { continue };
                for choice in &turn.choices {
                    assert!(has(Kind::Choice, &choice.id), "{}: {}", path.display(), choice.id);
                    choices += 1;
                }
                for step in &turn.steps {
                    assert!(has(Kind::Step, &step.id), "{}: {}", path.display(), step.id);
                    steps += 1;
                }
                for reply in &turn.suggestions {
                    let is_reply = reply.kind == SuggestionKind::Reply;
                    assert!(!is_reply || has(Kind::Reply, &reply.id), "{}", reply.id);
                    replies += 1;
                }
            }
        }
    }
    assert!(choices > 20 && replies > 40 && steps > 3, "{choices} {replies} {steps}");
}

/// Ids change the names of things and nothing else, and with all of them written there is nothing to write.
#[test]
fn ids_change_nothing_but_names() {
    let mut written = 0;
    for path in scripts() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let sources = source(text);
        let before = analyse(&sources);
        let Some(script) = &before.script else { continue };
        let edits = missing(script, &sources);
        written += edits.len();
        let Some(text) = apply(&sources, edits).remove(0) else { continue };
        let with = source(text);
        let after = analyse(&with);
        let now =
            after.script.unwrap_or_else(|| panic!("{}: {:?}", path.display(), after.problems));
        assert_eq!(missing(&now, &with), [], "{}", path.display());
        let codes = |problems: &[Problem]| problems.iter().map(|p| p.code).collect::<Vec<_>>();
        // A line with an id is a reply by itself, so one that looked like the start of a longer one no longer does.
        let wanted: Vec<Code> = codes(&before.problems);
        let told = codes(&after.problems);
        assert!(told.iter().all(|code| wanted.contains(code)), "{}: {told:?}", path.display());
        let said = |script: &Script| {
            let names = names(script).into_iter();
            let text = |named: &Named<'_>| named.text().map(|text| Say(script).text(text));
            let guards =
                |named: &Named<'_>| named.guards().map(|guards| Say(script).guards(guards));
            names.map(|named| (named.kind(), text(&named), guards(&named))).collect::<Vec<_>>()
        };
        assert_eq!(said(script), said(&now), "{}", path.display());
        // No two things of a topic share a name, unless one translates the other.
        let mut seen = BTreeSet::new();
        for named in names(&now) {
            let languages = named.guards().map(|guards| Say(&now).guards(guards));
            let languages =
                languages.filter(|guards| guards.contains("[lang ")).unwrap_or_default();
            let reply_of_translation = named.kind() == Kind::Wording;
            assert!(
                reply_of_translation || seen.insert((named.name.clone(), languages)),
                "{}: {}",
                path.display(),
                named.name
            );
        }
    }
    assert!(written > 50, "{written}");
}

#[track_caller]
fn check_pairs(replies: &str, expected: &[Option<usize>]) {
    let head = "language en, fr\nchannel x\nchannel chat\n== b: B\n- a third way\n- a fourth way\n";
    let text = format!(
        "{head}> In English\n\n> [lang fr] Bonjour\n== a: A\n- one way\n- another way\n{replies}"
    );
    let script = support::script(text);
    let place = |topic: usize| match &script.topics[topic].body[0].kind {
        StatementKind::Replies(place) => place,
        other => panic!("{other:?}"),
    };
    assert_eq!(pairs(place(1), place(0)[1].guards.languages[0]), expected, "{replies}");
}

#[test]
fn ids_neighbours_and_guards_bring_translations_to_their_replies() {
    check_pairs("> One\n", &[None]);
    check_pairs("> One\n\n> [lang fr] Un\n\n> Two\n", &[Some(1), None, None]);
    check_pairs("> One\n\n> Two\n\n> [lang fr] Deux\n", &[None, Some(2), None]);
    check_pairs(
        "> [lang fr] Un\n\n> One\n\n> [lang fr] Deux\n\n> Two\n",
        &[None, Some(0), None, Some(2)],
    );
    check_pairs("> [on x] One\n\n> Two\n\n> [lang fr] [on x] Un\n", &[Some(2), None, None]);
    check_pairs("> [on x] One\n\n> [lang fr] [on chat] Un\n", &[None, None]);
    check_pairs(
        "> [id one] One\n\n> [id two] Two\n\n> [lang fr] [id two] Deux\n\n> [lang fr] [id one] Un\n",
        &[Some(3), Some(2), None, None],
    );
    check_pairs("> [id one] One\n\n> [lang fr] [id other] Autre\n", &[None, None]);
    check_pairs(
        "> One\n\n> Two\n\n> [lang fr] Deux\n\n> [lang fr] Un\n",
        &[Some(3), Some(2), None, None],
    );
}
