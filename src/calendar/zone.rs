//! Time zones as plain data: a rule that holds from some time on, and the offsets before it.
//!
//! A rule is what a POSIX `TZ` value says (POSIX.1-2024, 8.3; times beyond a day as in RFC 9636): a standard offset and, in
//! most zones with daylight saving, two changes a year such as "last Sunday of March, 01:00". Julian days are left out: no
//! current zone uses them. All offsets and times are whole minutes, which holds for every zone since 1972.

use super::{civil, take};

/// The furthest instant either way, in seconds: what a JavaScript `Date` can hold.
const FURTHEST: i64 = 8_640_000_000_000;
const DAY: i64 = 86_400;
/// The most offsets before the rule; real zones have fewer than 200.
const MAX_SPANS: usize = 255;

/// A change of the clock that comes every year: a weekday of a month, and a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// 1 to 12.
    pub month: u8,
    /// The first to the fourth such weekday of the month; 5 is the last.
    pub week: u8,
    /// Monday is 0.
    pub weekday: u8,
    /// Minutes after that day's midnight on the clock before the change, from -167 to 167 hours.
    pub time: i16,
}

/// The second offset of a year, between two changes. It may be behind the standard offset, as in Dublin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Daylight {
    /// Minutes east of UTC.
    pub offset: i16,
    /// When it begins.
    pub begins: Change,
    /// When it ends; earlier in the year than `begins` in the southern hemisphere.
    pub ends: Change,
}

/// An offset that held until some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// Minutes since 1970 UTC at which it ended.
    pub until: i32,
    /// Minutes east of UTC.
    pub offset: i16,
}

/// A time zone.
///
/// ```
/// use answertree::calendar::zone::{Change, Daylight, Zone};
/// // As in New York: from the second Sunday of March to the first of November.
/// let change = |month, week| Change { month, week, weekday: 6, time: 120 };
/// let daylight = Daylight { offset: -240, begins: change(3, 2), ends: change(11, 1) };
/// let zone = Zone::new(-300, Some(daylight), Vec::new()).unwrap();
/// assert_eq!(zone.offset(1_700_000_000), -5 * 3600);
/// assert_eq!(zone.offset(1_720_000_000), -4 * 3600);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    standard: i16,
    daylight: Option<Daylight>,
    earlier: Vec<Until>,
}

impl Zone {
    /// The zone without an offset.
    pub const UTC: Self = Self { standard: 0, daylight: None, earlier: Vec::new() };

    /// A zone of a standard offset in minutes east of UTC, a second one, and the offsets before these began to hold.
    ///
    /// `None` where an offset is beyond a day, a change is no day of a year, or `earlier` is not in order of time.
    pub fn new(standard: i16, daylight: Option<Daylight>, earlier: Vec<Until>) -> Option<Self> {
        let offset = |minutes: i16| minutes.unsigned_abs() < 1_440;
        let change = |c: Change| {
            (1..=12).contains(&c.month)
                && (1..=5).contains(&c.week)
                && c.weekday < 7
                && c.time.unsigned_abs() <= 167 * 60
        };
        let fits = offset(standard)
            && daylight.is_none_or(|d| offset(d.offset) && change(d.begins) && change(d.ends))
            && earlier.iter().all(|span| offset(span.offset))
            && earlier.is_sorted_by(|a, b| a.until < b.until)
            && earlier.len() <= MAX_SPANS;
        fits.then_some(Self { standard, daylight, earlier })
    }

    /// The standard offset, in minutes east of UTC.
    pub fn standard(&self) -> i16 {
        self.standard
    }

    /// The second offset of a year, where there is one.
    pub fn daylight(&self) -> Option<Daylight> {
        self.daylight
    }

    /// The offsets before the rule, in order of time.
    pub fn earlier(&self) -> &[Until] {
        &self.earlier
    }

    /// Seconds east of UTC at `unix_seconds`.
    ///
    /// ```
    /// assert_eq!(answertree::calendar::zone::Zone::UTC.offset(0), 0);
    /// ```
    pub fn offset(&self, unix_seconds: i64) -> i32 {
        let now = unix_seconds.clamp(-FURTHEST, FURTHEST);
        let past = self.earlier.partition_point(|span| i64::from(span.until) * 60 <= now);
        let minutes = match self.earlier.get(past) {
            Some(span) => span.offset,
            None => self.rule(now),
        };
        i32::from(minutes) * 60
    }

    /// The day there, in days since 1970-01-01, and the seconds since its midnight on the clock.
    ///
    /// ```
    /// assert_eq!(answertree::calendar::zone::Zone::UTC.local(-1), (-1, 86_399));
    /// ```
    pub fn local(&self, unix_seconds: i64) -> (i32, i32) {
        let now = unix_seconds.clamp(-FURTHEST, FURTHEST);
        split(now + i64::from(self.offset(now)))
    }

    /// The first instant at which the clock there shows so many seconds after the midnight of a day, in seconds since 1970.
    ///
    /// A time that comes twice is its first; a time that the clock leaps over is the instant of the leap. `seconds` may lie
    /// outside the day: 86,400 is the midnight after it.
    ///
    /// ```
    /// assert_eq!(answertree::calendar::zone::Zone::UTC.utc(1, 3_600), 90_000);
    /// ```
    pub fn utc(&self, days: i32, seconds: i32) -> i64 {
        let clock = i64::from(days) * DAY + i64::from(seconds);
        // No change is as far as a day away from one of these, and changes lie weeks apart.
        let before = clock - i64::from(self.offset(clock - DAY));
        let after = clock - i64::from(self.offset(clock + DAY));
        let (mut early, mut late) = (before.min(after), before.max(after));
        let shows = |instant: i64| instant + i64::from(self.offset(instant));
        if shows(early) == clock {
            return early;
        }
        if shows(late) == clock {
            return late;
        }
        // The clock leaps over the time between the two guesses: find the first instant that shows a later one.
        while late - early > 1 {
            let middle = early + (late - early) / 2;
            if shows(middle) < clock { early = middle } else { late = middle }
        }
        late
    }

    /// Reads what [`Zone::write`] wrote; gives the zone and the bytes after it, `None` where it is not one.
    ///
    /// ```
    /// use answertree::calendar::zone::Zone;
    /// let mut bytes = Vec::new();
    /// Zone::UTC.write(&mut bytes);
    /// assert_eq!(Zone::read(&bytes), Some((Zone::UTC, &[][..])));
    /// assert_eq!(Zone::read(&bytes[1..]), None);
    /// ```
    pub fn read(mut bytes: &[u8]) -> Option<(Self, &[u8])> {
        let rest = &mut bytes;
        let standard = i16::from_le_bytes(take(rest)?);
        let [has_daylight, len] = take(rest)?;
        let daylight = match has_daylight {
            0 => None,
            1 => {
                let offset = i16::from_le_bytes(take(rest)?);
                Some(Daylight { offset, begins: read_change(rest)?, ends: read_change(rest)? })
            }
            _ => return None,
        };
        let mut earlier = Vec::new();
        for _ in 0..len {
            let until = i32::from_le_bytes(take(rest)?);
            earlier.push(Until { until, offset: i16::from_le_bytes(take(rest)?) });
        }
        Some((Self::new(standard, daylight, earlier)?, bytes))
    }

    /// Appends the zone: 4 bytes, 12 more for daylight saving, and 6 for each earlier offset; little-endian.
    ///
    /// In order: the standard offset (`i16`), whether a second one follows (0 or 1), the number of earlier ones (`u8`); the
    /// second offset (`i16`) and its two changes (month, week, weekday, `i16` time); the earlier ones (`i32` until, `i16`).
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.standard.to_le_bytes());
        // `new` has seen to the number.
        let len = u8::try_from(self.earlier.len()).unwrap_or(u8::MAX);
        out.extend([u8::from(self.daylight.is_some()), len]);
        if let Some(daylight) = self.daylight {
            out.extend(daylight.offset.to_le_bytes());
            for change in [daylight.begins, daylight.ends] {
                out.extend([change.month, change.week, change.weekday]);
                out.extend(change.time.to_le_bytes());
            }
        }
        for span in &self.earlier {
            out.extend(span.until.to_le_bytes());
            out.extend(span.offset.to_le_bytes());
        }
    }

    /// Minutes east of UTC by the rule.
    fn rule(&self, now: i64) -> i16 {
        let Some(daylight) = self.daylight else { return self.standard };
        let year = civil::civil_from_days(split(now + i64::from(self.standard) * 60).0).0;
        // Each change is told by the clock before it.
        let begins = instant(daylight.begins, year, self.standard);
        let ends = instant(daylight.ends, year, daylight.offset);
        let second =
            if begins < ends { begins <= now && now < ends } else { now < ends || begins <= now };
        if second { daylight.offset } else { self.standard }
    }
}

/// When a change comes in a year, told by a clock `offset` minutes east of UTC.
fn instant(change: Change, year: i32, offset: i16) -> i64 {
    // Both exist: `Zone::new` has seen the month, and the year is that of a `Date`.
    let first = civil::days_from_civil(year, change.month, 1).unwrap_or(0);
    let next = match change.month {
        12 => civil::days_from_civil(year.saturating_add(1), 1, 1),
        month => civil::days_from_civil(year, month.saturating_add(1), 1),
    };
    let ahead = (i32::from(change.weekday) - i32::from(civil::weekday(first))).rem_euclid(7);
    let mut day = first + ahead + 7 * (i32::from(change.week) - 1);
    if next.is_some_and(|next| day >= next) {
        day -= 7;
    }
    i64::from(day) * DAY + (i64::from(change.time) - i64::from(offset)) * 60
}

/// Days and the seconds of the last one; the instant is one of a `Date`.
fn split(seconds: i64) -> (i32, i32) {
    let days = i32::try_from(seconds.div_euclid(DAY)).unwrap_or(0);
    (days, i32::try_from(seconds.rem_euclid(DAY)).unwrap_or(0))
}

fn read_change(bytes: &mut &[u8]) -> Option<Change> {
    let [month, week, weekday] = take(bytes)?;
    Some(Change { month, week, weekday, time: i16::from_le_bytes(take(bytes)?) })
}

#[cfg(test)]
mod tests {
    use super::{Change, Daylight, Until, Zone};
    use crate::calendar::civil::days_from_civil;

    const fn change(month: u8, week: u8, weekday: u8, time: i16) -> Change {
        Change { month, week, weekday, time }
    }

    fn zone(standard: i16, offset: i16, begins: Change, ends: Change) -> Zone {
        Zone::new(standard, Some(Daylight { offset, begins, ends }), Vec::new()).unwrap()
    }

    /// `2026-03-29 01:30` as days and seconds.
    fn clock(text: &str) -> (i32, i32) {
        let n = |from: usize, to: usize| text.get(from..to).unwrap().parse::<i32>().unwrap();
        let day = days_from_civil(
            n(0, 4),
            u8::try_from(n(5, 7)).unwrap(),
            u8::try_from(n(8, 10)).unwrap(),
        );
        (day.unwrap(), n(11, 13) * 3_600 + n(14, 16) * 60)
    }

    /// The instant of a clock that shows UTC.
    fn instant(text: &str) -> i64 {
        let (days, seconds) = clock(text);
        Zone::UTC.utc(days, seconds)
    }

    #[track_caller]
    fn check(zone: &Zone, local: &str, utc: &str) {
        let (days, seconds) = clock(local);
        assert_eq!(zone.utc(days, seconds), instant(utc), "{local} to UTC");
    }

    #[track_caller]
    fn check_both(zone: &Zone, local: &str, utc: &str) {
        check(zone, local, utc);
        assert_eq!(zone.local(instant(utc)), clock(local), "{utc} to local");
    }

    #[test]
    fn london_in_gap_and_overlap() {
        let london = zone(0, 60, change(3, 5, 6, 60), change(10, 5, 6, 120));
        check_both(&london, "2026-03-29 00:59", "2026-03-29 00:59");
        check(&london, "2026-03-29 01:00", "2026-03-29 01:00");
        check(&london, "2026-03-29 01:30", "2026-03-29 01:00"); // leapt over
        check_both(&london, "2026-03-29 02:00", "2026-03-29 01:00");
        check_both(&london, "2026-10-25 00:59", "2026-10-24 23:59");
        check_both(&london, "2026-10-25 01:30", "2026-10-25 00:30"); // comes twice
        assert_eq!(london.local(instant("2026-10-25 01:30")), clock("2026-10-25 01:30"));
        check_both(&london, "2026-10-25 02:00", "2026-10-25 02:00");
    }

    #[test]
    fn dublin_saves_in_winter() {
        // Summer time is the standard, and an hour less from October to March.
        let dublin = zone(60, 0, change(10, 5, 6, 120), change(3, 5, 6, 60));
        check_both(&dublin, "2026-07-01 12:00", "2026-07-01 11:00");
        check_both(&dublin, "2026-12-31 23:59", "2026-12-31 23:59");
        check_both(&dublin, "2027-01-01 00:00", "2027-01-01 00:00");
        check(&dublin, "2026-03-29 01:30", "2026-03-29 01:00");
        check_both(&dublin, "2026-10-25 01:30", "2026-10-25 00:30");
    }

    #[test]
    fn the_southern_hemisphere_and_odd_offsets() {
        let sydney = zone(600, 660, change(10, 1, 6, 120), change(4, 1, 6, 180));
        check_both(&sydney, "2026-01-01 00:00", "2025-12-31 13:00");
        check_both(&sydney, "2026-07-01 00:00", "2026-06-30 14:00");
        check(&sydney, "2026-10-04 02:30", "2026-10-03 16:00");
        check_both(&sydney, "2026-04-05 02:30", "2026-04-04 15:30");
        // Half an hour of daylight saving.
        let lord_howe = zone(630, 660, change(10, 1, 6, 120), change(4, 1, 6, 120));
        check_both(&lord_howe, "2026-01-01 00:00", "2025-12-31 13:00");
        check(&lord_howe, "2026-10-04 02:10", "2026-10-03 15:30");
        check_both(&lord_howe, "2026-10-04 02:30", "2026-10-03 15:30");
        check_both(&lord_howe, "2026-04-05 01:45", "2026-04-04 14:45");
        let chatham = zone(765, 825, change(9, 5, 6, 165), change(4, 1, 6, 225));
        check_both(&chatham, "2026-01-01 00:00", "2025-12-31 10:15");
        check_both(&chatham, "2026-07-01 00:00", "2026-06-30 11:15");
        check(&chatham, "2026-09-27 03:00", "2026-09-26 14:00");
    }

    #[test]
    fn times_beyond_the_day() {
        // Nuuk: the evening before the last Sunday of March.
        let nuuk = zone(-120, -60, change(3, 5, 6, -60), change(10, 5, 6, 0));
        check_both(&nuuk, "2026-03-28 22:59", "2026-03-29 00:59");
        check_both(&nuuk, "2026-03-29 00:00", "2026-03-29 01:00");
        // Gaza: 50 hours after the midnight of the fourth Thursday.
        let gaza = zone(120, 180, change(3, 4, 3, 3_000), change(10, 4, 3, 3_000));
        check_both(&gaza, "2090-03-25 01:59", "2090-03-24 23:59");
        check_both(&gaza, "2090-03-25 03:00", "2090-03-25 00:00");
    }

    #[test]
    fn earlier_offsets_come_before_the_rule() {
        // Casablanca's winter of Ramadan 2024, by hand: +1, then +0 from 10 March to 14 April.
        let minutes = |text: &str| i32::try_from(instant(text) / 60).unwrap();
        let earlier = vec![
            Until { until: minutes("2024-03-10 02:00"), offset: 60 },
            Until { until: minutes("2024-04-14 02:00"), offset: 0 },
        ];
        let casablanca = Zone::new(60, None, earlier).unwrap();
        check_both(&casablanca, "2024-03-10 02:59", "2024-03-10 01:59");
        assert_eq!(casablanca.local(instant("2024-03-10 02:00")), clock("2024-03-10 02:00"));
        check(&casablanca, "2024-03-10 02:00", "2024-03-10 01:00");
        check_both(&casablanca, "2024-04-14 01:59", "2024-04-14 01:59");
        check(&casablanca, "2024-04-14 02:30", "2024-04-14 02:00");
        check_both(&casablanca, "2024-04-14 03:00", "2024-04-14 02:00");
    }

    #[test]
    fn wrong_zones_are_refused() {
        let good = change(3, 5, 6, 60);
        for wrong in [
            change(0, 5, 6, 60),
            change(13, 5, 6, 60),
            change(3, 0, 6, 60),
            change(3, 6, 6, 60),
            change(3, 5, 7, 60),
            change(3, 5, 6, 167 * 60 + 1),
            change(3, 5, 6, i16::MIN),
        ] {
            for (begins, ends) in [(wrong, good), (good, wrong)] {
                assert_eq!(Zone::new(0, Some(Daylight { offset: 60, begins, ends }), vec![]), None);
            }
        }
        assert_eq!(Zone::new(1_440, None, vec![]), None);
        assert_eq!(Zone::new(i16::MIN, None, vec![]), None);
        let span = |until| Until { until, offset: 0 };
        assert_eq!(Zone::new(0, None, vec![span(2), span(1)]), None);
        assert_eq!(Zone::new(0, None, vec![span(1), span(1)]), None);
        assert_eq!(Zone::new(0, None, (0..256).map(span).collect()), None);
        assert!(Zone::new(0, None, (0..255).map(span).collect()).is_some());
    }

    /// No stored zone and no instant makes trouble: every change of a byte is refused or gives a zone that answers.
    #[test]
    fn any_bytes_and_any_instant() {
        let rule = zone(-300, -240, change(3, 2, 6, 120), change(11, 1, 6, 120));
        let zone = Zone {
            earlier: vec![Until { until: 9, offset: 30 }, Until { until: 12, offset: 0 }],
            ..rule
        };
        let mut bytes = Vec::new();
        zone.write(&mut bytes);
        assert_eq!(Zone::read(&bytes), Some((zone, &[][..])));
        for at in 0..bytes.len() {
            for value in 0..=u8::MAX {
                let mut changed = bytes.clone();
                changed[at] = value;
                let Some((zone, _)) = Zone::read(&changed) else { continue };
                for instant in [i64::MIN, -1, 0, 540, 1_800_000_000, i64::MAX] {
                    let (days, seconds) = zone.local(instant);
                    assert!((0..86_400).contains(&seconds));
                    zone.utc(days, seconds);
                }
                zone.utc(i32::MAX, i32::MAX);
                zone.utc(i32::MIN, i32::MIN);
            }
        }
    }
}
