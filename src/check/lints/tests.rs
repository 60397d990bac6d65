//! Choices and actions that a test names and no topic has.

use std::collections::{BTreeMap, BTreeSet};

use super::statements;
use crate::check::context::{Cx, quote};
use crate::check::script::{Piece, Script, StatementKind};
use crate::problem::{Code, Problem, nearest};
use crate::syntax::tree::{Expect, ExpectKind, Item, Name, TestLine};
use crate::text::case::lower;

/// What the topics of a script offer.
#[derive(Default)]
struct Offers {
    /// Names of actions.
    actions: BTreeSet<String>,
    /// Labels, keys and ids of choices, by their small letters.
    choices: BTreeMap<String, String>,
    /// Titles and names of topics, which `choose` switches to, by their small letters.
    topics: BTreeMap<String, String>,
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
                    let key = lower(name.value.trim());
                    let switch = matches!(line.value, TestLine::Choose(_));
                    let known = offers.choices.contains_key(&key)
                        || switch && offers.topics.contains_key(&key);
                    if !known {
                        let known = offers.choices.values().map(String::as_str);
                        missing(cx, name, "choice", known, "`* …`");
                    }
                }
                TestLine::Expect(Expect { not: false, kind: ExpectKind::Do(name) }) => {
                    if !offers.actions.contains(&name.value) {
                        let known = offers.actions.iter().map(String::as_str);
                        missing(cx, name, "action", known, "`do …`");
                    }
                }
                TestLine::Given { .. }
                | TestLine::GivenTopic(_)
                | TestLine::GivenAlone
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
    for topic in &script.topics {
        for name in [&topic.title, &topic.name] {
            out.topics.insert(lower(name), name.clone());
        }
    }
    for statement in script.topics.iter().flat_map(|topic| statements(&topic.body)) {
        match &statement.kind {
            StatementKind::Do(name, _) => {
                out.actions.insert(name.clone());
            }
            StatementKind::Choices(choices) => {
                for choice in choices {
                    let label = match choice.label.pieces.as_slice() {
                        [Piece::Literal(label)] => Some(label.trim()),
                        _ => None,
                    };
                    out.open |= label.is_none();
                    for name in [choice.key.as_deref(), choice.guards.id.as_deref(), label] {
                        out.choices.extend(name.map(|name| (lower(name), name.to_owned())));
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn missing<'k>(
    cx: &mut Cx<'_>,
    name: &Name,
    noun: &str,
    known: impl Iterator<Item = &'k str>,
    line: &str,
) {
    let message = format!("no topic has the {noun} `{}`", quote(&name.value));
    let problem = Problem::new(Code::TestChannel, name.span, message);
    let near = if cx.may_suggest() { nearest(name.value.trim(), known) } else { None };
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near),
        None => problem.help(format!("write what stands behind {line} in a topic")),
    });
}
