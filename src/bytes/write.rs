//! Writing what [`cursor`](super::cursor) reads.

/// LEB128.
pub(crate) fn varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(u8::try_from(value & 0x7f).unwrap_or(0) | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).unwrap_or(0));
}

/// A length or count; what the limits allow always fits.
pub(crate) fn size(out: &mut Vec<u8>, value: usize) {
    varint(out, u32::try_from(value).unwrap_or(u32::MAX));
}

/// A number as sixteen hexadecimal digits, as checksums are shown.
pub(crate) fn push_hex(number: u64, out: &mut String) {
    for digit in (0..16).rev().map(|digit| (number >> (digit * 4)) & 15) {
        out.extend(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 16)));
    }
}

/// Zigzag, then LEB128.
pub(crate) fn signed(out: &mut Vec<u8>, value: i64) {
    let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
    while rest >= 0x80 {
        out.push(u8::try_from(rest & 0x7f).unwrap_or(0) | 0x80);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap_or(0));
}
