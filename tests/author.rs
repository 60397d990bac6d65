//! What an author's tools ask: answers over a small script, and what is asked wrongly.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]
#![allow(
    clippy::indexing_slicing,
    reason = "what is not there is null, and no test passes with it"
)]

use answertree::author::Author;
use answertree::compile::Source;
use serde_json::{Value, json};

const SCRIPT: &str = "script Shop
department shop Shop

== late: Late delivery
department shop
- where is my parcel
- my parcel has not arrived
- the delivery is late
when parcel .. late
> We are looking for it.

== refund: Refund
- i want my money back
- please refund me
- can i have a refund
when not joking
> It is on its way.
end resolved
";

fn opened(text: &str) -> Author {
    let mut author = Author::default();
    author.open(vec![Source { name: "main.answers".into(), text: text.into() }]);
    author
}

fn ask(question: &str, asked: &Value) -> Value {
    opened(SCRIPT).ask(question, asked).unwrap()
}

#[test]
fn many_messages_are_told_in_short() {
    let told = ask(
        "batch",
        &json!({ "messages": ["my parcel is late", "refund please", "thanks!", "wo ist mein paket", "xyzzy"] }),
    );
    assert_eq!(told["topics"][0]["department"], "Shop");
    assert_eq!(told["topics"][1]["department"], Value::Null);
    let rows = told["rows"].as_array().unwrap();
    let short: Vec<Value> = rows.iter().map(|row| json!([row[0], row[5], row[6]])).collect();
    assert_eq!(
        Value::from(short),
        json!([
            [true, null, null],
            [true, null, null],
            [false, "thanks", null],
            [false, null, "de"],
            [false, null, null],
        ])
    );
    assert_eq!((&rows[0][1], &rows[1][1]), (&json!(0), &json!(1)));
    assert!(rows[0][2].as_u64().unwrap() > 800, "{}", rows[0]);
}

#[test]
fn what_nothing_answers_is_grouped_with_a_draft() {
    let openings = ["what are your opening hours", "opening hours please", "when is your opening"];
    let messages: Vec<&str> =
        (0..12).map(|at| if at == 5 { "my parcel is late" } else { openings[at % 3] }).collect();
    let told = ask("groups", &json!({ "messages": messages }));
    assert_eq!(
        (told["messages"].as_u64(), told["of"].as_array().map(Vec::len)),
        (Some(12), Some(12))
    );
    assert_eq!(told["of"][5], Value::Null);
    assert_eq!(told["of"][0], 0);
    let group = &told["groups"][0];
    assert_eq!(group["messages"], 11);
    assert!(group["draft"].as_str().unwrap().contains("- opening hours please"), "{group}");
}

#[test]
fn a_machine_is_what_its_sections_are() {
    let told = ask("machine", &json!({}));
    let sections = told["sections"].as_array().unwrap();
    let sum: u64 = sections.iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
    let all = told["bytes"].as_u64().unwrap();
    assert!(sum < all && all - sum < 200, "{sum} of {all}");
    assert!(told["listing"].as_str().unwrap().contains("machine \"Shop\""));
}

#[test]
fn changes_are_told_against_another_version() {
    let old = SCRIPT.replace("We are looking for it.", "We look for it.");
    let told = ask("changes", &json!({ "old": { "main.answers": old } }));
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(told[0]["subject"], "reply");
    assert_eq!(
        (told[0]["old"].as_str(), told[0]["new"].as_str()),
        (Some("We look for it."), Some("We are looking for it."))
    );
    assert_eq!(ask("changes", &json!({ "old": { "main.answers": SCRIPT } })), json!([]));
}

#[test]
fn what_is_asked_wrongly_has_a_code() {
    for (script, question, asked, code) in [
        (SCRIPT, "batch", json!({}), "AQ0002"),
        (SCRIPT, "batch", json!({ "messages": [7] }), "AQ0002"),
        (SCRIPT, "batch", json!({ "messages": ["a"], "context": { "channel": "none" } }), "AQ0002"),
        (
            SCRIPT,
            "batch",
            json!({ "messages": ["a"], "context": { "facts": { "a": null } } }),
            "AQ0002",
        ),
        (SCRIPT, "groups", json!({ "messages": "a" }), "AQ0002"),
        (SCRIPT, "changes", json!({ "old": { "main.answers": 1 } }), "AQ0002"),
        (SCRIPT, "changes", json!({ "old": { "main.answers": "nonsense" } }), "AQ0003"),
        (SCRIPT, "nothing", json!({}), "AQ0001"),
        ("nonsense", "machine", json!({}), "AQ0003"),
        ("nonsense", "graph", Value::Null, "AQ0003"),
    ] {
        let error = opened(script).ask(question, &asked).unwrap_err();
        assert_eq!(error.code(), code, "{question} {asked}: {error}");
    }
}
