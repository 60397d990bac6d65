//! Changes: what mends a problem, and layout.

use std::collections::BTreeMap;
use std::time::Duration;

use answertree::assist;
use answertree::problem::{Fix, Problem};
use answertree::syntax;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};
use similar::TextDiff;

use super::diagnostics::diagnostic;
use super::place::narrow;
use super::state::{Document, Script, State};

/// Changes by file.
pub(super) type Edits = BTreeMap<String, Vec<TextEdit>>;

/// How long is looked for the least change of a file.
const DIFF_TIME: Duration = Duration::from_millis(500);

/// Changes as the client takes them.
pub(super) fn workspace_edit(state: &State, edits: Edits) -> WorkspaceEdit {
    let edits: Vec<_> = edits
        .into_iter()
        .filter_map(|(name, edits)| Some((state.address(&name)?, state.version(&name), edits)))
        .collect();
    if !state.versioned_edits {
        #[expect(
            clippy::mutable_key_type,
            reason = "the protocol's type; nothing changes the keys"
        )]
        let changes = edits.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let documents = edits
        .into_iter()
        .map(|(uri, version, edits)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        })
        .collect();
    let documents = DocumentChanges::Edits(documents);
    WorkspaceEdit { document_changes: Some(documents), ..WorkspaceEdit::default() }
}

/// What mends the problems of a range.
pub(super) fn actions(state: &State, name: &str, range: Range) -> Vec<CodeActionOrCommand> {
    let mut out = Vec::new();
    for (script, file) in state.scripts_of(name) {
        for problem in script.problems.iter().filter(|problem| problem.span.file == file) {
            let place = script.range(problem.span);
            if place.start > range.end || range.start > place.end {
                continue;
            }
            if let Some(fix) = &problem.fix
                && let Some(action) = mending(state, script, problem, fix)
                && !out.contains(&action)
            {
                out.push(action);
            }
        }
    }
    out
}

fn mending(
    state: &State,
    script: &Script,
    problem: &Problem,
    fix: &Fix,
) -> Option<CodeActionOrCommand> {
    let source = script.source(fix.span.file)?;
    let edit = TextEdit::new(script.range(fix.span), fix.text.clone());
    let edits = Edits::from([(source.name.clone(), vec![edit])]);
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: assist::fix_title(fix.span.text(&source.text), &fix.text),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic(state, script, problem)]),
        edit: Some(workspace_edit(state, edits)),
        is_preferred: Some(true),
        ..CodeAction::default()
    }))
}

/// What lays a document out: only the lines that change.
pub(super) fn layout(document: &Document) -> Vec<TextEdit> {
    let neat = syntax::format(&document.text);
    if neat == document.text {
        return Vec::new();
    }
    let diff = TextDiff::configure().timeout(DIFF_TIME).diff_lines(&document.text, &neat);
    let (old, new) = (starts(diff.iter_old_slices()), starts(diff.iter_new_slices()));
    let edits = diff.ops().iter().filter(|op| op.tag() != similar::DiffTag::Equal).map(|op| {
        let bounds = |starts: &[usize], range: std::ops::Range<usize>| {
            let at = |index: usize| starts.get(index).copied().unwrap_or(usize::MAX);
            at(range.start)..at(range.end)
        };
        let (from, to) = (bounds(&old, op.old_range()), bounds(&new, op.new_range()));
        let place =
            |byte: usize| -> Position { document.lines.position(&document.text, narrow(byte)) };
        let text = neat.get(to.start.min(neat.len())..to.end.min(neat.len())).unwrap_or("");
        TextEdit::new(Range::new(place(from.start), place(from.end)), text.to_owned())
    });
    edits.collect()
}

/// Where the lines of a text begin, and where the last one ends.
fn starts<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut at = 0;
    let mut out = vec![0];
    for line in lines {
        at += line.len();
        out.push(at);
    }
    out
}
