//! Results of tests as programs read them: JSON, the XML of `JUnit`, and TAP 14.

use answertree::author::tested;
use answertree::trial::Failure as Why;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde_json::{Value, json};

use super::Tested;
use super::cover::Places;
use crate::output::{Done, Failure, put};

/// One JSON document: each script with its tests, its problems, and what was reached where that was asked for.
pub(super) fn json(tested: &[Tested<'_>]) -> String {
    let scripts: Vec<Value> = tested.iter().map(script).collect();
    let all: usize = tested.iter().map(|script| script.tests.len()).sum();
    let failed: usize = tested.iter().map(Tested::failed).sum();
    let document = json!({ "scripts": scripts, "passed": all - failed, "failed": failed });
    format!("{document}\n")
}

fn script(script: &Tested<'_>) -> Value {
    tested(script.sources, script.problems, &script.tests, script.coverage.as_ref())
}

/// What a line of a test says of why it failed, without the script around it.
fn told(failure: &Why, places: &Places<'_>) -> String {
    let mut out =
        format!("{}: {}, but {}\n", places.of(failure.span), failure.expected, failure.found);
    for line in &failure.details {
        put(&mut out, format_args!("{line}\n"));
    }
    if let Some((span, text)) = &failure.origin {
        put(&mut out, format_args!("{}: {text}\n", places.of(*span)));
    }
    if let Some(help) = &failure.help {
        put(&mut out, format_args!("help: {help}\n"));
    }
    out
}

/// The XML of `JUnit`: a script is a suite, and one that has errors fails as a whole.
pub(super) fn junit(tested: &[Tested<'_>]) -> Done<String> {
    let mut report = Report::new("answertree");
    for script in tested {
        let places = Places::new(script.sources);
        let mut suite = TestSuite::new(script.name());
        for (test, played) in &script.tests {
            let status = match &played.failure {
                None => TestCaseStatus::success(),
                Some(failure) => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    status
                        .set_message(format!("{}, but {}", failure.expected, failure.found))
                        .set_description(told(failure, &places));
                    status
                }
            };
            let mut case = TestCase::new(test.name.as_str(), status);
            case.set_classname(script.name());
            let (file, line) = places.file_and_line(test.span);
            case.extra.insert("file".into(), file.into());
            case.extra.insert("line".into(), line.to_string().into());
            suite.add_test_case(case);
        }
        if !script.problems.is_empty() {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message("the script has errors");
            let lines = script.problems.iter().map(|problem| {
                format!(
                    "{}: {} [{}]\n",
                    places.of(problem.span),
                    problem.message,
                    problem.code.id()
                )
            });
            status.set_description(lines.collect::<String>());
            let mut case = TestCase::new("the script has no errors", status);
            case.set_classname(script.name());
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    let text = report
        .to_string()
        .map_err(|error| Failure::new(format!("cannot write the report: {error}")))?;
    Ok(if text.ends_with('\n') { text } else { format!("{text}\n") })
}

/// TAP 14: a test is a point; a script with errors is one that fails.
pub(super) fn tap(tested: &[Tested<'_>]) -> String {
    let points: usize = tested
        .iter()
        .map(|script| script.tests.len() + usize::from(!script.problems.is_empty()))
        .sum();
    let mut out = format!("TAP version 14\n1..{points}");
    out.push_str(if points == 0 { " # SKIP no tests\n" } else { "\n" });
    let mut number = 0;
    for script in tested {
        let places = Places::new(script.sources);
        for (test, played) in &script.tests {
            number += 1;
            let name = described(script.name(), &test.name);
            match &played.failure {
                None => put(&mut out, format_args!("ok {number} - {name}\n")),
                Some(failure) => {
                    put(&mut out, format_args!("not ok {number} - {name}\n  ---\n"));
                    let message = format!("{}, but {}", failure.expected, failure.found);
                    yaml(&mut out, "message", &message);
                    yaml(&mut out, "at", &places.of(failure.span));
                    if !failure.details.is_empty() {
                        yaml(&mut out, "found", &failure.details.join("\n"));
                    }
                    if let Some((span, text)) = &failure.origin {
                        yaml(&mut out, "origin", &format!("{}: {text}", places.of(*span)));
                    }
                    if let Some(help) = &failure.help {
                        yaml(&mut out, "help", help);
                    }
                    out.push_str("  ...\n");
                }
            }
        }
        if !script.problems.is_empty() {
            number += 1;
            let name = described(script.name(), "the script has no errors");
            put(&mut out, format_args!("not ok {number} - {name}\n  ---\n"));
            for (at, problem) in script.problems.iter().enumerate() {
                let message = format!("{}: {}", places.of(problem.span), problem.message);
                yaml(&mut out, &format!("problem{}", at + 1), &message);
            }
            out.push_str("  ...\n");
        }
    }
    out
}

/// The description of a point: `#` and `\` have a meaning of their own there.
fn described(script: &str, name: &str) -> String {
    format!("{script}: {name}").replace('\\', "\\\\").replace('#', "\\#").replace('\n', " ")
}

/// A key and a text of a YAML block, quoted as JSON is, which YAML reads.
fn yaml(out: &mut String, key: &str, text: &str) {
    put(out, format_args!("  {key}: {}\n", Value::from(text)));
}
