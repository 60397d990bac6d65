//! Values in a message: numbers, dates, times, yes and no, each with its span.
//!
//! Dates and times in words are English; in digits they are read day first, as most of the world writes them. A value is
//! found where a token stands, so a date is no number, and neither is the time. What the message denies (`not monday`) is not
//! found, and what it corrects (`at 3, sorry, 4`) is found as corrected. All of it is linear in the number of tokens.

mod contacts;
mod dates;
mod groups;
mod meant;
mod money;
mod relative;
mod times;

use dates::date_at;
use groups::Groups;
pub(crate) use meant::{Values, meant};
use times::time_at;

use super::decimal::Decimal;
use super::fold::class;
use super::scan::{char_before, place_in_list, run, slice};
use super::tokenize::{Kind, Token, Tokens, place_in};
use crate::calendar::civil::days_from_civil;

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

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Number,
    Date,
    Time,
    Money,
    Email,
    Link,
    Phone,
}

/// What was found of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Number(Decimal),
    Date(i32),
    Time(u16),
    /// As it stands in the message.
    Text,
}

/// Finds values of one kind.
struct Finder<'t> {
    what: What,
    message: &'t str,
    tokens: &'t Tokens,
    today: Option<i32>,
    asked: bool,
    /// The token before which no number is, and the byte before which no telephone number begins.
    passed: usize,
    found: Option<Found<Told>>,
    best: Option<Found<Told>>,
}

impl Values for Finder<'_> {
    #[cfg_attr(tuned, optimize(size))]
    fn find(&mut self, at: usize) -> Option<usize> {
        let Self { what, message, tokens, today, .. } = *self;
        let date = |today| date_at(tokens, at, today);
        let time = || time_at(tokens, at);
        let told = match what {
            // A day far from any other, so that dates without a year are passed over as well.
            What::Number => {
                if at < self.passed {
                    return None;
                }
                let other = date(Some(0)).map(|(_, next)| next);
                if let Some(next) = other.or_else(|| time().map(|(_, next)| next)) {
                    self.passed = next;
                    return None;
                }
                let found = number(message, tokens.get(at)?)?;
                self.found = Some(found.map(Told::Number));
                return Some(at + 1);
            }
            What::Money => {
                let (found, next) = money::money_at(message, tokens, at)?;
                self.found = Some(found.map(Told::Number));
                return Some(next);
            }
            What::Phone => {
                let passed = &mut self.passed;
                let (start, end, next) =
                    contacts::phone_at(message, tokens, at, self.asked, passed)?;
                self.found = Some(Found { value: Told::Text, start, end });
                return Some(next);
            }
            What::Date => date(today).map(|(days, next)| (Told::Date(days), next)),
            What::Time => time().map(|(minutes, next)| (Told::Time(minutes), next)),
            What::Email | What::Link => {
                let kind = if what == What::Email { Kind::Email } else { Kind::Link };
                let is = tokens.get(at).is_some_and(|token| token.kind == kind);
                is.then_some((Told::Text, at + 1))
            }
        };
        let (value, next) = told?;
        let (start, end) = (tokens.get(at)?.start, tokens.get(next.checked_sub(1)?)?.end);
        self.found = Some(Found { value, start, end });
        Some(next)
    }

    fn take(&mut self, corrects: bool) {
        if corrects || self.best.is_none() {
            self.best = self.found;
        }
    }
}

/// The first value of a kind that the message does not deny, or what it corrects that to; where one was `asked` for also what
/// only that tells.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub(crate) fn value(
    what: What,
    message: &str,
    tokens: &Tokens,
    today: Option<i32>,
    asked: bool,
) -> Option<Found<Told>> {
    let (passed, found, best) = (0, None, None);
    let mut finder = Finder { what, message, tokens, today, asked, passed, found, best };
    meant(message, tokens, &mut finder);
    if finder.best.is_none() && asked && what == What::Money {
        finder.what = What::Number;
        meant(message, tokens, &mut finder);
    }
    finder.best
}

impl<T> Found<T> {
    /// Another value at the same place.
    fn map<U>(self, value: impl FnOnce(T) -> U) -> Found<U> {
        Found { value: value(self.value), start: self.start, end: self.end }
    }
}

impl Found<Told> {
    #[cfg_attr(tuned, optimize(size))]
    fn number(self) -> Option<Found<Decimal>> {
        if let Told::Number(n) = self.value { Some(self.map(|_| n)) } else { None }
    }

    fn text(self, message: &str) -> Found<&str> {
        self.map(|_| slice(message, place_in(self.start), place_in(self.end)))
    }
}

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
    value(What::Number, message, tokens, None, false)?.number()
}

/// The first date, in days since 1970-01-01.
///
/// `2026-12-24`, `24/12/2026`, `24.12.26`, `24 Dec`, `December 24th, 2026`; with `today`, the day on which the message was
/// written, also `today`, `tomorrow`, `yesterday`, `the day before yesterday`, weekdays, `3 days ago`, `in two weeks` and
/// `the 5th of next month`. Where the second of two numbers can be no month, the first is taken for it. A date without a year
/// is the one nearest to today. A weekday is the next one, today included; `next monday` comes after today, `last monday` was
/// before, and `monday last week` is that of the week before this one. What means no single day (`last week`, `next month`,
/// `in 2 or 3 days`, `more than a week ago`) is none.
pub fn first_date(message: &str, tokens: &Tokens, today: Option<i32>) -> Option<Found<i32>> {
    let found = value(What::Date, message, tokens, today, false)?;
    if let Told::Date(days) = found.value { Some(found.map(|_| days)) } else { None }
}

/// The first time of day, in minutes after midnight: `8:30`, `20:15`, `8.30pm`, `8 p.m.`, `noon`.
pub fn first_time(message: &str, tokens: &Tokens) -> Option<Found<u16>> {
    let found = value(What::Time, message, tokens, None, false)?;
    if let Told::Time(minutes) = found.value { Some(found.map(|_| minutes)) } else { None }
}

/// The first e-mail address, as typed.
pub fn first_email<'m>(message: &'m str, tokens: &Tokens) -> Option<Found<&'m str>> {
    Some(value(What::Email, message, tokens, None, false)?.text(message))
}

/// The first address of a page, as typed.
pub fn first_link<'m>(message: &'m str, tokens: &Tokens) -> Option<Found<&'m str>> {
    Some(value(What::Link, message, tokens, None, false)?.text(message))
}

/// The first telephone number, as typed: 7 to 15 digits with spaces and `-./()` between them and a `+` before.
///
/// Dates, numbers of payment cards, and digits by which a letter, a `#` or a currency stands are none. Digits that nothing tells
/// from an order's number, neither signs nor a 0 before them nor 10 or 11 of them, count only where a number was `asked` for.
///
/// ```
/// use answertree::text::{find::first_phone, tokenize::Tokens};
/// let message = "Order 12345678, call me: (020) 7946-0958";
/// let mut tokens = Tokens::new();
/// tokens.read(message);
/// assert_eq!(first_phone(message, &tokens, false).unwrap().value, "(020) 7946-0958");
/// assert_eq!(first_phone(message, &tokens, true).unwrap().value, "12345678");
/// ```
pub fn first_phone<'m>(message: &'m str, tokens: &Tokens, asked: bool) -> Option<Found<&'m str>> {
    Some(value(What::Phone, message, tokens, None, asked)?.text(message))
}

/// The first amount of money: a number by which the sign, the code or the name of a currency stands; where one was `asked` for
/// and there is none, the first number.
///
/// ```
/// use answertree::text::{find::first_money, tokenize::Tokens};
/// let message = "2 shirts for 20 euros";
/// let mut tokens = Tokens::new();
/// tokens.read(message);
/// let found = first_money(message, &tokens, false).unwrap();
/// assert_eq!((found.value.to_string().as_str(), found.start, found.end), ("20", 13, 21));
/// ```
pub fn first_money(message: &str, tokens: &Tokens, asked: bool) -> Option<Found<Decimal>> {
    value(What::Money, message, tokens, None, asked)?.number()
}

/// The first yes or no. Words that also mean other things (`sure`, `no`) count where a sentence begins.
#[cfg_attr(tuned, optimize(size))]
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
