//! What a file is: its bytes as text, and its format.

use super::told::{ImportError, Wrong};
use crate::data::is_utf16;

/// The largest file that is read: many times what anybody exports.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// A way in which messages and replies are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Fields with tabs between them.
    Tsv,
    /// Comma-separated fields under a header.
    Csv,
    /// An object a line, or a list of objects.
    JsonLines,
    /// Training data, domains, rules and stories of Rasa in YAML.
    Rasa,
    /// The export of a Dialogflow ES agent.
    Dialogflow,
    /// A `RiveScript` brain.
    RiveScript,
    /// Macros as the API of Zendesk gives them.
    Zendesk,
    /// Canned responses as the API of Chatwoot gives them.
    Chatwoot,
}

impl Format {
    /// What the name and the content of a file say; none where they say nothing.
    ///
    /// ```
    /// use answertree::import::Format;
    /// assert_eq!(Format::of("data/nlu.yml", b"nlu: []"), Some(Format::Rasa));
    /// assert_eq!(Format::of("macros.json", b"{\"macros\": []}"), Some(Format::Zendesk));
    /// assert_eq!(Format::of("-", b"late\twhere is it\n"), Some(Format::Tsv));
    /// assert_eq!(Format::of("-", b"hello"), None);
    /// ```
    pub fn of(name: &str, bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Some(Self::Dialogflow);
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        match ending.as_str() {
            "tsv" | "tab" => return Some(Self::Tsv),
            "csv" => return Some(Self::Csv),
            "jsonl" | "ndjson" => return Some(Self::JsonLines),
            "yml" | "yaml" => return Some(Self::Rasa),
            "rive" | "rs" => return Some(Self::RiveScript),
            "zip" => return Some(Self::Dialogflow),
            _ => {}
        }
        let head = String::from_utf8_lossy(bytes.get(..ENOUGH).unwrap_or(bytes));
        of_content(head.trim_start_matches('\u{feff}').trim_start())
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Rasa => "rasa",
            Self::Dialogflow => "dialogflow",
            Self::RiveScript => "rivescript",
            Self::Zendesk => "zendesk",
            Self::Chatwoot => "chatwoot",
        }
    }
}

/// The beginning of a file tells enough, wherever a character is cut.
const ENOUGH: usize = 64 * 1024;

fn of_content(head: &str) -> Option<Format> {
    if head.starts_with(['{', '[']) {
        if head.contains("\"macros\"")
            || head.contains("\"macro\"")
            || head.contains("\"comment_value")
        {
            return Some(Format::Zendesk);
        }
        if head.contains("\"short_code\"") {
            return Some(Format::Chatwoot);
        }
        // A list of rows is read as the rows.
        if head.starts_with('[') {
            return Some(Format::JsonLines);
        }
        let first = head.lines().next().unwrap_or("").trim_end();
        return (first.starts_with('{') && first.ends_with('}')).then_some(Format::JsonLines);
    }
    let lines = || head.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let rasa = ["nlu:", "responses:", "rules:", "stories:", "intents:", "slots:"];
    if lines().any(|line| rasa.iter().any(|key| line.starts_with(key))) {
        return Some(Format::Rasa);
    }
    if lines().any(|line| line.trim_start().starts_with("! version") || line.starts_with("+ ")) {
        return Some(Format::RiveScript);
    }
    lines().next().is_some_and(|line| line.contains('\t')).then_some(Format::Tsv)
}

/// A file's bytes as text, without a byte order mark.
pub(super) fn text<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, ImportError> {
    let wrong = |why: String| ImportError::new(file, Wrong::Encoding, why);
    if is_utf16(bytes) {
        return Err(wrong("it is UTF-16 text; save it as UTF-8".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = error.valid_up_to();
        let line = bytes.iter().take(valid).filter(|&&byte| byte == b'\n').count() + 1;
        wrong(format!("it is not UTF-8 text: byte {valid}, in line {line}, is no character"))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Values of objects of JSON.
pub(super) trait Keys {
    /// The value of a key; nothing where it is not there, or this is no object.
    fn at(&self, key: &str) -> &serde_json::Value;
}

impl Keys for serde_json::Value {
    fn at(&self, key: &str) -> &serde_json::Value {
        self.get(key).unwrap_or(&serde_json::Value::Null)
    }
}

/// A file as one value of JSON.
pub(super) fn json(file: &str, text: &str) -> Result<serde_json::Value, ImportError> {
    serde_json::from_str(text)
        .map_err(|error| ImportError::new(file, Wrong::Format, format!("it is not JSON: {error}")))
}
