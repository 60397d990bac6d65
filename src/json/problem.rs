//! Problems as JSON.

use serde::Serialize;

use crate::compile::Source;
use crate::problem::{self, Severity};
use crate::span::{LineIndex, Span};

#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    severity: &'static str,
    place: Place<'a>,
    message: &'a str,
    labels: Vec<Label<'a>>,
    help: Option<&'a str>,
    fix: Option<Label<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// Problems as one line of JSON, with the places that editors count: UTF-16 offsets, lines and columns from 1.
pub fn problems(problems: &[problem::Problem], sources: &[Source]) -> String {
    let indexes: Vec<LineIndex> = sources.iter().map(|source| LineIndex::new(&source.text)).collect();
    let place = |span: Span| -> Place<'_> {
        let file = usize::from(span.file);
        let (Some(source), Some(index)) = (sources.get(file), indexes.get(file)) else {
            return Place { file: "", start: 0, end: 0, line: 1, column: 1, end_line: 1, end_column: 1 };
        };
        let start = index.position(&source.text, span.start);
        let end = index.position(&source.text, span.end);
        Place {
            file: &source.name,
            start: start.utf16,
            end: end.utf16,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    };
    let list: Vec<Problem<'_>> = problems
        .iter()
        .map(|problem| Problem {
            code: problem.code.id(),
            severity: match problem.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            place: place(problem.span),
            message: &problem.message,
            labels: problem.labels.iter().map(|(span, text)| Label { place: place(*span), text }).collect(),
            help: problem.help.as_deref(),
            fix: problem.fix.as_ref().map(|fix| Label { place: place(fix.span), text: &fix.text }),
        })
        .collect();
    super::text(&list)
}
