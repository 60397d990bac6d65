//! The generator of benchmark scripts gives the same text everywhere, with the shape it promises.

#[path = "../benches/generate/mod.rs"]
mod generate;

use std::collections::BTreeSet;

use generate::{Plan, SEED};

/// xxh64 of the script of 100 topics.
const HASH_OF_100: u64 = 10_394_045_384_712_273_262;

#[test]
fn same_seed_same_text_on_every_platform() {
    let text = Plan::new(100, SEED).script();
    // A change of the generator changes every published figure: change this number with them.
    assert_eq!(
        xxhash_rust::xxh64::xxh64(text.as_bytes(), 0),
        HASH_OF_100,
        "the generated script changed"
    );
    assert_eq!(text, Plan::new(100, SEED).script());
    assert_ne!(text, Plan::new(100, SEED + 1).script());
}

#[test]
fn topics_have_what_the_proportions_promise() {
    let text = Plan::new(1_000, SEED).script();
    let count = |mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
    assert_eq!(count("== "), 1_000);
    assert_eq!(count("- "), 5_000);
    assert_eq!(count("when "), 2_000);
    assert_eq!(count("** "), 2_000);
    assert!((400..600).contains(&count("need ")), "{} needs", count("need "));
    let names: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("== ")?.split(':').next()).collect();
    assert_eq!(names.len(), 1_000, "a name is used twice");
    let ways: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("when ")).collect();
    assert_eq!(ways.len(), 2_000, "two topics have the same way in");
    for target in text.lines().filter_map(|line| line.strip_prefix("  -> ")) {
        assert!(names.contains(target), "no topic `{target}`");
    }
}

#[test]
fn messages_are_about_their_topic() {
    let plan = Plan::new(1_000, SEED);
    let text = plan.script();
    let messages = plan.messages(500, 7);
    assert_eq!(messages.len(), 500);
    assert_eq!(messages, plan.messages(500, 7));
    assert_ne!(messages, plan.messages(500, 8));
    let words: usize = messages.iter().map(|(message, _)| message.split(' ').count()).sum();
    assert!((14 * 500..17 * 500).contains(&words), "{words} words in 500 messages");
    for (message, topic) in &messages {
        let body = text
            .split("\n== ")
            .find(|body| body.starts_with(&format!("{topic}:")))
            .expect("the topic");
        let said = message.split(' ').filter(|word| word.len() > 1 && body.contains(word)).count();
        assert!(said >= 2, "`{message}` says nothing of {topic}");
    }
}

#[test]
fn small_scripts_are_whole() {
    for topics in [0, 1, 2] {
        let text = Plan::new(topics, SEED).script();
        assert_eq!(text.matches("\n== ").count(), topics);
        assert!(text.ends_with("on nomatch 3 -> handoff accounts\n"), "the menu is missing");
    }
    assert!(Plan::new(0, SEED).messages(3, 1).is_empty());
}

#[test]
fn real_messages_are_all_there() {
    let messages = generate::real_messages();
    assert_eq!(messages.len(), 200);
    assert!(messages.iter().all(|message| message.split_whitespace().count() >= 6));
}
