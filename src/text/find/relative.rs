//! Days told from today: `yesterday`, `last tuesday`, `tuesday next week`, `3 days ago`, `in two weeks`.

use super::{is_one_of, word};
use crate::calendar::civil::{civil_from_days, days_from_civil, days_in_month, weekday};
use crate::text::scan::{byte_at, place_in_list, run, slice};
use crate::text::tokenize::Tokens;

/// Monday first, three letters to each.
const WEEKDAYS: &str = "mon tue wed thu fri sat sun";
/// The names and those short forms that are no other word.
const WEEKDAYS_WHOLE: &str =
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri";

/// Which week or month is meant.
const WHICH: &str = "last this next";

/// From one on, six bytes to each.
const COUNTS: &[u8] = b"one   two   three four  five  six   seven eight nine  ten   eleventwelve";

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
#[inline(never)]
pub(super) fn named_day(
    tokens: &Tokens,
    at: usize,
    text: &str,
    today: i32,
) -> Option<(i32, usize)> {
    let (second, third) = (word(tokens, at + 1), word(tokens, at + 2));
    let whole_weeks = i32::from(weekday(today));
    let (offset, length) = match (text, second, third) {
        ("today" | "tonight", ..) => (0, 1),
        ("tomorrow", ..) => (1, 1),
        ("yesterday", ..) => (-1, 1),
        ("day", "before", "yesterday") => (-2, 3),
        ("day", "after", "tomorrow") => (2, 3),
        ("last", "night", _) => (-1, 2),
        ("this", "morning" | "afternoon" | "evening", _) => (0, 2),
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
#[inline(never)]
pub(super) fn ago(tokens: &Tokens, at: usize, today: Option<i32>) -> Option<(i32, usize)> {
    let token = tokens.get(at)?;
    let ahead = token.text == "in";
    let first = at + usize::from(ahead);
    let text = tokens.get(first).filter(|token| !ahead || !token.sentence_start)?.text;
    let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map_or("", |token| token.text);
    if !token.sentence_start && is_one_of("or to than over", before) {
        return None;
    }
    let digits = run(text, 0, |c| c.is_ascii_digit());
    let count = match digits {
        0 => count_named(text)?,
        1..=3 => slice(text, 0, digits).parse().ok()?,
        _ => return None,
    };
    // `5days`
    let joined = digits > 0 && digits < text.len();
    let (unit, next) = if joined {
        (slice(text, digits, text.len()), first + 1)
    } else {
        (word(tokens, first + 1), first + 2)
    };
    let one =
        slice(unit, 0, unit.len() - usize::from(byte_at(unit, unit.len().wrapping_sub(1)) == b's'));
    let (sign, end) = match (word(tokens, next), word(tokens, next + 1)) {
        ("ago", _) if !ahead => (-1, next + 1),
        ("from", "now" | "today") if !ahead => (1, next + 2),
        (then, _) if ahead && then != "or" => (1, next),
        _ => return None,
    };
    let count: i32 = sign * count;
    let today = today?;
    let day = match one {
        "day" => today.checked_add(count)?,
        "week" | "wk" => today.checked_add(7 * count)?,
        "month" => months_from(today, count, None)?,
        "year" | "yr" => months_from(today, 12 * count, None)?,
        _ => return None,
    };
    Some((day, end))
}

/// A number from one to twelve in words.
fn count_named(text: &str) -> Option<i32> {
    if matches!(text, "a" | "an") {
        return Some(1);
    }
    (1..=12)
        .zip(COUNTS.chunks_exact(6))
        .find(|(_, name)| name.trim_ascii_end() == text.as_bytes())
        .map(|(count, _)| count)
}

/// The day of `this month` and its like, which stands at a token.
pub(super) fn day_of_a_month(tokens: &Tokens, at: usize, day: u16, today: i32) -> Option<i32> {
    let which = which(word(tokens, at)).filter(|_| word(tokens, at + 1) == "month")?;
    months_from(today, which, Some(u8::try_from(day).ok()?))
}

/// A day so many months from today's: that one, else today's or the last one where the month is shorter.
fn months_from(today: i32, months: i32, day: Option<u8>) -> Option<i32> {
    let (year, month, this) = civil_from_days(today);
    let month = i32::from(month) - 1 + months;
    let year = year.checked_add(month.div_euclid(12))?;
    let month = u8::try_from(month.rem_euclid(12)).ok()? + 1;
    let day = day.unwrap_or_else(|| this.min(days_in_month(year, month)));
    days_from_civil(year, month, day)
}
