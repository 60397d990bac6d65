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
    writer.list(problems, |w, problem| {
        w.object(|w| {
            w.key("code").string(problem.code.id());
            w.key("severity").string(match problem.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            });
            w.key("place");
            places.write(w, problem.span);
            w.key("message").string(&problem.message);
            w.key("labels").list(&problem.labels, |w, (span, text)| places.text_at(w, *span, text));
            w.key("help").option(problem.help.as_deref());
            w.key("fix");
            match &problem.fix {
                Some(fix) => places.text_at(w, fix.span, &fix.text),
                None => w.null(),
            }
        });
    });
    writer.finish()
}

/// Finds the places of spans.
struct Places<'a> {
    sources: &'a [Source],
    indexes: Vec<LineIndex>,
}

impl Places<'_> {
    fn text_at(&self, w: &mut Writer, span: Span, text: &str) {
        w.object(|w| {
            w.key("place");
            self.write(w, span);
            w.key("text").string(text);
        });
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
        w.object(|w| {
            w.key("file").string(name);
            for (key, n) in
                ["start", "end", "line", "column", "endLine", "endColumn"].into_iter().zip(numbers)
            {
                w.key(key).number(i64::from(n));
            }
        });
    }
}
