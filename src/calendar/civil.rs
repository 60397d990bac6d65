//! Dates to days since 1970-01-01 and back, in the proleptic Gregorian calendar.
//!
//! The method is that of Howard Hinnant's "chrono-compatible low-level date algorithms": years begin in March, so that the
//! leap day comes last, and 400 years make an era of 146,097 days.

/// Days in 400 years.
const ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Days since 1970-01-01; `None` where there is no such date or it is millions of years away.
///
/// ```
/// use answertree::calendar::civil::days_from_civil;
/// assert_eq!(days_from_civil(1970, 1, 1), Some(0));
/// assert_eq!(days_from_civil(2026, 12, 24), Some(20_811));
/// assert_eq!(days_from_civil(2027, 2, 29), None);
/// ```
pub fn days_from_civil(year: i32, month: u8, day: u8) -> Option<i32> {
    if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
        return None;
    }
    let (month, day) = (i64::from(month), i64::from(day));
    let (year, month_from_march) =
        if month > 2 { (i64::from(year), month - 3) } else { (i64::from(year) - 1, month + 9) };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    i32::try_from(era * ERA + day_of_era - EPOCH).ok()
}

/// Year, month from 1 and day from 1 of so many days since 1970-01-01.
///
/// ```
/// use answertree::calendar::civil::civil_from_days;
/// assert_eq!(civil_from_days(20_811), (2026, 12, 24));
/// assert_eq!(civil_from_days(-1), (1969, 12, 31));
/// ```
pub fn civil_from_days(days: i32) -> (i32, u8, u8) {
    let days = i64::from(days) + EPOCH;
    let (era, day_of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / (ERA - 1)) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let (month, carry) =
        if month_from_march < 10 { (month_from_march + 3, 0) } else { (month_from_march - 9, 1) };
    let year = era * 400 + year_of_era + carry;
    // The year of an `i32` of days is below 6 million, months and days below 32.
    (
        i32::try_from(year).unwrap_or(0),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}

/// The day of the week, Monday is 0.
///
/// ```
/// use answertree::calendar::civil::weekday;
/// assert_eq!(weekday(0), 3); // 1970-01-01 was a Thursday
/// ```
pub fn weekday(days: i32) -> u8 {
    u8::try_from((i64::from(days) + 3).rem_euclid(7)).unwrap_or(0)
}

/// How many days a month has; 0 for a month that does not exist.
pub(crate) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{civil_from_days, days_from_civil, days_in_month, weekday};

    #[test]
    fn every_day_of_a_thousand_years_follows_the_one_before() {
        let mut days = days_from_civil(1600, 1, 1).unwrap();
        assert_eq!(days, -135_140);
        let mut of_week = weekday(days);
        assert_eq!(of_week, 5, "1600-01-01 was a Saturday");
        for year in 1600..2600 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    assert_eq!(days_from_civil(year, month, day), Some(days));
                    assert_eq!(civil_from_days(days), (year, month, day));
                    assert_eq!(weekday(days), of_week);
                    days += 1;
                    of_week = (of_week + 1) % 7;
                }
            }
        }
    }

    #[test]
    fn there_are_no_other_dates() {
        for (year, month, day) in [
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 1, 0),
            (2026, 1, 32),
            (2026, 4, 31),
            (1900, 2, 29),
            (2100, 2, 29),
            (i32::MAX, 1, 1),
            (i32::MIN, 1, 1),
        ] {
            assert_eq!(days_from_civil(year, month, day), None, "{year}-{month}-{day}");
        }
        assert!(days_from_civil(2000, 2, 29).is_some());
    }

    #[test]
    fn the_ends_of_the_range_come_back() {
        for days in [i32::MIN, i32::MIN + 1, -1, 0, 1, i32::MAX - 1, i32::MAX] {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), Some(days));
        }
    }
}
