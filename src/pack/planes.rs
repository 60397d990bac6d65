//! Small numbers, one plane for each dimension, as rows.

use crate::bytes::cursor::Cursor;

/// A row of numbers for each of some entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    dimensions: usize,
    numbers: Vec<i8>,
}

impl Rows {
    /// Reads the planes of so many rows, each with the width of its numbers before it: 2, 4 or 8 bits.
    pub(super) fn read(cursor: &mut Cursor<'_>, rows: usize, dimensions: usize) -> Self {
        // At four numbers a byte; a plane has its width, too.
        let least = rows.div_ceil(4).saturating_add(1).saturating_mul(dimensions);
        if !cursor.check(least <= cursor.left()) {
            return Self::default();
        }
        let mut numbers = vec![0_i8; rows.saturating_mul(dimensions)];
        for dimension in 0..dimensions {
            let width = cursor.byte();
            let each = match width {
                2 => 4,
                4 => 2,
                8 => 1,
                _ => {
                    cursor.fail();
                    break;
                }
            };
            let plane = cursor.take(rows.div_ceil(each));
            let codes = plane.iter().flat_map(|&byte| codes(byte, width));
            let places = numbers.iter_mut().skip(dimension).step_by(dimensions);
            let mut codes = codes.into_iter();
            for (place, code) in places.zip(&mut codes) {
                *place = code;
            }
            // What fills the last byte is nothing, so that equal vectors have equal bytes.
            let least = 0_i8.wrapping_sub_unsigned(1 << (width - 1));
            if !cursor.check(codes.all(|code| code == least)) {
                break;
            }
        }
        Self { dimensions, numbers }
    }

    /// The numbers of all rows, one row after the other.
    #[cfg(feature = "compile")]
    pub(super) fn numbers(&self) -> &[i8] {
        &self.numbers
    }

    /// The numbers of a row.
    pub(super) fn row(&self, row: usize) -> &[i8] {
        let start = row.saturating_mul(self.dimensions);
        self.numbers.get(start..start.saturating_add(self.dimensions)).unwrap_or(&[])
    }
}

/// The numbers in a byte, the low bits first; each is stored with half its range added.
fn codes(byte: u8, width: u8) -> impl Iterator<Item = i8> {
    let half = 1_u8 << (width - 1);
    let mask = half | (half - 1);
    (0..8).step_by(usize::from(width)).map(move |shift| {
        let code = byte >> shift & mask;
        code.wrapping_sub(half).cast_signed()
    })
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use crate::bytes::cursor::Cursor;

    #[test]
    fn planes_of_every_width_become_rows() {
        let bytes = [8, 0x80, 0x00, 0xff, 4, 0xf0, 0x08, 2, 0b0011_0110];
        let mut cursor = Cursor::new(&bytes);
        let rows = Rows::read(&mut cursor, 3, 3);
        assert_eq!((cursor.broken(), cursor.left()), (None, 0));
        assert_eq!(rows.row(0), [0, -8, 0]);
        assert_eq!(rows.row(1), [-128, 7, -1]);
        assert_eq!(rows.row(2), [127, 0, 1]);
        assert!(rows.row(3).is_empty() && rows.row(usize::MAX).is_empty());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for bytes in [
            // No such width; a plane that ends early; something in the bits that are left over; too little for so many.
            &[3, 0, 0, 0][..],
            &[8, 0, 0],
            &[4, 0, 0x10],
            &[2, 0b0100_0000],
            &[2],
            &[],
        ] {
            let mut cursor = Cursor::new(bytes);
            Rows::read(&mut cursor, 3, 1);
            assert!(cursor.broken().is_some(), "{bytes:?}");
        }
        let mut cursor = Cursor::new(&[2, 0, 0, 0]);
        Rows::read(&mut cursor, usize::MAX, 1_000);
        assert!(cursor.broken().is_some());
    }
}
