//! Advice on patterns is true: what is said never to match or never to come first does not, in any short message.
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use answertree::compile::compile;
use answertree::machine::Machine;
use answertree::problem::{Code, Problem};
use answertree::runtime::{Context, Suggester};
use proptest::prelude::*;
use support::source;

/// The words of messages; patterns know some others.
const WORDS: [&str; 3] = ["red", "rest", "cup"];

/// The longest message.
const LONGEST: u32 = 5;

/// A pattern of a few words, stems, lists, gaps and what may be left out.
fn pattern() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("red"),
        Just("rest"),
        Just("cup"),
        Just("re*"),
        Just("red|cup"),
        Just("<any>")
    ];
    let element = prop_oneof![
        6 => word.clone().prop_map(str::to_owned),
        2 => prop_oneof![Just(".."), Just("..1"), Just("..2")].prop_map(str::to_owned),
        1 => word.prop_map(|word| format!("[{word}]")),
    ];
    proptest::collection::vec(element, 1..5).prop_map(|elements| elements.join(" "))
}

fn topic(name: &str, ways: &[String], nots: &[String]) -> String {
    let ways = ways.iter().map(|way| format!("when {way}\n"));
    let nots = nots.iter().map(|not| format!("when not {not}\n"));
    format!("== {name}: A topic\n{}> Hello.\n", ways.chain(nots).collect::<String>())
}

/// Every message of the words, up to the longest.
fn messages() -> impl Iterator<Item = String> {
    (1..=LONGEST).flat_map(|length| {
        (0..3_usize.pow(length)).map(move |number| {
            let word = |place| WORDS.get(number / 3_usize.pow(place) % 3).copied().unwrap_or("");
            (0..length).map(word).collect::<Vec<_>>().join(" ")
        })
    })
}

/// The topics that each message leads to, the first first.
fn found(script: &str) -> (Vec<Problem>, Vec<(String, Vec<String>)>) {
    let compiled = compile(&source(script));
    let machine = Machine::load(compiled.machine.unwrap().bytes).unwrap();
    let mut suggester = Suggester::new();
    let mut topics = |message: &str| -> Vec<String> {
        let turn = suggester.suggest(&machine, message, &Context::default()).unwrap();
        turn.suggestions.iter().map(|suggestion| suggestion.topic.to_string()).collect()
    };
    let found =
        messages().map(|message| (topics(&message), message)).map(|(t, m)| (m, t)).collect();
    (compiled.problems, found)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_pattern_that_never_matches_leads_nowhere(
        way in pattern(),
        nots in proptest::collection::vec(pattern(), 0..3),
    ) {
        let script = format!("words any = cup, rest cup, red\n{}", topic("one", &[way], &nots));
        let (problems, found) = found(&script);
        if problems.iter().any(|problem| problem.code == Code::NeverMatches) {
            for (message, topics) in found {
                prop_assert!(topics.is_empty(), "{message}: {topics:?}\n{script}");
            }
        }
    }

    #[test]
    fn a_pattern_that_is_always_beaten_never_comes_first(
        wide in pattern(),
        narrow in pattern(),
        not in proptest::option::of(pattern()),
        other in proptest::option::of(pattern()),
    ) {
        let not = Vec::from_iter(not);
        let nots = [not.clone(), Vec::from_iter(other)].concat();
        let topics = [topic("wide", &[wide], &not), topic("narrow", &[narrow], &nots)].concat();
        let script = format!("words any = cup, rest cup, red\n{topics}");
        let (problems, found) = found(&script);
        if problems.iter().any(|problem| problem.code == Code::AlwaysBeaten) {
            for (message, topics) in found {
                prop_assert!(topics.first().is_none_or(|first| first != "narrow"), "{message}: {topics:?}\n{script}");
            }
        }
    }
}

#[test]
fn advice_is_given_on_what_the_properties_draw() {
    // Neither property is empty: plain cases of both.
    let never = topic("one", &["red cup".to_owned()], &["cup".to_owned()]);
    let beaten = [
        topic("wide", &["re* .. cup".to_owned()], &[]),
        topic("narrow", &["rest cup".to_owned()], &[]),
    ];
    for (script, code) in [(never, Code::NeverMatches), (beaten.concat(), Code::AlwaysBeaten)] {
        let (problems, _) = found(&script);
        assert_eq!(
            problems.iter().map(|problem| problem.code).collect::<Vec<_>>(),
            [code],
            "{script}"
        );
    }
}
