//! What a client should not do, and what the server does then: it goes on.

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::client::{Client, Folder};

pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, fn()); 8] = [
        ("hostile/before_initialize", before_initialize),
        ("hostile/what_is_no_message", what_is_no_message),
        ("hostile/odd_requests", odd_requests),
        ("hostile/large_files", large_files),
        ("hostile/tests_that_take_long", tests_that_take_long),
        ("hostile/without_farewell", without_farewell),
        ("hostile/called_off", called_off),
        ("hostile/files_that_cannot_be_read", files_that_cannot_be_read),
    ];
    tests
        .map(|(name, test)| {
            Trial::test(name, move || {
                test();
                Ok(())
            })
        })
        .into()
}

fn code(answer: &Value) -> i64 {
    answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("{answer} is no error"))
}

fn hello() -> Value {
    json!({ "processId": null, "rootUri": null, "capabilities": {} })
}

fn before_initialize() {
    let folder = Folder::new("before");
    let mut client = Client::spawn(&folder.0);
    client.tell("textDocument/didOpen", json!({}));
    client.open("a.answers", "nonsense\n");
    assert_eq!(code(&client.ask("textDocument/hover", json!({}))), -32002);
    assert_eq!(code(&client.ask("shutdown", Value::Null)), -32002);
    assert_eq!(code(&client.ask("initialize", json!({ "capabilities": 1 }))), -32602);
    assert!(client.ask("initialize", hello())["capabilities"].is_object());
    assert_eq!(code(&client.ask("initialize", hello())), -32600);
    client.tell("initialized", json!({}));
    client.leave();
}

fn what_is_no_message() {
    let folder = Folder::new("bad");
    let mut client = Client::start(&folder.0, &json!({}), false);
    let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (bytes, expected) in [
        (framed("{"), -32700),
        (framed("{\"jsonrpc\": \"2.0\"}"), -32600),
        (framed("[]"), -32600),
        (framed("\"\u{0}\""), -32700),
        (framed(&deep), -32700),
        ("Content-Type: x\r\n\r\n".to_owned(), -32700),
        (format!("Content-Length: 99999999\r\n\r\n{}", " ".repeat(99_999_999)), -32600),
    ] {
        client.raw(bytes.as_bytes());
        assert_eq!(code(&client.answer_to(&Value::Null)), expected);
    }
    client.raw(b"Content-Length: 2\r\n\r\n\xff\xfe");
    assert_eq!(code(&client.answer_to(&Value::Null)), -32700);
    client.send(&json!({ "jsonrpc": "2.0", "id": 7, "method": 5 }));
    assert_eq!(code(&client.answer_to(&json!(7))), -32600);
    client.leave();
}

fn odd_requests() {
    let folder = Folder::new("odd");
    let mut client = Client::start(&folder.0, &json!({}), false);
    assert_eq!(code(&client.ask("textDocument/nothing", Value::Null)), -32601);
    assert_eq!(code(&client.ask("textDocument/hover", json!({ "position": 1 }))), -32602);
    client.tell("$/nothing", json!([1]));
    client.tell("textDocument/didChange", json!({ "textDocument": 3 }));
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": "file:///nowhere" } }));
    let far = json!({ "line": u32::MAX, "character": u32::MAX });
    for uri in ["file:///nowhere.answers", "untitled:1", "x:", "http://a/b", "file://"] {
        for method in
            ["textDocument/hover", "textDocument/definition", "textDocument/prepareRename"]
        {
            let params = json!({ "textDocument": { "uri": uri }, "position": far });
            assert_eq!(client.ask(method, params), Value::Null, "{uri}");
        }
    }
    // A document that is no file, with edits that lie outside it or backwards.
    let uri = "untitled:Untitled-1";
    let document = json!({ "uri": uri, "languageId": "answers", "version": 1, "text": "é😀\r\n" });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let zero = json!({ "line": 0, "character": 0 });
    for (start, end) in [(&far, &far), (&far, &zero), (&zero, &far), (&zero, &zero)] {
        let change =
            json!({ "range": { "start": start, "end": end }, "text": "== late: L\n- a\n" });
        let document = json!({ "uri": uri, "version": 2 });
        client.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
    }
    let place = json!({ "line": 0, "character": 4 });
    let answer = client
        .ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": place }));
    assert!(answer["contents"]["value"].as_str().unwrap().contains("== late: L"), "{answer}");
    let params = json!({ "textDocument": { "uri": uri }, "position": place, "newName": "a\n== b" });
    assert_eq!(code(&client.ask("textDocument/rename", params)), -32803);
    client.leave();
}

fn large_files() {
    let folder = Folder::new("large");
    let mut client = Client::start(&folder.0, &json!({}), false);
    client.open("large.answers", &"> text\n".repeat(3 << 20));
    let problems = client.problems("large.answers");
    assert_eq!(problems[0]["code"], "AT0001");
    client.close("large.answers");
    client.open(
        "long.answers",
        &format!("== t\n- {}\n> {}\n", "a ".repeat(100_000), "{".repeat(60_000)),
    );
    assert!(!client.problems("long.answers").as_array().unwrap().is_empty());
    for method in ["textDocument/semanticTokens/full", "textDocument/documentSymbol"] {
        let uri = folder.uri("long.answers");
        let answer = client.ask(method, json!({ "textDocument": { "uri": uri } }));
        assert!(answer.get("error").is_none(), "{answer}");
    }
    client.leave();
}

fn without_farewell() {
    let folder = Folder::new("farewell");
    let mut client = Client::start(&folder.0, &json!({}), false);
    assert_eq!(client.end().code(), Some(1));
    let mut client = Client::start(&folder.0, &json!({}), false);
    client.tell("exit", Value::Null);
    assert_eq!(client.end().code(), Some(1));
    let mut client = Client::start(&folder.0, &json!({}), false);
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(code(&client.ask("textDocument/hover", json!({}))), -32600);
    assert_eq!(client.end().code(), Some(0));
}

fn called_off() {
    let folder = Folder::new("off");
    let mut client = Client::start(&folder.0, &json!({}), false);
    // All in one piece, behind a document that takes a while to read, so that the request waits when it is called off.
    let text = "== t: T\n- a\n> {a} {b} {c} [\n* x\n".repeat(5_000);
    let uri = folder.uri("busy.answers");
    client.open("busy.answers", &text);
    let tokens = json!({ "textDocument": { "uri": uri } });
    let mut all = Vec::new();
    for message in [
        json!({ "jsonrpc": "2.0", "id": "a", "method": "textDocument/semanticTokens/full", "params": tokens }),
        json!({ "jsonrpc": "2.0", "id": "b", "method": "textDocument/semanticTokens/full", "params": tokens }),
        json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": "b" } }),
        json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": [] } }),
    ] {
        let body = message.to_string();
        all.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes());
    }
    client.raw(&all);
    assert!(client.answer_to(&json!("a"))["data"].is_array());
    assert_eq!(code(&client.answer_to(&json!("b"))), -32800);
    client.leave();
}

fn files_that_cannot_be_read() {
    let folder = Folder::new("unreadable");
    std::fs::write(folder.0.join("part.answers"), [0xff, 0xfe, b'a', 0]).unwrap();
    let mut client = Client::start(&folder.0, &json!({}), false);
    client.open("main.answers", "include part.answers\n== t: T\n- a\n- b\n> x\n");
    let problems = client.problems("main.answers");
    assert_eq!(problems[0]["code"], "AT0203", "{problems}");
    let told = client.notifications.iter().any(|note| {
        note["method"] == "window/logMessage"
            && note["params"]["message"].as_str().unwrap().contains("is UTF-16 text")
    });
    assert!(told, "{:?}", client.notifications);
    client.leave();
}

fn tests_that_take_long() {
    let folder = Folder::new("long");
    let mut client = Client::start(&folder.0, &json!({}), false);
    let long = format!("test long\n{}", "  customer: hello there\n".repeat(3_000));
    let text = "== a: A\n- hello there\n- hello you\n> Hello!\n* One\n  end resolved\n* Two\n  end unresolved\n";
    let short = "test short\n  customer: hello you\n  choose One\n  expect end resolved\n";
    client.open("a.answers", &format!("{text}{long}{short}"));
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let params = json!({ "textDocument": { "uri": folder.uri("a.answers") }, "range": range });
    let hints = client.ask("textDocument/inlayHint", params);
    // Who knows whether the long one comes to the second end?
    let lines: Vec<_> = hints.as_array().unwrap().iter().map(|h| &h["position"]["line"]).collect();
    assert_eq!(lines, [0, 3, 4, 5, 6]);
    assert!(client.told("window/logMessage").starts_with("once: not all tests of "));
    client.leave();
}
