//! Logarithms in integers, so that every platform stores the same weights.

/// Binary digits behind the point.
const FRACTION: u32 = 16;

/// The binary logarithm of `n` (at least 1) with 16 binary digits behind the point, by repeated squaring.
pub(crate) fn log2(n: u64) -> u64 {
    let n = n.max(1);
    let whole = n.ilog2();
    // Scaled to 1.0 ≤ x < 2.0 with 31 digits behind the point.
    let mut x = if whole > 31 { n >> (whole - 31) } else { n << (31 - whole) };
    let mut result = u64::from(whole) << FRACTION;
    for digit in (0..FRACTION).rev() {
        x = (x * x) >> 31;
        if x >= 1 << 32 {
            x >>= 1;
            result |= 1 << digit;
        }
    }
    result
}

/// The decimal logarithm of how many of one there are for each of another; 0 where there are fewer.
pub(crate) fn decimal_log(some: usize, of: usize) -> f32 {
    let count = |n: usize| log2(u64::try_from(n).unwrap_or(1));
    let binary = count(some).saturating_sub(count(of));
    f32::from(u16::try_from(binary >> 8).unwrap_or(u16::MAX)) / 256.0 * core::f32::consts::LOG10_2
}

#[cfg(test)]
mod tests {
    use super::log2;

    #[test]
    fn logarithms_are_close() {
        for n in [1_u64, 2, 3, 7, 10, 100, 12_345, 1 << 40] {
            #[expect(clippy::cast_precision_loss, reason = "a test compares with floating point")]
            let exact = (n as f64).log2() * 65_536.0;
            #[expect(clippy::cast_precision_loss, reason = "a test compares with floating point")]
            let got = log2(n) as f64;
            assert!((exact - got).abs() < 3.0, "{n}: {got} for {exact}");
        }
    }
}
