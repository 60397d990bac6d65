//! Lines of a script by what they are: where a tool points, and where it writes.

use crate::check::script::{Script, Topic};
use crate::compile::Source;
use crate::span::Span;

/// A line of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'s> {
    /// Without the break at its end.
    pub(super) span: Span,
    pub(super) text: &'s str,
}

/// The lines of a file.
pub(super) fn of_file(sources: &[Source], file: u16) -> impl Iterator<Item = Line<'_>> {
    let text = sources.get(usize::from(file)).map_or("", |source| source.text.as_str());
    let mut at = 0_u32;
    text.split_inclusive('\n').map(move |whole| {
        let text = whole.trim_end_matches(['\n', '\r']);
        let span = Span::new(file, at, at.saturating_add(small(text.len())));
        at = at.saturating_add(small(whole.len()));
        Line { span, text }
    })
}

/// The lines of a topic in its file, its heading first, up to the next topic.
pub(super) fn of_topic<'s>(script: &Script, sources: &'s [Source], topic: &Topic) -> Vec<Line<'s>> {
    let file = topic.span.file;
    let others = script.topics.iter().map(|other| other.span).filter(|span| span.file == file);
    let next = others.map(|span| span.start).filter(|start| *start > topic.span.start).min();
    let end = next.unwrap_or(u32::MAX);
    of_file(sources, file)
        .skip_while(|line| line.span.end < topic.span.start)
        .take_while(|line| line.span.start < end)
        .collect()
}

/// What is written from the beginning of the line that a span begins in to the span's end.
pub(super) fn written(sources: &[Source], span: Span) -> &str {
    let text = sources.get(usize::from(span.file)).map_or("", |source| source.text.as_str());
    let (Ok(start), Ok(end)) = (usize::try_from(span.start), usize::try_from(span.end)) else {
        return "";
    };
    let from = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    text.get(from..end).unwrap_or("").trim()
}

/// The first line of what a span covers, whole.
pub(super) fn whole(sources: &[Source], span: Span) -> &str {
    let text = sources.get(usize::from(span.file)).map_or("", |source| source.text.as_str());
    let start = usize::try_from(span.start).unwrap_or(usize::MAX);
    let from = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("").trim()
}

/// Whether a line begins with these words.
pub(super) fn begins(line: &str, words: &[&str]) -> bool {
    let mut found = line.split_whitespace();
    words.iter().all(|word| found.next() == Some(word))
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
