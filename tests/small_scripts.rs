//! Scripts of a few topics: what little the examples tell must not be taken for much.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use answertree::compile::{Source, compile, compile_with};
use answertree::lower::Extras;
use answertree::machine::Machine;
use answertree::pack::Pack;
use answertree::runtime::{Context, Suggester};

fn english() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/en.pack")).unwrap()
}

#[test]
fn words_that_stand_in_every_message_lead_nowhere() {
    let script = "== hours: Opening hours\n- when are you open\n- are you open on sunday\n> 9 to 5.\n\n\
                  == late: Late flowers\n- my order is late\n- where is my bouquet\n> Sorry.\n";
    let source = Source { name: "main.answers".into(), text: script.into() };
    let machine = Machine::load(compile(&[source]).machine.unwrap().bytes).unwrap();
    for (message, expected) in [
        ("my bouquet never came", Some("late")),
        ("do you open at 9", Some("hours")),
        ("my dog is ill", None),
        ("how are you", None),
        ("are you a robot", None),
        ("is this my account", None),
    ] {
        let turn = Suggester::new().suggest(&machine, message, &Context::default()).unwrap();
        assert_eq!(turn.topic, expected, "{message}");
    }
}

#[test]
fn a_small_script_leaves_what_is_none_of_its_topics() {
    let pack = Arc::new(Pack::read(&english()).unwrap());
    let acme = include_str!("../examples/acme.answers");
    let one =
        "== late: Late\n- where is my parcel\n- my order has not arrived\n> We are looking.\n";
    let topic = |script: &str, message: &str| {
        let source = Source { name: "main.answers".into(), text: format!("pack en\n{script}") };
        let extras = Extras { pack: Some(&pack), ..Extras::default() };
        let bytes = compile_with(&[source], extras).machine.unwrap().bytes;
        let machine = Machine::load_with(bytes, Some(&pack)).unwrap();
        let turn = Suggester::new().suggest(&machine, message, &Context::default()).unwrap();
        turn.topic.map(ToString::to_string)
    };
    for (script, message, expected) in [
        (acme, "my package still isn't here", Some("late")),
        (acme, "i want the money back", Some("refund")),
        (acme, "what is the capital of france", None),
        (acme, "vielen dank das war sehr nett", None),
        (acme, "how long do i boil an egg", None),
        (acme, "thanks a lot!!", None),
        (acme, "hello there", None),
        // One topic is told from nothing: by its own words alone.
        (one, "where is my parcel then", Some("late")),
        (one, "how long do i boil an egg", None),
    ] {
        assert_eq!(topic(script, message).as_deref(), expected, "{message}");
    }
}
