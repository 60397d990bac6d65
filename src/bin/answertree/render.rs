//! Problems as people read them, with the lines they are in.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use answertree::compile::Source;
use answertree::problem::{Problem, Severity};
use answertree::span::Span;
use answertree::trial::Failure;

use crate::output::{count, tame};

/// Lines shown before and behind the ones that a problem is in.
const AROUND: usize = 1;

/// The columns of a terminal that says nothing about itself.
const WIDTH: usize = 120;

/// One problem after the other, each with an empty line behind it.
pub(crate) fn problems(problems: &[Problem], sources: &[Source]) -> String {
    let renderer = Renderer::styled().term_width(width());
    let mut out = String::new();
    for problem in problems {
        out.push_str(&renderer.render(&report(problem, sources)));
        out.push_str("\n\n");
    }
    out
}

/// A line of a test that does not hold, with what was there instead.
pub(crate) fn failure(failure: &Failure, test: Span, sources: &[Source]) -> String {
    let test = (test, Some("in this test"));
    let line = (failure.span, Some(failure.found.as_str()));
    let origin = failure.origin.as_ref().map(|(span, text)| (*span, Some(text.as_str())));
    let places: Vec<_> = [line, test].into_iter().chain(origin).collect();
    let mut group =
        Level::ERROR.primary_title(failure.expected.as_str()).elements(snippets(&places, sources));
    let details: Vec<String> = failure.details.iter().map(|detail| tame(detail)).collect();
    if !details.is_empty() {
        group = group.element(Level::NOTE.message(details.join("\n")));
    }
    if let Some(help) = &failure.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    format!("{}\n\n", Renderer::styled().term_width(width()).render(&[group]))
}

/// The lines of each file that some places are in; the first is the primary one.
fn snippets<'a>(
    places: &[(Span, Option<&'a str>)],
    sources: &'a [Source],
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut files: Vec<u16> = Vec::new();
    for (span, _) in places {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let snippet = |file: u16| {
        let own = || places.iter().enumerate().filter(move |(_, (span, _))| span.file == file);
        let part = Part::new(sources, own().map(|(_, (span, _))| *span))?;
        let marks: Vec<Annotation<'a>> = own()
            .map(|(at, (span, label))| {
                let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let mark = kind.span(part.range(*span));
                match label {
                    Some(label) => mark.label(*label),
                    None => mark,
                }
            })
            .collect();
        Some(part.snippet::<Annotation<'a>>().annotations(marks))
    };
    files.into_iter().filter_map(snippet).collect()
}

/// `2 errors, 1 warning`, or `no problems`.
pub(crate) fn sum(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        (0, n) => count(n, "warning"),
        (n, 0) => count(n, "error"),
        (n, m) => format!("{}, {}", count(n, "error"), count(m, "warning")),
    }
}

/// How many errors and warnings there are.
pub(crate) fn tally(problems: &[Problem]) -> (usize, usize) {
    let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
    (errors, problems.len() - errors)
}

/// The columns to keep to: what `COLUMNS` says, or those of the terminal.
fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    said.or_else(terminal).unwrap_or(WIDTH).clamp(40, 400)
}

fn report<'a>(problem: &'a Problem, sources: &'a [Source]) -> Vec<Group<'a>> {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let labels = problem.labels.iter().map(|(span, text)| (*span, Some(text.as_str())));
    let places: Vec<_> = [(problem.span, None)].into_iter().chain(labels).collect();
    let mut group = level
        .primary_title(problem.message.as_str())
        .id(problem.code.id())
        .elements(snippets(&places, sources));
    let fix = problem.fix.as_ref().and_then(|fix| {
        let part = Part::new(sources, [fix.span].into_iter())?;
        let patch = Patch::new(part.range(fix.span), fix.text.as_str());
        Some(part.snippet::<Patch<'a>>().patch(patch))
    });
    match (problem.help.as_deref(), fix) {
        (None, None) => vec![group],
        (Some(help), None) => {
            group = group.element(Level::HELP.message(help));
            vec![group]
        }
        (help, Some(fix)) => {
            vec![group, Level::HELP.secondary_title(help.unwrap_or("write this")).element(fix)]
        }
    }
}

/// The lines of a file that some spans are in, so that a problem costs its lines and not the file.
struct Part<'a> {
    name: &'a str,
    text: &'a str,
    /// Where the lines start in the file.
    start: usize,
    /// The number of the first line.
    line: usize,
}

impl<'a> Part<'a> {
    fn new(sources: &'a [Source], spans: impl Iterator<Item = Span>) -> Option<Self> {
        let (mut file, mut first, mut last) = (0, usize::MAX, 0);
        for span in spans {
            file = usize::from(span.file);
            first = first.min(size(span.start));
            last = last.max(size(span.end));
        }
        let source = sources.get(file)?;
        let text = source.text.as_str();
        let (first, last) = (text.floor_char_boundary(first), text.floor_char_boundary(last));
        let (before, behind) = (text.get(..first)?, text.get(last..)?);
        let start = before.rmatch_indices('\n').nth(AROUND).map_or(0, |(at, _)| at + 1);
        let end = behind.match_indices('\n').nth(AROUND).map_or(text.len(), |(at, _)| last + at);
        let line = text.get(..start)?.matches('\n').count() + 1;
        Some(Self { name: &source.name, text: text.get(start..end)?, start, line })
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        Snippet::source(self.text).path(self.name).line_start(self.line)
    }

    /// A span as a place in the lines.
    fn range(&self, span: Span) -> Range<usize> {
        let place = |at: u32| self.text.floor_char_boundary(size(at).saturating_sub(self.start));
        place(span.start)..place(span.end)
    }
}

fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
