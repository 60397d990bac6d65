//! Problems as JSON.

use super::form::Form;
use super::write::Writer;
use crate::compile::Source;
use crate::problem::{Problem, Severity};
use crate::span::{LineIndex, Span};

/// Problems as one line of JSON, with the places that editors count: UTF-16 offsets, lines and columns from 1.
///
/// ```
/// use answertree::compile::{Source, compile};
/// let sources = [Source { name: "main.answers".into(), text: "nonsense".into() }];
/// let compiled = compile(&sources);
/// assert!(answertree::json::problems(&compiled.problems, &sources).contains("\"severity\":\"error\""));
/// ```
pub fn problems(problems: &[Problem], sources: &[Source]) -> String {
    let mut writer = Writer::default();
    write(&mut writer, problems, sources);
    writer.finish()
}

/// Appends problems in the packed form.
#[cfg(feature = "wasm")]
pub(crate) fn push_problems(problems: &[Problem], sources: &[Source], out: &mut String) {
    write(&mut super::packed::Packed { out }, problems, sources);
}

/// Writes problems; `www/engine/src/packed.ts` reads them in this order.
fn write<F: Form>(w: &mut F, problems: &[Problem], sources: &[Source]) {
    let places = Places {
        sources,
        indexes: sources.iter().map(|source| LineIndex::new(&source.text)).collect(),
    };
    w.begin(problems.len());
    for problem in problems {
        w.open().text("code", problem.code.id());
        let severity = match problem.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        w.text("severity", severity);
        places.write(w, problem.span);
        w.text("message", &problem.message);
        w.list("labels", &problem.labels, |w, (span, text)| places.text_at(w, *span, text));
        w.option("help", problem.help.as_deref()).some("fix", problem.fix.is_some());
        if let Some(fix) = &problem.fix {
            places.text_at(w, fix.span, &fix.text);
        }
        w.close();
    }
    w.end();
}

/// Finds the places of spans.
struct Places<'a> {
    sources: &'a [Source],
    indexes: Vec<LineIndex>,
}

impl Places<'_> {
    fn text_at<F: Form>(&self, w: &mut F, span: Span, text: &str) {
        w.open();
        self.write(w, span);
        w.text("text", text).close();
    }

    /// The key `place` and a place.
    fn write<F: Form>(&self, w: &mut F, span: Span) {
        let file = usize::from(span.file);
        let (name, numbers) = match (self.sources.get(file), self.indexes.get(file)) {
            (Some(source), Some(index)) => {
                let start = index.position(&source.text, span.start);
                let end = index.position(&source.text, span.end);
                let numbers =
                    [start.utf16, end.utf16, start.line, start.column, end.line, end.column];
                (source.name.as_str(), numbers)
            }
            _ => ("", [0, 0, 1, 1, 1, 1]),
        };
        w.key("place").open().text("file", name);
        let keys = ["start", "end", "line", "column", "endLine", "endColumn"];
        for (key, n) in keys.into_iter().zip(numbers) {
            w.number(key, n);
        }
        w.close();
    }
}
