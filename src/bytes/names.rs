//! Texts one after the other, and finding one by what it says: a fixed number of allocations however many there are.

/// Places tried in a hash table over words before it is refused: honest tables need a handful.
pub const MAX_PROBES: usize = 256;

/// Texts in one string.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    text: String,
    /// Where each text starts, and where the last one ends.
    starts: Vec<u32>,
}

impl Strings {
    /// `text` is UTF-8; `starts` begins with 0, never falls, ends with the length of `text`, and lies on characters.
    pub(crate) fn new(text: Vec<u8>, starts: Vec<u32>) -> Option<Self> {
        let strings = Self { text: String::from_utf8(text).ok()?, starts };
        let count = u32::try_from(strings.len()).ok()?;
        (0..count).all(|i| strings.get(i).is_some()).then_some(strings)
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    #[inline]
    pub(crate) fn get(&self, index: u32) -> Option<&str> {
        let index = usize::try_from(index).ok()?;
        let start = usize::try_from(*self.starts.get(index)?).ok()?;
        let end = usize::try_from(*self.starts.get(index + 1)?).ok()?;
        self.text.get(start..end)
    }
}

/// A hash table over texts that lie elsewhere: open addressing, an index + 1 or 0 in each place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots(Vec<u32>);

impl Slots {
    /// `None` where two texts are the same, or so many fall on one place that finding them would take long.
    #[cfg_attr(tuned, optimize(speed))]
    pub(crate) fn new<'a>(count: usize, get: &dyn Fn(u32) -> Option<&'a str>) -> Option<Self> {
        let size = (count * 2).next_power_of_two().max(4);
        let mut slots = vec![0_u32; size];
        for index in 0..u32::try_from(count).ok()? {
            let name = get(index)?;
            let mut place = hash(name) & (size - 1);
            let mut probes = 0;
            loop {
                let slot = slots.get_mut(place)?;
                if *slot == 0 {
                    *slot = index + 1;
                    break;
                }
                if probes == MAX_PROBES || get(*slot - 1) == Some(name) {
                    return None;
                }
                probes += 1;
                place = (place + 1) & (size - 1);
            }
        }
        Some(Self(slots))
    }

    /// The index of `name`.
    #[inline]
    pub(crate) fn find<'a>(&self, name: &str, get: impl Fn(u32) -> Option<&'a str>) -> Option<u32> {
        let mask = self.0.len().checked_sub(1)?;
        let mut place = hash(name) & mask;
        for _ in 0..=MAX_PROBES {
            let slot = *self.0.get(place)?;
            if slot == 0 {
                return None;
            }
            if get(slot - 1) == Some(name) {
                return Some(slot - 1);
            }
            place = (place + 1) & mask;
        }
        None
    }
}

/// FNV-1a (Fowler, Noll, Vo) with a last mix: good for short words; `MAX_PROBES` bounds what a hostile list can do.
fn hash(name: &str) -> usize {
    let mut h = 0x811c_9dc5_u32;
    for byte in name.bytes() {
        h = (h ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (h ^ (h >> 15)) as usize
}

#[cfg(test)]
mod tests {
    use super::{Slots, Strings};

    fn strings(list: &[&str]) -> Strings {
        let mut starts = vec![0];
        let mut text = String::new();
        for name in list {
            text.push_str(name);
            starts.push(u32::try_from(text.len()).unwrap());
        }
        Strings::new(text.into_bytes(), starts).unwrap()
    }

    #[test]
    fn finds_each_and_no_other() {
        let list = ["late", "refund", "", "née", "a", "b", "c", "ab"];
        let table = strings(&list);
        let slots = Slots::new(table.len(), &|i| table.get(i)).unwrap();
        for (index, name) in list.iter().enumerate() {
            assert_eq!(slots.find(name, |i| table.get(i)), u32::try_from(index).ok());
        }
        assert_eq!(slots.find("lat", |i| table.get(i)), None);
        let twice = strings(&["a", "a"]);
        assert!(Slots::new(2, &|i| twice.get(i)).is_none());
        let none = strings(&[]);
        assert_eq!(Slots::new(0, &|i| none.get(i)).unwrap().find("a", |i| none.get(i)), None);
    }

    #[test]
    fn refuses_starts_off_characters_and_backwards() {
        assert!(Strings::new("née".into(), vec![0, 2, 4]).is_none());
        assert!(Strings::new("abc".into(), vec![0, 2, 1]).is_none());
        assert!(Strings::new("abc".into(), vec![0, 4]).is_none());
    }
}
