//! Opening hours of a department, in its own time zone.
//!
//! Each interval is a stretch of time between two readings of the department's clock. A reading that comes twice when the
//! clocks go back counts the first time; one that is leapt over counts as the instant of the leap. So 22:00-06:00 is an
//! hour longer or shorter in those two nights, and an interval that lies within the leap is not open at all that day.

use super::zone::Zone;
use super::{Day, civil, take};

/// How far ahead an opening is looked for, in days: a year, and a holiday season.
const HORIZON: i32 = 400;
/// The most intervals a stored schedule has: 36 a weekday.
pub const MAX_INTERVALS: u16 = 252;
/// The most closed days a stored schedule has: every day of some years.
pub const MAX_CLOSED: u16 = 2_000;
const MINUTES_A_DAY: u16 = 1_440;

/// A stretch of a weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The day on which it begins, Monday is 0.
    pub weekday: u8,
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight, up to 1440. Before `from` it is on the next day; equal to `from` the interval is empty.
    pub to: u16,
}

impl Interval {
    /// Whether the weekday and the minutes exist.
    pub fn is_valid(self) -> bool {
        self.weekday < 7 && self.from <= MINUTES_A_DAY && self.to <= MINUTES_A_DAY
    }

    /// Whether it is open at no time: `from` is `to`, or it runs from 24:00 to 00:00.
    pub fn is_empty(self) -> bool {
        self.from == self.to || (self.from >= MINUTES_A_DAY && self.to == 0)
    }
}

/// When a department is open.
///
/// ```
/// use answertree::calendar::{hours::{Interval, Schedule}, zone::Zone};
/// // Mondays 09:00-17:00 in UTC.
/// let hours = vec![Interval { weekday: 0, from: 540, to: 1020 }];
/// let schedule = Schedule { hours, closed: Vec::new(), zone: Zone::UTC };
/// let monday = 4 * 86_400_000; // 1970-01-05
/// assert!(schedule.is_open(monday + 10 * 3_600_000));
/// assert_eq!(schedule.next_opening(0), Some(monday + 9 * 3_600_000));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The intervals, in any order; they may overlap. None at all means the whole of every day.
    pub hours: Vec<Interval>,
    /// Days of the zone on which no interval begins. One that began the evening before still runs to its end.
    pub closed: Vec<Day>,
    /// The department's time zone.
    pub zone: Zone,
}

impl Schedule {
    /// Whether it is open at `now_ms`, in milliseconds since 1970 UTC.
    pub fn is_open(&self, now_ms: i64) -> bool {
        let now = now_ms.div_euclid(1_000);
        let today = self.zone.local(now).0;
        // An interval ends on the day after it began at the latest. A day more on both sides: clocks may be put back over
        // midnight, and a zone may skip a day.
        (today - 2..=today + 1)
            .any(|day| self.openings(day).any(|(opens, closes)| opens <= now && now < closes))
    }

    /// The first moment from `now_ms` on at which it is open, in milliseconds since 1970 UTC: `now_ms` itself where it is.
    ///
    /// `None` where that is not within the next 400 days.
    pub fn next_opening(&self, now_ms: i64) -> Option<i64> {
        if self.is_open(now_ms) {
            return Some(now_ms);
        }
        let now = now_ms.div_euclid(1_000);
        let today = self.zone.local(now).0;
        // Days begin in order, so the first day that has a later opening has the next one.
        (today - 1..=today + HORIZON).find_map(|day| {
            let opens =
                self.openings(day).map(|(opens, _)| opens).filter(|&opens| opens > now).min();
            opens.map(|seconds| seconds * 1_000)
        })
    }

    /// Whether it opens on no day of any year: all its intervals are empty, or every day of the year is closed.
    ///
    /// Days closed in one year only never make it so.
    ///
    /// ```
    /// use answertree::calendar::{hours::{Interval, Schedule}, zone::Zone};
    /// let hours = vec![Interval { weekday: 0, from: 540, to: 540 }];
    /// assert!(Schedule { hours, closed: Vec::new(), zone: Zone::UTC }.never_open());
    /// ```
    pub fn never_open(&self) -> bool {
        let empty = !self.hours.is_empty() && self.hours.iter().all(|interval| interval.is_empty());
        // Each day of the year falls on each weekday in some year.
        empty
            || (1..=12).all(|month| {
                (1..=31).all(|day| {
                    let day = Day { year: None, month, day };
                    !day.is_valid() || self.closed.contains(&day)
                })
            })
    }

    /// Reads what [`Schedule::write`] wrote; gives the schedule and the bytes after it, `None` where it is not one.
    pub fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (zone, mut bytes) = Zone::read(bytes)?;
        let rest = &mut bytes;
        let number = |rest: &mut &[u8]| take(rest).map(u16::from_le_bytes);
        let (mut hours, mut closed) = (Vec::new(), Vec::new());
        for _ in 0..number(rest).filter(|&len| len <= MAX_INTERVALS)? {
            let [weekday] = take(rest)?;
            let interval = Interval { weekday, from: number(rest)?, to: number(rest)? };
            hours.push(Some(interval).filter(|interval| interval.is_valid())?);
        }
        for _ in 0..number(rest).filter(|&len| len <= MAX_CLOSED)? {
            let year = Some(number(rest)?).filter(|&year| year > 0);
            let [month, day] = take(rest)?;
            closed.push(Some(Day { year, month, day }).filter(|day| day.is_valid())?);
        }
        Some((Self { hours, closed, zone }, bytes))
    }

    /// Appends the schedule, or says no where it has too many intervals or days, or one that does not exist.
    ///
    /// In order: the zone as [`Zone::write`] has it, the number of intervals (`u16`) and each (weekday, `u16` from, `u16` to),
    /// the number of closed days (`u16`) and each (`u16` year or 0, month, day); little-endian.
    ///
    /// ```
    /// use answertree::calendar::{hours::Schedule, zone::Zone};
    /// let always = Schedule { hours: Vec::new(), closed: Vec::new(), zone: Zone::UTC };
    /// let mut bytes = Vec::new();
    /// always.write(&mut bytes).unwrap();
    /// assert_eq!(Schedule::read(&bytes), Some((always, &[][..])));
    /// ```
    #[must_use]
    pub fn write(&self, out: &mut Vec<u8>) -> Option<()> {
        let len = |len: usize, most: u16| u16::try_from(len).ok().filter(|&len| len <= most);
        let intervals = len(self.hours.len(), MAX_INTERVALS)?;
        let days = len(self.closed.len(), MAX_CLOSED)?;
        let valid = self.hours.iter().all(|interval| interval.is_valid())
            && self.closed.iter().all(|day| day.is_valid());
        valid.then(|| {
            self.zone.write(out);
            out.extend(intervals.to_le_bytes());
            for interval in &self.hours {
                out.push(interval.weekday);
                out.extend(interval.from.to_le_bytes());
                out.extend(interval.to.to_le_bytes());
            }
            out.extend(days.to_le_bytes());
            for day in &self.closed {
                out.extend(day.year.unwrap_or(0).to_le_bytes());
                out.extend([day.month, day.day]);
            }
        })
    }

    /// The stretches that begin on a day, in seconds since 1970 UTC, without empty ones.
    fn openings(&self, day: i32) -> impl Iterator<Item = (i64, i64)> {
        let weekday = civil::weekday(day);
        let whole_day = Interval { weekday, from: 0, to: MINUTES_A_DAY };
        let closed = self.closed.iter().any(|closed| closed.is_on(day));
        self.hours
            .iter()
            .copied()
            .chain(self.hours.is_empty().then_some(whole_day))
            .filter(move |interval| interval.weekday == weekday && !closed)
            .map(move |Interval { from, to, .. }| {
                let next = i32::from(to < from);
                (
                    self.zone.utc(day, i32::from(from) * 60),
                    self.zone.utc(day + next, i32::from(to) * 60),
                )
            })
            .filter(|(opens, closes)| opens < closes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Interval, MAX_CLOSED, MAX_INTERVALS, Schedule};
    use crate::calendar::zone::{Change, Daylight, Zone};
    use crate::calendar::{Day, civil::days_from_civil};

    fn london() -> Zone {
        let change = |month, time| Change { month, week: 5, weekday: 6, time };
        let daylight = Daylight { offset: 60, begins: change(3, 60), ends: change(10, 120) };
        Zone::new(0, Some(daylight), Vec::new()).unwrap()
    }

    /// `Mon-Fri 09:00-17:00, Sat 10:00-12:00`, as the compiler unfolds it.
    fn hours(text: &str) -> Vec<Interval> {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let weekday = |name: &str| days.iter().position(|&day| day == name).unwrap();
        let minutes = |time: &str| {
            let (hour, minute) = time.split_once(':').unwrap();
            hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap()
        };
        let mut out = Vec::new();
        for part in text.split(", ").filter(|part| !part.is_empty()) {
            let (names, times) = part.split_once(' ').unwrap();
            let (first, last) = names.split_once('-').unwrap_or((names, names));
            let (from, to) = times.split_once('-').unwrap();
            let (first, last) = (weekday(first), weekday(last));
            for day in (first..).take((last + 7 - first) % 7 + 1) {
                let weekday = u8::try_from(day % 7).unwrap();
                out.push(Interval { weekday, from: minutes(from), to: minutes(to) });
            }
        }
        out
    }

    fn schedule(text: &str, closed: &[Day], zone: Zone) -> Schedule {
        Schedule { hours: hours(text), closed: closed.to_vec(), zone }
    }

    /// Milliseconds of a UTC time such as `2026-03-29 01:30`.
    fn utc(text: &str) -> i64 {
        let n = |from: usize, to: usize| text.get(from..to).unwrap().parse::<i64>().unwrap();
        let day = days_from_civil(
            i32::try_from(n(0, 4)).unwrap(),
            u8::try_from(n(5, 7)).unwrap(),
            u8::try_from(n(8, 10)).unwrap(),
        );
        (i64::from(day.unwrap()) * 86_400 + n(11, 13) * 3_600 + n(14, 16) * 60) * 1_000
    }

    /// Closed at `now`, and opens at `opens`; or open at `now` where they are the same. Nothing opens in between.
    #[track_caller]
    fn check(schedule: &Schedule, now: &str, opens: &str) {
        let (now, opens) = (utc(now), utc(opens));
        assert_eq!(schedule.next_opening(now), Some(opens));
        assert_eq!(schedule.is_open(now), now == opens);
        assert!(schedule.is_open(opens));
        assert!((now..opens).step_by(300_000).all(|between| !schedule.is_open(between)));
    }

    const CHRISTMAS: Day = Day { year: None, month: 12, day: 25 };

    #[test]
    fn a_working_week() {
        let acme = schedule("Mon-Fri 08:00-20:00, Sat 09:00-13:00", &[CHRISTMAS], london());
        check(&acme, "2026-11-24 08:00", "2026-11-24 08:00");
        check(&acme, "2026-11-24 07:59", "2026-11-24 08:00");
        check(&acme, "2026-11-24 19:59", "2026-11-24 19:59");
        check(&acme, "2026-11-24 20:00", "2026-11-25 08:00");
        check(&acme, "2026-11-28 13:00", "2026-11-30 08:00");
        check(&acme, "2026-12-24 20:00", "2026-12-26 09:00"); // a Thursday; Christmas in between
        check(&acme, "2026-07-01 06:59", "2026-07-01 07:00"); // summer time
        assert!(acme.is_open(utc("2026-11-24 20:00") - 1));
        assert!(!acme.is_open(utc("2026-11-24 08:00") - 1));
        assert_eq!(acme.next_opening(utc("2026-11-24 08:00") - 1), Some(utc("2026-11-24 08:00")));
    }

    #[test]
    fn weeks_that_wrap_and_nights() {
        let weekend = schedule("Sat-Mon 22:00-02:00", &[], Zone::UTC);
        check(&weekend, "2026-11-27 23:00", "2026-11-28 22:00"); // Friday
        check(&weekend, "2026-11-29 01:59", "2026-11-29 01:59");
        check(&weekend, "2026-11-29 02:00", "2026-11-29 22:00");
        check(&weekend, "2026-12-01 01:00", "2026-12-01 01:00"); // Monday's night, on Tuesday
        check(&weekend, "2026-12-01 02:00", "2026-12-05 22:00");
        let until_midnight =
            schedule("Mon 20:00-24:00, Tue 00:00-01:00, Wed 23:00-00:00", &[], Zone::UTC);
        check(&until_midnight, "2026-11-30 23:59", "2026-11-30 23:59");
        check(&until_midnight, "2026-12-01 00:00", "2026-12-01 00:00");
        check(&until_midnight, "2026-12-01 01:00", "2026-12-02 23:00");
        check(&until_midnight, "2026-12-03 00:00", "2026-12-07 20:00");
        let overlapping =
            schedule("Mon 09:00-12:00, Mon 11:00-15:00, Mon 10:00-11:00", &[], Zone::UTC);
        check(&overlapping, "2026-11-30 14:59", "2026-11-30 14:59");
        check(&overlapping, "2026-11-30 15:00", "2026-12-07 09:00");
    }

    #[test]
    fn a_closed_day_ends_no_night_that_began_before_it() {
        let nights = schedule("Mon-Sun 22:00-06:00", &[CHRISTMAS], Zone::UTC);
        check(&nights, "2026-12-25 05:59", "2026-12-25 05:59");
        check(&nights, "2026-12-25 06:00", "2026-12-26 22:00");
        // The day is that of the zone: Christmas in Auckland begins at 11:00 UTC the day before.
        let auckland = Zone::new(780, None, Vec::new()).unwrap();
        let always = schedule("", &[CHRISTMAS], auckland);
        check(&always, "2026-12-24 10:59", "2026-12-24 10:59");
        check(&always, "2026-12-24 11:00", "2026-12-25 11:00");
    }

    #[test]
    fn nights_in_which_the_clocks_change() {
        let early = schedule("Sun 01:15-01:45", &[], london());
        // Leapt over in March: not at all that day. The clock shows 01:15 twice in October: the first counts, and only it.
        check(&early, "2026-03-28 12:00", "2026-04-05 00:15");
        check(&early, "2026-10-25 00:00", "2026-10-25 00:15");
        check(&early, "2026-10-25 00:45", "2026-11-01 01:15");
        let gap = schedule("Sun 01:30-04:00", &[], london());
        check(&gap, "2026-03-29 00:59", "2026-03-29 01:00");
        check(&gap, "2026-03-29 03:00", "2026-04-05 00:30");
        // A night that holds the change is open throughout.
        let night = schedule("Sat 22:00-06:00", &[], london());
        let open_hours = |day: &str| {
            let start = utc(day);
            (0..24).filter(|hour| night.is_open(start + hour * 3_600_000)).count()
        };
        assert_eq!(open_hours("2026-03-28 12:00"), 7);
        assert_eq!(open_hours("2026-10-24 12:00"), 9);
        assert_eq!(open_hours("2026-11-14 12:00"), 8);
        // Put back over midnight: the clock shows the day before again, and the new day's hours go on.
        let change = |month, time| Change { month, week: 5, weekday: 6, time };
        let daylight = Daylight { offset: -60, begins: change(3, -60), ends: change(10, 30) };
        let back = Zone::new(-120, Some(daylight), Vec::new()).unwrap();
        let sunday = schedule("Sun 00:00-05:00", &[], back);
        check(&sunday, "2026-10-25 00:30", "2026-10-25 01:00");
        check(&sunday, "2026-10-25 01:40", "2026-10-25 01:40");
    }

    #[test]
    fn leap_days_and_days_of_one_year() {
        let leap = Day { year: None, month: 2, day: 29 };
        let once = Day { year: Some(2027), month: 3, day: 1 };
        let always = schedule("", &[leap, once], Zone::UTC);
        check(&always, "2028-02-29 00:00", "2028-03-01 00:00");
        check(&always, "2027-02-28 23:59", "2027-02-28 23:59");
        check(&always, "2027-03-01 12:00", "2027-03-02 00:00");
        check(&always, "2028-03-01 12:00", "2028-03-01 12:00");
    }

    #[test]
    fn never_and_not_within_400_days() {
        let every_day: Vec<Day> = (1..=12)
            .flat_map(|month| (1..=31).map(move |day| Day { year: None, month, day }))
            .filter(|day| day.is_valid())
            .collect();
        let now = utc("2026-11-24 12:00");
        let closed = schedule("Mon-Sun 09:00-17:00", &every_day, london());
        assert!(closed.never_open());
        assert_eq!(closed.next_opening(now), None);
        let but_one = schedule("Mon-Sun 09:00-17:00", &every_day[1..], london());
        assert!(!but_one.never_open());
        check(&but_one, "2026-11-24 12:00", "2027-01-01 09:00");
        let leap_only: Vec<Day> =
            every_day.iter().copied().filter(|day| (day.month, day.day) != (2, 29)).collect();
        let leap_only = schedule("Mon-Sun 09:00-17:00", &leap_only, london());
        assert!(!leap_only.never_open());
        assert_eq!(leap_only.next_opening(now), None, "2028 is too far");
        let this_year =
            every_day.iter().map(|day| Day { year: Some(2026), ..*day }).collect::<Vec<_>>();
        assert!(!schedule("Mon 09:00-17:00", &this_year, london()).never_open());
        for empty in ["Mon-Sun 09:00-09:00", "Mon 00:00-00:00, Tue 24:00-24:00", "Mon 24:00-00:00"]
        {
            let empty = schedule(empty, &[], london());
            assert!(empty.never_open());
            assert!(!empty.is_open(now));
            assert_eq!(empty.next_opening(now), None);
        }
        for open in ["", "Mon 00:00-24:00", "Sun 23:59-00:00"] {
            assert!(!schedule(open, &[], london()).never_open());
            assert!(schedule(open, &[], london()).next_opening(now).is_some());
        }
    }

    #[test]
    fn any_time_and_any_bytes() {
        let full = schedule("Mon-Fri 09:00-17:00, Sat 22:00-02:00", &[CHRISTMAS], london());
        for schedule in [full.clone(), schedule("", &[], london())] {
            for now in [i64::MIN, -8_640_000_000_000_000, 0, 8_640_000_000_000_000, i64::MAX] {
                schedule.is_open(now);
                schedule.next_opening(now);
            }
            let mut bytes = Vec::new();
            schedule.write(&mut bytes).unwrap();
            assert_eq!(Schedule::read(&bytes), Some((schedule, &[][..])));
            for len in 0..bytes.len() {
                assert_eq!(Schedule::read(&bytes[..len]), None);
            }
            for at in 0..bytes.len() {
                for value in (0..=u8::MAX).step_by(3) {
                    let mut changed = bytes.clone();
                    changed[at] = value;
                    if let Some((schedule, _)) = Schedule::read(&changed) {
                        schedule.is_open(utc("2026-11-24 12:00"));
                        schedule.next_opening(utc("2026-11-24 12:00"));
                        schedule.write(&mut Vec::new()).unwrap();
                    }
                }
            }
        }
        let refused = |change: &dyn Fn(&mut Schedule)| {
            let mut schedule = full.clone();
            change(&mut schedule);
            assert_eq!(schedule.write(&mut Vec::new()), None);
        };
        refused(&|s| s.hours[0].weekday = 7);
        refused(&|s| s.hours[0].to = 1_441);
        refused(&|s| s.closed[0].day = 32);
        refused(&|s| s.hours = vec![s.hours[0]; usize::from(MAX_INTERVALS) + 1]);
        refused(&|s| s.closed = vec![CHRISTMAS; usize::from(MAX_CLOSED) + 1]);
    }
}
