//! From a name to where it is declared and used, and to another name.

use std::collections::BTreeSet;

use answertree::assist::{self, Refusal};
use answertree::span::Span;
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, Position,
    PrepareRenameResponse, Range, TextEdit, WorkspaceEdit,
};

use super::actions::{Edits, workspace_edit};
use super::state::{At, Script, State};

/// Where what is named is declared; for an `include`, the file.
pub(super) fn definition(state: &State, at: At<'_>) -> Option<GotoDefinitionResponse> {
    if let Some(name) = include_at(at) {
        let start = Position::new(0, 0);
        let location = Location::new(state.address(&name)?, Range::new(start, start));
        return Some(GotoDefinitionResponse::Scalar(location));
    }
    Some(GotoDefinitionResponse::Array(places(state, at, |declares| declares)))
}

/// The file that the `include` at a place names, where it is there.
fn include_at(at: At<'_>) -> Option<String> {
    assist::include_at(at.name, &at.document.text, at.byte)
        .filter(|name| std::path::Path::new(name).is_file())
}

/// Where what is named is used, and declared where that is asked for.
pub(super) fn references(state: &State, at: At<'_>, declarations: bool) -> Vec<Location> {
    places(state, at, |declares| declarations || !declares)
}

fn places(state: &State, at: At<'_>, wanted: impl Fn(bool) -> bool) -> Vec<Location> {
    let mut out = Vec::new();
    let mut seen = Seen::new();
    for (script, place) in state.named(at) {
        for place in script.names().of(&place.symbol).filter(|place| wanted(place.declares)) {
            if is_new(&mut seen, script, place.span) {
                out.extend(state.location(script, place.span));
            }
        }
    }
    out
}

/// Places by file: a file of two scripts has each of its places once.
type Seen<'a> = BTreeSet<(&'a str, u32, u32)>;

fn is_new<'a>(seen: &mut Seen<'a>, script: &'a Script, span: Span) -> bool {
    let name = script.source(span.file).map_or("", |source| source.name.as_str());
    seen.insert((name, span.start, span.end))
}

/// Where the same is named in the document.
pub(super) fn highlights(state: &State, at: At<'_>) -> Vec<DocumentHighlight> {
    let named = state.named(at);
    let Some((script, place)) = named.first() else { return Vec::new() };
    let in_file = script.names().of(&place.symbol).filter(|o| o.span.file == place.span.file);
    in_file
        .map(|place| DocumentHighlight {
            range: script.range(place.span),
            kind: Some(if place.declares {
                DocumentHighlightKind::WRITE
            } else {
                DocumentHighlightKind::READ
            }),
        })
        .collect()
}

/// The name that a rename would change.
pub(super) fn prepare_rename(
    state: &State,
    at: At<'_>,
) -> Result<Option<PrepareRenameResponse>, Refusal> {
    let named = state.named(at);
    let Some((script, place)) = named.first() else { return Ok(None) };
    assist::can_be_renamed(&place.symbol)?;
    let placeholder = place.symbol.name().to_owned();
    let range = script.range(place.span);
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }))
}

/// Changes a name everywhere, in every script that has it.
pub(super) fn rename(
    state: &State,
    at: At<'_>,
    new: &str,
) -> Result<Option<WorkspaceEdit>, Refusal> {
    let named = state.named(at);
    if named.is_empty() {
        return Ok(None);
    }
    let (mut edits, mut seen) = (Edits::new(), Seen::new());
    for (script, place) in named {
        let found = assist::rename(script.draft(), &script.problems, place, new)?;
        for span in found.spans {
            let Some(source) = script.source(span.file) else { continue };
            if is_new(&mut seen, script, span) {
                let edit = TextEdit::new(script.range(span), found.name.clone());
                edits.entry(source.name.clone()).or_default().push(edit);
            }
        }
    }
    Ok(Some(workspace_edit(state, edits)))
}
