//! What holds for every text, script or not: it is read, places are right, and the formatter keeps the meaning.

#![allow(
    clippy::expect_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::as_conversions,
    reason = "a test may panic"
)]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use answertree::syntax::{Parsed, format, parse};
use proptest::prelude::*;

/// Every line of the corpus, good and bad.
static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/syntax");
    let mut lines = Vec::new();
    for folder in ["ok", "err"] {
        let mut files: Vec<_> =
            fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let text = fs::read_to_string(file).unwrap();
            lines.extend(text.lines().filter(|line| !line.starts_with("#~")).map(str::to_owned));
        }
    }
    assert!(lines.len() > 300);
    lines
});

/// What mutations put in: the marks of the language and what upsets readers of text.
const BITS: &[&str] = &[
    "{", "}", "[", "]", "(", ")", "<", ">", "|", "\"", "“", "\\", "#", "*", "**", "->", "==", "=",
    ":", ",", "..", "-", " ", "  ", "\t", "\u{A0}", "\u{200B}", "\u{FEFF}", "\r", "\n", "\r\n",
    "é", "😀", "\0", "if", "else:", " or ", "not ", "1", "and", " # ", "'", "\u{301}", "a",
];

/// Lines of the corpus in any order, some of them changed a little.
fn script() -> impl Strategy<Value = String> {
    let line = (
        any::<prop::sample::Index>(),
        prop::option::weighted(0.5, (any::<prop::sample::Index>(), 0..BITS.len(), 0..3_usize)),
    );
    prop::collection::vec(line, 0..25).prop_map(|lines| {
        let mut out = String::new();
        for (which, change) in lines {
            let line = which.get(&LINES);
            let mut chars: Vec<String> = line.chars().map(String::from).collect();
            if let Some((at, bit, remove)) = change {
                let at = at.index(chars.len() + 1);
                let end = (at + remove).min(chars.len());
                chars.splice(at..end, [BITS[bit].to_owned()]);
            }
            out.extend(chars);
            out.push('\n');
        }
        out
    })
}

/// Anything at all, from the marks of the language.
fn noise() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(BITS), 0..60).prop_map(|bits| bits.concat()),
    ]
}

fn check_places(source: &str, parsed: &Parsed) {
    let fits = |start: u32, end: u32| source.get(start as usize..end as usize).is_some();
    let mut last = 0;
    for problem in &parsed.problems {
        assert!(fits(problem.span.start, problem.span.end), "{problem:?}");
        assert!(problem.span.start >= last, "problems are in order");
        last = problem.span.start;
        if let Some(fix) = &problem.fix {
            assert!(fits(fix.span.start, fix.span.end), "{problem:?}");
        }
        for (place, _) in &problem.labels {
            assert!(fits(place.start, place.end), "{problem:?}");
        }
        assert!(!problem.message.ends_with('.') && !problem.message.contains('\n'), "{problem:?}");
    }
    for line in &parsed.file.lines {
        assert!(fits(line.span.start, line.span.end));
    }
    for (start, end) in spans(&format!("{:?}", parsed.tree)) {
        assert!(fits(start, end), "{start}..{end} of {source:?}");
    }
}

/// The places in a printed tree.
fn spans(printed: &str) -> Vec<(u32, u32)> {
    let number =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap();
    let after = |text: &'static str| move |part: &str| number(part.split_once(text).unwrap().1);
    printed
        .split("Span { ")
        .skip(1)
        .map(|part| (after("start: ")(part), after("end: ")(part)))
        .collect()
}

/// A printed tree without its places.
fn meaning(source: &str) -> String {
    let printed = format!("{:?}", parse(0, source).tree);
    let mut out = String::new();
    for (at, part) in printed.split("Span { ").enumerate() {
        out.push_str(if at == 0 { part } else { part.split_once('}').unwrap().1 });
    }
    out
}

fn codes(source: &str) -> Vec<&'static str> {
    let mut codes: Vec<_> =
        parse(0, source).problems.iter().map(|problem| problem.code.id()).collect();
    codes.sort_unstable();
    codes
}

fn check_all(source: &str) {
    check_places(source, &parse(0, source));
    let neat = format(source);
    assert_eq!(format(&neat), neat, "formatting twice is not formatting once: {source:?}");
    assert_eq!(meaning(&neat), meaning(source), "{neat:?}");
    assert_eq!(codes(&neat), codes(source), "{neat:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scripts_with_mistakes(source in script()) {
        check_all(&source);
    }

    #[test]
    fn any_text(source in noise()) {
        check_all(&source);
    }

    #[test]
    fn any_line(mark in prop::sample::select(vec!["> ", "when ", "fact x text like ", "set x = ", "* ", "> {", "> [", "do a(", "open ", "handoff a \"", "words a = ", "== a: "]), rest in noise()) {
        check_all(&format!("== t: T\n{mark}{rest}"));
    }
}

/// Line ends, marks of byte order, no end at all: the tree is the same.
#[test]
fn line_ends_say_nothing() {
    let acme = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/syntax/ok/acme.answers"),
    )
    .unwrap();
    let expected = meaning(&acme);
    for variant in [
        acme.replace('\n', "\r\n"),
        acme.replace('\n', "\r"),
        format!("\u{FEFF}{acme}"),
        acme.trim_end().to_owned(),
        acme.replace("\n  ", "\n\t"),
        acme.replace("\n  ", "\n"),
        acme.replace('\n', " \t\n"),
    ] {
        assert!(parse(0, &variant).problems.is_empty(), "{:?}", parse(0, &variant).problems);
        assert_eq!(meaning(&variant), expected);
    }
}

/// An honest script of 100,000 lines is read whole.
#[test]
fn a_large_script_is_read() {
    let mut source = String::from("channel x limit 280\n");
    for n in 0..12_500 {
        source.push_str(&format!("== t{n}: Topic {n}\n- where is number {n}\nwhen number{n} .. late\nneed order\n> Sorry, {{name}}!\n* One -> t1\n* Two\n  end resolved\n"));
    }
    let parsed = parse(0, &source);
    assert!(parsed.problems.is_empty());
    assert_eq!(parsed.tree.items.len(), 12_501);
}

/// Deep nesting that goes wrong inside costs no more than its length.
#[test]
fn mistakes_inside_nesting_are_cheap() {
    for (open, inside, close) in [
        ("{if a: ", "{b c}", " | else: d e}"),
        ("{if a: ", "{b c}", " | d}"),
        ("{n, plural: one: ", "{", " | x}"),
        ("{(", "a b", ")}"),
        ("{f(", "a b", ")}"),
    ] {
        for depth in [1, 10, 15] {
            let source =
                format!("== t: T\n> {}{inside}{}\n", open.repeat(depth), close.repeat(depth));
            let start = std::time::Instant::now();
            assert!(!parse(0, &source).problems.is_empty(), "{source}");
            assert!(start.elapsed().as_secs() < 5, "{source}");
        }
    }
    for (mark, open, inside, close) in [
        ("when if ", "(", "a b", ")"),
        ("when if ", "f(", "a b", ")"),
        ("when if ", "not (- (", "a b", "))"),
        ("when ", "(a|[", ",", "])"),
        ("fact x text like ", "(a|", "*", ")?"),
    ] {
        let source = format!("{mark}{}{inside}{}\n", open.repeat(15), close.repeat(15));
        let start = std::time::Instant::now();
        assert!(!parse(0, &source).problems.is_empty(), "{source}");
        assert!(start.elapsed().as_secs() < 5, "{source}");
    }
}

/// The scripts that users read first have no problems, and the formatter keeps what they mean.
#[test]
fn the_examples_are_read() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")];
    let mut scripts = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "answers") {
                let source = fs::read_to_string(&path).unwrap();
                assert_eq!(parse(0, &source).problems, [], "{}", path.display());
                check_all(&source);
                scripts += 1;
            }
        }
    }
    assert!(scripts > 0);
}
