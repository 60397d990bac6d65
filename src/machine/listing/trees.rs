//! The trees' code, a step a line.

use std::fmt::Write as _;

use super::{Lines, name};
use crate::calendar::civil::civil_from_days;
use crate::calendar::plural::Category;
use crate::machine::Machine;
use crate::machine::code::{Binary, Op, Outcome, Piece, Reader, Step, Unary, guard};
use crate::machine::cursor::Read;
use crate::machine::id::{DepartmentId, FactId, StringId, TopicId};
use crate::machine::tables::TopicRow;
use crate::text::decimal::Decimal;

/// Stands where the verifier would have refused the machine.
const BROKEN: &str = "(cannot be read)";

/// The expression at a place of the shared code, in brackets.
pub(super) fn expression_at(machine: &Machine, at: u32) -> String {
    Tree { machine }.expression(&mut machine.reader(at, 0)).unwrap_or_else(|_| BROKEN.to_owned())
}

/// The text at a place of the shared code.
pub(super) fn text_at(machine: &Machine, at: u32) -> String {
    Tree { machine }.text(&mut machine.reader(at, 0)).unwrap_or_else(|_| BROKEN.to_owned())
}

/// A topic's conditions, tree and handlers.
pub(super) fn topic(machine: &Machine, row: &TopicRow, out: &mut Lines) {
    let mut reader = machine.reader(row.code, row.base);
    if (Tree { machine }).topic(&mut reader, out).is_err() {
        out.line(BROKEN);
    }
}

#[derive(Clone, Copy)]
struct Tree<'m> {
    machine: &'m Machine,
}

impl<'m> Tree<'m> {
    fn string(self, id: StringId) -> &'m str {
        self.machine.string(id)
    }

    fn fact(self, id: FactId) -> String {
        name(self.machine, self.machine.facts.get(id.usize()).map(|row| row.name))
    }

    fn department(self, id: DepartmentId) -> String {
        name(self.machine, self.machine.departments.get(id.usize()).map(|row| row.name))
    }

    fn topic_name(self, id: TopicId) -> String {
        name(self.machine, self.machine.topics.rows.get(id.usize()).map(|row| row.name))
    }

    fn topic(self, reader: &mut Reader<'_>, out: &mut Lines) -> Read<()> {
        for word in ["when if", "when not if"] {
            for _ in 0..reader.count()? {
                out.line(&format!("{word} {}", self.expression(reader)?));
            }
        }
        self.body(reader, out)?;
        for _ in 0..reader.count()? {
            let event = if reader.flag()? { "on silence" } else { "on nomatch" };
            let number = reader.signed()?;
            if reader.flag()? {
                out.line(&format!("{event} {number}"));
                let mut result = Ok(());
                out.within(|out| result = self.body(reader, out));
                result?;
            } else {
                out.line(&format!("{event} {number} text {}", self.text(reader)?));
            }
        }
        Ok(())
    }

    fn body(self, reader: &mut Reader<'_>, out: &mut Lines) -> Read<()> {
        loop {
            match reader.step()? {
                Step::End => return Ok(()),
                Step::Need(n) => {
                    let mut text = "need".to_owned();
                    for _ in 0..n {
                        let _: std::fmt::Result = write!(text, " {}", self.fact(reader.fact()?));
                    }
                    out.line(&text);
                }
                Step::Replies(n) => {
                    for _ in 0..n {
                        self.reply(reader, out)?;
                    }
                }
                Step::Step => {
                    let guards = self.guards(reader)?;
                    out.line(&format!("step{guards} {}", self.text(reader)?));
                }
                Step::Note => {
                    let guards = self.guards(reader)?;
                    out.line(&format!("note{guards} {}", self.text(reader)?));
                }
                Step::Choices(n) => {
                    for _ in 0..n {
                        self.choice(reader, out)?;
                    }
                }
                Step::Goto(topic) => out.line(&format!("goto {}", self.topic_name(topic))),
                Step::Call(topic) => out.line(&format!("call {}", self.topic_name(topic))),
                Step::Return => out.line("return"),
                Step::Do(action, arguments) => {
                    let mut text = format!("do {}", self.string(action));
                    for _ in 0..arguments {
                        let name = self.string(reader.string()?);
                        let _: std::fmt::Result =
                            write!(text, " {name}: {}", self.expression(reader)?);
                    }
                    out.line(&text);
                }
                Step::Set(fact) => {
                    out.line(&format!("set {} = {}", self.fact(fact), self.expression(reader)?));
                }
                Step::Handoff(department, why) => {
                    let why = if why { format!(" {}", self.text(reader)?) } else { String::new() };
                    out.line(&format!("handoff {}{why}", self.department(department)));
                }
                Step::Finish(outcome) => out.line(match outcome {
                    Outcome::Resolved => "end resolved",
                    Outcome::Unresolved => "end unresolved",
                    Outcome::Spam => "end spam",
                }),
            }
        }
    }

    fn reply(self, reader: &mut Reader<'_>, out: &mut Lines) -> Read<()> {
        reader.nested()?;
        let guards = self.guards(reader)?;
        out.line(&format!("reply{guards}"));
        let mut result = Ok(());
        out.within(|out| result = self.messages(reader, out));
        result
    }

    /// The messages of a reply, each with wordings that take turns.
    fn messages(self, reader: &mut Reader<'_>, out: &mut Lines) -> Read<()> {
        for message in 0..reader.count()? {
            if message > 0 {
                out.line("also");
            }
            for wording in 0..reader.count()? {
                if wording > 0 {
                    out.line("or");
                }
                reader.nested()?;
                out.line(&format!("text {}", self.text(reader)?));
            }
        }
        Ok(())
    }

    fn choice(self, reader: &mut Reader<'_>, out: &mut Lines) -> Read<()> {
        reader.nested()?;
        let guards = self.guards(reader)?;
        let key = if reader.flag()? {
            format!(" key {:?}", self.string(reader.string()?))
        } else {
            String::new()
        };
        out.line(&format!("choice{guards}{key} {}", self.text(reader)?));
        let mut result = Ok(());
        out.within(|out| result = self.body(reader, out));
        result
    }

    /// The guards with a space before each.
    fn guards(self, reader: &mut Reader<'_>) -> Read<String> {
        let flags = reader.byte()?;
        let mut out = String::new();
        let mut guard = |text: &str| {
            let _: std::fmt::Result = write!(out, " [{text}]");
        };
        if flags & guard::IF != 0 {
            for _ in 0..reader.count()? {
                guard(&format!("if {}", self.expression(reader)?));
            }
        }
        if flags & guard::ON != 0 {
            for _ in 0..reader.count()? {
                let id = reader.channel()?;
                let row = self.machine.channels.get(id.usize());
                guard(&format!("on {}", name(self.machine, row.map(|row| row.name))));
            }
        }
        for (bit, word) in [(guard::FROM, "from"), (guard::UNTIL, "until")] {
            if flags & bit != 0 {
                guard(&format!("{word} {}", date(reader.day()?)));
            }
        }
        if flags & guard::ONCE != 0 {
            guard("once");
        }
        if flags & guard::LANG != 0 {
            for _ in 0..reader.count()? {
                let id = reader.language()?;
                let row = self.machine.languages.get(id.usize());
                guard(&format!("lang {}", name(self.machine, row.map(|row| row.name))));
            }
        }
        if flags & guard::TAG != 0 {
            for _ in 0..reader.count()? {
                guard(&format!("tag {}", self.string(reader.string()?)));
            }
        }
        if flags & guard::ID != 0 {
            guard(&format!("id {}", self.string(reader.string()?)));
        }
        Ok(out)
    }

    /// A text in one line: literals quoted, everything else in braces.
    fn text(self, reader: &mut Reader<'_>) -> Read<String> {
        let mut parts: Vec<String> = Vec::new();
        loop {
            parts.push(match reader.piece()? {
                Piece::End => break,
                Piece::Literal(id) => format!("{:?}", self.string(id)),
                Piece::Hole => format!("{{{}}}", self.expression(reader)?),
                Piece::HoleOr(id) => {
                    let value = self.expression(reader)?;
                    format!("{{{value} or {:?}}}", self.string(id))
                }
                Piece::If(arms) => {
                    let mut text = "{".to_owned();
                    for arm in 0..arms {
                        let word = if arm == 0 { "if" } else { " | else if" };
                        let condition = self.expression(reader)?;
                        reader.nested()?;
                        let _: std::fmt::Result =
                            write!(text, "{word} {condition}: {}", self.text(reader)?);
                    }
                    reader.nested()?;
                    format!("{text} | else: {}}}", self.text(reader)?)
                }
                Piece::Plural(cases) => {
                    let mut text = format!("{{plural {}", self.expression(reader)?);
                    for _ in 0..cases {
                        let case = match reader.byte()? {
                            tag @ 0..=5 => category(tag).to_owned(),
                            _ => format!("={}", Decimal::from_millionths(reader.signed()?)),
                        };
                        reader.nested()?;
                        let _: std::fmt::Result = write!(text, " | {case}: {}", self.text(reader)?);
                    }
                    text + "}"
                }
            });
        }
        Ok(if parts.is_empty() { "\"\"".to_owned() } else { parts.join(" ") })
    }

    /// An expression in postfix order, in brackets.
    fn expression(self, reader: &mut Reader<'_>) -> Read<String> {
        let mut ops: Vec<String> = Vec::new();
        loop {
            ops.push(match reader.op()? {
                Op::End => break,
                Op::Text(id) => format!("{:?}", self.string(id)),
                Op::Number(n) => n.to_string(),
                Op::YesNo(true) => "yes".to_owned(),
                Op::YesNo(false) => "no".to_owned(),
                Op::Date(days) => date(days),
                Op::Time(minutes) => format!("{:02}:{:02}", minutes / 60, minutes % 60),
                Op::List(n) => format!("list {n}"),
                Op::Fact(id) => self.fact(id),
                Op::Now => "now".to_owned(),
                Op::Channel => "channel".to_owned(),
                Op::Language => "language".to_owned(),
                Op::Unary(op) => unary(op).to_owned(),
                Op::Open(id) => format!("open {}", self.department(id)),
                Op::Opens(id) => format!("opens {}", self.department(id)),
                Op::Visits(id) => format!("visits {}", self.topic_name(id)),
                Op::Binary(op) => binary(op).to_owned(),
            });
        }
        Ok(format!("({})", ops.join("; ")))
    }
}

fn date(days: i32) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

fn category(tag: u8) -> &'static str {
    Category::ALL.get(usize::from(tag)).map_or("?", |category| category.name())
}

fn unary(op: Unary) -> &'static str {
    match op {
        Unary::Not => "not",
        Unary::Minus => "minus",
        Unary::Known => "known",
        Unary::Length => "length",
        Unary::Upper => "upper",
        Unary::Lower => "lower",
        Unary::Trim => "trim",
    }
}

fn binary(op: Binary) -> &'static str {
    match op {
        Binary::Or => "or",
        Binary::And => "and",
        Binary::Equal => "=",
        Binary::NotEqual => "!=",
        Binary::Less => "<",
        Binary::LessEqual => "<=",
        Binary::Greater => ">",
        Binary::GreaterEqual => ">=",
        Binary::Has => "has",
        Binary::In => "in",
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::Divide => "/",
        Binary::Days => "days",
    }
}
