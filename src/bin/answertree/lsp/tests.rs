//! Whatever a document says and wherever the pointer stands, each request is answered, with places that are in it.

use lsp_server::Request;
use lsp_types::{Position, TextEdit, Uri};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::dispatch;
use super::place::{Encoding, Lines};
use super::state::State;

const URI: &str = "untitled:Untitled-1";

/// Pieces that lines are made of.
const PIECES: &[&str] = &[
    "== late: Late\n",
    "menu m: M\n",
    "- where is it\n",
    "> ",
    "[if ",
    "[on x]",
    "[tag t] ",
    "{name}",
    "{if ",
    ": a | else: b}",
    "* One",
    "** ",
    " -> late",
    "-> handoff a \"b\"",
    "fact size one of small, \"extra large\" = small\n",
    "size = small",
    "when <p> .. a|b\n",
    "when if ",
    "words p = a, b\n",
    "test t\n",
    "given size = small\n",
    "choose One\n",
    "expect choice One\n",
    "expect fact size = ",
    "channel x limit 9\n",
    "department a A\n",
    "open(a)",
    "visits(late)",
    "do act(a: ",
    "set ",
    "need ",
    "prefer x for late if ",
    "include a.answers\n",
    "language en, fr\n",
    "on nomatch > ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "\\",
    "\"",
    "“",
    "#",
    " # c",
    ",",
    "=",
    "|",
    ":",
    "..",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\u{feff}",
    "\u{2028}",
    "é",
    "😀",
    "a-b",
    "0",
    "name",
    "late",
    "x",
    "not ",
    "or ",
    "```",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        20 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn ask(state: &mut State, method: &str, more: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": URI } });
    if let (Some(params), Value::Object(more)) = (params.as_object_mut(), more) {
        params.extend(more);
    }
    let request = Request::new(1.into(), method.to_owned(), params);
    let answer = dispatch::request(state, &request);
    match answer.response_result {
        Ok(result) => result,
        // A rename may be refused, nothing else.
        Err(error) => {
            assert!(method.ends_with("ename") && error.code == -32803, "{method}: {error:?}");
            Value::Null
        }
    }
}

/// Every place of an answer is in the text.
fn within(value: &Value, text: &str, lines: &Lines) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| within(value, text, lines)),
        Value::Object(fields) => {
            if let (Some(Value::Number(_)), Some(Value::Number(_))) =
                (fields.get("line"), fields.get("character"))
            {
                let place: Position = serde_json::from_value(value.clone()).unwrap();
                let byte = u32::try_from(lines.byte(text, place)).unwrap();
                assert_eq!(lines.position(text, byte), place);
            }
            fields.values().for_each(|value| within(value, text, lines));
        }
        _ => {}
    }
}

fn applied(text: &str, edits: Value, lines: &Lines) -> String {
    let mut edits: Vec<TextEdit> = serde_json::from_value(edits).unwrap();
    edits.sort_by_key(|edit| edit.range.start);
    let mut out = text.to_owned();
    let mut end = text.len();
    for edit in edits.iter().rev() {
        let range = lines.byte(text, edit.range.start)..lines.byte(text, edit.range.end);
        assert!(range.end <= end, "edits overlap");
        end = range.start;
        out.replace_range(range, &edit.new_text);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_request_is_answered_wherever_it_is_made(text in text(), utf8 in any::<bool>()) {
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Utf16 };
        let lines = Lines::new(&text, encoding);
        let uri: Uri = URI.parse().unwrap();
        let mut state = State::new(encoding, true, Vec::new());
        state.open(uri, 1, text.clone());
        for method in ["documentSymbol", "semanticTokens/full", "codeAction", "inlayHint"] {
            let everything = json!({
                "range": { "start": Position::new(0, 0), "end": Position::new(u32::MAX, 0) },
                "context": { "diagnostics": [] },
            });
            within(&ask(&mut state, &format!("textDocument/{method}"), everything), &text, &lines);
        }
        let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
        let edits = ask(&mut state, "textDocument/formatting", options);
        prop_assert_eq!(applied(&text, edits, &lines), answertree::syntax::format(&text));
        for byte in (0..=text.len()).filter(|&byte| text.is_char_boundary(byte)).step_by(3) {
            let place = lines.position(&text, u32::try_from(byte).unwrap());
            let params = json!({
                "position": place, "context": { "includeDeclaration": true, "triggerKind": 1 }, "newName": "new_name",
            });
            for method in [
                "hover", "completion", "definition", "references", "documentHighlight", "prepareRename",
            ] {
                within(&ask(&mut state, &format!("textDocument/{method}"), params.clone()), &text, &lines);
            }
            let edit = ask(&mut state, "textDocument/rename", params);
            within(&edit, &text, &lines);
            if let Some(edits) = edit.pointer("/documentChanges/0/edits") {
                let new = applied(&text, edits.clone(), &lines);
                prop_assert_eq!(new.matches("new_name").count(), edits.as_array().unwrap().len());
            }
        }
    }
}
