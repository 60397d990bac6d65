//! Groups of messages: what always holds of them, whatever the messages are.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "support/dice.rs"]
mod dice;

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use answertree::compile::{Source, analyse};
use answertree::groups::{Groups, MAX_BYTES, Messages, Progress, Settings};
use answertree::pack::Pack;
use answertree::problem::{Problem, Severity};
use answertree::writing::lines::one_line;
use dice::Dice;
use proptest::prelude::*;
use regex::Regex;

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn pack() -> Pack {
    Pack::read(&fs::read(root("packs/en.pack")).unwrap()).unwrap()
}

/// Real messages of customers.
fn care() -> Vec<String> {
    let text = fs::read_to_string(root("tests/data/care_messages.txt")).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

fn grouped(messages: &[impl AsRef<str>], pack: Option<&Pack>, settings: Settings) -> Groups {
    let mut all = Messages::new(pack);
    for message in messages {
        assert!(all.add(message.as_ref(), Some(("near", 250))));
    }
    all.group(settings, |_| ControlFlow::Continue(())).unwrap()
}

fn errors(script: &str) -> Vec<Problem> {
    let source = Source { name: "drafts.answers".into(), text: script.to_owned() };
    let problems = analyse(&[source]).problems;
    problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect()
}

/// What holds of all groups.
fn holds(messages: &[impl AsRef<str>], found: &Groups, settings: Settings) {
    assert_eq!((found.messages, found.of.len()), (messages.len(), messages.len()));
    assert_eq!(found.grouped, found.of.iter().flatten().count());
    let private = Regex::new(r"[0-9]([ .-]?[0-9]){6}|\S@[a-z0-9]+\.[a-z]").unwrap();
    let lines: BTreeSet<String> =
        messages.iter().map(|message| one_line(message.as_ref())).collect();
    for (number, group) in found.groups.iter().enumerate() {
        assert_eq!(group.messages, found.of.iter().filter(|of| **of == Some(number)).count());
        assert!(group.messages >= settings.least.unwrap_or(3) && group.different <= group.messages);
        assert!(group.sure <= 1_000 && group.alike <= 1_000);
        assert!(group.central.len() <= 5 && group.examples.len() <= 10);
        assert!(group.examples.starts_with(&group.central));
        for example in &group.examples {
            assert!(lines.contains(example), "{example:?} was never written");
            assert!(!private.is_match(example), "{example:?} could be somebody's");
        }
        assert!(
            group.closest.as_ref().is_some_and(|c| (c.topic.as_str(), c.sure) == ("near", 250))
        );
    }
    if let Some(most) = settings.groups {
        assert!(found.groups.len() <= most);
    }
    assert_eq!(errors(&found.drafts(&["topic", "refund"])), []);
}

#[test]
fn real_messages_are_grouped_the_same_by_any_number_of_threads() {
    let (messages, pack) = (care(), pack());
    for pack in [None, Some(&pack)] {
        let settings = Settings { threads: 1, ..Settings::default() };
        let first = grouped(&messages, pack, settings);
        holds(&messages, &first, settings);
        assert!(first.groups.len() > 5, "{}", first.groups.len());
        for threads in [2, 5] {
            assert_eq!(grouped(&messages, pack, Settings { threads, ..settings }), first);
        }
    }
}

#[test]
fn as_many_groups_as_are_asked_for() {
    let (messages, pack) = (care(), pack());
    for groups in [1, 4, 30] {
        for least in [1, 8] {
            let settings = Settings { groups: Some(groups), least: Some(least), threads: 1 };
            holds(&messages, &grouped(&messages, Some(&pack), settings), settings);
        }
    }
    let none = Settings { groups: Some(0), ..Settings::default() };
    assert!(grouped(&messages, None, none).groups.len() <= 1);
}

#[test]
fn drafts_are_topics_of_their_own() {
    let pack = pack();
    let found = grouped(&care(), Some(&pack), Settings::default());
    let drafts = found.drafts(&[]);
    let topics: BTreeSet<&str> =
        drafts.lines().filter_map(|line| line.strip_prefix("== ")).collect();
    assert_eq!(
        topics.len(),
        found.groups.iter().filter(|group| !group.examples.is_empty()).count()
    );
    let names: Vec<&str> = topics.iter().map(|line| line.split(':').next().unwrap()).collect();
    let again = found.drafts(&names);
    assert!(names.iter().all(|name| !again.contains(&format!("== {name}:"))));
    assert_eq!(errors(&(drafts + "\n" + &again)), []);
}

#[test]
fn it_stops_where_it_is_told_to() {
    let mut all = Messages::new(None);
    care().iter().for_each(|message| assert!(all.add(message, None)));
    let calls = |stop: usize| {
        let mut count = 0;
        let found = all.group(Settings::default(), |Progress { done, of, .. }| {
            assert!(done <= of);
            count += 1;
            if count == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        (count, found.is_some())
    };
    let (all, done) = calls(usize::MAX);
    assert!(done && all > 10);
    for stop in [1, 2, 5, all / 2, all] {
        assert_eq!(calls(stop), (stop, false));
    }
}

#[test]
fn hostile_messages_are_grouped_or_not() {
    let pack = pack();
    let mut messages: Vec<String> = [
        "",
        " ",
        "\u{200b}",
        "...",
        "🎉",
        "🎉🎉",
        "a",
        "== topic",
        "> reply",
        "{if x: }",
        "\\",
        "-> t1",
        "# no",
        "[on x]",
        "\u{202e}evil\u{202c}",
        "x\r\n== injected\n> it",
        "\u{feff}",
        "\"“",
        "end",
        "when a .. b|c",
        "العربية من فضلك",
        "我的包裹在哪里",
        "พัสดุของฉันอยู่ที่ไหน",
        "@a @b @c",
        "e\u{301}\u{301}\u{301}\u{301}",
    ]
    .map(str::to_owned)
    .into();
    messages.push("word ".repeat(200_000));
    messages.push("é".repeat(MAX_BYTES));
    messages.push((' '..='\u{2fff}').collect());
    messages.push("@mention ".repeat(10_000));
    let mut thrice: Vec<String> = Vec::new();
    for at in 0..3 {
        thrice.extend(messages.iter().map(|message| format!("{message} {}", ["", "a", "!"][at])));
    }
    for pack in [None, Some(&pack)] {
        for least in [1, 3] {
            let settings = Settings { least: Some(least), ..Settings::default() };
            holds(&thrice, &grouped(&thrice, pack, settings), settings);
        }
    }
    let none: [&str; 0] = [];
    holds(&none, &grouped(&none, Some(&pack), Settings::default()), Settings::default());
}

#[test]
fn what_could_be_somebodys_is_not_shown() {
    let private = [
        "please call me on 020 7946 0018 about my refund",
        "my refund for card 4111 1111 1111 1111 please",
        "refund please, mail kim@example.com",
        "refund to GB29 NWBK 6016 1331 9268 19 please",
    ];
    let found = grouped(
        &[private.as_slice(); 5].concat(),
        None,
        Settings { groups: Some(1), ..Settings::default() },
    );
    for group in &found.groups {
        assert_eq!((group.central.len(), group.examples.len()), (0, 0));
    }
    assert!(found.grouped > 0);
    assert_eq!(found.drafts(&[]).trim(), "");
}

#[test]
fn a_group_comes_near_to_the_topic_that_answers_such_messages() {
    let pack = pack();
    let mut all = Messages::new(Some(&pack));
    for message in
        ["I want my money back", "refund me please", "how do I get a refund", "refund my order"]
    {
        all.answered(message, "refund");
    }
    for message in ["where is my parcel", "my parcel has not arrived", "when does the parcel come"]
    {
        all.answered(message, "late");
    }
    for message in [
        "please refund this order",
        "can I get my money back",
        "I would like a refund",
        "when do I get my refund",
    ] {
        assert!(all.add(message, Some(("late", 300))));
    }
    for message in [
        "do you sell gift cards",
        "can I buy a gift card",
        "gift cards for my mother",
        "is there a gift card",
    ] {
        assert!(all.add(message, Some(("late", 300))));
    }
    let found = all
        .group(Settings { groups: Some(2), ..Settings::default() }, |_| ControlFlow::Continue(()));
    let found = found.unwrap();
    let closest = |at: usize| {
        let group = found.of[at].and_then(|number| found.groups.get(number)).unwrap();
        group.closest.as_ref().map(|closest| closest.topic.as_str())
    };
    assert_eq!((closest(0), closest(4)), (Some("refund"), None));
}

#[test]
fn near_duplicates_count_once_and_are_all_in_the_group() {
    let mut messages = vec!["where is order 1234".to_owned(); 40];
    messages.extend((0..40).map(|n| format!("@shop Where is order {n}???")));
    messages
        .extend(["where is my order", "where is the order", "where is order"].map(str::to_owned));
    let found = grouped(&messages, None, Settings { groups: Some(1), ..Settings::default() });
    let group = &found.groups[0];
    assert_eq!(group.central.iter().filter(|text| text.contains("order 1234")).count(), 1);
    assert!(group.messages >= 80 && group.different <= 4, "{group:?}");
    assert_eq!(grouped(&["it"; 9], None, Settings::default()).grouped, 9, "one that came often");
    let first = found.of[0];
    assert!(found.of[..80].iter().all(|of| *of == first));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_messages_are_grouped(messages in prop::collection::vec("\\PC{0,40}|[a-c ]{0,12}|[0-9+ ]{0,14}", 0..60), groups in prop::option::of(1_usize..9), least in prop::option::of(1_usize..5)) {
        let settings = Settings { groups, least, threads: 1 };
        let found = grouped(&messages, None, settings);
        holds(&messages, &found, settings);
        prop_assert_eq!(grouped(&messages, None, settings), found);
    }

    #[test]
    fn topics_that_share_no_word_are_never_one(seed in any::<u64>(), size in 8_usize..20) {
        let mut dice = Dice(seed);
        let topics = [["parcel", "late", "where", "courier"], ["refund", "money", "back", "euros"], ["password", "login", "reset", "account"]];
        let mut messages = Vec::new();
        for words in &topics {
            for _ in 0..size {
                messages.push((0..3).map(|_| *dice.pick(words)).collect::<Vec<_>>().join(" "));
            }
        }
        let found = grouped(&messages, None, Settings { least: Some(1), ..Settings::default() });
        for number in 0..found.groups.len() {
            let of: BTreeSet<usize> = found.of.iter().enumerate().filter(|(_, of)| **of == Some(number)).map(|(at, _)| at / size).collect();
            prop_assert_eq!(of.len(), 1, "{:?}", found.groups[number]);
        }
    }
}
