//! `\` takes the meaning from the mark after it.

/// What `\` may stand before; before anything else it is only itself, so `¯\_(ツ)_/¯` stays whole.
pub(crate) const MARKS: &str = "\\{}[]()<>|#*-=:\"“”„., ";

/// `text` as people read it.
pub(super) fn resolved(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&mark) if c == '\\' && MARKS.contains(mark) => {
                out.push(mark);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// `text` without a pair of quotes around it, as people read it.
pub(super) fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix(QUOTES).and_then(|rest| {
        let inner = rest.strip_suffix(QUOTES)?;
        escaped_only(inner).then_some(inner)
    });
    resolved(inner.unwrap_or(text))
}

/// Straight and curly quotes are one.
pub(crate) const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// Whether each quote in `inner`, and no end, has its `\`.
fn escaped_only(inner: &str) -> bool {
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            if chars.next().is_none() {
                return false;
            }
        } else if QUOTES.contains(&c) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{resolved, unquoted};

    #[test]
    fn only_marks_are_escaped() {
        assert_eq!(resolved(r"a \{b\} \# \\ ¯\_(ツ)_/¯ \"), r"a {b} # \ ¯\_(ツ)_/¯ \");
        assert_eq!(unquoted("“a b”"), "a b");
        assert_eq!(unquoted(r#""a \"b\"""#), r#"a "b""#);
        assert_eq!(unquoted(r#""a" and "b""#), r#""a" and "b""#);
        assert_eq!(unquoted(r#"""#), r#"""#);
        assert_eq!(unquoted(r#""a\\""#), r"a\");
    }
}
