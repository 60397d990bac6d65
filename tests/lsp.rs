//! The language server as an editor sees it: the real command, spoken to over its standard input and output.
//!
//! One test for each file under `tests/corpus/lsp`; `BLESS=1` writes what is. A file holds script files and questions:
//!
//! ```text
//! --- main.answers
//! == l⟨1⟩ate: Late
//! ? hover 1
//! what is answered
//! ```
//!
//! `⟨1⟩` marks a place and is in no file. `--- disk name` is a file that is not opened, `--- client` what the client can do.
//! Questions that change something: `open`, `close`, `save`, `edit NAME PLACES "text"`, `write NAME "text"`, `remove NAME`.
//! `told METHOD` says how often the server said that since it was asked last.

#![allow(
    clippy::expect_used,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/hostile.rs"]
mod hostile;
#[path = "lsp/show.rs"]
mod show;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use client::Client;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/lsp");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "tests/corpus/lsp holds no file");
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            Trial::test(name, move || case(&path))
        })
        .collect();
    trials.extend(hostile::trials());
    libtest_mimic::run(&arguments, trials).exit();
}

/// A place: a file, a line and a character.
type Mark = (String, u64, u64);

/// Runs the questions of a file, and compares the answers.
fn case(path: &Path) -> Result<(), Failed> {
    let expected = fs::read_to_string(path)?;
    let (head, questions) = expected.split_once("\n? ").ok_or("no question in it")?;
    let setting = Setting::of(head);
    let folder = client::Folder::new(&path.file_stem().unwrap().to_string_lossy());
    for (name, text, _) in &setting.files {
        folder.write(name, text);
    }
    let mut client = Client::start(&folder.0, &setting.capabilities, setting.utf8);
    for (name, text, open) in &setting.files {
        if *open {
            client.open(name, text);
        }
    }
    let mut found = format!("{head}\n");
    for question in format!("? {questions}").lines().filter_map(|line| line.strip_prefix("? ")) {
        let answer = ask(&mut client, &folder, &setting.marks, question);
        found.push_str(&format!("? {question}\n"));
        for line in answer.lines() {
            // A line of an answer must not look like a question.
            found.push_str(&format!(
                "{}{}\n",
                if line.starts_with("? ") { " " } else { "" },
                line.trim_end()
            ));
        }
    }
    client.leave();
    if found.trim_end() == expected.trim_end() {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, found)?;
        return Ok(());
    }
    let different = expected.lines().zip(found.lines()).position(|(e, f)| e != f);
    let at = different.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
    Err(format!("line {}:\n  expected {}\n  found    {}", at + 1, line(&expected), line(&found))
        .into())
}

/// What stands before the first question.
struct Setting {
    capabilities: Value,
    utf8: bool,
    /// Name, text, and whether it is open.
    files: Vec<(String, String, bool)>,
    marks: BTreeMap<String, Mark>,
}

impl Setting {
    fn of(head: &str) -> Self {
        let mut setting = Self {
            capabilities: json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } }),
            utf8: head.contains("\"utf-8\""),
            files: Vec::new(),
            marks: BTreeMap::new(),
        };
        for block in format!("\n{head}\n").split("\n--- ").skip(1) {
            let (title, body) = block.split_once('\n').unwrap();
            if title == "client" {
                setting.capabilities = serde_json::from_str(body).unwrap();
                continue;
            }
            let (name, open) =
                title.strip_prefix("disk ").map_or((title, true), |name| (name, false));
            // Blocks are parted by the line end before `---`, which is no part of the file.
            let text = setting.without_marks(name, &format!("{}\n", body.trim_end_matches('\n')));
            setting.files.push((name.to_owned(), text, open));
        }
        setting
    }

    /// A text without the marks in it, whose places are kept.
    fn without_marks(&mut self, name: &str, text: &str) -> String {
        let mut out = String::new();
        let mut parts = text.split('⟨');
        out.push_str(parts.next().unwrap());
        for part in parts {
            let (mark, rest) = part.split_once('⟩').unwrap();
            let line = out.matches('\n').count();
            let start = out.rfind('\n').map_or(0, |at| at + 1);
            let before = &out[start..];
            let character = if self.utf8 { before.len() } else { before.encode_utf16().count() };
            let place =
                (name.to_owned(), u64::try_from(line).unwrap(), u64::try_from(character).unwrap());
            assert!(self.marks.insert(mark.to_owned(), place).is_none(), "{mark} stands twice");
            out.push_str(rest);
        }
        out
    }
}

/// Asks a question; the answer in words.
fn ask(
    client: &mut Client,
    folder: &client::Folder,
    marks: &BTreeMap<String, Mark>,
    question: &str,
) -> String {
    let (verb, rest) = question.split_once(' ').unwrap_or((question, ""));
    let (first, more) = rest.split_once(' ').unwrap_or((rest, ""));
    let position = |mark: &str| -> Value {
        let (name, line, character) = &marks[mark];
        json!({
            "textDocument": { "uri": folder.uri(name) },
            "position": { "line": line, "character": character },
        })
    };
    let document = |name: &str| json!({ "textDocument": { "uri": folder.uri(name) } });
    match verb {
        "problems" => show::problems(client.problems(first), folder),
        "hover" => show::hover(client.ask("textDocument/hover", position(first))),
        "complete" => show::completion(client.ask("textDocument/completion", position(first))),
        "definition" => {
            show::locations(client.ask("textDocument/definition", position(first)), folder)
        }
        "references" | "uses" => {
            let mut params = position(first);
            params["context"] = json!({ "includeDeclaration": verb == "references" });
            show::locations(client.ask("textDocument/references", params), folder)
        }
        "highlights" => {
            show::highlights(client.ask("textDocument/documentHighlight", position(first)))
        }
        "renamable" => show::renamable(client.ask("textDocument/prepareRename", position(first))),
        "rename" => {
            let mut params = position(first);
            params["newName"] = more.into();
            show::edit(client.ask("textDocument/rename", params), client, folder)
        }
        "outline" => show::outline(client.ask("textDocument/documentSymbol", document(first))),
        "format" => {
            let mut params = document(first);
            params["options"] = json!({ "tabSize": 2, "insertSpaces": true });
            show::layout(client.ask("textDocument/formatting", params), first, client)
        }
        "actions" => {
            let mut params = position(first);
            let end = if more.is_empty() { first } else { more };
            params["range"] =
                json!({ "start": params["position"], "end": position(end)["position"] });
            params["context"] = json!({ "diagnostics": [] });
            show::actions(client.ask("textDocument/codeAction", params), client, folder)
        }
        "tokens" => {
            let answer = client.ask("textDocument/semanticTokens/full", document(first));
            show::tokens(&answer, first, client)
        }
        "hints" => {
            let mut params = document(first);
            let end = json!({ "line": 1000, "character": 0 });
            params["range"] = json!({ "start": { "line": 0, "character": 0 }, "end": end });
            show::hints(client.ask("textDocument/inlayHint", params))
        }
        "told" => client.told(first),
        "save" => {
            let text = client.documents[first].1.clone();
            folder.write(first, &text);
            client.tell("textDocument/didSave", document(first));
            String::new()
        }
        "open" => {
            client.open(first, &folder.read(first));
            String::new()
        }
        "close" => {
            client.close(first);
            String::new()
        }
        "edit" => {
            let (places, text) = more.split_once(' ').unwrap();
            client.edit(first, places, &serde_json::from_str::<String>(text).unwrap());
            String::new()
        }
        "write" | "remove" => {
            if verb == "write" {
                folder.write(first, &serde_json::from_str::<String>(more).unwrap());
            } else {
                fs::remove_file(folder.0.join(first)).unwrap();
            }
            let changes = json!([{ "uri": folder.uri(first), "type": 2 }]);
            client.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
            String::new()
        }
        other => panic!("`{other}` is no question"),
    }
}
