//! Which values of facts can make a difference: those around every constant that a fact is compared with.

use crate::calendar::civil::civil_from_days;
use crate::check::script::{Expr, Fact, FactKind, Guards, Piece, Script, Text};
use crate::check::script::{HandlerAction, Statement, StatementKind, Target, Topic, Way};
use crate::lower::like;
use crate::machine::id::{DepartmentId, FactId, TopicId};
use crate::syntax::tree::{BinaryOp, Like};
use crate::text::decimal::Decimal;

/// The most values of one fact.
const MAX_VALUES: usize = 12;

/// The longest text that is made for a comparison of lengths.
const MAX_LENGTH: i64 = 400;

/// What a tree reads, beside what it says.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    /// Facts that something depends on.
    pub(super) facts: Vec<FactId>,
    /// Departments whose hours it asks for, or to which it hands over.
    pub(super) departments: Vec<DepartmentId>,
    /// Days on which a guard begins to hold, or stops.
    pub(super) days: Vec<i32>,
    /// Topics that it leads to.
    pub(super) topics: Vec<TopicId>,
}

/// Notes what topics read, and the values that facts are compared with.
pub(super) struct Reader<'s> {
    script: &'s Script,
    today: i32,
    /// By fact.
    values: Vec<Vec<String>>,
    reads: Reads,
}

impl<'s> Reader<'s> {
    pub(super) fn new(script: &'s Script, today: i32) -> Self {
        Self {
            script,
            today,
            values: vec![Vec::new(); script.facts.len()],
            reads: Reads::default(),
        }
    }

    /// What a topic reads.
    pub(super) fn topic(&mut self, topic: &Topic) -> Reads {
        // Who gets the conversation of a customer alone where an agent must do something.
        let owner =
            topic.department.or((!self.script.departments.is_empty()).then(DepartmentId::default));
        self.reads.departments.extend(owner);
        self.body(&topic.body);
        for handler in &topic.handlers {
            match &handler.action {
                HandlerAction::Reply(text) => self.text(text),
                HandlerAction::Goto(target) => self.target(target),
            }
        }
        for way in topic.ways.iter().chain(&topic.nots) {
            if let Way::If(condition) = way {
                self.expr(condition);
            }
        }
        core::mem::take(&mut self.reads)
    }

    /// By fact: values to try, at least one.
    pub(super) fn values(self) -> Vec<Vec<String>> {
        let today = self.today;
        let facts = self.script.facts.iter().zip(self.values);
        facts
            .map(|(fact, mut values)| {
                match &fact.kind {
                    FactKind::YesNo => values = vec!["yes".to_owned(), "no".to_owned()],
                    FactKind::OneOf(options) => values.clone_from(options),
                    FactKind::SomeOf(options) => {
                        values.clone_from(options);
                        values.push(options.join(", "));
                    }
                    _ => {}
                }
                let dfa = fact.like.as_ref().and_then(|like| like::compile(like).ok());
                values.retain(|value| dfa.as_ref().is_none_or(|dfa| dfa.is_match(value)));
                if values.is_empty() {
                    values.push(example(fact, today));
                    // One that is counted with, but compared with no number.
                    if matches!(fact.kind, FactKind::Number | FactKind::Money) {
                        values.extend(["0".to_owned(), "1".to_owned()]);
                    }
                }
                values.truncate(MAX_VALUES);
                values
            })
            .collect()
    }

    fn guards(&mut self, guards: &Guards) {
        guards.conditions.iter().for_each(|condition| self.expr(condition));
        self.reads.days.extend(guards.from.iter().flat_map(|day| [day - 1, *day]));
        self.reads.days.extend(guards.until.iter().flat_map(|day| [*day, day + 1]));
    }

    fn body(&mut self, body: &[Statement]) {
        for statement in body {
            match &statement.kind {
                StatementKind::Replies(replies) => {
                    for reply in replies {
                        self.guards(&reply.guards);
                        reply.messages.iter().flatten().for_each(|text| self.text(text));
                    }
                }
                StatementKind::Step(guards, text) | StatementKind::Note(guards, text) => {
                    self.guards(guards);
                    self.text(text);
                }
                StatementKind::Choices(choices) => {
                    for choice in choices {
                        self.guards(&choice.guards);
                        self.text(&choice.label);
                        self.body(&choice.body);
                    }
                }
                StatementKind::Goto(target) => self.target(target),
                StatementKind::Call(topic) => self.reads.topics.push(*topic),
                StatementKind::Set(_, value) => self.expr(value),
                StatementKind::Need(_) | StatementKind::Return | StatementKind::Do(..) => {}
            }
        }
    }

    fn target(&mut self, target: &Target) {
        match target {
            Target::Topic(topic) => self.reads.topics.push(*topic),
            Target::Handoff(department, why) => {
                self.reads.departments.push(*department);
                why.iter().for_each(|why| self.text(why));
            }
            Target::End(_) => {}
        }
    }

    /// Conditions in a text; a hole alone changes nothing but what is shown.
    fn text(&mut self, text: &Text) {
        for piece in &text.pieces {
            match piece {
                Piece::If(arms, otherwise) => {
                    for (condition, said) in arms {
                        self.expr(condition);
                        self.text(said);
                    }
                    otherwise.iter().for_each(|said| self.text(said));
                }
                Piece::Plural(number, cases) => {
                    self.expr(number);
                    cases.iter().for_each(|(_, said)| self.text(said));
                }
                Piece::Literal(_) | Piece::Hole(..) => {}
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        for expr in expr.all() {
            match expr {
                Expr::Fact(id) => self.reads.facts.push(*id),
                Expr::Open(department) | Expr::Opens(department) => {
                    self.reads.departments.push(*department);
                }
                Expr::Binary(op, a, b) if !matches!(op, BinaryOp::And | BinaryOp::Or) => {
                    self.compare(a, b);
                    self.compare(b, a);
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, fact: FactId, value: String) {
        if let Some(values) = self.values.get_mut(fact.usize())
            && !values.contains(&value)
        {
            values.push(value);
        }
    }

    /// Values of what is on one side of a comparison, around what is on the other.
    fn compare(&mut self, side: &Expr, other: &Expr) {
        let whole = |n: Decimal| n.millionths().div_euclid(1_000_000);
        match (side, other) {
            (Expr::Fact(fact), Expr::Number(n)) => {
                for step in [-1_000_000, 0, 1_000_000] {
                    let near = n.millionths().saturating_add(step);
                    self.add(*fact, Decimal::from_millionths(near).to_string());
                }
            }
            (Expr::Fact(fact), Expr::Date(day)) => {
                for step in [-1, 0, 1] {
                    self.add(*fact, date(day.saturating_add(step)));
                }
            }
            (Expr::Fact(fact), Expr::Time(minutes)) => {
                for near in [minutes.saturating_sub(1), *minutes, (*minutes + 1).min(1439)] {
                    self.add(*fact, time(near));
                }
            }
            (Expr::Fact(fact), Expr::Text(text)) => {
                self.add(*fact, text.clone());
                self.add(*fact, "something else".to_owned());
            }
            (Expr::Fact(fact), Expr::List(items)) => {
                for item in items {
                    self.compare(&Expr::Fact(*fact), item);
                }
            }
            (Expr::Upper(inner) | Expr::Lower(inner) | Expr::Trim(inner), _) => {
                self.compare(inner, other);
            }
            (Expr::Days(from, to), Expr::Number(n)) => {
                let days = i32::try_from(whole(*n)).unwrap_or(0);
                for step in [-1, 0, 1] {
                    let far = days.saturating_add(step);
                    match (from.as_ref(), to.as_ref()) {
                        (Expr::Fact(fact), Expr::Now) => {
                            self.add(*fact, date(self.today.saturating_sub(far)));
                        }
                        (Expr::Now, Expr::Fact(fact)) => {
                            self.add(*fact, date(self.today.saturating_add(far)));
                        }
                        _ => {}
                    }
                }
            }
            (Expr::Length(inner), Expr::Number(n)) => {
                if let Expr::Fact(fact) = inner.as_ref() {
                    for step in [-1, 0, 1] {
                        let length = whole(*n).saturating_add(step);
                        if (1..=MAX_LENGTH).contains(&length) {
                            self.add(*fact, self.of_length(*fact, length));
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

impl Reader<'_> {
    /// A text or a list of so many characters or members.
    fn of_length(&self, fact: FactId, length: i64) -> String {
        let length = usize::try_from(length).unwrap_or(0);
        let list = self.script.facts.get(fact.usize()).is_some_and(|f| f.kind == FactKind::List);
        if list { vec!["item"; length].join(", ") } else { "a".repeat(length) }
    }
}

/// A value of a fact's kind, such as a customer would write.
pub(super) fn example(fact: &Fact, today: i32) -> String {
    if let Some(like) = &fact.like {
        let mut value = String::new();
        shortest(like, &mut value);
        return value;
    }
    match &fact.kind {
        FactKind::Text => "something".to_owned(),
        FactKind::Number => "2".to_owned(),
        FactKind::YesNo => "yes".to_owned(),
        FactKind::Date => date(today.saturating_add(3)),
        FactKind::Time => "10:30".to_owned(),
        FactKind::Money => "20".to_owned(),
        FactKind::Email => "sam@example.com".to_owned(),
        FactKind::Phone => "+44 20 7946 0958".to_owned(),
        FactKind::Link => "https://example.com/page".to_owned(),
        FactKind::OneOf(options) | FactKind::SomeOf(options) => {
            options.first().cloned().unwrap_or_default()
        }
        FactKind::List => "one, two".to_owned(),
    }
}

/// The first of the shortest texts that a pattern matches; patterns nest at most as deep as the syntax lets them.
fn shortest(like: &Like, out: &mut String) {
    match like {
        Like::Char(c) => out.push(*c),
        Like::Class { ranges, negated: false } => {
            out.extend(ranges.first().map(|(first, _)| *first));
        }
        Like::Class { ranges, negated: true } => {
            let within = |c: char| ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
            out.extend(('a'..='z').chain('0'..='9').chain('!'..='~').find(|c| !within(*c)));
        }
        Like::Sequence(parts) => parts.iter().for_each(|part| shortest(part, out)),
        Like::Either(parts) => parts.first().into_iter().for_each(|part| shortest(part, out)),
        Like::Repeat { inner, min, max } => {
            // What may be left out stands there once: nothing at all is no value.
            let once = max.unwrap_or(1).min(1);
            (0..(*min).max(once)).for_each(|_| shortest(inner, out));
        }
    }
}

/// A day as a host writes it.
pub(super) fn date(days: i32) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A time of day as a host writes it.
pub(super) fn time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::{Reader, date};
    use crate::calendar::civil::days_from_civil;
    use crate::compile::{Source, analyse};

    const TODAY: (i32, u8, u8) = (2026, 1, 14);

    /// The values of each fact of a head, where a topic has such conditions.
    fn check(head: &str, conditions: &[&str], expected: &[&[&str]]) {
        let guarded: String =
            conditions.iter().map(|c| format!("> [if {c}] Yes.\n\n")).collect::<Vec<_>>().concat();
        let text = format!("{head}== late: Late\n- where is it\n- it is late\n{guarded}> No.\n");
        let found = analyse(&[Source { name: "main.answers".into(), text }]);
        let script = found.script.unwrap_or_else(|| panic!("{:?}", found.problems));
        let today = days_from_civil(TODAY.0, TODAY.1, TODAY.2).unwrap();
        let mut reader = Reader::new(&script, today);
        for topic in &script.topics {
            reader.topic(topic);
        }
        assert_eq!(reader.values(), expected);
    }

    #[test]
    fn constants_and_what_is_next_to_them() {
        let n = "fact n number\n";
        check(n, &["n > 7"], &[&["6", "7", "8"]]);
        check(n, &["7.5 < n", "not (n = 0)"], &[&["6.5", "7.5", "8.5", "-1", "0", "1"]]);
        check(n, &["n is known"], &[&["2", "0", "1"]]);
        check("fact d date\n", &["d < 2026-12-24"], &[&["2026-12-23", "2026-12-24", "2026-12-25"]]);
        check(
            "fact d date\n",
            &["days(d, now) <= 14"],
            &[&["2026-01-01", "2025-12-31", "2025-12-30"]],
        );
        check("fact t time\n", &["t >= 08:30"], &[&["08:29", "08:30", "08:31"]]);
        check("fact v yes/no\n", &["v"], &[&["yes", "no"]]);
        check("fact s one of a, b\n", &["s = b"], &[&["a", "b"]]);
        check("fact t text\n", &["t = \"x\""], &[&["x", "something else"]]);
        check("fact t text\n", &["length(t) > 2"], &[&["a", "aa", "aaa"]]);
        check("fact l list\n", &["l has \"x\""], &[&["x", "something else"]]);
    }

    #[test]
    fn patterns_make_values() {
        for (like, value) in
            [("[A-Z]{2}[0-9]{6}", "AA000000"), ("(ab|cd)?[^a-y]+\\d*", "abz0"), ("x?y{2,}", "xyy")]
        {
            let head = format!("fact f text like {like}\n");
            check(&head, &["f is known"], &[&[value]]);
            // Of what a fact is compared with, its pattern takes what it can.
            check(&head, &[&format!("f = \"{value}\""), "f = \"a\""], &[&[value]]);
        }
        assert_eq!(date(-1), "1969-12-31");
    }
}
