//! Days, time zones, opening hours and plural forms: what depends on a calendar or a language, as plain data.
//!
//! The data comes from the compiler (`check::zones`, `check::plurals`) and is stored in the machine, so that the runtime
//! carries only what a script uses. Every function here is total: no input panics, and none reads a clock.

pub mod civil;
pub mod hours;
pub mod plural;
pub mod zone;

/// A day of the calendar, or of every year.
///
/// ```
/// use answertree::calendar::{Day, civil};
/// let christmas = Day { year: None, month: 12, day: 25 };
/// assert!(christmas.is_valid());
/// assert!(christmas.is_on(civil::days_from_civil(2026, 12, 25).unwrap()));
/// assert!(!Day { year: Some(2026), month: 2, day: 29 }.is_valid());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The year, from 1; `None` is every year.
    pub year: Option<u16>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Day {
    /// Whether there is such a day; 29 February of every year counts, and falls in leap years only.
    pub fn is_valid(self) -> bool {
        // Any leap year will do for a day of every year.
        let year = self.year.unwrap_or(2000);
        year > 0 && civil::days_from_civil(i32::from(year), self.month, self.day).is_some()
    }

    /// Whether the day falls on `days` since 1970-01-01.
    pub fn is_on(self, days: i32) -> bool {
        let (year, month, day) = civil::civil_from_days(days);
        self.month == month
            && self.day == day
            && self.year.is_none_or(|wanted| i32::from(wanted) == year)
    }
}

/// The next `N` bytes of stored data.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

#[cfg(test)]
mod tests {
    use super::{Day, civil};

    #[test]
    fn days_of_every_year_and_of_one() {
        let leap = Day { year: None, month: 2, day: 29 };
        assert!(leap.is_valid());
        assert!(leap.is_on(civil::days_from_civil(2028, 2, 29).unwrap()));
        for day in civil::days_from_civil(2026, 1, 1).unwrap()
            ..=civil::days_from_civil(2026, 12, 31).unwrap()
        {
            assert!(!leap.is_on(day));
        }
        let once = Day { year: Some(2027), month: 5, day: 3 };
        assert!(once.is_on(civil::days_from_civil(2027, 5, 3).unwrap()));
        assert!(!once.is_on(civil::days_from_civil(2028, 5, 3).unwrap()));
        for (year, month, day) in
            [(None, 0, 1), (None, 13, 1), (None, 4, 31), (Some(2027), 2, 29), (Some(0), 1, 1)]
        {
            assert!(!Day { year, month, day }.is_valid());
        }
    }
}
