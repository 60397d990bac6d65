//! From where the grammar stopped to a sentence an author understands.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::escape::QUOTES;
use super::grammar::Rule;
use super::reader::Reader;
use super::source::is_space;
use crate::problem::{Code, Problem, nearest};

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
    let stop = Stop { text, at, found: token_at(text, at), expected };
    let code = if code == Code::BadLine { stop.code(rule) } else { code };
    stop.special(reader, rule, code).unwrap_or_else(|| stop.general(reader, code))
}

/// Where and why the grammar stopped.
struct Stop<'t> {
    text: &'t str,
    at: usize,
    /// What stands there; empty at the end.
    found: &'t str,
    expected: &'t [Rule],
}

impl Stop<'_> {
    fn wants(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// The code of what was being read.
    fn code(&self, rule: Rule) -> Code {
        let any = |rules: &[Rule]| rules.iter().any(|rule| self.wants(*rule));
        if any(&[
            Rule::expr, Rule::hole_expr, Rule::op_or, Rule::op_and, Rule::op_compare, Rule::call,
            Rule::call_arguments, Rule::paren, Rule::number, Rule::string, Rule::infix_but_or,
        ]) {
            Code::BadExpression
        } else if rule == Rule::when_line {
            Code::BadPattern
        } else if any(&[
            Rule::count, Rule::duration, Rule::clock, Rule::day, Rule::days, Rule::times, Rule::hours,
            Rule::date, Rule::zone, Rule::month, Rule::iso_date, Rule::month_day, Rule::day_month,
        ]) {
            Code::BadValue
        } else {
            Code::BadLine
        }
    }

    /// The end of what was read before the stop.
    fn before(&self) -> usize {
        self.text.get(..self.at).map_or(0, |before| before.trim_end_matches(is_space).len())
    }

    /// Mistakes worth a sentence of their own.
    fn special(&self, reader: &Reader<'_>, rule: Rule, code: Code) -> Option<Problem> {
        let here = reader.place(self.at, self.at + self.found.len());
        let rest = self.text.get(self.at..).unwrap_or("");
        let before = self.text.get(..self.at).unwrap_or("");
        // A quote without its partner.
        if rest.starts_with(QUOTES) && rest.matches(QUOTES).count() == 1
            || self.wants(Rule::close_quote) && self.found.is_empty()
        {
            let open = self.text.rfind(QUOTES).unwrap_or(self.at);
            let end = self.text.len();
            return Some(
                Problem::new(code, reader.place(open, open + self.quote_len(open)), "the quotes opened here are never closed")
                    .help("write `\"` after the last word")
                    .fix(reader.place(end, end), "\""),
            );
        }
        for (close, open_mark, close_mark) in [
            (Rule::close_bracket, '[', "]"),
            (Rule::close_paren, '(', ")"),
            (Rule::close_brace, '{', "}"),
            (Rule::close_angle, '<', ">"),
        ] {
            let opened = before.matches(open_mark).count() > before.matches(close_mark).count();
            if self.wants(close) && opened {
                let open = last_open(before, open_mark, close_mark).unwrap_or(0);
                let end = self.before();
                let message = if self.found.is_empty() {
                    format!("the `{open_mark}` opened here is never closed")
                } else {
                    // Another mistake may stand inside: only offer to close where nothing closes later.
                    if rest.contains(close_mark) {
                        continue;
                    }
                    format!("the `{open_mark}` opened here is not closed before `{}`", self.found)
                };
                return Some(
                    Problem::new(code, reader.place(open, open + 1), message)
                        .help(format!("write `{close_mark}` where it ends"))
                        .fix(reader.place(end, end), close_mark),
                );
            }
        }
        if matches!(rule, Rule::topic_line | Rule::menu_line) {
            if self.wants(Rule::colon) {
                let end = self.before();
                if !self.found.is_empty() && self.found.chars().all(|c| c == '=') {
                    return Some(
                        Problem::new(code, here, "a heading has its mark in front only")
                            .help("leave it out")
                            .fix(reader.place(end, self.text.len()), ""),
                    );
                }
                return Some(
                    Problem::new(code, here, format!("a `:` is missing before `{}`", self.found))
                        .help("write the topic's id, a `:`, then its title: `== late: Late delivery`")
                        .fix(reader.place(end, end), ":"),
                );
            }
            if self.wants(Rule::name) {
                return Some(
                    Problem::new(code, here, self.sentence("an id for the topic"))
                        .help("an id is one word that begins with a letter: `== late: Late delivery`"),
                );
            }
        }
        if self.wants(Rule::equals) {
            let wrong = ["+=", "-=", "*=", "/="].into_iter().find(|op| rest.starts_with(op));
            if let (Rule::set_line, Some(op)) = (rule, wrong) {
                let name = before.trim_end_matches(is_space).rsplit(is_space).next().unwrap_or("");
                let sign = op.get(..1).unwrap_or("+");
                return Some(
                    Problem::new(code, reader.place(self.at, self.at + 2), format!("`{op}` is not an operator here"))
                        .help(format!("write `= {name} {sign}`"))
                        .fix(reader.place(self.at, self.at + 2), format!("= {name} {sign}")),
                );
            }
            let wrong = ["to", ":=", ":", "is", "are", "=="].into_iter().find(|word| self.found == *word || rest.starts_with(*word) && !word.starts_with(char::is_alphabetic));
            if let Some(wrong) = wrong {
                let place = reader.place(self.at, self.at + wrong.len());
                return Some(
                    Problem::new(code, place, format!("expected `=`, found `{wrong}`"))
                        .help("write `=`")
                        .fix(place, "="),
                );
            }
        }
        if self.wants(Rule::else_arm) && before.trim_end_matches(is_space).ends_with('|') {
            return Some(
                Problem::new(code, here, format!("expected `else`, found `{}`", self.found))
                    .help("write `else:` before what is said otherwise")
                    .fix(reader.place(self.at, self.at), "else: "),
            );
        }
        if self.wants(Rule::bar) && self.wants(Rule::close_brace) && self.found == ":" {
            return None;
        }
        if matches!(rule, Rule::when_line) && matches!(self.found, "," | ";") {
            return Some(
                Problem::new(code, here, format!("`{}` has no meaning in a pattern", self.found))
                    .help("write one `when` line for each way in, or `late|delayed` where either word will do"),
            );
        }
        if self.wants(Rule::comma) && matches!(self.found, "and" | "or" | "&" | ";") {
            return Some(
                Problem::new(code, here, format!("expected `,`, found `{}`", self.found))
                    .help("separate names with commas")
                    .fix(reader.place(self.before(), self.at + self.found.len()), ","),
            );
        }
        let keywords = self.expected.iter().filter_map(|rule| keyword(*rule));
        if let Some(meant) = nearest(self.found, keywords) {
            return Some(
                Problem::new(code, here, self.sentence(&self.list()))
                    .help(format!("did you mean `{meant}`?"))
                    .fix(here, meant),
            );
        }
        None
    }

    fn general(&self, reader: &Reader<'_>, code: Code) -> Problem {
        let here = reader.place(self.at, self.at + self.found.len());
        let problem = Problem::new(code, here, self.sentence(&self.list()));
        if self.wants(Rule::name) && self.found.starts_with(|c: char| c.is_ascii_digit()) {
            return problem.help("a name begins with a letter");
        }
        let hint = match self.found {
            "{" | "}" => Some("holes stand in text for people only"),
            "'" => Some("write text in double quotes: `\"…\"`"),
            _ if self.wants(Rule::outcome) || self.wants(Rule::target_end) && self.found == "end" => {
                Some("write `end resolved`, `end unresolved` or `end spam`")
            }
            _ => None,
        };
        match hint {
            Some(hint) => problem.help(hint),
            None => problem,
        }
    }

    fn sentence(&self, expected: &str) -> String {
        if self.found.is_empty() {
            format!("expected {expected}, but the line ends")
        } else {
            format!("expected {expected}, found `{}`", self.found)
        }
    }

    /// What could stand there, each once, in the grammar's order.
    fn list(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut end = false;
        for &rule in self.expected {
            match describe(rule) {
                "" => {}
                "the end of the line" => end = true,
                name if names.contains(&name) => {}
                name => names.push(name),
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

    fn quote_len(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    }
}

/// The bracket that is still open at the end of `text`.
fn last_open(text: &str, open: char, close: &str) -> Option<usize> {
    let mut stack = Vec::new();
    for (at, c) in text.char_indices() {
        if c == open {
            stack.push(at);
        } else if close.starts_with(c) {
            stack.pop();
        }
    }
    stack.pop()
}

/// The word, number or mark at `at`.
fn token_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or("");
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’');
    let end = match rest.chars().next() {
        None => 0,
        Some(c) if c.is_alphanumeric() || c == '_' => {
            rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
        }
        Some('=') => rest.find(|c: char| !matches!(c, '=' | '>' | '<')).unwrap_or(rest.len()),
        Some(c) => c.len_utf8(),
    };
    rest.get(..end).unwrap_or(rest)
}

/// The word a rule stands for, where it stands for one.
fn keyword(rule: Rule) -> Option<&'static str> {
    let name = describe(rule).strip_prefix('`')?.strip_suffix('`')?;
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

/// What a rule is called in a sentence; empty where it says nothing to an author.
#[expect(clippy::too_many_lines, reason = "one line for each rule of the grammar")]
fn describe(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI | Rule::comment => "the end of the line",
        Rule::script_line | Rule::version_line | Rule::language_line | Rule::include_line
        | Rule::channel_line | Rule::department_line | Rule::open_line | Rule::closed_line
        | Rule::fact_line | Rule::ask_line | Rule::words_line | Rule::intent_line | Rule::prefer_line
        | Rule::topic_line | Rule::menu_line | Rule::example_line | Rule::when_line | Rule::need_line
        | Rule::reply_line | Rule::or_line | Rule::also_line | Rule::step_line | Rule::note_line
        | Rule::choice_line | Rule::then_line | Rule::goto_line | Rule::call_line | Rule::return_line
        | Rule::do_line | Rule::set_line | Rule::handoff_line | Rule::end_line | Rule::on_line
        | Rule::test_line | Rule::given_line | Rule::customer_line | Rule::choose_line
        | Rule::accept_line | Rule::wait_line | Rule::expect_line | Rule::hole_only | Rule::guard_only
        | Rule::like_only | Rule::channel_part | Rule::fact_part | Rule::expectation | Rule::guards
        | Rule::atom | Rule::like_atom | Rule::operand | Rule::primary | Rule::infix | Rule::name_rest | Rule::name_char
        | Rule::letter | Rule::tail | Rule::sp | Rule::gap | Rule::ws | Rule::quote | Rule::escape
        | Rule::balanced | Rule::bad_hole | Rule::bad_guard | Rule::stray_close | Rule::prefix
        | Rule::op_not | Rule::op_minus | Rule::wrong_not | Rule::wrong_operator => "",
        Rule::title | Rule::plain | Rule::text | Rule::literal | Rule::quoted_literal | Rule::or_text
        | Rule::arm_text | Rule::arm_literal => "some text",
        Rule::label | Rule::label_literal => "a label",
        Rule::count => "a whole number",
        Rule::names | Rule::name => "a name",
        Rule::limit | Rule::kw_limit => "`limit`",
        Rule::hours => "days and hours like `Mon-Fri 09:00-17:00`",
        Rule::days | Rule::day => "a day like `Mon`",
        Rule::times | Rule::clock => "a time like `09:00`",
        Rule::zone => "a time zone like `Europe/London`",
        Rule::date | Rule::iso_date | Rule::day_month | Rule::month_day => "a date like `25 Dec` or `2026-12-28`",
        Rule::month => "a month like `Dec`",
        Rule::year => "a year",
        Rule::fact_kind => "a kind: `text`, `number`, `yes/no`, `date`, `time`, `one of …` or `list`",
        Rule::one_of | Rule::kw_one => "`one of`",
        Rule::list_of | Rule::kw_list => "`list`",
        Rule::option => "an option",
        Rule::like | Rule::kw_like => "`like`",
        Rule::like_text => "a pattern like `[0-9]{6}`",
        Rule::default | Rule::equals => "`=`",
        Rule::member => "a word",
        Rule::subject | Rule::kw_for => "`for`",
        Rule::condition | Rule::kw_if | Rule::hole_if => "`if`",
        Rule::when_intent | Rule::kw_intent => "`intent`",
        Rule::stars => "`*`",
        Rule::arrow | Rule::on_goto => "`->`",
        Rule::reply_mark | Rule::on_reply | Rule::close_angle => "`>`",
        Rule::open_paren | Rule::arguments | Rule::call_arguments | Rule::paren => "`(`",
        Rule::close_paren => "`)`",
        Rule::argument => "an argument like `order: order_id`",
        Rule::event => "`nomatch` or `silence`",
        Rule::nomatch | Rule::kw_nomatch => "`nomatch`",
        Rule::silence | Rule::kw_silence => "`silence`",
        Rule::duration => "a time span like `5m`",
        Rule::target => "a topic, `handoff` or `end`",
        Rule::target_handoff | Rule::kw_handoff | Rule::expect_handoff => "`handoff`",
        Rule::target_end | Rule::kw_end | Rule::expect_end => "`end`",
        Rule::outcome => "`resolved`, `unresolved` or `spam`",
        Rule::expect_topic | Rule::kw_topic => "`topic`",
        Rule::expect_ask | Rule::kw_ask => "`ask`",
        Rule::expect_reply | Rule::kw_reply => "`reply`",
        Rule::expect_choice | Rule::kw_choice => "`choice`",
        Rule::expect_do | Rule::kw_do => "`do`",
        Rule::expect_fact | Rule::kw_fact => "`fact`",
        Rule::quoted_text | Rule::string => "text in quotes",
        Rule::open_quote | Rule::close_quote => "`\"`",
        Rule::hole => "`{…}`",
        Rule::else_if | Rule::else_arm | Rule::kw_else => "`else`",
        Rule::hole_or | Rule::op_or | Rule::kw_or => "`or`",
        Rule::hole_value | Rule::hole_expr | Rule::expr | Rule::call | Rule::value_name => "a value",
        Rule::plural | Rule::comma => "`,`",
        Rule::case | Rule::case_key => "a case like `one:` or `other:`",
        Rule::guard | Rule::open_bracket => "`[`",
        Rule::close_bracket => "`]`",
        Rule::open_brace => "`{`",
        Rule::close_brace => "`}`",
        Rule::guard_kind => "a guard",
        Rule::guard_on | Rule::kw_on => "`on`",
        Rule::guard_until | Rule::kw_until => "`until`",
        Rule::guard_from | Rule::kw_from => "`from`",
        Rule::guard_lang | Rule::kw_lang => "`lang`",
        Rule::guard_tag | Rule::kw_tag => "`tag`",
        Rule::guard_id | Rule::kw_id => "`id`",
        Rule::pattern | Rule::either | Rule::sequence | Rule::word | Rule::word_text | Rule::optional
        | Rule::group | Rule::gap_mark | Rule::exact | Rule::list_name => "a word of a pattern",
        Rule::stem => "`*`",
        Rule::like_either | Rule::like_branch | Rule::like_class | Rule::like_range | Rule::class_char
        | Rule::like_group | Rule::like_escape | Rule::like_any | Rule::like_char => "a character",
        Rule::class_dash | Rule::dash => "`-`",
        Rule::negate => "`^`",
        Rule::repeat | Rule::repeat_mark | Rule::repeat_count => "`?`, `*`, `+` or `{…}`",
        Rule::known | Rule::op_and | Rule::op_has | Rule::op_in | Rule::op_compare
        | Rule::op_arithmetic | Rule::infix_but_or => "an operator",
        Rule::number => "a number",
        Rule::time => "a time",
        Rule::colon => "`:`",
        Rule::bar => "`|`",
        Rule::yes_no => "`yes/no`",
        Rule::kw_buttons => "`buttons`",
        Rule::kw_date => "`date`",
        Rule::kw_has => "`has`",
        Rule::kw_id => "`id`",
        Rule::kw_in => "`in`",
        Rule::kw_is => "`is`",
        Rule::kw_known => "`known`",
        Rule::kw_no => "`no`",
        Rule::kw_not => "`not`",
        Rule::kw_number => "`number`",
        Rule::kw_of => "`of`",
        Rule::kw_once => "`once`",
        Rule::kw_plural => "`plural`",
        Rule::kw_public => "`public`",
        Rule::kw_resolved => "`resolved`",
        Rule::kw_secret => "`secret`",
        Rule::kw_spam => "`spam`",
        Rule::kw_split => "`split`",
        Rule::kw_text => "`text`",
        Rule::kw_time => "`time`",
        Rule::kw_unresolved => "`unresolved`",
        Rule::kw_weighted => "`weighted`",
    }
}
