//! What a line says up to the word that is being written, and so what that word can be.

use crate::check::names::Sort;

/// Something to offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// What begins a line.
    Lines,
    /// What stands in square brackets behind a mark.
    Guards,
    Functions,
    Words(&'static [&'static str]),
    Names(Sort),
    /// The options of a fact.
    Options(String),
    Actions,
    Tags,
    Labels,
    Files,
}

/// Words of expressions beside names and functions.
const VALUES: &[&str] = &["not", "now", "channel", "language", "yes", "no"];
/// Words behind a value.
const OPERATORS: &[&str] = &["and", "or", "has", "in", "is known", "is not known"];
const OUTCOMES: &[&str] = &["resolved", "unresolved", "spam"];

/// What can stand behind `before`, a line up to a word.
pub(super) fn offers(before: &str, has_options: impl Fn(&str) -> bool) -> Vec<Offer> {
    let line = before.trim_start();
    if line.is_empty() {
        return vec![Offer::Lines];
    }
    let is_text =
        ["step", "note", "ask"].contains(&first_word(line)) || line.starts_with(['>', '*']);
    if let Some((bracket, inside)) = innermost(line) {
        match bracket {
            '[' if is_text => return guard(inside, &has_options),
            '{' if is_text || line.contains('"') => return expression(inside, &has_options),
            '(' if !line.starts_with("when") || inside_if(line) => {
                return within(line, inside, &has_options);
            }
            '<' => return vec![Offer::Names(Sort::List)],
            _ => {}
        }
    }
    let arrow = line.starts_with(['*', '-']) || first_word(line) == "on";
    if arrow && let Some((_, behind)) = line.rsplit_once("->") {
        return target(behind);
    }
    if is_text {
        return Vec::new();
    }
    let (word, rest) = line.split_at_checked(first_word(line).len()).unwrap_or((line, ""));
    of_line(word, rest.trim_start(), &has_options)
}

/// What can stand in a line that begins with `word`, behind `rest`.
fn of_line(word: &str, rest: &str, has_options: &impl Fn(&str) -> bool) -> Vec<Offer> {
    let first = rest.split_whitespace().next().unwrap_or("");
    let empty = rest.is_empty();
    match word {
        "call" if empty => vec![Offer::Names(Sort::Topic)],
        "handoff" | "department" if empty => vec![Offer::Names(Sort::Department)],
        "end" if empty => vec![Offer::Words(OUTCOMES)],
        "need" => vec![Offer::Names(Sort::Fact)],
        "do" if empty => vec![Offer::Actions],
        "include" if empty => vec![Offer::Files],
        "choose" if empty => vec![Offer::Labels],
        "set" if empty => vec![Offer::Names(Sort::Fact)],
        "set" => rest.split_once('=').map_or_else(Vec::new, |_| expression(rest, has_options)),
        "prefer" => prefer(rest, has_options),
        "when" => when(rest, has_options),
        "fact" => fact(rest, has_options),
        "channel" if rest.contains(' ') => {
            vec![Offer::Words(&["limit", "weighted", "public", "buttons", "split"])]
        }
        "on" if empty => vec![Offer::Words(&["nomatch", "silence"])],
        "given" | "expect" => test_line(word, rest, first),
        _ => Vec::new(),
    }
}

fn prefer(rest: &str, has_options: &impl Fn(&str) -> bool) -> Vec<Offer> {
    if rest.is_empty() {
        vec![Offer::Names(Sort::Channel)]
    } else if let Some((_, condition)) = rest.split_once(" if ") {
        expression(condition, has_options)
    } else if rest.trim_end().ends_with(" for") {
        vec![Offer::Names(Sort::Topic), Offer::Names(Sort::Intent)]
    } else {
        vec![Offer::Words(&["for", "if"])]
    }
}

fn when(rest: &str, has_options: &impl Fn(&str) -> bool) -> Vec<Offer> {
    let rest = rest.strip_prefix("not ").map_or(rest, str::trim_start);
    if let Some(condition) = rest.strip_prefix("if ") {
        return expression(condition, has_options);
    }
    match rest.trim_end() {
        "" => vec![Offer::Words(&["not", "intent", "if"])],
        "intent" => vec![Offer::Names(Sort::Intent), Offer::Names(Sort::Topic)],
        _ => Vec::new(),
    }
}

fn fact(rest: &str, has_options: &impl Fn(&str) -> bool) -> Vec<Offer> {
    const KINDS: &[&str] = &[
        "text", "number", "yes/no", "date", "time", "money", "email", "phone", "link", "one of",
        "list",
    ];
    match rest.split_whitespace().count() {
        0 => Vec::new(),
        1 => vec![Offer::Words(KINDS)],
        _ if rest.trim_end().ends_with('=') => {
            let name = rest.split_whitespace().next().unwrap_or("");
            expression(&format!("{name} ="), has_options)
        }
        _ => vec![Offer::Words(&["like", "secret", "= "])],
    }
}

fn test_line(word: &str, rest: &str, first: &str) -> Vec<Offer> {
    const EXPECTED: &[&str] = &[
        "no",
        "topic",
        "ask",
        "reply",
        "reply has",
        "choice",
        "switch",
        "handoff",
        "end",
        "do",
        "fact",
        "department",
        "prefer",
    ];
    const GIVEN: &[&str] = &["channel", "language", "now", "topic", "alone"];
    if word == "given" {
        return match (first, rest.is_empty()) {
            (_, true) => {
                vec![Offer::Words(GIVEN), Offer::Names(Sort::Fact)]
            }
            ("channel", _) => vec![Offer::Names(Sort::Channel)],
            ("language", _) => vec![Offer::Names(Sort::Language)],
            ("topic", _) if !rest.contains('=') => vec![Offer::Names(Sort::Topic)],
            (fact, _) if rest.trim_end().ends_with('=') => vec![Offer::Options(fact.to_owned())],
            _ => Vec::new(),
        };
    }
    let rest = rest.strip_prefix("no ").map_or(rest, str::trim_start);
    match rest.trim_end() {
        "" => vec![Offer::Words(EXPECTED)],
        "topic" | "switch" => vec![Offer::Names(Sort::Topic)],
        "prefer" => vec![Offer::Names(Sort::Channel)],
        "ask" | "fact" => vec![Offer::Names(Sort::Fact)],
        "choice" => vec![Offer::Labels],
        "handoff" | "department" => vec![Offer::Names(Sort::Department)],
        "end" => vec![Offer::Words(OUTCOMES)],
        "do" => vec![Offer::Actions],
        "reply" => vec![Offer::Words(&["has"])],
        other => match other.strip_prefix("fact ").and_then(|fact| fact.strip_suffix('=')) {
            Some(fact) => vec![Offer::Options(fact.trim().to_owned())],
            None => Vec::new(),
        },
    }
}

/// Behind `->`.
fn target(behind: &str) -> Vec<Offer> {
    match behind.trim() {
        "" => vec![Offer::Names(Sort::Topic), Offer::Words(&["handoff", "end"])],
        "handoff" => vec![Offer::Names(Sort::Department)],
        "end" => vec![Offer::Words(OUTCOMES)],
        _ => Vec::new(),
    }
}

/// In `[…]` behind a mark.
fn guard(inside: &str, has_options: &impl Fn(&str) -> bool) -> Vec<Offer> {
    let inside = inside.trim_start();
    match first_word(inside) {
        "" => vec![Offer::Guards],
        "on" => vec![Offer::Names(Sort::Channel)],
        "lang" => vec![Offer::Names(Sort::Language)],
        "tag" => vec![Offer::Tags],
        "if" => expression(inside.get(2..).unwrap_or(""), has_options),
        _ => Vec::new(),
    }
}

/// In `(…)`: the arguments of a function or an action, a list, or brackets.
fn within(line: &str, inside: &str, has_options: &impl Fn(&str) -> bool) -> Vec<Offer> {
    let before = line.get(..line.len() - inside.len() - 1).unwrap_or("").trim_end();
    let function = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    match function {
        "open" | "opens" => vec![Offer::Names(Sort::Department)],
        "visits" => vec![Offer::Names(Sort::Topic)],
        // `size in (small, …`
        "in" => {
            let fact = last_word(before.strip_suffix("in").unwrap_or("").trim_end());
            if has_options(fact) {
                vec![Offer::Options(fact.to_owned())]
            } else {
                expression(inside, has_options)
            }
        }
        _ if line.starts_with("do ") && !inside.trim_end().ends_with(':') => Vec::new(),
        _ => expression(inside, has_options),
    }
}

/// In an expression: behind a value an operator, else a value.
fn expression(before: &str, has_options: &impl Fn(&str) -> bool) -> Vec<Offer> {
    let before = before.trim_end();
    let values = || vec![Offer::Names(Sort::Fact), Offer::Functions, Offer::Words(VALUES)];
    if let Some(compared) = before.strip_suffix('=') {
        let compared = compared.trim_end_matches(['!', ' ']);
        let word = last_word(compared);
        let first = match word {
            "channel" => Some(Offer::Names(Sort::Channel)),
            "language" => Some(Offer::Names(Sort::Language)),
            fact if has_options(fact) => Some(Offer::Options(fact.to_owned())),
            _ => None,
        };
        return first.into_iter().chain(values()).collect();
    }
    let word = last_word(before);
    let after_value = !word.is_empty()
        && before.ends_with(word)
        && !["and", "or", "not", "has", "in", "if", "is", "else"].contains(&word);
    if after_value || before.ends_with([')', '"']) {
        return vec![Offer::Words(OPERATORS)];
    }
    values()
}

/// Whether a `when` line is one with a condition.
fn inside_if(line: &str) -> bool {
    let rest = line.strip_prefix("when").unwrap_or(line).trim_start();
    let rest = rest.strip_prefix("not").unwrap_or(rest).trim_start();
    rest.starts_with("if ")
}

fn first_word(line: &str) -> &str {
    line.get(..line.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(line.len())).unwrap_or("")
}

fn last_word(text: &str) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.get(
        text.rfind(|c| !is_word(c)).map_or(0, |at| {
            at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        })..,
    )
    .unwrap_or("")
}

/// The last bracket that is still open, and what stands behind it.
fn innermost(line: &str) -> Option<(char, &str)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        let wanted = match c {
            _ if escaped => None,
            ')' => Some('('),
            ']' => Some('['),
            '}' => Some('{'),
            '>' => Some('<'),
            '(' | '[' | '{' | '<' => {
                open.push((c, at + 1));
                None
            }
            _ => None,
        };
        if let Some(wanted) = wanted
            && open.last().is_some_and(|&(c, _)| c == wanted)
        {
            open.pop();
        }
        escaped = c == '\\' && !escaped;
    }
    // A smaller-than of an expression, or a smiley, is no bracket.
    if !line.starts_with("when") || inside_if(line) {
        open.retain(|&(c, _)| c != '<');
    }
    if line.starts_with(['>', '*']) || ["step", "note", "ask"].contains(&first_word(line)) {
        // A round bracket counts in holes and guards alone.
        let from = open.iter().position(|&(c, _)| c != '(').unwrap_or(open.len());
        open.drain(..from);
    }
    let (bracket, at) = open.pop()?;
    Some((bracket, line.get(at..)?))
}
