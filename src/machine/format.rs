//! The shape of a machine's bytes: header and sections. `docs/machine.md` describes what each section holds.

use super::cursor::Cursor;
use super::error::MachineError;
use super::limits::MAX_MACHINE_BYTES;

/// The first four bytes.
pub const MAGIC: [u8; 4] = *b"ATRM";

/// The version of the format that this engine writes and reads.
pub const VERSION: u16 = 1;

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
    /// Which intents a word speaks for.
    Postings "postings"
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

/// XXH64 with seed 0, over everything behind the header.
///
/// Written after Yann Collet's specification, doc/xxhash_spec.md in the xxHash repository; loops where others unroll, for
/// a page loads this.
pub(crate) fn checksum(body: &[u8]) -> u64 {
    const P: [u64; 5] = [
        0x9E37_79B1_85EB_CA87,
        0xC2B2_AE3D_27D4_EB4F,
        0x1656_67B1_9E37_79F9,
        0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5,
    ];
    let round = |lane: u64, word: u64| {
        lane.wrapping_add(word.wrapping_mul(P[1])).rotate_left(31).wrapping_mul(P[0])
    };
    let mut sum = P[4];
    let (stripes, rest) = body.as_chunks::<32>();
    if !stripes.is_empty() {
        let mut lanes = [P[0].wrapping_add(P[1]), P[1], 0, P[0].wrapping_neg()];
        for stripe in stripes {
            for (lane, word) in lanes.iter_mut().zip(stripe.as_chunks::<8>().0) {
                *lane = round(*lane, u64::from_le_bytes(*word));
            }
        }
        sum = 0;
        for (lane, turn) in lanes.into_iter().zip([1, 7, 12, 18]) {
            sum = sum.wrapping_add(lane.rotate_left(turn));
        }
        for lane in lanes {
            sum = (sum ^ round(0, lane)).wrapping_mul(P[0]).wrapping_add(P[3]);
        }
    }
    sum = sum.wrapping_add(body.len() as u64);
    let (words, rest) = rest.as_chunks::<8>();
    for word in words {
        sum ^= round(0, u64::from_le_bytes(*word));
        sum = sum.rotate_left(27).wrapping_mul(P[0]).wrapping_add(P[3]);
    }
    let (halves, rest) = rest.as_chunks::<4>();
    for half in halves {
        sum ^= u64::from(u32::from_le_bytes(*half)).wrapping_mul(P[0]);
        sum = sum.rotate_left(23).wrapping_mul(P[1]).wrapping_add(P[2]);
    }
    for byte in rest {
        sum ^= u64::from(*byte).wrapping_mul(P[4]);
        sum = sum.rotate_left(11).wrapping_mul(P[0]);
    }
    sum = (sum ^ sum >> 33).wrapping_mul(P[1]);
    sum = (sum ^ sum >> 29).wrapping_mul(P[2]);
    sum ^ sum >> 32
}

/// Writes the checksum that `machine` must have into its header, as tools and tests need that change one.
///
/// Whether it is a machine is for [`Machine::load`](super::Machine::load) to say; bytes shorter than a header stay as they are.
///
/// ```
/// use answertree::machine::format::seal;
/// let mut bytes = b"ATRM\x01\0\x0f\0................".to_vec();
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
        super::write::varint(&mut body, u32::try_from(section.len()).unwrap_or(u32::MAX));
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

#[cfg(test)]
mod tests {
    use super::checksum;
    use xxhash_rust::xxh64::xxh64;

    #[test]
    fn the_checksum_is_xxh64() {
        let bytes: Vec<u8> = (0..=255_u8).map(|b| b.wrapping_mul(167) ^ b >> 3).collect();
        for from in [0, 5] {
            for to in from..bytes.len() {
                assert_eq!(checksum(&bytes[from..to]), xxh64(&bytes[from..to], 0), "{from}..{to}");
            }
        }
    }
}
