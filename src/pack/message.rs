//! A message as a pack sees it.

use super::{Distance, Entry, Pack, Pair};
use crate::text::tokenize::{Kind as TokenKind, Tokens};

/// One in a vector of length one.
const ONE: i64 = 1 << 14;

/// The entries and pairs of a message and its vector: a buffer that is used again for the next.
///
/// ```no_run
/// use answertree::pack::{Message, Pack};
/// use answertree::text::tokenize::Tokens;
/// let pack = Pack::read(&std::fs::read("packs/en.pack").unwrap()).unwrap();
/// let mut tokens = Tokens::new();
/// tokens.read("Where's my parcel?");
/// let mut message = Message::new();
/// message.read(&pack, &tokens, |_| true);
/// assert_eq!(message.unit(96).count(), 96);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Each entry with the token that it is of.
    entries: Vec<(Entry, usize)>,
    /// Each pair with the token of its second entry, or of the last one where it ends the message.
    pairs: Vec<(Pair, usize)>,
    sum: Vec<i32>,
    /// Entries of one word.
    spelt: Vec<u32>,
}

impl Message {
    /// An empty buffer.
    pub const fn new() -> Self {
        Self { entries: Vec::new(), pairs: Vec::new(), sum: Vec::new(), spelt: Vec::new() }
    }

    /// Reads a message, in place of the one before: all of its [`words`], but for the tokens that are not kept.
    pub fn read(&mut self, pack: &Pack, tokens: &Tokens, kept: impl Fn(u32) -> bool) {
        self.entries.clear();
        let is_kept = |token: usize| u32::try_from(token).is_ok_and(&kept);
        for (word, token) in words(tokens).filter(|(_, token)| is_kept(*token)) {
            self.spelt.clear();
            pack.words.split(word, &mut self.spelt);
            self.entries.extend(self.spelt.iter().map(|&entry| (Entry(entry), token)));
        }
        self.pairs.clear();
        let (mut before, mut between) = (None, None);
        for &(entry, token) in &self.entries {
            let apart = before.and_then(|_| pack.pair(before, Some(entry), Distance::Apart));
            let next = pack.pair(between, Some(entry), Distance::Next);
            self.pairs.extend([apart, next].into_iter().flatten().map(|pair| (pair, token)));
            (before, between) = (between, Some(entry));
        }
        if let Some(&(entry, token)) = self.entries.last() {
            let end = pack.pair(Some(entry), None, Distance::Next);
            self.pairs.extend(end.map(|pair| (pair, token)));
        }
        self.sum.clear();
        self.sum.resize(pack.dimensions, 0);
        let entries = self.entries.iter().map(|&(entry, _)| pack.vector(entry));
        for vector in entries.chain(self.pairs.iter().map(|&(pair, _)| pack.pair_vector(pair))) {
            add(vector, &mut self.sum);
        }
    }

    /// The entries in their order, each with the index of its token.
    pub fn entries(&self) -> impl Iterator<Item = (Entry, usize)> {
        self.entries.iter().copied()
    }

    /// The pairs that the pack has, each with the index of the token that completes it.
    pub fn pairs(&self) -> impl Iterator<Item = (Pair, usize)> {
        self.pairs.iter().copied()
    }

    /// The length of the sum's first so many dimensions, rounded down.
    pub fn length(&self, dimensions: usize) -> i64 {
        let (length, shift) = length(self.sum.get(..dimensions).unwrap_or(&self.sum));
        length >> shift
    }

    /// The sum of the vectors of the entries and pairs.
    pub fn sum(&self) -> &[i32] {
        &self.sum
    }

    /// The vector of the first so many dimensions, at length one in parts of 16,384; all 0 where the message has no entries. The first
    /// dimensions tell most.
    pub fn unit(&self, dimensions: usize) -> impl Iterator<Item = i16> {
        let sum = self.sum.get(..dimensions).unwrap_or(&self.sum);
        let (length, shift) = length(sum);
        sum.iter().map(move |&n| {
            let scaled = (i64::from(n) << shift) * ONE;
            // To the nearest, halves away from 0, as a whole number can be divided exactly.
            let half = if n < 0 { -length / 2 } else { length / 2 };
            i16::try_from((scaled + half) / length.max(1)).unwrap_or(0)
        })
    }
}

/// Adds a vector to a sum. A message of the most bytes has some 800,000 entries and pairs: their numbers fit.
#[cfg_attr(tuned, optimize(speed))]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn add(vector: &[i8], sums: &mut [i32]) {
    for (sum, number) in sums.iter_mut().zip(vector) {
        *sum = sum.wrapping_add(i32::from(*number));
    }
}

/// The words of a message that packs know of, each with the index of its token: words, numbers and codes, cut at signs within;
/// no links, addresses, names and pictures.
pub fn words(tokens: &Tokens) -> impl Iterator<Item = (&str, usize)> {
    let counts = [TokenKind::Word, TokenKind::Number, TokenKind::Code];
    let tokens = tokens.iter().enumerate().filter(move |(_, token)| counts.contains(&token.kind));
    tokens.flat_map(|(index, token)| {
        let parts = token.text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
        parts.filter(|part| !part.is_empty()).map(move |part| (part, index))
    })
}

/// The length of a vector times a power of two, and that power: as many bits as an exact root leaves.
fn length(sum: &[i32]) -> (i64, u32) {
    // MAX_BYTES / 2 entries with two pairs each, of at most 128 in 1,024 dimensions, are less than 64 bits.
    let square = sum
        .iter()
        .fold(0_u64, |square, &n| square.saturating_add(u64::from(n.unsigned_abs()).pow(2)));
    let shift = if square == 0 { 0 } else { square.leading_zeros() / 2 };
    (i64::try_from((square << (2 * shift)).isqrt()).unwrap_or(i64::MAX), shift)
}

#[cfg(test)]
mod tests {
    use super::Message;

    fn unit(sum: &[i32]) -> Vec<i16> {
        Message { sum: sum.to_vec(), ..Message::new() }.unit(sum.len()).collect()
    }

    #[test]
    fn vectors_have_length_one() {
        assert_eq!(unit(&[3, -4]), [9_830, -13_107]);
        assert_eq!(unit(&[1]), [16_384]);
        assert_eq!(unit(&[0, -1, 0]), [0, -16_384, 0]);
        assert_eq!(unit(&[0, 0]), [0, 0]);
        assert_eq!(unit(&[1, 1, 1, 1]), [8_192; 4]);
        assert_eq!(unit(&[66_846_720; 1_024]), [512; 1_024], "the longest message there can be");
    }
}
