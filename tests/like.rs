//! `like` patterns find what the regex crate says, on random patterns and texts.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use answertree::lower::like::{TooLarge, compile};
use answertree::machine::dfa::{Case, Dfa, MAX_STATES, MAX_VALUE};
use answertree::syntax::tree::Like;
use proptest::collection::vec;
use proptest::prelude::*;
use regex::Regex;

fn class(ranges: &[(char, char)]) -> Like {
    Like::Class { ranges: ranges.to_vec(), negated: false }
}

fn repeat(inner: Like, min: u32, max: Option<u32>) -> Like {
    Like::Repeat { inner: Box::new(inner), min, max }
}

fn exactly(inner: Like, n: u32) -> Like {
    repeat(inner, n, Some(n))
}

fn word(text: &str) -> Like {
    Like::Sequence(text.chars().map(Like::Char).collect())
}

fn anything() -> Like {
    Like::Class { ranges: Vec::new(), negated: true }
}

/// The same pattern as the regex crate writes it.
fn regex(like: &Like) -> String {
    let all =
        |parts: &[Like], between: &str| parts.iter().map(regex).collect::<Vec<_>>().join(between);
    match like {
        Like::Char(c) => regex::escape(&c.to_string()),
        Like::Class { ranges, negated } => {
            let ranges = ranges.iter().fold(String::new(), |out, (first, last)| {
                format!("{out}\\x{{{:x}}}-\\x{{{:x}}}", u32::from(*first), u32::from(*last))
            });
            match (ranges.is_empty(), negated) {
                (true, true) => "(?s:.)".to_owned(),
                (true, false) => "[^\\x{0}-\\x{10FFFF}]".to_owned(),
                (false, true) => format!("[^{ranges}]"),
                (false, false) => format!("[{ranges}]"),
            }
        }
        Like::Sequence(parts) => format!("(?:{})", all(parts, "")),
        Like::Either(parts) => format!("(?:{})", all(parts, "|")),
        Like::Repeat { inner, min, max } => {
            let max = max.map_or(String::new(), |max| max.to_string());
            format!("(?:{}){{{min},{max}}}", regex(inner))
        }
    }
}

fn patterns() -> impl Strategy<Value = Like> {
    let letter = || prop::sample::select("abABk19-# éÉж".chars().collect::<Vec<_>>());
    let ranges = prop_oneof![
        Just(vec![('a', 'b')]),
        Just(vec![('A', 'Z')]),
        Just(vec![('0', '9')]),
        Just(vec![('0', '9'), ('A', 'B')]),
        Just(vec![('!', 'é')]),
        letter().prop_map(|c| vec![(c, c)]),
    ];
    let leaf = prop_oneof![
        letter().prop_map(Like::Char),
        (ranges, prop::bool::weighted(0.2))
            .prop_map(|(ranges, negated)| Like::Class { ranges, negated }),
        Just(anything()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Like::Sequence),
            vec(inner.clone(), 1..4).prop_map(Like::Either),
            (inner, 0_u32..3, prop::option::of(0_u32..3)).prop_map(|(inner, min, more)| repeat(
                inner,
                min,
                more.map(|more| min + more)
            )),
        ]
    })
}

fn texts() -> impl Strategy<Value = String> {
    vec(prop::sample::select("abABkK19-# .éÉжЖ订\n".chars().collect::<Vec<_>>()), 0..24)
        .prop_map(|chars| chars.into_iter().collect())
}

/// The letters of `texts` of scripts with spaces.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && c != '订'
}

fn within_word(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    before.chars().next_back().is_some_and(is_word) && after.chars().next().is_some_and(is_word)
}

fn ends(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_the_regex_crate_finds(like in patterns(), texts in vec(texts(), 8)) {
        let dfa = compile(&like).unwrap();
        let whole = Regex::new(&format!("(?i)\\A(?:{})\\z", regex(&like))).unwrap();
        for text in &texts {
            prop_assert_eq!(dfa.is_match(text), whole.is_match(text), "{} on {:?}", regex(&like), text);
            let mut first = None;
            for start in ends(text) {
                let rest = &text[start..];
                let longest = ends(rest).rev().find(|&end| whole.is_match(&rest[..end]));
                prop_assert_eq!(dfa.longest(text, start), longest, "{} at {} of {:?}", regex(&like), start, text);
                let value = ends(rest)
                    .rev()
                    .filter(|&end| end > 0 && !within_word(text, start + end))
                    .find(|&end| whole.is_match(&rest[..end]));
                if let Some(len) = value.filter(|_| first.is_none() && !within_word(text, start)) {
                    first = Some((start, start + len));
                }
            }
            let found = dfa.find(text);
            prop_assert_eq!(found.as_ref().map(|found| (found.0, found.1)), first, "{} in {:?}", regex(&like), text);
            if let Some((start, end, value)) = found {
                prop_assert!(value.eq_ignore_ascii_case(&text[start..end]));
                prop_assert!(dfa.is_match(&value));
            }
        }
    }

    #[test]
    fn stored_automata_come_back(like in patterns(), at in any::<prop::sample::Index>(), value in any::<u8>(), text in texts()) {
        let dfa = compile(&like).unwrap();
        let mut bytes = Vec::new();
        dfa.write(&mut bytes);
        prop_assert_eq!(Dfa::read(&bytes), Some((dfa.clone(), &[][..])));
        for len in 0..bytes.len() {
            prop_assert_eq!(Dfa::read(&bytes[..len]), None);
        }
        let at = at.index(bytes.len());
        bytes[at] = value;
        if let Some((changed, _)) = Dfa::read(&bytes) {
            changed.find(&text);
            changed.longest(&text, 0);
        }
    }
}

#[test]
fn values_are_found_in_messages() {
    let digits = |min, max| repeat(class(&[('0', '9')]), min, Some(max));
    let order = Like::Sequence(vec![exactly(class(&[('A', 'Z')]), 2), digits(6, 6)]);
    let card = digits(4, 4);
    let ticket = Like::Sequence(vec![word("#"), repeat(class(&[('0', '9')]), 1, None)]);
    let hex = Like::Sequence(vec![word("0x"), repeat(class(&[('0', '9'), ('a', 'f')]), 1, None)]);
    let name = Like::Sequence(vec![word("Order-"), digits(1, 9)]);
    let part = Like::Sequence(vec![
        digits(4, 4),
        repeat(Like::Sequence(vec![word(" "), digits(2, 2)]), 0, Some(1)),
    ]);
    for (like, message, expected) in [
        (&order, "my order ab123456 is late", Some((9, "AB123456"))),
        (&order, "(Ab123456)!", Some((1, "AB123456"))),
        (&order, "AB1234567 or XAB123456 or AB12345", None),
        (&order, "AB1234567, sorry: CD654321", Some((18, "CD654321"))),
        (&order, "订单AB123456在哪里", Some((6, "AB123456"))),
        (&order, "éab123456", None),
        (&order, "", None),
        (&card, "ends in 1234.", Some((8, "1234"))),
        (&card, "4111 1111", Some((0, "4111"))),
        (&ticket, "ticket#77 please", Some((6, "#77"))),
        (&hex, "code 0XFF", Some((5, "0xff"))),
        (&name, "order-7, thanks", Some((0, "order-7"))),
        (&part, "1234 567", Some((0, "1234"))), // the longer one ends within a word
        (&part, "1234 56", Some((0, "1234 56"))),
    ] {
        let found = compile(like).unwrap().find(message);
        let expected = expected.map(|(at, value)| (at, at + value.len(), value.to_owned()));
        assert_eq!(found, expected, "{} in {message}", regex(like));
    }
}

#[test]
fn cases_are_those_of_the_letters() {
    for (like, case) in [
        (class(&[('A', 'Z')]), Case::Upper),
        (class(&[('a', 'f'), ('0', '9')]), Case::Lower),
        (class(&[('A', 'Z'), ('a', 'z')]), Case::Typed),
        (class(&[('0', '9')]), Case::Typed),
        (class(&[('0', 'z')]), Case::Typed),
        (word("ÀB"), Case::Upper),
        (Like::Sequence(vec![word("AB"), anything()]), Case::Typed),
        (Like::Either(vec![word("AB"), exactly(word("c"), 2)]), Case::Typed),
    ] {
        assert_eq!(compile(&like).unwrap().case(), case, "{}", regex(&like));
    }
}

#[test]
fn automata_are_small() {
    let states = |like: &Like| compile(like).unwrap().states();
    assert_eq!(
        states(&Like::Sequence(vec![
            exactly(class(&[('A', 'Z')]), 2),
            exactly(class(&[('0', '9')]), 6)
        ])),
        9
    );
    // All endings that are alike are one.
    assert_eq!(states(&Like::Either(vec![word("abcx"), word("dbcx"), word("ebcx")])), 5);
    assert_eq!(states(&repeat(class(&[('0', '9')]), 0, None)), 1);
    // No value at all.
    let none = compile(&class(&[])).unwrap();
    assert_eq!((none.states(), none.find("abc"), none.longest("abc", 0)), (1, None, None));
    // The empty value only.
    let empty = compile(&Like::Sequence(vec![])).unwrap();
    assert_eq!((empty.find("abc"), empty.longest("abc", 1)), (None, Some(0)));
    let mut bytes = Vec::new();
    compile(&Like::Sequence(vec![
        exactly(class(&[('A', 'Z')]), 2),
        exactly(class(&[('0', '9')]), 6),
    ]))
    .unwrap()
    .write(&mut bytes);
    assert!(bytes.len() < 80, "{}", bytes.len());
}

#[test]
fn limits_are_kept() {
    let many = repeat(anything(), 0, None);
    let letter = class(&[('a', 'b')]);
    // The n-th letter from the end doubles the states with each n.
    let from_end = |n| {
        Like::Sequence(vec![repeat(letter.clone(), 0, None), word("a"), exactly(letter.clone(), n)])
    };
    assert_eq!(compile(&from_end(11)).unwrap().states(), MAX_STATES);
    let deep = (0..1_000).fold(word("a"), |inner, _| Like::Sequence(vec![inner]));
    let sets: Vec<Like> = ('一'..).step_by(3).take(300).map(Like::Char).collect();
    for like in [
        from_end(12),
        deep,
        Like::Sequence(sets),
        exactly(exactly(exactly(many.clone(), 1_000), 1_000), 1_000),
        exactly(Like::Sequence(vec![]), u32::MAX),
        repeat(word("a"), 0, Some(u32::MAX)),
        exactly(exactly(Like::Either(vec![many.clone(), word("x")]), 60), 100),
    ] {
        assert_eq!(compile(&like), Err(TooLarge));
    }
    // Two bytes a state.
    let wide = compile(&from_end(8)).unwrap();
    let mut bytes = Vec::new();
    wide.write(&mut bytes);
    assert_eq!(Dfa::read(&bytes), Some((wide, &[][..])));
    // A value ends after 256 characters.
    let text = "é".repeat(MAX_VALUE + 10);
    assert_eq!(compile(&many).unwrap().longest(&text, 0), Some(2 * MAX_VALUE));
    assert_eq!(compile(&exactly(anything(), 256)).unwrap().longest(&text, 0), Some(2 * MAX_VALUE));
    assert_eq!(compile(&exactly(anything(), 257)).unwrap().longest(&text, 0), None);
    assert_eq!(compile(&many).unwrap().longest(&text, 1), None, "within a character");
    assert_eq!(compile(&many).unwrap().longest("a", 5), None);
}
