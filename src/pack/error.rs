//! Why bytes are not a language pack.

use core::fmt;

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

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPack => f.write_str("this is not an answertree language pack"),
            Self::NewerFormat { version } => write!(
                f,
                "this language pack has format version {version}, newer than this compiler reads: update answertree"
            ),
            Self::OlderFormat { version } => write!(
                f,
                "this language pack has format version {version}, which this compiler no longer reads: make it again"
            ),
            Self::Checksum => {
                f.write_str("this language pack is damaged: its checksum does not fit")
            }
            Self::TooLarge => f.write_str("this language pack is larger than a compiler reads"),
            Self::Malformed { part, at } => {
                write!(f, "this language pack is malformed at byte {at}, in its {part}")
            }
        }
    }
}

impl core::error::Error for PackError {}
