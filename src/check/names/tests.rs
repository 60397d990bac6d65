//! Each name of a script in order, with what it is and whether it is declared there.

use super::{Names, find};
use crate::syntax;

fn names(text: &str) -> Names {
    let tree = syntax::parse(0, text).tree;
    find(&tree.items.iter().collect::<Vec<_>>(), &[text])
}

/// The names of a script in order: `sort name`, with `=` before those that declare.
fn told(text: &str) -> Vec<String> {
    let found = names(text);
    found
        .places()
        .iter()
        .map(|place| {
            let (noun, name) = (place.symbol.noun(), place.span.text(text));
            let same = place.symbol.name().eq_ignore_ascii_case(name);
            assert!(same || name.contains('\\'), "{name} is not {}", place.symbol.name());
            format!("{}{noun} {name}", if place.declares { "= " } else { "" })
        })
        .collect()
}

const SCRIPTS: &[(&str, &[&str])] = &[
    ("language en, fr\n> [lang fr] x\n", &["= language en", "= language fr"]),
    (
        "channel x\nprefer x for a if open(b)\n",
        &["= channel x", "channel x", "topic a", "department b"],
    ),
    (
        "intent a\n== a: A\nwhen intent a\nwhen intent b\n== b\n- one\n",
        &["= intent a", "= topic a", "intent a", "topic b", "= topic b"],
    ),
    (
        "intent a\n== a: A\nprefer x for a\n",
        &["= intent a", "= topic a", "channel x", "intent a", "topic a"],
    ),
    (
        "words p = q\n== t\nwhen [<p>] (a|<p>)\n",
        &["= word list p", "= topic t", "word list p", "word list p"],
    ),
    (
        "fact s one of small, \"extra large\" = small\nfact small text = s\n== t\nset s = small\n",
        &[
            "= fact s",
            "= option small",
            "= option extra large",
            "option small",
            "= fact small",
            "= topic t",
            "fact s",
            "option small",
        ],
    ),
    (
        "fact s one of a, b\n== t\nwhen if s in (a, \"b\") or b = s and s != c\n",
        &[
            "= fact s",
            "= option a",
            "= option b",
            "= topic t",
            "fact s",
            "option a",
            "option b",
            "option b",
            "fact s",
            "fact s",
            "fact c",
        ],
    ),
    (
        "channel x\nlanguage fr\n== t\n> [if channel = x and \"fr\" = language and now > d]\n",
        &["= channel x", "= language fr", "= topic t", "channel x", "language fr", "fact d"],
    ),
    (
        "== t: T\ndepartment d\nneed a, b\n> [on x] {a or there} {if b: {c} | else: {upper(d)}}\n",
        &[
            "= topic t",
            "department d",
            "fact a",
            "fact b",
            "channel x",
            "fact a",
            "fact b",
            "fact c",
            "fact d",
        ],
    ),
    (
        "== t\n* [tag n] It's lost -> t\n  do o(a: b)\n* {x} -> handoff d \"{y}\"\ncall u\n-> end resolved\n",
        &[
            "= topic t",
            "tag n",
            "= choice It's lost",
            "topic t",
            "action o",
            "fact b",
            "fact x",
            "department d",
            "fact y",
            "topic u",
        ],
    ),
    (
        "menu m: M\n* 1 One -> t\non nomatch > {a}\non silence 5m -> t\nset n = visits(m) + n\n",
        &[
            "= topic m",
            "= choice One",
            "topic t",
            "fact a",
            "topic t",
            "fact n",
            "topic m",
            "fact n",
        ],
    ),
    (
        "fact s one of a, b\ntest t\ngiven channel x\ngiven language fr\ngiven now = 2026-12-24\ngiven s = a\nchoose Some thing\nexpect no topic\nexpect topic t\nexpect ask f\nexpect choice Else\nexpect handoff d\nexpect do o\nexpect fact s = b\n",
        &[
            "= fact s",
            "= option a",
            "= option b",
            "channel x",
            "language fr",
            "fact s",
            "option a",
            "choice Some thing",
            "topic t",
            "fact f",
            "choice Else",
            "department d",
            "action o",
            "fact s",
            "option b",
        ],
    ),
    ("channel x\nnonsense\n-> x\n== t\n-> {\n-> u\n", &["= channel x", "= topic t", "topic u"]),
];

#[test]
fn every_construct() {
    for (text, expected) in SCRIPTS {
        assert_eq!(told(text), *expected, "{text}");
    }
}

#[test]
fn a_name_is_found_from_its_first_letter_to_behind_its_last() {
    let text = "fact a text\n== t\n> {a}{b}\n";
    let found = names(text);
    let at = |byte: u32| found.at(0, byte).map(|place| place.symbol.name().to_owned());
    assert_eq!(at(4), None);
    assert_eq!(at(5).as_deref(), Some("a"));
    assert_eq!(at(6).as_deref(), Some("a"));
    assert_eq!(at(20).as_deref(), Some("a"));
    assert_eq!(at(21).as_deref(), Some("a"));
    assert_eq!(at(22), None);
    assert_eq!(at(23).as_deref(), Some("b"));
    assert_eq!(found.at(1, 5), None);
    assert_eq!(at(u32::MAX), None);
}
