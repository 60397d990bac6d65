//! The one way a script is laid out: indentation by what belongs to what, one space between parts, no blank line twice.

mod expression;
mod print;

use super::parse_with_indents;
use super::tree::{Line, LineKind};

/// Lays `source` out in the canonical way, and changes nothing of what it means.
///
/// Comments and groups of lines stay; a line with a problem stays as it is. Formatting twice gives the same as once.
///
/// ```
/// let neat = answertree::syntax::format("==late :Late delivery\n>Sorry,  { name  or there }!\n\n\n");
/// assert_eq!(neat, "== late: Late delivery\n> Sorry,  {name or there}!\n");
/// ```
pub fn format(source: &str) -> String {
    let (parsed, indents) = parse_with_indents(0, source);
    let lines = &parsed.file.lines;
    if lines.is_empty() {
        return source.to_owned();
    }
    let mut out = String::with_capacity(source.len());
    let mut problems = parsed.problems.iter().map(|problem| problem.span.start).peekable();
    let mut blank = false;
    let mut after_comment = false;
    for (at, (line, indent)) in lines.iter().zip(&indents).enumerate() {
        let mut troubled = false;
        while problems.next_if(|&start| start <= line.span.end).is_some() {
            troubled = true;
        }
        if matches!(line.kind, LineKind::Blank) {
            blank = true;
            after_comment = false;
            continue;
        }
        let heads = !after_comment && lines.get(at..).is_some_and(begins_heading);
        if (blank || heads) && !out.is_empty() {
            out.push('\n');
        }
        blank = false;
        after_comment = matches!(line.kind, LineKind::Comment);
        for _ in 0..*indent {
            out.push(' ');
        }
        let written = line.span.text(source);
        if troubled || matches!(line.kind, LineKind::Bad | LineKind::Comment) {
            out.push_str(written);
        } else {
            print::line(&line.kind, source, &mut out);
            if let Some(comment) = line.comment {
                out.push_str("  ");
                out.push_str(comment.text(source));
            }
        }
        out.push('\n');
    }
    out
}

/// Whether the first of `lines` is a heading, or a comment right above one.
fn begins_heading(lines: &[Line]) -> bool {
    lines.iter().find(|line| !matches!(line.kind, LineKind::Comment)).is_some_and(|line| {
        matches!(line.kind, LineKind::Topic { .. } | LineKind::Menu { .. } | LineKind::Test(_))
    })
}
