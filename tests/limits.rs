//! How much one turn may take: texts and lists, steps of matching and of walks. What there is no room for is unknown or said to be cut.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use answertree::machine::Machine;
use answertree::runtime::{Context, FactValue, Suggester};
use support::machine;

/// Bytes of the longest text.
const LONGEST: usize = 64 << 10;

/// Texts of all lists.
const ITEMS: usize = 64 << 10;

fn context(facts: &[(&str, FactValue)]) -> Context {
    let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Context { facts, ..Context::default() }
}

/// What the reply of the one topic says.
fn said(machine: &Machine, facts: &[(&str, FactValue)]) -> String {
    let turn = Suggester::new().suggest(machine, "a", &context(facts)).unwrap();
    turn.suggestions[0].text.to_string()
}

fn text(size: usize) -> FactValue {
    FactValue::Text("x".repeat(size))
}

fn list(size: usize) -> FactValue {
    FactValue::List(vec![String::new(); size])
}

#[test]
fn a_text_has_64_kib_at_most() {
    let machine = machine("fact t text\n== a: A\nwhen a\n> {length(t) or nobody knows}\n");
    assert_eq!(said(&machine, &[("t", text(LONGEST))]), "65536");
    assert_eq!(said(&machine, &[("t", text(LONGEST + 1))]), "nobody knows");
}

#[test]
fn the_texts_of_a_turn_have_a_mib_at_most() {
    let names: Vec<String> = (0..17).map(|n| format!("t{n}")).collect();
    let facts: String = names.iter().map(|name| format!("fact {name} text\n")).collect();
    let known: String =
        names.iter().map(|name| format!("{{if {name} is known: 1 | else: 0}}")).collect();
    let machine = machine(format!("{facts}== a: A\nwhen a\n> {known}\n"));
    let all: Vec<(&str, FactValue)> =
        names.iter().map(|name| (name.as_str(), text(LONGEST))).collect();
    assert_eq!(said(&machine, &all), ["1".repeat(16), "0".into()].concat());
    // It is room for a turn, and not for all that a suggester ever answers.
    let mut suggester = Suggester::new();
    for _ in 0..3 {
        let turn = suggester.suggest(&machine, "a", &context(&all[..8])).unwrap();
        assert_eq!(turn.suggestions[0].text, ["1".repeat(8), "0".repeat(9)].concat());
    }
}

#[test]
fn the_texts_of_a_list_take_room_once() {
    let machine =
        machine("fact l list\nfact t text\n== a: A\nwhen a\n> {if l has t: has | else: no}\n");
    let last = FactValue::Text("y".repeat(LONGEST));
    let mut items = vec!["x".repeat(LONGEST); 9];
    items.push("y".repeat(LONGEST));
    assert_eq!(said(&machine, &[("l", FactValue::List(items)), ("t", last)]), "has");
}

#[test]
fn all_lists_of_a_turn_have_so_many_texts_at_most() {
    let machine = machine(
        "fact l list\nfact m list\nfact t text = t\n== a: A\nwhen a\n\
> {length(l) or none} {length(m) or none} {length(l + t) or none}\n",
    );
    let say = |l: usize, m: usize| said(&machine, &[("l", list(l)), ("m", list(m))]);
    assert_eq!(say(ITEMS, 0), "65536 0 none");
    assert_eq!(say(ITEMS + 1, 0), "none 0 none");
    assert_eq!(say(ITEMS - 1, 1), "65535 1 none");
    assert_eq!(say(ITEMS - 1, 2), "65535 none none");
    // One more text takes room for the whole list again.
    assert_eq!(say(300, 300), "300 300 301");
    assert_eq!(say(ITEMS / 2 - 1, 1), "32767 1 32768");
    assert_eq!(say(ITEMS / 2, 0), "32768 0 none");
}

/// Whether a turn says that something was left out.
fn cut(script: &str, message: &str) -> bool {
    cut_with(script, message, &Context::default())
}

fn cut_with(script: &str, message: &str, context: &Context) -> bool {
    Suggester::new().suggest(&machine(script), message, context).unwrap().truncated
}

/// So many topics, each with one way in.
fn ways(range: std::ops::Range<usize>, way: impl Fn(usize) -> String) -> String {
    range.map(|n| format!("== t{n}: T\nwhen {}\n> x\n", way(n))).collect()
}

/// The `n`th of many words.
fn word(mark: &str, n: usize) -> String {
    let letter = |n: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[n % 26]);
    [mark.to_owned(), [n / 676, n / 26, n].map(letter).iter().collect()].concat()
}

/// So many of them.
fn words(mark: &str, count: usize) -> String {
    (0..count).map(|n| word(mark, n) + " ").collect()
}

/// Each word of a message pays for what is looked at with it: 64 steps are its own, 200,000 are the message's.
#[test]
fn matching_ends_where_its_steps_are_used_up() {
    // A pattern that ends costs a step, however many begin alike.
    let red = ways(0..1_000, |_| "red".into()) + &ways(1_000..1_001, |_| "red .. box".into());
    assert!(!cut(&red, &"red ".repeat(100)));
    assert!(cut(&red, &"red ".repeat(300)));
    let pair = ways(0..500, |_| "red red".into());
    assert!(!cut(&pair, &"red ".repeat(300)));
    assert!(cut(&pair, &"red ".repeat(600)));
    // So does a state that expects its next word at once, for each list that a word is in.
    let lists: String =
        (0..200).map(|n| format!("words l{n} = red, {}\n", word("other", n))).collect();
    let lists = lists + &ways(0..200, |n| format!("<l{n}> {}", word("y", n)));
    assert!(!cut(&lists, &"red ".repeat(3)));
    assert!(cut(&lists, &"red ".repeat(8)));
    // And a state that waits over a gap, where the word has as many edges as states wait.
    let waits = ways(0..200, |n| format!("{} .. x", word("a", n)));
    assert!(!cut(&waits, &(words("a", 200) + &"x ".repeat(380))));
    assert!(cut(&waits, &(words("a", 200) + &"x ".repeat(500))));
    // Else what counts are the edges of the word.
    let edges = waits + &ways(200..500, |n| format!("{} .. {}", word("b", n - 200), word("y", n)));
    let all = words("a", 200) + &words("b", 300);
    assert!(!cut(&edges, &(all.clone() + &"x ".repeat(410))));
    assert!(cut(&edges, &(all + &"x ".repeat(550))));
    // Many edges cost nothing where few states wait.
    let many = ways(0..5_000, |n| format!("{} .. x", word("a", n)));
    assert!(!cut(&many, &(word("a", 7) + &" x".repeat(100))));
    // A word that stands in many places of patterns, by itself and by how it begins.
    let both = ways(0..100, |n| format!("parcel|{} late", word("l", n)))
        + &ways(100..200, |n| format!("parcel*|{} late", word("m", n)));
    assert!(!cut(&both, &"parcel x ".repeat(30)));
}

#[test]
fn a_walk_collects_256_things_and_goes_no_further() {
    let tree = |line: &str, count: usize| format!("== a: A\nwhen a\n> x\n{}", line.repeat(count));
    for (line, at) in [("step s\n", 0), ("note n\n", 1), ("do ping\n", 2)] {
        let found = |count: usize| {
            let machine = machine(tree(line, count));
            let turn = Suggester::new().suggest(&machine, "a", &Context::default()).unwrap();
            let all = [turn.steps.len(), turn.notes.len(), turn.actions.len()];
            (all[at], turn.truncated)
        };
        assert_eq!(found(255), (255, false), "{line}");
        assert_eq!(found(256), (256, false), "{line}");
        assert_eq!(found(300), (257, true), "{line}");
    }
    // Together with each other, and with the topics that were left.
    let mixed = ["step s\n", "note n\n", "do ping\n"].map(|line| line.repeat(90)).concat();
    assert!(cut(&format!("== a: A\nwhen a\n{mixed}> x\n"), "a"));
    assert!(cut("== a: A\nwhen a\nstep s\n-> a\n", "a"));
}

/// What only takes long to read costs steps of a walk: a hundred thousand are there.
#[test]
fn long_trees_are_walked_and_very_long_ones_cut() {
    let choices = |count: usize| {
        let choices: String = (0..count).map(|n| format!("* c{n}\n  > x\n")).collect();
        format!("== a: A\nwhen a\n> a\n{choices}")
    };
    assert!(!cut(&choices(2_950), "a"));
    assert!(cut(&choices(5_000), "a"));
    // Places of choices that are all shut, one behind the other.
    let places = |count: usize| {
        let place = "* [if vip] c\n  > x\nthen\nset n = 1\n".repeat(count);
        format!("fact vip yes/no\nfact n number\n== a: A\nwhen a\n{place}> x\n")
    };
    assert!(!cut(&places(300), "a"));
    assert!(cut(&places(1_200), "a"));
    // Guards with long lists.
    let names: Vec<String> = (0..42).map(|n| format!("c{n}")).collect();
    let channels: String = names.iter().map(|name| format!("channel {name}\n")).collect();
    let shut = format!("> [on {}] x\n", names[1..].join(", "));
    let guards = format!("{channels}== a: A\nwhen a\n{}step s\n", shut.repeat(1_300));
    let context = Context { channel: Some("c0".into()), ..Context::default() };
    assert!(!cut_with(&guards, "a", &context));
}
