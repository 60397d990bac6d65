//! Values in a message: numbers, dates, times, yes and no, each with its span.
//!
//! Dates and times in words are English; in digits they are read day first, as most of the world writes them. A value is
//! found where a token stands, so a date is no number, and neither is the time. All of it is linear in the number of tokens.

use super::decimal::Decimal;
use super::fold::class;
use super::scan::{byte_at, char_before, place_in_list, run, skip, slice};
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
const UNITS: &str = "x h hr hrs hour hours min mins minutes day days wk wks week weeks month months yr yrs year years items kg";

/// Three letters to each, so that the place in the list tells the month.
const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
const MONTHS_WHOLE: &str =
    "january february march april may june july august september october november december sept";

/// Monday first, three letters to each.
const WEEKDAYS: &str = "mon tue wed thu fri sat sun";
/// The names and those short forms that are no other word.
const WEEKDAYS_WHOLE: &str =
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri";

/// What the words begin with that begin a date, to pass over all others at once.
#[rustfmt::skip]
const BEGINNINGS: [&[u8; 3]; 26] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec", b"mon",
    b"tue", b"wed", b"thu", b"fri", b"sat", b"sun", b"tod", b"ton", b"tom", b"yes", b"thi", b"las", b"nex",
];

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
    first(tokens, |at| date_at(tokens, at, today))
}

/// The first time of day, in minutes after midnight: `8:30`, `20:15`, `8.30pm`, `8 p.m.`, `noon`.
pub fn first_time(_message: &str, tokens: &Tokens) -> Option<Found<u16>> {
    first(tokens, |at| time_at(tokens, at))
}

/// What is found at the first token where something is: a value, and the token after it.
fn first<T>(tokens: &Tokens, find: impl Fn(usize) -> Option<(T, usize)>) -> Option<Found<T>> {
    for at in 0..tokens.len() {
        if let Some((value, next)) = find(at) {
            let (start, end) = (tokens.get(at)?.start, tokens.get(next.checked_sub(1)?)?.end);
            return Some(Found { value, start, end });
        }
    }
    None
}

/// The first yes or no. Words that also mean other things (`sure`, `no`) count where a sentence begins.
pub fn first_yes_no(tokens: &Tokens) -> Option<Found<bool>> {
    const YES: &str = "yes yep yeah yup 👍 ✅";
    const NO: &str = "nope nah 👎 ❌";
    const OPENING_YES: &str = "ok okay sure y correct true right definitely absolutely exactly";
    const OPENING_NO: &str = "no not never n false incorrect";
    (0..tokens.len()).find_map(|at| {
        let token = tokens.get(at)?;
        let next = word(tokens, at + 1);
        let is = |list| is_one_of(list, token.text);
        // `no idea` is neither, and `not` is a no only in `not yet` and its like.
        let meant = match token.text {
            "no" => !is_one_of("one idea problem worries clue", next),
            "not" => is_one_of("yet really at", next),
            _ => true,
        };
        let opens = token.sentence_start && meant;
        let value = if is(YES) || opens && is(OPENING_YES) {
            true
        } else if is(NO) || opens && is(OPENING_NO) {
            false
        } else {
            return None;
        };
        Some(Found { value, start: token.start, end: token.end })
    })
}

/// A date as machines write it, `2026-12-24`, and nothing else: days since 1970-01-01.
pub fn iso_date(text: &str) -> Option<i32> {
    let groups = Groups::read(text, 0);
    if groups.end == text.len() { groups.iso_date() } else { None }
}

/// A time as machines write it, `08:30` or `8:30`, and nothing else: minutes after midnight.
pub fn clock_time(text: &str) -> Option<u16> {
    let groups = Groups::read(text, 0);
    if groups.end == text.len() && groups.count == 2 { groups.time(None) } else { None }
}

/// Digits in groups with one sign between them, as dates and times have them.
#[derive(Default)]
struct Groups {
    values: [u16; 3],
    /// How many digits each has.
    lengths: [usize; 3],
    count: usize,
    sign: u8,
    /// Where the last one ends.
    end: usize,
}

impl Groups {
    /// The groups that begin at a byte, four digits at most each; none where there are more groups or longer ones.
    #[inline(never)]
    fn read(text: &str, mut at: usize) -> Self {
        let mut groups = Self::default();
        loop {
            let end = run(text, at, |c| c.is_ascii_digit());
            let length = end - at;
            let (Some(value), Some(size), 1..=4) =
                (groups.values.get_mut(groups.count), groups.lengths.get_mut(groups.count), length)
            else {
                return Self::default();
            };
            for digit in slice(text, at, end).bytes() {
                *value = *value * 10 + u16::from(digit - b'0');
            }
            *size = length;
            groups.count += 1;
            groups.end = end;
            let sign = byte_at(text, end);
            let joins = matches!(sign, b'-' | b'/' | b'.' | b':')
                && (groups.count == 1 || sign == groups.sign);
            if !joins || !byte_at(text, end + 1).is_ascii_digit() {
                return groups;
            }
            groups.sign = sign;
            at = end + 1;
        }
    }

    /// A date with the year first.
    fn iso_date(&self) -> Option<i32> {
        let [year, month, day] = self.values;
        if self.sign == b'-' && self.lengths == [4, 2, 2] { days(year, month, day) } else { None }
    }

    /// A time: minutes behind a colon, or behind a point or nowhere where the half of the day is known.
    fn time(&self, half: Option<bool>) -> Option<u16> {
        let [hours, minutes, seconds] = self.values;
        let [hour_digits, minute_digits, _] = self.lengths;
        let written = match self.count {
            1 => half.is_some(),
            _ => (self.sign == b':' || self.sign == b'.' && half.is_some()) && minute_digits == 2,
        };
        if !written || !(1..=2).contains(&hour_digits) || minutes > 59 || seconds > 59 {
            return None;
        }
        let hours = match half {
            None if hours < 24 => hours,
            Some(second) if (1..=12).contains(&hours) => hours % 12 + if second { 12 } else { 0 },
            _ => return None,
        };
        Some(hours * 60 + minutes)
    }
}

fn days(year: u16, month: u16, day: u16) -> Option<i32> {
    days_from_civil(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// A number, its sign included.
fn number(message: &str, token: Token<'_>) -> Option<Found<Decimal>> {
    let text = match token.kind {
        Kind::Number => token.text,
        Kind::Code => {
            let end = run(token.text, 0, |c| c.is_ascii_digit() || c == '.');
            if !is_one_of(UNITS, slice(token.text, end, token.text.len())) {
                return None;
            }
            slice(token.text, 0, end)
        }
        Kind::Word | Kind::Link | Kind::Email | Kind::Mention | Kind::Emoji => return None,
    };
    let value = Decimal::parse(text)?;
    // A dash with a letter or a digit before it joins them: `24 -5` is minus five, `a-5` is not.
    let start = place_in(token.start);
    let dash = char_before(message, start).filter(|c| matches!(c, '-' | '−')).map(char::len_utf8);
    if let Some(dash) = dash
        && let sign = start - dash
        && !char_before(message, sign).is_some_and(|c| class(c).is_wordy())
    {
        return Some(Found {
            value: value.negate()?,
            start: u32::try_from(sign).ok()?,
            end: token.end,
        });
    }
    Some(Found { value, start: token.start, end: token.end })
}

/// The text of the token at an index, where it goes on with the sentence before it; else empty.
#[inline(never)]
fn word(tokens: &Tokens, at: usize) -> &str {
    tokens.get(at).filter(|token| !token.sentence_start).map_or("", |token| token.text)
}

/// Whether a word is in a list.
fn is_one_of(list: &str, word: &str) -> bool {
    place_in_list(list, word).is_some()
}

/// The date that begins with a token, and the token after it.
#[inline(never)]
fn date_at(tokens: &Tokens, at: usize, today: Option<i32>) -> Option<(i32, usize)> {
    let token = tokens.get(at)?;
    let text = token.text;
    match token.kind {
        Kind::Code | Kind::Number => {
            if let Some(value) = coded_date(text, today) {
                return Some((value, at + 1));
            }
            // `24 Dec`, `24th of December 2026`, `24dec`.
            if let Some(day) = day_of_month(text) {
                let of = usize::from(word(tokens, at + 1) == "of");
                return with_year(
                    tokens,
                    at + 2 + of,
                    month(word(tokens, at + 1 + of))?,
                    day,
                    today,
                );
            }
            let groups = Groups::read(text, 0);
            let [day, ..] = groups.values;
            with_year(tokens, at + 1, month(slice(text, groups.end, text.len()))?, day, today)
        }
        Kind::Word => {
            let beginning = text.as_bytes().first_chunk()?;
            if !BEGINNINGS.contains(&beginning) {
                return None;
            }
            let Some(month) = month(text) else { return named_day(tokens, at, text, today?) };
            // `Dec 24`, `December the 24th, 2026`.
            let the = usize::from(word(tokens, at + 1) == "the");
            with_year(tokens, at + 2 + the, month, day_of_month(word(tokens, at + 1 + the))?, today)
        }
        Kind::Link | Kind::Email | Kind::Mention | Kind::Emoji => None,
    }
}

/// A date in digits: year first, or day first and the year behind or left out.
fn coded_date(text: &str, today: Option<i32>) -> Option<i32> {
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
fn day_of_month(text: &str) -> Option<u16> {
    let groups = Groups::read(text, 0);
    let [day, ..] = groups.values;
    let ending = slice(text, groups.end, text.len());
    let plain = groups.count == 1 && (1..=31).contains(&day);
    (plain && (ending.is_empty() || is_one_of("st nd rd th", ending))).then_some(day)
}

/// A month from 1, from its name or a short form of it.
#[inline(never)]
fn month(text: &str) -> Option<u16> {
    let short = slice(text, 0, 3);
    if short.len() < text.len() {
        place_in_list(MONTHS_WHOLE, text)?;
    }
    u16::try_from(place_in_list(MONTHS, short)? / 4 + 1).ok()
}

/// `today` and its like, and weekdays with or without `last`, `next`, `this`.
fn named_day(tokens: &Tokens, at: usize, text: &str, today: i32) -> Option<(i32, usize)> {
    let which = place_in_list("this last next", text);
    let (name, next) =
        if which.is_some() { (word(tokens, at + 1), at + 2) } else { (text, at + 1) };
    let offset = match (which, name) {
        (None, "today" | "tonight") => 0,
        (None, "tomorrow") => 1,
        (None, "yesterday") => -1,
        _ => {
            place_in_list(WEEKDAYS_WHOLE, name)?;
            let day = i32::try_from(place_in_list(WEEKDAYS, slice(name, 0, 3))? / 4).ok()?;
            let ahead = (day - i32::from(weekday(today))).rem_euclid(7);
            match text {
                "last" => ahead - 7,
                "next" if ahead == 0 => 7,
                _ => ahead,
            }
        }
    };
    Some((today.checked_add(offset)?, next))
}

/// The time that begins with a token, and the token after it.
#[inline(never)]
fn time_at(tokens: &Tokens, at: usize) -> Option<(u16, usize)> {
    let token = tokens.get(at)?;
    let text = token.text;
    let mut next = at + 1;
    if token.kind == Kind::Word {
        if !matches!(byte_at(text, 0), b'm' | b'n') {
            return None;
        }
        let named = place_in_list("midnight noon midday", text)?;
        return Some((if named == 0 { 0 } else { 12 * 60 }, next));
    }
    if !matches!(token.kind, Kind::Number | Kind::Code) {
        return None;
    }
    let mut groups = Groups::read(text, 0);
    // A date may stand before it: 2026-12-24t10:00.
    if groups.iso_date().is_some()
        && let Some(time) = skip(text, groups.end, "t")
    {
        groups = Groups::read(text, time);
    }
    // The half of the day, right behind the digits or in words of its own: `8pm`, `8 pm`, `8 p.m.`.
    let mut half = slice(text, groups.end, text.len());
    if half.is_empty() && is_one_of("am pm a p", word(tokens, next)) {
        half = word(tokens, next);
        next += 1;
    }
    if matches!(half, "a" | "p") {
        if word(tokens, next) == "m" {
            next += 1;
        } else if next == at + 1 {
            return None;
        } else {
            // `8:30 a day`
            half = "";
            next -= 1;
        }
    }
    let half = match half {
        "" | "z" | "h" => None,
        "am" | "a" => Some(false),
        "pm" | "p" => Some(true),
        _ => return None,
    };
    Some((groups.time(half)?, next))
}
