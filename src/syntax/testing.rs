//! The lines of a test.

use super::grammar::Rule;
use super::line::{name, outcome, plain, title};
use super::reader::{Node, Reader, child, has};
use super::value;
use crate::syntax::tree::{Expect, ExpectKind, Name, TestLine};

/// What the pairs of a line of a test say.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<TestLine> {
    Some(match node.as_rule() {
        Rule::given_line if has(node, Rule::given_alone) => TestLine::GivenAlone,
        Rule::given_line => match child(node, Rule::given_topic) {
            Some(topic) => TestLine::GivenTopic(name(reader, &topic)),
            None => TestLine::Given { name: name(reader, node), value: title(reader, node)? },
        },
        Rule::customer_line => TestLine::Customer(plain(reader, node)?),
        Rule::choose_line => TestLine::Choose(plain(reader, node)?),
        Rule::accept_line => TestLine::Accept(
            child(node, Rule::count).map_or(1, |part| value::count(reader, &part).value),
        ),
        Rule::wait_line => TestLine::Wait(value::duration(reader, &child(node, Rule::duration)?)),
        _ => {
            let kind = node.clone().into_inner().find_map(|part| expected(reader, &part))?;
            TestLine::Expect(Expect { not: has(node, Rule::kw_no), kind })
        }
    })
}

fn expected(reader: &Reader<'_>, node: &Node<'_>) -> Option<ExpectKind> {
    let maybe: Option<Name> = child(node, Rule::name).map(|part| reader.name(&part));
    Some(match node.as_rule() {
        Rule::expect_topic => ExpectKind::Topic(maybe),
        Rule::expect_ask => ExpectKind::Ask(maybe),
        Rule::expect_reply => {
            ExpectKind::Reply(child(node, Rule::string).map(|part| reader.words(&part)))
        }
        Rule::expect_choice => ExpectKind::Choice(plain(reader, node)?),
        Rule::expect_handoff => ExpectKind::Handoff(maybe),
        Rule::expect_end => ExpectKind::End(outcome(reader, node)),
        Rule::expect_do => ExpectKind::Do(maybe?),
        Rule::expect_switch => ExpectKind::Switch(maybe),
        Rule::expect_department => ExpectKind::Department(maybe),
        Rule::expect_prefer => ExpectKind::Prefer(maybe),
        Rule::expect_fact => ExpectKind::Fact(maybe?, title(reader, node)?),
        _ => return None,
    })
}
