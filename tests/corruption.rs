//! A machine is untrusted input: cut off or changed anywhere, with a checksum that fits, it is refused with a code, or it
//! answers messages without a panic.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::thread;

use answertree::compile::{Source, compile};
use answertree::machine::format::{MAGIC, VERSION, seal};
use answertree::machine::listing::listing;
use answertree::machine::{Machine, MachineError};
use answertree::runtime::{Context, FactValue, Suggester};

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
    let compiled = compile(&[Source { name: name.into(), text: text.into() }]);
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
    assert!(bytes.len() < 2_500, "{} bytes are too many to try all changes of", bytes.len());
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
