//! A pack's parts, and their bytes: what [`Pack::read`] reads.

use super::pairs::{End, code, group};
use super::words::{GOES_ON, MAX_WORD_BYTES};
use super::{Distance, HEADER, MAGIC, MAX_DIMENSIONS, Pack, VERSION, is_code};
use crate::bytes::checksum;
use crate::bytes::write::{size, varint};

/// What a pack is made of, as plain lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The language, as scripts name it.
    pub language: String,
    /// The version of what is in it.
    pub revision: u32,
    /// How many numbers a vector has.
    pub dimensions: usize,
    /// The entries in the order of their bytes, each once.
    pub words: Vec<String>,
    /// The vectors of the entries, one after the other.
    pub vectors: Vec<i8>,
    /// The pairs in the order of first, distance and second, each once: places of entries, `None` for an end of the message.
    pub pairs: Vec<(Option<u32>, Option<u32>, Distance)>,
    /// The vectors of the pairs, one after the other.
    pub pair_vectors: Vec<i8>,
}

impl Pack {
    /// What it is made of.
    ///
    /// ```no_run
    /// use answertree::pack::Pack;
    /// let bytes = std::fs::read("packs/en.pack").unwrap();
    /// let parts = Pack::read(&bytes).unwrap().parts();
    /// let again = Pack::read(&parts.bytes().unwrap()).unwrap();
    /// assert_eq!(again.parts(), parts);
    /// ```
    pub fn parts(&self) -> Parts {
        let places = |count: usize| 0..u32::try_from(count).unwrap_or(u32::MAX);
        let entries = places(self.words.len());
        let words = entries.map(|entry| self.words.get(entry).unwrap_or("").to_owned());
        Parts {
            language: self.language.clone(),
            revision: self.revision,
            dimensions: self.dimensions,
            words: words.collect(),
            vectors: self.vectors.numbers().to_vec(),
            pairs: places(self.pairs.len()).filter_map(|pair| self.pairs.get(pair)).collect(),
            pair_vectors: self.pair_vectors.numbers().to_vec(),
        }
    }

    /// Adds the entries that a word is spelt with; none where it cannot be spelt to its end.
    pub(crate) fn spell(&self, word: &str, to: &mut Vec<u32>) {
        self.words.split(word, to);
    }

    /// Whether a word may be an entry of its own.
    pub(crate) fn can_have(word: &str) -> bool {
        (1..=MAX_WORD_BYTES).contains(&word.len()) && !word.contains(GOES_ON)
    }
}

impl Parts {
    /// The bytes of the pack; none where the parts are not those of a pack.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        if !self.are_whole() {
            return None;
        }
        let mut body = Vec::new();
        size(&mut body, self.language.len());
        body.extend(self.language.bytes());
        varint(&mut body, self.revision);
        size(&mut body, self.dimensions);
        size(&mut body, self.words.len());
        let before = core::iter::once("").chain(self.words.iter().map(String::as_str));
        let shared: Vec<usize> = before.zip(&self.words).map(|(a, b)| common(a, b)).collect();
        shared.iter().for_each(|&shared| size(&mut body, shared));
        let words = || self.words.iter().zip(&shared);
        words().for_each(|(word, shared)| size(&mut body, word.len().saturating_sub(*shared)));
        words().for_each(|(word, shared)| body.extend(word.bytes().skip(*shared)));
        planes(&mut body, &self.vectors, self.dimensions);
        size(&mut body, self.pairs.len());
        let (mut seconds, mut last, mut next) = (Vec::new(), 0, 0);
        for &(first, second, distance) in &self.pairs {
            let group = group(first, distance);
            size(&mut body, group.saturating_sub(last));
            if group > last {
                next = 0;
            }
            varint(&mut seconds, code(second).saturating_sub(next));
            (last, next) = (group, code(second).saturating_add(1));
        }
        body.extend(seconds);
        planes(&mut body, &self.pair_vectors, self.dimensions);
        let mut out = Vec::with_capacity(HEADER.saturating_add(body.len()));
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend([0, 0]);
        out.extend(checksum(&body).to_le_bytes());
        out.extend(body);
        Some(out)
    }

    /// Whether a pack can have these parts.
    fn are_whole(&self) -> bool {
        let ascend = |a: &String, b: &String| a.as_bytes() < b.as_bytes();
        let key = |&(first, second, distance): &(End, End, Distance)| {
            (group(first, distance), code(second))
        };
        let count = self.words.len();
        let is_entry =
            |end: End| end.is_none_or(|end| usize::try_from(end).is_ok_and(|end| end < count));
        let fits =
            |numbers: &[i8], rows: usize| numbers.len() == rows.saturating_mul(self.dimensions);
        is_code(&self.language)
            && (1..=MAX_DIMENSIONS).contains(&self.dimensions)
            && self.words.iter().all(|word| (1..=MAX_WORD_BYTES).contains(&word.len()))
            && self.words.is_sorted_by(ascend)
            && fits(&self.vectors, self.words.len())
            && self.pairs.iter().all(|pair| is_entry(pair.0) && is_entry(pair.1))
            && self.pairs.is_sorted_by(|a, b| key(a) < key(b))
            && fits(&self.pair_vectors, self.pairs.len())
    }
}

/// How many bytes two texts share at their beginnings.
fn common(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

/// Writes each dimension with the least width that holds all of its numbers.
fn planes(out: &mut Vec<u8>, numbers: &[i8], dimensions: usize) {
    for dimension in 0..dimensions {
        let plane = || numbers.iter().skip(dimension).step_by(dimensions).copied();
        let fits = |width: u32| {
            let half = 1_i16 << (width - 1);
            plane().all(|number| (-half..half).contains(&i16::from(number)))
        };
        let width = [2, 4].into_iter().find(|&width| fits(width)).unwrap_or(8);
        let half = 1_u8 << (width - 1);
        let mask = half | (half - 1);
        out.push(u8::try_from(width).unwrap_or(8));
        let (mut byte, mut filled) = (0, 0);
        for number in plane() {
            byte |= (number.cast_unsigned().wrapping_add(half) & mask) << filled;
            filled += width;
            if filled == 8 {
                out.push(byte);
                (byte, filled) = (0, 0);
            }
        }
        if filled > 0 {
            out.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Parts;
    use crate::pack::{Distance, Pack};

    fn parts() -> Parts {
        Parts {
            language: "en".to_owned(),
            revision: 7,
            dimensions: 3,
            words: ["#s", "a", "ab", "é"].map(str::to_owned).to_vec(),
            vectors: vec![-128, 7, 1, 127, -8, -2, 0, 0, 0, 5, 5, -1],
            pairs: vec![
                (None, Some(1), Distance::Next),
                (Some(1), None, Distance::Next),
                (Some(1), Some(0), Distance::Next),
                (Some(1), Some(3), Distance::Apart),
            ],
            pair_vectors: (0..12).collect(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let parts = parts();
        let bytes = parts.bytes().unwrap();
        let pack = Pack::read(&bytes).unwrap();
        assert_eq!(pack.parts(), parts);
        assert_eq!(pack.parts().bytes(), Some(bytes));
    }

    #[test]
    fn what_cannot_be_is_not_written() {
        let bad = |change: &dyn Fn(&mut Parts)| {
            let mut parts = parts();
            change(&mut parts);
            assert_eq!(parts.bytes(), None, "{parts:?}");
        };
        bad(&|parts| parts.language.clear());
        bad(&|parts| parts.dimensions = 0);
        bad(&|parts| parts.words.swap(0, 1));
        bad(&|parts| parts.words[1].clear());
        bad(&|parts| parts.words[3] = "z".repeat(65));
        bad(&|parts| parts.vectors.push(0));
        bad(&|parts| parts.pairs.swap(0, 1));
        bad(&|parts| parts.pairs[3].1 = Some(4));
        bad(&|parts| parts.pair_vectors.clear());
    }
}
