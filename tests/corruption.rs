//! A machine is untrusted input: cut off or changed anywhere, with a checksum that fits, it is refused with a code, or it
//! answers messages without a panic.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::thread;

use answertree::compile::{Source, compile_with};
use answertree::lower::Extras;
use answertree::machine::format::{MAGIC, Section, VERSION, seal};
use answertree::machine::listing::listing;
use answertree::machine::{Machine, MachineError};
use answertree::runtime::{Context, FactValue, Suggester};
use answertree::text::features::features;
use answertree::text::tokenize::Tokens;

/// Everything that a machine may hold, in as few bytes as it takes.
const SMALL: &str = include_str!("corpus/machine/everything.answers");

const MESSAGES: [&str; 10] = [
    "where is it",
    "money back please, my order is A1",
    "a large BOX that is very very late :(",
    "big things",
    "it is fine",
    "b words 2026-05-01 08:15 s",
    "",
    "😀 é ﬁ #lost @you https://example.org/x?y=1 $5",
    "m",
    "words words words here more lost it where is one two three four five six seven eight nine ten eleven twelve",
];

fn machine_of(name: &str, text: &str) -> Vec<u8> {
    let sources = [Source { name: name.into(), text: text.into() }];
    let compiled = compile_with(&sources, Extras { tests: true, ..Extras::default() });
    let problems: Vec<_> = compiled
        .problems
        .iter()
        .map(|problem| (problem.code, &problem.message, problem.span))
        .collect();
    compiled.machine.unwrap_or_else(|| panic!("{name}: {problems:?}")).bytes
}

fn example(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    machine_of(name, &fs::read_to_string(path).unwrap())
}

fn contexts() -> [Context; 2] {
    let facts =
        [("n", "Sam"), ("v", "yes"), ("c", "7"), ("z", "m"), ("name", "Sam"), ("vip", "yes")];
    let facts =
        facts.iter().map(|(name, value)| ((*name).into(), FactValue::Text((*value).into())));
    [
        Context::default(),
        Context {
            channel: Some("x".into()),
            language: Some("fr".into()),
            facts: facts.collect(),
            now: Some(1_798_106_400_000),
            seed: 7,
            explain: true,
            limit: 20,
            visits: vec![("a".into(), 3)],
        },
    ]
}

/// Loads, and where that works answers messages; whether all of it could be read.
fn survives(bytes: Vec<u8>) -> bool {
    let machine = match Machine::load(bytes) {
        Ok(machine) => machine,
        Err(error) => {
            assert!(error.code().starts_with("AM"), "{error}");
            return false;
        }
    };
    let mut suggester = Suggester::new();
    for message in MESSAGES {
        for context in &contexts() {
            // The context need not fit what the machine has become; that is an answer, too.
            let _: Result<_, _> = suggester.suggest(&machine, message, context);
        }
    }
    assert!(!listing(&machine).contains("(cannot be read)"));
    machine.verify().is_ok()
}

/// Tries changes on two threads; of how many not all could be read, and of how many it could.
fn try_all(original: &[u8], changes: &[(usize, u8)]) -> (usize, usize) {
    let (left, right) = changes.split_at(changes.len() / 2);
    let part = |changes: &[(usize, u8)]| {
        let mut loaded = 0;
        for &(at, mask) in changes {
            let mut bytes = original.to_vec();
            bytes[at] ^= mask;
            seal(&mut bytes);
            loaded += usize::from(survives(bytes));
        }
        loaded
    };
    let loaded = thread::scope(|scope| {
        let other = scope.spawn(|| part(left));
        part(right) + other.join().unwrap()
    });
    (changes.len() - loaded, loaded)
}

#[test]
fn the_small_machine_holds_everything() {
    let bytes = machine_of("small", SMALL);
    assert!(bytes.len() < 4_000, "{} bytes are too many to try all changes of", bytes.len());
    let machine = Machine::load(bytes).unwrap();
    for (section, bytes) in machine.sections() {
        assert!(bytes > 1, "{} is empty", section.name());
    }
    assert!(survives(machine.bytes().to_vec()));
}

#[test]
fn every_change_of_a_byte_is_refused_or_answers() {
    let bytes = machine_of("small", SMALL);
    let changes: Vec<(usize, u8)> = (0..bytes.len())
        .filter(|at| !(8..16).contains(at))
        .flat_map(|at| [(at, 1), (at, 0x80), (at, 0x5a)])
        .collect();
    let (refused, loaded) = try_all(&bytes, &changes);
    // Both happen a lot, or the test tries nothing.
    assert!(refused > changes.len() / 10, "{refused} refused");
    assert!(loaded > changes.len() / 10, "{loaded} loaded");
}

#[test]
fn changes_of_the_examples_are_refused_or_answer() {
    let bytes = example("acme.answers");
    let changes: Vec<(usize, u8)> = (0..bytes.len())
        .filter(|at| !(8..16).contains(at))
        .step_by(11)
        .zip([1, 0xff, 0x10, 0x80].into_iter().cycle())
        .collect();
    let (refused, loaded) = try_all(&bytes, &changes);
    assert!(refused > 0 && loaded > 0);
}

#[test]
fn every_truncation_is_refused() {
    for bytes in [machine_of("small", SMALL), example("acme.answers")] {
        for length in 0..bytes.len() {
            let mut cut = bytes[..length].to_vec();
            let damaged = Machine::load(cut.clone()).map(|_| ()).unwrap_err();
            assert!(
                matches!(damaged, MachineError::NotAMachine | MachineError::Checksum),
                "{length}: {damaged}"
            );
            seal(&mut cut);
            assert!(Machine::load(cut).is_err(), "cut to {length} bytes");
        }
        let mut longer = bytes;
        longer.push(0);
        seal(&mut longer);
        assert!(matches!(Machine::load(longer), Err(MachineError::Malformed { .. })));
    }
}

#[test]
fn a_change_without_the_checksum_is_damage() {
    let bytes = machine_of("small", SMALL);
    for at in 8..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert_eq!(Machine::load(changed).map(|_| ()), Err(MachineError::Checksum), "byte {at}");
    }
}

#[test]
fn other_versions_are_named() {
    let bytes = machine_of("small", SMALL);
    for (version, expected) in [
        (VERSION + 1, MachineError::NewerFormat { version: VERSION + 1 }),
        (u16::MAX, MachineError::NewerFormat { version: u16::MAX }),
        (0, MachineError::OlderFormat { version: 0 }),
    ] {
        let mut other = bytes.clone();
        other[4..6].copy_from_slice(&version.to_le_bytes());
        seal(&mut other);
        assert_eq!(Machine::load(other).map(|_| ()), Err(expected));
        // The header alone is enough to tell.
        let mut head = MAGIC.to_vec();
        head.extend_from_slice(&version.to_le_bytes());
        head.extend_from_slice(&[0; 2]);
        assert_eq!(Machine::load(head).map(|_| ()), Err(expected));
    }
}

/// The sections of a machine.
fn sections(bytes: &[u8]) -> Vec<Vec<u8>> {
    let machine = Machine::load(bytes.to_vec()).unwrap();
    let sizes: Vec<usize> = machine.sections().map(|(_, size)| size).collect();
    let mut at = bytes.len() - sizes.iter().sum::<usize>();
    let mut take = |size: usize| {
        at += size;
        bytes[at - size..at].to_vec()
    };
    sizes.into_iter().map(&mut take).collect()
}

fn varint(n: usize) -> Vec<u8> {
    let (mut out, mut n) = (Vec::new(), n);
    while n >= 0x80 {
        out.push(u8::try_from(n & 0x7f).unwrap() | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap());
    out
}

/// A machine with some of its sections replaced by ones that no compiler writes.
fn forged(text: &str, replaced: &[(Section, Vec<u8>)]) -> Machine {
    Machine::load(with_sections(text, replaced)).unwrap()
}

/// The bytes of one.
fn with_sections(text: &str, replaced: &[(Section, Vec<u8>)]) -> Vec<u8> {
    let bytes = machine_of("forged", text);
    let mut sections = sections(&bytes);
    for (section, bytes) in replaced {
        sections[*section as usize].clone_from(bytes);
    }
    let mut out = bytes[..16].to_vec();
    out.extend(sections.iter().flat_map(|section| varint(section.len())));
    out.extend(sections.concat());
    seal(&mut out);
    out
}

const CLASS: &str = "== a\nwhen one|two\n> Yes.\n";

#[test]
fn a_class_that_holds_itself_is_shown() {
    // No stems; one class, without a name, of two words and no stem: the first word, and the class.
    let classes = vec![0, 1, 0, 2, 0, 0, 2];
    let machine = forged(CLASS, &[(Section::Classes, classes)]);
    let turn = Suggester::new().suggest(&machine, "one", &Context::default()).unwrap();
    assert_eq!(turn.suggestions[0].because[0].text, "one|");
}

/// A model that knows one word, which says so much, so often, for one intent.
fn model_of(word: &str, value: i8, times: usize) -> Vec<u8> {
    let mut tokens = Tokens::new();
    tokens.read(word);
    let mut hashes = Vec::new();
    features(&tokens, |_| true, |feature| hashes.push(feature.hash >> 8));
    // 24 bits, unknown features that weigh nothing, steps of a thousandth, no bias, no curve; one feature of no rarity.
    let mut model = vec![24, 0, 0xe8, 7, 0, 0, 0, 1];
    model.extend(varint(hashes[0] as usize));
    model.push(0);
    model.extend(varint(times));
    model.resize(model.len() + times, 0);
    model.resize(model.len() + times, value.cast_unsigned());
    // No language pack.
    model.push(0);
    model
}

#[test]
fn scores_that_are_too_large_for_a_number_are_some_number() {
    for value in [127, -128] {
        let replaced = [(Section::Model, model_of("one", value, 64))];
        let machine = forged("== a\n- one\n- two\n> Yes.\n", &replaced);
        let mut suggester = Suggester::new();
        assert!(suggester.read(&machine, &"one ".repeat(8_000)) <= 1);
        assert_eq!(suggester.read(&machine, "one"), usize::from(value > 0));
    }
}

#[test]
fn what_words_say_may_be_beyond_a_number_together() {
    let hash = |word: &str| {
        let mut tokens = Tokens::new();
        tokens.read(word);
        let mut first = None;
        features(&tokens, |_| true, |feature| first = first.or(Some(feature.hash >> 8)));
        first.unwrap() as usize
    };
    let mut words = [(hash("one"), 0), (hash("two"), 1)];
    words.sort_unstable();
    // The largest step, no bias, a curve of 90 % and more from 0 on; two words, each for an intent of its own.
    let mut model = vec![24, 16, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 1, 0];
    model.extend(varint(900));
    model.push(2);
    model.extend(varint(words[0].0));
    model.extend(varint(words[1].0 - words[0].0));
    model.extend([16, 16, 1, 1, words[0].1, words[1].1, 127, 127, 0]);
    let text = "== a\n- one\n- x\n> A.\n\n== b\n- two\n- y\n> B.\n";
    let machine = forged(text, &[(Section::Model, model)]);
    let message = "one ".repeat(400) + &"two ".repeat(400);
    let turn = Suggester::new().suggest(&machine, &message, &Context::default()).unwrap();
    assert_eq!(turn.suggestions.len(), 2);
}

#[test]
fn a_feature_that_says_more_than_any_model_has_is_refused() {
    let text = "== a\n- one\n- two\n> Yes.\n";
    let bytes = with_sections(text, &[(Section::Model, model_of("one", 1, 65))]);
    let error = Machine::load(bytes).unwrap_err();
    assert!(matches!(error, MachineError::Malformed { section: "model", .. }), "{error:?}");
}

#[test]
fn a_word_that_ends_patterns_without_end_runs_out_of_fuel() {
    let ends = 1_000_000;
    // One state, from the root on the first word, at which so many patterns end.
    let mut automaton = vec![1, 0, 0, 1];
    automaton.extend(varint(ends));
    automaton.resize(automaton.len() + ends, 0);
    let machine = forged(CLASS, &[(Section::Automaton, automaton)]);
    let turn =
        Suggester::new().suggest(&machine, &"one ".repeat(2_000), &Context::default()).unwrap();
    assert!(turn.truncated);
}

/// A machine whose one topic has this tree.
fn with_tree(body: &[u8]) -> Machine {
    let mut code = varint(body.len());
    code.extend(body);
    // No condition leads in or keeps out, and no handlers.
    code.extend([0, 0, 0]);
    // The code begins at once; one topic without flags, its name, its strings from the first, and the length of its code.
    let name = sections(&machine_of("forged", CLASS))[Section::Topics as usize][3];
    let mut topics = vec![0, 1, 0, name, 0];
    topics.extend(varint(code.len()));
    forged(CLASS, &[(Section::Topics, topics), (Section::Code, code)])
}

#[test]
fn labels_end_with_their_choices() {
    // Choices that say `[once]` and have no label: what follows is the next choice.
    let choice = [2, 16, 0];
    let count = 300_000;
    let mut body = vec![5];
    body.extend(varint(count));
    body.extend(choice.repeat(count));
    body.push(0);
    let machine = with_tree(&body);
    let visited = Context { visits: vec![("a".into(), 1)], ..Context::default() };
    let mut suggester = Suggester::new();
    assert!(suggester.suggest(&machine, "one", &visited).unwrap().choices.is_empty());
    // Shown, they are more than a turn may have.
    assert!(suggester.suggest(&machine, "one", &Context::default()).unwrap().truncated);
}

#[test]
fn a_circle_over_replies_that_nobody_gets_runs_out_of_fuel() {
    let count = 300_000;
    let mut body = vec![2];
    body.extend(varint(count));
    // Each says `[once]` and nothing else.
    body.extend([1, 16].repeat(count));
    body.extend([6, 0, 0]);
    let machine = with_tree(&body);
    let visited = Context { visits: vec![("a".into(), 1)], ..Context::default() };
    assert!(Suggester::new().suggest(&machine, "one", &visited).unwrap().truncated);
}

#[test]
fn a_word_in_more_classes_than_can_be_told_apart_runs_out_of_fuel() {
    let count = 100_000;
    // Two stems, `o` and `on`, and classes that hold both.
    let mut classes = vec![2, 0x01, 0x11];
    classes.extend(b"on");
    classes.extend(varint(count));
    classes.resize(classes.len() + count, 0);
    classes.extend([0, 2].repeat(count));
    classes.extend([0, 1].repeat(count));
    let machine = forged(CLASS, &[(Section::Classes, classes)]);
    let turn = Suggester::new().suggest(&machine, "one", &Context::default()).unwrap();
    assert!(turn.truncated);
}

#[test]
fn words_of_commands_are_texts_of_the_machine() {
    // No name, no version, 40 %, one language without plural rules; then four commands, the first with one
    // word; no small talk.
    let meta = |word: u8| vec![0, 0, 0x90, 3, 1, 0, 0, 4, 1, word, 0, 0, 0, 0, 0, 0, 0];
    let text = "== a: A\n- one\n- two\n> Hi!\n";
    assert_eq!(forged(text, &[(Section::Meta, meta(0))]).verify(), Ok(()));
    assert!(forged(text, &[(Section::Meta, meta(127))]).verify().is_err());
}

#[test]
fn words_of_small_talk_are_texts_none_twice_and_of_languages_that_are_there() {
    let with_intents = |languages: &[u8], groups: &[u8], intents: &[u8]| {
        [&[0, 0, 0x90, 3, 1, 0, 0, 0, 1][..], languages, groups, intents].concat()
    };
    let meta = |languages: &[u8], groups: &[u8]| with_intents(languages, groups, &[0]);
    let text = "== a: A\n- one\n- two\n> Hi!\n";
    let small = |intents: &[u8]| {
        let meta = with_intents(&[0], &[0], intents);
        forged(text, &[(Section::Meta, meta)]).verify().is_ok()
    };
    assert!(small(&[1, 0]));
    assert!(!small(&[1, 1]), "no such intent");
    assert!(!small(&[2, 0, 0]), "one intent twice");
    let verified = |languages: &[u8], groups: &[u8]| {
        forged(text, &[(Section::Meta, meta(languages, groups))]).verify().is_ok()
    };
    // Thanks, and a word of the first other language.
    assert!(verified(&[1, 0], &[2, 2, 3, b'a', b' ', b'b', 0x80, 1, 1, b'c']));
    assert!(!verified(&[0], &[1, 0x80, 1, 1, b'c']), "no such language");
    assert!(!verified(&[1, 127], &[0]), "no such text");
    assert!(!verified(&[0], &[1, 2, 3, b'a', b' ', b'a']), "one word twice");
    assert!(!verified(&[0], &[1, 2, 2, b'a', b' ']), "a word of nothing");
    assert!(!verified(&[0], &[1, 2, 1, 0xFF]), "no text");
    // What is not in order, or no text, is read without harm.
    let machine = forged(
        text,
        &[(Section::Meta, meta(&[1, 127], &[1, 0xFF, 0xFF, 0xFF, 0xFF, 15, 3, b'a', b' ', 0xFF]))],
    );
    let turn = Suggester::new().suggest(&machine, "a b c", &Context::default()).unwrap();
    assert_eq!(turn.other_language, None);
}
