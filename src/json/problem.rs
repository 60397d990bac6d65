//! Problems as JSON.

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
    let places = Places {
        sources,
        indexes: sources.iter().map(|source| LineIndex::new(&source.text)).collect(),
    };
    let mut writer = Writer::default();
    let w = &mut writer;
    w.open('[');
    for problem in problems {
        w.open('{').text("code", problem.code.id());
        let severity = match problem.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        w.text("severity", severity).key("place");
        places.write(w, problem.span);
        w.text("message", &problem.message).key("labels").open('[');
        for (span, text) in &problem.labels {
            places.text_at(w, *span, text);
        }
        w.close(']').option("help", problem.help.as_deref()).key("fix");
        match &problem.fix {
            Some(fix) => places.text_at(w, fix.span, &fix.text),
            None => w.null(),
        }
        w.close('}');
    }
    w.close(']');
    writer.finish()
}

/// Finds the places of spans.
struct Places<'a> {
    sources: &'a [Source],
    indexes: Vec<LineIndex>,
}

impl Places<'_> {
    fn text_at(&self, w: &mut Writer, span: Span, text: &str) {
        w.open('{').key("place");
        self.write(w, span);
        w.text("text", text).close('}');
    }

    fn write(&self, w: &mut Writer, span: Span) {
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
        w.open('{').text("file", name);
        let keys = ["start", "end", "line", "column", "endLine", "endColumn"];
        for (key, n) in keys.into_iter().zip(numbers) {
            w.number(key, Some(i64::from(n)));
        }
        w.close('}');
    }
}
