//! Guards: `[if …]`, `[on …]` and their like to what must hold.

use super::exprs::{condition, date};
use crate::check::context::Cx;
use crate::check::lints;
use crate::check::scope::Sort;
use crate::check::script::Guards;
use crate::machine::id::{ChannelId, LanguageId};
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::{Guard, GuardKind, Name};

/// Reads guards.
pub(crate) fn guards(cx: &mut Cx<'_>, guards: &[Guard]) -> Guards {
    let mut out = Guards::default();
    for guard in guards {
        match &guard.kind {
            GuardKind::If(test) => {
                let test = condition(cx, test);
                out.conditions.push(test);
            }
            GuardKind::On(names) => {
                for name in names {
                    let id = ChannelId::new(cx.find(Sort::Channel, name));
                    if !out.channels.contains(&id) {
                        out.channels.push(id);
                    }
                }
            }
            GuardKind::Until(day) => {
                let days = date(cx, day.value, day.span);
                out.until = later(out.until, days, i32::min);
            }
            GuardKind::From(day) => {
                let days = date(cx, day.value, day.span);
                out.from = later(out.from, days, i32::max);
            }
            GuardKind::Once => out.once = true,
            GuardKind::Lang(names) => {
                for name in names {
                    let id = LanguageId::new(cx.find(Sort::Language, name));
                    if !out.languages.contains(&id) {
                        out.languages.push(id);
                    }
                }
            }
            GuardKind::Tag(name) => out.tags.push(name.value.clone()),
            GuardKind::Id(name) => id(cx, &mut out, name, guard.span),
        }
    }
    lints::ids::note(cx, &out, guards);
    if let (Some(from), Some(until)) = (out.from, out.until)
        && from > until
        && let Some(guard) = guards.iter().find(|guard| matches!(guard.kind, GuardKind::Until(_)))
    {
        cx.report(
            Problem::new(
                Code::NeverTrue,
                guard.span,
                "this is never offered: its last day is before its first",
            )
            .help("write the earlier day in `[from …]` and the later in `[until …]`"),
        );
    }
    out
}

/// Of two days the one that `choose` keeps.
fn later(known: Option<i32>, new: Option<i32>, choose: fn(i32, i32) -> i32) -> Option<i32> {
    match (known, new) {
        (Some(known), Some(new)) => Some(choose(known, new)),
        (known, new) => known.or(new),
    }
}

fn id(cx: &mut Cx<'_>, out: &mut Guards, name: &Name, span: Span) {
    match &out.id {
        None => out.id = Some(name.value.clone()),
        Some(first) => {
            let message = format!("this has an id already: `{first}`");
            cx.report(
                Problem::new(Code::DuplicateName, span, message).help("keep one of the two"),
            );
        }
    }
}
