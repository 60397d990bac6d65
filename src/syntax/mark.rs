//! The first mark of a line chooses the grammar rule that reads it.

use super::grammar::Rule;
use crate::text::letters::is_letter_or_digit;

/// What stands for text in a line, which decides how brackets nest in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Only plain words: nothing nests.
    Words,
    /// Guards, then text with holes.
    Text,
    /// Marks of the language.
    Marks,
}

/// The words that begin a line, in the order of the reference.
pub(super) const KEYWORDS: &[(&str, Rule)] = &[
    ("script", Rule::script_line),
    ("version", Rule::version_line),
    ("language", Rule::language_line),
    ("pack", Rule::pack_line),
    ("threshold", Rule::threshold_line),
    ("include", Rule::include_line),
    ("channel", Rule::channel_line),
    ("department", Rule::department_line),
    ("open", Rule::open_line),
    ("closed", Rule::closed_line),
    ("fact", Rule::fact_line),
    ("ask", Rule::ask_line),
    ("words", Rule::words_line),
    ("intent", Rule::intent_line),
    ("prefer", Rule::prefer_line),
    ("menu", Rule::menu_line),
    ("when", Rule::when_line),
    ("need", Rule::need_line),
    ("or", Rule::or_line),
    ("also", Rule::also_line),
    ("step", Rule::step_line),
    ("note", Rule::note_line),
    ("then", Rule::then_line),
    ("call", Rule::call_line),
    ("return", Rule::return_line),
    ("do", Rule::do_line),
    ("set", Rule::set_line),
    ("handoff", Rule::handoff_line),
    ("end", Rule::end_line),
    ("on", Rule::on_line),
    ("test", Rule::test_line),
    ("given", Rule::given_line),
    ("customer", Rule::customer_line),
    ("choose", Rule::choose_line),
    ("accept", Rule::accept_line),
    ("wait", Rule::wait_line),
    ("expect", Rule::expect_line),
];

/// The marks that are not words; the longer of two that begin alike stands first.
const MARKS: &[(&str, Rule)] = &[
    ("==", Rule::topic_line),
    ("->", Rule::goto_line),
    ("-", Rule::example_line),
    (">", Rule::reply_line),
    ("*", Rule::choice_line),
];

/// What a keyboard, a word processor or another language writes for a mark, and the mark.
pub(super) const LOOKALIKES: &[(&str, &str)] = &[
    ("=>", "->"),
    ("→", "->"),
    ("➜", "->"),
    ("=", "=="),
    ("–", "-"),
    ("—", "-"),
    ("•", "-"),
    ("»", ">"),
    ("＞", ">"),
    ("＊", "*"),
    ("//", "#"),
];

/// The rule that reads `line`, and its mark as written.
pub(super) fn rule_of(line: &str) -> Option<(Rule, &str)> {
    for &(mark, rule) in MARKS {
        if line.starts_with(mark) {
            return line.get(..mark.len()).map(|mark| (rule, mark));
        }
    }
    let word = first_word(line);
    KEYWORDS.iter().find(|&&(keyword, _)| keyword == word).map(|&(_, rule)| (rule, word))
}

/// The letters, digits, `_` and `-` that `line` begins with.
pub(super) fn first_word(line: &str) -> &str {
    let end = line
        .find(|c: char| {
            !(is_letter_or_digit(c) || matches!(c, '_' | '-' | '\u{200B}'..='\u{200D}'))
        })
        .unwrap_or(line.len());
    line.get(..end).unwrap_or(line)
}

/// What a line of this rule holds.
pub(super) fn holds(rule: Rule) -> Holds {
    match rule {
        Rule::example_line | Rule::customer_line | Rule::choose_line => Holds::Words,
        Rule::reply_line
        | Rule::choice_line
        | Rule::step_line
        | Rule::note_line
        | Rule::ask_line
        | Rule::on_line => Holds::Text,
        _ => Holds::Marks,
    }
}

/// Whether a line of this rule stands at the top of a file and ends what came before.
pub(super) fn is_top(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::script_line
            | Rule::version_line
            | Rule::language_line
            | Rule::pack_line
            | Rule::threshold_line
            | Rule::include_line
            | Rule::channel_line
            | Rule::department_line
            | Rule::fact_line
            | Rule::words_line
            | Rule::intent_line
            | Rule::prefer_line
            | Rule::topic_line
            | Rule::menu_line
            | Rule::test_line
    )
}
