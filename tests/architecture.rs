//! The source keeps to what ARCHITECTURE.md says of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a file that is read in one sitting.
const MAX_LINES: usize = 800;

/// For each part, what of the crate it may use.
const ARROWS: [(&str, &[&str]); 32] = [
    ("bytes", &["bytes"]),
    ("text", &["text", "calendar"]),
    ("calendar", &["calendar", "text"]),
    ("machine", &["machine", "bytes", "pack", "calendar", "text"]),
    ("runtime", &["runtime", "machine", "bytes", "calendar", "text"]),
    ("pack", &["pack", "bytes", "text"]),
    ("span.rs", &["span"]),
    ("problem", &["problem", "span", "text"]),
    ("threads.rs", &[]),
    ("random.rs", &[]),
    ("train", &["train", "machine", "bytes", "pack", "random", "threads", "text"]),
    ("syntax", &["syntax", "threads", "problem", "span", "calendar", "text"]),
    ("check", &["check", "syntax", "threads", "problem", "span", "machine", "calendar", "text"]),
    (
        "lower",
        &[
            "lower", "check", "train", "threads", "problem", "span", "machine", "bytes", "pack",
            "calendar", "text", "syntax",
        ],
    ),
    (
        "advice",
        &[
            "lower", "check", "train", "runtime", "threads", "problem", "span", "machine",
            "syntax", "text",
        ],
    ),
    ("assist", &["check", "compile", "problem", "span", "syntax"]),
    (
        "author",
        &[
            "assist", "author", "backtest", "changes", "check", "compile", "edits", "explore",
            "graph", "groups", "json", "lower", "machine", "pack", "problem", "runtime", "span",
            "text", "trial", "writing",
        ],
    ),
    ("changes", &["check", "syntax", "calendar", "text"]),
    ("edits.rs", &["compile", "problem"]),
    ("graph", &["check", "machine", "span"]),
    ("adapt", &["adapt", "bytes", "groups", "pack", "text", "threads"]),
    (
        "groups",
        &["groups", "pack", "bytes", "random", "syntax", "text", "threads", "train", "writing"],
    ),
    ("ids.rs", &["check", "compile", "machine", "problem", "span", "syntax", "text"]),
    (
        "strings",
        &[
            "strings", "check", "compile", "edits", "machine", "calendar", "problem", "span",
            "syntax",
        ],
    ),
    (
        "trial",
        &[
            "trial", "compile", "lower", "check", "pack", "problem", "span", "syntax", "runtime",
            "machine", "calendar", "text",
        ],
    ),
    (
        "explore",
        &[
            "lower", "check", "problem", "span", "syntax", "runtime", "machine", "calendar",
            "text", // In its tests.
            "compile",
        ],
    ),
    ("replay", &["runtime", "machine"]),
    ("writing", &["check", "syntax"]),
    ("data", &[]),
    ("import", &["import", "data", "compile", "check", "syntax", "text", "writing"]),
    // The compiler and machines in its tests.
    ("backtest", &["runtime", "machine", "compile", "problem", "random"]),
    ("json", &["json", "runtime", "machine", "compile", "problem", "span", "text"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "rs") {
            out.extend(sources(&path));
        }
    }
    out.sort();
    out
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for (part, allowed) in ARROWS {
        let files = sources(&root().join(part));
        assert!(!files.is_empty(), "{part} has no files");
        for path in files {
            for (number, line) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
                let code = line.split("//").next().unwrap_or("");
                for used in code.split("crate::").skip(1) {
                    let name: String =
                        used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    if !allowed.contains(&name.as_str()) {
                        wrong.push(format!("{}:{number} uses {name}", path.display()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_can_be_read_in_one_sitting() {
    for path in sources(&root()) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn features_gate_modules() {
    // A gate in the middle of a file is a second program in the first; tests are the exception.
    let mut wrong = Vec::new();
    for path in sources(&root()) {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2) {
            let [gate, gated] = pair else { continue };
            if gate.trim_start().starts_with("#[cfg(feature") && !is_item(gated) {
                wrong.push(format!("{}: {gated}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A module, a re-export, or a function that only one side of the machine needs.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    [
        "mod ",
        "pub mod ",
        "pub(crate) mod ",
        "pub use ",
        "pub(crate) use ",
        "pub(crate) const ",
        "pub fn ",
        "pub(crate) fn ",
        "pub(super) fn ",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}
