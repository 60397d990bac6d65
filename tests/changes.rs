//! What a comparison of scripts says whatever the scripts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use answertree::changes::{Subject, changes};
use answertree::check::script::Script;
use answertree::edits::apply;
use answertree::ids::missing;
use answertree::syntax::format;
use support::{checked, source};

fn scripts() -> Vec<(PathBuf, String, Script)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    for folder in
        ["examples", "tests/corpus/machine", "tests/corpus/suggest", "tests/corpus/check/ok"]
    {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "answers") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            if let Some(script) = checked(text.as_str()).script {
                out.push((path, text, script));
            }
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(out.len() > 30, "{}", out.len());
    out
}

#[test]
fn layout_is_no_change_and_ids_are_only_that() {
    let mut ids = 0;
    for (path, text, script) in scripts() {
        assert_eq!(changes(&script, &script), [], "{}", path.display());
        let neat = support::script(format(&text));
        assert_eq!(changes(&script, &neat), [], "{}", path.display());
        let sources = source(text);
        let Some(text) = apply(&sources, missing(&script, &sources)).remove(0) else { continue };
        let with = support::script(text);
        for group in changes(&script, &with) {
            for change in group.changes {
                assert_eq!(change.subject, Subject::Id, "{}: {change:?}", path.display());
                ids += 1;
            }
        }
    }
    assert!(ids > 50, "{ids}");
}

/// What came one way went the other way.
#[test]
fn turned_round_it_is_the_same_the_other_way() {
    let scripts = scripts();
    for pair in scripts.windows(2) {
        let [(path, _, a), (_, _, b)] = pair else { continue };
        let count = |from: &Script, to: &Script| {
            let found = changes(from, to).into_iter().flat_map(|group| group.changes);
            let (mut come, mut gone) = (0, 0);
            for change in found {
                come += usize::from(change.old.is_none());
                gone += usize::from(change.new.is_none());
            }
            (come, gone)
        };
        let ((come, gone), (went, came)) = (count(a, b), count(b, a));
        assert!(come + gone > 0, "{}", path.display());
        assert_eq!((come, gone), (came, went), "{}", path.display());
    }
}

/// Many topics, and many replies of one topic, are compared in a time that grows with them and not with their square.
#[test]
fn large_scripts_are_compared_soon() {
    let script = |word: &str| {
        let mut text = String::new();
        for n in 0..3_000 {
            writeln!(text, "== {word}{n}: T{n}\n- one of {n}\n- two of {n}\n> {word} {n}").unwrap();
        }
        text.push_str("== last: Last\n- the last\n- at last\n");
        for n in 0..3_000 {
            writeln!(text, "> {word}{n}\n").unwrap();
        }
        support::script(text)
    };
    let (old, new) = (script("a"), script("b"));
    let begun = Instant::now();
    let found = changes(&old, &new);
    assert_eq!(found.len(), 3_001);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
