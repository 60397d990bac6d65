//! Dates in a message: in digits, and with the month's name.

use super::groups::Groups;
use super::relative::{ago, day_of_a_month, named_day};
use super::{days, is_one_of, word};
use crate::calendar::civil::civil_from_days;
use crate::text::scan::{byte_at, place_in_list, slice};
use crate::text::tokenize::{Kind, Tokens};

/// Three letters to each, so that the place in the list tells the month.
const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
const MONTHS_WHOLE: &str =
    "january february march april may june july august september october november december sept";

/// What the words begin with that begin a date, to pass over all others at once.
#[rustfmt::skip]
const BEGINNINGS: [&[u8; 3]; 41] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec", b"mon",
    b"tue", b"wed", b"thu", b"fri", b"sat", b"sun", b"tod", b"ton", b"tom", b"yes", b"thi", b"las", b"nex",
    b"a\0\0", b"an\0", b"in\0", b"one", b"two", b"thr", b"fou", b"fiv", b"six", b"sev", b"eig", b"nin", b"ten", b"twe",
    b"day",
];

/// The date that begins with a token, and the token after it.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub(super) fn date_at(tokens: &Tokens, at: usize, today: Option<i32>) -> Option<(i32, usize)> {
    let token = tokens.get(at)?;
    let text = token.text;
    match token.kind {
        Kind::Code | Kind::Number => {
            if let Some(value) = coded_date(text, today) {
                return Some((value, at + 1));
            }
            if let Some(found) = ago(tokens, at, today) {
                return Some(found);
            }
            // `24 Dec`, `24th of December 2026`, `24dec`.
            if let Some(day) = day_of_month(text) {
                let next = at + 1 + usize::from(word(tokens, at + 1) == "of");
                return match month(word(tokens, next)) {
                    Some(month) => with_year(tokens, next + 1, month, day, today),
                    None if next == at + 1 => None,
                    None => Some((day_of_a_month(tokens, next, day, today?)?, next + 2)),
                };
            }
            let groups = Groups::read(text, 0);
            let [day, ..] = groups.values;
            with_year(tokens, at + 1, month(slice(text, groups.end, text.len()))?, day, today)
        }
        Kind::Word => {
            let mut beginning = [0; 3];
            beginning.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
            if !BEGINNINGS.contains(&&beginning) {
                return None;
            }
            let Some(month) = month(text) else {
                return named_day(tokens, at, text, today?).or_else(|| ago(tokens, at, today));
            };
            // `Dec 24`, `December the 24th, 2026`.
            let the = usize::from(word(tokens, at + 1) == "the");
            with_year(tokens, at + 2 + the, month, day_of_month(word(tokens, at + 1 + the))?, today)
        }
        Kind::Link | Kind::Email | Kind::Mention | Kind::Emoji => None,
    }
}

/// A date in digits: year first, or day first and the year behind or left out.
#[cfg_attr(tuned, optimize(size))]
pub(super) fn coded_date(text: &str, today: Option<i32>) -> Option<i32> {
    let groups = Groups::read(text, 0);
    // A time may stand behind it: 2026-12-24t10:00.
    let with_time = groups.lengths == [4, 2, 2] && byte_at(text, groups.end) == b't';
    if groups.end != text.len() && !with_time {
        return None;
    }
    let [first, second, third] = groups.values;
    match (groups.lengths, groups.sign) {
        (_, b':') => None,
        // Shares and marks are written so too (1/2, 8/10, 24/7): a date has two digits twice.
        ([2, 2, 0], b'/') => nearest(second, first, today),
        ([4, 1..=2, 1..=2], _) => days(first, second, third),
        ([1..=2, 1..=2, length @ (2 | 4)], _) => {
            let year = if length == 2 { 2000 + third } else { third };
            if second > 12 { days(year, first, second) } else { days(year, second, first) }
        }
        _ => None,
    }
}

/// A day and a month with the year that stands at a token, else with the nearest.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
fn with_year(
    tokens: &Tokens,
    at: usize,
    month: u16,
    day: u16,
    today: Option<i32>,
) -> Option<(i32, usize)> {
    let text = word(tokens, at);
    let groups = Groups::read(text, 0);
    let [year, ..] = groups.values;
    if groups.end == text.len() && groups.count == 1 && (1900..2200).contains(&year) {
        return Some((days(year, month, day)?, at + 1));
    }
    Some((nearest(month, day, today)?, at))
}

/// The day of that name nearest to today, the later of two.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
fn nearest(month: u16, day: u16, today: Option<i32>) -> Option<i32> {
    let today = today?;
    let year = u16::try_from(civil_from_days(today).0).ok()?;
    let mut best: Option<i32> = None;
    // Eight years to either side hold a 29 February, whatever the century.
    for year in year.saturating_sub(8)..=year.saturating_add(8) {
        let Some(day) = days(year, month, day) else { continue };
        if best.is_none_or(|best| day.abs_diff(today) <= best.abs_diff(today)) {
            best = Some(day);
        }
    }
    best
}

/// A day's number, with its ending or without.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
fn day_of_month(text: &str) -> Option<u16> {
    let groups = Groups::read(text, 0);
    let [day, ..] = groups.values;
    let ending = slice(text, groups.end, text.len());
    let plain = groups.count == 1 && (1..=31).contains(&day);
    (plain && (ending.is_empty() || is_one_of("st nd rd th", ending))).then_some(day)
}

/// A month from 1, from its name or a short form of it.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
fn month(text: &str) -> Option<u16> {
    let short = slice(text, 0, 3);
    if short.len() < text.len() {
        place_in_list(MONTHS_WHOLE, text)?;
    }
    u16::try_from(place_in_list(MONTHS, short)? / 4 + 1).ok()
}
