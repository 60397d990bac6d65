//! Reading bytes that nobody vouches for: every read is checked, none panics, and what fails first is remembered.
//!
//! A cursor is sticky: from its first failure on it stands before nothing, so every read gives 0 or what is empty, and every
//! count is 0. Readers read on as if all were well and ask once, at the end, whether it was ([`Cursor::broken`]). What was read
//! meanwhile must not be used for anything else.

/// A place in a slice of bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the first failure was.
    broken: Option<usize>,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self::from(bytes, 0)
    }

    pub(crate) fn from(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, broken: None }
    }

    /// The same place, with nothing to read from `end` on.
    pub(crate) fn until(self, end: usize) -> Self {
        Self { bytes: self.bytes.get(..end).unwrap_or(&[]), ..self }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// How many bytes are left: no count of entries can be larger.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// The byte at which something could not be, if anything could not.
    pub(crate) fn broken(&self) -> Option<usize> {
        self.broken
    }

    /// What is here cannot be: nothing more is read.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&mut self) {
        self.broken = self.broken.or(Some(self.at));
        self.bytes = &[];
    }

    /// Fails unless something holds; returns whether it does.
    #[inline]
    pub(crate) fn check(&mut self, holds: bool) -> bool {
        if !holds {
            self.fail();
        }
        holds
    }

    /// A value that must be there; in its place what is empty.
    pub(crate) fn some<T: Default>(&mut self, value: Option<T>) -> T {
        if value.is_none() {
            self.fail();
        }
        value.unwrap_or_default()
    }

    #[inline]
    pub(crate) fn byte(&mut self) -> u8 {
        let Some(&byte) = self.bytes.get(self.at) else {
            self.fail();
            return 0;
        };
        self.at += 1;
        byte
    }

    #[inline(never)]
    pub(crate) fn take(&mut self, n: usize) -> &'a [u8] {
        let slice = self.at.checked_add(n).and_then(|end| self.bytes.get(self.at..end));
        let Some(slice) = slice else {
            self.fail();
            return &[];
        };
        self.at += n;
        slice
    }

    /// So many varints: the one loop over thousands.
    #[cfg_attr(tuned, optimize(speed))]
    #[inline(never)]
    pub(crate) fn numbers(&mut self, count: usize) -> Vec<u32> {
        // Each takes a byte at least: a lie about their number cannot make anybody allocate much.
        if !self.check(count <= self.left()) {
            return Vec::new();
        }
        let mut numbers = vec![0_u32; count];
        let (bytes, mut at) = (self.bytes, self.at);
        for number in &mut numbers {
            // Of one byte or two without a branch: which it is nobody can foretell.
            if let Some(&[first, second]) = bytes.get(at..at + 2) {
                let two = u32::from(first >> 7);
                if two == 0 || second.wrapping_sub(1) < 0x7f {
                    *number = u32::from(first & 0x7f) + (u32::from(second) << 7) * two;
                    at += if two == 0 { 1 } else { 2 };
                    continue;
                }
            }
            self.at = at;
            *number = self.varint();
            at = self.at;
        }
        self.at = at;
        numbers
    }

    /// So many varints, each the difference to the one before in zigzag; as sums.
    pub(crate) fn offsets(&mut self, count: usize) -> Vec<u32> {
        let mut numbers = self.numbers(count);
        for number in &mut numbers {
            *number = zigzag(*number);
        }
        add_up(&mut numbers);
        numbers
    }

    /// LEB128, at most 32 bits, in its shortest form so that equal values have equal bytes.
    #[inline(never)]
    pub(crate) fn varint(&mut self) -> u32 {
        let (mut value, mut shift) = (0_u32, 0_u32);
        loop {
            let byte = self.byte();
            if shift > 28 || (shift == 28 && byte > 0x0f) {
                self.fail();
                return 0;
            }
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                self.check(byte != 0 || shift == 0);
                return value;
            }
            shift += 7;
        }
    }

    /// A signed number of up to 64 bits: zigzag, then LEB128.
    #[inline(never)]
    pub(crate) fn signed(&mut self) -> i64 {
        let (mut value, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = self.byte();
            let part = u64::from(byte & 0x7f);
            if shift > 63 || (shift == 63 && part > 1) {
                self.fail();
                return 0;
            }
            value |= part << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
        }
        (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
    }

    /// A signed number that fits 32 bits.
    pub(crate) fn signed32(&mut self) -> i32 {
        let value = self.signed();
        self.some(i32::try_from(value).ok())
    }

    /// Bytes behind their number.
    pub(crate) fn part(&mut self) -> &'a [u8] {
        let length = self.count();
        self.take(length)
    }

    /// A number of entries of at least one byte each, so that a lie about it cannot make anybody allocate much.
    #[inline(never)]
    pub(crate) fn count(&mut self) -> usize {
        let n = self.size();
        if self.check(n <= self.left()) { n } else { 0 }
    }

    /// A varint as slices count.
    pub(crate) fn size(&mut self) -> usize {
        usize::try_from(self.varint()).unwrap_or(usize::MAX)
    }

    /// The end must be here.
    pub(crate) fn end(&mut self) {
        self.check(self.left() == 0);
    }
}

/// A difference, to be added with wrapping: even ones are their half, odd ones below nothing.
pub(crate) fn zigzag(n: u32) -> u32 {
    n >> 1 ^ 0_u32.wrapping_sub(n & 1)
}

/// Makes of growths what has grown.
#[cfg_attr(tuned, optimize(speed))]
pub(crate) fn add_up(numbers: &mut [u32]) {
    let mut sum = 0_u32;
    for number in numbers {
        sum = sum.wrapping_add(*number);
        *number = sum;
    }
}

#[cfg(test)]
#[allow(
    clippy::redundant_closure_for_method_calls,
    clippy::needless_pass_by_value,
    reason = "a table of reads and values, for cursors of any lifetime"
)]
mod tests {
    use super::Cursor;

    #[track_caller]
    fn check<T: PartialEq + core::fmt::Debug>(
        bytes: &[u8],
        read: impl Fn(&mut Cursor<'_>) -> T,
        value: Option<T>,
    ) {
        let mut cursor = Cursor::new(bytes);
        let found = read(&mut cursor);
        assert_eq!(cursor.broken().is_none().then_some(found), value, "{bytes:?}");
    }

    #[test]
    fn varints_have_one_form() {
        for (bytes, value) in [
            (&[0][..], Some(0)),
            (&[0x7f], Some(127)),
            (&[0x80, 1], Some(128)),
            (&[0xff, 0xff, 0xff, 0xff, 0x0f], Some(u32::MAX)),
            (&[0x80, 0], None),
            (&[0xff, 0xff, 0xff, 0xff, 0x1f], None),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0], None),
            (&[0x80], None),
            (&[], None),
        ] {
            check(bytes, |c| c.varint(), value);
        }
    }

    #[test]
    fn signed_numbers_reach_both_ends() {
        check(&[1], |c| c.signed(), Some(-1));
        check(&[2], |c| c.signed(), Some(1));
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        check(&most, |c| c.signed(), Some(i64::MIN));
        check(&[0xff; 11], |c| c.signed(), None);
        check(&[6, 3, 0, 4], |c| c.offsets(4), Some(vec![3, 1, 1, 3]));
        check(&[3], |c| c.offsets(1), Some(vec![u32::MAX - 1]));
        check(
            &[0x7f, 0x80, 1, 0xff, 0xff, 0xff, 0xff, 0x0f],
            |c| c.numbers(3),
            Some(vec![127, 128, u32::MAX]),
        );
        check(&[0x80, 0], |c| c.numbers(1), None);
        check(&[1], |c| c.numbers(2), None);
    }

    #[test]
    fn the_first_failure_is_told_and_the_last_read() {
        let mut cursor = Cursor::new(&[1, 9, 2, 3]);
        assert_eq!(cursor.byte(), 1);
        cursor.byte();
        cursor.fail();
        assert_eq!(cursor.broken(), Some(2));
        // Two good bytes follow; nobody reads them any more.
        assert_eq!((cursor.byte(), cursor.count(), cursor.left()), (0, 0, 0));
        assert!(cursor.take(1).is_empty());
        cursor.end();
        assert_eq!(cursor.broken(), Some(2));
        check(&[2, 0], |c| c.count(), None);
        check(&[2, 0, 0], |c| c.count(), Some(2));
    }
}
