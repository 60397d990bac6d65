//! Colours: the mark of each line, names by what they are, texts, and what stands between.

use answertree::check::names::{Place, Sort, Symbol};
use answertree::syntax;
use answertree::syntax::tree::{ExpectKind, LineKind, TestLine, Way, When};
use lsp_types::{
    Position, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
};

use super::place::narrow;
use super::state::{At, State};

/// The types, in the order of their numbers.
pub(super) const TYPES: [SemanticTokenType; 11] = [
    SemanticTokenType::KEYWORD,
    SemanticTokenType::COMMENT,
    SemanticTokenType::STRING,
    SemanticTokenType::NUMBER,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::TYPE,
    SemanticTokenType::CLASS,
];
/// The modifiers, in the order of their bits.
pub(super) const MODIFIERS: [SemanticTokenModifier; 1] = [SemanticTokenModifier::DECLARATION];

const KEYWORD: u32 = 0;
const COMMENT: u32 = 1;
const STRING: u32 = 2;
const NUMBER: u32 = 3;
const OPERATOR: u32 = 4;
const VARIABLE: u32 = 5;
const FUNCTION: u32 = 6;
const NAMESPACE: u32 = 7;
const ENUM_MEMBER: u32 = 8;
const TYPE: u32 = 9;
const CLASS: u32 = 10;

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

/// A token: from, to, type, modifiers.
type Token = (u32, u32, u32, u32);

/// The tokens of a document.
pub(super) fn tokens(state: &State, at: At<'_>) -> SemanticTokens {
    let text = &at.document.text;
    let script = state.scripts_of(at.name).next();
    let names = script.map_or(&[][..], |(script, file)| script.names().in_file(file));
    let mut found: Vec<Token> = Vec::new();
    for line in &syntax::parse(0, text).file.lines {
        let whole = line.span.text(text);
        let end = line.comment.map_or(line.span.end, |comment| comment.start);
        if line.kind == LineKind::Comment {
            found.push((line.span.start, line.span.end, COMMENT, 0));
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
        if let Some(comment) = line.comment {
            found.push((comment.start, comment.end, COMMENT, 0));
        }
    }
    encoded(at, &found)
}

/// Tokens as the protocol packs them: each from the one before.
fn encoded(at: At<'_>, tokens: &[Token]) -> SemanticTokens {
    let (text, lines) = (&at.document.text, &at.document.lines);
    let (mut last, mut at_byte) = (Position::new(0, 0), 0);
    let mut data = Vec::with_capacity(tokens.len());
    for &(from, to, token_type, modifiers) in tokens {
        let (Ok(start), Ok(end)) = (usize::try_from(from), usize::try_from(to)) else { continue };
        // From the token before where that is in the line, so that a long line is counted once.
        let place = match text.get(at_byte..start) {
            Some(between) if !between.contains(['\n', '\r']) => {
                Position::new(last.line, last.character + lines.width(between))
            }
            _ => lines.position(text, from),
        };
        let length = lines.width(text.get(start..end).unwrap_or(""));
        if length == 0 {
            continue;
        }
        let before = if place.line == last.line { last.character } else { 0 };
        data.push(SemanticToken {
            delta_line: place.line.saturating_sub(last.line),
            delta_start: place.character.saturating_sub(before),
            length,
            token_type,
            token_modifiers_bitset: modifiers,
        });
        (last, at_byte) = (place, start);
    }
    SemanticTokens { result_id: None, data }
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
    fn take(&mut self, bytes: usize, token_type: u32) {
        let to = self.at + narrow(bytes);
        self.out.push((self.at, to, token_type, 0));
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
            self.take(mark, KEYWORD);
        }
        match kind {
            LineKind::Bad | LineKind::Script(_) | LineKind::Test(_) => {}
            LineKind::Example(_)
            | LineKind::TestLine(TestLine::Customer(_) | TestLine::Choose(_))
            | LineKind::Include(_) => self.words(STRING),
            LineKind::TestLine(TestLine::Expect(expect))
                if matches!(expect.kind, ExpectKind::Choice(_)) =>
            {
                if let Some(at) = self.rest().find("choice") {
                    self.take_gap(at);
                    self.take("choice".len(), KEYWORD);
                }
                self.words(STRING);
            }
            LineKind::Topic { .. } | LineKind::Menu { .. } | LineKind::Department { .. } => {
                self.code(|rest| rest.starts_with(':') || rest.starts_with(char::is_whitespace));
                self.words(STRING);
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
                        self.take(1, KEYWORD);
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
    fn words(&mut self, token_type: u32) {
        let rest = self.rest();
        let colon = rest.trim_start().strip_prefix(':').unwrap_or(rest.trim_start());
        let words = colon.trim();
        let (gap, length) = (rest.len() - colon.trim_start().len(), words.len());
        self.take_gap(gap);
        if length > 0 {
            self.take(length, token_type);
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
            self.take(1, OPERATOR);
            self.code(|rest| rest.starts_with(']'));
            if self.rest().starts_with(']') {
                self.take(1, OPERATOR);
            }
        }
        let mut escaped = false;
        let mut length = 0;
        while let Some(c) = self.rest().get(length..).and_then(|rest| rest.chars().next()) {
            let arrow =
                c == '-' && self.rest().get(length..).is_some_and(|rest| rest.starts_with("->"));
            if !escaped && (c == '{' || arrow) {
                if length > 0 {
                    self.take(length, STRING);
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
            self.take(length, STRING);
        }
    }

    /// `{…}`, with those in it.
    fn hole(&mut self) {
        let mut open = 0_u32;
        while !self.rest().is_empty() {
            if self.rest().starts_with('{') {
                open += 1;
                self.take(1, OPERATOR);
            } else if self.rest().starts_with('}') {
                self.take(1, OPERATOR);
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
                    self.out.push((self.at, to, kind, u32::from(place.declares)));
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
                self.take(end, STRING);
            }
            _ if c.is_ascii_digit() => {
                let length =
                    run(self.rest(), &|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':'));
                self.take(length, NUMBER);
            }
            _ if c.is_alphanumeric() || c == '_' => {
                let length = run(self.rest(), &|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
                let word = self.rest().get(..length).unwrap_or("");
                if self.rest().get(length..).is_some_and(|rest| rest.starts_with('(')) {
                    self.take(length, FUNCTION);
                } else if !self.plain && WORDS.binary_search(&word).is_ok() {
                    self.take(length, KEYWORD);
                } else {
                    self.take_gap(length);
                }
            }
            '-' if self.rest().starts_with("->") => self.take(2, KEYWORD),
            '=' | '!' | '<' | '>' | '+' | '-' | '*' | '/' | '|' | '.' | '…' | '~' => {
                let length = run(self.rest(), &|other| other == c || other == '=');
                self.take(length, OPERATOR);
            }
            _ => self.take_gap(c.len_utf8()),
        }
    }
}

/// As what a name is coloured; `None` for what is text.
fn kind(symbol: &Symbol) -> Option<u32> {
    Some(match symbol {
        Symbol::Named(Sort::Fact, _) => VARIABLE,
        Symbol::Named(Sort::Topic, _) => CLASS,
        Symbol::Named(Sort::Department, _) => NAMESPACE,
        Symbol::Named(Sort::Channel | Sort::Language, _) | Symbol::Choosable { .. } => ENUM_MEMBER,
        Symbol::Named(Sort::List | Sort::Intent, _) | Symbol::Tag(_) => TYPE,
        Symbol::Action(_) => FUNCTION,
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
