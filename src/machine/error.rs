//! Why bytes are not a machine.

use core::fmt;

use crate::bytes::write::push_hex;
use crate::text::decimal;

/// Why [`Machine::load`](super::Machine::load) refused bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MachineError {
    /// They do not begin as a machine does.
    NotAMachine,
    /// They were written for a newer version of the engine.
    NewerFormat {
        /// The version of the format they have.
        version: u16,
    },
    /// They were written for a version that this engine no longer reads.
    OlderFormat {
        /// The version of the format they have.
        version: u16,
    },
    /// They changed since they were written.
    Checksum,
    /// They are more than a machine may be.
    TooLarge,
    /// Something in them cannot be.
    Malformed {
        /// Which section, by name.
        section: &'static str,
        /// The byte in the section.
        at: usize,
    },
    /// They were trained with a language pack that is not here.
    NeedsPack {
        /// The checksum of the pack.
        pack: u64,
    },
}

impl MachineError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAMachine => "AM0001",
            Self::NewerFormat { .. } => "AM0002",
            Self::OlderFormat { .. } => "AM0003",
            Self::Checksum => "AM0004",
            Self::TooLarge => "AM0005",
            Self::Malformed { .. } => "AM0006",
            Self::NeedsPack { .. } => "AM0007",
        }
    }
}

impl fmt::Display for MachineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl MachineError {
    /// What is wrong, for people: what [`Display`](fmt::Display) shows.
    pub fn message(self) -> String {
        let mut text = "this ".to_owned();
        match self {
            Self::NotAMachine => text.push_str("is not an answertree machine"),
            Self::NewerFormat { version } => {
                text.push_str("machine has format version ");
                decimal::push_digits(version.into(), 1, &mut text);
                text.push_str(", newer than this engine reads: update answertree");
            }
            Self::OlderFormat { version } => {
                text.push_str("machine has format version ");
                decimal::push_digits(version.into(), 1, &mut text);
                text.push_str(", which this engine no longer reads: build it again");
            }
            Self::Checksum => text.push_str("machine is damaged: its checksum does not fit"),
            Self::TooLarge => text.push_str("machine is larger than an engine reads"),
            Self::Malformed { section, at } => {
                text.push_str("machine is malformed at byte ");
                decimal::push_digits(u64::try_from(at).unwrap_or(u64::MAX), 1, &mut text);
                text.push_str(" of section ");
                text.push_str(section);
            }
            Self::NeedsPack { pack } => {
                text.push_str("machine needs the language pack ");
                push_hex(pack, &mut text);
                text.push_str(": load it with that");
            }
        }
        text
    }
}

impl core::error::Error for MachineError {}
