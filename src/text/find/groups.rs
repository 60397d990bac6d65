//! Digits in groups, as dates and times are written.

use super::days;
use crate::text::scan::{byte_at, run, slice};

/// Digits in groups with one sign between them, as dates and times have them.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) values: [u16; 3],
    /// How many digits each has.
    pub(super) lengths: [usize; 3],
    pub(super) count: usize,
    pub(super) sign: u8,
    /// Where the last one ends.
    pub(super) end: usize,
}

impl Groups {
    /// The groups that begin at a byte, four digits at most each; none where there are more groups or longer ones.
    #[inline(never)]
    #[cfg_attr(tuned, optimize(size))]
    pub(super) fn read(text: &str, mut at: usize) -> Self {
        let mut groups = Self::default();
        loop {
            let end = run(text, at, |c| c.is_ascii_digit());
            let length = end - at;
            let (Some(value), Some(size), 1..=4) =
                (groups.values.get_mut(groups.count), groups.lengths.get_mut(groups.count), length)
            else {
                return Self::default();
            };
            for digit in slice(text, at, end).bytes() {
                *value = *value * 10 + u16::from(digit - b'0');
            }
            *size = length;
            groups.count += 1;
            groups.end = end;
            let sign = byte_at(text, end);
            let joins = matches!(sign, b'-' | b'/' | b'.' | b':')
                && (groups.count == 1 || sign == groups.sign);
            if !joins || !byte_at(text, end + 1).is_ascii_digit() {
                return groups;
            }
            groups.sign = sign;
            at = end + 1;
        }
    }

    /// A date with the year first.
    pub(super) fn iso_date(&self) -> Option<i32> {
        let [year, month, day] = self.values;
        if self.sign == b'-' && self.lengths == [4, 2, 2] { days(year, month, day) } else { None }
    }

    /// A time: minutes behind a colon, or behind a point or nowhere where the half of the day is known.
    #[cfg_attr(tuned, optimize(size))]
    pub(super) fn time(&self, half: Option<bool>) -> Option<u16> {
        let [hours, minutes, seconds] = self.values;
        let [hour_digits, minute_digits, _] = self.lengths;
        let written = match self.count {
            1 => half.is_some(),
            _ => (self.sign == b':' || self.sign == b'.' && half.is_some()) && minute_digits == 2,
        };
        if !written || !(1..=2).contains(&hour_digits) || minutes > 59 || seconds > 59 {
            return None;
        }
        let hours = match half {
            None if hours < 24 => hours,
            Some(second) if (1..=12).contains(&hours) => hours % 12 + if second { 12 } else { 0 },
            _ => return None,
        };
        Some(hours * 60 + minutes)
    }
}
