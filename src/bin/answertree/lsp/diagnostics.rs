//! The problems of scripts, as the client shows them.

use std::collections::{BTreeMap, BTreeSet};

use answertree::problem::{Code, Problem, Severity};
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, NumberOrString,
    PublishDiagnosticsParams, Uri,
};

use super::state::{Script, State};

/// The most problems of one file that are told: a client shows each, and nobody reads more.
const MAX_TOLD: usize = 1_000;

/// What the client was told last, by file.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeMap<String, (Uri, Option<i32>, Vec<Diagnostic>)>);

impl Told {
    /// What there is to tell: of the files that changed, and of those whose problems did.
    pub(super) fn news(&mut self, state: &State) -> Vec<PublishDiagnosticsParams> {
        let several = state.scripts.len() > 1;
        let mut found: BTreeMap<&str, Vec<Diagnostic>> = BTreeMap::new();
        for script in state.scripts.values() {
            for (_, source) in script.files() {
                found.entry(&source.name).or_default();
            }
            for problem in &script.problems {
                let Some(source) = script.source(problem.span.file) else { continue };
                let of_file = found.entry(&source.name).or_default();
                if of_file.len() >= MAX_TOLD {
                    continue;
                }
                let diagnostic = diagnostic(state, script, problem);
                // A file of two scripts tells once what is wrong in both.
                if !several || !of_file.contains(&diagnostic) {
                    of_file.push(diagnostic);
                }
            }
        }
        let mut out = Vec::new();
        let known: BTreeSet<String> = self.0.keys().cloned().collect();
        for name in known {
            if !found.contains_key(name.as_str())
                && let Some((uri, ..)) = self.0.remove(&name)
            {
                out.push(PublishDiagnosticsParams::new(uri, Vec::new(), None));
            }
        }
        for (name, diagnostics) in found {
            let Some(uri) = state.address(name) else { continue };
            let version = state.version(name);
            let same = self.0.get(name).is_some_and(|(known_uri, known_version, known)| {
                *known_uri == uri && *known_version == version && *known == diagnostics
            });
            // Of files that are not open only what is wrong is told.
            let silent = version.is_none() && diagnostics.is_empty() && !self.0.contains_key(name);
            if same || silent {
                continue;
            }
            self.0.insert(name.to_owned(), (uri.clone(), version, diagnostics.clone()));
            out.push(PublishDiagnosticsParams::new(uri, diagnostics, version));
        }
        out
    }
}

/// A problem.
pub(super) fn diagnostic(state: &State, script: &Script, problem: &Problem) -> Diagnostic {
    let message = match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    };
    let related = problem.labels.iter().filter_map(|(span, text)| {
        let location = state.location(script, *span)?;
        Some(DiagnosticRelatedInformation { location, message: text.clone() })
    });
    let related: Vec<_> = related.collect();
    let unnecessary = matches!(problem.code, Code::UnusedName | Code::UnreachableLine);
    Diagnostic {
        range: script.range(problem.span),
        severity: Some(match problem.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(problem.code.id().to_owned())),
        source: Some("answertree".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: unnecessary.then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..Diagnostic::default()
    }
}
