//! Answers of the server in words.

use serde_json::Value;

use crate::client::{Client, Folder, applied, byte};

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn range(value: &Value) -> String {
    let place = |place: &Value| format!("{}:{}", place["line"], place["character"]);
    format!("{}-{}", place(&value["start"]), place(&value["end"]))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// What is no answer in words of its own.
fn refused(value: &Value) -> Option<String> {
    if value.is_null() {
        return Some("nothing".to_owned());
    }
    let error = value.get("error")?;
    Some(format!("refused {}: {}", error["code"], text(&error["message"])))
}

pub(crate) fn hints(value: Value) -> String {
    refused(&value).unwrap_or_else(|| {
        let hint = |hint: &Value| {
            let place = &hint["position"];
            let (label, tooltip) = (text(&hint["label"]), text(&hint["tooltip"]));
            format!("{}:{} {label} ({tooltip})\n", place["line"], place["character"])
        };
        let all: String = list(&value).iter().map(hint).collect();
        if all.is_empty() { "none".to_owned() } else { all }
    })
}

pub(crate) fn problems(value: Value, folder: &Folder) -> String {
    if value.is_null() {
        return "nothing told".to_owned();
    }
    let mut out = String::new();
    for problem in list(&value) {
        assert_eq!(problem["source"], "answertree");
        let severity = if problem["severity"] == 1 { "error" } else { "warning" };
        let message = text(&problem["message"]).replace('\n', " / ");
        let faded = if problem["tags"][0] == 1 { " (faded)" } else { "" };
        let place = range(&problem["range"]);
        out.push_str(&format!("{place} {severity} {} {message}{faded}\n", text(&problem["code"])));
        for other in list(&problem["relatedInformation"]) {
            let place = location(&other["location"], folder);
            out.push_str(&format!("  {place} {}\n", text(&other["message"])));
        }
    }
    if out.is_empty() { "none".to_owned() } else { out }
}

fn location(value: &Value, folder: &Folder) -> String {
    format!("{} {}", folder.name(text(&value["uri"])), range(&value["range"]))
}

pub(crate) fn hover(value: Value) -> String {
    refused(&value).unwrap_or_else(|| {
        assert_eq!(value["contents"]["kind"], "markdown");
        format!("{}\n{}", range(&value["range"]), text(&value["contents"]["value"]))
    })
}

pub(crate) fn completion(value: Value) -> String {
    refused(&value).unwrap_or_else(|| {
        assert_eq!(value["isIncomplete"], false);
        let items: Vec<String> = list(&value["items"])
            .iter()
            .map(|item| {
                assert_eq!(item["textEdit"]["newText"], item["label"]);
                text(&item["label"]).to_owned()
            })
            .collect();
        let place = value["items"][0]["textEdit"].get("range").map_or("no items".to_owned(), range);
        format!("{place}\n{}", items.join(" | "))
    })
}

pub(crate) fn locations(value: Value, folder: &Folder) -> String {
    let one;
    let places = if value.is_object() && value.get("uri").is_some() {
        one = [value.clone()];
        &one[..]
    } else {
        list(&value)
    };
    let places: Vec<String> = places.iter().map(|place| location(place, folder)).collect();
    refused(&value)
        .unwrap_or_else(|| if places.is_empty() { "none".to_owned() } else { places.join("\n") })
}

pub(crate) fn highlights(value: Value) -> String {
    let kind = |value: &Value| if value["kind"] == 3 { "declared" } else { "used" };
    let lines: Vec<String> =
        list(&value).iter().map(|one| format!("{} {}", range(&one["range"]), kind(one))).collect();
    if lines.is_empty() { "none".to_owned() } else { lines.join("\n") }
}

pub(crate) fn renamable(value: Value) -> String {
    refused(&value)
        .unwrap_or_else(|| format!("{} {}", range(&value["range"]), text(&value["placeholder"])))
}

/// The edits by file, whichever way they are told, with the lines that they make.
pub(crate) fn edit(value: Value, client: &Client, folder: &Folder) -> String {
    if let Some(refused) = refused(&value) {
        return refused;
    }
    let mut files: Vec<(String, Value, Vec<Value>)> = list(&value["documentChanges"])
        .iter()
        .map(|change| {
            let document = &change["textDocument"];
            let edits = list(&change["edits"]).to_vec();
            (folder.name(text(&document["uri"])), document["version"].clone(), edits)
        })
        .collect();
    if let Some(changes) = value["changes"].as_object() {
        assert!(files.is_empty());
        files.extend(
            changes
                .iter()
                .map(|(uri, edits)| (folder.name(uri), Value::from("any"), list(edits).to_vec())),
        );
    }
    let mut out = String::new();
    for (name, version, edits) in files {
        let known = client.documents.get(&name);
        if version.as_str() != Some("any") {
            assert_eq!(version.as_i64(), known.map(|(version, _)| *version), "{name}");
        }
        let old = known.map_or_else(|| folder.read(&name), |(_, text)| text.clone());
        out.push_str(&format!("{name}\n{}", changed(&old, &edits, client.utf8)));
    }
    if out.is_empty() { "no change".to_owned() } else { out }
}

/// The lines that edits make in the place of others.
fn changed(old: &str, edits: &[Value], utf8: bool) -> String {
    let new = applied(old, edits, utf8);
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut out = String::new();
    if old.len() == new.len() {
        for (old, new) in old.iter().zip(&new).filter(|(old, new)| old != new) {
            out.push_str(&format!("  - {old}\n  + {new}\n"));
        }
        return out;
    }
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let least = old.len().min(new.len()) - same;
    let behind =
        old.iter().rev().zip(new.iter().rev()).take(least).take_while(|(a, b)| a == b).count();
    for (sign, lines) in [('-', &old), ('+', &new)] {
        for line in &lines[same..lines.len() - behind] {
            out.push_str(&format!("  {sign} {line}\n"));
        }
    }
    out
}

pub(crate) fn outline(value: Value) -> String {
    fn add(symbols: &Value, depth: usize, out: &mut String) {
        for symbol in list(symbols) {
            let detail = symbol["detail"].as_str().map_or(String::new(), |d| format!(" ({d})"));
            let (whole, name) = (range(&symbol["range"]), range(&symbol["selectionRange"]));
            let indent = "  ".repeat(depth);
            out.push_str(&format!("{indent}{}{detail} {whole} {name}\n", text(&symbol["name"])));
            add(&symbol["children"], depth + 1, out);
        }
    }
    let mut out = String::new();
    add(&value, 0, &mut out);
    if out.is_empty() { "none".to_owned() } else { out }
}

pub(crate) fn layout(value: Value, name: &str, client: &Client) -> String {
    if let Some(refused) = refused(&value) {
        return refused;
    }
    let (_, text) = &client.documents[name];
    let edits = list(&value);
    let new = applied(text, edits, client.utf8);
    if edits.is_empty() {
        return "no change".to_owned();
    }
    let numbered: String = new.lines().map(|line| format!("  {line}\n")).collect();
    format!("{} edits\n{numbered}", edits.len())
}

pub(crate) fn actions(value: Value, client: &Client, folder: &Folder) -> String {
    let mut out = String::new();
    for action in list(&value) {
        assert_eq!(action["kind"], "quickfix");
        assert_eq!(action["isPreferred"], true);
        let code = text(&action["diagnostics"][0]["code"]);
        out.push_str(&format!("{} ({code})\n", text(&action["title"])));
        out.push_str(&edit(action["edit"].clone(), client, folder));
    }
    if out.is_empty() { "none".to_owned() } else { out }
}

/// Each line with the tokens in it.
pub(crate) fn tokens(value: &Value, name: &str, client: &Client) -> String {
    const TYPES: [&str; 11] = [
        "keyword",
        "comment",
        "string",
        "number",
        "operator",
        "variable",
        "function",
        "namespace",
        "enumMember",
        "type",
        "class",
    ];
    let (_, source) = &client.documents[name];
    let (mut line, mut character) = (0, 0);
    let mut out = String::new();
    let mut last = None;
    for token in list(&value["data"]).chunks(5) {
        let n: Vec<u64> = token.iter().map(|n| n.as_u64().unwrap()).collect();
        if n[0] > 0 {
            character = 0;
        }
        line += n[0];
        character += n[1];
        let place = |character: u64| serde_json::json!({ "line": line, "character": character });
        let bytes = byte(source, &place(character), client.utf8)
            ..byte(source, &place(character + n[2]), client.utf8);
        assert!(!bytes.is_empty());
        if last != Some(line) {
            out.push_str(&format!("{}{line}:", if last.is_none() { "" } else { "\n" }));
            last = Some(line);
        }
        let kind = TYPES[usize::try_from(n[3]).unwrap()];
        let declares = if n[4] == 1 { "=" } else { "" };
        out.push_str(&format!(" {declares}{kind}[{}]", &source[bytes]));
    }
    out
}
