//! Advice on what is no error and will still surprise somebody.
//!
//! Some are given while the script is read, where the place around is known; [`run`] gives those that need all of it.
//! A lint that finds something missing stays quiet where a line that could not be read may have it.

pub(crate) mod conditions;
pub(crate) mod ends;
pub(crate) mod examples;
pub(crate) mod facts;
pub(crate) mod hours;
pub(crate) mod ids;
pub(crate) mod languages;
pub(crate) mod limits;
pub(crate) mod menus;
pub(crate) mod personal;
pub(crate) mod places;
pub(crate) mod reach;
pub(crate) mod runs;
pub(crate) mod secrets;
pub(crate) mod tests;
pub(crate) mod triggers;
pub(crate) mod unused;

use super::context::Cx;
use super::script::{Script, Statement, StatementKind};
use crate::syntax::tree::Item;
use crate::threads::{are_worth, both};

/// Gives the advice that needs the whole script.
pub(crate) fn run(cx: &mut Cx<'_>, items: &[&Item], script: &Script) {
    if !are_worth(script.topics.len()) {
        on_what_stands_there(cx, items, script);
        return on_what_was_noted(cx, items, script);
    }
    let mut fork = cx.fork();
    both(
        || on_what_stands_there(&mut fork, items, script),
        || on_what_was_noted(cx, items, script),
    );
    cx.problems.append(&mut fork.problems);
}

/// What asks nothing of what reading noted, so that a fork can give it.
fn on_what_stands_there(cx: &mut Cx<'_>, items: &[&Item], script: &Script) {
    examples::examples(cx, items, script);
    triggers::patterns(cx, script);
    runs::runs(cx, items);
}

/// What asks which names are used, and where.
fn on_what_was_noted(cx: &mut Cx<'_>, items: &[&Item], script: &Script) {
    let graph = reach::Graph::of(cx, script);
    reach::unreachable(cx, items, script, &graph);
    ends::ends(cx, script, &graph);
    facts::never_set(cx, script);
    facts::no_question(cx, script);
    unused::unused(cx, script);
    hours::never_open(cx, script);
    languages::missing(cx, script);
    tests::offered(cx, items, script);
}

/// Every statement of a tree, the outer ones first.
pub(crate) fn statements(body: &[Statement]) -> impl Iterator<Item = &Statement> {
    let mut stack: Vec<&Statement> = body.iter().rev().collect();
    core::iter::from_fn(move || {
        let next = stack.pop()?;
        if let StatementKind::Choices(choices) = &next.kind {
            stack.extend(choices.iter().rev().flat_map(|choice| choice.body.iter().rev()));
        }
        Some(next)
    })
}
