//! Tests: every name in them is declared, every value fits its fact.

use crate::check::context::{Cx, UNKNOWN, quote};
use crate::check::scope::Sort;
use crate::check::script::Test;
use crate::problem::{Code, Problem};
use crate::syntax::tree::{self, Day, Expect, ExpectKind, FactKind, Name, TestLine};
use crate::text::decimal::Decimal;

/// Reads a test.
pub(crate) fn test(cx: &mut Cx<'_>, test: &tree::Test) -> Test {
    let mut begun = false;
    for line in &test.lines {
        let begins = match &line.value {
            TestLine::Given { name, .. } => matches!(name.value.as_str(), "channel" | "language"),
            TestLine::GivenTopic(_) | TestLine::GivenAlone => true,
            TestLine::Expect(_)
            | TestLine::Customer(_)
            | TestLine::Choose(_)
            | TestLine::Accept(_)
            | TestLine::Wait(_) => {
                begun = true;
                false
            }
        };
        if begins && begun {
            cx.report(
                Problem::new(
                    Code::TestChannel,
                    line.span,
                    "this is given before the conversation begins",
                )
                .help("write it above what happens and what is expected, or begin another test"),
            );
        }
        match &line.value {
            TestLine::Given { name, value } => given(cx, name, value),
            TestLine::GivenTopic(name) => {
                find(cx, Sort::Topic, name);
            }
            TestLine::Expect(expect) => self::expect(cx, expect),
            TestLine::GivenAlone
            | TestLine::Customer(_)
            | TestLine::Choose(_)
            | TestLine::Accept(_)
            | TestLine::Wait(_) => {}
        }
    }
    Test { span: test.name.span, name: test.name.value.clone(), lines: test.lines.clone() }
}

fn find(cx: &mut Cx<'_>, sort: Sort, name: &Name) -> u32 {
    cx.find_for(sort, &name.value, name.span, Code::TestChannel, "")
}

fn given(cx: &mut Cx<'_>, name: &Name, value: &Name) {
    match name.value.as_str() {
        "channel" => {
            find(cx, Sort::Channel, value);
        }
        "language" => {
            find(cx, Sort::Language, value);
        }
        "now" => {
            let (date, time) = value.value.split_once([' ', 'T']).unwrap_or((&value.value, "0:00"));
            if !is_date(date) || !is_time(time.trim()) {
                bad_value(cx, value, "a date and a time", "2026-12-24 10:00");
            }
        }
        _ => fact(cx, name, value),
    }
}

fn fact(cx: &mut Cx<'_>, name: &Name, value: &Name) {
    let hint =
        "give `channel`, `language`, `now`, `topic`, `alone` or a fact that the script declares";
    let id = cx.find_for(Sort::Fact, &name.value, name.span, Code::TestChannel, hint);
    if id == UNKNOWN || cx.scope.vague.contains(&id) {
        return;
    }
    let Some(fact) = cx.scope.fact(id) else { return };
    let text = value.value.as_str();
    match &fact.kind {
        FactKind::Number | FactKind::Money if Decimal::parse(text).is_none() => {
            bad_value(cx, value, "a number", "3");
        }
        FactKind::YesNo if !matches!(text, "yes" | "no") => {
            bad_value(cx, value, "yes or no", "yes");
        }
        FactKind::Date if !is_date(text) => bad_value(cx, value, "a date", "2026-12-24"),
        FactKind::Time if !is_time(text) => bad_value(cx, value, "a time of day", "08:30"),
        FactKind::OneOf(_) => {
            super::words::option(cx, text, value.span, id);
        }
        FactKind::Number
        | FactKind::YesNo
        | FactKind::Date
        | FactKind::Time
        | FactKind::Money
        | FactKind::Email
        | FactKind::Phone
        | FactKind::Link
        | FactKind::Text
        | FactKind::List
        | FactKind::SomeOf(_) => {}
    }
}

fn bad_value(cx: &mut Cx<'_>, value: &Name, wanted: &str, example: &str) {
    let text = quote(&value.value);
    cx.report(
        Problem::new(Code::WrongType, value.span, format!("`{text}` is not {wanted}"))
            .help(format!("write it as `{example}`")),
    );
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut next = || parts.next().and_then(|part| part.parse::<u16>().ok());
    let (year, month, day) = (next(), next(), next());
    let byte = |n: Option<u16>| n.and_then(|n| u8::try_from(n).ok()).unwrap_or(0);
    year.is_some()
        && parts.next().is_none()
        && Day { year, month: byte(month), day: byte(day) }.is_valid()
}

fn is_time(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else { return false };
    let number = |digits: &str| digits.parse::<u8>().ok();
    minutes.len() == 2
        && number(hours).is_some_and(|h| h < 24)
        && number(minutes).is_some_and(|m| m < 60)
}

fn expect(cx: &mut Cx<'_>, expect: &Expect) {
    match &expect.kind {
        ExpectKind::Topic(Some(name)) | ExpectKind::Switch(Some(name)) => {
            find(cx, Sort::Topic, name);
        }
        ExpectKind::Ask(Some(name)) => {
            find(cx, Sort::Fact, name);
        }
        ExpectKind::Handoff(Some(name)) | ExpectKind::Department(Some(name)) => {
            find(cx, Sort::Department, name);
        }
        ExpectKind::Prefer(Some(name)) => {
            find(cx, Sort::Channel, name);
        }
        ExpectKind::Fact(name, value) => fact(cx, name, value),
        ExpectKind::Topic(None)
        | ExpectKind::Ask(None)
        | ExpectKind::Handoff(None)
        | ExpectKind::Reply(_)
        | ExpectKind::Switch(None)
        | ExpectKind::Department(None)
        | ExpectKind::Prefer(None)
        | ExpectKind::Choice(_)
        | ExpectKind::End(_)
        | ExpectKind::Do(_) => {}
    }
}
