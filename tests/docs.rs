//! The examples of the documentation are what they say they are.

#![allow(clippy::unwrap_used, clippy::format_push_string, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use answertree::explore::{Options, explore};
use answertree::problem::{Code, Problem, Severity};
use answertree::syntax;

/// The pages with examples that must compile.
const PAGES: [&str; 3] = ["language.md", "translation.md", "cli.md"];

/// What the fragments of the reference speak of; a fragment is the body of a topic.
const AROUND: &str = "\
channel x limit 280 weighted public
channel facebook limit 8000
channel email
channel chat buttons
department support Customer support
fact name text = there
fact order_id text
fact days_late number
fact refunds number = 0
fact vip yes/no = no
fact size one of small, medium, large
fact bought date
== refund: Refunds
- refund me
> We can sort that out.
== address: Wrong address
- wrong address
> Could you give us the right address?
== example: Example
- an example
";

/// A fenced block of a page.
struct Block {
    line: usize,
    /// What stands behind the language.
    kind: String,
    /// The heading above.
    heading: String,
    source: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page)).unwrap();
    let mut out: Vec<Block> = Vec::new();
    let (mut heading, mut open) = (String::new(), false);
    for (number, line) in (1..).zip(text.lines()) {
        if open {
            if line == "```" {
                open = false;
            } else if let Some(block) = out.last_mut() {
                block.source.push_str(&format!("{line}\n"));
            }
        } else if let Some(kind) = line.strip_prefix("```answers") {
            open = true;
            let kind = kind.trim().to_owned();
            out.push(Block { line: number, kind, heading: heading.clone(), source: String::new() });
        } else if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
        }
    }
    assert!(!open && !out.is_empty(), "{page}");
    out
}

fn problems(source: &str) -> Vec<Problem> {
    support::problems(source)
}

/// What is wrong with a script, whatever pack is at hand; a fragment need not take every advice.
fn errors(source: &str) -> Vec<Problem> {
    let found = support::checked(source).problems;
    found.into_iter().filter(|problem| problem.severity() == Severity::Error).collect()
}

#[test]
fn the_examples_of_the_reference_compile() {
    for (page, block) in
        PAGES.into_iter().flat_map(|page| blocks(page).into_iter().map(move |block| (page, block)))
    {
        let source = match block.kind.as_str() {
            "" => block.source,
            "fragment" => format!("{AROUND}{}", block.source),
            other => panic!("line {}: `{other}` is no kind of example", block.line),
        };
        let found = errors(&source);
        assert!(found.is_empty(), "docs/{page} line {}: {found:?}", block.line);
        assert_eq!(errors(&syntax::format(&source)), [], "docs/{page} line {}", block.line);
    }
}

/// What walking every conversation finds.
fn walked(source: &str) -> Vec<Problem> {
    let script = support::script(source);
    let report = explore(&script, Options::default(), &mut |_| {});
    assert!(report.whole, "{source}");
    report.findings.into_iter().map(|finding| finding.problem).collect()
}

#[test]
fn each_problem_has_a_wrong_and_a_right_example() {
    let mut shown = BTreeSet::new();
    for block in blocks("diagnostics.md") {
        let id = block.heading.split(' ').next().unwrap_or("").to_owned();
        let code = Code::ALL.iter().find(|code| code.id() == id);
        let code = code.unwrap_or_else(|| panic!("line {}: `{id}` is no code", block.line));
        assert_eq!(block.heading, format!("{id} {}", code.title()), "line {}", block.line);
        let source = enlarge(&block.source);
        // What walking finds stands in scripts that are right otherwise.
        let mut found = if id.as_str() < "AT05" { problems(&source) } else { walked(&source) };
        // Limits and lines that cannot be read are shown alone, without a whole script around them.
        let of_syntax = |id: &str| id < "AT02";
        found.retain(|problem| !of_syntax(&id) || of_syntax(problem.code.id()));
        match block.kind.as_str() {
            "wrong" => assert!(
                !found.is_empty() && found.iter().all(|problem| problem.code == *code),
                "docs/diagnostics.md line {}: no {id} alone in {found:?}",
                block.line
            ),
            "right" => {
                assert!(found.is_empty(), "docs/diagnostics.md line {}: {found:?}", block.line);
            }
            other => panic!("line {}: `{other}` is no kind of example", block.line),
        }
        shown.insert((id, block.kind));
    }
    for code in Code::ALL {
        for kind in ["wrong", "right"] {
            let has = shown.contains(&(code.id().to_owned(), kind.to_owned()));
            assert!(has, "docs/diagnostics.md has no {kind} example of {}", code.id());
        }
    }
}

/// `(repeated 70000 times)` behind a line repeats the text before it, `(repeated 70000 lines)` the line: a page cannot
/// hold such examples whole.
fn enlarge(source: &str) -> String {
    let mut out = String::new();
    for line in source.lines() {
        let parts = line.strip_suffix(')').and_then(|line| line.rsplit_once(" (repeated "));
        let repeated = parts.and_then(|(text, count)| {
            let (times, what) = count.split_once(' ')?;
            Some((text, times.parse().ok()?, what))
        });
        match repeated {
            Some((text, times, "lines")) => out.push_str(&format!("{text}\n").repeat(times)),
            Some((text, times, _)) => out.push_str(&format!("{}\n", text.repeat(times))),
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

#[test]
fn the_editor_colours_the_words_that_begin_lines() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/playground/src/editor/language.ts");
    let page = fs::read_to_string(path).unwrap();
    let (_, table) = page.split_once("const statements = ").unwrap();
    let (table, _) = table.split_once("]);").unwrap();
    let coloured: BTreeSet<&str> =
        table.split("[\"").skip(1).map(|row| row.split('"').next().unwrap()).collect();
    assert_eq!(coloured, syntax::keywords().collect());
}

#[test]
fn the_grammar_of_textmate_knows_the_words_that_begin_lines() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("editors/vscode/syntaxes/answers.tmLanguage.json");
    let grammar = fs::read_to_string(path).unwrap();
    let grammar: serde_json::Value = serde_json::from_str(&grammar).unwrap();
    // Rules for lines begin with `^\s*(`, then the words or marks.
    let mut coloured = BTreeSet::new();
    for rule in grammar["repository"].as_object().unwrap().values() {
        let inner = rule["patterns"].as_array().into_iter().flatten();
        for rule in inner.chain([rule]) {
            let start = rule["begin"].as_str().or(rule["match"].as_str()).unwrap_or("");
            let Some(words) = start.strip_prefix("^\\s*(") else { continue };
            let words = words.split(')').next().unwrap().split('|');
            coloured.extend(words.filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
        }
    }
    assert_eq!(coloured, syntax::keywords().collect());
}
