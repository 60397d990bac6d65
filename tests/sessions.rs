//! Conversations that were saved by this version of the engine and the one before: every later version must read them.
//!
//! `tests/data/sessions/NAME.session` is what was saved, `NAME.json` the turn that it is restored to. `BLESS=1` writes those that are
//! not there; what is there is never written anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use answertree::json;
use answertree::machine::Machine;
use answertree::runtime::{
    Context, FactValue, Input, RestoreError, Session, Start, Suggester, seal_session,
};
use support::machine;

fn acme() -> Machine {
    machine(fs::read_to_string("examples/acme.answers").unwrap())
}

const NOW: i64 = 1_764_000_000_000;

fn start(channel: &str) -> Start {
    let facts = vec![("name".to_owned(), FactValue::Text("Zoë".into()))];
    let channel = Some(channel.to_owned());
    let context = Context { channel, now: Some(NOW), facts, seed: 7, ..Context::default() };
    Start { context, ..Start::default() }
}

/// Does what each line says: `> message`, `* label`, `+` for the first suggestion, `= minutes`, `~ topic`.
fn talk(machine: &Machine, start: Start, lines: &[&str]) -> Session {
    let mut suggester = Suggester::new();
    let (mut session, mut turn) = Session::start(machine, &mut suggester, start).unwrap();
    let mut now = NOW;
    for line in lines {
        let (mark, text) = line.split_at(1);
        let text = text.trim();
        let input = match mark {
            ">" => Input::Receive(text.to_owned()),
            "+" => Input::Accept { id: turn.turn.suggestions[0].id.clone(), text: None },
            "=" => {
                now += text.parse::<i64>().unwrap() * 60_000;
                Input::Tick(now)
            }
            "~" => Input::Choose(format!("switch:{text}").into()),
            _ => {
                let choice = turn.turn.choices.iter().find(|choice| choice.label == text);
                Input::Choose(choice.unwrap_or_else(|| panic!("no {text}: {turn:?}")).id.clone())
            }
        };
        turn = session.apply(machine, &mut suggester, input).unwrap();
    }
    session
}

/// A name and a conversation each.
fn conversations(machine: &Machine) -> Vec<(&'static str, Session)> {
    let agent = [
        "> where's my parcel?? it's been two weeks",
        "+",
        "> AB123456",
        "+",
        "= 10",
        "> sorry, it's CD654321",
        "+",
        "* Something else",
        "* It arrived damaged",
        "+",
    ];
    let alone = Start { topic: Some("welcome".into()), alone: true, ..start("chat") };
    let walked = ["> hello", "> billing", "= 6", "> menu", "> 1"];
    let switched = ["> where is my order", "> AB123456", "+", "~ exchange", "> large"];
    vec![
        ("agent", talk(machine, start("x"), &agent)),
        ("alone", talk(machine, alone, &walked)),
        ("switched", talk(machine, start("email"), &switched)),
        ("begun", talk(machine, start("facebook"), &[])),
    ]
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sessions")
}

#[test]
fn what_was_saved_is_read() {
    let machine = acme();
    if std::env::var_os("BLESS").is_some() {
        for (name, session) in conversations(&machine) {
            let path = folder().join(format!("{name}.session"));
            if !path.exists() {
                let bytes = session.save(&machine);
                let (_, turn) = Session::restore(&machine, &mut Suggester::new(), &bytes).unwrap();
                fs::write(path.with_extension("json"), json::session(&turn, "") + "\n").unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
    }
    let mut read = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "session") {
            let bytes = fs::read(&path).unwrap();
            let (_, turn) = Session::restore(&machine, &mut Suggester::new(), &bytes).unwrap();
            let expected = fs::read_to_string(path.with_extension("json")).unwrap();
            assert_eq!(json::session(&turn, "") + "\n", expected, "{}", path.display());
            read += 1;
        }
    }
    assert!(read >= 4, "{read} are there");
}

#[test]
fn ten_turns_take_little_room() {
    let machine = acme();
    for (name, session) in conversations(&machine) {
        let bytes = session.save(&machine).len();
        assert!(bytes <= 400, "{name}: {bytes} bytes for {} turns", session.number());
    }
}

#[test]
fn every_corruption_is_refused_or_harmless() {
    let machine = acme();
    let mut suggester = Suggester::new();
    for (name, session) in conversations(&machine) {
        let saved = session.save(&machine);
        for at in 0..saved.len() {
            for bit in 0..8 {
                let mut bytes = saved.clone();
                bytes[at] ^= 1 << bit;
                let refused = Session::restore(&machine, &mut suggester, &bytes);
                assert!(refused.is_err(), "{name}: bit {bit} of byte {at}");
                // With a right checksum: whatever comes of it can be gone on with.
                seal_session(&mut bytes);
                if let Ok((mut other, turn)) = Session::restore(&machine, &mut suggester, &bytes) {
                    let choices = turn.turn.choices.iter().map(|c| Input::Choose(c.id.clone()));
                    let more = [Input::Receive("refund AB123456".into()), Input::Undo(0)];
                    for input in choices.chain(more) {
                        let _ = other.apply(&machine, &mut suggester, input);
                    }
                    assert!(!other.save(&machine).is_empty());
                }
            }
            let cut = Session::restore(&machine, &mut suggester, &saved[..at]);
            assert!(cut.is_err(), "{name}: {at} bytes");
        }
    }
}

#[test]
fn what_is_no_session_is_said_so() {
    let machine = acme();
    let restore =
        |bytes: &[u8]| Session::restore(&machine, &mut Suggester::new(), bytes).map(|_| ());
    assert_eq!(restore(b""), Err(RestoreError::NotASession));
    assert_eq!(restore(b"ATRM\x03\0\x0f\0"), Err(RestoreError::NotASession));
    assert_eq!(restore(b"ATS\x02...."), Err(RestoreError::NewerVersion { version: 2 }));
    assert_eq!(restore(b"ATS\x01"), Err(RestoreError::Damaged));
    assert_eq!(restore(b"ATS\x01\0\0\0\0"), Err(RestoreError::Damaged));
    assert_eq!(restore(&vec![0; 2 << 20]), Err(RestoreError::NotASession));
}

const OLD: &str = "channel chat\ndepartment support Support\nfact size one of small, large\nfact note text\n\
== late: Late\ndepartment support\nwhen late\n> Sorry.\n* Lost\n  > We look.\n  > [if size is known] {size}\n  \
* Again\n    > Again.\n* Found\n  end resolved\n== other: Other\nwhen other\n> Hm.\n* One\n  > One.\n";

#[test]
fn a_new_version_of_the_script_finds_the_place_again() {
    let old = machine(OLD);
    let mut s = Suggester::new();
    let lines = ["> late", "+", "* Lost"];
    let begin = || Start {
        context: Context {
            channel: Some("chat".into()),
            facts: vec![("size".into(), FactValue::Text("large".into()))],
            ..Context::default()
        },
        ..Start::default()
    };
    let saved = talk(&old, begin(), &lines).save(&old);
    let mut check = |new: &str, crumbs: &[&str], lost: &[&str]| {
        let new = machine(new);
        let (_, turn) = Session::restore(&new, &mut s, &saved).unwrap();
        let ids: Vec<&str> = turn.crumbs.iter().map(|crumb| &*crumb.label).collect();
        assert_eq!(ids, crumbs);
        assert_eq!(turn.lost, lost);
    };
    check(OLD, &["Late", "Lost"], &[]);
    // Other words, another order, new lines before it, and titles do not matter.
    check(&OLD.replace("We look.", "We are looking into it."), &["Late", "Lost"], &[]);
    check(
        &OLD.replace("> Sorry.", "need note\n> Sorry.\n\n> Or so.\nstep Look."),
        &["Late", "Lost"],
        &[],
    );
    check(&OLD.replace("* Lost\n", "* Stolen\n  > No!\n* Lost\n"), &["Late", "Lost"], &[]);
    check(&OLD.replace("late: Late", "late: Too late"), &["Too late", "Lost"], &[]);
    // What is gone is told; the tree is nowhere else.
    check(&OLD.replace("* Lost", "* Gone missing"), &[], &["late/db283f"]);
    check(&OLD.replace("== late: Late", "== delayed: Late"), &[], &["late"]);
    check(&OLD.replace("small, large", "small, huge"), &["Late", "Lost"], &["fact/size"]);
    check(&OLD.replace("channel chat", "channel x"), &["Late", "Lost"], &["channel/chat"]);
}
