//! What a language pack says of a message for each intent.

use std::sync::Arc;

use crate::bytes::cursor::Cursor;
use crate::machine::id::IntentId;
use crate::pack::{Message, Pack};
use crate::text::tokenize::Tokens;

/// The most dimensions of a pack's vectors that a model uses.
pub const MAX_DIMENSIONS: usize = 256;

/// The most intents that a model with a pack tells apart: each costs a message so many products.
pub const MAX_INTENTS: usize = 512;

/// A number of a message's vector that is one: what packs have, in fewer bits.
pub(crate) const UNIT: i64 = 256;

/// Binary digits of the scale behind the point.
const FRACTION: u32 = 16;

/// For each intent a weight for each number of a message's vector.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dense {
    /// The checksum of the pack that the vectors are of.
    pub(crate) pack: u64,
    dimensions: usize,
    /// What a product of a number and a weight adds to a sum.
    scale: i64,
    /// Intent by intent.
    weights: Vec<i8>,
}

impl Dense {
    /// Dimensions, or 0 where there is no pack; checksum of the pack, scale, and for each intent its weights.
    pub(crate) fn read(cursor: &mut Cursor<'_>, intents: usize) -> Option<Self> {
        let dimensions = cursor.size();
        if dimensions == 0 {
            return None;
        }
        cursor.check(dimensions <= MAX_DIMENSIONS && intents <= MAX_INTENTS);
        let pack = cursor.take(8).try_into().map_or(0, u64::from_le_bytes);
        let scale = i64::from(cursor.varint());
        let weights = cursor.take(if cursor.broken().is_none() { dimensions * intents } else { 0 });
        let weights = weights.iter().map(|weight| weight.cast_signed()).collect();
        Some(Self { pack, dimensions, scale, weights })
    }

    /// Adds what the vector of a message says for each intent.
    #[cfg_attr(tuned, optimize(speed))]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn add(&self, vector: &[i8], sums: &mut [i32]) {
        for (sum, weights) in sums.iter_mut().zip(self.weights.chunks_exact(self.dimensions)) {
            *sum = sum.wrapping_add(self.worth(dot(vector, weights).into()));
        }
    }

    fn weights(&self, intent: IntentId) -> &[i8] {
        let start = intent.usize().saturating_mul(self.dimensions);
        self.weights.get(start..start.saturating_add(self.dimensions)).unwrap_or(&[])
    }

    /// What products that add up to so much add to a sum.
    fn worth(&self, products: i64) -> i32 {
        i32::try_from(products.saturating_mul(self.scale) >> FRACTION).unwrap_or(0)
    }

    #[cfg(feature = "compile")]
    pub(crate) fn is_whole(&self, intents: usize) -> bool {
        self.weights.len() == intents * self.dimensions
    }
}

/// The products of two vectors' numbers: at most 256 of 128 by 128.
#[cfg_attr(tuned, optimize(speed))]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
#[inline]
fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum()
}

/// A message as a pack sees it: buffers that are used again for the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    message: Message,
    vector: Vec<i8>,
}

impl Seen {
    /// Forgets the message before.
    pub(crate) fn clear(&mut self) {
        self.vector.clear();
    }

    /// Whether the pack has a word of the message.
    pub(crate) fn is_known(&self) -> bool {
        self.vector.iter().any(|number| *number != 0)
    }

    /// Reads a message, but for the tokens that are not kept.
    pub(crate) fn read(
        &mut self,
        pack: &Arc<Pack>,
        dense: &Dense,
        tokens: &Tokens,
        kept: impl Fn(u32) -> bool,
    ) {
        self.message.read(pack, tokens, kept);
        self.vector.extend(self.message.unit(dense.dimensions).map(small));
    }

    /// Adds what it says for each intent.
    pub(crate) fn add(&self, dense: &Dense, sums: &mut [i32]) {
        dense.add(&self.vector, sums);
    }

    /// Adds what each token says for an intent.
    pub(crate) fn evidence(&self, pack: &Pack, dense: &Dense, intent: IntentId, says: &mut [i32]) {
        let weights = dense.weights(intent);
        let length = self.message.length(dense.dimensions).max(1);
        let entries = self.message.entries().map(|(entry, token)| (pack.vector(entry), token));
        let pairs = self.message.pairs().map(|(pair, token)| (pack.pair_vector(pair), token));
        for (vector, token) in entries.chain(pairs) {
            if let Some(says) = says.get_mut(token) {
                let products = i64::from(dot(vector, weights)) * UNIT / length;
                *says = says.wrapping_add(dense.worth(products));
            }
        }
    }
}

/// A number of a vector of length one in eight bits; the largest are rarely beyond them.
pub(crate) fn small(number: i16) -> i8 {
    let shift = (16_384 / i32::try_from(UNIT).unwrap_or(1)).ilog2();
    let number = (i32::from(number) + (1 << (shift - 1))) >> shift;
    i8::try_from(number.clamp(-127, 127)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{dot, small};

    #[test]
    fn numbers_are_rounded_and_cut() {
        let numbers = [0, 31, 32, -32, -33, 64, 8_128, 16_384, -16_384].map(small);
        assert_eq!(numbers, [0, 0, 1, 0, -1, 1, 127, 127, -127]);
    }

    #[test]
    fn the_largest_products_fit() {
        assert_eq!(dot(&[-128; 256], &[-128; 256]), 1 << 22);
        assert_eq!(dot(&[1, 2, 3], &[4, -5]), -6);
    }
}
