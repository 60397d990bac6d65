//! How the tests of a script go, and what of it they reach.

use std::sync::Arc;

use serde_json::{Value, json};

use super::error::AuthorError;
use super::places::Places;
use crate::check::script::{Script, Test};
use crate::compile::Source;
use crate::json;
use crate::lower::Extras;
use crate::pack::Pack;
use crate::problem::Problem;
use crate::runtime::Suggester;
use crate::trial::{Coverage, Failure, LineKind, Played, Tally, Topic, Trials};

pub(super) fn answer(
    script: &Script,
    pack: Option<&Arc<Pack>>,
    sources: &[Source],
    asked: &Value,
) -> Result<Value, AuthorError> {
    let trials = Trials::with(script, pack, Extras::default()).map_err(|_| AuthorError::Errors)?;
    let only = asked.get("only").and_then(Value::as_str);
    let mut suggester = Suggester::new();
    let tests = script.tests.iter().filter(|test| only.is_none_or(|only| test.name == only));
    let played: Vec<_> = tests.map(|test| (test, trials.play(&mut suggester, test))).collect();
    let wanted = asked.get("coverage").and_then(Value::as_bool) == Some(true);
    let coverage =
        wanted.then(|| trials.coverage(&mut suggester, played.iter().map(|(_, played)| played)));
    let mut document = tested(sources, &[], &played, coverage.as_ref());
    let failed = played.iter().filter(|(_, played)| played.failure.is_some()).count();
    if let Some(document) = document.as_object_mut() {
        document.insert("passed".to_owned(), json!(played.len() - failed));
        document.insert("failed".to_owned(), json!(failed));
    }
    Ok(document)
}

/// The tests of one script as they were played: the document of `answertree test --format json` for it.
pub fn tested(
    sources: &[Source],
    problems: &[Problem],
    tests: &[(&Test, Played)],
    coverage: Option<&Coverage>,
) -> Value {
    let places = Places::new(sources);
    let rows: Vec<Value> = tests
        .iter()
        .map(|(test, played)| {
            let (file, line) = places.file_and_line(test.span);
            json!({
                "name": test.name,
                "file": file,
                "line": line,
                "passed": played.failure.is_none(),
                "failure": played.failure.as_ref().map(|failure| why(failure, &places)),
            })
        })
        .collect();
    let problems = json::problems(problems, sources);
    json!({
        "script": sources.first().map_or("", |source| &source.name),
        "tests": rows,
        "problems": serde_json::from_str::<Value>(&problems).unwrap_or_default(),
        "coverage": coverage.map(|coverage| reached(coverage, &places)),
    })
}

fn why(failure: &Failure, places: &Places<'_>) -> Value {
    let (file, line) = places.file_and_line(failure.span);
    json!({
        "file": file,
        "line": line,
        "expected": failure.expected,
        "found": failure.found,
        "details": failure.details,
        "origin": failure.origin.as_ref().map(|(span, text)| {
            let (file, line) = places.file_and_line(*span);
            json!({ "file": file, "line": line, "text": text })
        }),
        "help": failure.help,
    })
}

fn reached(coverage: &Coverage, places: &Places<'_>) -> Value {
    let topics: Vec<Value> =
        coverage.topics.iter().map(|topic| topic_reached(topic, places)).collect();
    json!({
        "entered": tally(coverage.sum(Topic::tally)),
        "offered": tally(coverage.sum(Topic::offered)),
        "taken": tally(coverage.sum(Topic::taken)),
        "replies": tally(coverage.sum(|topic| topic.lines_of(LineKind::Reply))),
        "steps": tally(coverage.sum(|topic| topic.lines_of(LineKind::Step))),
        "ends": tally(coverage.sum(|topic| topic.lines_of(LineKind::Leave))),
        "guards": tally(coverage.sum(Topic::guard_ways)),
        "examples": tally(coverage.sum(Topic::examples_fit)),
        "total": tally(coverage.sum(Topic::total)),
        "topics": topics,
    })
}

fn tally(tally: Tally) -> Value {
    json!({ "reached": tally.reached, "all": tally.all })
}

fn topic_reached(topic: &Topic, places: &Places<'_>) -> Value {
    let line = |span| places.file_and_line(span).1;
    let lines: Vec<Value> = topic
        .lines
        .iter()
        .map(|row| {
            let kind = match row.kind {
                LineKind::Reply => "reply",
                LineKind::Step => "step",
                LineKind::Leave => "end",
                LineKind::Other => "other",
            };
            json!({ "line": line(row.span), "kind": kind, "times": row.times })
        })
        .collect();
    let choices: Vec<Value> = topic
        .choices
        .iter()
        .map(|row| {
            json!({
                "line": line(row.span),
                "label": row.label,
                "offered": row.offered,
                "taken": row.taken,
            })
        })
        .collect();
    let guards: Vec<Value> = topic
        .guards
        .iter()
        .map(|row| json!({ "line": line(row.span), "held": row.held, "not": row.not }))
        .collect();
    let examples: Vec<Value> = topic
        .examples
        .iter()
        .map(|row| json!({ "text": row.text, "leadsTo": row.leads_to, "fits": row.fits }))
        .collect();
    let (file, at) = places.file_and_line(topic.span);
    json!({
        "topic": topic.name,
        "file": file,
        "line": at,
        "entered": topic.entered,
        "lines": lines,
        "choices": choices,
        "guards": guards,
        "examples": examples,
        "total": tally(topic.total()),
    })
}

#[cfg(test)]
mod asked {
    use serde_json::json;

    use crate::author::Author;
    use crate::compile::Source;

    const SCRIPT: &str = "== late: Late\n- where is it\n- where was it\n> Soon!\n* Lost\n  > Oh.\n\n\
        test good\n  customer: where is it\n  expect topic late\n\
        test bad\n  customer: where is it\n  expect reply has \"later\"\n";

    #[test]
    fn tests_are_played_and_what_they_reach_is_told() {
        let mut author = Author::default();
        author.open(vec![Source { name: "main.answers".into(), text: SCRIPT.into() }]);
        let answer = author.ask("tests", &json!({ "coverage": true })).unwrap();
        assert_eq!((&answer["passed"], &answer["failed"]), (&json!(1), &json!(1)));
        let bad = &answer["tests"][1];
        assert_eq!((&bad["name"], &bad["line"]), (&json!("bad"), &json!(11)));
        assert_eq!(bad["failure"]["line"], 13);
        assert_eq!(bad["failure"]["expected"], "expected a reply with `later`");
        assert_eq!(answer["coverage"]["taken"], json!({ "reached": 0, "all": 1 }));

        let one = author.ask("tests", &json!({ "only": "good" })).unwrap();
        assert_eq!(
            (&one["passed"], &one["failed"], &one["coverage"]),
            (&json!(1), &json!(0), &json!(null))
        );
    }
}
