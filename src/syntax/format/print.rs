//! One line without problems, written out from what it says. Words stand as the author wrote them.

use super::expression;
use crate::span::Span;
use crate::syntax::source::is_space;
use crate::syntax::tree::{
    Channel, Day, Event, Expect, ExpectKind, Expr, Fact, FactKind, Guard, GuardKind, Hours,
    LineKind, Name, OnAction, Outcome, Piece, Target, TestLine, Text, Way,
};
use crate::syntax::value::{month_name, weekday_name};

/// Writes `kind`, which was read from `source`.
pub(super) fn line(kind: &LineKind, source: &str, out: &mut String) {
    Printer { source, out }.line(kind);
}

struct Printer<'a> {
    source: &'a str,
    out: &'a mut String,
}

impl Printer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn written(&mut self, span: Span) {
        self.out.push_str(span.text(self.source));
    }

    fn names(&mut self, names: &[Name]) {
        self.list(names, |printer, name| printer.written(name.span));
    }

    fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.put(", ");
            }
            each(self, item);
        }
    }

    fn word_and(&mut self, word: &str, name: &Name) {
        self.put(word);
        self.put(" ");
        self.written(name.span);
    }

    fn heading(&mut self, mark: &str, name: &Name, title: Option<&Name>) {
        self.word_and(mark, name);
        if let Some(title) = title {
            self.word_and(":", title);
        }
    }

    fn line(&mut self, kind: &LineKind) {
        match kind {
            LineKind::Blank | LineKind::Comment | LineKind::Bad => {}
            LineKind::Script(name) => self.word_and("script", name),
            LineKind::Version(version) => {
                self.put("version ");
                self.put(&version.value.to_string());
            }
            LineKind::Language(names) => {
                self.put("language ");
                self.names(names);
            }
            LineKind::Pack(language) => self.word_and("pack", language),
            LineKind::Threshold(percent) => {
                self.put("threshold ");
                self.put(&percent.value.to_string());
                self.put("%");
            }
            LineKind::Include(file) => self.word_and("include", file),
            LineKind::Channel(channel) => self.channel(channel),
            LineKind::Department { name, title } => {
                self.word_and("department", name);
                if let Some(title) = title {
                    // A colon after the name is the author's and says nothing, unless the title begins with one too.
                    let colon = title.span.text(self.source).starts_with(':');
                    self.word_and(if colon { ":" } else { "" }, title);
                }
            }
            LineKind::Open { hours, zone } => self.open(hours, zone.as_ref()),
            LineKind::Closed(days) => {
                self.put("closed ");
                self.list(days, |printer, day| printer.day(day.value));
            }
            LineKind::Fact(fact) => self.fact(fact),
            LineKind::Ask(text) => {
                self.put("ask ");
                self.text(text);
            }
            LineKind::Words { name, members } => {
                self.word_and("words", name);
                self.put(" = ");
                self.names(members);
            }
            LineKind::Intent(name) => self.word_and("intent", name),
            LineKind::Example(example) => self.word_and("-", example),
            LineKind::When(when) => {
                self.put(if when.not { "when not " } else { "when " });
                self.way(&when.way);
            }
            LineKind::Prefer(prefer) => {
                self.word_and("prefer", &prefer.channel);
                if let Some(subject) = &prefer.subject {
                    self.word_and(" for", subject);
                }
                if let Some(condition) = &prefer.condition {
                    self.put(" if ");
                    self.expr(condition);
                }
            }
            LineKind::Topic { name, title } => self.heading("==", name, title.as_ref()),
            LineKind::Menu { name, title } => self.heading("menu", name, title.as_ref()),
            LineKind::Test(name) => self.word_and("test", name),
            LineKind::TestLine(line) => self.test_line(line),
            LineKind::Need(_)
            | LineKind::Reply { .. }
            | LineKind::Or
            | LineKind::Also
            | LineKind::Step(_)
            | LineKind::Note(_)
            | LineKind::Choice { .. }
            | LineKind::Then
            | LineKind::Goto(_)
            | LineKind::Call(_)
            | LineKind::Return
            | LineKind::Do { .. }
            | LineKind::Set { .. }
            | LineKind::Handoff { .. }
            | LineKind::End(_)
            | LineKind::On { .. } => self.body(kind),
        }
    }

    fn body(&mut self, kind: &LineKind) {
        match kind {
            LineKind::Need(names) => {
                self.put("need ");
                self.names(names);
            }
            LineKind::Reply { guards, text } => {
                self.put(">");
                self.guarded(guards, text.as_ref());
            }
            LineKind::Or => self.put("or"),
            LineKind::Also => self.put("also"),
            LineKind::Step(step) => {
                self.put("step");
                self.guarded(&step.guards, Some(&step.text));
            }
            LineKind::Note(note) => {
                self.put("note");
                self.guarded(&note.guards, Some(&note.text));
            }
            LineKind::Choice { depth, guards, label, target } => {
                for _ in 0..*depth {
                    self.put("*");
                }
                self.guarded(guards, Some(label));
                if let Some(target) = target {
                    self.put(" -> ");
                    self.target(target);
                }
            }
            LineKind::Then => self.put("then"),
            LineKind::Goto(target) => {
                self.put("-> ");
                self.target(target);
            }
            LineKind::Call(name) => self.word_and("call", name),
            LineKind::Return => self.put("return"),
            LineKind::Do { name, arguments } => {
                self.word_and("do", name);
                if !arguments.is_empty() {
                    self.put("(");
                    self.list(arguments, |printer, (name, value)| {
                        printer.written(name.span);
                        printer.put(": ");
                        printer.expr(value);
                    });
                    self.put(")");
                }
            }
            LineKind::Set { fact, value } => {
                self.word_and("set", fact);
                self.put(" = ");
                self.expr(value);
            }
            LineKind::Handoff { department, why } => {
                self.word_and("handoff", department);
                self.why(why.as_ref());
            }
            LineKind::End(outcome) => {
                self.put("end ");
                self.put(outcome_word(outcome.value));
            }
            LineKind::On { event, action } => {
                self.put("on ");
                match event.value {
                    Event::NoMatch(1) => self.put("nomatch"),
                    Event::NoMatch(n) => self.put(&format!("nomatch {n}")),
                    Event::Silence(_) => {
                        let time = event.span.text(self.source).trim_start_matches("silence");
                        self.put("silence ");
                        self.put(time.trim_start_matches(is_space));
                    }
                }
                match action {
                    OnAction::Reply(text) => {
                        self.put(" > ");
                        self.text(text);
                    }
                    OnAction::Goto(target) => {
                        self.put(" -> ");
                        self.target(target);
                    }
                }
            }
            _ => {}
        }
    }

    fn channel(&mut self, channel: &Channel) {
        self.word_and("channel", &channel.name);
        if let Some(limit) = &channel.limit {
            self.put(&format!(" limit {}", limit.value));
        }
        for (is, word) in [
            (channel.weighted, " weighted"),
            (channel.public, " public"),
            (channel.buttons, " buttons"),
            (channel.split, " split"),
        ] {
            if is {
                self.put(word);
            }
        }
    }

    fn open(&mut self, hours: &[Hours], zone: Option<&Name>) {
        self.put("open ");
        let groups: Vec<&[Hours]> = hours.chunk_by(|a, b| a.span == b.span).collect();
        self.list(&groups, |printer, group| {
            printer.list(group, |printer, hours| {
                printer.put(weekday_name(hours.first));
                if hours.last != hours.first {
                    printer.put("-");
                    printer.put(weekday_name(hours.last));
                }
            });
            if let Some(hours) = group.first() {
                let clock = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
                printer.put(&format!(" {}-{}", clock(hours.from), clock(hours.to)));
            }
        });
        if let Some(zone) = zone {
            self.word_and(" in", zone);
        }
    }

    fn day(&mut self, day: Day) {
        let text = match day.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", day.month, day.day),
            None => format!("{} {}", day.day, month_name(day.month)),
        };
        self.put(&text);
    }

    fn fact(&mut self, fact: &Fact) {
        self.word_and("fact", &fact.name);
        self.put(match &fact.kind {
            FactKind::Text => " text",
            FactKind::Number => " number",
            FactKind::YesNo => " yes/no",
            FactKind::Date => " date",
            FactKind::Time => " time",
            FactKind::Money => " money",
            FactKind::Email => " email",
            FactKind::Phone => " phone",
            FactKind::Link => " link",
            FactKind::List => " list",
            FactKind::OneOf(_) => " one of ",
            FactKind::SomeOf(_) => " list of one of ",
        });
        self.list(fact.kind.options(), |printer, option| match fact.list_of(option) {
            Some(list) => {
                printer.put("<");
                printer.written(list.span);
                printer.put(">");
            }
            None => printer.written(option.span),
        });
        if let Some(like) = &fact.like {
            self.put(" like ");
            self.written(like.span);
        }
        if fact.secret {
            self.put(" secret");
        }
        if let Some(default) = &fact.default {
            self.put(" = ");
            self.expr(default);
        }
    }

    fn way(&mut self, way: &Way) {
        match way {
            Way::Pattern(pattern) => {
                expression::write_pattern(pattern.span.text(self.source), self.out);
            }
            Way::Intent(name) => self.word_and("intent", name),
            Way::If(condition) => {
                self.put("if ");
                self.expr(condition);
            }
        }
    }

    fn guarded(&mut self, guards: &[Guard], text: Option<&Text>) {
        for guard in guards {
            self.put(" [");
            match &guard.kind {
                GuardKind::If(condition) => {
                    self.put("if ");
                    self.expr(condition);
                }
                GuardKind::On(names) => {
                    self.put("on ");
                    self.names(names);
                }
                GuardKind::Until(day) => {
                    self.put("until ");
                    self.day(day.value);
                }
                GuardKind::From(day) => {
                    self.put("from ");
                    self.day(day.value);
                }
                GuardKind::Once => self.put("once"),
                GuardKind::Lang(names) => {
                    self.put("lang ");
                    self.names(names);
                }
                GuardKind::Tag(name) => self.word_and("tag", name),
                GuardKind::Id(name) => self.word_and("id", name),
            }
            self.put("]");
        }
        if let Some(text) = text {
            self.put(" ");
            self.text(text);
        }
    }

    fn text(&mut self, text: &Text) {
        for piece in &text.pieces {
            match piece {
                Piece::Literal(words) => self.written(words.span),
                Piece::Hole { value, default, .. } => {
                    self.put("{");
                    self.expr(value);
                    if let Some(default) = default {
                        self.put(" or ");
                        self.written(default.span);
                    }
                    self.put("}");
                }
                Piece::If { arms, otherwise, .. } => {
                    for (at, (condition, said)) in arms.iter().enumerate() {
                        self.put(if at == 0 { "{if " } else { " | else if " });
                        self.expr(condition);
                        self.arm(said);
                    }
                    if let Some(said) = otherwise {
                        self.put(" | else");
                        self.arm(said);
                    }
                    self.put("}");
                }
                Piece::Plural { value, cases, .. } => {
                    self.put("{");
                    self.expr(value);
                    self.put(", plural:");
                    for (at, (key, said)) in cases.iter().enumerate() {
                        self.put(if at == 0 { " " } else { " | " });
                        self.written(key.span);
                        self.arm(said);
                    }
                    self.put("}");
                }
            }
        }
    }

    fn arm(&mut self, said: &Text) {
        self.put(":");
        if !said.pieces.is_empty() {
            self.put(" ");
            self.text(said);
        }
    }

    fn why(&mut self, why: Option<&Text>) {
        if let Some(why) = why {
            self.put(" \"");
            self.text(why);
            self.put("\"");
        }
    }

    fn target(&mut self, target: &Target) {
        match target {
            Target::Topic(name) => self.written(name.span),
            Target::Handoff { department, why } => {
                self.word_and("handoff", department);
                self.why(why.as_ref());
            }
            Target::End(outcome) => {
                self.put("end ");
                self.put(outcome_word(outcome.value));
            }
        }
    }

    fn test_line(&mut self, line: &TestLine) {
        match line {
            TestLine::Given { name, value } => {
                self.word_and("given", name);
                let bare = matches!(name.value.as_str(), "channel" | "language")
                    && !value.span.text(self.source).starts_with('=');
                self.word_and(if bare { "" } else { " =" }, value);
            }
            TestLine::GivenTopic(name) => self.word_and("given topic", name),
            TestLine::GivenAlone => self.put("given alone"),
            TestLine::Customer(said) => self.word_and("customer:", said),
            TestLine::Choose(label) => self.word_and("choose", label),
            TestLine::Accept(1) => self.put("accept"),
            TestLine::Accept(n) => self.put(&format!("accept {n}")),
            TestLine::Wait(time) => {
                self.put("wait ");
                self.written(time.span);
            }
            TestLine::Expect(expect) => self.expect(expect),
        }
    }

    fn expect(&mut self, expect: &Expect) {
        self.put(if expect.not { "expect no " } else { "expect " });
        let (word, name) = match &expect.kind {
            ExpectKind::Topic(name) => ("topic", name.as_ref()),
            ExpectKind::Ask(name) => ("ask", name.as_ref()),
            ExpectKind::Reply(None) => ("reply", None),
            ExpectKind::Reply(Some(words)) => ("reply has", Some(words)),
            ExpectKind::Choice(label) => ("choice", Some(label)),
            ExpectKind::Handoff(name) => ("handoff", name.as_ref()),
            ExpectKind::Do(name) => ("do", Some(name)),
            ExpectKind::Switch(name) => ("switch", name.as_ref()),
            ExpectKind::Department(name) => ("department", name.as_ref()),
            ExpectKind::Prefer(name) => ("prefer", name.as_ref()),
            ExpectKind::End(outcome) => {
                self.put("end");
                if let Some(outcome) = outcome {
                    self.put(" ");
                    self.put(outcome_word(outcome.value));
                }
                return;
            }
            ExpectKind::Fact(name, value) => {
                self.word_and("fact", name);
                self.word_and(" =", value);
                return;
            }
        };
        match name {
            Some(name) => self.word_and(word, name),
            None => self.put(word),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        expression::write(expr.span.text(self.source), self.out);
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}
