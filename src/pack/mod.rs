//! Language packs: what words mean, learned from much text, for scripts that have ten examples.
//!
//! A [`Pack`] exists only where [`Pack::read`] accepted the bytes, whoever made them. It gives each message two vectors: one
//! whose words count as they mean by themselves ([`Kind::Plain`]), one whose words were refitted to what they do in whole
//! messages ([`Kind::Refitted`]). Both are sums of small integers, so every platform computes the same.
//!
//! `docs/pack.md` describes the bytes, `packs/` holds the packs and the tool that makes them. This module knows nothing of
//! scripts and machines.

mod error;
mod message;
mod planes;
mod words;

use core::cmp::Ordering;

use crate::bytes::checksum;
use crate::bytes::cursor::Cursor;
use planes::Rows;
use words::Words;

pub use error::PackError;
pub use message::{Message, words};

/// The first four bytes.
pub const MAGIC: [u8; 4] = *b"ATLP";

/// The version of the format that this compiler reads.
pub const VERSION: u16 = 1;

/// The largest pack that is read.
pub const MAX_PACK_BYTES: usize = 32 << 20;

/// The most dimensions of a vector.
pub const MAX_DIMENSIONS: usize = 1_024;

/// Bytes before the checked ones: magic, version, two that are 0, checksum.
const HEADER: usize = 16;

/// Which of the two vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of words by themselves.
    Plain,
    /// Of words as they count in whole messages.
    Refitted,
}

/// One entry of a pack's vocabulary: a word, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry(u32);

impl Entry {
    /// Its place in the order of the entries.
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
    plain: Rows,
    /// The entries that were refitted, in ascending order.
    refitted: Vec<u32>,
    /// What is to be added to the plain vectors of those.
    changes: Rows,
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
        let language = cursor.some(language);
        let revision = cursor.varint();
        let dimensions = cursor.size();
        cursor.check((1..=MAX_DIMENSIONS).contains(&dimensions));
        let count = cursor.count();
        fits(&cursor, "head")?;
        let words = Words::read(&mut cursor, count);
        fits(&cursor, "words")?;
        let plain = Rows::read(&mut cursor, words.len(), dimensions);
        fits(&cursor, "vectors")?;
        let count = cursor.count();
        let refitted = refitted(&mut cursor, count, words.len());
        let changes = Rows::read(&mut cursor, refitted.len(), dimensions);
        cursor.end();
        fits(&cursor, "refitted vectors")?;
        Ok(Self { checksum, language, revision, dimensions, words, plain, refitted, changes })
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

    /// How many entries were refitted.
    pub fn refitted(&self) -> usize {
        self.refitted.len()
    }

    /// What an entry spells; what goes on with a word begins with `#`.
    pub fn text(&self, entry: Entry) -> &str {
        self.words.get(entry.0).unwrap_or("")
    }

    /// Adds the vector of an entry to a sum; numbers beyond the shorter of the two are passed over.
    pub fn add(&self, entry: Entry, kind: Kind, sum: &mut [i32]) {
        add(self.plain.row(entry.index()), sum);
        if kind == Kind::Refitted
            && let Ok(row) = self.refitted.binary_search(&entry.0)
        {
            add(self.changes.row(row), sum);
        }
    }
}

fn add(row: &[i8], sum: &mut [i32]) {
    for (sum, &number) in sum.iter_mut().zip(row) {
        *sum = sum.saturating_add(i32::from(number));
    }
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

/// So many entries in ascending order, each as its distance from the one that could be next.
fn refitted(cursor: &mut Cursor<'_>, count: usize, entries: usize) -> Vec<u32> {
    let mut numbers = cursor.numbers(count);
    let mut next = 0_u32;
    for number in &mut numbers {
        *number = number.saturating_add(next);
        next = number.saturating_add(1);
    }
    let last = numbers.last().and_then(|&last| usize::try_from(last).ok());
    // A distance that left the range stays beyond it to the end.
    cursor.check(last.is_none_or(|last| last < entries));
    numbers
}
