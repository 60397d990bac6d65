//! What holds for every script, good or bad: the checks say where and what, in order, and what they offer mends it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    reason = "a test may panic"
)]

#[path = "support/script.rs"]
mod support;

use std::fs;
use std::path::Path;

use answertree::compile::Analysed;
use answertree::problem::{Problem, Severity};
use proptest::prelude::*;
use support::checked;

/// Every script of the corpus.
fn scripts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths = Vec::new();
    for folder in ["check/err", "check/ok", "syntax/ok"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| without_notes(&fs::read_to_string(path).unwrap())).collect()
}

fn without_notes(script: &str) -> String {
    script.split_inclusive('\n').filter(|line| !line.starts_with("#~")).collect()
}

fn sound(script: &str) -> Result<(), TestCaseError> {
    let found = checked(script);
    let place = |span: answertree::span::Span| {
        script.get(span.start as usize..span.end as usize).is_some() && span.file == 0
    };
    let mut last = answertree::span::Span::default();
    // With the advice that needs the machine, which is in the same order.
    let told = support::problems(script);
    prop_assert!(found.problems.iter().all(|problem| told.contains(problem)));
    for problem in &told {
        prop_assert!(place(problem.span), "{problem:?}");
        prop_assert!(problem.labels.iter().all(|(span, _)| place(*span)), "{problem:?}");
        prop_assert!(problem.fix.iter().all(|fix| place(fix.span)), "{problem:?}");
        prop_assert!(last <= problem.span, "{problem:?} stands out of order");
        prop_assert!(!problem.message.contains('\n') && !problem.message.ends_with('.'));
        last = problem.span;
    }
    let error = found.problems.iter().any(|problem| problem.severity() == Severity::Error);
    prop_assert_eq!(found.script.is_some(), !error);
    prop_assert_eq!(&found, &checked(script));
    Ok(())
}

/// An offered change mends the problem it is offered for: as many of its kind, less one.
#[test]
fn fixes_mend() {
    let mut count = 0;
    for script in scripts() {
        let found = checked(&script);
        for problem in &found.problems {
            let Some(fix) = &problem.fix else { continue };
            let mut mended = script.clone();
            mended.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.text);
            let same = |found: &Analysed| {
                let same = |other: &&Problem| {
                    other.code == problem.code && other.message == problem.message
                };
                found.problems.iter().filter(same).count()
            };
            assert_eq!(same(&checked(&mended)) + 1, same(&found), "{problem:?}\n{mended}");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} fixes");
}

/// A line that cannot be read is one problem, or some, on that line: nothing follows from it elsewhere.
#[test]
fn one_bad_line_is_told_on_that_line() {
    let mut failures = Vec::new();
    for script in scripts().iter().filter(|script| checked(script.as_str()).problems.is_empty()) {
        let lines: Vec<&str> = script.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let ways = [format!("{line} ]{{"), format!("{line} = ="), format!("q{line}")];
            for bad in &ways[number % 3..=number % 3] {
                if line.trim().is_empty() || line.trim_start().starts_with('#') {
                    continue;
                }
                let mut broken = lines.clone();
                broken[number] = bad;
                let broken = broken.join("\n");
                let found = checked(&broken);
                let start = broken.lines().take(number).map(|line| line.len() + 1).sum::<usize>();
                let here = |at: u32| (start..=start + bad.len()).contains(&(at as usize));
                // Only where the line itself could not be read.
                if !found.problems.iter().any(|p| here(p.span.start) && p.code.id() < "AT0200") {
                    continue;
                }
                let checked = |p: &&Problem| !here(p.span.start) && p.code.id() > "AT0200";
                for problem in found.problems.iter().filter(checked) {
                    failures.push(format!("{bad}\n    {} {}", problem.code.id(), problem.message));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Lines of all scripts thrown together.
    #[test]
    fn shuffled_lines(picks in proptest::collection::vec((0_usize..1_000, 0_usize..1_000), 1..60)) {
        let scripts = scripts_once();
        let mut script = String::new();
        for (which, line) in picks {
            let lines: Vec<&str> = scripts[which % scripts.len()].lines().collect();
            if !lines.is_empty() {
                script.push_str(lines[line % lines.len()]);
                script.push('\n');
            }
        }
        sound(&script)?;
    }

    /// A script with pieces cut out.
    #[test]
    fn cut_scripts(which in 0_usize..1_000, cuts in proptest::collection::vec((0_usize..5_000, 1_usize..20), 1..6)) {
        let scripts = scripts_once();
        let mut script: Vec<char> = scripts[which % scripts.len()].chars().collect();
        for (at, length) in cuts {
            if !script.is_empty() {
                let start = at % script.len();
                let end = (start + length).min(script.len());
                script.drain(start..end);
            }
        }
        sound(&script.into_iter().collect::<String>())?;
    }
}

fn scripts_once() -> &'static [String] {
    static SCRIPTS: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    SCRIPTS.get_or_init(scripts)
}
