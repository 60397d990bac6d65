//! Small talk and other languages: what is told of messages that no topic answers, and that nothing is of others.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "a test may panic, and uses some of what it shares"
)]

#[path = "support/script.rs"]
mod support;

use std::collections::BTreeMap;

use answertree::machine::Machine;
use answertree::runtime::{Context, SmallTalk, Suggester};
use proptest::prelude::*;

const SENTENCES: &str = include_str!("data/other_languages.tsv");
const ENGLISH: &str = include_str!("data/care_messages.txt");

/// What is told of a message: of small talk and of its language.
fn told(machine: &Machine, message: &str) -> (Option<SmallTalk>, Option<String>) {
    let turn = Suggester::new().suggest(machine, message, &Context::default()).unwrap();
    (turn.small_talk, turn.other_language.map(str::to_owned))
}

fn no_topic(language: &str) -> Machine {
    support::machine(format!("language {language}\n== none: None\nwhen qqzzyyxx\n> Hi.\n"))
}

/// Sentences and what they are written in.
fn sentences() -> impl Iterator<Item = (&'static str, &'static str)> {
    SENTENCES.lines().map(|line| line.split_once('\t').unwrap())
}

#[test]
fn most_sentences_are_known_and_none_is_taken_for_another_language() {
    let machine = no_topic("en");
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (language, sentence) in sentences() {
        let (small, told) = told(&machine, sentence);
        assert_eq!(small, None, "{sentence}");
        let count = counts.entry(language).or_default();
        count.1 += 1;
        count.0 += usize::from(told.as_deref() == Some(language));
        let right = told.as_deref().is_none_or(|told| told == language || told == "und");
        assert!(right, "{sentence}: {told:?}");
    }
    let (known, all) = counts.values().fold((0, 0), |(k, a), (known, all)| (k + known, a + all));
    assert!(all >= 80 && known * 100 >= all * 75, "{known} of {all}: {counts:?}");
    assert!(counts.values().all(|(known, all)| known * 2 >= *all), "{counts:?}");
}

#[test]
fn what_a_script_is_written_in_is_no_other_language() {
    for of in ["de", "fr", "es", "it", "nl", "pt", "pl", "ko", "ja", "zh", "th", "el", "he"] {
        let machine = no_topic(of);
        for (_, sentence) in sentences().filter(|(language, _)| *language == of) {
            assert_eq!(told(&machine, sentence).1, None, "{sentence}");
        }
    }
}

#[test]
fn messages_of_customers_in_english_are_in_english() {
    let machine = no_topic("en");
    let messages = ENGLISH.lines().filter(|line| !line.is_empty());
    assert!(messages.clone().count() > 300);
    for message in messages {
        assert_eq!(told(&machine, message).1, None, "{message}");
    }
}

#[test]
fn long_messages_are_read_as_short_ones_are() {
    let machine = no_topic("en");
    assert_eq!(told(&machine, &"thanks ".repeat(30_000)).0, Some(SmallTalk::Thanks));
    assert_eq!(told(&machine, &"👍".repeat(30_000)).0, Some(SmallTalk::Emoji));
    assert_eq!(told(&machine, &"@acme ".repeat(30_000)), (None, None));
    assert_eq!(told(&machine, &"заказ ".repeat(30_000)).1.as_deref(), Some("und-Cyrl"));
    assert_eq!(told(&machine, &":-".repeat(100_000)), (None, None));
    assert_eq!(told(&machine, &"mein paket ".repeat(30_000)), (None, None));
}

proptest! {
    /// A topic that a message means is all that is told of it.
    #[test]
    fn a_message_that_a_topic_answers_is_never_touched(
        before in prop::sample::select(vec!["", "hello ", "thanks ", "где заказ ", "je ne pas mon ", "👍 ", "idiot "]),
        after in prop::sample::select(vec!["", " bye", " мой", " mein ist das", " :D", " !!!"]),
        noise in "\\PC{0,24}",
    ) {
        let text = "== mine: Mine\nwhen parcel\n> Yes.\n";
        let machine = support::machine(text);
        let message = format!("{before}parcel{after} {noise}");
        let turn = Suggester::new().suggest(&machine, &message, &Context::default()).unwrap();
        if turn.topic.is_some() {
            prop_assert_eq!((turn.small_talk, turn.other_language), (None, None));
        } else {
            prop_assert!(turn.suggestions.is_empty());
        }
    }

    /// Whatever is written, one thing is told at most.
    #[test]
    fn small_talk_has_no_language(message in "\\PC{0,40}") {
        let (small, language) = told(&no_topic("en"), &message);
        prop_assert!(small.is_none() || language.is_none());
    }
}
