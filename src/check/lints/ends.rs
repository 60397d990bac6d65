//! Branches that end in nothing, lines that are never reached, and `return` where nothing was called.

use super::reach::Graph;
use super::statements;
use crate::check::context::Cx;
use crate::check::script::{Choice, Script, Statement, StatementKind};
use crate::problem::{Code, Problem};
use crate::span::Span;

/// Looks at every topic that could be read whole.
pub(crate) fn ends(cx: &mut Cx<'_>, script: &Script, graph: &Graph) {
    for (index, topic) in script.topics.iter().enumerate() {
        let called = graph.is_called(index) || cx.unmarked;
        if !cx.is_broken(index) {
            if !called && !does_something(&topic.body) && topic.handlers.is_empty() {
                let name = &topic.name;
                cx.report(
                    Problem::new(
                        Code::DeadEnd,
                        topic.span,
                        format!("topic `{name}` has nothing to say"),
                    )
                    .help("write a reply under it: `> …`"),
                );
            }
            // What called a topic goes on where it ends.
            branches(cx, &topic.body, called);
            after_the_end(cx, &topic.body);
        }
        if !called {
            for statement in statements(&topic.body) {
                if matches!(statement.kind, StatementKind::Return) {
                    let name = &topic.name;
                    cx.report(
                        Problem::new(
                            Code::ReturnOutsideCall,
                            statement.span,
                            format!(
                                "nothing calls topic `{name}`, so there is nowhere to return to"
                            ),
                        )
                        .help(format!(
                            "write `call {name}` where it is wanted, or `end resolved` here"
                        )),
                    );
                }
            }
        }
    }
}

/// Whether agent, customer or host notice anything: a reply, a step, a choice, an action, or a way on.
fn does_something(body: &[Statement]) -> bool {
    body.iter().any(|statement| match statement.kind {
        StatementKind::Replies(_)
        | StatementKind::Step(..)
        | StatementKind::Choices(_)
        | StatementKind::Goto(_)
        | StatementKind::Call(_)
        | StatementKind::Return
        | StatementKind::Do(..) => true,
        StatementKind::Need(_) | StatementKind::Note(..) | StatementKind::Set(..) => false,
    })
}

/// Reports choices after which nothing happens; `follows`: something does behind `body`. As deep as choices nest.
fn branches(cx: &mut Cx<'_>, body: &[Statement], follows: bool) {
    for (index, statement) in body.iter().enumerate() {
        let StatementKind::Choices(choices) = &statement.kind else { continue };
        let rest = body.get(index + 1..).unwrap_or(&[]);
        let follows = follows || does_something(rest);
        for choice in choices {
            if !follows && !does_something(&choice.body) {
                let label = cx.quote(choice.label.span);
                cx.report(
                    Problem::new(Code::DeadEnd, choice.span, format!("nothing happens after the choice `{}`", label.trim()))
                        .help("write what follows under it: a reply `> …`, `-> topic`, `handoff …` or `end resolved`"),
                );
            }
            branches(cx, &choice.body, follows);
        }
    }
}

/// Reports the first line behind one that always leaves, in each body.
fn after_the_end(cx: &mut Cx<'_>, body: &[Statement]) {
    let mut reported = false;
    for (index, statement) in body.iter().enumerate() {
        if let StatementKind::Choices(choices) = &statement.kind {
            for choice in choices {
                after_the_end(cx, &choice.body);
            }
        }
        let Some(next) = body.get(index + 1) else { continue };
        if reported || !leaves(statement) {
            continue;
        }
        reported = true;
        let (message, label) = match statement.kind {
            // The target of a choice stands above the lines under it and comes after them.
            _ if next.span.start < statement.span.start => (
                "the `->` of this choice is never reached: a line under it leads away",
                "this leads away",
            ),
            StatementKind::Choices(_) => {
                ("this is never reached: every choice before it leads away", "these choices")
            }
            _ => ("this is never reached: the line before it leads away", "this leads away"),
        };
        cx.report(
            Problem::new(Code::UnreachableLine, next.span, message)
                .label(first_line(cx, statement.span), label)
                .help("move it up, or remove it"),
        );
    }
}

/// Whether nothing behind a statement is reached. As deep as choices nest.
fn leaves(statement: &Statement) -> bool {
    match &statement.kind {
        StatementKind::Goto(_) | StatementKind::Return => true,
        StatementKind::Choices(choices) => {
            choices.iter().any(always_offered)
                && choices.iter().all(|choice| choice.body.iter().any(leaves))
        }
        _ => false,
    }
}

fn always_offered(choice: &Choice) -> bool {
    let guards = &choice.guards;
    guards.conditions.is_empty()
        && guards.channels.is_empty()
        && guards.languages.is_empty()
        && guards.from.is_none()
        && guards.until.is_none()
        && !guards.once
}

fn first_line(cx: &Cx<'_>, span: Span) -> Span {
    let first = cx.text(span).lines().next().unwrap_or("").len();
    let end = u32::try_from(first).map_or(span.end, |len| span.start.saturating_add(len));
    Span::new(span.file, span.start, end)
}
