//! Values in a message: numbers, dates, times, yes and no, each with its span.
//!
//! Dates and times in words are English; in digits they are read day first, as most of the world writes them. A value is
//! found where a token stands, so a date is no number, and neither is the time. All of it is linear in the number of tokens.

use super::decimal::Decimal;
use super::fold::class;
use super::tokenize::{Kind, Token, Tokens, place_in};
use crate::calendar::civil::{civil_from_days, days_from_civil, weekday};

/// A value and where in the message it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// What was found.
    pub value: T,
    /// Its first byte in the message as typed.
    pub start: u32,
    /// The byte after it.
    pub end: u32,
}

/// What may be written right behind a number that is meant as one: `5days`, `2x`.
const UNITS: [&str; 23] = [
    "x", "h", "hr", "hrs", "hour", "hours", "min", "mins", "minutes", "day", "days", "wk", "wks",
    "week", "weeks", "month", "months", "yr", "yrs", "year", "years", "items", "kg",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Monday first.
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The first number that is no part of a date or a time: `£14.50`, `-3`, `5days`.
///
/// ```
/// use answertree::text::{find::first_number, tokenize::Tokens};
/// let message = "It cost £1,000.50 on 24/12/2026";
/// let mut tokens = Tokens::new();
/// tokens.read(message);
/// let found = first_number(message, &tokens).unwrap();
/// assert_eq!((found.value.to_string().as_str(), found.start, found.end), ("1000.5", 8, 18));
/// ```
pub fn first_number(message: &str, tokens: &Tokens) -> Option<Found<Decimal>> {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        // A day far from any other, so that dates without a year are passed over as well.
        if let Some((_, next)) = date_at(tokens, at, Some(0)) {
            at = next;
        } else if let Some((_, next)) = time_at(tokens, at) {
            at = next;
        } else if let Some(found) = number(message, token) {
            return Some(found);
        } else {
            at += 1;
        }
    }
    None
}

/// The first date, in days since 1970-01-01.
///
/// `2026-12-24`, `24/12/2026`, `24.12.26`, `24 Dec`, `December 24th, 2026`; with `today`, the day on which the message was
/// written, also `today`, `tomorrow`, `yesterday` and weekdays. Where the second of two numbers can be no month, the first is
/// taken for it. A date without a year is the one nearest to today. A weekday is the next one, today included; `next monday`
/// comes after today and `last monday` was before.
pub fn first_date(_message: &str, tokens: &Tokens, today: Option<i32>) -> Option<Found<i32>> {
    (0..tokens.len()).find_map(|at| date_at(tokens, at, today).map(|(found, _)| found))
}

/// The first time of day, in minutes after midnight: `8:30`, `20:15`, `8.30pm`, `8 p.m.`, `noon`.
pub fn first_time(_message: &str, tokens: &Tokens) -> Option<Found<u16>> {
    (0..tokens.len()).find_map(|at| time_at(tokens, at).map(|(found, _)| found))
}

/// The first yes or no. Words that also mean other things (`sure`, `no`) count where a sentence begins.
pub fn first_yes_no(tokens: &Tokens) -> Option<Found<bool>> {
    (0..tokens.len()).find_map(|at| {
        let token = tokens.get(at)?;
        let opens = token.sentence_start;
        let next =
            tokens.get(at + 1).filter(|next| !next.sentence_start).map_or("", |next| next.text);
        let value = match token.text {
            "yes" | "yep" | "yeah" | "yup" | "👍" | "✅" => true,
            "nope" | "nah" | "👎" | "❌" => false,
            "no" if opens && !matches!(next, "one" | "idea" | "problem" | "worries" | "clue") => {
                false
            }
            "not" if opens && matches!(next, "yet" | "really" | "at") => false,
            "never" | "n" | "false" | "incorrect" if opens => false,
            "ok" | "okay" | "sure" | "y" | "correct" | "true" | "right" | "definitely"
            | "absolutely" | "exactly"
                if opens =>
            {
                true
            }
            _ => return None,
        };
        Some(Found { value, start: token.start, end: token.end })
    })
}

/// A date as machines write it, `2026-12-24`, and nothing else: days since 1970-01-01.
pub fn iso_date(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let exact = parts.next().is_none() && (year.len(), month.len(), day.len()) == (4, 2, 2);
    days(digits(year, 4).filter(|_| exact)?, digits(month, 2)?, digits(day, 2)?)
}

/// A time as machines write it, `08:30` or `8:30`, and nothing else: minutes after midnight.
pub fn clock_time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    minutes_of(digits(hours, 2)?, digits(minutes, 2).filter(|_| minutes.len() == 2)?)
}

/// Plain digits, at most so many.
fn digits(text: &str, most: usize) -> Option<u16> {
    let plain = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

fn days(year: u16, month: u16, day: u16) -> Option<i32> {
    days_from_civil(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

fn minutes_of(hours: u16, minutes: u16) -> Option<u16> {
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// A number, its sign included.
fn number(message: &str, token: Token<'_>) -> Option<Found<Decimal>> {
    let text = match token.kind {
        Kind::Number => token.text,
        Kind::Code => {
            let unit = token.text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            token.text.strip_suffix(unit).filter(|_| UNITS.contains(&unit))?
        }
        _ => return None,
    };
    let value = Decimal::parse(text)?;
    let before = message.get(..place_in(token.start))?;
    // A dash with a letter or a digit before it joins them: `24 -5` is minus five, `a-5` is not.
    let minus = before
        .strip_suffix(['-', '−'])
        .filter(|before| !before.chars().next_back().is_some_and(|c| class(c).is_wordy()));
    match minus.and_then(|before| Some((value.negate()?, before))) {
        Some((value, before)) => {
            Some(Found { value, start: u32::try_from(before.len()).ok()?, end: token.end })
        }
        None => Some(Found { value, start: token.start, end: token.end }),
    }
}

/// The tokens from one on, as far as the sentence goes.
fn following(tokens: &Tokens, at: usize) -> Option<Token<'_>> {
    tokens.get(at).filter(|token| !token.sentence_start)
}

/// The date that begins with a token, and the token after it.
fn date_at(tokens: &Tokens, at: usize, today: Option<i32>) -> Option<(Found<i32>, usize)> {
    let token = tokens.get(at)?;
    let (value, next) = match token.kind {
        Kind::Code => match coded_date(token.text, today) {
            Some(value) => (value, at + 1),
            None => day_first(tokens, at, today)?,
        },
        Kind::Number => day_first(tokens, at, today)?,
        Kind::Word => match month(token.text) {
            Some(month) => month_first(tokens, at, month, today)?,
            None => named_day(tokens, at, today?)?,
        },
        Kind::Link | Kind::Email | Kind::Mention | Kind::Emoji => return None,
    };
    let end = tokens.get(next.checked_sub(1)?)?.end;
    Some((Found { value, start: token.start, end }, next))
}

/// A date in digits: year first, or day first and the year behind or left out.
fn coded_date(text: &str, today: Option<i32>) -> Option<i32> {
    // A time may stand behind it: 2026-12-24t10:00.
    let date =
        text.split_once('t').filter(|(date, _)| date.len() == 10).map_or(text, |(date, _)| date);
    let sign = date.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = date.split(sign);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let Some(third) = third else {
        // Shares and marks are written so too (1/2, 8/10, 24/7): a date has two digits twice.
        let full = sign == '/' && first.len() == 2 && second.len() == 2;
        return nearest(digits(second, 2).filter(|_| full)?, digits(first, 2)?, today);
    };
    if first.len() == 4 {
        return days(digits(first, 4)?, digits(second, 2)?, digits(third, 2)?);
    }
    let year = match third.len() {
        2 => 2000 + digits(third, 2)?,
        4 => digits(third, 4)?,
        _ => return None,
    };
    let (day, month) = (digits(first, 2)?, digits(second, 2)?);
    if month > 12 { days(year, day, month) } else { days(year, month, day) }
}

/// `24 Dec`, `24th of December 2026`, `24dec`.
fn day_first(tokens: &Tokens, at: usize, today: Option<i32>) -> Option<(i32, usize)> {
    let text = tokens.get(at)?.text;
    if let Some(day) = day_of_month(text) {
        let of = usize::from(following(tokens, at + 1)?.text == "of");
        let month = month(following(tokens, at + 1 + of)?.text)?;
        return with_year(tokens, at + 2 + of, month, day, today);
    }
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let day = digits(text.strip_suffix(name)?, 2)?;
    with_year(tokens, at + 1, month(name)?, day, today)
}

/// `Dec 24`, `December the 24th, 2026`.
fn month_first(tokens: &Tokens, at: usize, month: u16, today: Option<i32>) -> Option<(i32, usize)> {
    let the = usize::from(following(tokens, at + 1)?.text == "the");
    let day = day_of_month(following(tokens, at + 1 + the)?.text)?;
    with_year(tokens, at + 2 + the, month, day, today)
}

/// A day and a month with the year that stands at a token, else with the nearest.
fn with_year(
    tokens: &Tokens,
    at: usize,
    month: u16,
    day: u16,
    today: Option<i32>,
) -> Option<(i32, usize)> {
    let year = following(tokens, at)
        .and_then(|token| digits(token.text, 4).filter(|year| (1900..2200).contains(year)));
    match year {
        Some(year) => Some((days(year, month, day)?, at + 1)),
        None => Some((nearest(month, day, today)?, at)),
    }
}

/// The day of that name nearest to today, the later of two.
fn nearest(month: u16, day: u16, today: Option<i32>) -> Option<i32> {
    let today = today?;
    let year = u16::try_from(civil_from_days(today).0).ok()?;
    // Eight years hold a 29 February, whatever the century.
    let years =
        (0..=8).flat_map(|distance| [year.checked_add(distance), year.checked_sub(distance)]);
    years
        .flatten()
        .filter_map(|year| days(year, month, day))
        .min_by_key(|day| (day.abs_diff(today), *day < today))
}

/// A day's number, with its ending or without.
fn day_of_month(text: &str) -> Option<u16> {
    let plain = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    digits(plain, 2).filter(|day| (1..=31).contains(day))
}

/// A month from 1, from its name or the first three letters of it (`sept` too).
fn month(text: &str) -> Option<u16> {
    let is = |name: &str| {
        text == name
            || text.len() == 3 && name.starts_with(text)
            || text == "sept" && name.starts_with(text)
    };
    u16::try_from(MONTHS.iter().position(|name| is(name))? + 1).ok()
}

/// `today` and its like, and weekdays with or without `last`, `next`, `this`.
fn named_day(tokens: &Tokens, at: usize, today: i32) -> Option<(i32, usize)> {
    let word = tokens.get(at)?.text;
    let offset = match word {
        "today" | "tonight" => 0,
        "tomorrow" => 1,
        "yesterday" => -1,
        "last" => day_of_week(following(tokens, at + 1)?.text)?.from(today) - 7,
        "next" => match day_of_week(following(tokens, at + 1)?.text)?.from(today) {
            0 => 7,
            ahead => ahead,
        },
        "this" => day_of_week(following(tokens, at + 1)?.text)?.from(today),
        _ => day_of_week(word)?.from(today),
    };
    let words = if matches!(word, "last" | "next" | "this") { 2 } else { 1 };
    Some((today.checked_add(offset)?, at + words))
}

/// A day of the week, Monday is 0.
struct DayOfWeek(i32);

impl DayOfWeek {
    /// How many days ahead it is, today included.
    fn from(self, today: i32) -> i32 {
        (self.0 - i32::from(weekday(today))).rem_euclid(7)
    }
}

/// A weekday from its name, or from a short form of it that is no other word.
fn day_of_week(text: &str) -> Option<DayOfWeek> {
    let short = matches!(text, "mon" | "tue" | "tues" | "wed" | "thu" | "thur" | "thurs" | "fri");
    let day = WEEKDAYS.iter().position(|name| text == *name || short && name.starts_with(text))?;
    Some(DayOfWeek(i32::try_from(day).ok()?))
}

/// The time that begins with a token, and the token after it.
fn time_at(tokens: &Tokens, at: usize) -> Option<(Found<u16>, usize)> {
    let token = tokens.get(at)?;
    let found = |value, next: usize| {
        let end = tokens.get(next - 1)?.end;
        Some((Found { value, start: token.start, end }, next))
    };
    match (token.kind, token.text) {
        (Kind::Word, "noon" | "midday") => found(12 * 60, at + 1),
        (Kind::Word, "midnight") => found(0, at + 1),
        (Kind::Number | Kind::Code, text) => {
            // A date may stand before it: 2026-12-24t10:00.
            let text = text
                .split_once('t')
                .filter(|(date, _)| iso_date(date).is_some())
                .map_or(text, |(_, time)| time);
            let clock = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let ending = text.strip_prefix(clock)?;
            let (half, next) = match ending {
                "am" | "pm" => (Some(ending == "pm"), at + 1),
                "a" | "p" if following(tokens, at + 1).is_some_and(|token| token.text == "m") => {
                    (Some(ending == "p"), at + 2)
                }
                "" => half_day(tokens, at + 1)
                    .map_or((None, at + 1), |(half, next)| (Some(half), next)),
                _ => (None, at + 1),
            };
            let plain = ending.is_empty() || half.is_some() || ending == "z" || ending == "h";
            found(time(clock, half).filter(|_| plain)?, next)
        }
        _ => None,
    }
}

/// `am`, `p.m.` and their like at a token: whether it is the second half of the day, and the token after it.
fn half_day(tokens: &Tokens, at: usize) -> Option<(bool, usize)> {
    match following(tokens, at)?.text {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        letter @ ("a" | "p") if following(tokens, at + 1)?.text == "m" => {
            Some((letter == "p", at + 2))
        }
        _ => None,
    }
}

/// A time from its digits: minutes behind a colon, or behind a point or nowhere where the half of the day is known.
fn time(clock: &str, half: Option<bool>) -> Option<u16> {
    let mut parts = clock.split(|c| c == ':' || c == '.' && half.is_some());
    let hours = digits(parts.next()?, 2)?;
    let minutes = match parts.next() {
        Some(minutes) => digits(minutes, 2).filter(|_| minutes.len() == 2)?,
        None => half.map(|_| 0)?,
    };
    // Seconds are read over, and nothing else may follow.
    if parts.next().is_some_and(|seconds| digits(seconds, 2).is_none_or(|s| s > 59))
        || parts.next().is_some()
    {
        return None;
    }
    match half {
        None => minutes_of(hours, minutes),
        Some(_) if !(1..=12).contains(&hours) => None,
        Some(second) => minutes_of(hours % 12 + if second { 12 } else { 0 }, minutes),
    }
}
