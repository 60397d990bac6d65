//! Whatever stands in a file: reading it ends, and the script that is made of it compiles and says what the file says.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use answertree::check::script::{Piece, Script, StatementKind};
use answertree::compile::{Source, analyse, compile};
use answertree::data::Columns;
use answertree::import::{Format, Import, ImportError, Imported, Wrong};
use answertree::problem::{Problem, Severity};
use answertree::syntax;
use answertree::text::fold::folded;
use proptest::prelude::*;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ALL: [Format; 8] = [
    Format::Tsv,
    Format::Csv,
    Format::JsonLines,
    Format::Rasa,
    Format::Dialogflow,
    Format::RiveScript,
    Format::Zendesk,
    Format::Chatwoot,
];

fn imported(format: Format, bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut import = Import::new(Columns::default());
    import.read("file", format, bytes)?;
    Ok(import.finish())
}

/// The script that was made, checked and compiled.
fn script(imported: &Imported) -> Script {
    let sources = [Source { name: "import.answers".into(), text: imported.script.clone() }];
    let checked = checked(imported);
    assert!(compile(&sources).machine.is_some(), "{}", imported.script);
    checked
}

/// The script that was made, checked: for what is large, and takes long to compile.
fn checked(imported: &Imported) -> Script {
    let sources = [Source { name: "import.answers".into(), text: imported.script.clone() }];
    assert_eq!(syntax::format(&imported.script), imported.script);
    let analysed = analyse(&sources);
    let errors: Vec<_> =
        analysed.problems.iter().filter(|p| p.severity() == Severity::Error).collect();
    assert_eq!(errors, [] as [&Problem; 0], "{}", imported.script);
    analysed.script.unwrap()
}

/// Texts with all that has a meaning somewhere.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => "[a-z]{1,6}",
        2 => " ",
        1 => prop::sample::select(vec![
            "{", "}", "[", "]", "\\", "\"", "“", "#", " #", "->", "*", ">", "<", "- ", "== ", "|", ",", ":", "or", "\n", "\r\n", "\t",
            "\u{200b}", "\u{feff}", "\u{2028}", "\u{85}", "é", "e\u{301}", "ß", "日本", "😡", "؟", "\u{202e}", "(", ")", "..", "{{", "}}",
            "[on x]", "{if a: b}", "$", "%", "@", "'", "not ", "intent ", "end", "handoff", "\\{", "=", "also", "\u{3000}", "\u{1}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..10).prop_map(|parts| parts.concat())
}

/// White space and what has no width as one space.
fn line(text: &str) -> String {
    let space = |c: char| c.is_whitespace() || c.is_control();
    let words = text.split(space).filter(|word| {
        !word.is_empty() && word.contains(|c| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}'))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The same where what has no width is a space, as in replies, and what nobody sees is not there.
fn flat(text: &str) -> String {
    let text = line(&text.replace(['\u{200b}', '\u{2060}', '\u{feff}'], " "));
    let unseen = |c| matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{2064}' | '\u{ad}');
    text.split(' ').filter(|word| !word.chars().all(unseen)).collect::<Vec<_>>().join(" ")
}

fn says(text: &answertree::check::script::Text) -> String {
    let pieces = text.pieces.iter().map(|piece| match piece {
        Piece::Literal(words) => words.as_str(),
        _ => "…",
    });
    pieces.collect()
}

proptest! {
    #[test]
    fn tables_say_in_a_script_what_they_said(rows in prop::collection::vec((text(), text(), text()), 1..12)) {
        let mut file = String::new();
        for (label, message, reply) in &rows {
            file.push_str(&format!("{}\n", json!({"label": label, "text": message, "reply": reply})));
        }
        let imported = imported(Format::JsonLines, file.as_bytes()).unwrap();
        let script = script(&imported);
        let examples: BTreeSet<String> = script.intents.iter()
            .flat_map(|intent| intent.examples.iter().map(|example| folded(example)))
            .collect();
        let wordings: BTreeSet<String> = script.topics.iter()
            .flat_map(|topic| &topic.body)
            .flat_map(|statement| match &statement.kind {
                StatementKind::Replies(replies) => replies.as_slice(),
                _ => &[],
            })
            .flat_map(|reply| reply.messages.iter().flatten())
            .map(|words| flat(&says(words)))
            .collect();
        let titles: BTreeSet<String> = script.topics.iter()
            .flat_map(|topic| [topic.name.clone(), flat(&topic.title)]).collect();
        let mut labels = BTreeSet::new();
        for (number, (label, message, reply)) in (1..).zip(&rows) {
            let place = format!("line {number}");
            let is_told = imported.told.iter().any(|told| told.place == place && told.loss.code() == "AI0102");
            if label.trim().is_empty() {
                continue;
            }
            let message = line(message);
            if !message.is_empty() && !is_told {
                prop_assert!(examples.contains(&folded(&message)), "{message:?}\n{}", imported.script);
            }
            if !reply.contains(['{', '<']) && !flat(reply).is_empty() && !is_told {
                prop_assert!(wordings.contains(&flat(reply)), "{reply:?}\n{}", imported.script);
            }
            // A message or a reply may be told as empty while the other makes the topic.
            if !is_told || message.contains(char::is_alphanumeric) {
                labels.insert(label.trim());
                let shown = flat(label);
                let known = titles.contains(&shown) || titles.contains(label.trim());
                prop_assert!(known || !shown.contains(char::is_alphanumeric), "{label:?}\n{}", imported.script);
            }
        }
        if !labels.is_empty() {
            prop_assert!(script.topics.len() >= labels.len(), "{}", imported.script);
        }
    }

    #[test]
    fn what_is_made_of_anything_compiles(
        lines in prop::collection::vec(("[!+*@%^<>-]|[-] intent: |responses:|nlu:", text()), 0..20),
        which in 0..ALL.len(),
    ) {
        let mut file = String::new();
        for (mark, text) in &lines {
            file.push_str(&format!("{mark} {text}\n"));
        }
        if let Ok(imported) = imported(ALL[which], file.as_bytes()) {
            script(&imported);
        }
    }

    #[test]
    fn damaged_files_are_refused_or_compile(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let files = corpus();
        let (format, inner, whole) = which.get(&files);
        let mut bytes = whole.clone();
        for (at, length, from, byte) in &damage {
            // A part of the file takes the place of another, or one byte does.
            let start = at.index(bytes.len());
            let end = (start + length).min(bytes.len());
            let other = from.index(bytes.len());
            let mut part = bytes[other..(other + length).min(bytes.len())].to_vec();
            if *length < 4 {
                part = vec![*byte];
            }
            bytes.splice(start..end, part);
            if bytes.is_empty() {
                break;
            }
        }
        if *format == Format::Dialogflow {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            zip.start_file(inner.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
            bytes = zip.finish().unwrap().into_inner();
        }
        if let Ok(imported) = imported(*format, &bytes) {
            script(&imported);
        }
    }

    #[test]
    fn damaged_archives_are_refused_or_compile(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in 0..3_usize) {
        let file = json!({"name": "a", "responses": [{"messages": [{"type": 0, "speech": "b"}]}]});
        let mut bytes = zipped(&[("agent.json", json!({})), ("intents/a.json", file)]);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.drain(at..(at + cut).min(bytes.len()));
        if let Ok(imported) = imported(Format::Dialogflow, &bytes) {
            script(&imported);
        }
    }

    #[test]
    fn brains_compile(
        parts in prop::collection::vec((
            "[a-c*_#@|()\\[\\]<> ]{0,16}",
            prop::collection::vec(("[-@%*^]", "[a-c<>{}@|/ =\\\\n]{0,20}"), 0..4),
        ), 1..10),
    ) {
        let mut file = "! array a = b c\n! var b = c\n".to_owned();
        for (trigger, lines) in &parts {
            file.push_str(&format!("+ {trigger}\n"));
            for (mark, text) in lines {
                file.push_str(&format!("{mark} {text}\n"));
            }
        }
        script(&imported(Format::RiveScript, file.as_bytes()).unwrap());
    }

    #[test]
    fn training_data_compiles(
        intents in prop::collection::vec((text(), prop::collection::vec(text(), 0..5)), 1..6),
        responses in prop::collection::vec((text(), text(), text()), 0..6),
    ) {
        // JSON is YAML, but for what the reader of YAML takes as no text.
        let nlu: Vec<_> = intents.iter().map(|(intent, examples)| {
            json!({"intent": intent, "examples": examples})
        }).collect();
        let mut said = serde_json::Map::new();
        for (name, text, title) in &responses {
            said.insert(name.clone(), json!([{"text": text, "channel": name, "buttons": [{"title": title, "payload": "/x"}]}, {"text": title}]));
        }
        let file = json!({"nlu": nlu, "responses": said}).to_string();
        if let Ok(imported) = imported(Format::Rasa, file.as_bytes()) {
            script(&imported);
        }
    }

    #[test]
    fn macros_compile(title in text(), html in text(), field in text(), code in text()) {
        let file = json!({"macros": [{"title": title, "description": code, "actions": [
            {"field": "comment_value_html", "value": format!("<p>{html}</p>")},
            {"field": "comment_value", "value": [format!("channel:{code}"), html]},
            {"field": field, "value": code},
        ]}]});
        script(&imported(Format::Zendesk, file.to_string().as_bytes()).unwrap());
        let file = json!([{"short_code": code, "content": html}]);
        script(&imported(Format::Chatwoot, file.to_string().as_bytes()).unwrap());
    }

    #[test]
    fn agents_compile(name in text(), said in text(), speech in text(), parameter in text(), member in text()) {
        let intent = json!({"id": "1", "name": name, "responses": [{
            "parameters": [{"name": parameter, "dataType": "@e", "required": true, "prompts": [{"lang": "en", "value": said}]}],
            "messages": [{"type": "0", "lang": "fr", "speech": speech}, {"type": 2, "title": said, "replies": [speech]}],
        }]});
        let follows = json!({"id": "2", "parentId": "1", "name": format!("{name} - {said}"), "responses": []});
        let files = [
            ("agent.json", json!({"language": "en", "supportedLanguages": ["fr", name], "displayName": name})),
            ("intents/a.json", intent),
            ("intents/b.json", follows),
            ("intents/a_usersays_en.json", json!([{"data": [{"text": said}, {"text": speech}]}])),
            ("entities/e.json", json!({"name": "e", "isRegexp": true})),
            ("entities/e_entries_en.json", json!([{"value": member}])),
            ("entities/f_entries_en.json", json!([{"value": member, "synonyms": [said]}])),
        ];
        script(&imported(Format::Dialogflow, &zipped(&files)).unwrap());
    }
}

#[test]
fn a_mark_of_typos_is_none_elsewhere() {
    let files = [
        ("agent.json", json!({"language": "en"})),
        (
            "entities/f_entries_en.json",
            json!([{"value": "~a", "synonyms": ["dark ~blue", "in~between"]}]),
        ),
    ];
    let written = imported(Format::Dialogflow, &zipped(&files)).unwrap();
    script(&written);
    assert!(!written.script.contains('~'), "{}", written.script);
}

/// The files of `tests/corpus/import`; those of Dialogflow with their names in a zip.
fn corpus() -> Vec<(Format, String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/import");
    let mut out = Vec::new();
    let mut waiting = vec![root];
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                waiting.push(path);
            } else if name.contains("/dialogflow/") {
                let inner =
                    ["intents", "entities"].into_iter().find(|folder| name.contains(folder));
                let last = path.file_name().unwrap().to_str().unwrap();
                let inner = inner.map_or(last.to_owned(), |folder| format!("{folder}/{last}"));
                out.push((Format::Dialogflow, inner, fs::read(&path).unwrap()));
            } else if let Some(format) =
                Format::of(&name, &fs::read(&path).unwrap()).filter(|_| !name.contains("expected"))
            {
                out.push((format, String::new(), fs::read(&path).unwrap()));
            }
        }
    }
    out.sort_by(|a, b| a.2.cmp(&b.2));
    assert!(out.len() > 10);
    out
}

fn zipped(files: &[(&str, serde_json::Value)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, value) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(value.to_string().as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_of_the_wrong_kind_are_refused() {
    let utf16: Vec<u8> = "\u{feff}label\tx\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for format in ALL {
        let wrong = imported(format, &utf16).unwrap_err().wrong;
        let expected = if format == Format::Dialogflow { Wrong::Format } else { Wrong::Encoding };
        assert_eq!(wrong, expected, "{}", format.name());
    }
    for format in [Format::Rasa, Format::RiveScript, Format::Zendesk, Format::Chatwoot] {
        assert_eq!(imported(format, b"\xff\xfd").unwrap_err().wrong, Wrong::Encoding);
    }
    let deep = "[".repeat(1_000_000);
    for format in [Format::Zendesk, Format::Chatwoot] {
        assert_eq!(imported(format, deep.as_bytes()).unwrap_err().wrong, Wrong::Format);
    }
    assert_eq!(imported(Format::Rasa, deep.as_bytes()).unwrap_err().wrong, Wrong::Format);
    assert_eq!(imported(Format::Rasa, b"a text").unwrap_err().wrong, Wrong::Format);
    assert_eq!(imported(Format::Dialogflow, b"PK\x03\x04").unwrap_err().wrong, Wrong::Format);
    let empty = zipped(&[("readme.json", json!({}))]);
    assert_eq!(imported(Format::Dialogflow, &empty).unwrap_err().wrong, Wrong::Format);
}

#[test]
fn a_byte_order_mark_is_no_text() {
    for (format, file) in [
        (Format::Tsv, "\u{feff}late\twhere is it\n"),
        (Format::Rasa, "\u{feff}nlu:\r\n- intent: late\r\n  examples: |\r\n    - where is it\r\n"),
        (Format::RiveScript, "\u{feff}+ where is it\r\n- Soon.\r\n"),
        (Format::Chatwoot, "\u{feff}[{\"short_code\": \"late\", \"content\": \"where is it\"}]"),
    ] {
        let imported = imported(format, file.as_bytes()).unwrap();
        assert_eq!(imported.told, []);
        assert!(imported.script.contains("where is it\n"), "{}", imported.script);
    }
}

#[test]
fn a_small_zip_of_much_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("intents/bomb.json", SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..20 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 100_000);
    assert_eq!(imported(Format::Dialogflow, &bytes).unwrap_err().wrong, Wrong::TooLarge);
}

#[test]
fn long_chains_and_long_texts_end() {
    let mut brain = String::new();
    for at in 0..2_000 {
        brain.push_str(&format!("+ say {at}\n@ say {}\n", at + 1));
    }
    let chained = imported(Format::RiveScript, brain.as_bytes()).unwrap();
    assert!(chained.told.iter().any(|told| told.loss.code() == "AI0106"));
    checked(&chained);
    let mut brain = "+ a\n- a\n".to_owned();
    for _ in 0..200 {
        brain.push_str("+ a\n% a\n- a\n");
    }
    checked(&imported(Format::RiveScript, brain.as_bytes()).unwrap());
    let long = format!("late\t{}\nlate\tshort\n", "word ".repeat(50_000));
    let long = imported(Format::Tsv, long.as_bytes()).unwrap();
    assert_eq!(long.told.first().map(|told| told.loss.code()), Some("AI0108"));
    assert_eq!(checked(&long).intents[0].examples, ["short"]);
    // What could take a time that grows with the square of the file.
    let mut same = String::new();
    for at in 0..20_000 {
        same.push_str(&format!("{}\tmessage {at}\n", "!".repeat(at % 200 + 1)));
        same.push_str(&format!("🎉{at}!\tthe same\n"));
    }
    let same = imported(Format::Tsv, same.as_bytes()).unwrap();
    assert!(same.topics > 20_000);
    let mut brain = String::new();
    for at in 0..20_000 {
        brain.push_str(&format!(
            "! var v{at} = x\n+ a <bot v{at}>\n% *b\n- r{at}\n- <get a>{{{{{{\n"
        ));
    }
    brain.push_str("+ many\n");
    for at in 0..20_000 {
        brain.push_str(&format!("- reply {at}\n* <get a> == {at} => {at}\n"));
    }
    let many = imported(Format::RiveScript, brain.as_bytes()).unwrap();
    assert!(many.told.iter().any(|told| told.message.contains("more than 200")));
    let open =
        format!("+ a\n- {}\n- {}\n", "{".repeat(1_000_000), "{random}a|b{/random}".repeat(50_000));
    imported(Format::RiveScript, open.as_bytes()).unwrap();
    let marks = format!("nlu:\n- intent: a\n  examples: |\n    - {}\n", "[".repeat(1_000_000));
    imported(Format::Rasa, marks.as_bytes()).unwrap();
    let html = "<a href=x>y".repeat(50_000) + &"</a>".repeat(50_000);
    let html = json!({"macros": [{"title": "a", "actions": [{"field": "comment_value_html", "value": html}]}]});
    imported(Format::Zendesk, html.to_string().as_bytes()).unwrap();
    let braces = format!("label,reply\nlate,\"{}\"\n", "{{{% <".repeat(100_000));
    checked(&imported(Format::Csv, braces.as_bytes()).unwrap());
}
