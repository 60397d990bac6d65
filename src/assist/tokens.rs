//! Colours: the mark of each line, names by what they are, texts, and what stands between.

use super::narrow;
use crate::check::names::{Place, Sort, Symbol};
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{ExpectKind, LineKind, TestLine, Way, When};

/// A piece of a file in one colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
    /// It is a name where that is declared.
    pub declares: bool,
}

/// What a piece of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A mark, or a word of the language.
    Keyword,
    /// A comment.
    Comment,
    /// What people read or write.
    Text,
    /// A number.
    Number,
    /// What stands between values.
    Operator,
    /// A fact.
    Fact,
    /// A function, or an action of the host.
    Function,
    /// A department.
    Department,
    /// A channel, a language, an option of a fact.
    Value,
    /// A list of words, an intent, a tag.
    Group,
    /// A topic.
    Topic,
}

impl TokenKind {
    /// All of them, in the order of their numbers in JSON.
    pub const ALL: [Self; 11] = [
        Self::Keyword,
        Self::Comment,
        Self::Text,
        Self::Number,
        Self::Operator,
        Self::Fact,
        Self::Function,
        Self::Department,
        Self::Value,
        Self::Group,
        Self::Topic,
    ];

    /// Its word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Comment => "comment",
            Self::Text => "text",
            Self::Number => "number",
            Self::Operator => "operator",
            Self::Fact => "fact",
            Self::Function => "function",
            Self::Department => "department",
            Self::Value => "value",
            Self::Group => "group",
            Self::Topic => "topic",
        }
    }
}

/// Words with a meaning of their own where no text stands.
const WORDS: &[&str] = &[
    "and",
    "ask",
    "buttons",
    "channel",
    "choice",
    "date",
    "do",
    "else",
    "email",
    "end",
    "fact",
    "for",
    "from",
    "handoff",
    "has",
    "id",
    "if",
    "in",
    "intent",
    "is",
    "known",
    "lang",
    "language",
    "like",
    "limit",
    "link",
    "list",
    "money",
    "no",
    "nomatch",
    "not",
    "now",
    "number",
    "of",
    "on",
    "once",
    "one",
    "or",
    "phone",
    "plural",
    "public",
    "reply",
    "resolved",
    "secret",
    "silence",
    "spam",
    "split",
    "tag",
    "text",
    "time",
    "topic",
    "unresolved",
    "until",
    "weighted",
    "yes",
];

/// The tokens of a file; `names` are those of the file, in its order.
pub fn tokens(text: &str, names: &[Place]) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let comment = |span: Span| Token {
        start: span.start,
        end: span.end,
        kind: TokenKind::Comment,
        declares: false,
    };
    for line in &syntax::parse(0, text).file.lines {
        let whole = line.span.text(text);
        let end = line.comment.map_or(line.span.end, |comment| comment.start);
        if line.kind == LineKind::Comment {
            found.push(comment(line.span));
            continue;
        }
        if whole.is_empty() {
            continue;
        }
        let from = names.partition_point(|place| place.span.start < line.span.start);
        let to = names.partition_point(|place| place.span.start < end);
        let names = names.get(from..to).unwrap_or(&[]);
        let mut lexer =
            Lexer { text, names, at: line.span.start, end, plain: false, out: &mut found };
        lexer.line(&line.kind);
        found.extend(line.comment.map(comment));
    }
    found
}

/// Goes over a line.
struct Lexer<'a> {
    text: &'a str,
    /// The names in the line.
    names: &'a [Place],
    at: u32,
    end: u32,
    /// Words are what customers write, not the language's.
    plain: bool,
    out: &'a mut Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        let range = usize::try_from(self.at).ok().zip(usize::try_from(self.end).ok());
        range.and_then(|(at, end)| self.text.get(at..end)).unwrap_or("")
    }

    /// Takes so many bytes as a token.
    fn take(&mut self, bytes: usize, kind: TokenKind) {
        let to = self.at + narrow(bytes);
        self.out.push(Token { start: self.at, end: to, kind, declares: false });
        self.at = to;
    }

    fn line(&mut self, kind: &LineKind) {
        let first = self.rest().chars().next().unwrap_or(' ');
        let mark = match first {
            '=' | '*' => self.rest().find(|c| c != first),
            '-' if self.rest().starts_with("->") => Some(2),
            '-' | '>' => Some(1),
            _ => self.rest().find(|c: char| !c.is_ascii_lowercase()),
        };
        let mark = mark.unwrap_or(self.rest().len());
        // A line that could not be read may begin with no word at all.
        if *kind != LineKind::Bad
            || syntax::keywords().any(|word| self.rest().get(..mark) == Some(word))
        {
            self.take(mark, TokenKind::Keyword);
        }
        match kind {
            LineKind::Bad | LineKind::Script(_) | LineKind::Test(_) => {}
            LineKind::Example(_)
            | LineKind::TestLine(TestLine::Customer(_) | TestLine::Choose(_))
            | LineKind::Include(_) => self.words(TokenKind::Text),
            LineKind::TestLine(TestLine::Expect(expect))
                if matches!(expect.kind, ExpectKind::Choice(_)) =>
            {
                if let Some(at) = self.rest().find("choice") {
                    self.take_gap(at);
                    self.take("choice".len(), TokenKind::Keyword);
                }
                self.words(TokenKind::Text);
            }
            LineKind::Topic { .. } | LineKind::Menu { .. } | LineKind::Department { .. } => {
                self.code(|rest| rest.starts_with(':') || rest.starts_with(char::is_whitespace));
                self.words(TokenKind::Text);
            }
            LineKind::Words { .. } => {
                self.plain = true;
                self.code(|_| false);
            }
            LineKind::When(When { not, way: Way::Pattern(_) }) => {
                self.code(|rest| !*not || !rest.starts_with("not"));
                self.plain = true;
                self.code(|_| false);
            }
            LineKind::Reply { .. } | LineKind::Step(_) | LineKind::Note(_) | LineKind::Ask(_) => {
                self.people();
            }
            LineKind::Choice { .. } | LineKind::On { .. } => {
                if matches!(kind, LineKind::On { .. }) {
                    self.code(|rest| rest.starts_with('>'));
                    if self.rest().starts_with('>') {
                        self.take(1, TokenKind::Keyword);
                    }
                }
                self.people();
                self.code(|_| false);
            }
            _ => self.code(|_| false),
        }
    }

    fn take_gap(&mut self, bytes: usize) {
        self.at += narrow(bytes);
    }

    /// The rest as one token, without white space around it.
    fn words(&mut self, kind: TokenKind) {
        let rest = self.rest();
        let colon = rest.trim_start().strip_prefix(':').unwrap_or(rest.trim_start());
        let words = colon.trim();
        let (gap, length) = (rest.len() - colon.trim_start().len(), words.len());
        self.take_gap(gap);
        if length > 0 {
            self.take(length, kind);
        }
        self.at = self.end;
    }

    /// Guards, then text for people with holes, up to `->`.
    fn people(&mut self) {
        loop {
            let gap = self.rest().len() - self.rest().trim_start().len();
            self.take_gap(gap);
            if !self.rest().starts_with('[') {
                break;
            }
            self.take(1, TokenKind::Operator);
            self.code(|rest| rest.starts_with(']'));
            if self.rest().starts_with(']') {
                self.take(1, TokenKind::Operator);
            }
        }
        let mut escaped = false;
        let mut length = 0;
        while let Some(c) = self.rest().get(length..).and_then(|rest| rest.chars().next()) {
            let arrow =
                c == '-' && self.rest().get(length..).is_some_and(|rest| rest.starts_with("->"));
            if !escaped && (c == '{' || arrow) {
                if length > 0 {
                    self.take(length, TokenKind::Text);
                }
                length = 0;
                if arrow {
                    return;
                }
                self.hole();
                continue;
            }
            escaped = c == '\\' && !escaped;
            length += c.len_utf8();
        }
        if length > 0 {
            self.take(length, TokenKind::Text);
        }
    }

    /// `{…}`, with those in it.
    fn hole(&mut self) {
        let mut open = 0_u32;
        while !self.rest().is_empty() {
            if self.rest().starts_with('{') {
                open += 1;
                self.take(1, TokenKind::Operator);
            } else if self.rest().starts_with('}') {
                self.take(1, TokenKind::Operator);
                open = open.saturating_sub(1);
                if open == 0 {
                    return;
                }
            }
            self.code(|rest| rest.starts_with(['{', '}']));
        }
    }

    /// Names, words, numbers, texts in quotes and operators, up to where `ends` says so.
    fn code(&mut self, ends: impl Fn(&str) -> bool) {
        // A title begins behind the name, not behind the mark.
        let gap = self.rest().len() - self.rest().trim_start().len();
        self.take_gap(gap);
        while let Some(c) = self.rest().chars().next() {
            if ends(self.rest()) {
                return;
            }
            let passed = self.names.partition_point(|place| place.span.start < self.at);
            if let Some(place) = self.names.get(passed).filter(|place| place.span.start == self.at)
            {
                let (to, kind) = (place.span.end.min(self.end), kind(&place.symbol));
                if let Some(kind) = kind {
                    let declares = place.declares;
                    self.out.push(Token { start: self.at, end: to, kind, declares });
                    self.at = to;
                    continue;
                }
            }
            self.one(c);
        }
    }

    fn one(&mut self, c: char) {
        let run =
            |rest: &str, is: &dyn Fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        match c {
            '"' | '“' | '”' => {
                let rest = self.rest();
                let mut end = rest.len();
                let mut escaped = false;
                for (at, c) in rest.char_indices().skip(1) {
                    if !escaped && matches!(c, '"' | '“' | '”') {
                        end = at + c.len_utf8();
                        break;
                    }
                    escaped = c == '\\' && !escaped;
                }
                self.take(end, TokenKind::Text);
            }
            _ if c.is_ascii_digit() => {
                let length =
                    run(self.rest(), &|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':'));
                self.take(length, TokenKind::Number);
            }
            _ if c.is_alphanumeric() || c == '_' => {
                let length = run(self.rest(), &|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
                let word = self.rest().get(..length).unwrap_or("");
                if self.rest().get(length..).is_some_and(|rest| rest.starts_with('(')) {
                    self.take(length, TokenKind::Function);
                } else if !self.plain && WORDS.binary_search(&word).is_ok() {
                    self.take(length, TokenKind::Keyword);
                } else {
                    self.take_gap(length);
                }
            }
            '-' if self.rest().starts_with("->") => self.take(2, TokenKind::Keyword),
            '=' | '!' | '<' | '>' | '+' | '-' | '*' | '/' | '|' | '.' | '…' | '~' => {
                let length = run(self.rest(), &|other| other == c || other == '=');
                self.take(length, TokenKind::Operator);
            }
            _ => self.take_gap(c.len_utf8()),
        }
    }
}

/// As what a name is coloured; `None` for what is text.
fn kind(symbol: &Symbol) -> Option<TokenKind> {
    Some(match symbol {
        Symbol::Named(Sort::Fact, _) => TokenKind::Fact,
        Symbol::Named(Sort::Topic, _) => TokenKind::Topic,
        Symbol::Named(Sort::Department, _) => TokenKind::Department,
        Symbol::Named(Sort::Channel | Sort::Language, _) | Symbol::Choosable { .. } => {
            TokenKind::Value
        }
        Symbol::Named(Sort::List | Sort::Intent, _) | Symbol::Tag(_) => TokenKind::Group,
        Symbol::Action(_) => TokenKind::Function,
        Symbol::Label(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn words_can_be_searched() {
        assert!(WORDS.is_sorted());
    }
}
