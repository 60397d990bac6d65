//! Times of day in a message.

use super::groups::Groups;
use super::{is_one_of, word};
use crate::text::scan::{byte_at, place_in_list, skip, slice};
use crate::text::tokenize::{Kind, Tokens};

/// The time that begins with a token, and the token after it.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub(super) fn time_at(tokens: &Tokens, at: usize) -> Option<(u16, usize)> {
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
