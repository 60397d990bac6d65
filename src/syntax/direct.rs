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
    let mut plain = Plain { reader, text, at: mark_len, operators: 0 };
    while rule == Rule::topic_line && plain.eat(b'=') {}
    plain.space();
    if rule == Rule::example_line {
        return plain.rest(escape::resolved).map(LineKind::Example);
    }
    if any(text.as_bytes(), |b| b == b'\\') || has_many_brackets(text) {
        return None;
    }
    let kind = match rule {
        Rule::reply_line => {
            let guards = plain.guards()?;
            let text = if plain.is_end() { None } else { Some(plain.text(Ends::Line)?) };
            LineKind::Reply { guards, text }
        }
        Rule::step_line => LineKind::Step(plain.guarded()?),
        Rule::note_line => LineKind::Note(plain.guarded()?),
        Rule::choice_line => plain.choice()?,
        Rule::when_line => LineKind::When(plain.when()?),
        Rule::topic_line => {
            let (name, title) = plain.heading()?;
            LineKind::Topic { name, title }
        }
        Rule::menu_line => {
            let (name, title) = plain.heading()?;
            LineKind::Menu { name, title }
        }
        Rule::intent_line => LineKind::Intent(plain.name()?),
        Rule::department_line => {
            let name = plain.name()?;
            plain.space();
            plain.eat(b':');
            LineKind::Department { name, title: plain.title()? }
        }
        Rule::need_line => LineKind::Need(plain.names()?),
        Rule::goto_line => LineKind::Goto(plain.target()?),
        Rule::call_line => LineKind::Call(plain.name()?),
        Rule::handoff_line => {
            let department = plain.name()?;
            plain.space();
            let why = if plain.is_end() { None } else { Some(plain.quoted()?) };
            LineKind::Handoff { department, why }
        }
        Rule::end_line => LineKind::End(plain.outcome()?),
        Rule::do_line => LineKind::Do { name: plain.name()?, arguments: plain.arguments()? },
        Rule::set_line => {
            let fact = plain.name()?;
            plain.space();
            plain.need(b'=')?;
            LineKind::Set { fact, value: plain.expression()? }
        }
        Rule::or_line => LineKind::Or,
        Rule::also_line => LineKind::Also,
        Rule::then_line => LineKind::Then,
        Rule::return_line => LineKind::Return,
        _ => return None,
    };
    plain.space();
    plain.is_end().then_some(kind)
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

/// Where the reader stands in a line. Each step gives `None` where it meets what is not plain.
struct Plain<'r, 't> {
    reader: &'r Reader<'r>,
    text: &'t str,
    at: usize,
    operators: usize,
}

impl<'t> Plain<'_, 't> {
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

    fn need(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
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

    /// All that is left, where something is.
    fn rest(&mut self, value: fn(&str) -> String) -> Option<Name> {
        let start = self.at;
        self.at = self.text.len();
        let value = value(self.from(start));
        (start < self.at).then(|| Spanned { value, span: self.span(start) })
    }

    /// Passes over a name in plain letters and gives it.
    fn word(&mut self) -> Option<&'t str> {
        let start = self.at;
        if !matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'_') {
            return None;
        }
        loop {
            match self.peek(0) {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => {}
                b'-' if self.peek(1).is_ascii_alphanumeric() || self.peek(1) == b'_' => {}
                0x80.. => return None,
                b'-' if self.peek(1) >= 0x80 => return None,
                _ => break,
            }
            self.at += 1;
        }
        Some(self.since(start))
    }

    fn name(&mut self) -> Option<Name> {
        let start = self.at;
        self.word().map(|_| self.spanned(start))
    }

    fn names(&mut self) -> Option<Vec<Name>> {
        let mut names = vec![self.name()?];
        loop {
            self.space();
            if !self.eat(b',') {
                return Some(names);
            }
            self.space();
            names.push(self.name()?);
        }
    }

    /// Passes over a word of the language; behind it stands no `-` either.
    fn keyword(&mut self, wanted: &str) -> Option<()> {
        (self.word()? == wanted && self.peek(0) != b'-').then_some(())
    }

    /// `late: Late delivery`
    fn heading(&mut self) -> Option<(Name, Option<Name>)> {
        let name = self.name()?;
        self.space();
        let title = if self.eat(b':') { self.title()? } else { None };
        Some((name, title))
    }

    /// A title, where one stands there; a comment may only stand behind what the grammar reads.
    fn title(&mut self) -> Option<Option<Name>> {
        self.space();
        (!self.from(self.at).contains('#')).then(|| self.rest(escape::unquoted))
    }

    fn outcome(&mut self) -> Option<Spanned<Outcome>> {
        let start = self.at;
        let value = match self.word()? {
            "resolved" => Outcome::Resolved,
            "unresolved" => Outcome::Unresolved,
            "spam" => Outcome::Spam,
            _ => return None,
        };
        (self.peek(0) != b'-').then(|| Spanned { value, span: self.span(start) })
    }

    fn target(&mut self) -> Option<Target> {
        let name = self.name()?;
        match name.value.as_str() {
            "handoff" => None,
            "end" => {
                self.space();
                Some(Target::End(self.outcome()?))
            }
            _ => Some(Target::Topic(name)),
        }
    }

    fn guards(&mut self) -> Option<Vec<Guard>> {
        let mut guards = Vec::new();
        loop {
            let start = self.at;
            if !self.eat(b'[') {
                return Some(guards);
            }
            self.space();
            let word = self.word()?;
            if self.peek(0) == b'-' {
                return None;
            }
            self.space();
            let kind = match word {
                "if" => GuardKind::If(self.expression()?),
                "on" => GuardKind::On(self.names()?),
                "lang" => GuardKind::Lang(self.names()?),
                "once" => GuardKind::Once,
                "tag" => GuardKind::Tag(self.name()?),
                "id" => GuardKind::Id(self.name()?),
                _ => return None,
            };
            self.space();
            self.need(b']')?;
            guards.push(Guard { span: self.span(start), kind });
            self.space();
        }
    }

    fn guarded(&mut self) -> Option<Guarded> {
        let guards = self.guards()?;
        if self.is_end() {
            return None;
        }
        Some(Guarded { guards, text: self.text(Ends::Line)? })
    }

    fn choice(&mut self) -> Option<LineKind> {
        let mut depth = 1;
        while self.eat(b'*') {
            depth += 1;
            self.space();
        }
        let guards = self.guards()?;
        let start = self.at;
        let label = self.text(Ends::Arrow)?;
        if self.at == start {
            return None;
        }
        let label = trim_label(self.reader, label, start, self.since(start));
        let mut target = None;
        if !self.is_end() {
            self.at += "->".len();
            self.space();
            target = Some(self.target()?);
        }
        Some(LineKind::Choice { depth, guards, label, target })
    }

    fn text(&mut self, ends: Ends) -> Option<Text> {
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
                if pieces.is_empty() && !hole {
                    // Most texts are one literal: no room for more.
                    pieces.reserve_exact(1);
                }
                pieces.push(Piece::Literal(self.spanned(literal)));
            }
            if !hole {
                // A `}` that closes nothing is for the grammar.
                let closed = ends != Ends::Arm && self.peek(0) == b'}';
                return (!closed).then(|| Text { span: self.span(start), pieces });
            }
            pieces.push(self.hole()?);
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

    fn hole(&mut self) -> Option<Piece> {
        let start = self.at;
        self.need(b'{')?;
        self.space();
        let name = self.at;
        if self.word()? == "if" {
            return self.hole_if(start);
        }
        let value = self.fact(name)?;
        self.space();
        if self.eat(b',') {
            return self.plural(start, value);
        }
        let mut default = None;
        if self.peek(0) == b'o' {
            self.keyword("or")?;
            self.space();
            let begins = self.at;
            let rest = self.from(begins);
            let words = rest.get(..rest.find(['{', '}'])?)?.trim_end_matches(is_space);
            self.at += words.len();
            if words.is_empty() {
                return None;
            }
            default = Some(Spanned { value: escape::unquoted(words), span: self.span(begins) });
            self.space();
        }
        self.need(b'}')?;
        Some(Piece::Hole { span: self.span(start), value, default })
    }

    /// From behind the `if` of a hole.
    fn hole_if(&mut self, start: usize) -> Option<Piece> {
        if self.peek(0) == b'-' {
            return None;
        }
        self.space();
        let condition = self.expression()?;
        self.space();
        let said = self.arm()?;
        let mut otherwise = None;
        if self.eat(b'|') {
            self.space();
            self.keyword("else")?;
            self.space();
            otherwise = Some(self.arm()?);
        }
        self.need(b'}')?;
        Some(Piece::If { span: self.span(start), arms: vec![(condition, said)], otherwise })
    }

    /// From behind the comma of a hole.
    fn plural(&mut self, start: usize, value: Expr) -> Option<Piece> {
        self.space();
        self.keyword("plural")?;
        self.space();
        self.need(b':')?;
        let mut cases = Vec::new();
        loop {
            self.space();
            let key = self.name().filter(|key| CASES.contains(&key.value.as_str()))?;
            self.space();
            cases.push((key, self.arm()?));
            if !self.eat(b'|') {
                self.need(b'}')?;
                return Some(Piece::Plural { span: self.span(start), value, cases });
            }
        }
    }

    /// A colon, the text behind it, and white space.
    fn arm(&mut self) -> Option<Text> {
        self.need(b':')?;
        self.space();
        let said = self.text(Ends::Arm)?;
        self.space();
        Some(said)
    }

    /// A text in quotes, without holes and letters that are not plain: curly quotes are among them.
    fn quoted_words(&mut self) -> Option<&'t str> {
        self.need(b'"')?;
        let start = self.at;
        while !matches!(self.peek(0), b'"' | b'{' | b'}' | 0x80.. | 0) {
            self.at += 1;
        }
        let words = self.since(start);
        self.need(b'"')?;
        Some(words)
    }

    fn quoted(&mut self) -> Option<Text> {
        let start = self.at;
        let words = self.quoted_words()?;
        let span = self.reader.place(start + 1, start + 1 + words.len());
        let literal = Piece::Literal(Spanned { value: words.to_owned(), span });
        let pieces = if words.is_empty() { Vec::new() } else { vec![literal] };
        Some(Text { span: self.span(start), pieces })
    }

    /// What stands in the brackets of `do`.
    fn arguments(&mut self) -> Option<Vec<(Name, Expr)>> {
        let mut arguments = Vec::new();
        self.space();
        if self.is_end() {
            return Some(arguments);
        }
        self.need(b'(')?;
        loop {
            self.space();
            let name = self.name()?;
            self.space();
            self.need(b':')?;
            arguments.push((name, self.expression()?));
            self.space();
            if !self.eat(b',') {
                return self.eat(b')').then_some(arguments);
            }
        }
    }

    /// A value, or two with an operator between them, behind white space.
    fn expression(&mut self) -> Option<Expr> {
        self.space();
        let left = self.operand()?;
        let end = self.at;
        self.space();
        let (first, second) = (self.peek(0), self.peek(1));
        let (op, length) = match (first, second) {
            (b'=', b'=' | b'<' | b'>') | (b'<', b'>') => return None,
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
                return Some(left);
            }
        };
        self.operators += 1;
        if self.operators > limits::MAX_OPERATORS {
            return None;
        }
        self.at += length;
        self.space();
        let right = self.operand()?;
        let span = left.span.to(right.span);
        Some(Expr { span, kind: ExprKind::Binary(op, Box::new(left), Box::new(right)) })
    }

    fn operand(&mut self) -> Option<Expr> {
        let start = self.at;
        let kind = match self.peek(0) {
            b'"' => ExprKind::Text(self.quoted_words()?.to_owned()),
            b'0'..=b'9' => {
                while self.peek(0).is_ascii_digit() {
                    self.at += 1;
                }
                // A date, a time or a fraction.
                if matches!(self.peek(0), b'.' | b':' | b'-') && self.peek(1).is_ascii_digit() {
                    return None;
                }
                ExprKind::Number(Decimal::parse(self.since(start))?)
            }
            _ => {
                self.word()?;
                return self.fact(start);
            }
        };
        Some(Expr { span: self.span(start), kind })
    }

    /// The word read since `start` as a name in an expression.
    fn fact(&self, start: usize) -> Option<Expr> {
        let kind = match self.since(start) {
            "yes" => ExprKind::YesNo(true),
            "no" => ExprKind::YesNo(false),
            // What an expression reads otherwise, or has a word for.
            "if" | "else" | "or" | "and" | "not" | "has" | "in" | "is" | "true" | "True"
            | "TRUE" | "false" | "False" | "FALSE" => return None,
            name => ExprKind::Name(name.to_owned()),
        };
        Some(Expr { span: self.span(start), kind })
    }

    fn when(&mut self) -> Option<When> {
        let start = self.at;
        let not = self.word() == Some("not") && self.peek(0) != b'-';
        if !not {
            self.at = start;
        }
        self.space();
        let start = self.at;
        let way = match self.word() {
            // A word of the language ends where a word of a pattern may go on.
            Some("not" | "if" | "intent") if self.peek(0) == b'-' => return None,
            Some("if") => Way::If(self.expression()?),
            Some("intent") => {
                self.space();
                Way::Intent(self.name()?)
            }
            _ => {
                self.at = start;
                Way::Pattern(self.pattern()?)
            }
        };
        Some(When { not, way })
    }

    /// Words, lists and gaps in a row, some of them with others to choose from; brackets hold words only.
    fn pattern(&mut self) -> Option<Pattern> {
        let start = self.at;
        let mut end = start;
        let mut elements = Vec::new();
        let mut branches: Vec<Pattern> = Vec::new();
        while !self.is_end() {
            let begins = self.at;
            let element = self.element()?;
            let span = self.span(begins);
            end = self.at;
            self.space();
            if self.eat(b'|') {
                self.space();
                branches.push(Pattern { span, elements: vec![element] });
                if self.is_end() {
                    return None;
                }
            } else if branches.is_empty() {
                elements.push(element);
            } else {
                branches.push(Pattern { span, elements: vec![element] });
                elements.push(Element::Either(core::mem::take(&mut branches)));
            }
        }
        let span = self.reader.place(start, end);
        (!elements.is_empty()).then_some(Pattern { span, elements })
    }

    fn element(&mut self) -> Option<Element> {
        let start = self.at;
        match self.peek(0) {
            b'<' => {
                self.at += 1;
                self.space();
                let name = self.name()?;
                self.space();
                self.need(b'>')?;
                Some(Element::List(name))
            }
            b'.' if self.peek(1) == b'.' => {
                while self.eat(b'.') {}
                let digits = self.at;
                while self.peek(0).is_ascii_digit() {
                    self.at += 1;
                }
                let digits = self.since(digits);
                let max = (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX));
                Some(Element::Gap { span: self.span(start), max })
            }
            b'[' => {
                self.at += 1;
                self.space();
                let (first, mut end, mut elements) = (self.at, self.at, Vec::new());
                while !self.eat(b']') {
                    elements.push(self.pattern_word()?);
                    end = self.at;
                    self.space();
                }
                let span = self.reader.place(first, end);
                let inner = Pattern { span, elements };
                (!inner.elements.is_empty()).then_some(Element::Optional(inner))
            }
            _ => self.pattern_word(),
        }
    }

    /// A word in plain letters, digits, apostrophes and dashes, and its `*`.
    fn pattern_word(&mut self) -> Option<Element> {
        let start = self.at;
        while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'\'' | b'-') {
            self.at += 1;
        }
        let word = self.spanned(start);
        let stem = self.eat(b'*');
        let ends = matches!(self.peek(0), b' ' | b'|' | b']') || self.is_end();
        (ends && !word.value.is_empty()).then_some(Element::Word { word, stem })
    }
}
