//! How much the texts and lists of one turn may take: what there is no room for is unknown, and nothing else is.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use answertree::compile::{Source, compile};
use answertree::machine::Machine;
use answertree::runtime::{Context, FactValue, Suggester};

/// Bytes of the longest text.
const LONGEST: usize = 64 << 10;

/// Texts of all lists.
const ITEMS: usize = 64 << 10;

fn machine(text: &str) -> Machine {
    let compiled = compile(&[Source { name: "main.answers".into(), text: text.into() }]);
    Machine::load(compiled.machine.unwrap_or_else(|| panic!("{:?}", compiled.problems)).bytes)
        .unwrap()
}

fn context(facts: &[(&str, FactValue)]) -> Context {
    let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Context { facts, ..Context::default() }
}

/// What the reply of the one topic says.
fn said(machine: &Machine, facts: &[(&str, FactValue)]) -> String {
    let turn = Suggester::new().suggest(machine, "a", &context(facts)).unwrap();
    turn.suggestions[0].text.clone()
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
    let known: String = names.iter().map(|name| format!("{{if {name} is known: 1 | else: 0}}")).collect();
    let machine = machine(&format!("{facts}== a: A\nwhen a\n> {known}\n"));
    let all: Vec<(&str, FactValue)> = names.iter().map(|name| (name.as_str(), text(LONGEST))).collect();
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
    let machine = machine("fact l list\n== a: A\nwhen a\n> {if l has \"z\": has | else: no}\n");
    let mut items = vec!["x".repeat(LONGEST); 10];
    items.push("z".to_owned());
    assert_eq!(said(&machine, &[("l", FactValue::List(items))]), "has");
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
