//! Scripts of a few topics with the language pack, which finds something of a topic in every message.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use answertree::compile::{Source, compile_with};
use answertree::lower::Extras;
use answertree::machine::Machine;
use answertree::pack::Pack;
use answertree::runtime::{Context, Suggester};

fn english() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/en.pack")).unwrap()
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
