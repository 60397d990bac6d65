//! Plain lines, read without the grammar.
//!
//! A grammar that backtracks takes some microseconds a line, and a script has hundreds of thousands of lines that hold
//! nothing but words, names and simple holes. They are read here in one pass. What this reader does not know by sight it
//! leaves to the grammar, which stays the one definition of the language: what is read here is exactly what the grammar
//! reads, with the same places (`direct/tests.rs` compares them), and nothing read here has a problem.

#[cfg(test)]
mod tests;

use super::escape;
use super::grammar::Rule;
use super::limits;
use super::reader::Reader;
use super::source::{any, find, is_space, trim_start};
use super::template::{CASES, trim_label};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{
    BinaryOp, Element, Expr, ExprKind, Guard, GuardKind, Guarded, LineKind, Name, Outcome, Pattern,
    Piece, Target, Text, Way, When,
};
use crate::text::decimal::Decimal;

/// Reads the line `text` behind its mark; `None` where it is not plain.
pub(super) fn read(
    reader: &Reader<'_>,
    rule: Rule,
    mark_len: usize,
    text: &str,
) -> Option<LineKind> {
    let mut plain = Plain { reader, text, at: mark_len, operators: 0, failed: false };
    while rule == Rule::topic_line && plain.eat(b'=') {}
    plain.space();
    if rule != Rule::example_line
        && (any(text.as_bytes(), |b| b == b'\\') || has_many_brackets(text))
    {
        return None;
    }
    let kind = plain.line(rule)?;
    plain.space();
    (plain.is_end() && !plain.failed).then_some(kind)
}

/// Whether so many brackets open that how they nest needs a look.
fn has_many_brackets(text: &str) -> bool {
    let opens = |b: u8| u8::from(matches!(b, b'(' | b'[' | b'{'));
    // As many as a byte can count at a time, which compilers make a few steps of.
    let count = |part: &[u8]| part.iter().fold(0_u8, |sum, &b| sum.wrapping_add(opens(b)));
    text.as_bytes().chunks(255).map(|part| usize::from(count(part))).sum::<usize>()
        > limits::MAX_NESTING
}

/// Where a text ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// With the line.
    Line,
    /// Before `->`, or with the line.
    Arrow,
    /// Before `|` or `}` and the white space before them.
    Arm,
}

/// Where the reader stands in a line. What is not plain fails it: it then stands at the end, and what it gives means nothing.
struct Plain<'r, 't> {
    reader: &'r Reader<'r>,
    text: &'t str,
    at: usize,
    operators: usize,
    failed: bool,
}

impl<'t> Plain<'_, 't> {
    /// What a line of this rule says, where such lines are read here.
    fn line(&mut self, rule: Rule) -> Option<LineKind> {
        Some(match rule {
            Rule::example_line => LineKind::Example(self.rest(escape::resolved)),
            Rule::reply_line => {
                let guards = self.guards();
                let text = (!self.is_end()).then(|| self.text(Ends::Line));
                LineKind::Reply { guards, text }
            }
            Rule::step_line => LineKind::Step(self.guarded()),
            Rule::note_line => LineKind::Note(self.guarded()),
            Rule::choice_line => self.choice(),
            Rule::when_line => LineKind::When(self.when()),
            Rule::topic_line => {
                let (name, title) = self.heading();
                LineKind::Topic { name, title }
            }
            Rule::menu_line => {
                let (name, title) = self.heading();
                LineKind::Menu { name, title }
            }
            Rule::intent_line => LineKind::Intent(self.name()),
            Rule::department_line => {
                let name = self.name();
                self.space();
                self.eat(b':');
                LineKind::Department { name, title: self.title() }
            }
            Rule::need_line => LineKind::Need(self.names()),
            Rule::goto_line => LineKind::Goto(self.target()),
            Rule::call_line => LineKind::Call(self.name()),
            Rule::handoff_line => {
                let department = self.name();
                self.space();
                let why = (!self.is_end()).then(|| self.quoted());
                LineKind::Handoff { department, why }
            }
            Rule::end_line => LineKind::End(self.outcome()),
            Rule::do_line => LineKind::Do { name: self.name(), arguments: self.arguments() },
            Rule::set_line => {
                let fact = self.name();
                self.space();
                self.need(b'=');
                LineKind::Set { fact, value: self.expression() }
            }
            Rule::or_line => LineKind::Or,
            Rule::also_line => LineKind::Also,
            Rule::then_line => LineKind::Then,
            Rule::return_line => LineKind::Return,
            _ => return None,
        })
    }

    fn fail(&mut self) {
        self.failed = true;
        self.at = self.text.len();
    }

    /// The byte that is `ahead` of the next; 0 behind the end.
    fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn is_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek(0) == byte;
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, byte: u8) {
        if !self.eat(byte) {
            self.fail();
        }
    }

    /// Passes over white space.
    fn space(&mut self) {
        let rest = self.from(self.at);
        self.at += rest.len() - trim_start(rest).len();
    }

    fn from(&self, start: usize) -> &'t str {
        self.text.get(start..).unwrap_or("")
    }

    fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or("")
    }

    fn span(&self, start: usize) -> Span {
        self.reader.place(start, self.at)
    }

    /// What was read since `start`, as it is written.
    fn spanned(&self, start: usize) -> Name {
        Spanned { value: self.since(start).to_owned(), span: self.span(start) }
    }

    /// All that is left, which is something.
    fn rest(&mut self, value: fn(&str) -> String) -> Name {
        let start = self.at;
        if self.is_end() {
            self.fail();
        }
        self.at = self.text.len();
        Spanned { value: value(self.from(start)), span: self.span(start) }
    }

    /// Passes over a name in plain letters and gives it.
    fn word(&mut self) -> &'t str {
        let start = self.at;
        if !matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'_') {
            self.fail();
        }
        loop {
            match self.peek(0) {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => {}
                b'-' if self.peek(1).is_ascii_alphanumeric() || self.peek(1) == b'_' => {}
                0x80.. => self.fail(),
                b'-' if self.peek(1) >= 0x80 => self.fail(),
                _ => break,
            }
            self.at += 1;
        }
        self.since(start)
    }

    fn name(&mut self) -> Name {
        let start = self.at;
        self.word();
        self.spanned(start)
    }

    fn names(&mut self) -> Vec<Name> {
        let mut names = vec![self.name()];
        loop {
            self.space();
            if !self.eat(b',') {
                return names;
            }
            self.space();
            names.push(self.name());
        }
    }

    /// Passes over a word of the language; behind it stands no `-` either.
    fn keyword(&mut self) -> &'t str {
        let word = self.word();
        if self.peek(0) == b'-' {
            self.fail();
        }
        self.space();
        word
    }

    /// Passes over this word of the language.
    fn need_keyword(&mut self, wanted: &str) {
        if self.keyword() != wanted {
            self.fail();
        }
    }

    /// `late: Late delivery`
    fn heading(&mut self) -> (Name, Option<Name>) {
        let name = self.name();
        self.space();
        let title = if self.eat(b':') { self.title() } else { None };
        (name, title)
    }

    /// A title, where one stands there; whether a `#` in it begins a comment is for the grammar to say.
    fn title(&mut self) -> Option<Name> {
        self.space();
        if self.from(self.at).contains('#') {
            self.fail();
        }
        (!self.is_end()).then(|| self.rest(escape::unquoted))
    }

    fn outcome(&mut self) -> Spanned<Outcome> {
        let start = self.at;
        let value = match self.word() {
            "resolved" => Outcome::Resolved,
            "unresolved" => Outcome::Unresolved,
            word => {
                if word != "spam" {
                    self.fail();
                }
                Outcome::Spam
            }
        };
        let span = self.span(start);
        if self.peek(0) == b'-' {
            self.fail();
        }
        Spanned { value, span }
    }

    fn target(&mut self) -> Target {
        let name = self.name();
        match name.value.as_str() {
            "handoff" => self.fail(),
            "end" => {
                self.space();
                return Target::End(self.outcome());
            }
            _ => {}
        }
        Target::Topic(name)
    }

    fn guards(&mut self) -> Vec<Guard> {
        let mut guards = Vec::new();
        loop {
            let start = self.at;
            if !self.eat(b'[') {
                return guards;
            }
            self.space();
            let kind = match self.keyword() {
                "if" => GuardKind::If(self.expression()),
                "on" => GuardKind::On(self.names()),
                "lang" => GuardKind::Lang(self.names()),
                "tag" => GuardKind::Tag(self.name()),
                "id" => GuardKind::Id(self.name()),
                word => {
                    if word != "once" {
                        self.fail();
                    }
                    GuardKind::Once
                }
            };
            self.space();
            self.need(b']');
            guards.push(Guard { span: self.span(start), kind });
            self.space();
        }
    }

    fn guarded(&mut self) -> Guarded {
        let guards = self.guards();
        if self.is_end() {
            self.fail();
        }
        Guarded { guards, text: self.text(Ends::Line) }
    }

    fn choice(&mut self) -> LineKind {
        let mut depth = 1;
        while self.eat(b'*') {
            depth += 1;
            self.space();
        }
        let guards = self.guards();
        let start = self.at;
        let label = self.text(Ends::Arrow);
        if self.at == start {
            self.fail();
        }
        let label = trim_label(self.reader, label, start, self.since(start));
        let mut target = None;
        if !self.is_end() {
            self.at += "->".len();
            self.space();
            target = Some(self.target());
        }
        LineKind::Choice { depth, guards, label, target }
    }

    fn text(&mut self, ends: Ends) -> Text {
        let start = self.at;
        let mut pieces = Vec::new();
        loop {
            let literal = self.at;
            let mut words = self.words(ends);
            self.at += words.len();
            let hole = self.peek(0) == b'{';
            if ends == Ends::Arm && !hole {
                words = words.trim_end_matches(is_space);
                self.at = literal + words.len();
            }
            if !words.is_empty() {
                if pieces.is_empty() {
                    // Most texts are one literal, or have one hole: no room for more.
                    pieces.reserve_exact(if hole { 3 } else { 1 });
                }
                pieces.push(Piece::Literal(self.spanned(literal)));
            }
            if !hole {
                let span = self.span(start);
                // A `}` that closes nothing is for the grammar.
                if ends != Ends::Arm && self.peek(0) == b'}' {
                    self.fail();
                }
                return Text { span, pieces };
            }
            pieces.push(self.hole());
        }
    }

    /// What stands before the next mark of a text.
    fn words(&self, ends: Ends) -> &'t str {
        let rest = self.from(self.at);
        let end = match ends {
            Ends::Line => find(rest, |b| matches!(b, b'{' | b'}')),
            Ends::Arm => find(rest, |b| matches!(b, b'{' | b'}' | b'|')),
            Ends::Arrow => {
                let arrow = rest.find("->").unwrap_or(rest.len());
                find(rest, |b| matches!(b, b'{' | b'}')).filter(|&at| at < arrow).or(Some(arrow))
            }
        };
        end.and_then(|end| rest.get(..end)).unwrap_or(rest)
    }

    fn hole(&mut self) -> Piece {
        let start = self.at;
        self.need(b'{');
        self.space();
        let name = self.at;
        if self.word() == "if" {
            return self.hole_if(start);
        }
        let value = self.fact(name);
        self.space();
        if self.eat(b',') {
            return self.plural(start, value);
        }
        let mut default = None;
        if self.peek(0) == b'o' {
            self.need_keyword("or");
            let begins = self.at;
            let words = self.words(Ends::Line).trim_end_matches(is_space);
            self.at += words.len();
            if words.is_empty() {
                self.fail();
            }
            let value = escape::unquoted(words);
            default = Some(Box::new(Spanned { value, span: self.span(begins) }));
            self.space();
        }
        self.need(b'}');
        Piece::Hole { span: self.span(start), value, default }
    }

    /// From behind the `if` of a hole.
    fn hole_if(&mut self, start: usize) -> Piece {
        if self.peek(0) == b'-' {
            self.fail();
        }
        let condition = self.expression();
        self.space();
        let said = self.arm();
        let mut otherwise = None;
        if self.eat(b'|') {
            self.space();
            self.need_keyword("else");
            otherwise = Some(self.arm());
        }
        self.need(b'}');
        Piece::If { span: self.span(start), arms: vec![(condition, said)], otherwise }
    }

    /// From behind the comma of a hole.
    fn plural(&mut self, start: usize, value: Expr) -> Piece {
        self.space();
        self.need_keyword("plural");
        self.need(b':');
        let mut cases = Vec::new();
        loop {
            self.space();
            let key = self.name();
            if !CASES.contains(&key.value.as_str()) {
                self.fail();
            }
            self.space();
            cases.push((key, self.arm()));
            if !self.eat(b'|') {
                self.need(b'}');
                return Piece::Plural { span: self.span(start), value, cases };
            }
        }
    }

    /// A colon, the text behind it, and white space.
    fn arm(&mut self) -> Text {
        self.need(b':');
        self.space();
        let said = self.text(Ends::Arm);
        self.space();
        said
    }

    /// A text in quotes, without holes and letters that are not plain: curly quotes are among them.
    fn quoted_words(&mut self) -> &'t str {
        self.need(b'"');
        let start = self.at;
        while !matches!(self.peek(0), b'"' | b'{' | b'}' | 0x80.. | 0) {
            self.at += 1;
        }
        let words = self.since(start);
        self.need(b'"');
        words
    }

    fn quoted(&mut self) -> Text {
        let start = self.at;
        let words = self.quoted_words();
        let span = self.reader.place(start + 1, start + 1 + words.len());
        let literal = Piece::Literal(Spanned { value: words.to_owned(), span });
        let pieces = if words.is_empty() { Vec::new() } else { vec![literal] };
        Text { span: self.span(start), pieces }
    }

    /// What stands in the brackets of `do`.
    fn arguments(&mut self) -> Vec<(Name, Expr)> {
        let mut arguments = Vec::new();
        self.space();
        if self.is_end() {
            return arguments;
        }
        self.need(b'(');
        loop {
            self.space();
            let name = self.name();
            self.space();
            self.need(b':');
            arguments.push((name, self.expression()));
            self.space();
            if !self.eat(b',') {
                self.need(b')');
                return arguments;
            }
        }
    }

    /// A value, or two with an operator between them, behind white space.
    fn expression(&mut self) -> Expr {
        self.space();
        let left = self.operand();
        let end = self.at;
        self.space();
        let (op, length) = match (self.peek(0), self.peek(1)) {
            (b'<', b'=') => (BinaryOp::LessEqual, 2),
            (b'>', b'=') => (BinaryOp::GreaterEqual, 2),
            (b'!', b'=') => (BinaryOp::NotEqual, 2),
            (b'=', _) => (BinaryOp::Equal, 1),
            (b'<', _) => (BinaryOp::Less, 1),
            (b'>', _) => (BinaryOp::Greater, 1),
            (b'+', _) => (BinaryOp::Add, 1),
            (b'-', _) => (BinaryOp::Subtract, 1),
            (b'*', _) => (BinaryOp::Multiply, 1),
            (b'/', _) => (BinaryOp::Divide, 1),
            _ => {
                self.at = end;
                return left;
            }
        };
        self.operators += 1;
        // Two such marks that are one operator in other languages.
        let foreign = length == 1 && matches!(self.peek(1), b'=' | b'<' | b'>');
        if foreign || self.operators > limits::MAX_OPERATORS {
            self.fail();
        }
        self.at += length;
        self.space();
        let right = self.operand();
        let span = left.span.to(right.span);
        Expr { span, kind: ExprKind::Binary(op, Box::new(left), Box::new(right)) }
    }

    fn operand(&mut self) -> Expr {
        let start = self.at;
        let kind = match self.peek(0) {
            b'"' => ExprKind::Text(self.quoted_words().to_owned()),
            b'0'..=b'9' => {
                let digits = self.digits();
                // A date, a time or a fraction.
                if matches!(self.peek(0), b'.' | b':' | b'-') && self.peek(1).is_ascii_digit() {
                    self.fail();
                }
                ExprKind::Number(Decimal::parse(digits).unwrap_or_else(|| {
                    self.fail();
                    Decimal::ZERO
                }))
            }
            _ => {
                self.word();
                return self.fact(start);
            }
        };
        Expr { span: self.span(start), kind }
    }

    fn digits(&mut self) -> &'t str {
        let start = self.at;
        while self.peek(0).is_ascii_digit() {
            self.at += 1;
        }
        self.since(start)
    }

    /// The word read since `start` as a name in an expression.
    fn fact(&mut self, start: usize) -> Expr {
        let span = self.span(start);
        let kind = match self.since(start) {
            "yes" => ExprKind::YesNo(true),
            "no" => ExprKind::YesNo(false),
            name => {
                if NO_FACTS.contains(&name) {
                    self.fail();
                }
                ExprKind::Name(name.to_owned())
            }
        };
        Expr { span, kind }
    }

    fn when(&mut self) -> When {
        // A word of the language ends where no name goes on.
        let goes_on = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | 0x80..);
        let is = |text: &str, word: &str| {
            let behind = text.strip_prefix(word).map(str::as_bytes);
            behind.is_some_and(|behind| !behind.first().is_some_and(goes_on))
        };
        let not = is(self.from(self.at), "not");
        if not {
            self.at += "not".len();
            self.space();
        }
        let rest = self.from(self.at);
        let way = if is(rest, "if") {
            self.at += "if".len();
            Way::If(self.expression())
        } else if is(rest, "intent") {
            self.at += "intent".len();
            self.space();
            Way::Intent(self.name())
        } else {
            Way::Pattern(self.pattern())
        };
        When { not, way }
    }

    /// Words, lists and gaps in a row, some of them with others to choose from; brackets hold words only.
    fn pattern(&mut self) -> Pattern {
        let start = self.at;
        let mut end = start;
        let mut elements = Vec::new();
        let mut branches: Vec<Pattern> = Vec::new();
        let mut more = !self.is_end();
        if !more {
            self.fail();
        }
        while more {
            let begins = self.at;
            let element = self.element();
            let span = self.span(begins);
            end = self.at;
            self.space();
            let bar = self.eat(b'|');
            self.space();
            more = bar || !self.is_end();
            if bar || !branches.is_empty() {
                branches.push(Pattern { span, elements: vec![element] });
            } else {
                elements.push(element);
            }
            if !bar && !branches.is_empty() {
                elements.push(Element::Either(core::mem::take(&mut branches)));
            }
        }
        Pattern { span: self.reader.place(start, end), elements }
    }

    fn element(&mut self) -> Element {
        let start = self.at;
        match self.peek(0) {
            b'<' => {
                self.at += 1;
                self.space();
                let name = self.name();
                self.space();
                self.need(b'>');
                Element::List(name)
            }
            b'.' if self.peek(1) == b'.' => {
                while self.eat(b'.') {}
                let digits = self.digits();
                let max = (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX));
                Element::Gap { span: self.span(start), max }
            }
            b'[' => {
                self.at += 1;
                self.space();
                let first = self.at;
                let (mut end, mut elements) = (first, Vec::new());
                // At least one word; at the end of the line there is none, which fails.
                while elements.is_empty() || !(self.eat(b']') || self.failed) {
                    elements.push(self.pattern_word());
                    end = self.at;
                    self.space();
                }
                let span = self.reader.place(first, end);
                Element::Optional(Pattern { span, elements })
            }
            _ => self.pattern_word(),
        }
    }

    /// A word in plain letters, digits, apostrophes and dashes, its `~` and its `*`.
    fn pattern_word(&mut self) -> Element {
        let near = self.eat(b'~');
        let start = self.at;
        while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'\'' | b'-') {
            self.at += 1;
        }
        let word = self.spanned(start);
        let stem = self.eat(b'*');
        let ends = matches!(self.peek(0), b' ' | b'|' | b']') || self.is_end();
        if word.value.is_empty() || !ends {
            self.fail();
        }
        Element::Word { word, stem, near }
    }
}

/// What an expression does not read as a name, or has a word for.
const NO_FACTS: [&str; 14] = [
    "if", "else", "or", "and", "not", "has", "in", "is", "true", "True", "TRUE", "false", "False",
    "FALSE",
];
