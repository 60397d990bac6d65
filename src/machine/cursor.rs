//! Reading bytes that nobody vouches for: every read is checked, none panics, each failure knows its place.

/// Why a read stopped: where, and what was being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Byte, counted from the start of what the cursor reads.
    pub(crate) at: usize,
    /// What was being read, or what about it cannot be.
    pub(crate) what: &'static str,
}

pub(crate) type Read<T> = Result<T, Broken>;

/// A place in a slice of bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn from(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn is_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// How many bytes are left: no count of entries can be larger.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// An error at this place.
    #[cold]
    pub(crate) fn broken(&self, what: &'static str) -> Broken {
        Broken { at: self.at, what }
    }

    pub(crate) fn byte(&mut self, what: &'static str) -> Read<u8> {
        let Some(&byte) = self.bytes.get(self.at) else {
            return Err(self.broken(what));
        };
        self.at += 1;
        Ok(byte)
    }

    pub(crate) fn take(&mut self, n: usize, what: &'static str) -> Read<&'a [u8]> {
        let slice = self.at.checked_add(n).and_then(|end| self.bytes.get(self.at..end));
        let Some(slice) = slice else {
            return Err(self.broken(what));
        };
        self.at += n;
        Ok(slice)
    }

    /// LEB128, at most 32 bits, in its shortest form so that equal values have equal bytes.
    #[inline]
    pub(crate) fn varint(&mut self, what: &'static str) -> Read<u32> {
        let first = self.byte(what)?;
        if first < 0x80 {
            return Ok(u32::from(first));
        }
        self.varint_rest(first, what)
    }

    fn varint_rest(&mut self, first: u8, what: &'static str) -> Read<u32> {
        let mut value = u64::from(first & 0x7f);
        for shift in [7_u32, 14, 21, 28] {
            let byte = self.byte(what)?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                let value = u32::try_from(value).map_err(|_| self.broken(what))?;
                return if byte == 0 { Err(self.broken(what)) } else { Ok(value) };
            }
        }
        Err(self.broken(what))
    }

    /// A signed number of up to 64 bits: zigzag, then LEB128.
    pub(crate) fn signed(&mut self, what: &'static str) -> Read<i64> {
        let (mut value, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = self.byte(what)?;
            let part = u64::from(byte & 0x7f);
            if shift > 63 || (shift == 63 && part > 1) {
                return Err(self.broken(what));
            }
            value |= part << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
        }
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// A signed number that fits 32 bits.
    pub(crate) fn signed32(&mut self, what: &'static str) -> Read<i32> {
        let value = self.signed(what)?;
        i32::try_from(value).map_err(|_| self.broken(what))
    }

    /// A number of entries of at least one byte each, so that a lie about it cannot make anybody allocate much.
    pub(crate) fn count(&mut self, what: &'static str) -> Read<usize> {
        let n = self.size(what)?;
        if n > self.left() { Err(self.broken(what)) } else { Ok(n) }
    }

    /// A varint as slices count.
    pub(crate) fn size(&mut self, what: &'static str) -> Read<usize> {
        let n = self.varint(what)?;
        usize::try_from(n).map_err(|_| self.broken(what))
    }

    /// An index into a table of `len` entries.
    pub(crate) fn index(&mut self, len: usize, what: &'static str) -> Read<u32> {
        let n = self.varint(what)?;
        if usize::try_from(n).is_ok_and(|n| n < len) { Ok(n) } else { Err(self.broken(what)) }
    }

    /// The end must be here.
    pub(crate) fn end(&self, what: &'static str) -> Read<()> {
        if self.is_end() { Ok(()) } else { Err(self.broken(what)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn varints_have_one_form() {
        for (bytes, value) in [
            (&[0][..], Some(0)),
            (&[0x7f], Some(127)),
            (&[0x80, 1], Some(128)),
            (&[0xff, 0xff, 0xff, 0xff, 0x0f], Some(u32::MAX)),
            (&[0x80, 0], None),
            (&[0xff, 0xff, 0xff, 0xff, 0x1f], None),
            (&[0x80], None),
            (&[], None),
        ] {
            assert_eq!(Cursor::new(bytes).varint("v").ok(), value, "{bytes:?}");
        }
    }

    #[test]
    fn signed_numbers_reach_both_ends() {
        assert_eq!(Cursor::new(&[1]).signed("s"), Ok(-1));
        assert_eq!(Cursor::new(&[2]).signed("s"), Ok(1));
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        assert_eq!(Cursor::new(&most).signed("s"), Ok(i64::MIN));
        assert!(Cursor::new(&[0xff; 11]).signed("s").is_err());
    }
}
