//! Spaces in an expression. The author's parentheses stay, so it is written from its tokens.

use crate::syntax::escape::QUOTES;
use crate::syntax::source::is_space;

/// What a token is to the spaces around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    Value,
    /// An operator between two values, or a word of the language before one.
    Operator,
    /// `-` before a value.
    Sign,
    Open,
    Close,
    Comma,
}

/// Writes `text`, an expression without problems, with one space between its parts.
pub(super) fn write(text: &str, out: &mut String) {
    let mut last = Kind::Start;
    let mut rest = text.trim_start_matches(is_space);
    while let Some(first) = rest.chars().next() {
        let len = token_len(rest, first);
        let Some((token, after)) = rest.split_at_checked(len.max(first.len_utf8())) else { return };
        let kind = match token {
            "(" => Kind::Open,
            ")" => Kind::Close,
            "," => Kind::Comma,
            "-" if !matches!(last, Kind::Value | Kind::Close) => Kind::Sign,
            "and" | "or" | "not" | "has" | "in" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "+"
            | "-" | "*" | "/" => Kind::Operator,
            _ => Kind::Value,
        };
        let tight = matches!(last, Kind::Start | Kind::Open | Kind::Sign)
            || matches!(kind, Kind::Close | Kind::Comma)
            || kind == Kind::Open && last == Kind::Value;
        if !tight {
            out.push(' ');
        }
        out.push_str(token);
        last = kind;
        rest = after.trim_start_matches(is_space);
    }
}

/// How long the token is that `text` begins with.
fn token_len(text: &str, first: char) -> usize {
    if QUOTES.contains(&first) {
        let mut escaped = false;
        for (at, c) in text.char_indices().skip(1) {
            if !escaped && QUOTES.contains(&c) {
                return at + c.len_utf8();
            }
            escaped = !escaped && c == '\\';
        }
        return text.len();
    }
    if first.is_ascii_digit() {
        return number_len(text);
    }
    if ["!=", "<=", ">="].iter().any(|op| text.starts_with(op)) {
        return 2;
    }
    if matches!(first, '(' | ')' | ',' | '=' | '<' | '>' | '+' | '-' | '*' | '/') {
        return 1;
    }
    let is_inner = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = c == '-' && chars.peek().is_some_and(|&(_, next)| is_inner(next));
        if is_space(c) || !is_inner(c) && !joins {
            return at;
        }
    }
    text.len()
}

/// A number, a time or a date.
fn number_len(text: &str) -> usize {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let plain =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ':'))).unwrap_or(text.len());
    let after =
        |at: usize| text.get(at..).and_then(|rest| rest.strip_prefix('-')).map_or(0, digits);
    let month = after(4);
    if plain != 4 || !(1..=2).contains(&month) {
        return plain;
    }
    let day = after(5 + month);
    if (1..=2).contains(&day) { 6 + month + day } else { plain }
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_space_between_parts() {
        for (from, to) in [
            ("a+ b*-c", "a + b * -c"),
            ("( a  or b )and not( c )", "(a or b) and not (c)"),
            ("open( billing )", "open(billing)"),
            ("days( now,2026-12-24 )>-3", "days(now, 2026-12-24) > -3"),
            ("x in( small,large )", "x in (small, large)"),
            ("t = “a \\” (b”", "t = “a \\” (b”"),
            ("a-b - 3-1", "a-b - 3 - 1"),
            ("t<=08:30", "t <= 08:30"),
            ("größe  is   not known", "größe is not known"),
        ] {
            let mut out = String::new();
            super::write(from, &mut out);
            assert_eq!(out, to);
        }
    }
}
