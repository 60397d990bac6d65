//! The same script gives the same machine, byte for byte.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use answertree::compile::{Compiled, Source, compile};

fn scripts() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in ["examples", "tests/corpus/machine", "tests/corpus/syntax/ok"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        paths.extend(
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|e| e == "answers")),
        );
    }
    paths.sort();
    paths
        .iter()
        .map(|path| Source {
            name: path.display().to_string(),
            text: fs::read_to_string(path).unwrap(),
        })
        .collect()
}

fn bytes(compiled: Compiled) -> Option<Vec<u8>> {
    compiled.machine.map(|machine| machine.bytes)
}

/// Hash tables have another order in every table and every thread; none of it may show.
#[test]
fn the_same_source_gives_the_same_bytes() {
    let mut machines = 0;
    for source in scripts() {
        let sources = [source];
        let first = compile(&sources);
        for _ in 0..2 {
            let again = thread::scope(|scope| scope.spawn(|| compile(&sources)).join().unwrap());
            assert_eq!(first.problems, again.problems, "{}", sources[0].name);
            assert_eq!(bytes(first.clone()), bytes(again), "{}", sources[0].name);
        }
        machines += usize::from(first.machine.is_some());
    }
    assert!(machines >= 3, "only {machines} of the scripts have a machine");
}

/// A machine says nothing of where it was built.
#[test]
fn names_of_files_are_not_in_the_machine() {
    for source in scripts() {
        let elsewhere =
            Source { name: "/some/where/else.answers".into(), text: source.text.clone() };
        assert_eq!(
            bytes(compile(std::slice::from_ref(&source))),
            bytes(compile(&[elsewhere])),
            "{}",
            source.name
        );
    }
}

/// A file that is included stands in the place of its `include`.
#[test]
fn one_file_or_several_give_the_same_machine() {
    let whole = "script S\nfact name text = you\n== a: A\n- where is it\n- it is lost\n> Hi {name}!\n== b: B\n- money back\n- refund me\n> Yes.\n";
    let parts = [
        Source {
            name: "main.answers".into(),
            text: "script S\ninclude parts/a.answers\n== b: B\n- money back\n- refund me\n> Yes.\n"
                .into(),
        },
        Source {
            name: "parts/a.answers".into(),
            text: "fact name text = you\n== a: A\n- where is it\n- it is lost\n> Hi {name}!\n"
                .into(),
        },
        Source { name: "unused.answers".into(), text: "== c: C\n> c\n".into() },
    ];
    let one = compile(&[Source { name: "main.answers".into(), text: whole.into() }]);
    let several = compile(&parts);
    assert!(one.machine.is_some(), "{:?}", one.problems);
    assert_eq!(bytes(one), bytes(several));
}

#[test]
fn what_was_trained_before_changes_nothing() {
    let script = |example: &str| {
        let text = format!(
            "== late\n- where is my parcel\n- {example}\n> x\n\n== refund\n- money back\n- refund me\n> y\n"
        );
        let source = Source { name: "main.answers".into(), text };
        compile(&[source]).machine.unwrap().bytes
    };
    let (first, other) = (script("it is late"), script("it is later"));
    assert_ne!(first, other);
    assert_eq!(script("it is late"), first);
    assert_eq!(script("it is late"), first);
    assert_eq!(script("it is later"), other);
}
