//! A message as a pack sees it.

use super::{Entry, Kind, Pack};
use crate::text::tokenize::{Kind as TokenKind, Tokens};

/// One in a vector of length one.
const ONE: i64 = 1 << 14;

/// The entries of a message and its two vectors: a buffer that is used again for the next.
///
/// ```no_run
/// use answertree::pack::{Kind, Message, Pack};
/// use answertree::text::tokenize::Tokens;
/// let pack = Pack::read(&std::fs::read("packs/en.pack").unwrap()).unwrap();
/// let mut tokens = Tokens::new();
/// tokens.read("Where's my parcel?");
/// let mut message = Message::new();
/// message.read(&pack, &tokens);
/// assert_eq!(message.unit(Kind::Refitted).count(), pack.dimensions());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Each entry with the token that it is of.
    entries: Vec<(Entry, usize)>,
    plain: Vec<i32>,
    refitted: Vec<i32>,
    /// Entries of one word.
    spelt: Vec<u32>,
}

impl Message {
    /// An empty buffer.
    pub const fn new() -> Self {
        Self { entries: Vec::new(), plain: Vec::new(), refitted: Vec::new(), spelt: Vec::new() }
    }

    /// Reads a message, in place of the one before: all of its [`words`].
    pub fn read(&mut self, pack: &Pack, tokens: &Tokens) {
        self.entries.clear();
        for (word, token) in words(tokens) {
            self.spelt.clear();
            pack.words.split(word, &mut self.spelt);
            self.entries.extend(self.spelt.iter().map(|&entry| (Entry(entry), token)));
        }
        for (kind, sum) in [(Kind::Plain, &mut self.plain), (Kind::Refitted, &mut self.refitted)] {
            sum.clear();
            sum.resize(pack.dimensions, 0);
            for &(entry, _) in &self.entries {
                pack.add(entry, kind, sum);
            }
        }
    }

    /// The entries in their order, each with the index of its token.
    pub fn entries(&self) -> impl Iterator<Item = (Entry, usize)> {
        self.entries.iter().copied()
    }

    /// The sum of the entries' vectors.
    pub fn sum(&self, kind: Kind) -> &[i32] {
        match kind {
            Kind::Plain => &self.plain,
            Kind::Refitted => &self.refitted,
        }
    }

    /// The vector at length one, in parts of 16,384; all 0 where the message has no entries.
    pub fn unit(&self, kind: Kind) -> impl Iterator<Item = i16> {
        let sum = self.sum(kind);
        let (length, shift) = length(sum);
        sum.iter().map(move |&n| {
            let scaled = (i64::from(n) << shift) * ONE;
            // To the nearest, halves away from 0, as a whole number can be divided exactly.
            let half = if n < 0 { -length / 2 } else { length / 2 };
            i16::try_from((scaled + half) / length.max(1)).unwrap_or(0)
        })
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
    // MAX_BYTES / 2 entries of at most 255 in 1,024 dimensions are less than 64 bits.
    let square = sum
        .iter()
        .fold(0_u64, |square, &n| square.saturating_add(u64::from(n.unsigned_abs()).pow(2)));
    let shift = if square == 0 { 0 } else { square.leading_zeros() / 2 };
    (i64::try_from((square << (2 * shift)).isqrt()).unwrap_or(i64::MAX), shift)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Message};

    fn unit(sum: &[i32]) -> Vec<i16> {
        Message { plain: sum.to_vec(), ..Message::new() }.unit(Kind::Plain).collect()
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
