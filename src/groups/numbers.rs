//! Rows of numbers, and sums over them in an order that is fixed: the same on every platform.

/// So many sums run side by side, as processors like it.
const LANES: usize = 8;

/// Rows of the same width, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    width: usize,
    numbers: Vec<f32>,
}

impl Rows {
    /// So many rows of zeros.
    pub(crate) fn zeros(count: usize, width: usize) -> Self {
        Self { width, numbers: vec![0.0; count.saturating_mul(width)] }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The row at a place; empty where there is none.
    pub(crate) fn row(&self, at: usize) -> &[f32] {
        let start = at.saturating_mul(self.width);
        self.numbers.get(start..start.saturating_add(self.width)).unwrap_or(&[])
    }

    pub(crate) fn row_mut(&mut self, at: usize) -> &mut [f32] {
        let start = at.saturating_mul(self.width);
        self.numbers.get_mut(start..start.saturating_add(self.width)).unwrap_or(&mut [])
    }

    /// The rows in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[f32]> {
        self.numbers.chunks_exact(self.width.max(1))
    }
}

/// The sum of the products.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (first, second) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = first.remainder().iter().zip(second.remainder());
    let rest = rest.fold(0.0, |sum, (a, b)| sum + a * b);
    for (a, b) in first.zip(second) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().fold(rest, |sum, next| sum + next)
}

/// Adds a row times a number to another.
pub(crate) fn add(to: &mut [f32], row: &[f32], times: f32) {
    for (to, number) in to.iter_mut().zip(row) {
        *to += number * times;
    }
}

/// Brings a row to a length; one that is as good as nothing becomes zeros.
pub(crate) fn scale_to(row: &mut [f32], length: f32) {
    let square = dot(row, row);
    let times = if square > 1e-12 { length / square.sqrt() } else { 0.0 };
    row.iter_mut().for_each(|number| *number *= times);
}

/// A count as a number; exact below 16 million, of which there are never so many.
pub(crate) fn real(count: usize) -> f32 {
    let part = |shift: u32| u16::try_from(count >> shift & 0xffff).map_or(0.0, f32::from);
    part(16) * 65_536.0 + part(0)
}

/// A number from 0 to 1 in thousandths.
pub(crate) fn thousandths(share: f32) -> u32 {
    // Counted up by halves, since a number cannot become a whole one without a cast.
    let (mut low, mut high) = (0_u16, 1_000_u16);
    while low < high {
        let middle = low.midpoint(high);
        if f32::from(middle) + 0.5 < share * 1_000.0 {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.into()
}

#[cfg(test)]
mod tests {
    use super::{Rows, dot, real, scale_to, thousandths};

    #[test]
    fn numbers_add_up() {
        let (a, b): (Vec<f32>, Vec<f32>) = ((0..21_u8).map(f32::from).collect(), vec![2.0; 21]);
        assert!((dot(&a, &b) - 420.0).abs() < 1e-3);
        let mut rows = Rows::zeros(2, 2);
        rows.row_mut(1).copy_from_slice(&[3.0, 4.0]);
        scale_to(rows.row_mut(1), 1.0);
        scale_to(rows.row_mut(0), 1.0);
        assert_eq!(
            (rows.row(0), rows.row(1), rows.row(2)),
            (&[0.0, 0.0][..], &[0.6, 0.8][..], &[][..])
        );
        let counts = [0, 1, 65_535, 65_536, 262_144].map(real);
        assert!(
            counts
                .iter()
                .zip([0.0, 1.0, 65_535.0, 65_536.0, 262_144.0])
                .all(|(a, b)| (a - b).abs() < 0.1)
        );
    }

    #[test]
    fn shares_become_thousandths() {
        for (share, expected) in [
            (0.0, 0),
            (0.1234, 123),
            (0.9996, 1_000),
            (1.0, 1_000),
            (7.0, 1_000),
            (-1.0, 0),
            (f32::NAN, 0),
        ] {
            assert_eq!(thousandths(share), expected, "{share}");
        }
    }
}
