//! Questions of an editor over small scripts: `‸` is where the cursor stands.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::Author;
use crate::compile::Source;

const FACTS: &str = "fact size one of small, large\nwords parcel = parcel, box\n";
const MAIN: &str = "include facts.answers\ndepartment care Care\n\
== late: 📦 Late\n- where is it\n- where was it\nwhen <parcel> .. late\n> Soon!\n* It is lost\n  -> refund\n\n\
== refund: Refund\n- money back\n- i want it back\n> [if size = large] On its way.\n> [if size = small] Sent.\nend resolved\n";

/// An author with the script, `more` behind its main file and the cursor out of it; and where that was.
fn with(more: &str) -> (Author, usize) {
    let text = format!("{MAIN}{more}");
    let offset = text.split('‸').next().unwrap_or("").encode_utf16().count();
    let mut author = Author::default();
    author.open(vec![
        Source { name: "main.answers".into(), text: text.replace('‸', "") },
        Source { name: "facts.answers".into(), text: FACTS.into() },
    ]);
    (author, offset)
}

/// The answer at the cursor.
fn at(question: &str, more: &str) -> Value {
    let (author, at) = with(more);
    author.ask(question, &json!({ "file": "main.answers", "at": at })).unwrap()
}

/// The answer at a word of the script.
fn on(question: &str, word: &str, more: Value) -> Value {
    let (author, _) = with("");
    let (before, _) = MAIN.split_once(word).unwrap();
    let at = before.encode_utf16().count() + 1;
    let mut asked = json!({ "file": "main.answers", "at": at });
    if let (Some(asked), Value::Object(more)) = (asked.as_object_mut(), more) {
        asked.extend(more);
    }
    author.ask(question, &asked).unwrap()
}

/// What the places of an answer cover, with the file where that is not the main one.
fn covered(places: &[&Value]) -> Vec<String> {
    let text_of = |place: &&Value| {
        let main = place["file"] == "main.answers";
        let units: Vec<u16> = if main { MAIN } else { FACTS }.encode_utf16().collect();
        let number = |field: &str| usize::try_from(place[field].as_u64().unwrap()).unwrap();
        let text = String::from_utf16(&units[number("start")..number("end")]).unwrap();
        format!("{}{text}", if main { "" } else { "facts: " })
    };
    places.iter().map(text_of).collect()
}

#[test]
fn what_may_be_written_hangs_on_the_line() {
    for (more, first, kind) in [
        ("‸", "==", "keyword"),
        ("== x: X\n-> re‸", "late", "topic"),
        ("== x: X\n-> handoff ‸", "care", "department"),
        ("== x: X\n> [‸", "if", "keyword"),
        ("== x: X\n> [if size = ‸", "large", "option"),
        ("== x: X\nwhen <‸", "parcel", "words"),
        ("test t\n  choose ‸", "It is lost", "choice"),
        ("include ‸", "facts.answers", "file"),
        // Whatever is wrong before it.
        ("nonsense {\n== x\n-> ‸", "late", "topic"),
    ] {
        let found = at("complete", more);
        assert_eq!(found["items"][0]["label"], first, "{more}");
        assert_eq!(found["items"][0]["kind"], kind, "{more}");
    }
    let found = at("complete", "== x: X\n-> re‸");
    assert_eq!(found["to"].as_u64().unwrap() - found["from"].as_u64().unwrap(), 2);
    assert!(at("complete", "‸")["items"][0]["meaning"].as_str().unwrap().starts_with("A topic:"));
    assert_eq!(at("complete", "== x: X\n> Hello ‸")["items"], json!([]));
}

#[test]
fn a_hover_says_what_a_word_is() {
    let refund = on("hover", "refund\n\n", json!({}));
    assert_eq!(refund["text"], "A topic, used once.");
    assert!(refund["code"][0].as_str().unwrap().starts_with("== refund: Refund\n- money back"));
    let mark = on("hover", "end resolved", json!({}));
    assert_eq!(mark["code"], json!(["end resolved"]));
    assert_eq!(on("hover", "Soon", json!({})), Value::Null);
}

#[test]
fn names_lead_to_where_they_are_declared_and_used() {
    let declared = on("definition", "parcel>", json!({}));
    assert_eq!(
        covered(&declared.as_array().unwrap().iter().collect::<Vec<_>>()),
        ["facts: parcel"]
    );
    let file = on("definition", "facts.answers", json!({}));
    assert_eq!((&file[0]["file"], &file[0]["start"]), (&json!("facts.answers"), &json!(0)));
    let uses = on("references", "size = large", json!({}));
    assert_eq!((&uses["name"], &uses["noun"]), (&json!("size"), &json!("fact")));
    let all = uses["uses"].as_array().unwrap();
    let places: Vec<&Value> = all.iter().map(|found| &found["place"]).collect();
    assert_eq!(covered(&places), ["size", "size", "facts: size"]);
    assert_eq!(all[0]["text"], "> [if size = large] On its way.");
    assert_eq!(all[2]["declares"], true);
    assert_eq!(on("references", "Soon", json!({})), Value::Null);
    let label = on("symbol", "It is lost", json!({}));
    assert_eq!(label["noun"], "choice");
    assert!(label["refused"].as_str().unwrap().contains("change both by hand"));
}

#[test]
fn a_rename_changes_all_files_or_says_why_not() {
    let renamed = on("rename", "size = large", json!({ "name": " extent " }));
    let edits = renamed["edits"].as_array().unwrap();
    assert_eq!(renamed["refused"], Value::Null);
    assert!(edits.iter().all(|edit| edit["text"] == "extent"));
    let places: Vec<&Value> = edits.iter().map(|edit| &edit["place"]).collect();
    assert_eq!(covered(&places), ["size", "size", "facts: size"]);
    for (word, name, why) in [
        ("refund\n\n", "late", "there is the topic `late` already"),
        ("refund\n\n", "9", "`9` is no name"),
        ("It is lost", "x", "a choice's label is text for people"),
    ] {
        let refused = on("rename", word, json!({ "name": name }));
        assert!(refused["refused"].as_str().unwrap().starts_with(why), "{refused}");
        assert_eq!(refused["edits"], json!([]));
    }
    assert_eq!(on("rename", "Soon", json!({ "name": "x" })), Value::Null);
}

#[test]
fn an_outline_has_choices_in_their_topics() {
    let (author, _) = with("nonsense {\n");
    let outline = author.ask("outline", &json!({})).unwrap();
    let told = |file: usize| -> Vec<String> {
        let entries = outline[file]["entries"].as_array().unwrap();
        let word = |value: &Value| value.as_str().unwrap_or("").to_owned();
        entries.iter().map(|e| format!("{} {}", word(&e["kind"]), word(&e["name"]))).collect()
    };
    assert_eq!(told(0), ["department care", "topic late", "topic refund"]);
    assert_eq!(told(1), ["fact size", "words parcel"]);
    let late = &outline[0]["entries"][1];
    assert_eq!((&late["title"], &late["place"]["line"]), (&json!("📦 Late"), &json!(3)));
    assert_eq!(late["children"][0]["name"], "It is lost");
}

#[test]
fn what_has_lines_below_it_can_be_folded() {
    // What stands below a channel is not its own.
    let (author, _) = with("channel x\nprefer x\n");
    let folds = author.ask("folds", &json!({ "file": "main.answers" })).unwrap();
    let units: Vec<u16> = MAIN.encode_utf16().collect();
    let folded: Vec<String> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            let at = |index: usize| usize::try_from(pair[index].as_u64().unwrap()).unwrap();
            String::from_utf16(&units[at(0)..at(1)]).unwrap()
        })
        .collect();
    assert_eq!(folded.len(), 3, "{folded:?}");
    assert!(folded[0].starts_with("\n- where is it") && folded[0].ends_with("-> refund"));
    assert_eq!(folded[1], "\n  -> refund");
    assert!(folded[2].ends_with("end resolved"));
}

#[test]
fn tokens_stand_in_order_and_say_what_names_are() {
    let (author, _) = with("");
    let found = author.ask("tokens", &json!({ "file": "main.answers" })).unwrap();
    let units: Vec<u16> = MAIN.encode_utf16().collect();
    let numbers: Vec<usize> = found["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| usize::try_from(number.as_u64().unwrap()).unwrap())
        .collect();
    let mut end = 0;
    let mut told = Vec::new();
    for token in numbers.chunks(3) {
        assert!(end <= token[0] && token[0] < token[1], "{token:?}");
        end = token[1];
        let text = String::from_utf16(&units[token[0]..token[1]]).unwrap();
        told.push(format!("{} {text}", found["kinds"][token[2]].as_str().unwrap()));
    }
    for wanted in [
        "keyword ==",
        "topic late",
        "text 📦 Late",
        "group parcel",
        "fact size",
        "value large",
        "text Soon!",
        "topic refund",
    ] {
        assert!(told.iter().any(|told| told == wanted), "{wanted}: {told:?}");
    }
}

#[test]
fn what_is_asked_with_something_else_is_refused() {
    let (author, _) = with("");
    for (question, asked) in [
        ("complete", json!({ "file": "main.answers" })),
        ("hover", json!({ "file": "other.answers", "at": 0 })),
        ("rename", json!({ "file": "main.answers", "at": 0 })),
        ("references", json!({ "file": "main.answers", "at": -1 })),
        ("folds", json!(null)),
    ] {
        assert_eq!(author.ask(question, &asked).unwrap_err().code(), "AQ0002", "{question}");
    }
    // Past the end is the end.
    let far = json!({ "file": "main.answers", "at": u64::MAX });
    assert_eq!(author.ask("complete", &far).unwrap()["items"][0]["label"], "==");
}

/// Pieces that lines are made of.
const PIECES: &[&str] = &[
    "== late: Late\n",
    "- where is it\n",
    "> [if size = ",
    "{size",
    "* One\n",
    "-> ",
    "late",
    "fact size one of small, b\n",
    "when <p> .. a|b\n",
    "words p = a\n",
    "test t\n",
    "choose One\n",
    "include a\n",
    "do act(a: ",
    "[",
    "]",
    "}",
    "\"",
    "# c",
    "\n",
    "\r\n",
    "\r",
    " ",
    "é",
    "😀",
    "\u{feff}",
    "x",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_question_is_answered_with_places_in_the_text(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30),
        at in 0_usize..80,
    ) {
        let text = pieces.concat();
        let length = text.encode_utf16().count();
        let mut author = Author::default();
        author.open(vec![Source { name: "a".into(), text }]);
        for question in [
            "complete", "hover", "symbol", "definition", "references", "rename", "outline", "folds", "tokens",
        ] {
            let answer = author.ask(question, &json!({ "file": "a", "at": at, "name": "new_name" })).unwrap();
            within(&answer, length);
        }
    }
}

/// Every offset of an answer is in the text, and none ends before it begins.
fn within(value: &Value, length: usize) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| within(value, length)),
        Value::Object(fields) => {
            for (start, end) in [("start", "end"), ("from", "to")] {
                if let (Some(start), Some(end)) = (fields.get(start), fields.get(end)) {
                    assert!(start.as_u64() <= end.as_u64(), "{value}");
                    assert!(end.as_u64() <= u64::try_from(length).ok(), "{value}");
                }
            }
            fields.values().for_each(|value| within(value, length));
        }
        _ => {}
    }
}
