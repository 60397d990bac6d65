//! Facts that nothing gives a value, and needed facts without a question.

use std::collections::BTreeSet;

use super::places::facts;
use crate::check::context::Cx;
use crate::check::script::{Expr, Script};
use crate::machine::id::FactId;
use crate::problem::{Code, Problem};
use crate::span::Span;

/// Notes facts that a text shows. One with `or` has something to say in place of it, and conditions around that read the
/// fact show that its author thought of it.
pub(crate) fn shown(cx: &mut Cx<'_>, expr: &Expr, span: Span, has_default: bool) {
    if has_default {
        return;
    }
    let mut show = |fact| {
        if !cx.place.conditions.iter().any(|condition| facts(condition).contains(&fact)) {
            cx.used.shown.push((fact, span));
        }
    };
    match expr {
        Expr::Fact(fact) => show(*fact),
        _ => facts(expr).into_iter().for_each(show),
    }
}

/// Facts shown without `or` that have no value at the start, no pattern, no question, no `need` and no `set`.
///
/// A host may give any fact a value; where it does not, the text has a hole. Conditions are fine: what is unknown is not
/// larger, smaller or equal.
pub(crate) fn never_set(cx: &mut Cx<'_>, script: &Script) {
    let mut reported: BTreeSet<FactId> = BTreeSet::new();
    let needed: BTreeSet<FactId> = cx.used.needed.iter().map(|&(id, _)| id).collect();
    for (id, span) in core::mem::take(&mut cx.used.shown) {
        let index = usize::try_from(id.index()).ok();
        let Some(fact) = index.and_then(|index| script.facts.get(index)) else { continue };
        let gets_value = fact.default.is_some()
            || cx.scope.vague.contains(&id.index())
            || fact.like.is_some()
            || fact.ask.is_some()
            || cx.used.set.contains(&id)
            || needed.contains(&id);
        if gets_value || cx.mentions(&fact.name) || cx.broken_begins("ask") || !reported.insert(id)
        {
            continue;
        }
        let name = &fact.name;
        let problem = Problem::new(
            Code::FactNeverSet,
            span,
            format!("`{name}` may be unknown here: nothing in the script gives it a value"),
        )
        .help(format!("say what stands in its place, such as `{{{name} or …}}`, or ask for it with `need {name}`"));
        let place = cx.scope.facts.place(id.index());
        cx.report(match place {
            Some(place) => problem.label(place, "declared here"),
            None => problem,
        });
    }
}

/// Needed facts that have neither a question nor a value at the start; each at its first `need`.
pub(crate) fn no_question(cx: &mut Cx<'_>, script: &Script) {
    let mut reported: BTreeSet<FactId> = BTreeSet::new();
    for (id, span) in core::mem::take(&mut cx.used.needed) {
        let index = usize::try_from(id.index()).ok();
        let Some(fact) = index.and_then(|index| script.facts.get(index)) else { continue };
        if fact.ask.is_some()
            || fact.default.is_some()
            || cx.scope.vague.contains(&id.index())
            || cx.broken_begins("ask")
            || !reported.insert(id)
        {
            continue;
        }
        let name = &fact.name;
        let problem = Problem::new(
            Code::NoQuestion,
            span,
            format!("`{name}` is needed, but no question asks for it"),
        )
        .help(format!("write the question under `fact {name}`: `ask …?`"));
        let place = cx.scope.facts.place(id.index());
        cx.report(match place {
            Some(place) => problem.label(place, "declared here"),
            None => problem,
        });
    }
}
