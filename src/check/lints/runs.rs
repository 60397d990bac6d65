//! Guarded one-line replies that look like the start of a longer one.
//!
//! A line with guards and text is a whole reply, and the next `>` line begins another. Where the first line breaks off, or
//! the second goes on in small letters, its author meant one reply of two lines.

use crate::check::context::{Cx, quote};
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::{GuardKind, Item, Piece, Reply, Statement, StatementKind, Text};
use crate::text::letters::is_small;

/// Looks at every reply of the script.
pub(crate) fn runs(cx: &mut Cx<'_>, items: &[&Item]) {
    for item in items {
        let Item::Topic(topic) = item else { continue };
        let mut stack: Vec<&Statement> = topic.body.iter().rev().collect();
        while let Some(statement) = stack.pop() {
            match &statement.kind {
                StatementKind::Replies(replies) => pairs(cx, replies),
                StatementKind::Choices(choices) => {
                    stack.extend(choices.iter().rev().flat_map(|choice| choice.body.iter().rev()));
                }
                _ => {}
            }
        }
    }
}

fn pairs(cx: &mut Cx<'_>, replies: &[Reply]) {
    for (reply, next) in replies.iter().zip(replies.iter().skip(1)) {
        let restricts = reply
            .guards
            .iter()
            .any(|guard| !matches!(guard.kind, GuardKind::Tag(_) | GuardKind::Id(_)));
        let (Some(line), Some(second)) = (only_line(reply), first_line(next)) else { continue };
        if !restricts || !next.guards.is_empty() || !touches(cx, reply.span, next.span) {
            continue;
        }
        if !(breaks_off(line) || goes_on(second)) {
            continue;
        }
        let guards: Vec<&str> = reply.guards.iter().map(|guard| cx.text(guard.span)).collect();
        let guards = quote(&guards.join(" "));
        let last_guard = reply.guards.last().map_or(reply.span, |guard| guard.span);
        let gap = Span::new(line.span.file, last_guard.end, line.span.start);
        cx.report(
            Problem::new(
                Code::GuardedRun,
                next.span,
                "this line begins another reply, though the one above seems to go on here",
            )
            .label(reply.span, format!("`{guards}` holds for this line only"))
            .help(format!(
                "for one reply of several lines write `> {guards}` on a line of its own above them; for two leave a blank line between"
            ))
            .fix(gap, "\n> "),
        );
    }
}

/// The line of a reply that has one message, one wording and one line.
fn only_line(reply: &Reply) -> Option<&Text> {
    match reply.messages.as_slice() {
        [wordings] => match wordings.as_slice() {
            [lines] => match lines.as_slice() {
                [line] => Some(line),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

fn first_line(reply: &Reply) -> Option<&Text> {
    reply.messages.first()?.first()?.first()
}

/// Whether the second begins on the line below the first, comments aside.
fn touches(cx: &Cx<'_>, first: Span, second: Span) -> bool {
    if first.file != second.file || second.start < first.end {
        return false;
    }
    let between = cx.text(Span::new(first.file, first.end, second.start));
    // The first part is the end of the first line, the last the indentation of the second.
    let lines = between.split('\n').count().saturating_sub(2);
    between.split('\n').skip(1).take(lines).all(|line| line.trim_start().starts_with('#'))
}

fn breaks_off(line: &Text) -> bool {
    match line.pieces.last() {
        Some(Piece::Literal(text)) => {
            text.value.trim_end().ends_with([',', ':', ';', '-', '–', '—', '，', '：', '、'])
        }
        _ => false,
    }
}

fn goes_on(line: &Text) -> bool {
    match line.pieces.first() {
        Some(Piece::Literal(text)) => text.value.trim_start().starts_with(is_small),
        _ => false,
    }
}
