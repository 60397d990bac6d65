//! From where the grammar stopped to a sentence an author understands.

mod describe;
mod special;

use pest::error::{Error, ErrorVariant, InputLocation};

use self::describe::describe;
use super::grammar::Rule;
use super::reader::Reader;
use super::source::is_space;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::text::letters::is_letter_or_digit;

/// What is wrong with `text`, read by `rule`, and what to write instead.
pub(super) fn explain(
    reader: &Reader<'_>,
    rule: Rule,
    text: &str,
    error: &Error<Rule>,
    code: Code,
) -> Problem {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(text.len()),
    };
    let expected: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    };
    let mut stop = Stop { reader, rule, text, at, found: token_at(text, at), expected, code };
    if code == Code::BadLine {
        stop.code = stop.code_of_part();
    }
    special::explain(&stop).unwrap_or_else(|| stop.problem(stop.here(), stop.sentence()))
}

/// Where and why the grammar stopped.
struct Stop<'t> {
    reader: &'t Reader<'t>,
    rule: Rule,
    text: &'t str,
    at: usize,
    /// What stands there; empty at the end.
    found: &'t str,
    expected: &'t [Rule],
    code: Code,
}

/// Rules that begin a value of an expression.
const VALUES: [Rule; 8] = [
    Rule::expr,
    Rule::hole_expr,
    Rule::call,
    Rule::paren,
    Rule::string,
    Rule::number,
    Rule::time,
    Rule::iso_date,
];

/// Rules that can follow a value of an expression.
const OPERATORS: [Rule; 8] = [
    Rule::op_or,
    Rule::op_and,
    Rule::op_has,
    Rule::op_in,
    Rule::op_compare,
    Rule::op_arithmetic,
    Rule::known,
    Rule::kw_is,
];

impl Stop<'_> {
    fn wants(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// Whether a value of an expression could stand there.
    fn wants_value(&self) -> bool {
        [Rule::expr, Rule::hole_expr, Rule::call, Rule::number].iter().any(|rule| self.wants(*rule))
    }

    /// Whether an operator could stand there.
    fn wants_operator(&self) -> bool {
        self.wants(Rule::op_compare) || self.wants(Rule::op_arithmetic)
    }

    /// The code of what was being read.
    fn code_of_part(&self) -> Code {
        const PLAIN_VALUES: [Rule; 11] = [
            Rule::count,
            Rule::duration,
            Rule::clock,
            Rule::day,
            Rule::days,
            Rule::times,
            Rule::hours,
            Rule::date,
            Rule::zone,
            Rule::month,
            Rule::iso_date,
        ];
        let said = || self.expected.iter().filter(|rule| !describe(**rule).is_empty());
        let is_plain = |rule: &&Rule| {
            PLAIN_VALUES.contains(*rule) || matches!(**rule, Rule::EOI | Rule::comment)
        };
        if self.wants_value() || self.wants_operator() || self.wants(Rule::kw_known) {
            Code::BadExpression
        } else if self.rule == Rule::when_line {
            Code::BadPattern
        } else if said().all(|rule| is_plain(&rule))
            && said().any(|rule| PLAIN_VALUES.contains(rule))
        {
            Code::BadValue
        } else {
            Code::BadLine
        }
    }

    /// The place of what stands where the grammar stopped.
    fn here(&self) -> Span {
        self.place(self.at, self.at + self.found.len())
    }

    fn place(&self, start: usize, end: usize) -> Span {
        self.reader.place(start, end)
    }

    fn problem(&self, place: Span, message: impl Into<String>) -> Problem {
        Problem::new(self.code, place, message)
    }

    /// What was read, without white space behind it.
    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or("").trim_end_matches(is_space)
    }

    /// The last word that was read, and where it begins.
    fn word_before(&self) -> (usize, &str) {
        let before = self.before();
        let word = before
            .rsplit(|c: char| is_space(c) || matches!(c, '(' | '[' | ','))
            .next()
            .unwrap_or("");
        (before.len() - word.len(), word)
    }

    /// What was not read.
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn sentence(&self) -> String {
        self.sentence_with(&self.list())
    }

    fn sentence_with(&self, expected: &str) -> String {
        if self.found.is_empty() {
            format!("expected {expected}, but the line ends")
        } else {
            format!("expected {expected}, found `{}`", self.found)
        }
    }

    /// What could stand there, each once.
    fn list(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut end = false;
        let (value, operator) = (self.wants_value(), self.wants_operator());
        for &rule in self.expected {
            let name = match rule {
                _ if value && VALUES.contains(&rule) => "a value",
                _ if operator && OPERATORS.contains(&rule) => "an operator",
                Rule::open_paren | Rule::call_arguments if value || operator => "",
                Rule::name => self.role(),
                Rule::kw_topic if self.rule == Rule::given_line => "",
                Rule::outcome => {
                    names.extend(["`resolved`", "`unresolved`"]);
                    "`spam`"
                }
                Rule::EOI | Rule::comment => {
                    end = true;
                    ""
                }
                _ => describe(rule),
            };
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            return if end { "nothing more" } else { "something else" }.to_owned();
        }
        if end {
            names.push("the end of the line");
        }
        let last = names.pop().unwrap_or("something else");
        if names.is_empty() { last.to_owned() } else { format!("{} or {last}", names.join(", ")) }
    }

    /// What a name stands for in this line.
    fn role(&self) -> &'static str {
        match self.rule {
            Rule::channel_line => "a channel's name",
            Rule::prefer_line if self.before() == "prefer" => "a channel's name",
            Rule::language_line => "a language like `en`",
            Rule::department_line | Rule::handoff_line => "a department's name",
            Rule::fact_line | Rule::need_line | Rule::set_line => "a fact's name",
            Rule::words_line => "the list's name",
            Rule::intent_line => "the intent's name",
            Rule::call_line => "a topic's id",
            Rule::do_line if self.before() == "do" => "the action's name",
            Rule::choice_line | Rule::goto_line if self.before().ends_with("handoff") => {
                "a department's name"
            }
            Rule::given_line if self.before().ends_with("topic") => "a topic's id",
            Rule::given_line => "`channel`, `language`, `now`, `topic`, `alone` or a fact's name",
            Rule::when_line if self.before().ends_with("intent") => "an intent's name",
            _ => "a name",
        }
    }
}

/// The word, number or mark at `at`.
fn token_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or("");
    let is_word = |c: char| is_letter_or_digit(c) || matches!(c, '_' | '-' | '\'' | '’');
    let end = match rest.chars().next() {
        None => 0,
        Some(c) if is_letter_or_digit(c) || c == '_' => {
            rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
        }
        Some('=') => rest.find(|c: char| !matches!(c, '=' | '>' | '<')).unwrap_or(rest.len()),
        Some('-') if rest.starts_with("->") => 2,
        Some(c) => c.len_utf8(),
    };
    rest.get(..end).unwrap_or(rest)
}
