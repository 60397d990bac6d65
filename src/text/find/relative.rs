//! Days told from today: `yesterday`, `last tuesday`, `tuesday next week`, `3 days ago`, `in two weeks`.

use super::groups::Groups;
use super::{is_one_of, word};
use crate::calendar::civil::{civil_from_days, days_from_civil, days_in_month, weekday};
use crate::text::scan::{byte_at, place_in_list, slice};
use crate::text::tokenize::Tokens;

/// Monday first, three letters to each.
const WEEKDAYS: &str = "mon tue wed thu fri sat sun";
/// The names and those short forms that are no other word.
const WEEKDAYS_WHOLE: &str =
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri";

/// Yesterday, today and tomorrow, ten bytes to each.
const NEAREST: &str = "yesterday today     tomorrow";

/// Which week or month is meant.
const WHICH: &str = "last this next";

/// From one on, seven bytes to each.
const COUNTS: &str =
    "one    two    three  four   five   six    seven  eight  nine   ten    eleven twelve";

/// What days are counted in, six bytes to each; without the `s` of several.
const UNITS: &str = "day   week  wk    month year  yr";

/// The weekday of that name, Monday is 0.
fn weekday_named(name: &str) -> Option<i32> {
    place_in_list(WEEKDAYS_WHOLE, name)?;
    i32::try_from(place_in_list(WEEKDAYS, slice(name, 0, 3))? / 4).ok()
}

/// -1 for `last`, 0 for `this`, 1 for `next`.
fn which(text: &str) -> Option<i32> {
    Some(i32::try_from(place_in_list(WHICH, text)? / 5).ok()? - 1)
}

/// `today` and its like, and weekdays with or without `last`, `next`, `this`, alone or of a week.
#[cfg_attr(tuned, optimize(size))]
#[inline(never)]
pub(super) fn named_day(
    tokens: &Tokens,
    at: usize,
    text: &str,
    today: i32,
) -> Option<(i32, usize)> {
    let (second, third) = (word(tokens, at + 1), word(tokens, at + 2));
    let whole_weeks = i32::from(weekday(today));
    let near = |text: &str| place_in_list(NEAREST, text).and_then(|at| i32::try_from(at / 10).ok());
    let (offset, length) = match (near(text), second) {
        (Some(day), _) => (day - 1, 1),
        (_, "before" | "after") if text == "day" => {
            let day = near(third).filter(|day| *day == if second == "after" { 2 } else { 0 })?;
            (2 * (day - 1), 3)
        }
        _ if text == "tonight" => (0, 1),
        (_, "night") if text == "last" => (-1, 2),
        (_, "morning" | "afternoon" | "evening") if text == "this" => (0, 2),
        _ => match (which(text), weekday_named(text)) {
            // `next week on tuesday`
            (Some(which), _) if second == "week" => {
                let on = usize::from(third == "on");
                let day = weekday_named(word(tokens, at + 2 + on))?;
                (7 * which + day - whole_weeks, 3 + on)
            }
            (Some(which), _) => {
                let ahead = (weekday_named(second)? - whole_weeks).rem_euclid(7);
                let offset = match which {
                    -1 => ahead - 7,
                    1 if ahead == 0 => 7,
                    _ => ahead,
                };
                (offset, 2)
            }
            // `tuesday next week`
            (None, Some(day)) if third == "week" && is_one_of(WHICH, second) => {
                (7 * which(second)? + day - whole_weeks, 3)
            }
            (None, Some(day)) => ((day - whole_weeks).rem_euclid(7), 1),
            (None, None) => return None,
        },
    };
    Some((today.checked_add(offset)?, at + length))
}

/// `3 days ago`, `a week from now`, `in two months`; a range of days is none.
#[cfg_attr(tuned, optimize(size))]
#[inline(never)]
pub(super) fn ago(tokens: &Tokens, at: usize, today: Option<i32>) -> Option<(i32, usize)> {
    let token = tokens.get(at)?;
    if !token.sentence_start {
        let before = tokens.get(at.checked_sub(1)?)?.text;
        if is_one_of("or to than over", before) {
            return None;
        }
    }
    let ahead = token.text == "in";
    let first = at + usize::from(ahead);
    let text = if ahead { word(tokens, first) } else { token.text };
    let groups = Groups::read(text, 0);
    let ([digits, ..], [length, ..]) = (groups.values, groups.lengths);
    let count = match groups.count {
        0 if is_one_of("a an", text) => 1,
        0 => i32::try_from(place_in_list(COUNTS, text)? / 7).ok()? + 1,
        1 if length < 4 => i32::from(digits),
        _ => return None,
    };
    // `5days`
    let joined = groups.count == 1 && groups.end < text.len();
    let next = first + if joined { 1 } else { 2 };
    let unit = if joined { slice(text, groups.end, text.len()) } else { word(tokens, first + 1) };
    let several = byte_at(unit, unit.len().wrapping_sub(1)) == b's';
    let unit = place_in_list(UNITS, slice(unit, 0, unit.len() - usize::from(several)))? / 6;
    let then = word(tokens, next);
    let (count, end) = if ahead && then != "or" {
        (count, next)
    } else if !ahead && then == "ago" {
        (-count, next + 1)
    } else if !ahead && then == "from" && is_one_of("now today", word(tokens, next + 1)) {
        (count, next + 2)
    } else {
        return None;
    };
    let today = today?;
    let day = match unit {
        0 => today.checked_add(count)?,
        1 | 2 => today.checked_add(7 * count)?,
        3 => months_from(today, count, None)?,
        _ => months_from(today, 12 * count, None)?,
    };
    Some((day, end))
}

/// The day of `this month` and its like, which stands at a token.
pub(super) fn day_of_a_month(tokens: &Tokens, at: usize, day: u16, today: i32) -> Option<i32> {
    let which = which(word(tokens, at)).filter(|_| word(tokens, at + 1) == "month")?;
    months_from(today, which, Some(u8::try_from(day).ok()?))
}

/// A day so many months from today's: that one, else today's or the last one where the month is shorter.
#[cfg_attr(tuned, optimize(size))]
#[inline(never)]
fn months_from(today: i32, months: i32, day: Option<u8>) -> Option<i32> {
    let (year, month, this) = civil_from_days(today);
    let month = i32::from(month) - 1 + months;
    let year = year.checked_add(month.div_euclid(12))?;
    let month = u8::try_from(month.rem_euclid(12)).ok()? + 1;
    let day = day.unwrap_or_else(|| this.min(days_in_month(year, month)));
    days_from_civil(year, month, day)
}
