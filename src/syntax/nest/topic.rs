//! The body of a topic: replies with their wordings, choices by their stars, and where branches come together.

use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::limits::MAX_CHOICE_DEPTH;
use crate::syntax::source::is_space;
use crate::syntax::tree::{
    Choice, Guard, Handler, LineKind, Name, Piece, Reply, Statement, StatementKind, Target, Text,
    Topic,
};

/// A topic whose lines are still coming.
pub(super) struct Building {
    topic: Topic,
    /// The statements of the topic, then of each open choice.
    bodies: Vec<Body>,
    /// The open choices, outermost first; one fewer than `bodies`.
    choices: Vec<Choice>,
    run: Run,
    /// A line of the body has been there.
    started: bool,
}

#[derive(Default)]
struct Body {
    statements: Vec<Statement>,
    /// `then` closed the choices that stand last.
    gathered: bool,
}

/// What a `>` line means here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    /// It begins a reply; nothing to go on with.
    Fresh,
    /// It begins a reply; `or` and `also` go on with the last one.
    Reply,
    /// It goes on with the last reply.
    Lines,
    /// It is the first line of a reply whose guards stand alone above.
    Head(Span),
    /// It is another wording, after `or`.
    Wording(Span),
    /// It is a further message, after `also`.
    Message(Span),
}

impl Building {
    pub(super) fn new(span: Span, menu: bool, name: Name, title: Option<Name>) -> Self {
        Self {
            topic: Topic {
                span,
                menu,
                name,
                title,
                department: None,
                examples: Vec::new(),
                ways: Vec::new(),
                body: Vec::new(),
                handlers: Vec::new(),
            },
            bodies: vec![Body::default()],
            choices: Vec::new(),
            run: Run::Fresh,
            started: false,
        }
    }

    /// The topic with all that is open closed.
    pub(super) fn finish(mut self, problems: &mut Vec<Problem>) -> Topic {
        self.end_run(problems);
        self.close_to(0);
        self.topic.body = self.bodies.pop().map(|body| body.statements).unwrap_or_default();
        self.topic
    }

    /// How far in a line of the innermost open choice stands.
    pub(super) fn indent(&self) -> u8 {
        match u8::try_from(self.choices.len()) {
            Ok(0) => 0,
            Ok(depth) => depth.saturating_add(1),
            Err(_) => u8::MAX,
        }
    }

    /// A blank line ends a reply.
    pub(super) fn blank(&mut self) {
        if self.run == Run::Lines {
            self.run = Run::Reply;
        }
    }

    /// `department billing` in a topic.
    pub(super) fn owner(&mut self, span: Span, name: Name, problems: &mut Vec<Problem>) {
        if let Some(first) = &self.topic.department {
            problems.push(
                Problem::new(Code::Misplaced, span, "this topic has a department already")
                    .label(first.span, "the first one")
                    .help("leave one out; a department of the script has a title: `department billing Billing`"),
            );
        } else {
            self.topic.department = Some(name);
        }
    }

    /// Adds a line; the answer is how far in it stands.
    pub(super) fn add(
        &mut self,
        span: Span,
        kind: LineKind,
        source: &str,
        problems: &mut Vec<Problem>,
    ) -> u8 {
        let kind = match kind {
            LineKind::Example(example) => {
                if self.started {
                    problems.push(
                        Problem::new(Code::Misplaced, span, "an example stands above the first reply of its topic")
                            .help("move it up; a line of a reply begins with `>`, and `then` brings branches together"),
                    );
                } else {
                    self.topic.examples.push(example);
                }
                return self.indent();
            }
            LineKind::When(when) => {
                if self.started {
                    problems.push(
                        Problem::new(Code::Misplaced, span, "`when` stands above the first reply of its topic")
                            .help("move it up; to say something only under a condition write `> [if …] text`"),
                    );
                } else {
                    self.topic.ways.push(when);
                }
                return self.indent();
            }
            LineKind::On { event, action } => {
                if self.topic.menu {
                    self.end_run(problems);
                    self.topic.handlers.push(Handler { event, action });
                } else {
                    problems.push(
                        Problem::new(Code::Misplaced, span, "`on` belongs to a menu")
                            .help("write it below `menu id: Title`"),
                    );
                }
                return 0;
            }
            LineKind::Reply { guards, text } => {
                self.started = true;
                self.reply(span, guards, text, problems);
                return self.indent();
            }
            LineKind::Or => {
                self.another(span, Run::Wording(span), problems);
                return self.indent();
            }
            LineKind::Also => {
                self.another(span, Run::Message(span), problems);
                return self.indent();
            }
            LineKind::Choice { depth, guards, label, target } => {
                self.started = true;
                self.end_run(problems);
                let target = target.map(Box::new);
                let choice = Choice { span, guards, key: None, label, target, body: Vec::new() };
                self.choice(choice, depth, stars(span, source), problems);
                return 0;
            }
            LineKind::Then => {
                self.then(span, problems);
                return self.indent();
            }
            LineKind::Need(names) => StatementKind::Need(names),
            LineKind::Step(step) => StatementKind::Step(step),
            LineKind::Note(note) => StatementKind::Note(note),
            LineKind::Goto(target) => StatementKind::Goto(target),
            LineKind::Call(name) => StatementKind::Call(name),
            LineKind::Return => StatementKind::Return,
            LineKind::Do { name, arguments } => StatementKind::Do(name, arguments),
            LineKind::Set { fact, value } => StatementKind::Set(fact, value),
            LineKind::Handoff { department, why } => {
                StatementKind::Goto(Target::Handoff { department, why })
            }
            LineKind::End(outcome) => StatementKind::Goto(Target::End(outcome)),
            // The rest belongs to other places and never comes here.
            LineKind::Blank
            | LineKind::Comment
            | LineKind::Bad
            | LineKind::Script(_)
            | LineKind::Version(_)
            | LineKind::Language(_)
            | LineKind::Pack(_)
            | LineKind::Threshold(_)
            | LineKind::Include(_)
            | LineKind::Channel(_)
            | LineKind::Department { .. }
            | LineKind::Open { .. }
            | LineKind::Closed(_)
            | LineKind::Fact(_)
            | LineKind::Ask(_)
            | LineKind::Words { .. }
            | LineKind::Intent(_)
            | LineKind::Prefer(_)
            | LineKind::Topic { .. }
            | LineKind::Menu { .. }
            | LineKind::Test(_)
            | LineKind::TestLine(_) => return self.indent(),
        };
        self.started = true;
        self.end_run(problems);
        self.push(Statement { span, kind });
        self.indent()
    }

    fn push(&mut self, statement: Statement) {
        if let Some(body) = self.bodies.last_mut() {
            body.gathered = false;
            body.statements.push(statement);
        }
    }

    /// The reply that stands last in the innermost body.
    fn last_reply(&mut self) -> Option<&mut Reply> {
        match self.bodies.last_mut()?.statements.last_mut() {
            Some(Statement { kind: StatementKind::Replies(replies), .. }) => replies.last_mut(),
            _ => None,
        }
    }

    fn reply(
        &mut self,
        span: Span,
        guards: Vec<Guard>,
        text: Option<Text>,
        problems: &mut Vec<Problem>,
    ) {
        let empty = Text { span: Span::new(span.file, span.end, span.end), pieces: Vec::new() };
        let continues = match self.run {
            Run::Fresh | Run::Reply => false,
            Run::Lines | Run::Head(_) => guards.is_empty(),
            Run::Wording(_) | Run::Message(_) => {
                if let Some(first) = guards.first() {
                    problems.push(
                        Problem::new(Code::Misplaced, first.span, "guards stand before the first wording of a reply")
                            .help("leave them out here, or leave out the `or` or `also` above to begin another reply"),
                    );
                }
                true
            }
        };
        if continues {
            let run = self.run;
            let Some(reply) = self.last_reply() else { return };
            reply.span = reply.span.to(span);
            let line = text.unwrap_or(empty);
            match run {
                Run::Message(_) => reply.messages.push(vec![vec![line]]),
                Run::Wording(_) => {
                    if let Some(message) = reply.messages.last_mut() {
                        message.push(vec![line]);
                    }
                }
                Run::Fresh | Run::Reply | Run::Lines | Run::Head(_) => {
                    if let Some(wording) =
                        reply.messages.last_mut().and_then(|message| message.last_mut())
                    {
                        wording.push(line);
                    }
                }
            }
            self.run = Run::Lines;
            return;
        }
        self.end_run(problems);
        // A line of guards alone heads the lines below; guards and text on one line are a whole reply.
        let (lines, run) = match text {
            Some(text) if guards.is_empty() => (vec![text], Run::Lines),
            Some(text) => (vec![text], Run::Reply),
            None if guards.is_empty() => (vec![empty], Run::Lines),
            None => (Vec::new(), Run::Head(span)),
        };
        let reply = Reply { span, guards, messages: vec![vec![lines]] };
        match self.bodies.last_mut().and_then(|body| body.statements.last_mut()) {
            Some(Statement { span: whole, kind: StatementKind::Replies(replies) }) => {
                *whole = whole.to(span);
                replies.push(reply);
            }
            _ => self.push(Statement { span, kind: StatementKind::Replies(vec![reply]) }),
        }
        self.run = run;
    }

    /// `or` and `also`.
    fn another(&mut self, span: Span, run: Run, problems: &mut Vec<Problem>) {
        let word = if matches!(run, Run::Wording(_)) { "or" } else { "also" };
        if matches!(self.run, Run::Lines | Run::Reply) {
            self.run = run;
        } else {
            problems.push(
                Problem::new(
                    Code::Misplaced,
                    span,
                    format!("no reply stands before this `{word}`"),
                )
                .help(format!("write `{word}` below a line that begins with `>`")),
            );
        }
    }

    /// Ends what a `>` line could go on with.
    fn end_run(&mut self, problems: &mut Vec<Problem>) {
        match self.run {
            Run::Fresh | Run::Reply | Run::Lines => {}
            Run::Head(span) => problems.push(
                Problem::new(Code::Misplaced, span, "these guards stand before no text")
                    .help("write the reply below them, each line with `>`"),
            ),
            Run::Wording(span) | Run::Message(span) => problems.push(
                Problem::new(Code::Misplaced, span, "no text stands after this line")
                    .help("write a line that begins with `>` below it"),
            ),
        }
        self.run = Run::Fresh;
    }

    fn choice(
        &mut self,
        mut choice: Choice,
        mut depth: u32,
        depth_place: Span,
        problems: &mut Vec<Problem>,
    ) {
        let above = u32::try_from(self.choices.len()).unwrap_or(u32::MAX);
        if depth > MAX_CHOICE_DEPTH {
            problems.push(
                Problem::new(Code::NestedTooDeep, depth_place, "choices are nested too deep").help(
                    format!(
                        "at most {MAX_CHOICE_DEPTH} levels: lead to a topic of its own with `->`"
                    ),
                ),
            );
            depth = MAX_CHOICE_DEPTH.min(above + 1);
        } else if depth > above + 1 {
            let stars = "*".repeat(self.choices.len() + 1);
            let message = match above {
                0 => "no choice stands above this one".to_owned(),
                1 => "the choice above has only one star".to_owned(),
                _ => format!("the choice above has only {above} stars"),
            };
            problems.push(
                Problem::new(Code::Misplaced, depth_place, message)
                    .help(format!("write `{stars}`"))
                    .fix(depth_place, stars),
            );
            depth = above + 1;
        }
        self.close_to(usize::try_from(depth.saturating_sub(1)).unwrap_or(0));
        if self.topic.menu {
            (choice.key, choice.label) = menu_key(choice.label);
        }
        self.choices.push(choice);
        self.bodies.push(Body::default());
    }

    /// Closes choices until so many are open.
    fn close_to(&mut self, open: usize) {
        while self.choices.len() > open {
            let (Some(mut choice), Some(body)) = (self.choices.pop(), self.bodies.pop()) else {
                return;
            };
            choice.body = body.statements;
            let Some(outer) = self.bodies.last_mut() else { return };
            match outer.statements.last_mut() {
                Some(Statement { kind: StatementKind::Choices(choices), .. })
                    if !outer.gathered =>
                {
                    choices.push(choice);
                }
                _ => {
                    outer.gathered = false;
                    let span = choice.span;
                    outer
                        .statements
                        .push(Statement { span, kind: StatementKind::Choices(vec![choice]) });
                }
            }
        }
    }

    /// The branches of the innermost open choices come together.
    fn then(&mut self, span: Span, problems: &mut Vec<Problem>) {
        self.end_run(problems);
        if self.choices.is_empty() {
            problems.push(
                Problem::new(
                    Code::Misplaced,
                    span,
                    "no choices are open that could come together here",
                )
                .help(
                    "write `then` below the choices whose branches go on together, or leave it out",
                ),
            );
            return;
        }
        self.close_to(self.choices.len() - 1);
        if let Some(body) = self.bodies.last_mut() {
            body.gathered = true;
        }
    }
}

/// The stars that a choice begins with.
fn stars(line: Span, source: &str) -> Span {
    let written = line.text(source);
    let end =
        written.find(|c: char| !(matches!(c, '*' | '＊') || is_space(c))).unwrap_or(written.len());
    let len = written.get(..end).unwrap_or("").trim_end_matches(is_space).len();
    Span::new(line.file, line.start, line.start + u32::try_from(len).unwrap_or(0))
}

/// What a customer types for a choice of a menu: the number its label begins with. `1 Billing`, `1. Billing`, `1) Billing`.
fn menu_key(mut label: Text) -> (Option<Name>, Text) {
    let whole = label.pieces.len() == 1;
    let Some(Piece::Literal(first)) = label.pieces.first_mut() else { return (None, label) };
    let digits = first.value.find(|c: char| !c.is_ascii_digit()).unwrap_or(first.value.len());
    let Some((key, rest)) = first.value.split_at_checked(digits) else { return (None, label) };
    let words = rest.strip_prefix(['.', ')']).unwrap_or(rest).trim_start_matches(is_space);
    if key.is_empty() || key.len() > 4 || words.len() == rest.len() || words.is_empty() && whole {
        return (None, label);
    }
    let cut = |bytes: usize| u32::try_from(bytes).unwrap_or(0);
    let Span { file, start, end } = first.span;
    let key = Name { value: key.to_owned(), span: Span::new(file, start, start + cut(key.len())) };
    // The digits and what follows them are never escaped, so bytes read are bytes written.
    let rest_start = start + cut(first.value.len() - words.len());
    first.value = words.to_owned();
    first.span = Span::new(file, rest_start, end);
    label.span = Span::new(file, rest_start, label.span.end);
    (Some(key), label)
}
