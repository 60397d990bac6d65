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
const MAX_INTERVALS: u16 = 252;
/// The most closed days a stored schedule has: every day of some years.
const MAX_CLOSED: u16 = 2_000;
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
