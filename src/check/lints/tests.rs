//! Choices and actions that a test names and no topic has.

use super::statements;
use crate::check::context::{Cx, quote};
use crate::check::script::{Piece, Script, StatementKind};
use crate::problem::{Code, Problem, nearest};
use crate::syntax::tree::{Expect, ExpectKind, Item, Name, TestLine};

/// What the topics of a script offer.
#[derive(Default)]
struct Offers {
    /// Names of actions.
    actions: Vec<String>,
    /// Labels, keys and ids of choices, in small letters.
    choices: Vec<String>,
    /// The label of some choice depends on facts, so that it may be anything.
    open: bool,
}

/// Reports `choose`, `expect choice` and `expect do` of what is not there.
pub(crate) fn offered(cx: &mut Cx<'_>, items: &[&Item], script: &Script) {
    if script.tests.is_empty() || cx.scope.incomplete || !cx.broken.is_empty() {
        return;
    }
    let offers = offers(script);
    for item in items {
        let Item::Test(test) = item else { continue };
        for line in &test.lines {
            match &line.value {
                TestLine::Choose(name)
                | TestLine::Expect(Expect { not: false, kind: ExpectKind::Choice(name) })
                    if !offers.open =>
                {
                    missing(cx, name, "choice", &offers.choices, "`* …`");
                }
                TestLine::Expect(Expect { not: false, kind: ExpectKind::Do(name) }) => {
                    missing(cx, name, "action", &offers.actions, "`do …`");
                }
                TestLine::Given { .. }
                | TestLine::Customer(_)
                | TestLine::Choose(_)
                | TestLine::Accept(_)
                | TestLine::Wait(_)
                | TestLine::Expect(_) => {}
            }
        }
    }
}

fn offers(script: &Script) -> Offers {
    let mut out = Offers::default();
    for statement in script.topics.iter().flat_map(|topic| statements(&topic.body)) {
        match &statement.kind {
            StatementKind::Do(name, _) => out.actions.push(name.clone()),
            StatementKind::Choices(choices) => {
                for choice in choices {
                    out.choices.extend(choice.key.clone());
                    out.choices.extend(choice.guards.id.clone());
                    match choice.label.pieces.as_slice() {
                        [Piece::Literal(label)] => out.choices.push(label.trim().to_owned()),
                        _ => out.open = true,
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn missing(cx: &mut Cx<'_>, name: &Name, noun: &str, known: &[String], line: &str) {
    let wanted = name.value.trim().to_lowercase();
    if known.iter().any(|other| other.to_lowercase() == wanted) {
        return;
    }
    let message = format!("no topic has the {noun} `{}`", quote(&name.value));
    let problem = Problem::new(Code::TestChannel, name.span, message);
    cx.report(match nearest(name.value.trim(), known.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near),
        None => problem.help(format!("write what stands behind {line} in a topic")),
    });
}
