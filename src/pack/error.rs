//! Why bytes are not a language pack.

use core::fmt;

use crate::text::decimal::push_digits;

/// Why [`Pack::read`](super::Pack::read) refused bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackError {
    /// They do not begin as a pack does.
    NotAPack,
    /// They were written for a newer version of the compiler.
    NewerFormat {
        /// The version of the format they have.
        version: u16,
    },
    /// They were written for a version that this compiler no longer reads.
    OlderFormat {
        /// The version of the format they have.
        version: u16,
    },
    /// They changed since they were written.
    Checksum,
    /// They are more than a pack may be.
    TooLarge,
    /// Something in them cannot be.
    Malformed {
        /// Which part, by name.
        part: &'static str,
        /// The byte in the pack.
        at: usize,
    },
}

impl PackError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAPack => "AP0001",
            Self::NewerFormat { .. } => "AP0002",
            Self::OlderFormat { .. } => "AP0003",
            Self::Checksum => "AP0004",
            Self::TooLarge => "AP0005",
            Self::Malformed { .. } => "AP0006",
        }
    }
}

impl PackError {
    /// What is wrong, for people: what [`Display`](fmt::Display) shows.
    pub fn message(self) -> String {
        let mut text = "this ".to_owned();
        let mut say = |before: &str, number: u64, after: &str| {
            text.push_str(before);
            push_digits(number, 1, &mut text);
            text.push_str(after);
        };
        match self {
            Self::NotAPack => text.push_str("is not an answertree language pack"),
            Self::NewerFormat { version } => say(
                "language pack has format version ",
                version.into(),
                ", newer than this engine reads: update answertree",
            ),
            Self::OlderFormat { version } => say(
                "language pack has format version ",
                version.into(),
                ", which this engine no longer reads: make it again",
            ),
            Self::Checksum => {
                text.push_str("language pack is damaged: its checksum does not fit");
            }
            Self::TooLarge => text.push_str("language pack is larger than an engine reads"),
            Self::Malformed { part, at } => {
                let at = u64::try_from(at).unwrap_or(u64::MAX);
                say("language pack is malformed at byte ", at, ", in its ");
                text.push_str(part);
            }
        }
        text
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for PackError {}
