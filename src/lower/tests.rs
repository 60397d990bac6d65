//! Tests of a script, kept in the machine as the lines that an author would write.

use std::fmt::Write as _;

use super::strings::Strings;
use crate::bytes::write;
use crate::check::script::Test;
use crate::syntax::tree::{Expect, ExpectKind, Outcome, TestLine};

/// The section: a name and lines each.
pub(crate) fn tests(tests: &[Test], strings: &mut Strings) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, tests.len());
    for test in tests {
        let lines: Vec<String> = test.lines.iter().map(|row| line(&row.value)).collect();
        write::varint(&mut out, strings.id(&test.name).index());
        write::varint(&mut out, strings.id(&lines.join("\n")).index());
    }
    out
}

fn line(line: &TestLine) -> String {
    match line {
        TestLine::Given { name, value }
            if matches!(name.value.as_str(), "channel" | "language") =>
        {
            format!("given {} {}", name.value, value.value)
        }
        TestLine::Given { name, value } => format!("given {} = {}", name.value, value.value),
        TestLine::GivenTopic(topic) => format!("given topic {}", topic.value),
        TestLine::GivenAlone => "given alone".to_owned(),
        TestLine::Customer(text) => format!("customer: {}", text.value),
        TestLine::Choose(label) => format!("choose {}", label.value),
        TestLine::Accept(1) => "accept".to_owned(),
        TestLine::Accept(n) => format!("accept {n}"),
        TestLine::Wait(seconds) => format!("wait {}s", seconds.value),
        TestLine::Expect(expected) => expect(expected),
    }
}

fn expect(expect: &Expect) -> String {
    let mut out = String::from(if expect.not { "expect no " } else { "expect " });
    let name = |word: &str, name: Option<&str>| {
        name.map_or_else(|| word.to_owned(), |n| format!("{word} {n}"))
    };
    let rest = match &expect.kind {
        ExpectKind::Topic(topic) => name("topic", topic.as_ref().map(|n| n.value.as_str())),
        ExpectKind::Ask(fact) => name("ask", fact.as_ref().map(|n| n.value.as_str())),
        ExpectKind::Reply(None) => "reply".to_owned(),
        ExpectKind::Reply(Some(text)) => format!("reply has \"{}\"", text.value),
        ExpectKind::Choice(label) => name("choice", Some(&label.value)),
        ExpectKind::Handoff(department) => {
            name("handoff", department.as_ref().map(|n| n.value.as_str()))
        }
        ExpectKind::End(outcome) => name("end", outcome.as_ref().map(|o| outcome_word(o.value))),
        ExpectKind::Do(action) => name("do", Some(&action.value)),
        ExpectKind::Switch(topic) => name("switch", topic.as_ref().map(|n| n.value.as_str())),
        ExpectKind::Department(department) => {
            name("department", department.as_ref().map(|n| n.value.as_str()))
        }
        ExpectKind::Prefer(channel) => name("prefer", channel.as_ref().map(|n| n.value.as_str())),
        ExpectKind::Fact(fact, value) => format!("fact {} = {}", fact.value, value.value),
    };
    // Writing to a string cannot fail.
    let _: std::fmt::Result = out.write_str(&rest);
    out
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}
