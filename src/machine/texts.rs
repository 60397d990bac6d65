//! Texts that stay where they are in the machine, found by their numbers.

use super::cursor::Cursor;
use super::id::StringId;

/// The byte behind every text: no text in UTF-8 has it.
pub(crate) const TEXT_END: u8 = 0xff;

/// Where each text of a machine stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    /// Where each text starts, and one past the [`TEXT_END`] of the last, in bytes from the first.
    starts: Vec<u32>,
    /// The byte of the machine at which the first stands.
    first: usize,
}

impl Texts {
    /// Their number, then each with [`TEXT_END`] behind it.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Self {
        let count = cursor.count();
        let first = cursor.at();
        let starts = starts(cursor.take(cursor.left()), count);
        cursor.check(starts.len() == count + 1);
        Self { starts, first }
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The text at `id`; empty where there is none, or none that anybody could read.
    pub(crate) fn get<'m>(&self, bytes: &'m [u8], id: StringId) -> &'m str {
        self.bytes_of(bytes, id).and_then(|text| core::str::from_utf8(text).ok()).unwrap_or("")
    }

    /// Whether all can be read.
    #[cfg(feature = "compile")]
    pub(crate) fn are_readable(&self, bytes: &[u8]) -> bool {
        (0..self.len()).all(|id| {
            self.bytes_of(bytes, StringId::at(id))
                .is_some_and(|text| core::str::from_utf8(text).is_ok())
        })
    }

    #[inline]
    fn bytes_of<'m>(&self, bytes: &'m [u8], id: StringId) -> Option<&'m [u8]> {
        let place = |at: usize| usize::try_from(*self.starts.get(at)?).ok();
        let (start, end) = (place(id.usize())?, place(id.usize() + 1)?);
        bytes.get(self.first + start..self.first + end.checked_sub(1)?)
    }
}

/// Where texts start, eight bytes at a time: a machine of 10,000 topics has megabytes of them. Fewer than `count` and one more
/// where there are not as many, or where bytes are left over.
#[cfg_attr(tuned, optimize(speed))]
fn starts(texts: &[u8], count: usize) -> Vec<u32> {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let mut starts = Vec::with_capacity(count + 1);
    starts.push(0);
    let (eights, rest) = texts.as_chunks::<8>();
    let mut at = 1_u32;
    for eight in eights {
        // A byte that is TEXT_END is 0 once turned round; its highest bit is set in `ends`, and no other.
        let turned = !u64::from_le_bytes(*eight);
        let mut ends = !(((turned & LOW) + LOW) | turned | LOW);
        while ends != 0 {
            starts.push(at + (ends.trailing_zeros() >> 3));
            ends &= ends - 1;
        }
        at = at.wrapping_add(8);
    }
    for &byte in rest {
        if byte == TEXT_END {
            starts.push(at);
        }
        at = at.wrapping_add(1);
    }
    if starts.last().copied() != u32::try_from(texts.len()).ok() {
        starts.clear();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::{Cursor, StringId, Texts};

    fn texts(count: u8, bytes: &[u8]) -> Option<Vec<String>> {
        let mut section = vec![count];
        section.extend_from_slice(bytes);
        let mut cursor = Cursor::new(&section);
        let texts = Texts::read(&mut cursor);
        cursor.end();
        let get = |id| texts.get(&section, StringId::at(id)).to_owned();
        cursor.broken().is_none().then(|| (0..texts.len()).map(get).collect())
    }

    #[test]
    fn texts_of_any_length_are_found() {
        for lengths in [&[0][..], &[7, 8, 9], &[0, 0, 1, 30, 0, 16], &[1; 20], &[64, 0]] {
            let list: Vec<String> = lengths.iter().map(|n| "\u{7f}\u{1}é".repeat(*n)).collect();
            let bytes: Vec<u8> = list.iter().flat_map(|text| text.bytes().chain([0xff])).collect();
            let count = u8::try_from(list.len()).unwrap();
            assert_eq!(texts(count, &bytes), Some(list));
            assert_eq!(texts(count - 1, &bytes), None);
            assert_eq!(texts(count + 1, &bytes), None);
        }
    }

    #[test]
    fn what_is_left_over_is_refused_and_what_nobody_reads_is_empty() {
        assert_eq!(texts(0, b""), Some(vec![]));
        assert_eq!(texts(1, b"a"), None);
        assert_eq!(texts(1, b"a\xffb"), None);
        assert_eq!(texts(2, b"\xc3\xffb\xff"), Some(vec![String::new(), "b".to_owned()]));
    }
}
