//! Addresses of pages and people in a message, as far as telling them from words takes.
//!
//! What a link counts for on a channel is [`length`](super::length)'s business, and has stricter rules.

use super::fold::{Class, class};
use super::scan::{after, byte_at, char_at, place_in_list, run, skip, slice};

/// The longest part of an e-mail address before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// Where a name with a point in it is a page without further signs of it. Other names need `www.`, a scheme or a path,
/// so that a missing space between sentences makes no link.
const PLAIN_TLDS: &str = "com net org info edu gov io co uk app eu";

/// The e-mail address around the `@` at a byte: where it starts and ends.
pub(super) fn email_around(text: &str, at_sign: usize) -> Option<(usize, usize)> {
    let mut start = at_sign;
    while start > 0 && is_local(byte_at(text, start - 1)) {
        start -= 1;
        if at_sign - start > MAX_LOCAL {
            return None;
        }
    }
    while start < at_sign && !byte_at(text, start).is_ascii_alphanumeric() {
        start += 1;
    }
    let (point, end) = domain(text, at_sign + 1)?;
    let named = byte_at(text, at_sign + 1).is_ascii_alphanumeric();
    let ending = slice(text, point + 1, end);
    let valid = start < at_sign
        && named
        && ending.len() >= 2
        && ending.bytes().all(|b| b.is_ascii_alphabetic());
    valid.then_some((start, end))
}

fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-')
}

/// The last point in the domain name at a byte, and where the name ends.
fn domain(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut end = run(text, start, is_domain);
    while end > start && matches!(byte_at(text, end - 1), b'.' | b'-') {
        end -= 1;
    }
    let mut point = end;
    while point > start {
        point -= 1;
        if byte_at(text, point) == b'.' {
            return Some((point, end));
        }
    }
    None
}

fn is_domain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

/// Where the link that begins at a byte ends; `None` where none does.
///
/// `no_domain_before` remembers how far names without a scheme were looked for in vain, which keeps reading linear.
pub(super) fn link_end(text: &str, start: usize, no_domain_before: &mut usize) -> Option<usize> {
    let begins = matches!(byte_at(text, start), b'h' | b'H' | b'w' | b'W');
    for prefix in ["https://", "http://", "www."] {
        if begins && skip(text, start, prefix).is_some_and(|name| is_named_at(text, name)) {
            return Some(trimmed(text, start));
        }
    }
    if start < *no_domain_before {
        return None;
    }
    let whole = run(text, start, is_domain);
    let pointed = text.as_bytes().get(start..whole).is_some_and(|name| name.contains(&b'.'));
    if pointed
        && let Some((point, end)) = domain(text, start)
        && is_page(text, start, point)
    {
        let ending = slice(text, point + 1, end);
        let path =
            end == whole && matches!(byte_at(text, end), b'/' | b':') && is_named_at(text, end + 1);
        if path && ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Some(trimmed(text, start));
        }
        if ending.len() <= 4 && place_in_list(PLAIN_TLDS, lowered(ending, &mut [0; 4])).is_some() {
            return Some(if path { trimmed(text, start) } else { end });
        }
    }
    *no_domain_before = whole;
    None
}

/// A short ASCII text in small letters.
fn lowered<'b>(text: &str, buffer: &'b mut [u8; 4]) -> &'b str {
    for (to, from) in buffer.iter_mut().zip(text.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    buffer.get(..text.len()).and_then(|bytes| core::str::from_utf8(bytes).ok()).unwrap_or("")
}

fn is_named_at(text: &str, at: usize) -> bool {
    char_at(text, at)
        .is_some_and(|c| matches!(class(c), Class::Letter | Class::Digit | Class::Single))
}

/// Whether what stands before the last point of a name may be one of a page.
fn is_page(text: &str, start: usize, point: usize) -> bool {
    let name = slice(text, start, point);
    !name.is_empty()
        && !matches!(byte_at(text, point - 1), b'.' | b'-')
        && name.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Where the link that begins at a byte ends: at white space or a sign that stands in none, less the punctuation of the
/// sentence around it.
fn trimmed(text: &str, start: usize) -> usize {
    let (mut end, mut at) = (start, start);
    let (mut round, mut square) = (false, false);
    while let Some(c) = char_at(text, at) {
        let next = after(text, at);
        // What may end a link moves its end; what may not is in it if the link goes on.
        let ends = match c {
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => break,
            '.' | ',' | '!' | '?' | ';' | ':' | '\'' | '*' | '~' => false,
            ')' => round,
            ']' => square,
            _ if c.is_ascii_graphic() => true,
            _ if is_named_at(text, at) => true,
            _ => break,
        };
        round |= c == '(';
        square |= c == '[';
        at = next;
        if ends {
            end = at;
        }
    }
    end
}
