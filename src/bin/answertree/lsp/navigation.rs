//! From a name to where it is declared and used, and to another name.

use std::collections::{BTreeMap, BTreeSet};

use answertree::check::names::{Sort, Symbol};
use answertree::compile::{self, Source, included};
use answertree::problem::{Problem, Severity};
use answertree::span::Span;
use answertree::syntax;
use answertree::syntax::tree::LineKind;
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, Position,
    PrepareRenameResponse, Range, TextEdit, WorkspaceEdit,
};

use super::actions::{Edits, workspace_edit};
use super::place::narrow;
use super::state::{At, Script, State};

/// Why something is not done.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) String);

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
    let lines = syntax::parse(0, &at.document.text).file.lines;
    let byte = narrow(at.byte);
    let name = lines.iter().find_map(|line| match &line.kind {
        LineKind::Include(name) if (name.span.start..=name.span.end).contains(&byte) => Some(name),
        _ => None,
    })?;
    included(at.name, &name.value).filter(|name| std::path::Path::new(name).is_file())
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
    can_be_renamed(&place.symbol)?;
    let placeholder = place.symbol.name().to_owned();
    let range = script.range(place.span);
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }))
}

fn can_be_renamed(symbol: &Symbol) -> Result<(), Refusal> {
    match symbol {
        Symbol::Label(_) => Err(Refusal(
            "a choice's label is text for people, and a test finds it by that text: change both by hand"
                .to_owned(),
        )),
        Symbol::Named(Sort::Language, _) => {
            Err(Refusal("a language's name is its code, which others have given it".to_owned()))
        }
        _ => Ok(()),
    }
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
    let new = new.trim();
    let (mut edits, mut seen) = (Edits::new(), Seen::new());
    for (script, place) in named {
        can_be_renamed(&place.symbol)?;
        let (old, new) = (place.symbol.name(), place.symbol.called(new));
        if old == new.name() {
            continue;
        }
        if !syntax::is_name(new.name()) {
            return Err(Refusal(format!(
                "`{}` is no name: write a letter first, then letters, digits, `_`, and `-` inside",
                new.name()
            )));
        }
        let names = script.names();
        let (noun, name) = (new.noun(), new.name());
        if names.declares(&new) {
            return Err(Refusal(format!("there is the {noun} `{name}` already")));
        }
        if names.of(&new).next().is_some() {
            return Err(Refusal(format!(
                "the {noun} `{name}` is used already, and what uses it would mean this one"
            )));
        }
        let spans: Vec<Span> = names.of(&place.symbol).map(|place| place.span).collect();
        stays_right(script, &place.symbol, &new, &spans)?;
        for span in spans {
            let Some(source) = script.source(span.file) else { continue };
            if is_new(&mut seen, script, span) {
                let edit = TextEdit::new(script.range(span), new.name().to_owned());
                edits.entry(source.name.clone()).or_default().push(edit);
            }
        }
    }
    Ok(Some(workspace_edit(state, edits)))
}

/// Refuses a name that would make the script wrong, or change what another word of it means.
fn stays_right(script: &Script, old: &Symbol, new: &Symbol, spans: &[Span]) -> Result<(), Refusal> {
    let changed: Vec<Source> = (0..)
        .zip(&script.sources)
        .map(|(file, source): (u16, _)| {
            let mut text = source.text.clone();
            for span in spans.iter().rev().filter(|span| span.file == file) {
                if let (Ok(start), Ok(end)) =
                    (usize::try_from(span.start), usize::try_from(span.end))
                {
                    text.replace_range(start..end, new.name());
                }
            }
            Source { name: source.name.clone(), text }
        })
        .collect();
    let errors = |problems: &[Problem]| -> Vec<String> {
        let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error);
        errors.map(|problem| problem.message.clone()).collect()
    };
    let mut before: BTreeMap<String, usize> = BTreeMap::new();
    for message in errors(&script.problems) {
        *before.entry(message).or_default() += 1;
    }
    for message in errors(&compile::analyse(&changed).problems) {
        // The name stands in messages, too.
        let was = message.replace(&format!("`{}`", new.name()), &format!("`{}`", old.name()));
        let known = if before.contains_key(&was) { &was } else { &message };
        match before.get_mut(known).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => return Err(Refusal(message)),
        }
    }
    let meant = |symbol: &Symbol| match (symbol, old, new) {
        // The options of a fact are named after it.
        (
            Symbol::Choosable { fact, name },
            Symbol::Named(Sort::Fact, old),
            Symbol::Named(_, new),
        ) if fact == old => Symbol::Choosable { fact: new.clone(), name: name.clone() },
        (symbol, ..) if symbol == old => new.clone(),
        (symbol, ..) => symbol.clone(),
    };
    let expected =
        script.names().places().iter().map(|place| (meant(&place.symbol), place.declares));
    let names = compile::names(&changed);
    let found = names.places().iter().map(|place| (place.symbol.clone(), place.declares));
    if expected.eq(found) {
        return Ok(());
    }
    let (noun, name) = (new.noun(), new.name());
    Err(Refusal(format!(
        "a {noun} called `{name}` would change what another word of the script means"
    )))
}
