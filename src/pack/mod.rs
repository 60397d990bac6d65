//! Language packs: what words mean, learned from much text, for scripts that have ten examples.
//!
//! A [`Pack`] exists only where [`Pack::read`] accepted the bytes, whoever made them. It gives each message a vector: the sum of
//! those of its words and of its pairs of words, in small integers, so every platform computes the same.
//!
//! `docs/pack.md` describes the bytes, `packs/` holds the packs and the tool that makes them. This module knows nothing of
//! scripts and machines.

mod error;
mod message;
mod pairs;
mod planes;
mod words;
#[cfg(feature = "compile")]
mod write;

use core::cmp::Ordering;

use crate::bytes::checksum;
use crate::bytes::cursor::Cursor;
use pairs::{End, Pairs};
use planes::Rows;
use words::Words;

pub use error::PackError;
pub use message::{Message, words};
pub use pairs::Distance;
#[cfg(feature = "compile")]
pub use write::Parts;

/// The first four bytes.
pub const MAGIC: [u8; 4] = *b"ATLP";

/// The version of the format that this compiler reads.
pub const VERSION: u16 = 2;

/// The largest pack that is read.
pub const MAX_PACK_BYTES: usize = 32 << 20;

/// The most dimensions of a vector.
pub const MAX_DIMENSIONS: usize = 1_024;

/// Bytes before the checked ones: magic, version, two that are 0, checksum.
const HEADER: usize = 16;

/// One entry of a pack's vocabulary: a word, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry(u32);

impl Entry {
    /// The entry at a place.
    #[cfg(feature = "compile")]
    pub(crate) const fn at(place: u32) -> Self {
        Self(place)
    }

    /// Its place in the order of the entries.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// A pair of entries that has a vector beside theirs: what the two say together and neither says alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair(u32);

impl Pair {
    /// Its place in the order of the pairs.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// A language pack, checked; it never changes.
///
/// ```
/// use answertree::pack::{Pack, PackError};
/// assert_eq!(Pack::read(b"nonsense").map(|_| ()), Err(PackError::NotAPack));
/// ```
#[derive(Clone, Debug)]
pub struct Pack {
    checksum: u64,
    language: String,
    revision: u32,
    dimensions: usize,
    words: Words,
    vectors: Rows,
    pairs: Pairs,
    pair_vectors: Rows,
}

impl Pack {
    /// Checks `bytes` and makes them ready to use.
    ///
    /// # Errors
    /// Where they are not a pack, are damaged, or were written for another version of the compiler.
    pub fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let checksum = header(bytes)?;
        let mut cursor = Cursor::from(bytes, HEADER);
        let fits = |cursor: &Cursor<'_>, part| match cursor.broken() {
            Some(at) => Err(PackError::Malformed { part, at }),
            None => Ok(()),
        };
        let language = core::str::from_utf8(cursor.part()).ok().map(str::to_owned);
        let language: String = cursor.some(language.filter(|language| is_code(language)));
        let revision = cursor.varint();
        let dimensions = cursor.size();
        cursor.check((1..=MAX_DIMENSIONS).contains(&dimensions));
        let count = cursor.count();
        fits(&cursor, "head")?;
        let words = Words::read(&mut cursor, count);
        fits(&cursor, "words")?;
        let vectors = Rows::read(&mut cursor, words.len(), dimensions);
        fits(&cursor, "vectors")?;
        let count = cursor.count();
        let pairs = Pairs::read(&mut cursor, count, words.len());
        fits(&cursor, "pairs")?;
        let pair_vectors = Rows::read(&mut cursor, pairs.len(), dimensions);
        cursor.end();
        fits(&cursor, "vectors of pairs")?;
        Ok(Self { checksum, language, revision, dimensions, words, vectors, pairs, pair_vectors })
    }

    /// The checksum of its bytes, by which others refer to it.
    pub fn checksum(&self) -> u64 {
        self.checksum
    }

    /// The language, as scripts name it.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The version of what is in it: grows with each pack of a language.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.len() == 0
    }

    /// How many pairs there are.
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// What an entry spells; what goes on with a word begins with `#`.
    pub fn text(&self, entry: Entry) -> &str {
        self.words.get(entry.0).unwrap_or("")
    }

    /// The pair that two entries make, where the pack has it; `None` is an end of the message.
    pub fn pair(
        &self,
        first: Option<Entry>,
        second: Option<Entry>,
        distance: Distance,
    ) -> Option<Pair> {
        let end = |entry: Option<Entry>| -> End { entry.map(|entry| entry.0) };
        let place = self.pairs.find(end(first), end(second), distance)?;
        u32::try_from(place).ok().map(Pair)
    }

    /// The two of a pair and how they stand.
    pub fn ends(&self, pair: Pair) -> Option<(Option<Entry>, Option<Entry>, Distance)> {
        let (first, second, distance) = self.pairs.get(pair.0)?;
        Some((first.map(Entry), second.map(Entry), distance))
    }

    /// The vector of an entry.
    pub fn vector(&self, entry: Entry) -> &[i8] {
        self.vectors.row(entry.index())
    }

    /// The vector of a pair.
    pub fn pair_vector(&self, pair: Pair) -> &[i8] {
        self.pair_vectors.row(pair.index())
    }
}

/// Whether a script can name it: the code of a language, at most as long as the longest that is registered (RFC 5646).
fn is_code(language: &str) -> bool {
    language.len() <= 35
        && language.starts_with(|c: char| c.is_ascii_alphabetic())
        && language
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The checksum that the first bytes of a pack give; none where they are not those of one. Whether the rest fits is for
/// [`Pack::read`].
pub fn checksum_of(head: &[u8]) -> Option<u64> {
    let sum = head.get(8..HEADER)?.try_into().ok().map(u64::from_le_bytes);
    sum.filter(|_| head.starts_with(&MAGIC))
}

/// The checksum that the header gives, and the bytes have.
fn header(bytes: &[u8]) -> Result<u64, PackError> {
    if bytes.get(..4) != Some(&MAGIC) {
        return Err(PackError::NotAPack);
    }
    let Some(&[a, b, c, d]) = bytes.get(4..8) else {
        return Err(PackError::NotAPack);
    };
    let version = u16::from_le_bytes([a, b]);
    match version.cmp(&VERSION) {
        Ordering::Less => return Err(PackError::OlderFormat { version }),
        Ordering::Equal => {}
        Ordering::Greater => return Err(PackError::NewerFormat { version }),
    }
    if bytes.len() > MAX_PACK_BYTES {
        return Err(PackError::TooLarge);
    }
    let sum = bytes.get(8..HEADER).and_then(|sum| sum.try_into().ok()).map(u64::from_le_bytes);
    match (sum, bytes.get(HEADER..)) {
        (Some(sum), Some(body)) if sum == checksum(body) => match [c, d] {
            [0, 0] => Ok(sum),
            _ => Err(PackError::Malformed { part: "header", at: 6 }),
        },
        _ => Err(PackError::Checksum),
    }
}
