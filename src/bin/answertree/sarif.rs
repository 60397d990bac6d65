//! Problems as SARIF 2.1.0 (OASIS), which code scanning of forges and editors reads.

use answertree::compile::Source;
use answertree::problem::{Code, Problem, Severity};
use answertree::span::{LineIndex, Span};
use serde_json::{Value, json};

use crate::output::put;

/// The problems of several scripts as one log.
pub(crate) fn log<'a>(scripts: impl Iterator<Item = (&'a [Problem], &'a [Source])>) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let mut results = Vec::new();
    for (problems, sources) in scripts {
        let places = Places::new(sources);
        results.extend(problems.iter().map(|problem| places.result(problem)));
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "answertree",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.id(),
        "name": format!("{code:?}"),
        "shortDescription": { "text": code.title() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

/// The files of a script, and their lines.
struct Places<'a> {
    sources: &'a [Source],
    lines: Vec<LineIndex>,
}

impl<'a> Places<'a> {
    fn new(sources: &'a [Source]) -> Self {
        Self { sources, lines: sources.iter().map(|source| LineIndex::new(&source.text)).collect() }
    }

    fn result(&self, problem: &Problem) -> Value {
        let text = match &problem.help {
            Some(help) => format!("{}: {help}", problem.message),
            None => problem.message.clone(),
        };
        let mut result = json!({
            "ruleId": problem.code.id(),
            "ruleIndex": Code::ALL.iter().position(|code| *code == problem.code),
            "level": level(problem.severity()),
            "message": { "text": text },
            "locations": [self.location(problem.span)],
        });
        if !problem.labels.is_empty() {
            let related: Vec<Value> =
                problem.labels.iter().map(|(span, label)| self.related(*span, label)).collect();
            insert(&mut result, "relatedLocations", Value::from(related));
        }
        if let Some(fix) = &problem.fix {
            let description = problem.help.as_deref().unwrap_or("write this");
            let fixes = json!([{
                "description": { "text": description },
                "artifactChanges": [{
                    "artifactLocation": self.artifact(fix.span),
                    "replacements": [{
                        "deletedRegion": self.region(fix.span),
                        "insertedContent": { "text": fix.text },
                    }],
                }],
            }]);
            insert(&mut result, "fixes", fixes);
        }
        result
    }

    fn related(&self, span: Span, label: &str) -> Value {
        let mut location = self.location(span);
        insert(&mut location, "message", json!({ "text": label }));
        location
    }

    fn location(&self, span: Span) -> Value {
        json!({ "physicalLocation": { "artifactLocation": self.artifact(span), "region": self.region(span) } })
    }

    fn artifact(&self, span: Span) -> Value {
        let name =
            self.sources.get(usize::from(span.file)).map_or("", |source| source.name.as_str());
        json!({ "uri": uri(name) })
    }

    /// Lines and columns from 1; the end is the column behind the last character.
    fn region(&self, span: Span) -> Value {
        let (start, end) = (self.place(span, span.start), self.place(span, span.end));
        json!({ "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1 })
    }

    fn place(&self, span: Span, byte: u32) -> (u32, usize) {
        let file = usize::from(span.file);
        let (Some(source), Some(lines)) = (self.sources.get(file), self.lines.get(file)) else {
            return (1, 1);
        };
        let before = usize::try_from(byte).ok().and_then(|at| source.text.get(..at)).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        (lines.position(&source.text, byte).line, line.encode_utf16().count() + 1)
    }
}

fn insert(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

/// A path as a URI reference (RFC 3986): what may not stand in one is written in percent.
fn uri(name: &str) -> String {
    let mut out = String::new();
    if name.starts_with('/') {
        out.push_str("file://");
    }
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            put(&mut out, format_args!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("shop/é b.answers"), "shop/%C3%A9%20b.answers");
        assert_eq!(uri("/x/a:b.answers"), "file:///x/a%3Ab.answers");
    }
}
