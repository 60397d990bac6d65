//! Texts that stay where they are in the machine, found by their numbers.

use super::id::StringId;
use crate::bytes::cursor::{Cursor, add_up};

/// The byte behind every text: no text in UTF-8 has it.
pub(crate) const TEXT_END: u8 = 0xff;

/// How many texts stand between two places that the machine names: more would be longer to search, fewer more to store.
pub(crate) const GROUP: usize = 4;

/// Where the texts of a machine stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    count: usize,
    /// Where each group starts, and where the last one ends, in bytes of the machine.
    groups: Vec<u32>,
}

impl Texts {
    /// Their number, how many bytes each group of them takes, and the texts, each with [`TEXT_END`] behind it.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Self {
        let count = cursor.size();
        let mut groups = cursor.numbers(count.div_ceil(GROUP).saturating_add(1));
        add_up(&mut groups);
        let first = cursor.at();
        let length = cursor.take(cursor.left()).len();
        cursor.check(groups.last().copied() == u32::try_from(length).ok());
        let first = u32::try_from(first).unwrap_or(u32::MAX);
        groups.iter_mut().for_each(|start| *start = start.wrapping_add(first));
        Self { count, groups }
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The text at `id`; empty where there is none, or none that anybody could read.
    pub(crate) fn get<'m>(&self, bytes: &'m [u8], id: StringId) -> &'m str {
        self.bytes_of(bytes, id).and_then(|text| core::str::from_utf8(text).ok()).unwrap_or("")
    }

    /// Whether all can be read, and nothing stands between them.
    #[cfg(feature = "compile")]
    pub(crate) fn are_readable(&self, bytes: &[u8]) -> bool {
        let readable = |id| {
            let text = self.bytes_of(bytes, StringId::at(id));
            text.is_some_and(|text| core::str::from_utf8(text).is_ok())
        };
        let whole = |group: usize| {
            let texts = self.group(bytes, group).unwrap_or(&[]);
            let ends = texts.split(|byte| *byte == TEXT_END).count() - 1;
            ends == GROUP.min(self.count - group * GROUP) && texts.last() == Some(&TEXT_END)
        };
        (0..self.count.div_ceil(GROUP)).all(whole) && (0..self.count).all(readable)
    }

    #[inline]
    fn group<'m>(&self, bytes: &'m [u8], group: usize) -> Option<&'m [u8]> {
        let place = |at: usize| usize::try_from(*self.groups.get(at)?).ok();
        bytes.get(place(group)?..place(group + 1)?)
    }

    #[inline]
    fn bytes_of<'m>(&self, bytes: &'m [u8], id: StringId) -> Option<&'m [u8]> {
        let mut texts = self.group(bytes, id.usize() / GROUP)?;
        for _ in 0..id.usize() % GROUP {
            texts = texts.get(end(texts) + 1..)?;
        }
        texts.get(..end(texts)).filter(|text| text.len() < texts.len())
    }
}

/// Where the first text of some ends, eight bytes at a time; their length where none does.
#[cfg_attr(tuned, optimize(speed))]
#[inline(never)]
fn end(texts: &[u8]) -> usize {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let (eights, rest) = texts.as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        // A byte that is TEXT_END is 0 once turned round; its highest bit is set in `ends`, and no other.
        let turned = !u64::from_le_bytes(*eight);
        let ends = !(((turned & LOW) + LOW) | turned | LOW);
        if ends != 0 {
            return at * 8 + (ends.trailing_zeros() >> 3) as usize;
        }
    }
    let tail = rest.iter().position(|byte| *byte == TEXT_END).unwrap_or(rest.len());
    eights.len() * 8 + tail
}

#[cfg(test)]
mod tests {
    use super::{Cursor, GROUP, StringId, Texts};

    /// The texts of a section with groups of these lengths.
    fn texts(count: u8, groups: &[u8], bytes: &[u8]) -> Option<Vec<String>> {
        let mut section = vec![count, 0];
        section.extend_from_slice(groups);
        section.extend_from_slice(bytes);
        let mut cursor = Cursor::new(&section);
        let texts = Texts::read(&mut cursor);
        cursor.end();
        let get = |id| texts.get(&section, StringId::at(id)).to_owned();
        let found = (0..texts.len()).map(get).collect();
        let whole = cursor.broken().is_none();
        assert!(whole || !texts.are_readable(&[]) || count == 0);
        (whole && texts.are_readable(&section)).then_some(found)
    }

    #[test]
    fn texts_of_any_length_are_found() {
        for lengths in
            [&[0][..], &[7, 8, 9], &[0, 0, 1, 9, 0, 5], &[1; 10], &[20, 0], &[2, 3, 4, 5]]
        {
            let list: Vec<String> = lengths.iter().map(|n| "\u{7f}\u{1}é".repeat(*n)).collect();
            let bytes: Vec<u8> = list.iter().flat_map(|text| text.bytes().chain([0xff])).collect();
            let size = |group: &[String]| group.iter().map(|text| text.len() + 1).sum::<usize>();
            let groups: Vec<u8> =
                list.chunks(GROUP).map(|group| u8::try_from(size(group)).unwrap()).collect();
            let count = u8::try_from(list.len()).unwrap();
            assert_eq!(texts(count, &groups, &bytes), Some(list));
            assert_eq!(texts(count + 1, &groups, &bytes), None);
        }
    }

    #[test]
    fn what_is_left_over_is_refused_and_what_nobody_reads_is_empty() {
        assert_eq!(texts(0, &[], b""), Some(vec![]));
        assert_eq!(texts(1, &[1], b"a"), None);
        assert_eq!(texts(1, &[2], b"a\xffb"), None);
        assert_eq!(texts(1, &[3], b"a\xffb"), None);
        assert_eq!(texts(2, &[4], b"\xc3\xffb\xff"), None);
        assert_eq!(texts(2, &[4], b"a\xffb\xff"), Some(vec!["a".to_owned(), "b".to_owned()]));
    }
}
