//! What an import tells: what could not be carried over, and files that could not be read.

use std::error::Error;
use std::fmt;

/// What kind of thing was not carried over as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Loss {
    /// An example stands twice in its topic; it is kept once.
    Twice,
    /// A message, a reply or a member has no words.
    Empty,
    /// A placeholder says more than which value it stands for; the rest is left out.
    Placeholder,
    /// A script has no place for it.
    NoPlace,
    /// It leads to something that is not there.
    Nowhere,
    /// It leads to itself in a circle; the circle is cut.
    Circle,
    /// It says when it fits in a way that patterns do not have.
    Pattern,
    /// It is longer than a line of a script can be.
    TooLong,
    /// It is switched off where it comes from.
    Inactive,
    /// An entry lacks what makes it one.
    Broken,
    /// A line cannot be read; its own code is in the message.
    Line(&'static str),
}

impl Loss {
    /// A code that stays: `AI01` and two digits, or the code of the reader of messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Twice => "AI0101",
            Self::Empty => "AI0102",
            Self::Placeholder => "AI0103",
            Self::NoPlace => "AI0104",
            Self::Nowhere => "AI0105",
            Self::Circle => "AI0106",
            Self::Pattern => "AI0107",
            Self::TooLong => "AI0108",
            Self::Inactive => "AI0109",
            Self::Broken => "AI0110",
            Self::Line(code) => code,
        }
    }
}

/// Something that was not carried over, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The file, as it was named.
    pub file: String,
    /// Where in it: `line 12`, or what has no lines by its name.
    pub place: String,
    /// What kind of thing.
    pub loss: Loss,
    /// The same for people, in one line.
    pub message: String,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}: {} [{}]", self.place, self.file, self.message, self.loss.code())
    }
}

/// Why a whole file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wrong {
    /// It is UTF-16, or not UTF-8.
    Encoding,
    /// It is not in the format that it was taken for.
    Format,
    /// It is larger, deeper or more than is read.
    TooLarge,
    /// Nothing says in which format it is.
    Unknown,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The file, as it was named.
    pub file: String,
    /// What kind of mistake.
    pub wrong: Wrong,
    /// The same for people, in one line.
    pub message: String,
}

impl ImportError {
    pub(super) fn new(file: &str, wrong: Wrong, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), wrong, message: message.into() }
    }

    /// Its code: `AI00` and two digits.
    pub fn code(&self) -> &'static str {
        match self.wrong {
            Wrong::Encoding => "AI0001",
            Wrong::Format => "AI0002",
            Wrong::TooLarge => "AI0003",
            Wrong::Unknown => "AI0004",
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}: {} [{}]", self.file, self.message, self.code())
    }
}

impl Error for ImportError {}

/// Tells what is lost, and where.
#[derive(Debug, Default)]
pub(super) struct Teller {
    /// The files so far.
    files: Vec<String>,
    told: Vec<(Place, Loss, String)>,
}

impl Teller {
    /// What is told from now on is of this file.
    pub(super) fn enter(&mut self, file: &str) {
        self.files.push(file.to_owned());
    }

    /// Tells that something is lost.
    pub(super) fn tell(&mut self, place: &Place, loss: Loss, message: impl Into<String>) {
        self.told.push((self.here(place), loss, message.into()));
    }

    /// A place that keeps its meaning when the next file is read.
    pub(super) fn here(&self, place: &Place) -> Place {
        let file = place.file.or(self.files.len().checked_sub(1));
        Place { file, ..place.clone() }
    }

    /// What was told, by files and lines.
    pub(super) fn done(mut self) -> Vec<Told> {
        self.told.sort_by_key(|(place, ..)| (place.file, place.line));
        self.told.dedup();
        let file = |place: &Place| place.file.and_then(|at| self.files.get(at)).cloned();
        let told = self.told.iter().map(|(place, loss, message)| Told {
            file: file(place).unwrap_or_default(),
            place: place.text.clone(),
            loss: *loss,
            message: message.clone(),
        });
        told.collect()
    }
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the file, where it is not the present one.
    file: Option<usize>,
    /// Nothing has a line where a format has no lines.
    line: u64,
    text: String,
}

impl Place {
    pub(super) fn line(line: u64) -> Self {
        Self { file: None, line, text: format!("line {line}") }
    }

    /// An entry of a list, from 1.
    pub(super) fn entry(number: u64) -> Self {
        Self { file: None, line: number, text: format!("entry {number}") }
    }

    /// A place of a file without lines.
    pub(super) fn of(what: &str, name: &str) -> Self {
        Self { file: None, line: 0, text: format!("{what} `{}`", shown(name)) }
    }
}

/// The most letters of a text of others that a message repeats.
const MAX_SHOWN: usize = 60;

/// A text of others in a message: one line, and not long.
pub(super) fn shown(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("")),
        None => line,
    }
}
