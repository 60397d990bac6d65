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
use expect_test::expect;
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
    // Larger than any is.
    let large = |size: usize| [&b"ATS\x01"[..], &vec![0; size - 4]].concat();
    assert_eq!(restore(&large(1 << 20)), Err(RestoreError::Damaged));
    assert_eq!(restore(&large((1 << 20) + 1)), Err(RestoreError::NotASession));
    for (error, code, words) in [
        (RestoreError::NotASession, "AC0020", "no saved session"),
        (RestoreError::NewerVersion { version: 2 }, "AC0021", "by a newer version"),
        (RestoreError::Damaged, "AC0022", "damaged"),
    ] {
        assert_eq!(error.code(), code);
        assert!(error.message().contains(words), "{error}");
        assert_eq!(error.to_string(), error.message());
    }
}

#[test]
fn a_checksum_can_be_mended() {
    let machine = acme();
    for (name, session) in conversations(&machine) {
        let saved = session.save(&machine);
        let mut bytes = saved.clone();
        let end = bytes.len() - 4;
        bytes[end..].fill(0);
        assert!(Session::restore(&machine, &mut Suggester::new(), &bytes).is_err(), "{name}");
        seal_session(&mut bytes);
        assert_eq!(bytes, saved, "{name}");
    }
}

/// Names, and what stands behind them up to the checksum.
fn forged(names: &[&str], body: &[u8]) -> Vec<u8> {
    let mut bytes = b"ATS\x01".to_vec();
    bytes.push(u8::try_from(names.len()).unwrap());
    for name in names {
        bytes.push(u8::try_from(name.len()).unwrap());
        bytes.extend_from_slice(name.as_bytes());
    }
    bytes.extend_from_slice(body);
    bytes.extend_from_slice(&[0; 4]);
    seal_session(&mut bytes);
    bytes
}

/// No channel, the first name as the language, no seed, five suggestions, nothing kept, no flags, one turn from the first.
const HEAD: [u8; 8] = [0, 0, 0, 5, 0, 0, 0, 1];

#[test]
fn what_no_conversation_is_saved_as_is_refused() {
    let machine = machine("fact at time\n== a: A\nwhen a\n> a\n");
    let suggester = &mut Suggester::new();
    let (begun, _) = Session::start(&machine, suggester, Start::default()).unwrap();
    let saved = begun.save(&machine);
    assert_eq!(saved, forged(&["en"], &[&HEAD[..], &[0, 0, 0]].concat()));
    let names = ["en", "at"];
    let mut restored = |head: &[u8], turn: &[u8]| {
        Session::restore(&machine, suggester, &forged(&names, &[head, turn].concat())).is_ok()
    };
    assert!(restored(&HEAD, &[0, 0, 0]));
    // A time fact: 23:59, and a minute later.
    assert!(restored(&HEAD, &[2, 0, 0, 1, 1, 6, 0x9f, 0x0b]));
    assert!(!restored(&HEAD, &[2, 0, 0, 1, 1, 6, 0xa0, 0x0b]));
    // A value of no kind.
    assert!(!restored(&HEAD, &[2, 0, 0, 1, 1, 8]));
    // A channel, a time and an end that are neither there nor not.
    assert!(!restored(&[2, 0, 0, 5, 0, 0, 0, 1], &[0, 0, 0]));
    assert!(!restored(&HEAD, &[0, 0, 2, 0]));
    assert!(restored(&HEAD, &[0x80, 1, 0, 0, 0, 3]));
    assert!(!restored(&HEAD, &[0x80, 1, 0, 0, 0, 4]));
    // A language without a name; no turn; more than was said.
    assert!(!restored(&[0, 2, 0, 5, 0, 0, 0, 1], &[0, 0, 0]));
    assert!(!restored(&[0, 0, 0, 5, 0, 0, 0, 0], &[]));
    assert!(!restored(&HEAD, &[0, 0, 0, 0]));
}

#[test]
fn of_trees_that_were_left_one_of_each_topic_is_read_and_eight_at_most() {
    let names = ["en", "a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let topic = |name: &&str| format!("== {name}: T\nwhen {name}\n> {name}\n");
    let machine = machine(names[1..].iter().map(topic).collect::<String>());
    let restored = |trees: &[&[u8]]| {
        let count = [32, 0, 0, u8::try_from(trees.len()).unwrap()];
        let bytes = forged(&names, &[&HEAD[..], &count, &trees.concat()].concat());
        let (session, turn) = Session::restore(&machine, &mut Suggester::new(), &bytes).unwrap();
        let back: String = turn.switches.iter().map(|switch| switch.topic).collect();
        (back, session.save(&machine))
    };
    // One frame each: its topic, no branches, the first statement; and no actions given.
    let trees: Vec<[u8; 5]> = (1..10).map(|name| [1, name, 0, 0, 0]).collect();
    let all: Vec<&[u8]> = trees.iter().map(|tree| &tree[..]).collect();
    assert_eq!(restored(&all).0, "hgfedcba");
    assert_eq!(restored(&[all[0], all[1], all[0]]).0, "ba");
    // A tree without a frame is none.
    assert_eq!(restored(&[&[0, 0]]).1, forged(&["en"], &[&HEAD[..], &[0, 0, 0]].concat()));
}

#[test]
fn first_values_are_those_of_the_script_that_is_restored_into() {
    const OLD: &str = "fact plan text = basic\n== a: A\nwhen a\n> {plan}\n";
    let saved = talk(&machine(OLD), Start::default(), &["> a"]).save(&machine(OLD));
    let new = machine(OLD.replace("basic", "better"));
    let (_, turn) = Session::restore(&new, &mut Suggester::new(), &saved).unwrap();
    assert_eq!(turn.facts, [("plan", "better".to_owned())]);
    assert_eq!(turn.turn.suggestions[0].text, "better");
}

#[test]
fn a_long_conversation_keeps_its_numbers() {
    let machine = machine("== a: A\nwhen a\n> a\n");
    let long = talk(&machine, Start::default(), &vec!["> a"; 1_030]);
    assert_eq!(long.number(), 1_030);
    let bytes = long.save(&machine);
    let (mut session, turn) = Session::restore(&machine, &mut Suggester::new(), &bytes).unwrap();
    assert_eq!((session.number(), turn.number), (1_030, 1_030));
    // The oldest of the last 1,024 turns can be gone back to, those before it not.
    let mut undo = |turn| session.apply(&machine, &mut Suggester::new(), Input::Undo(turn)).is_ok();
    assert!(!undo(6));
    assert!(undo(7));
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

/// Hashes are part of the form: a place that was saved is looked for by them.
#[test]
fn what_is_saved_stays_as_it_is() {
    const TEXT: &str = "fact a text\nfact b text\n== t: T\nwhen t\n> One.\nneed a, b\n> {a} {b}\n";
    let machine = machine(TEXT);
    let saved = talk(&machine, Start::default(), &["> t", "+"]).save(&machine);
    let hex: String = saved.iter().map(|byte| format!("{byte:02x}")).collect();
    expect!["415453010202656e0174000000050000000300000041010001010000000101810200000101000101c90400b24d0101000001f9fec519e8295cf22bfdc75a"].assert_eq(&hex);
}

const BODY: &str = "fact a text\nfact b text\nfact c text\n== t: T\nwhen t\n> One.\n\
step Look.\n> Two.\nnote Mind.\n> Three.\n";

/// What is said next, and what is lost, where a conversation that waits in `old` is restored into `new`.
fn moved(old: &str, lines: &[&str], new: &str) -> (Vec<String>, Vec<String>) {
    let old = machine(old);
    let saved = talk(&old, Start::default(), lines).save(&old);
    let new = machine(new);
    let (_, turn) = Session::restore(&new, &mut Suggester::new(), &saved).unwrap();
    let said = turn.turn.suggestions.iter().map(|s| [&s.id, ": ", &s.text].concat());
    (said.chain(turn.turn.asks.iter().map(|ask| ask.fact.to_owned())).collect(), turn.lost)
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_statement_is_found_again_by_what_it_says_or_where_it_stands() {
    // Two replies were sent: it stands before the note.
    let wait = ["> t", "+", "+"];
    let check = |new: &str, said: &[&str], lost: &[&str]| {
        let (found, gone) = moved(BODY, &wait, new);
        assert_eq!((found, gone), (owned(said), owned(lost)), "{new}");
    };
    check(BODY, &["t/3: Three."], &[]);
    // Something new before it, with no name and with one.
    check(&BODY.replace("> One.", "set a = b\n> One."), &["t/3: Three."], &[]);
    check(&BODY.replace("> One.", "> None.\nstep Wait.\n> One."), &["t/4: Three."], &[]);
    // Other words of it, in a body of the same statements.
    check(&BODY.replace("Mind.", "Beware."), &["t/3: Three."], &[]);
    // Other words, and other statements before it or behind it.
    check(&BODY.replace("Mind.", "Beware.").replace("> One.", "set a = b\n> One."), &[], &["t"]);
    check(&[&BODY.replace("Mind.", "Beware."), "step End.\n"].concat(), &[], &["t"]);
    // Another kind of statement in its place, and its like nowhere.
    check(&BODY.replace("note Mind.\n", ""), &[], &["t"]);
    check(&BODY.replace("note Mind.\n", "step Mind.\n"), &[], &["t"]);
    // Its like at two places.
    check(&BODY.replace("> One.", "note Mind.\n> One."), &[], &["t"]);
    // Two like it, of which one stands where it stood.
    check(&[BODY, "note Mind.\n> Four.\n"].concat(), &["t/3: Three."], &[]);
}

#[test]
fn what_is_needed_is_found_again_by_its_facts() {
    const OLD: &str =
        "fact a text\nfact b text\nfact c text\n== t: T\nwhen t\n> One.\nneed a, b\n> {a} {b}\n";
    let check = |new: &str, asked: &[&str], lost: &[&str]| {
        let (said, gone) = moved(OLD, &["> t", "+"], new);
        assert_eq!((said, gone), (owned(asked), owned(lost)), "{new}");
    };
    check(OLD, &["a", "b"], &[]);
    check(&OLD.replace("need a", "need c\nneed a"), &["a", "b"], &[]);
    check(&OLD.replace("need a, b", "need b, a"), &["b", "a"], &[]);
}
