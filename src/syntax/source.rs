//! Cuts a source into lines and turns away what no line can be.

use core::ops::Range;

use super::limits;

/// White space inside a line; the same set as `ws` in the grammar.
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{0B}' | '\u{0C}' | '\r' | '\u{85}' | '\u{A0}' | '\u{2000}'
            ..='\u{200B}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202F}'
                | '\u{205F}'
                | '\u{2060}'
                | '\u{3000}'
                | '\u{FEFF}'
    )
}

/// The lines of `source` with the byte each begins at, without line ends and white space around them.
pub(super) fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = Some((0, source));
    core::iter::from_fn(move || {
        let (start, text) = rest?;
        let ends = find(text, |b| matches!(b, b'\n' | b'\r'));
        let (line, end) = text.split_at_checked(ends.unwrap_or(text.len()))?;
        let end_len = if end.starts_with("\r\n") { 2 } else { 1 };
        rest = end.get(end_len..).map(|after| (start + line.len() + end_len, after));
        let trimmed = trim_start(line);
        Some((start + line.len() - trimmed.len(), trim_end(trimmed)))
    })
}

/// The first byte of `text` that is so. Sixteen are looked at together, which compilers make one step of.
pub(super) fn find(text: &str, is: impl Fn(u8) -> bool) -> Option<usize> {
    let mut rest = text.as_bytes();
    while let Some((chunk, behind)) = rest.split_first_chunk::<16>() {
        if any(chunk, &is) {
            break;
        }
        rest = behind;
    }
    rest.iter().position(|&b| is(b)).map(|at| text.len() - rest.len() + at)
}

/// Whether a byte is so. Without a way out of the loop, many are looked at together.
pub(super) fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |found, &b| found | is(b))
}

/// `text` without white space before it.
pub(super) fn trim_start(text: &str) -> &str {
    let plain = text.trim_start_matches(' ');
    if plain.starts_with(|c: char| c.is_ascii_graphic()) {
        return plain;
    }
    plain.trim_start_matches(is_space)
}

/// `text` without white space behind it.
fn trim_end(text: &str) -> &str {
    if text.ends_with(|c: char| c.is_ascii_graphic()) {
        return text;
    }
    text.trim_end_matches(is_space)
}

/// Cuts `source` into about so many parts, each of whole lines, which say the same whether they are read together or apart:
/// all but the first begin with a heading, which ends whatever stands before it. The line end before it is in no part.
pub(super) fn parts(source: &str, count: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    const HEADING: &str = "\n==";
    let size = source.len() / count.max(1) + 1;
    let mut start = Some(0);
    core::iter::from_fn(move || {
        let begins = start?;
        let wanted = source.as_bytes().get(begins + size..).unwrap_or(&[]);
        let found = wanted.windows(HEADING.len()).position(|bytes| bytes == HEADING.as_bytes());
        let end = found.map_or(source.len(), |at| begins + size + at);
        start = found.map(|_| end + 1);
        let part = source.get(begins..end).unwrap_or("");
        Some(begins..end - usize::from(found.is_some() && part.ends_with('\r')))
    })
}

/// Where brackets nest deeper than the grammar may recurse, as a byte of `rest`, a line without its mark.
///
/// In text for people a smiley is no bracket: there only guards before the text and what stands in `{…}` count.
pub(super) fn too_deep(rest: &str, is_text: bool) -> Option<usize> {
    let (mut depth, mut total, mut braces) = (0_usize, 0_usize, 0_usize);
    let mut in_guards = is_text;
    for (at, c) in rest.char_indices() {
        if in_guards && depth == 0 && c != '[' && !is_space(c) {
            in_guards = false;
        }
        let counts = !is_text || in_guards || braces > 0 || matches!(c, '{' | '}');
        match c {
            '(' | '[' | '{' if counts => {
                depth += 1;
                total += 1;
                braces += usize::from(c == '{');
                if depth > limits::MAX_NESTING || total > limits::MAX_BRACKETS {
                    return Some(at);
                }
            }
            ')' | ']' | '}' if counts => {
                depth = depth.saturating_sub(1);
                braces = braces.saturating_sub(usize::from(c == '}'));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{lines, too_deep};

    #[test]
    fn every_line_end_ends_a_line() {
        let cut: Vec<_> = lines("\u{FEFF}a\r\n b \n\rc\u{A0}").collect();
        assert_eq!(cut, [(3, "a"), (7, "b"), (10, ""), (11, "c")]);
        assert_eq!(lines("").count(), 1);
        assert_eq!(lines("a\n").collect::<Vec<_>>(), [(0, "a"), (2, "")]);
    }

    #[test]
    fn smileys_do_not_nest() {
        let sad = ":( ".repeat(300);
        assert_eq!(too_deep(&sad, true), None);
        assert!(too_deep(&sad, false).is_some());
        let bracket = "(".repeat(40);
        assert_eq!(too_deep(&bracket, true), None);
        assert!(too_deep(&format!("{{if {bracket}"), true).is_some());
        assert!(too_deep(&format!("[if {bracket}"), true).is_some());
        assert!(too_deep(&format!(" [on x] [if {bracket}"), true).is_some());
        assert!(too_deep(&format!("if {}", "(\")\" = ".repeat(300)), false).is_some());
    }
}
