//! Amounts of money: numbers by which a currency stands.

use super::{Found, is_one_of, number, word};
use crate::text::decimal::Decimal;
use crate::text::numbers::is_currency;
use crate::text::scan::{byte_at, char_at, char_before, run, slice};
use crate::text::tokenize::{Kind, Tokens, place_in, place_of};

/// What stands behind an amount as a word.
const BEHIND: &str = "dollar dollars buck bucks pound pounds quid euro euros yen rupee rupees franc francs kronor kroner zloty lira";

/// Codes of currencies (ISO 4217), before an amount or behind it.
const CODES: &str = "usd eur gbp chf jpy cny inr cad aud nzd sek nok dkk pln czk huf ron try brl mxn zar sgd hkd krw aed sar ils thb php idr myr rs kr zl";

/// The amount that begins with a token, and the token after it.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub(super) fn money_at(
    message: &str,
    tokens: &Tokens,
    at: usize,
) -> Option<(Found<Decimal>, usize)> {
    let token = tokens.get(at)?;
    // The word behind it, where nothing but a space stands between.
    let gap = tokens
        .get(at + 1)
        .map_or("", |next| slice(message, place_in(token.end), place_in(next.start)));
    let behind = if gap == " " { word(tokens, at + 1) } else { "" };
    match token.kind {
        // `EUR 20`
        Kind::Word if is_one_of(CODES, token.text) => {
            let found = number(message, tokens.get(at + 1).filter(|_| !behind.is_empty())?)?;
            Some((Found { start: token.start, ..found }, at + 2))
        }
        // `usd20`, `20usd`
        Kind::Code => {
            let text = token.text;
            let letters = run(text, 0, |c| c.is_ascii_alphabetic());
            let end = run(text, letters, |c| c.is_ascii_digit() || c == '.');
            let code = if letters > 0 && end == text.len() {
                slice(text, 0, letters)
            } else if letters == 0 {
                slice(text, end, text.len())
            } else {
                return None;
            };
            if !is_one_of(CODES, code) {
                return None;
            }
            let value = Decimal::parse(slice(text, letters, end))?;
            Some((Found { value, start: token.start, end: token.end }, at + 1))
        }
        Kind::Number => {
            let mut found = number(message, token)?;
            if is_one_of(BEHIND, behind) || is_one_of(CODES, behind) {
                return Some((Found { end: tokens.get(at + 1)?.end, ..found }, at + 2));
            }
            let (start, end) = (place_in(token.start), place_in(token.end));
            let signed = |c: Option<char>| c.filter(|c| is_currency(*c));
            if signed(char_at(message, start)).or(signed(char_before(message, end))).is_some() {
                return Some((found, at + 1));
            }
            // `£ 20`, `20 €`
            if byte_at(message, start.wrapping_sub(1)) == b' '
                && let Some(sign) = signed(char_before(message, start - 1))
            {
                found.start = found.start.min(place_of(start - 1 - sign.len_utf8()));
                return Some((found, at + 1));
            }
            let behind = signed(char_at(message, end + 1))?;
            let end = end + 1 + behind.len_utf8();
            if byte_at(message, place_in(token.end)) != b' '
                || byte_at(message, end).is_ascii_digit()
            {
                return None;
            }
            found.end = place_of(end);
            Some((found, at + 1))
        }
        _ => None,
    }
}
