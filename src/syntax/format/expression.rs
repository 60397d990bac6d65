//! Spaces in expressions and patterns. The author's brackets stay, so they are written from their tokens.

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

/// Writes `text`, a pattern without problems: `|` and brackets close up, one space stands between the rest.
pub(super) fn write_pattern(text: &str, out: &mut String) {
    let mut close_up = true;
    let mut rest = text.trim_start_matches(is_space);
    while let Some(first) = rest.chars().next() {
        let len = pattern_token_len(rest, first).max(first.len_utf8());
        let Some((token, after)) = rest.split_at_checked(len) else { return };
        if !close_up && !matches!(first, '|' | ')' | ']') {
            out.push(' ');
        }
        match first {
            '<' => out.extend(token.chars().filter(|c| !is_space(*c))),
            '…' => out.extend(["..", token.trim_start_matches('…')]),
            '.' if token.starts_with("..") => out.extend(["..", token.trim_start_matches('.')]),
            _ => out.push_str(token),
        }
        close_up = matches!(first, '|' | '(' | '[');
        rest = after.trim_start_matches(is_space);
    }
}

fn pattern_token_len(text: &str, first: char) -> usize {
    match first {
        '(' | ')' | '[' | ']' | '|' => 1,
        '<' => text.find('>').map_or(text.len(), |at| at + 1),
        _ if QUOTES.contains(&first) => token_len(text, first),
        _ if text.starts_with("..") || first == '…' => {
            let dots = text.trim_start_matches(['.', '…']);
            let after = dots.trim_start_matches(|c: char| c.is_ascii_digit());
            text.len() - after.len()
        }
        _ => word_len(text),
    }
}

/// A word with its `*`.
fn word_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        let ends = matches!(c, '(' | ')' | '[' | ']' | '|' | '<' | '>' | '…')
            || QUOTES.contains(&c)
            || is_space(c)
            || text.get(at..).is_some_and(|rest| rest.starts_with(".."));
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == '*' {
            return at + 1;
        } else if ends {
            return at;
        }
    }
    text.len()
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

    #[test]
    fn patterns_close_up() {
        for (from, to) in [
            ("< parcel >..late | delayed", "<parcel> .. late|delayed"),
            ("( on  hold |stuck )[ still ]", "(on hold|stuck) [still]"),
            ("a*b \"x  y\"…3(not)c\\*", "a* b \"x  y\" ..3 (not) c\\*"),
            ("....2 c..d 3.5", "..2 c .. d 3.5"),
        ] {
            let mut out = String::new();
            super::write_pattern(from, &mut out);
            assert_eq!(out, to);
        }
    }
}
