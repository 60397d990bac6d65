//! Messages with labels, from files as people have them: TSV, CSV and JSON Lines.
//!
//! Files are read as a stream, so they may be of any size; one line or record is at most [`MAX_RECORD_BYTES`]. What is wrong with a line
//! costs that line alone.

mod json_lines;
mod lines;
mod table;

use std::error::Error;
use std::fmt;
use std::io::{BufRead, Cursor, Read};

use self::lines::Lines;

/// The longest line or record, in bytes: larger than any message, small enough to hold.
pub const MAX_RECORD_BYTES: usize = 1024 * 1024;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A label, a tab and a message a line, without quotes; with a header where columns are named.
    Tsv,
    /// A header, and fields that may be quoted.
    Csv,
    /// An object a line.
    JsonLines,
    /// A message a line, and nothing else. No name says so: for who asks for messages without labels.
    Plain,
}

impl Form {
    /// What the ending of a file's name says; TSV where it says nothing.
    ///
    /// ```
    /// use answertree::data::Form;
    /// assert_eq!(Form::of_name("old/Messages.CSV"), Form::Csv);
    /// assert_eq!(Form::of_name("messages"), Form::Tsv);
    /// ```
    pub fn of_name(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Self::Csv,
            "jsonl" | "ndjson" | "json" => Self::JsonLines,
            _ => Self::Tsv,
        }
    }
}

/// Which columns or keys to read; `label`, `text` and `reply` where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The label's.
    pub label: Option<String>,
    /// The message's.
    pub text: Option<String>,
    /// The reply's.
    pub reply: Option<String>,
    /// Whether replies are read, too. Then a file may have replies and no messages.
    pub replies: bool,
}

impl Columns {
    fn label(&self) -> &str {
        self.label.as_deref().unwrap_or("label")
    }

    fn text(&self) -> &str {
        self.text.as_deref().unwrap_or("text")
    }

    fn reply(&self) -> &str {
        self.reply.as_deref().unwrap_or("reply")
    }

    /// Whether any is named: then a TSV has a header.
    fn are_named(&self) -> bool {
        self.label.is_some() || self.text.is_some() || self.reply.is_some()
    }
}

/// A message of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The line that it begins in, from 1.
    pub line: u64,
    /// Its label without white space around it; none where that is empty or missing.
    pub label: Option<String>,
    /// What was written; empty where a file of replies has none.
    pub text: String,
    /// What was answered, where replies are read and one is there.
    pub reply: Option<String>,
}

/// What is wrong with a line or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wrong {
    /// The file is UTF-16; nothing of it is read.
    Utf16,
    /// The line is not UTF-8 text.
    NotText,
    /// The line is no JSON object.
    NotObject,
    /// The line has no message, or what should be one is no text.
    NoMessage,
    /// The line or record is longer than [`MAX_RECORD_BYTES`].
    TooLong,
    /// The header lacks a column; nothing of the file is read.
    NoColumn,
    /// The file cannot be read further.
    Unreadable,
}

impl Wrong {
    /// A code that stays.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utf16 => "AD0001",
            Self::NotText => "AD0002",
            Self::NotObject => "AD0003",
            Self::NoMessage => "AD0004",
            Self::TooLong => "AD0005",
            Self::NoColumn => "AD0006",
            Self::Unreadable => "AD0007",
        }
    }
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// The line, from 1.
    pub line: u64,
    /// What kind of mistake.
    pub wrong: Wrong,
    /// The same for people, in one line.
    pub message: String,
}

impl DataError {
    fn new(line: u64, wrong: Wrong, message: impl Into<String>) -> Self {
        Self { line, wrong, message: message.into() }
    }

    /// Its code: `AD` and four digits.
    pub fn code(&self) -> &'static str {
        self.wrong.code()
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl Error for DataError {}

/// The messages of a file in their order, and what could not be read. It ends behind what costs the whole file.
pub type Messages<'r> = Box<dyn Iterator<Item = Result<Message, DataError>> + 'r>;

/// Reads messages as they are asked for.
///
/// ```
/// use answertree::data::{Columns, Form, read};
/// let file = "late\twhere is my parcel\nrefund\tmoney back\n";
/// let all: Result<Vec<_>, _> = read(file.as_bytes(), Form::Tsv, &Columns::default()).collect();
/// assert_eq!(all.unwrap()[1].label.as_deref(), Some("refund"));
/// ```
pub fn read<'r>(reader: impl BufRead + 'r, form: Form, columns: &Columns) -> Messages<'r> {
    let reader = match begin(reader) {
        Ok(reader) => reader,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    match form {
        Form::Csv => table::csv(reader, columns),
        Form::JsonLines => Box::new(json_lines::objects(Lines::new(reader), columns.clone())),
        Form::Tsv if columns.are_named() => table::tsv_with_header(Lines::new(reader), columns),
        Form::Tsv => Box::new(table::tsv(Lines::new(reader))),
        Form::Plain => Box::new(table::plain(Lines::new(reader))),
    }
}

/// Takes the byte order mark away, and refuses UTF-16, with a mark or without.
fn begin<'r>(mut reader: impl BufRead + 'r) -> Result<impl BufRead + 'r, DataError> {
    let mut first = Vec::new();
    reader.by_ref().take(3).read_to_end(&mut first).map_err(|error| unreadable(1, &error))?;
    if is_utf16(&first) {
        return Err(DataError::new(1, Wrong::Utf16, "this is UTF-16 text; save it as UTF-8"));
    }
    if first == [0xef, 0xbb, 0xbf] {
        first.clear();
    }
    Ok(Cursor::new(first).chain(reader))
}

/// Whether a file begins as text in UTF-16 does, with a byte order mark or without.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    marked || bytes.iter().take(2).any(|&byte| byte == 0)
}

fn unreadable(line: u64, error: &std::io::Error) -> DataError {
    DataError::new(line, Wrong::Unreadable, format!("the file cannot be read further: {error}"))
}

fn too_long(line: u64) -> DataError {
    let most = MAX_RECORD_BYTES / 1024 / 1024;
    DataError::new(line, Wrong::TooLong, format!("this is longer than {most} MiB"))
}

/// Bytes as text.
fn text_of(line: u64, bytes: &[u8]) -> Result<&str, DataError> {
    let wrong = |why: String| DataError::new(line, Wrong::NotText, why);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        wrong(format!("this is not UTF-8 text: byte {} is no character", error.valid_up_to()))
    })?;
    match text.find('\0') {
        Some(at) => Err(wrong(format!("this is no text: byte {at} is 0"))),
        None => Ok(text),
    }
}

fn label_of(text: &str) -> Option<String> {
    let label = text.trim();
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests;
