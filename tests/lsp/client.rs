//! A client of the protocol, with its own framing: what an editor keeps of documents and problems.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// A server that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder of its own for each test, removed when the test is done.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("answertree-lsp-{}-{name}", std::process::id()));
        let _: std::io::Result<()> = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.0, name)
    }

    /// The name of a file by its address.
    pub(crate) fn name(&self, uri: &str) -> String {
        uri.strip_prefix(&self.uri("")).unwrap_or(uri).to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _: std::io::Result<()> = fs::remove_dir_all(&self.0);
    }
}

fn uri(folder: &Path, name: &str) -> String {
    format!("file://{}/{name}", folder.display()).replace(' ', "%20")
}

/// The server and what is known of it.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    folder: PathBuf,
    pub(crate) utf8: bool,
    /// Open documents, with their versions.
    pub(crate) documents: BTreeMap<String, (i64, String)>,
    /// The last problems that were told of each address, with the version.
    told: BTreeMap<String, (Option<i64>, Value)>,
    /// Everything that was told without being asked for.
    pub(crate) notifications: Vec<Value>,
}

impl Client {
    /// Starts the server in a folder, without a word.
    pub(crate) fn spawn(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_answertree"))
            .args(["lsp", "--stdio"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: child.stdin.take(),
            child,
            messages,
            next: 0,
            folder: folder.to_path_buf(),
            utf8: false,
            documents: BTreeMap::new(),
            told: BTreeMap::new(),
            notifications: Vec::new(),
        }
    }

    /// Starts the server, and says hello.
    pub(crate) fn start(folder: &Path, capabilities: &Value, utf8: bool) -> Self {
        let mut client = Self::spawn(folder);
        client.utf8 = utf8;
        let folders = json!([{ "uri": uri(folder, ""), "name": "test" }]);
        let params = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": capabilities,
            "workspaceFolders": folders,
        });
        let answer = client.ask("initialize", params);
        let encoding = &answer["capabilities"]["positionEncoding"];
        assert_eq!(encoding, if utf8 { "utf-8" } else { "utf-16" });
        client.tell("initialized", json!({}));
        client
    }

    /// Writes bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and waits for the answer: the result, or the error.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.answer_to(&json!(id))
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer_to(&mut self, id: &Value) -> Value {
        loop {
            let message = self.message();
            if message.get("method").is_none() && message["id"] == *id {
                assert_eq!(message["jsonrpc"], "2.0");
                return match message.get("result") {
                    Some(result) => result.clone(),
                    None => json!({ "error": message["error"] }),
                };
            }
        }
    }

    /// The next message; problems are kept, and requests of the server answered.
    pub(crate) fn message(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("the server says nothing");
        if message.get("method").is_some() {
            if let Some(id) = message.get("id") {
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
            }
            if message["method"] == "textDocument/publishDiagnostics" {
                let params = &message["params"];
                let uri = params["uri"].as_str().unwrap().to_owned();
                self.told.insert(uri, (params["version"].as_i64(), params["diagnostics"].clone()));
            }
            self.notifications.push(message.clone());
        }
        message
    }

    pub(crate) fn open(&mut self, name: &str, text: &str) {
        self.documents.insert(name.to_owned(), (1, text.to_owned()));
        let document = json!({
            "uri": uri(&self.folder, name), "languageId": "answers", "version": 1, "text": text,
        });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn close(&mut self, name: &str) {
        self.documents.remove(name);
        let document = json!({ "uri": uri(&self.folder, name) });
        self.tell("textDocument/didClose", json!({ "textDocument": document }));
    }

    /// Changes a document at `line:character-line:character`, here and there.
    pub(crate) fn edit(&mut self, name: &str, places: &str, new: &str) {
        let (start, end) = places.split_once('-').unwrap();
        let place = |text: &str| {
            let (line, character) = text.split_once(':').unwrap();
            json!({
                "line": line.parse::<u64>().unwrap(),
                "character": character.parse::<u64>().unwrap(),
            })
        };
        let range = json!({ "start": place(start), "end": place(end) });
        let edit = json!({ "range": range, "newText": new });
        let utf8 = self.utf8;
        let (version, text) = self.documents.get_mut(name).unwrap();
        *version += 1;
        *text = applied(text, &[edit], utf8);
        let document = json!({ "uri": uri(&self.folder, name), "version": version });
        let changes = json!([{ "range": range, "text": new }]);
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        );
    }

    /// How often the server sent a message since this was asked last, and the last one's words where it has some.
    pub(crate) fn told(&mut self, method: &str) -> String {
        // What is told stands behind an answer, so before the second one.
        for _ in 0..2 {
            self.ask("answertree/nothing", Value::Null);
        }
        let is = |message: &Value| message["method"] == method;
        let found: Vec<Value> = self.notifications.extract_if(.., |message| is(message)).collect();
        let words = found.last().and_then(|message| message["params"]["message"].as_str());
        let times = match found.len() {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        words.map_or_else(|| times.clone(), |words| format!("{times}: {words}"))
    }

    /// The problems of a file as it is now, once they are told.
    pub(crate) fn problems(&mut self, name: &str) -> Value {
        let wanted: Vec<(String, i64)> = self
            .documents
            .iter()
            .map(|(name, (version, _))| (uri(&self.folder, name), *version))
            .collect();
        while wanted.iter().any(|(uri, version)| {
            self.told.get(uri).is_none_or(|(told, _)| *told != Some(*version))
        }) {
            self.message();
        }
        // Problems are told behind an answer, so that before the second one all are told that there are.
        for _ in 0..2 {
            self.ask("answertree/nothing", Value::Null);
        }
        self.told
            .get(&uri(&self.folder, name))
            .map_or(Value::Null, |(_, problems)| problems.clone())
    }

    /// Says farewell as the protocol has it, and sees that the server leaves.
    pub(crate) fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert!(self.end().success());
    }

    /// Waits for the end of the server, whose input ends here.
    pub(crate) fn end(&mut self) -> ExitStatus {
        self.input = None;
        self.child.wait().unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _: std::io::Result<()> = self.child.kill();
    }
}

/// Reads a message; `None` at the end.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        assert!(line.ends_with("\r\n"), "{line:?}");
        match line.trim().split_once(": ") {
            Some(("Content-Length", n)) => length = n.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// A text after edits, which must not overlap.
pub(crate) fn applied(text: &str, edits: &[Value], utf8: bool) -> String {
    let mut edits: Vec<(usize, usize, String)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().unwrap().to_owned();
            (byte(text, &range["start"], utf8), byte(text, &range["end"], utf8), new)
        })
        .collect();
    edits.sort();
    for pair in edits.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "{pair:?} overlap");
    }
    let mut out = text.to_owned();
    for (start, end, new) in edits.iter().rev() {
        out.replace_range(*start..*end, new);
    }
    out
}

/// The byte of a place.
pub(crate) fn byte(text: &str, place: &Value, utf8: bool) -> usize {
    let (line, character) = (place["line"].as_u64().unwrap(), place["character"].as_u64().unwrap());
    let line = usize::try_from(line).unwrap();
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let (mut at, mut seen) = (start, 0);
    for c in text[start..].chars().take_while(|c| !matches!(c, '\n' | '\r')) {
        if seen >= character {
            break;
        }
        seen += u64::try_from(if utf8 { c.len_utf8() } else { c.len_utf16() }).unwrap();
        at += c.len_utf8();
    }
    at
}
