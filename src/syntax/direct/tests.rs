//! What the direct reader reads is what the grammar reads: trees, places and the absence of problems.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::read;
use crate::syntax::reader::Reader;
use crate::syntax::{line, mark, source};

/// Reads each line of a text both ways; gives how many lines have a mark, and how many of them were read directly.
#[track_caller]
fn compare(text: &str) -> (usize, usize) {
    let (mut marked, mut direct) = (0, 0);
    for (start, written) in source::lines(text) {
        let Some((rule, found)) = mark::rule_of(written) else { continue };
        marked += 1;
        let mut problems = Vec::new();
        let base = i64::try_from(start).unwrap();
        let mut reader = Reader { file: 3, base, problems: &mut problems, operators: 0 };
        let Some(kind) = read(&reader, rule, found.len(), written) else { continue };
        direct += 1;
        let by_grammar = line::by_grammar(&mut reader, rule, found.len(), written);
        assert_eq!((kind, None), by_grammar, "{written:?}");
        assert_eq!(problems, [], "{written:?}");
    }
    (marked, direct)
}

/// Everything in the repository that holds lines of the language.
fn written() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> =
        ["examples", "docs", "tests", "fuzz", "www/playground/src"].map(|f| root.join(f)).to_vec();
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                texts.extend(fs::read_to_string(path));
            }
        }
    }
    texts
}

#[test]
fn every_line_that_was_ever_written() {
    let (mut marked, mut direct) = (0, 0);
    for text in written() {
        let more = compare(&text);
        (marked, direct) = (marked + more.0, direct + more.1);
    }
    assert!(direct > 3_000 && direct * 2 > marked, "{direct} of {marked}");
}

/// What lines begin with.
const MARKS: &[&str] = &[
    "-",
    ">",
    "> [on x]",
    "step",
    "note [if vip]",
    "*",
    "* *",
    "when",
    "when not",
    "==",
    "=== a:",
    "== a-b",
    "menu m",
    "department",
    "department d:",
    "need",
    "->",
    "* a ->",
    "call",
    "handoff",
    "handoff d",
    "end",
    "-> end",
    "do",
    "do a (",
    "do a(x:",
    "set x",
    "set x =",
    "or",
    "also",
    "then",
    "return",
    "intent",
    "when intent",
    "when if",
    "> {",
    "> {if",
    "> {if a:",
    "> {a or",
    "> {n, plural: one:",
    "* a {",
];

/// What stands in them.
const BITS: &[&str] = &[
    "a",
    "name",
    "order_id",
    "a-b",
    "a-",
    "-",
    "late",
    "it's",
    "é",
    "größe",
    "日",
    "😀",
    "if",
    "else",
    "else:",
    "or",
    "and",
    "not",
    "is known",
    "in",
    "has",
    "yes",
    "no",
    "true",
    "intent",
    "end",
    "handoff",
    "resolved",
    "spam",
    "once",
    "on x",
    "lang en, fr",
    "tag t",
    "id i-1",
    "until 25 Dec",
    "plural:",
    "one:",
    "other:",
    "=1:",
    "few:",
    "{name}",
    "{ name }",
    "{name or there}",
    "{if vip: a | else: b}",
    "{if n > 3: a {b} c}",
    "{n, plural: one: x | other: {n} y}",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "<parcel>",
    "|",
    "\"",
    "\"why\"",
    "“",
    "”",
    "\\",
    "\\{",
    "#",
    " # c",
    "*",
    "->",
    "=",
    "==",
    "!=",
    "<=",
    ">=",
    "<>",
    "=>",
    "+",
    "/",
    "!",
    ":",
    ",",
    ";",
    ".",
    "..",
    "..4",
    "…",
    "1",
    "2.5",
    "08:30",
    "2026-12-24",
    "99999999999999999999",
    "\t",
    "\u{A0}",
    "\u{200B}",
    "\u{FEFF}",
    "\0",
    "\u{7F}",
    "[still]",
    "[still here]",
    "a|b|c",
];

fn a_line() -> impl Strategy<Value = String> {
    let bit = (prop::sample::select(BITS), prop::sample::select(&["", " ", " ", " ", "  "][..]));
    (prop::sample::select(MARKS), prop::collection::vec(bit, 0..9)).prop_map(|(mark, bits)| {
        let mut line = mark.to_owned();
        for (bit, space) in bits {
            line.push_str(space);
            line.push_str(bit);
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn lines_of_any_bits(line in a_line()) {
        compare(&line);
    }

    #[test]
    fn lines_with_a_change(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        bit in prop::sample::select(BITS),
        remove in 0..3_usize,
    ) {
        thread_local! {
            static LINES: Vec<String> =
                written().iter().flat_map(|text| text.lines()).map(str::to_owned).collect();
        }
        let mut line: Vec<char> = LINES.with(|lines| which.get(lines).chars().collect());
        let at = at.index(line.len() + 1);
        let end = (at + remove).min(line.len());
        line.splice(at..end, bit.chars());
        compare(&line.into_iter().collect::<String>());
    }
}

/// Bounds that only the grammar's side knows: brackets, operators, places far behind.
#[test]
fn long_lines() {
    for depth in [10, 31, 32, 33, 300] {
        compare(&format!("> {}", "{name} ".repeat(depth)));
        compare(&format!("do a({})", "x: 1 + 1, ".repeat(depth)));
        compare(&format!("do a({}y: 2)", "x: 1 + 1, ".repeat(depth)));
        compare(&format!("when a{}", "|b".repeat(depth)));
        compare(&format!("when a{}", " [b]".repeat(depth)));
    }
}
