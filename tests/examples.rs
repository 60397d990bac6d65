//! The scripts in `examples/` and the generated ones: clean, and they do what they were written for.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where it fails; clippy.toml says so for test functions only"
)]

#[path = "../benches/generate/mod.rs"]
mod generate;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use answertree::compile::{Source, compile};
use answertree::machine::Machine;
use answertree::problem::Code;
use answertree::runtime::{Context, FactValue, Suggester};
use generate::{Plan, SEED};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

fn source(path: &Path) -> Source {
    let text = std::fs::read_to_string(path).unwrap();
    Source { name: path.file_name().unwrap().to_str().unwrap().to_owned(), text }
}

/// The machine of a script without any problem, warnings included.
#[track_caller]
fn clean(sources: &[Source]) -> Machine {
    clean_but_for(sources, &[], 0)
}

/// The same of a script that may have a few warnings of some kinds.
#[track_caller]
fn clean_but_for(sources: &[Source], kinds: &[Code], few: usize) -> Machine {
    let compiled = compile(sources);
    let are_few = compiled.problems.len() <= few;
    let problems: Vec<String> = compiled
        .problems
        .iter()
        .filter(|problem| !are_few || !kinds.contains(&problem.code))
        .map(|problem| {
            let source = &sources[usize::from(problem.span.file)];
            let line = source.text[..problem.span.start as usize].matches('\n').count() + 1;
            format!("{}:{line}: {} {}", source.name, problem.code.id(), problem.message)
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Machine::load(compiled.machine.unwrap().bytes).unwrap()
}

fn games() -> Machine {
    let files = ["main", "accounts", "purchases", "online", "technical", "community"];
    clean(&files.map(|file| source(&examples().join(format!("games/{file}.answers")))))
}

#[test]
fn acme_is_clean_and_asks_for_the_order_number() {
    let machine = clean(&[source(&examples().join("acme.answers"))]);
    let context = Context {
        channel: Some("x".into()),
        facts: vec![("name".into(), FactValue::Text("Sam".into()))],
        ..Context::default()
    };
    let message = "where's my parcel?? it's been two weeks";
    let turn = Suggester::new().suggest(&machine, message, &context).unwrap();
    let best = turn.suggestions.first().expect("a suggestion");
    assert_eq!(best.topic, "late");
    assert_eq!(turn.asks.iter().map(|ask| ask.fact).collect::<Vec<_>>(), ["order_id"]);
    assert_eq!(best.length.limit, Some(280));
    assert!(best.length.fits());
    let spans = &best.because.first().expect("a reason").spans;
    assert!(!spans.is_empty());
    for span in spans {
        assert!(message.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    }
    let cancelled = Suggester::new()
        .suggest(&machine, "my package is late because you cancelled it", &context)
        .unwrap();
    assert_ne!(cancelled.topic, Some("late"));
}

#[test]
fn games_are_clean_and_large_enough() {
    let machine = games();
    assert!(machine.topic_count() >= 25, "{} topics", machine.topic_count());
}

#[test]
fn labels_name_topics_of_the_script_and_halves_share_nothing() {
    let topics: BTreeSet<String> = ["accounts", "purchases", "online", "technical", "community"]
        .iter()
        .flat_map(|file| {
            let text = source(&examples().join(format!("games/{file}.answers"))).text;
            let names = text
                .lines()
                .filter_map(|line| line.strip_prefix("== ")?.split(':').next().map(str::to_owned));
            names.collect::<Vec<_>>()
        })
        .collect();
    let (mut ids, mut messages) = (BTreeSet::new(), BTreeSet::new());
    for (half, rows) in [("dev", 67), ("heldout", 77)] {
        let text = source(&examples().join(format!("games/labels/{half}.tsv"))).text;
        let mut count = 0;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, _, accepted, message] = columns.as_slice() else { panic!("{half}: {line}") };
            for topic in accepted.split('|') {
                assert!(
                    topic == "none" || topics.contains(topic),
                    "{half} {id}: no topic `{topic}`"
                );
            }
            assert!(ids.insert((*id).to_owned()), "thread {id} twice");
            assert!(messages.insert((*message).to_owned()), "thread {id} has another's message");
            count += 1;
        }
        assert_eq!(count, rows, "{half}");
    }
}

#[test]
fn generated_scripts_are_clean_and_found_by_their_patterns() {
    let plan = Plan::new(200, SEED);
    let text = plan.script();
    // Of words that are drawn, some of two topics are alike by chance.
    let by_chance = [Code::MistakenExample, Code::StrayPattern];
    let source = Source { name: "generated.answers".into(), text: text.clone() };
    let machine = clean_but_for(&[source], &by_chance, 4);
    assert_eq!(machine.topic_count(), 201, "the topics and a menu");
    let mut suggester = Suggester::new();
    let context = Context { channel: Some("x".into()), ..Context::default() };
    let mut found = 0;
    for body in text.split("\n== ").skip(1) {
        let (name, _) = body.split_once(':').unwrap();
        let pattern = body.lines().find_map(|line| line.strip_prefix("when ")).unwrap();
        let words = pattern.replace("..", "is the").split('|').next().unwrap().to_owned();
        let turn =
            suggester.suggest(&machine, &format!("hi, my {words} please"), &context).unwrap();
        found += usize::from(turn.suggestions.iter().any(|suggestion| suggestion.topic == name));
    }
    assert_eq!(found, 200, "topics that are suggested for the words of their pattern");
}
