//! Turns as JSON, byte for byte, in `tests/data/turns.jsonl`: the package's tests under Node and in Chromium read the same file.
//! `BLESS=1` writes what this platform says.
//!
//! A line that names a script says which machine the lines after it are for, and the length and checksum that its machine has.
//! Any other line is a message, what the host knows as JavaScript gives it, and the turn as text.

#![allow(
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "support/script.rs"]
mod support;

use std::fs;
use std::path::Path;

use answertree::json;
use answertree::machine::Machine;
use answertree::runtime::{Context, FactValue, Suggester};
use answertree::text::decimal::Decimal;
use serde_json::{Value, json};

#[test]
fn turns_are_the_same_everywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("tests/data/turns.jsonl");
    let expected = fs::read_to_string(&path).unwrap();
    let mut out = String::new();
    let mut loaded: Option<Machine> = None;
    let mut suggester = Suggester::new();
    let (mut turns, mut replies) = (0, 0);
    for line in expected.lines() {
        let mut case: Value = serde_json::from_str(line).unwrap();
        if let Some(script) = case["script"].as_str() {
            let bytes = support::bytes(fs::read_to_string(root.join(script)).unwrap());
            let checksum: String = bytes[8..16].iter().map(|byte| format!("{byte:02x}")).collect();
            case = json!({ "script": script, "bytes": bytes.len(), "checksum": checksum });
            loaded = Some(Machine::load(bytes).unwrap());
        } else {
            let message = case["message"].as_str().unwrap();
            let context = context(&case["context"]);
            let turn = suggester.suggest(loaded.as_ref().unwrap(), message, &context).unwrap();
            replies += usize::from(!turn.suggestions.is_empty());
            turns += 1;
            case["turn"] = json::turn(&turn, message).into();
        }
        out.push_str(&case.to_string());
        out.push('\n');
    }
    assert!(turns >= 60 && replies >= 40, "{turns} turns, {replies} with a suggestion");
    if out != expected && std::env::var_os("BLESS").is_some() {
        fs::write(&path, &out).unwrap();
        return;
    }
    for (number, (expected, actual)) in (1..).zip(expected.lines().zip(out.lines())) {
        assert_eq!(expected, actual, "line {number} (BLESS=1 writes it)");
    }
}

/// What a JavaScript host gives, in Rust's terms.
fn context(given: &Value) -> Context {
    let mut context = Context::default();
    for (key, value) in given.as_object().unwrap() {
        let small = || u32::try_from(value.as_u64().unwrap()).unwrap();
        match key.as_str() {
            "channel" => context.channel = value.as_str().map(str::to_owned),
            "language" => context.language = value.as_str().map(str::to_owned),
            "now" => context.now = value.as_i64(),
            "seed" => context.seed = small(),
            "limit" => context.limit = usize::try_from(small()).unwrap(),
            "explain" => context.explain = value.as_bool().unwrap(),
            "facts" => {
                let facts = value.as_object().unwrap().iter();
                context.facts = facts.map(|(name, value)| (name.clone(), fact(value))).collect();
            }
            "visits" => {
                let visits = value.as_object().unwrap().iter();
                let count = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
                context.visits = visits.map(|(name, n)| (name.clone(), count(n))).collect();
            }
            _ => panic!("{key}"),
        }
    }
    context
}

fn fact(value: &Value) -> FactValue {
    match value {
        Value::String(text) => FactValue::Text(text.clone()),
        // Never with an exponent.
        Value::Number(n) => {
            FactValue::Number(Decimal::parse(&n.as_f64().unwrap().to_string()).unwrap())
        }
        Value::Bool(yes) => FactValue::YesNo(*yes),
        Value::Array(items) => {
            FactValue::List(items.iter().map(|item| item.as_str().unwrap().to_owned()).collect())
        }
        _ => panic!("{value}"),
    }
}
