//! What stands in a script, written out again in the words of the language: for comparisons, pictures and lists.
//!
//! Literals are written as people read them, without `\`; so this is for eyes, and not to be compiled again.

use super::script::{
    Element, Expr, Guards, Handler, HandlerAction, Piece, PluralCase, Script, Statement,
    StatementKind, Target, Text, Topic, Way,
};
use crate::calendar::civil::civil_from_days;
use crate::machine::id::{ChannelId, DepartmentId, FactId, LanguageId, TopicId};
use crate::syntax::tree::{BinaryOp, Event, Outcome};
use crate::text::decimal::Decimal;

/// Writes parts of one script.
///
/// ```
/// use answertree::check::say::Say;
/// use answertree::compile::{Source, analyse};
/// let text = "fact name text = there\n== late: Late\n- where is it\n- it is late\n> Sorry,  { name  or you }!\n";
/// let script = analyse(&[Source { name: "main.answers".into(), text: text.into() }]).script.unwrap();
/// let said = answertree::check::identity::names(&script)[1].text().map(|text| Say(&script).text(text));
/// assert_eq!(said.as_deref(), Some("Sorry,  {name or you}!"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Say<'s>(pub &'s Script);

impl<'s> Say<'s> {
    /// A text with its holes.
    pub fn text(self, text: &Text) -> String {
        let mut out = String::new();
        self.add_text(text, &mut out);
        out
    }

    fn add_text(self, text: &Text, out: &mut String) {
        for piece in &text.pieces {
            match piece {
                Piece::Literal(words) => out.push_str(words),
                Piece::Hole(value, default) => {
                    out.push('{');
                    out.push_str(&self.expr(value));
                    if let Some(default) = default {
                        out.push_str(" or ");
                        out.push_str(default);
                    }
                    out.push('}');
                }
                Piece::If(arms, otherwise) => {
                    for (at, (condition, said)) in arms.iter().enumerate() {
                        out.push_str(if at == 0 { "{if " } else { " | else if " });
                        out.push_str(&self.expr(condition));
                        out.push_str(": ");
                        self.add_text(said, out);
                    }
                    if let Some(otherwise) = otherwise {
                        out.push_str(" | else: ");
                        self.add_text(otherwise, out);
                    }
                    out.push('}');
                }
                Piece::Plural(value, cases) => {
                    out.push('{');
                    out.push_str(&self.expr(value));
                    out.push_str(", plural:");
                    for (at, (case, said)) in cases.iter().enumerate() {
                        out.push_str(if at == 0 { " " } else { " | " });
                        match case {
                            PluralCase::Exactly(n) => out.push_str(&format!("={}", number(*n))),
                            PluralCase::Category(category) => out.push_str(category.name()),
                        }
                        out.push_str(": ");
                        self.add_text(said, out);
                    }
                    out.push('}');
                }
            }
        }
    }

    /// An expression.
    pub fn expr(self, expr: &Expr) -> String {
        self.bound(expr, 0)
    }

    /// An expression in brackets where it binds less tightly than `around`.
    fn bound(self, expr: &Expr, around: u8) -> String {
        let call = |name: &str, inner: &[&Expr]| {
            let inner: Vec<String> = inner.iter().map(|inner| self.expr(inner)).collect();
            format!("{name}({})", inner.join(", "))
        };
        let (text, tightness) = match expr {
            Expr::Text(text) => (format!("\"{}\"", text.replace('"', "\\\"")), 9),
            Expr::Number(n) => (number(*n), 9),
            Expr::YesNo(yes) => ((if *yes { "yes" } else { "no" }).to_owned(), 9),
            Expr::Date(days) => (date(*days), 9),
            Expr::Time(minutes) => (clock(*minutes), 9),
            Expr::List(members) => {
                let members: Vec<String> = members.iter().map(|member| self.expr(member)).collect();
                (format!("({})", members.join(", ")), 9)
            }
            Expr::Fact(fact) => (self.fact(*fact).to_owned(), 9),
            Expr::Now => ("now".to_owned(), 9),
            Expr::Channel => ("channel".to_owned(), 9),
            Expr::Language => ("language".to_owned(), 9),
            Expr::Not(inner) => match &**inner {
                Expr::Known(value) => (format!("{} is not known", self.bound(value, 5)), 4),
                inner => (format!("not {}", self.bound(inner, 3)), 3),
            },
            Expr::Minus(inner) => (format!("-{}", self.bound(inner, 7)), 7),
            Expr::Binary(op, left, right) => {
                let (sign, tightness) = operator(*op);
                let (left, right) = (self.bound(left, tightness), self.bound(right, tightness + 1));
                (format!("{left} {sign} {right}"), tightness)
            }
            Expr::Known(value) => (format!("{} is known", self.bound(value, 5)), 4),
            Expr::Open(department) => (format!("open({})", self.department(*department)), 9),
            Expr::Opens(department) => (format!("opens({})", self.department(*department)), 9),
            Expr::Visits(topic) => (format!("visits({})", self.topic(*topic)), 9),
            Expr::Length(inner) => (call("length", &[inner]), 9),
            Expr::Upper(inner) => (call("upper", &[inner]), 9),
            Expr::Lower(inner) => (call("lower", &[inner]), 9),
            Expr::Trim(inner) => (call("trim", &[inner]), 9),
            Expr::Days(from, to) => (call("days", &[from, to]), 9),
        };
        if tightness < around { format!("({text})") } else { text }
    }

    /// A topic's name.
    pub fn topic(self, id: TopicId) -> &'s str {
        self.0.topics.get(id.usize()).map_or("", |topic| &topic.name)
    }

    /// A department's name.
    pub fn department(self, id: DepartmentId) -> &'s str {
        self.0.departments.get(id.usize()).map_or("", |department| &department.name)
    }

    /// A fact's name.
    pub fn fact(self, id: FactId) -> &'s str {
        self.0.facts.get(id.usize()).map_or("", |fact| &fact.name)
    }

    /// A channel's name.
    pub fn channel(self, id: ChannelId) -> &'s str {
        self.0.channels.get(id.usize()).map_or("", |channel| &channel.name)
    }

    /// Guards, one after the other; the id is not among them.
    pub fn guards(self, guards: &Guards) -> String {
        let mut out: Vec<String> =
            guards.conditions.iter().map(|test| format!("[if {}]", self.expr(test))).collect();
        if !guards.channels.is_empty() {
            let names: Vec<&str> = guards.channels.iter().map(|id| self.channel(*id)).collect();
            out.push(format!("[on {}]", names.join(", ")));
        }
        out.extend(guards.from.map(|day| format!("[from {}]", date(day))));
        out.extend(guards.until.map(|day| format!("[until {}]", date(day))));
        if guards.once {
            out.push("[once]".to_owned());
        }
        if !guards.languages.is_empty() {
            let name = |id: &LanguageId| self.0.languages.get(id.usize()).map(|l| l.name.as_str());
            let names: Vec<&str> = guards.languages.iter().filter_map(name).collect();
            out.push(format!("[lang {}]", names.join(", ")));
        }
        out.extend(guards.tags.iter().map(|tag| format!("[tag {tag}]")));
        out.join(" ")
    }

    /// A way into a topic, or out of it; `None` for the topic's own examples, which are no line of their own.
    pub fn way(self, topic: &Topic, way: &Way) -> Option<String> {
        match way {
            Way::Pattern(pattern) => Some(self.elements(&pattern.elements)),
            Way::If(test) => Some(format!("if {}", self.expr(test))),
            Way::Intent(id) => {
                let intent = self.0.intents.get(id.usize())?;
                let own = !intent.shared && intent.name == topic.name;
                (!own).then(|| format!("intent {}", intent.name))
            }
        }
    }

    fn elements(self, elements: &[Element]) -> String {
        let one = |element: &Element| match element {
            Element::Word(word) => word.clone(),
            Element::Near(word) => format!("~{word}"),
            Element::Stem(word) => format!("{word}*"),
            Element::Exact(words) => format!("\"{words}\""),
            Element::List(list) => {
                format!("<{}>", self.0.lists.get(list.usize()).map_or("", |list| &list.name))
            }
            Element::Either(branches) => {
                let plain = branches.iter().all(|branch| branch.len() == 1);
                let branches: Vec<String> =
                    branches.iter().map(|branch| self.elements(branch)).collect();
                let text = branches.join("|");
                if plain { text } else { format!("({text})") }
            }
            Element::Optional(inner) => format!("[{}]", self.elements(inner)),
            Element::Gap(None) => "..".to_owned(),
            Element::Gap(Some(most)) => format!("..{most}"),
        };
        elements.iter().map(one).collect::<Vec<String>>().join(" ")
    }

    /// Where a line leads: `-> late`, `handoff billing "why"`, `end resolved`.
    pub fn target(self, target: &Target) -> String {
        match target {
            Target::Topic(id) => format!("-> {}", self.topic(*id)),
            Target::Handoff(id, why) => {
                let why = why.as_ref().map(|why| format!(" \"{}\"", self.text(why)));
                format!("handoff {}{}", self.department(*id), why.unwrap_or_default())
            }
            Target::End(outcome) => format!("end {}", outcome_word(*outcome)),
        }
    }

    /// A line that has no name of its own; `None` for replies, choices, steps and notes.
    pub fn statement(self, statement: &Statement) -> Option<String> {
        Some(match &statement.kind {
            StatementKind::Need(facts) => {
                let names: Vec<&str> = facts.iter().map(|fact| self.fact(*fact)).collect();
                format!("need {}", names.join(", "))
            }
            StatementKind::Goto(target) => self.target(target),
            StatementKind::Call(topic) => format!("call {}", self.topic(*topic)),
            StatementKind::Return => "return".to_owned(),
            StatementKind::Do(name, arguments) if arguments.is_empty() => format!("do {name}"),
            StatementKind::Do(name, arguments) => {
                let arguments: Vec<String> = arguments
                    .iter()
                    .map(|(name, value)| format!("{name}: {}", self.expr(value)))
                    .collect();
                format!("do {name}({})", arguments.join(", "))
            }
            StatementKind::Set(fact, value) => {
                format!("set {} = {}", self.fact(*fact), self.expr(value))
            }
            StatementKind::Replies(_)
            | StatementKind::Step(..)
            | StatementKind::Note(..)
            | StatementKind::Choices(_) => return None,
        })
    }

    /// What a menu does and when: `on nomatch 3 -> handoff support`.
    pub fn handler(self, handler: &Handler) -> String {
        let action = match &handler.action {
            HandlerAction::Reply(text) => format!("> {}", self.text(text)),
            HandlerAction::Goto(target @ Target::Topic(_)) => self.target(target),
            HandlerAction::Goto(target) => format!("-> {}", self.target(target)),
        };
        format!("{} {action}", event(handler.event))
    }
}

/// `on nomatch 3`, `on silence 5m`.
pub fn event(event: Event) -> String {
    match event {
        Event::NoMatch(1) => "on nomatch".to_owned(),
        Event::NoMatch(n) => format!("on nomatch {n}"),
        Event::Silence(seconds) => {
            let units = [(86_400, "d"), (3_600, "h"), (60, "m")];
            let whole = units.into_iter().find(|(unit, _)| seconds > 0 && seconds % unit == 0);
            let (unit, letter) = whole.unwrap_or((1, "s"));
            format!("on silence {}{letter}", seconds / unit)
        }
    }
}

/// `2026-12-24`
pub fn date(days: i32) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `08:30`
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `resolved`
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}

fn number(n: Decimal) -> String {
    let mut out = String::new();
    n.write(&mut out);
    out
}

/// How an operator is written, and how tightly it binds.
fn operator(op: BinaryOp) -> (&'static str, u8) {
    match op {
        BinaryOp::Or => ("or", 1),
        BinaryOp::And => ("and", 2),
        BinaryOp::Equal => ("=", 4),
        BinaryOp::NotEqual => ("!=", 4),
        BinaryOp::Less => ("<", 4),
        BinaryOp::LessEqual => ("<=", 4),
        BinaryOp::Greater => (">", 4),
        BinaryOp::GreaterEqual => (">=", 4),
        BinaryOp::Has => ("has", 4),
        BinaryOp::In => ("in", 4),
        BinaryOp::Add => ("+", 5),
        BinaryOp::Subtract => ("-", 5),
        BinaryOp::Multiply => ("*", 6),
        BinaryOp::Divide => ("/", 6),
    }
}
