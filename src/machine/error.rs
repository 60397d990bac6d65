//! Why bytes are not a machine.

use core::fmt;

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
        /// What about it.
        what: &'static str,
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
        }
    }
}

impl fmt::Display for MachineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAMachine => f.write_str("this is not an answertree machine"),
            Self::NewerFormat { version } => {
                write!(
                    f,
                    "this machine has format version {version}, newer than this engine reads: update answertree"
                )
            }
            Self::OlderFormat { version } => {
                write!(
                    f,
                    "this machine has format version {version}, which this engine no longer reads: build it again"
                )
            }
            Self::Checksum => f.write_str("this machine is damaged: its checksum does not fit"),
            Self::TooLarge => f.write_str("this machine is larger than an engine reads"),
            Self::Malformed { section, at, what } => {
                write!(f, "this machine is malformed: {what} at byte {at} of section {section}")
            }
        }
    }
}

impl core::error::Error for MachineError {}
