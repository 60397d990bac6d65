//! Addresses of pages and people in a message, as far as telling them from words takes.
//!
//! What a link counts for on a channel is [`length`](super::length)'s business, and has stricter rules.

use super::fold::{Class, class};

/// The longest part of an e-mail address before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// Where a name with a point in it is a page without further signs of it. Other names need `www.`, a scheme or a path,
/// so that a missing space between sentences makes no link.
const PLAIN_TLDS: [&str; 11] =
    ["com", "net", "org", "info", "edu", "gov", "io", "co", "uk", "app", "eu"];

/// The e-mail address around the `@` at a byte: where it starts and ends.
pub(super) fn email_around(message: &str, at_sign: usize) -> Option<(usize, usize)> {
    let before = message.as_bytes().get(..at_sign)?;
    let local = before.iter().rev().take(MAX_LOCAL + 1).take_while(|&&b| is_local(b)).count();
    if local > MAX_LOCAL {
        return None;
    }
    let signs =
        before.get(at_sign - local..)?.iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
    if signs == local {
        return None;
    }
    let domain = message.as_bytes().get(at_sign + 1..)?;
    let length = domain.iter().take_while(|&&b| is_domain(b)).count();
    let domain = message.get(at_sign + 1..at_sign + 1 + length)?.trim_end_matches(['.', '-']);
    let (name, last) = domain.rsplit_once('.')?;
    let named = name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    let valid = named && last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    valid.then_some((at_sign - local + signs, at_sign + 1 + domain.len()))
}

fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-')
}

fn is_domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')
}

/// Where the link that begins at a byte ends; `None` where none does.
///
/// `no_domain_before` remembers how far names without a scheme were looked for in vain, which keeps reading linear.
pub(super) fn link_end(message: &str, start: usize, no_domain_before: &mut usize) -> Option<usize> {
    let rest = message.get(start..)?;
    for prefix in ["https://", "http://", "www."] {
        let begins =
            rest.get(..prefix.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(prefix));
        let goes_on =
            || rest.get(prefix.len()..).and_then(|name| name.chars().next()).is_some_and(is_named);
        if begins && goes_on() {
            return Some(start + trimmed(rest));
        }
    }
    if start < *no_domain_before {
        return None;
    }
    let length = rest.bytes().take_while(|&b| is_domain(b)).count();
    let (domain, behind) = rest.split_at_checked(length)?;
    let path = behind.starts_with(['/', ':']) && behind.chars().nth(1).is_some_and(is_named);
    let domain = domain.trim_end_matches(['.', '-']);
    if is_page(domain, path && domain.len() == length) {
        return Some(start + if path { trimmed(rest) } else { domain.len() });
    }
    *no_domain_before = start + length;
    None
}

fn is_named(c: char) -> bool {
    matches!(class(c), Class::Letter | Class::Digit | Class::Single)
}

/// Whether a name with points in it is one of a page.
fn is_page(domain: &str, path: bool) -> bool {
    let Some((name, last)) = domain.rsplit_once('.') else { return false };
    if name.is_empty()
        || name.ends_with(['.', '-'])
        || !name.bytes().any(|b| b.is_ascii_alphabetic())
    {
        return false;
    }
    let plain = PLAIN_TLDS.iter().any(|tld| last.eq_ignore_ascii_case(tld));
    plain || path && last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic())
}

/// How many bytes of a text that begins with a link are the link: to white space or a sign that stands in none, less the
/// punctuation of the sentence around it.
fn trimmed(rest: &str) -> usize {
    let in_link = |c: char| match c {
        '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
        _ => c.is_ascii_graphic() || is_named(c),
    };
    let mut link = rest.get(..rest.find(|c| !in_link(c)).unwrap_or(rest.len())).unwrap_or("");
    let (round, square) = (link.contains('('), link.contains('['));
    while let Some(last) = link.chars().next_back() {
        let punctuation = match last {
            '.' | ',' | '!' | '?' | ';' | ':' | '\'' | '*' | '~' => true,
            ')' => !round,
            ']' => !square,
            _ => false,
        };
        if !punctuation {
            break;
        }
        link = link.get(..link.len() - last.len_utf8()).unwrap_or("");
    }
    link.len()
}
