//! Another name for something: where it goes, and why not.

use core::fmt;
use std::collections::BTreeMap;

use super::Draft;
use crate::check::names::{Place, Sort, Symbol};
use crate::compile::{self, Source};
use crate::problem::{Problem, Severity};
use crate::span::Span;
use crate::syntax;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for Refusal {}

/// Where a new name goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name as it is written.
    pub name: String,
    /// Each place of the old one, by file and offset; none where the name is the same.
    pub spans: Vec<Span>,
}

/// Refuses to rename what others find by its name.
///
/// # Errors
/// Says why.
pub fn can_be_renamed(symbol: &Symbol) -> Result<(), Refusal> {
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

/// What changes in a draft with these problems when the thing that is named at a place gets another name.
///
/// # Errors
/// Where the script would have an error that it does not have, or another word of it would mean something else.
pub fn rename(
    draft: Draft<'_>,
    problems: &[Problem],
    place: &Place,
    name: &str,
) -> Result<Renamed, Refusal> {
    can_be_renamed(&place.symbol)?;
    let new = place.symbol.called(name.trim());
    let (noun, name) = (new.noun(), new.name());
    if place.symbol.name() == name {
        return Ok(Renamed { name: name.to_owned(), spans: Vec::new() });
    }
    if !syntax::is_name(name) {
        return Err(Refusal(format!(
            "`{name}` is no name: write a letter first, then letters, digits, `_`, and `-` inside"
        )));
    }
    let names = draft.names();
    if names.declares(&new) {
        return Err(Refusal(format!("there is the {noun} `{name}` already")));
    }
    if names.of(&new).next().is_some() {
        return Err(Refusal(format!(
            "the {noun} `{name}` is used already, and what uses it would mean this one"
        )));
    }
    let spans: Vec<Span> = names.of(&place.symbol).map(|place| place.span).collect();
    stays_right(draft, problems, (&place.symbol, &new), &spans)?;
    Ok(Renamed { name: name.to_owned(), spans })
}

/// Refuses a name that would make the script wrong, or change what another word of it means.
fn stays_right(
    draft: Draft<'_>,
    problems: &[Problem],
    (old, new): (&Symbol, &Symbol),
    spans: &[Span],
) -> Result<(), Refusal> {
    let changed: Vec<Source> = (0..)
        .zip(draft.sources())
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
    for message in errors(problems) {
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
        draft.names().places().iter().map(|place| (meant(&place.symbol), place.declares));
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
