//! Numbers, dates, hours and time spans as authors write them.

use super::grammar::Rule;
use super::reader::{Node, Reader, child};
use crate::problem::{Code, Problem, nearest};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{Day, Hours};

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
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// How a month is written.
pub(super) fn month_name(month: u8) -> &'static str {
    short(&MONTHS, month.saturating_sub(1))
}

/// How a day of the week is written; Monday is 0.
pub(super) fn weekday_name(day: u8) -> &'static str {
    short(&WEEKDAYS, day)
}

fn short(names: &[&'static str], index: u8) -> &'static str {
    match names.get(usize::from(index)).and_then(|name| name.get(..3)) {
        Some("jan") => "Jan",
        Some("feb") => "Feb",
        Some("mar") => "Mar",
        Some("apr") => "Apr",
        Some("may") => "May",
        Some("jun") => "Jun",
        Some("jul") => "Jul",
        Some("aug") => "Aug",
        Some("sep") => "Sep",
        Some("oct") => "Oct",
        Some("nov") => "Nov",
        Some("dec") => "Dec",
        Some("mon") => "Mon",
        Some("tue") => "Tue",
        Some("wed") => "Wed",
        Some("thu") => "Thu",
        Some("fri") => "Fri",
        Some("sat") => "Sat",
        _ => "Sun",
    }
}

/// Which of `names` a word is: its first three letters or more of it, whatever the case.
fn which(names: &[&str], word: &str) -> Option<u8> {
    let word = word.to_ascii_lowercase();
    let at =
        names.iter().position(|name| word.len() >= 3 && name.starts_with(&word) || *name == word);
    // `sept`, `tues` and `thurs` are prefixes already; `weds` is not.
    let at = at.or_else(|| (word == "weds").then_some(2));
    at.and_then(|at| u8::try_from(at).ok())
}

/// Which of `names` a mistyped word was meant to be, in full or by its first three letters.
fn near(names: &[&str], word: &str) -> Option<u8> {
    let short = names.iter().filter_map(|name| name.get(..3));
    nearest(word, names.iter().copied().chain(short)).and_then(|name| which(names, name))
}

/// A whole number up to `u32::MAX`.
pub(super) fn count(reader: &mut Reader<'_>, node: &Node<'_>) -> Spanned<u32> {
    let span = reader.span(node);
    let value = node.as_str().parse().unwrap_or_else(|_| {
        reader.tell(Problem::new(
            Code::BadValue,
            span,
            format!("`{}` is too large a number", node.as_str()),
        ));
        u32::MAX
    });
    Spanned { value, span }
}

/// From 1 to 99.
pub(super) fn percent(reader: &mut Reader<'_>, node: &Node<'_>) -> Spanned<u32> {
    let span = reader.span(node);
    let value = node.as_str().parse().unwrap_or(u32::MAX);
    if !(1..=99).contains(&value) {
        reader.tell(
            Problem::new(Code::BadValue, span, format!("`{}%` is no threshold", node.as_str()))
                .help("write a percentage from 1% to 99%: what is less sure is not suggested"),
        );
    }
    Spanned { value, span }
}

/// `5m` in seconds.
pub(super) fn duration(reader: &mut Reader<'_>, node: &Node<'_>) -> Spanned<u32> {
    let span = reader.span(node);
    let text = node.as_str();
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(unit_at).unwrap_or((text, ""));
    let seconds = match unit {
        "s" | "sec" | "secs" => 1,
        "m" | "min" | "mins" => 60,
        "h" | "hr" | "hrs" => 3600,
        "d" => 86400,
        _ => 0,
    };
    let value =
        digits.parse::<u32>().ok().and_then(|n| n.checked_mul(seconds)).filter(|_| seconds > 0);
    if value.is_none() {
        let message = if unit.is_empty() {
            format!("`{text}` does not say how long")
        } else if seconds == 0 {
            format!("`{unit}` is not a unit of time")
        } else {
            format!("`{text}` is too long a time")
        };
        reader.tell(
            Problem::new(Code::BadValue, span, message).help("write `30s`, `5m`, `2h` or `1d`"),
        );
    }
    Spanned { value: value.unwrap_or(0), span }
}

/// `08:30` in minutes after midnight; up to `24:00`.
pub(super) fn clock(reader: &mut Reader<'_>, node: &Node<'_>) -> u16 {
    let text = node.as_str();
    let read = || {
        let (hours, minutes) = text.split_once(':')?;
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        let whole = text.len() <= 5 && minutes < 60 && hours <= 24;
        whole.then(|| hours * 60 + minutes).filter(|&at| at <= 1440)
    };
    read().unwrap_or_else(|| {
        let span = reader.span(node);
        let problem = Problem::new(Code::BadValue, span, format!("`{text}` is not a time of day"));
        reader.tell(match twelve_hours(text) {
            Some(right) => problem.help(format!("write `{right}`")).fix(span, right),
            None => problem.help("write hours and minutes from `00:00` to `24:00`"),
        });
        0
    })
}

/// What `9`, `9am` or `5:30pm` is on a clock of 24 hours.
fn twelve_hours(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (digits, add) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (lower.as_str(), None),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let hours = match add {
        Some(add) => (1..=12).contains(&hours).then_some(hours % 12 + add)?,
        None => hours,
    };
    (minutes < 60 && hours < 24).then(|| format!("{hours:02}:{minutes:02}"))
}

/// `2026-12-28`
pub(super) fn iso_date(reader: &mut Reader<'_>, node: &Node<'_>) -> Day {
    let mut parts = node.as_str().split('-').map(|part| part.parse::<u16>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let (year, month, day) = (next(), next(), next());
    let span = reader.span(node);
    day_of(reader, span, node.as_str(), Some(year), u8::try_from(month).unwrap_or(0), day)
}

/// `25 Dec`, `Dec 25`, `25 Dec 2026` or `2026-12-28`
pub(super) fn date(reader: &mut Reader<'_>, node: &Node<'_>) -> Spanned<Day> {
    let span = reader.span(node);
    if let Some(iso) = child(node, Rule::iso_date) {
        return Spanned { value: iso_date(reader, &iso), span };
    }
    let (mut day, mut month, mut year) = (0, 0, None);
    for part in node.clone().into_inner().flatten() {
        match part.as_rule() {
            Rule::count => day = part.as_str().parse().unwrap_or(0),
            Rule::year => year = part.as_str().parse().ok(),
            Rule::month => {
                let Some(found) = which(&MONTHS, part.as_str()) else {
                    let at = reader.span(&part);
                    reader.tell(no_month(at, part.as_str()));
                    return Spanned { value: Day { year, month: 1, day: 1 }, span };
                };
                month = found + 1;
            }
            _ => {}
        }
    }
    let text = node.as_str();
    Spanned { value: day_of(reader, span, text, year, month, day), span }
}

fn no_month(span: Span, written: &str) -> Problem {
    let problem = Problem::new(Code::BadValue, span, format!("`{written}` is not a month"));
    match near(&MONTHS, written).map(|month| month_name(month + 1)) {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")).fix(span, meant),
        None => problem.help("write it like `Dec`"),
    }
}

/// A day that the calendar has.
fn day_of(
    reader: &mut Reader<'_>,
    span: Span,
    text: &str,
    year: Option<u16>,
    month: u8,
    day: u16,
) -> Day {
    let leap = year.is_none_or(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
    let last = match month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if (1..=last).contains(&day) {
        Day { year, month, day: u8::try_from(day).unwrap_or(1) }
    } else {
        reader.tell(
            Problem::new(Code::BadValue, span, format!("the calendar has no `{text}`"))
                .help("write a date like `25 Dec` or `2026-12-28`"),
        );
        Day { year, month: 1, day: 1 }
    }
}

/// The hours of an `open` line: days alone share the hours that follow, hours alone are for the days before.
pub(super) fn hours<'i>(
    reader: &mut Reader<'_>,
    items: impl Iterator<Item = Node<'i>>,
) -> Vec<Hours> {
    let mut out = Vec::new();
    let mut waiting: Vec<(Span, (u8, u8))> = Vec::new();
    let mut last: Vec<(u8, u8)> = vec![(0, 6)];
    for item in items {
        let span = reader.span(&item);
        if let Some(days) = child(&item, Rule::days) {
            waiting.push((span, day_range(reader, &days)));
        }
        let Some(times) = child(&item, Rule::times) else { continue };
        let (from, to) = time_range(reader, &times);
        if !waiting.is_empty() {
            last = waiting.drain(..).map(|(_, days)| days).collect();
        }
        out.extend(last.iter().map(|&(first, last)| Hours { span, first, last, from, to }));
    }
    if let Some(&(span, _)) = waiting.first() {
        reader.tell(
            Problem::new(Code::BadValue, span, "no hours stand after these days")
                .help("write hours like `09:00-17:00`"),
        );
    }
    out
}

fn day_range(reader: &mut Reader<'_>, node: &Node<'_>) -> (u8, u8) {
    let mut days = Vec::new();
    for part in node.clone().into_inner().filter(|part| part.as_rule() == Rule::day) {
        days.push(which(&WEEKDAYS, part.as_str()).unwrap_or_else(|| {
            let span = reader.span(&part);
            let near = near(&WEEKDAYS, part.as_str());
            let problem = Problem::new(
                Code::BadValue,
                span,
                format!("`{}` is not a day of the week", part.as_str()),
            );
            reader.tell(match near {
                Some(near) => problem
                    .help(format!("did you mean `{}`?", weekday_name(near)))
                    .fix(span, weekday_name(near)),
                None => problem.help("write `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`"),
            });
            0
        }));
    }
    let first = days.first().copied().unwrap_or(0);
    (first, days.last().copied().unwrap_or(first))
}

fn time_range(reader: &mut Reader<'_>, node: &Node<'_>) -> (u16, u16) {
    let before = reader.problems.len();
    let mut times = Vec::new();
    for part in node.clone().into_inner().filter(|part| part.as_rule() == Rule::clock) {
        times.push(clock(reader, &part));
    }
    let from = times.first().copied().unwrap_or(0);
    let to = times.last().copied().unwrap_or(from);
    if reader.problems.len() == before && from >= 1440 {
        let span = reader.span(node);
        reader.tell(
            Problem::new(Code::BadValue, span, "these hours hold no time")
                .help("write `00:00-24:00` for the whole day"),
        );
    }
    (from, to)
}
