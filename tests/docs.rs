//! The examples of `docs/diagnostics.md` are what they say: `wrong` has its code, `right` has no problem at all.

use answertree::compile::{Source, analyse};
use answertree::problem::{Code, Problem};

const DIAGNOSTICS: &str = include_str!("../docs/diagnostics.md");

/// A fenced block and the code it stands under.
struct Example {
    code: String,
    kind: String,
    script: String,
}

fn examples() -> Vec<Example> {
    let (mut out, mut code): (Vec<Example>, String) = (Vec::new(), String::new());
    let mut lines = DIAGNOSTICS.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.split(' ').next().unwrap_or("").clone_into(&mut code);
        } else if let Some(kind) = line.strip_prefix("```answers ") {
            let script: String = lines
                .by_ref()
                .take_while(|line| *line != "```")
                .flat_map(|line| [line, "\n"])
                .collect();
            out.push(Example { code: code.clone(), kind: kind.to_owned(), script });
        }
    }
    out
}

fn problems(script: &str) -> Vec<Problem> {
    let source = Source { name: "main.answers".to_owned(), text: script.to_owned() };
    analyse(&[source]).problems
}

#[test]
fn wrong_examples_have_their_code_alone_and_right_ones_have_none() {
    let mut failures: Vec<String> = Vec::new();
    let mut count = 0;
    for example in examples() {
        let found: Vec<&str> = problems(&example.script).iter().map(|p| p.code.id()).collect();
        count += 1;
        let fine = match example.kind.as_str() {
            "wrong" => !found.is_empty() && found.iter().all(|code| *code == example.code),
            "right" => found.is_empty(),
            _ => false,
        };
        if !fine {
            failures.push(format!("{} {}: {found:?}", example.code, example.kind));
        }
    }
    assert!(count > 0, "no examples");
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn every_code_has_a_heading_with_its_title_and_both_examples() {
    let examples = examples();
    for code in Code::ALL.iter().filter(|code| code.id() > "AT0200") {
        let heading = format!("## {} {}", code.id(), code.title());
        assert!(DIAGNOSTICS.lines().any(|line| line == heading), "no heading `{heading}`");
        for kind in ["wrong", "right"] {
            let has = examples.iter().any(|e| e.code == code.id() && e.kind == kind);
            assert!(has, "{} has no `{kind}` example", code.id());
        }
    }
    let mut codes: Vec<&str> =
        DIAGNOSTICS.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let written = codes.clone();
    codes.sort_unstable();
    assert_eq!(codes, written, "codes stand in order");
}
