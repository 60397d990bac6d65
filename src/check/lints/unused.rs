//! Names that are declared and never used.

use crate::check::context::Cx;
use crate::check::scope::Sort;
use crate::check::script::Script;
use crate::machine::COMMANDS;
use crate::problem::{Code, Problem};

/// Reports departments, word lists and intents that nothing names, and facts with a question that nothing asks. Other
/// facts, channels and languages are there for the host.
pub(crate) fn unused(cx: &mut Cx<'_>, script: &Script) {
    if cx.scope.incomplete || cx.unmarked {
        return;
    }
    for sort in [Sort::Department, Sort::List, Sort::Intent] {
        for (id, (name, span)) in (0_u32..).zip(cx.scope.table(sort).names.clone()) {
            if cx.is_used(sort, id)
                || cx.mentions(name)
                || cx.scope.table(sort).id(name) != Some(id)
                // What customers who walk alone say to be helped otherwise.
                || sort == Sort::List && COMMANDS.contains(&name)
            {
                continue;
            }
            let help = match sort {
                Sort::Department => {
                    format!(
                        "write `department {name}` in the topics it owns or `handoff {name}`, or remove it"
                    )
                }
                Sort::List => format!("write `<{name}>` in a `when` pattern, or remove the list"),
                _ => format!("write `when intent {name}` in a topic, or remove the intent"),
            };
            let message = format!("nothing uses the {} `{name}`", sort.noun());
            cx.report(Problem::new(Code::UnusedName, span, message).help(help));
        }
    }
    for (id, fact) in (0_u32..).zip(&script.facts) {
        if fact.ask.is_none() || cx.is_used(Sort::Fact, id) || cx.mentions(&fact.name) {
            continue;
        }
        let Some(span) = cx.scope.facts.place(id) else { continue };
        let name = &fact.name;
        cx.report(
            Problem::new(
                Code::UnusedName,
                span,
                format!("nothing needs the fact `{name}`, so its question is never asked"),
            )
            .help(format!("write `need {name}` in a topic, or remove the question")),
        );
    }
}
