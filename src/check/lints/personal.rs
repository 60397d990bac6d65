//! Data of real people in examples: e-mail addresses, telephone, card and account numbers.
//!
//! What nobody can have is left alone: addresses at `example.com`, numbers that are kept free for films, test cards.

use std::ops::Range;

use crate::check::context::Cx;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::Name;
use crate::text::numbers;
use crate::text::tokenize::{Kind, Tokens};

/// Domains that belong to nobody (RFC 2606).
const NOBODYS: [&str; 4] = ["example", "test", "invalid", "localhost"];

/// What an address becomes that is nobody's.
const NOBODY: &str = "someone@example.com";

/// The cards that shops try their forms with.
const TEST_CARDS: [&str; 4] =
    ["4111111111111111", "4242424242424242", "5555555555554444", "378282246310005"];

/// Numbers kept free for films and books, in Great Britain; in North America these are 555-01 and two digits.
const OF_FILMS: [&str; 3] = ["7700900", "2079460", "1632960"];

/// What calls for free are businesses' numbers.
const FREE: [&str; 8] = ["800", "833", "844", "855", "866", "877", "888", "808"];

/// Words before a number that say it is none of a telephone.
const OF_ORDERS: [&str; 15] = [
    "booking",
    "case",
    "code",
    "id",
    "invoice",
    "order",
    "parcel",
    "ref",
    "reference",
    "serial",
    "shipment",
    "ticket",
    "tracking",
    "transaction",
    "voucher",
];

/// Words that may stand between.
const BETWEEN: [&str; 8] = ["is", "no", "nr", "number", "my", "the", "with", "num"];

/// Warns of the first personal data in an example.
pub(crate) fn data(cx: &mut Cx<'_>, example: &Name, tokens: &Tokens) {
    let Some((what, start, end)) = find(&example.value, tokens) else { return };
    // Where a mark was written with `\`, places in the value are not those in the source.
    let as_written = cx.text(example.span) == example.value;
    let within =
        |at: usize| u32::try_from(at).ok().and_then(|at| example.span.start.checked_add(at));
    let span = match (as_written, within(start), within(end)) {
        (true, Some(start), Some(end)) => Span::new(example.span.file, start, end),
        _ => example.span,
    };
    let help = match what {
        Data::Email => {
            "write an address that is nobody's, such as `someone@example.com`: it teaches the same"
        }
        _ => {
            "write a made-up one, or leave it out: what kind of message it is does not depend on the digits"
        }
    };
    let what_it_is = what.name();
    let mut problem = Problem::new(
        Code::PersonalData,
        span,
        format!(
            "this looks like {what_it_is} of a real person, and all who have the script can read it"
        ),
    )
    .help(help);
    if what == Data::Email && as_written {
        problem = problem.fix(span, NOBODY);
    }
    cx.report(problem);
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Data {
    Email,
    Phone,
    Card,
    Account,
}

impl Data {
    fn name(self) -> &'static str {
        match self {
            Self::Email => "the e-mail address",
            Self::Phone => "the telephone number",
            Self::Card => "the card number",
            Self::Account => "the account number (IBAN)",
        }
    }
}

/// The first personal data, where it starts and ends.
fn find(text: &str, tokens: &Tokens) -> Option<(Data, usize, usize)> {
    let email = tokens.iter().find(|token| token.kind == Kind::Email && !is_nobodys(token.text));
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    if let Some(email) = email {
        return Some((Data::Email, place(email.start), place(email.end)));
    }
    // Nothing below has fewer digits.
    if text.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS {
        return None;
    }
    let links = tokens.iter().filter(|token| matches!(token.kind, Kind::Link | Kind::Mention));
    let runs =
        runs(text, &links.map(|link| place(link.start)..place(link.end)).collect::<Vec<_>>());
    runs.iter()
        .find_map(|run| of_letters(text, run))
        .or_else(|| runs.iter().find_map(|run| of_digits(text, run)))
}

fn is_nobodys(email: &str) -> bool {
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    domain.split('.').any(|part| NOBODYS.contains(&part))
}

/// The fewest digits of a telephone number with its country.
const FEWEST_DIGITS: usize = 8;

/// Letters and digits in a row.
#[derive(Clone, Copy, Debug)]
struct Group {
    start: usize,
    end: usize,
}

/// Groups with one sign, or a bracket and a blank, between them; without those in links.
fn runs(text: &str, links: &[Range<usize>]) -> Vec<Vec<Group>> {
    let mut out: Vec<Vec<Group>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut last_end = 0;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        // What is no ASCII is a letter of a word, and no part of a number.
        let is_part = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        match (open, is_part) {
            (None, true) => open = Some(at),
            (Some(start), false) if is_in(links, start) => open = None,
            (Some(start), false) => {
                let between = text.get(last_end..start).unwrap_or("");
                let joins = matches!(between, " " | "-" | "." | ") " | ")" | ") - " | " (");
                let group = Group { start, end: at };
                match out.last_mut() {
                    Some(run) if joins => run.push(group),
                    _ => out.push(vec![group]),
                }
                last_end = at;
                open = None;
            }
            _ => {}
        }
    }
    out
}

/// Whether a place is in one of some ranges, which are in order.
fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

fn written(text: &str, groups: &[Group]) -> String {
    groups.iter().filter_map(|group| text.get(group.start..group.end)).collect()
}

fn place(groups: &[Group]) -> Option<(usize, usize)> {
    groups.first().zip(groups.last()).map(|(first, last)| (first.start, last.end))
}

/// An account number: a country, two digits of a sum, and up to thirty letters and digits.
fn of_letters(text: &str, run: &[Group]) -> Option<(Data, usize, usize)> {
    /// Groups of four.
    const MOST: usize = 9;
    for first in 0..run.len() {
        let rest = run.get(first..run.len().min(first + MOST)).unwrap_or(&[]);
        let head = rest.first().and_then(|group| text.get(group.start..group.end)).unwrap_or("");
        let [a, b, c, d, ..] = head.as_bytes() else { continue };
        if !(a.is_ascii_alphabetic()
            && b.is_ascii_alphabetic()
            && c.is_ascii_digit()
            && d.is_ascii_digit())
        {
            continue;
        }
        for count in (1..=rest.len()).rev() {
            let groups = rest.get(..count).unwrap_or(&[]);
            let grouped = count == 1
                || head.len() == 4
                    && groups.iter().take(count - 1).all(|group| group.end - group.start == 4);
            if grouped && is_account(&written(text, groups)) {
                let (start, end) = place(groups)?;
                return Some((Data::Account, start, end));
            }
        }
    }
    None
}

/// How long account numbers are, by country (the registry of ISO 13616).
const ACCOUNTS: &str = "AE23 AT20 BE16 BG22 BR29 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 \
    IL23 IS26 IT27 KW30 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 QA29 RO24 SA24 SE24 SI19 SK24 SM27 TR26 UA29 VA22";

/// Whether an account number is as long as its country has them, and its sum is right.
fn is_account(number: &str) -> bool {
    let country = number.get(..2).unwrap_or("").to_ascii_uppercase();
    let length =
        ACCOUNTS.split_ascii_whitespace().find_map(|row| row.strip_prefix(country.as_str()));
    if length.and_then(|length| length.parse().ok()) != Some(number.len()) {
        return false;
    }
    let (head, tail) = number.split_at_checked(4).unwrap_or(("", ""));
    let mut sum = 0_u32;
    for c in tail.chars().chain(head.chars()) {
        let Some(value) = c.to_digit(36) else { return false };
        sum = (sum * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    sum == 1
}

/// A card or a telephone.
fn of_digits(text: &str, run: &[Group]) -> Option<(Data, usize, usize)> {
    /// No number has more groups.
    const MOST: usize = 8;
    let is_digits = |group: &Group| {
        text.get(group.start..group.end)
            .is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()))
    };
    for part in run.split(|group| !is_digits(group)) {
        for first in 0..part.len() {
            let rest = part.get(first..part.len().min(first + MOST)).unwrap_or(&[]);
            for count in (1..=rest.len()).rev() {
                let groups = rest.get(..count).unwrap_or(&[]);
                let number = written(text, groups);
                let Some((start, end)) = place(groups) else { continue };
                if is_made_up(&number) {
                    continue;
                }
                if is_card(&number, groups) {
                    return Some((Data::Card, start, end));
                }
                let before = text.get(..start).unwrap_or("");
                if let Some(signs) = phone(&number, groups, before) {
                    return Some((Data::Phone, start - signs, end));
                }
            }
        }
    }
    None
}

/// Whether a number is one digit again and again, or counts up: what people write in place of one.
fn is_made_up(number: &str) -> bool {
    let mut digits = number.chars();
    let first = digits.next();
    digits.all(|digit| Some(digit) == first) || number.contains("12345678")
}

fn lengths(groups: &[Group]) -> Vec<usize> {
    groups.iter().map(|group| group.end - group.start).collect()
}

/// Whether a number is grouped as on a card, begins as one and has the right last digit (Luhn).
fn is_card(number: &str, groups: &[Group]) -> bool {
    let grouped = match lengths(groups).as_slice() {
        [length] => (13..=19).contains(length),
        [4, 4, 4, 4] | [4, 4, 4, 4, 3] | [4, 6, 4 | 5] => true,
        _ => false,
    };
    grouped
        && number.starts_with(['2', '3', '4', '5', '6'])
        && numbers::is_card(number)
        && !TEST_CARDS.contains(&number)
}

/// Whether a number is a telephone's: how many signs before it belong to it.
fn phone(number: &str, groups: &[Group], before: &str) -> Option<usize> {
    let bracket = usize::from(before.ends_with('('));
    let with_plus =
        before.get(..before.len() - bracket).is_some_and(|before| before.ends_with('+'));
    let digits = number.len();
    let home = number.strip_prefix('0').or_else(|| number.strip_prefix('1')).unwrap_or(number);
    if OF_FILMS.iter().any(|film| number.contains(film))
        || FREE.iter().any(|free| home.starts_with(free))
    {
        return None;
    }
    let american = |groups: &[usize]| matches!(groups, [3, 3, 4] | [1, 3, 3, 4]);
    let (area, rest) = home.split_at_checked(3).unwrap_or(("", ""));
    if home.len() == 10 && rest.starts_with("55501") {
        return None;
    }
    let lengths = lengths(groups);
    let is_phone = if with_plus {
        (8..=15).contains(&digits)
    } else if american(&lengths) {
        (lengths.len() == 3 || number.starts_with('1'))
            && [area, rest].iter().all(|part| !part.starts_with(['0', '1']))
    } else {
        let most = if number.starts_with("00") { 15 } else { 12 };
        // `0.5` and `0 points` begin no number.
        let begins = lengths.first().is_some_and(|length| *length > 1) || bracket == 1;
        number.starts_with('0') && begins && (10..=most).contains(&digits)
    };
    let signs = usize::from(with_plus) + bracket;
    (is_phone && (with_plus || !is_of_order(before))).then_some(signs)
}

/// Whether the words before a number say that it is an order's or the like.
fn is_of_order(before: &str) -> bool {
    /// So many words are looked at.
    const MOST: usize = 4;
    let words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words =
        words.take(MOST).map(str::to_lowercase).skip_while(|word| BETWEEN.contains(&word.as_str()));
    words.next().is_some_and(|word| OF_ORDERS.contains(&word.as_str()))
}
