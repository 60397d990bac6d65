//! The shape of a machine's bytes: header and sections. `docs/machine.md` describes what each section holds.

use super::error::MachineError;
use super::limits::MAX_MACHINE_BYTES;
use crate::bytes::checksum;
use crate::bytes::cursor::Cursor;

/// The first four bytes.
pub const MAGIC: [u8; 4] = *b"ATRM";

/// The version of the format that this engine writes and reads.
pub const VERSION: u16 = 6;

/// Bytes before the first section: magic, version, number of sections, checksum.
pub(crate) const HEADER: usize = 16;

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident $text:literal)*) => {
        /// A section, in the order in which they stand.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Section { $($(#[$doc])* $name,)* }

        impl Section {
            /// All of them in order.
            pub const ALL: [Section; [$($text),*].len()] = [$(Section::$name),*];

            /// The name that listings and errors use.
            pub fn name(self) -> &'static str {
                match self { $(Section::$name => $text,)* }
            }
        }
    };
}

sections! {
    /// Name, version, languages.
    Meta "meta"
    /// Every text, once.
    Strings "strings"
    /// Channels.
    Channels "channels"
    /// Departments, hours and zones.
    Departments "departments"
    /// Facts with their patterns.
    Facts "facts"
    /// The vocabulary.
    Words "words"
    /// Which words belong to which classes.
    Classes "classes"
    /// The pattern automaton.
    Automaton "automaton"
    /// Patterns: whose they are and how much they count.
    Patterns "patterns"
    /// Intents and their examples.
    Intents "intents"
    /// The trained model: which intents a feature speaks for.
    Model "model"
    /// Topics.
    Topics "topics"
    /// The trees.
    Code "code"
    /// Preferred channels.
    Prefers "prefers"
    /// Tests.
    Tests "tests"
}

/// Where each section lies, in bytes from the start of the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    ranges: [(usize, usize); Section::ALL.len()],
}

impl Layout {
    /// Checks magic, version, checksum and that the sections fill the bytes exactly.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, MachineError> {
        if bytes.get(..4) != Some(&MAGIC) {
            return Err(MachineError::NotAMachine);
        }
        let Some(&[a, b, c, d]) = bytes.get(4..8) else {
            return Err(MachineError::NotAMachine);
        };
        let version = u16::from_le_bytes([a, b]);
        if version > VERSION {
            return Err(MachineError::NewerFormat { version });
        }
        if version < VERSION {
            return Err(MachineError::OlderFormat { version });
        }
        if bytes.len() > MAX_MACHINE_BYTES {
            return Err(MachineError::TooLarge);
        }
        let (Some(sum), Some(body)) = (bytes.get(8..HEADER), bytes.get(HEADER..)) else {
            return Err(MachineError::Checksum);
        };
        if sum != checksum(body).to_le_bytes() {
            return Err(MachineError::Checksum);
        }
        let mut cursor = Cursor::from(bytes, HEADER);
        cursor.check(usize::from(u16::from_le_bytes([c, d])) == Section::ALL.len());
        let mut layout = Self::default();
        for (_, length) in &mut layout.ranges {
            *length = cursor.size();
        }
        for range in &mut layout.ranges {
            let start = cursor.at();
            cursor.take(range.1);
            *range = (start, cursor.at());
        }
        cursor.end();
        match cursor.broken() {
            Some(at) => Err(MachineError::Malformed { section: "header", at }),
            None => Ok(layout),
        }
    }

    /// Where `section` lies.
    pub(crate) fn range(&self, section: Section) -> (usize, usize) {
        self.ranges.get(section as usize).copied().unwrap_or_default()
    }

    /// The bytes of `section`.
    pub(crate) fn bytes<'a>(&self, section: Section, bytes: &'a [u8]) -> &'a [u8] {
        let (start, end) = self.range(section);
        bytes.get(start..end).unwrap_or(&[])
    }
}

/// Writes the checksum that `machine` must have into its header, as tools and tests need that change one.
///
/// Whether it is a machine is for [`Machine::load`](super::Machine::load) to say; bytes shorter than a header stay as they are.
///
/// ```
/// use answertree::machine::format::seal;
/// let mut bytes = b"ATRM\x04\0\x0f\0................".to_vec();
/// seal(&mut bytes);
/// assert_ne!(bytes[8..16], *b"........");
/// ```
pub fn seal(machine: &mut [u8]) {
    if let Some((header, body)) = machine.split_at_mut_checked(HEADER)
        && let Some(sum) = header.get_mut(8..)
    {
        sum.copy_from_slice(&checksum(body).to_le_bytes());
    }
}

/// Puts sections behind a header.
#[cfg(feature = "compile")]
pub(crate) fn assemble(sections: &[Vec<u8>; Section::ALL.len()]) -> Vec<u8> {
    let mut body = Vec::new();
    for section in sections {
        crate::bytes::write::varint(&mut body, u32::try_from(section.len()).unwrap_or(u32::MAX));
    }
    for section in sections {
        body.extend_from_slice(section);
    }
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&u16::try_from(Section::ALL.len()).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    bytes.extend_from_slice(&body);
    seal(&mut bytes);
    bytes
}
