//! The trees' code, a step a line.

use std::fmt::Write as _;

use super::{Lines, name, quoted};
use crate::calendar::civil::civil_from_days;
use crate::calendar::plural::Category;
use crate::machine::Machine;
use crate::machine::code::{OpTag, Outcome, PieceTag, Reader, StepTag, guard};
use crate::machine::id::{DepartmentId, FactId, TopicId};
use crate::machine::tables::TopicRow;
use crate::text::decimal::Decimal;

/// Stands where the verifier would have refused the machine.
const BROKEN: &str = "(cannot be read)";

/// The expression at a place of the shared code, in brackets.
pub(super) fn expression_at(machine: &Machine, at: u32) -> String {
    let mut reader = machine.reader(at, 0);
    let text = Tree { machine }.expression(&mut reader);
    if reader.broken().is_some() { BROKEN.to_owned() } else { text }
}

/// The text at a place of the shared code.
pub(super) fn text_at(machine: &Machine, at: u32) -> String {
    let mut reader = machine.reader(at, 0);
    let text = Tree { machine }.text(&mut reader);
    if reader.broken().is_some() { BROKEN.to_owned() } else { text }
}

/// A topic's conditions, tree and handlers.
pub(super) fn topic(machine: &Machine, row: &TopicRow, out: &mut Lines) {
    let mut reader = machine.reader(row.code, row.base);
    Tree { machine }.topic(&mut reader, out);
    if reader.broken().is_some() {
        out.line(BROKEN);
    }
}

#[derive(Clone, Copy)]
struct Tree<'m> {
    machine: &'m Machine,
}

impl Tree<'_> {
    fn fact(self, id: FactId) -> String {
        name(self.machine, self.machine.facts.get(id.usize()).map(|row| row.name))
    }

    fn department(self, id: DepartmentId) -> String {
        name(self.machine, self.machine.departments.get(id.usize()).map(|row| row.name))
    }

    fn topic_name(self, id: TopicId) -> String {
        name(self.machine, self.machine.topics.rows.get(id.usize()).map(|row| row.name))
    }

    fn topic(self, reader: &mut Reader<'_>, out: &mut Lines) {
        // Conditions stand behind the tree and are printed before it, as a script has them.
        let mut tree = *reader;
        let end = reader.nested();
        reader.skip_to(end);
        for word in ["when if", "when not if"] {
            for _ in 0..reader.count() {
                out.line(&format!("{word} {}", self.expression(reader)));
            }
        }
        tree.nested();
        self.body(&mut tree, out);
        reader.check(tree.broken().is_none());
        for _ in 0..reader.count() {
            let event = if reader.flag() { "on silence" } else { "on nomatch" };
            let number = reader.signed();
            if reader.flag() {
                out.line(&format!("{event} {number}"));
                out.within(|out| self.body(reader, out));
            } else {
                out.line(&format!("{event} {number} text {}", self.text(reader)));
            }
        }
    }

    fn body(self, reader: &mut Reader<'_>, out: &mut Lines) {
        loop {
            match reader.step() {
                StepTag::End => return,
                StepTag::Need => {
                    let mut text = "need".to_owned();
                    for _ in 0..reader.count() {
                        let _: std::fmt::Result = write!(text, " {}", self.fact(reader.fact()));
                    }
                    out.line(&text);
                }
                StepTag::Replies => {
                    for _ in 0..reader.count() {
                        self.reply(reader, out);
                    }
                }
                StepTag::Step => {
                    let guards = self.guards(reader);
                    out.line(&format!("step{guards} {}", self.text(reader)));
                }
                StepTag::Note => {
                    let guards = self.guards(reader);
                    out.line(&format!("note{guards} {}", self.text(reader)));
                }
                StepTag::Choices => {
                    for _ in 0..reader.count() {
                        self.choice(reader, out);
                    }
                }
                StepTag::Goto => out.line(&format!("goto {}", self.topic_name(reader.topic()))),
                StepTag::Call => out.line(&format!("call {}", self.topic_name(reader.topic()))),
                StepTag::Return => out.line("return"),
                StepTag::Do => {
                    let mut text = format!("do {}", reader.string());
                    for _ in 0..reader.count() {
                        let name = reader.string();
                        let _: std::fmt::Result =
                            write!(text, " {name}: {}", self.expression(reader));
                    }
                    out.line(&text);
                }
                StepTag::Set => {
                    let fact = self.fact(reader.fact());
                    out.line(&format!("set {fact} = {}", self.expression(reader)));
                }
                StepTag::Handoff => {
                    let department = self.department(reader.department());
                    let why = if reader.flag() {
                        format!(" {}", self.text(reader))
                    } else {
                        String::new()
                    };
                    out.line(&format!("handoff {department}{why}"));
                }
                StepTag::Finish => out.line(match reader.outcome() {
                    Outcome::Resolved => "end resolved",
                    Outcome::Unresolved => "end unresolved",
                    Outcome::Spam => "end spam",
                }),
            }
        }
    }

    fn reply(self, reader: &mut Reader<'_>, out: &mut Lines) {
        reader.nested();
        let guards = self.guards(reader);
        out.line(&format!("reply{guards}"));
        out.within(|out| self.messages(reader, out));
    }

    /// The messages of a reply, each with wordings that take turns.
    fn messages(self, reader: &mut Reader<'_>, out: &mut Lines) {
        for message in 0..reader.count() {
            if message > 0 {
                out.line("also");
            }
            for wording in 0..reader.count() {
                if wording > 0 {
                    out.line("or");
                }
                reader.nested();
                out.line(&format!("text {}", self.text(reader)));
            }
        }
    }

    fn choice(self, reader: &mut Reader<'_>, out: &mut Lines) {
        reader.nested();
        let guards = self.guards(reader);
        let key =
            if reader.flag() { format!(" key {}", quoted(reader.string())) } else { String::new() };
        out.line(&format!("choice{guards}{key} {}", self.text(reader)));
        out.within(|out| self.body(reader, out));
    }

    /// The guards with a space before each.
    fn guards(self, reader: &mut Reader<'_>) -> String {
        let flags = reader.byte();
        let mut out = String::new();
        let mut guard = |text: &str| {
            let _: std::fmt::Result = write!(out, " [{text}]");
        };
        if flags & guard::IF != 0 {
            for _ in 0..reader.count() {
                guard(&format!("if {}", self.expression(reader)));
            }
        }
        if flags & guard::ON != 0 {
            for _ in 0..reader.count() {
                let id = reader.channel();
                let row = self.machine.channels.get(id.usize());
                guard(&format!("on {}", name(self.machine, row.map(|row| row.name))));
            }
        }
        for (bit, word) in [(guard::FROM, "from"), (guard::UNTIL, "until")] {
            if flags & bit != 0 {
                guard(&format!("{word} {}", date(reader.day())));
            }
        }
        if flags & guard::ONCE != 0 {
            guard("once");
        }
        if flags & guard::LANG != 0 {
            for _ in 0..reader.count() {
                let id = reader.language();
                let row = self.machine.languages.get(id.usize());
                guard(&format!("lang {}", name(self.machine, row.map(|row| row.name))));
            }
        }
        if flags & guard::TAG != 0 {
            for _ in 0..reader.count() {
                guard(&format!("tag {}", reader.string()));
            }
        }
        if flags & guard::ID != 0 {
            guard(&format!("id {}", reader.string()));
        }
        out
    }

    /// A text in one line: literals quoted, everything else in braces.
    fn text(self, reader: &mut Reader<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        loop {
            parts.push(match reader.piece() {
                PieceTag::End => break,
                PieceTag::Literal => quoted(reader.string()),
                PieceTag::Hole => format!("{{{}}}", self.expression(reader)),
                PieceTag::HoleOr => {
                    let other = reader.string();
                    let value = self.expression(reader);
                    format!("{{{value} or {}}}", quoted(other))
                }
                PieceTag::If => {
                    let mut text = "{".to_owned();
                    for arm in 0..reader.count() {
                        let word = if arm == 0 { "if" } else { " | else if" };
                        let condition = self.expression(reader);
                        reader.nested();
                        let _: std::fmt::Result =
                            write!(text, "{word} {condition}: {}", self.text(reader));
                    }
                    reader.nested();
                    format!("{text} | else: {}}}", self.text(reader))
                }
                PieceTag::Plural => {
                    let cases = reader.count();
                    let mut text = format!("{{plural {}", self.expression(reader));
                    for _ in 0..cases {
                        let case = match reader.byte() {
                            tag @ 0..=5 => category(tag).to_owned(),
                            _ => format!("={}", Decimal::from_millionths(reader.signed())),
                        };
                        reader.nested();
                        let _: std::fmt::Result = write!(text, " | {case}: {}", self.text(reader));
                    }
                    text + "}"
                }
            });
        }
        if parts.is_empty() { "\"\"".to_owned() } else { parts.join(" ") }
    }

    /// An expression in postfix order, in brackets.
    fn expression(self, reader: &mut Reader<'_>) -> String {
        let mut ops: Vec<String> = Vec::new();
        loop {
            let op = reader.op();
            ops.push(match op {
                OpTag::End => break,
                OpTag::Text => quoted(reader.string()),
                OpTag::Number => Decimal::from_millionths(reader.signed()).to_string(),
                OpTag::Date => date(reader.day()),
                OpTag::Time => {
                    let minutes = reader.time();
                    format!("{:02}:{:02}", minutes / 60, minutes % 60)
                }
                OpTag::List => format!("list {}", reader.number()),
                OpTag::Fact => self.fact(reader.fact()),
                OpTag::Open => format!("open {}", self.department(reader.department())),
                OpTag::Opens => format!("opens {}", self.department(reader.department())),
                OpTag::Visits => format!("visits {}", self.topic_name(reader.topic())),
                _ => {
                    reader.operand(op);
                    word(op).to_owned()
                }
            });
        }
        format!("({})", ops.join("; "))
    }
}

fn date(days: i32) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

fn category(tag: u8) -> &'static str {
    Category::ALL.get(usize::from(tag)).map_or("?", |category| category.name())
}

/// An operator that has nothing behind it.
fn word(op: OpTag) -> &'static str {
    match op {
        OpTag::Yes => "yes",
        OpTag::No => "no",
        OpTag::Now => "now",
        OpTag::Channel => "channel",
        OpTag::Language => "language",
        OpTag::Not => "not",
        OpTag::Minus => "minus",
        OpTag::Known => "known",
        OpTag::Length => "length",
        OpTag::Upper => "upper",
        OpTag::Lower => "lower",
        OpTag::Trim => "trim",
        OpTag::Or => "or",
        OpTag::And => "and",
        OpTag::Equal => "=",
        OpTag::NotEqual => "!=",
        OpTag::Less => "<",
        OpTag::LessEqual => "<=",
        OpTag::Greater => ">",
        OpTag::GreaterEqual => ">=",
        OpTag::Has => "has",
        OpTag::In => "in",
        OpTag::Add => "+",
        OpTag::Subtract => "-",
        OpTag::Multiply => "*",
        OpTag::Divide => "/",
        OpTag::Days => "days",
        OpTag::End
        | OpTag::Text
        | OpTag::Number
        | OpTag::Date
        | OpTag::Time
        | OpTag::List
        | OpTag::Fact
        | OpTag::Open
        | OpTag::Opens
        | OpTag::Visits => "?",
    }
}
