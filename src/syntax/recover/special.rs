//! Mistakes worth a sentence of their own.

use pest::Parser;

use super::describe::keyword;
use super::{Stop, explain as explain_again};
use crate::problem::{Code, Problem, nearest};
use crate::syntax::escape::QUOTES;
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::reader::Reader;
use crate::syntax::source::is_space;
use crate::text::letters::{is_letter, is_letter_or_digit};

/// The first that fits, the most certain first.
pub(super) fn explain(stop: &Stop<'_>) -> Option<Problem> {
    quotes(stop)
        .or_else(|| guard_without_end(stop))
        .or_else(|| like(stop))
        .or_else(|| trailing_comma(stop))
        .or_else(|| brackets(stop))
        .or_else(|| heading(stop))
        .or_else(|| equals(stop))
        .or_else(|| hole(stop))
        .or_else(|| date(stop))
        .or_else(|| colon(stop))
        .or_else(|| reason(stop))
        .or_else(|| several_words(stop))
        .or_else(|| separators(stop))
        .or_else(|| known_word(stop))
        .or_else(|| bare_expectation(stop))
        .or_else(|| hint(stop))
}

/// A quote without its partner, nothing between two, or the wrong ones.
fn quotes(stop: &Stop<'_>) -> Option<Problem> {
    let rest = stop.rest();
    let unclosed_text = stop.wants(Rule::close_quote) && stop.found.is_empty();
    if rest.starts_with(QUOTES) && rest.matches(QUOTES).count() == 1 || unclosed_text {
        let open = if unclosed_text { stop.text.rfind(QUOTES)? } else { stop.at };
        let len = stop.text.get(open..)?.chars().next()?.len_utf8();
        let end = stop.text.len();
        return Some(
            stop.problem(stop.place(open, open + len), "the quotes opened here are never closed")
                .help("write `\"` after the last word")
                .fix(stop.place(end, end), "\""),
        );
    }
    if stop.rule == Rule::when_line && rest.starts_with("\"\"") {
        return Some(
            stop.problem(stop.place(stop.at, stop.at + 2), "nothing stands between these quotes")
                .help("write the exact words there"),
        );
    }
    if stop.wants_value() && matches!(stop.found, "'" | "‘" | "’") {
        let problem = stop.problem(stop.here(), format!("text does not stand in `{}`", stop.found));
        let inner = rest.strip_prefix(['\'', '‘', '’'])?;
        let problem = problem.help("write text in double quotes: `\"…\"`");
        return Some(match inner.find(['\'', '’']) {
            Some(len) => {
                let words = inner.get(..len)?;
                let close = inner.get(len..)?.chars().next()?.len_utf8();
                let end = stop.at + stop.found.len() + len + close;
                problem.fix(stop.place(stop.at, end), format!("\"{words}\""))
            }
            None => problem,
        });
    }
    None
}

/// A guard that swallowed the text after it because nothing closes it.
fn guard_without_end(stop: &Stop<'_>) -> Option<Problem> {
    if !matches!(stop.rule, Rule::choice_line | Rule::step_line | Rule::note_line)
        || !stop.found.is_empty()
    {
        return None;
    }
    let open = last_open(stop.text, '[', ']')?;
    let guard = stop.text.get(open..)?;
    let error = Grammar::parse(Rule::guard_only, guard).err()?;
    let base = stop.reader.base.saturating_add(i64::try_from(open).ok()?);
    let part = Reader { file: stop.reader.file, base, problems: &mut Vec::new(), operators: 0 };
    Some(explain_again(&part, Rule::guard_only, guard, &error, Code::BadGuard))
}

/// A mark of a `like` pattern where it means nothing.
fn like(stop: &Stop<'_>) -> Option<Problem> {
    if stop.rule == Rule::fact_line
        && !stop.found.is_empty()
        && !stop.wants_value()
        && !stop.wants_operator()
    {
        let (_, pattern) = stop.word_before();
        let liked =
            stop.before().strip_suffix(pattern)?.trim_end_matches(is_space).ends_with(" like");
        let more = stop.found.starts_with(['[', '(', '\\'])
            || stop.found.starts_with(|c: char| c.is_ascii_digit());
        return (liked && more).then(|| {
            stop.problem(
                stop.here(),
                format!("a pattern ends at a space, and `{}` follows it", stop.found),
            )
            .help("write `\\s` for a space in a pattern")
            .fix(stop.place(stop.before().len(), stop.at), "\\s")
        });
    }
    if stop.rule != Rule::like_only || stop.found.is_empty() {
        return None;
    }
    let message = match stop.found {
        ")" | "]" | "}" => format!("this `{}` closes nothing", stop.found),
        "*" | "+" | "?" | "{" => {
            format!("nothing stands before this `{}` that could be repeated", stop.found)
        }
        _ => return None,
    };
    Some(
        stop.problem(stop.here(), message)
            .help(format!("write `\\{}` for the character itself", stop.found))
            .fix(stop.place(stop.at, stop.at), "\\"),
    )
}

/// `a, b,`
fn trailing_comma(stop: &Stop<'_>) -> Option<Problem> {
    let comma = stop.before().strip_suffix(',')?.len();
    let ends = stop.found.is_empty() || matches!(stop.found, ")" | "]");
    ends.then(|| {
        stop.problem(stop.place(comma, comma + 1), "nothing stands after this `,`")
            .help("leave it out")
            .fix(stop.place(comma, comma + 1), "")
    })
}

/// A bracket without its partner.
fn brackets(stop: &Stop<'_>) -> Option<Problem> {
    let before = stop.text.get(..stop.at)?;
    for (close, open_mark, close_mark) in [
        (Rule::close_bracket, '[', ']'),
        (Rule::close_paren, '(', ')'),
        (Rule::close_brace, '{', '}'),
        (Rule::close_angle, '<', '>'),
    ] {
        // Another mistake may stand inside: only offer to close where nothing closes later.
        if !stop.wants(close) || stop.rest().contains(close_mark) {
            continue;
        }
        let Some(open) = last_open(before, open_mark, close_mark) else { continue };
        let end = stop.before().len();
        let message = if stop.found.is_empty() {
            format!("the `{open_mark}` opened here is never closed")
        } else {
            format!("the `{open_mark}` opened here is not closed before `{}`", stop.found)
        };
        return Some(
            stop.problem(stop.place(open, open + 1), message)
                .help(format!("write `{close_mark}` where it ends"))
                .fix(stop.place(end, end), close_mark),
        );
    }
    let closes_nothing = matches!(stop.found, ")" | "]" | ">")
        && (stop.wants(Rule::EOI) || stop.wants(Rule::comment))
        && matches!(stop.code, Code::BadExpression | Code::BadPattern);
    closes_nothing.then(|| {
        stop.problem(stop.here(), format!("this `{}` closes nothing", stop.found))
            .help("leave it out")
            .fix(stop.here(), "")
    })
}

/// The bracket that is still open at the end of `text`.
fn last_open(text: &str, open: char, close: char) -> Option<usize> {
    let mut stack = Vec::new();
    for (at, c) in text.char_indices() {
        if c == open {
            stack.push(at);
        } else if c == close {
            stack.pop();
        }
    }
    stack.pop()
}

/// `== late Late delivery`, `=== late ===`, `== 24h: All day`
fn heading(stop: &Stop<'_>) -> Option<Problem> {
    let example = match stop.rule {
        Rule::topic_line => "== late: Late delivery",
        Rule::menu_line => "menu welcome: Main menu",
        _ => return None,
    };
    let end = stop.before().len();
    if stop.wants(Rule::colon) && !stop.found.is_empty() && stop.found.chars().all(|c| c == '=') {
        return Some(
            stop.problem(stop.here(), "a heading has its mark in front only")
                .help("leave it out")
                .fix(stop.place(end, stop.text.len()), ""),
        );
    }
    if stop.wants(Rule::colon) {
        return id_of_words(stop, example).or_else(|| {
            Some(
                stop.problem(stop.here(), format!("a `:` is missing before `{}`", stop.found))
                    .help(format!("write an id, a `:`, then the title: `{example}`"))
                    .fix(stop.place(end, end), ":"),
            )
        });
    }
    stop.wants(Rule::name).then(|| {
        stop.problem(stop.here(), stop.sentence_with("an id"))
            .help(format!("an id is one word that begins with a letter: `{example}`"))
    })
}

/// `== late delivery: Late delivery`
fn id_of_words(stop: &Stop<'_>, example: &str) -> Option<Problem> {
    let (start, _) = stop.word_before();
    let words = stop.text.get(start..)?.split_once(':')?.0.trim_end_matches(is_space);
    let fits = |c: char| is_letter_or_digit(c) || is_space(c) || c == '_';
    if !words.chars().all(fits) {
        return None;
    }
    let id = words.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    let place = stop.place(start, start + words.len());
    Some(
        stop.problem(place, format!("an id is one word, and `{words}` is several"))
            .help(format!(
                "join them, or write one word and keep the rest for the title: `{example}`"
            ))
            .fix(place, id),
    )
}

/// `set x to 3`, `set x += 1`, `set x == 3`, `if x is 3`
fn equals(stop: &Stop<'_>) -> Option<Problem> {
    let rest = stop.rest();
    if stop.wants_value() && stop.found.starts_with('=') && stop.before().ends_with('=') {
        let start = stop.before().len() - 1;
        let place = stop.place(start, stop.at + stop.found.len());
        return Some(
            stop.problem(place, "expected `=`, found `==`").help("write `=`").fix(place, "="),
        );
    }
    if stop.wants(Rule::kw_known) && stop.before().ends_with("is") && !near_keyword(stop) {
        let start = stop.before().len() - 2;
        let place = stop.place(start, start + 2);
        return Some(
            stop.problem(place, "`is` stands before `known` and `not known` only")
                .help("write `=` to compare")
                .fix(place, "="),
        );
    }
    if !stop.wants(Rule::equals) {
        return None;
    }
    if stop.rule == Rule::set_line
        && let Some(sign) =
            ["+", "-", "*", "/"].into_iter().find(|sign| rest.starts_with(&format!("{sign}=")))
    {
        let (_, name) = stop.word_before();
        let place = stop.place(stop.at, stop.at + 2);
        return Some(
            stop.problem(place, format!("`{sign}=` is not an operator"))
                .help(format!("write `= {name} {sign}`"))
                .fix(place, format!("= {name} {sign}")),
        );
    }
    let word = matches!(stop.found, "to" | "is" | "are").then_some(stop.found);
    let wrong = word.or_else(|| [":=", ":"].into_iter().find(|mark| rest.starts_with(mark)))?;
    let place = stop.place(stop.at, stop.at + wrong.len());
    let space = if stop.before().len() == stop.at { " =" } else { "=" };
    Some(
        stop.problem(place, format!("expected `=`, found `{wrong}`"))
            .help("write `=`")
            .fix(place, space),
    )
}

/// What people write in `{…}`.
fn hole(stop: &Stop<'_>) -> Option<Problem> {
    if stop.rule != Rule::hole_only {
        return None;
    }
    if stop.wants(Rule::kw_else) && stop.before().ends_with('|') {
        let colon =
            stop.rest().get(stop.found.len()..)?.trim_start_matches(is_space).starts_with(':');
        let problem = stop
            .problem(stop.here(), stop.sentence_with("`else`"))
            .help("write `else:` before what is said otherwise");
        return Some(if colon {
            problem.fix(stop.here(), "else")
        } else {
            problem.fix(stop.place(stop.at, stop.at), "else: ")
        });
    }
    if stop.wants(Rule::or_text) {
        return Some(
            stop.problem(stop.here(), "nothing stands after this `or`")
                .help("write what is said where the value is unknown: `{name or there}`"),
        );
    }
    if stop.wants_operator() && stop.wants(Rule::close_brace) {
        let problem = stop.problem(stop.here(), format!("`{}` has no meaning here", stop.found));
        return Some(match stop.found {
            "|" => problem.help("write a function round the value, like `{upper(name)}`, or `{if vip: one | else: another}`"),
            _ if stop.found.starts_with(is_letter) => {
                if nearest(stop.found, ["or", "and", "has", "in", "is"]).is_some() {
                    return None;
                }
                problem.help("a name is one word, like `first_name`; `or` stands before what is said where it is unknown")
            }
            _ => problem.help("write the name of a fact, like `{name}`, or `\\{` for the character itself"),
        });
    }
    if stop.wants(Rule::colon) && stop.wants_operator() {
        return Some(
            stop.problem(stop.here(), stop.sentence())
                .help("write `:` between the condition and what is said"),
        );
    }
    None
}

/// A word where a date stands.
fn date(stop: &Stop<'_>) -> Option<Problem> {
    if stop.rule == Rule::open_line && stop.text.contains("24/7") {
        let at = stop.text.find("24/7")?;
        return Some(
            stop.problem(stop.place(at, at + 4), "`24/7` is not written so")
                .help("leave the `open` line out: a department without one is always open"),
        );
    }
    if stop.wants(Rule::dash) && stop.rule == Rule::open_line {
        return Some(
            stop.problem(stop.here(), stop.sentence()).help("write hours like `09:00-17:00`"),
        );
    }
    let dates = matches!(stop.rule, Rule::closed_line | Rule::guard_only);
    let (at, word) = stop.word_before();
    let is_word = word.starts_with(is_letter) && !matches!(word, "closed" | "until" | "from");
    (dates && stop.wants(Rule::count) && is_word).then(|| {
        stop.problem(stop.place(at, at + word.len()), format!("`{word}` is not a date"))
            .help("write a date like `25 Dec` or `2026-12-28`")
    })
}

/// A `:` too few or too many.
fn colon(stop: &Stop<'_>) -> Option<Problem> {
    let end = stop.before().len();
    if stop.found == ":" && stop.before().chars().all(is_letter) {
        return Some(
            stop.problem(stop.here(), format!("no `:` stands after `{}`", stop.before()))
                .help("leave it out")
                .fix(stop.here(), ""),
        );
    }
    if !stop.wants(Rule::colon) || stop.wants_operator() {
        return None;
    }
    let problem = stop.problem(stop.here(), stop.sentence());
    match stop.rule {
        Rule::customer_line => {
            Some(problem.help("write `customer: hello`").fix(stop.place(end, end), ":"))
        }
        Rule::do_line => Some(
            problem.help("write the argument's name, a `:` and its value, like `order: order_id`"),
        ),
        Rule::hole_only => Some(problem.help("write `:` here").fix(stop.place(end, end), ":")),
        _ => None,
    }
}

/// Why a conversation is handed over, without quotes.
fn reason(stop: &Stop<'_>) -> Option<Problem> {
    if !(stop.wants(Rule::quoted_text) || stop.wants(Rule::open_quote)) || stop.found.is_empty() {
        return None;
    }
    let problem = stop
        .problem(stop.here(), stop.sentence())
        .help("put the reason in quotes: `\"VIP, late order\"`");
    let plain = !stop.rest().contains(|c| QUOTES.contains(&c) || matches!(c, '#' | '{'));
    Some(if plain && stop.found.starts_with(is_letter_or_digit) {
        problem.fix(stop.place(stop.at, stop.text.len()), format!("\"{}\"", stop.rest()))
    } else {
        problem
    })
}

/// `fact name text = valued customer`
fn several_words(stop: &Stop<'_>) -> Option<Problem> {
    let word = stop.found.starts_with(is_letter);
    if stop.rule == Rule::do_line
        && word
        && stop.wants(Rule::arguments) | stop.wants(Rule::open_paren)
    {
        return Some(
            stop.problem(stop.here(), stop.sentence())
                .help("arguments stand in brackets: `do open_ticket(priority: \"high\")`"),
        );
    }
    if stop.rule != Rule::fact_line || !word || !stop.wants_operator() || near_keyword(stop) {
        return None;
    }
    let start = stop.text.find('=')? + 1;
    let start = start + stop.text.get(start..)?.find(|c| !is_space(c))?;
    let words = stop.text.get(start..)?;
    if words.contains(|c| QUOTES.contains(&c) || matches!(c, '#' | '(')) {
        return None;
    }
    Some(
        stop.problem(stop.place(start, stop.text.len()), "text of several words stands in quotes")
            .help(format!("write `\"{words}\"`"))
            .fix(stop.place(start, stop.text.len()), format!("\"{words}\"")),
    )
}

/// `a and b`, `a; b`, `a b`, `[on x, if vip]`
fn separators(stop: &Stop<'_>) -> Option<Problem> {
    if stop.rule == Rule::when_line
        && stop.code == Code::BadPattern
        && matches!(stop.found, "," | ";")
    {
        return Some(
            stop.problem(stop.here(), format!("`{}` has no meaning in a pattern", stop.found))
                .help("write one `when` line for each way in, or `late|delayed` where either word will do"),
        );
    }
    let guards = ["if", "on", "until", "from", "once", "lang", "tag", "id"];
    if stop.rule == Rule::guard_only
        && (guards.contains(&stop.word_before().1) && stop.wants(Rule::comma))
    {
        let (at, word) = stop.word_before();
        return Some(
            stop.problem(
                stop.place(at, at + word.len()),
                format!("`{word}` begins a guard of its own"),
            )
            .help("each guard has its own brackets: `[on x] [if vip]`"),
        );
    }
    if !stop.wants(Rule::comma) || stop.found.is_empty() || stop.wants(Rule::close_brace) {
        return None;
    }
    if matches!(stop.found, "and" | "or" | "&" | ";") {
        return Some(
            stop.problem(stop.here(), format!("expected `,`, found `{}`", stop.found))
                .help("separate names with commas")
                .fix(stop.place(stop.before().len(), stop.at + stop.found.len()), ","),
        );
    }
    if near_keyword(stop)
        || !stop.found.starts_with(is_letter_or_digit)
        || matches!(stop.found, "at" | "on")
    {
        return None;
    }
    let problem = stop.problem(stop.here(), stop.sentence());
    let end = stop.before().len();
    Some(match stop.rule {
        Rule::need_line => {
            problem.help("a name is one word, like `order_id`; separate names with commas")
        }
        Rule::guard_only => {
            problem.help("separate names with commas; each guard has its own brackets")
        }
        _ => problem.help("separate them with commas").fix(stop.place(end, end), ","),
    })
}

/// The words a script writes for what other languages call otherwise.
const OTHER_WORDS: [(&str, &str); 19] = [
    ("string", "text"),
    ("str", "text"),
    ("bool", "yes/no"),
    ("boolean", "yes/no"),
    ("int", "number"),
    ("integer", "number"),
    ("float", "number"),
    ("enum", "one of"),
    ("choice", "one of"),
    ("datetime", "date"),
    ("currency", "money"),
    ("amount", "money"),
    ("price", "money"),
    ("e-mail", "email"),
    ("mail", "email"),
    ("telephone", "phone"),
    ("tel", "phone"),
    ("url", "link"),
    ("uri", "link"),
];

/// A word that is nearly one of those that could stand there.
fn known_word(stop: &Stop<'_>) -> Option<Problem> {
    let meant = if stop.wants(Rule::fact_kind)
        || stop.wants(Rule::kw_text) && stop.wants(Rule::kw_number)
    {
        let other =
            OTHER_WORDS.iter().find(|&&(word, _)| word == stop.found).map(|&(_, right)| right);
        other.or_else(|| {
            const KINDS: [&str; 11] = [
                "text", "number", "yes/no", "date", "time", "money", "email", "phone", "link",
                "one of", "list",
            ];
            nearest(stop.found, KINDS)
        })
    } else {
        nearest_keyword(stop)
    }?;
    Some(
        stop.problem(stop.here(), stop.sentence())
            .help(format!("did you mean `{meant}`?"))
            .fix(stop.here(), meant),
    )
}

/// `expect late`, `expect nothing`
fn bare_expectation(stop: &Stop<'_>) -> Option<Problem> {
    if !stop.wants(Rule::kw_topic) || stop.rule != Rule::expect_line {
        return None;
    }
    let problem = stop.problem(stop.here(), stop.sentence());
    if stop.found == "nothing" {
        let start = stop.place(stop.at, stop.at + stop.found.len());
        return Some(problem.help("did you mean `expect no reply`?").fix(start, "no reply"));
    }
    // One word alone is most likely what the author is thinking of: the topic.
    let alone = stop.found.starts_with(is_letter) && stop.rest().trim_end() == stop.found;
    let line = format!("{} topic {}", stop.before(), stop.found);
    alone.then(|| {
        problem.help(format!("did you mean `{line}`?")).fix(stop.place(stop.at, stop.at), "topic ")
    })
}

fn nearest_keyword(stop: &Stop<'_>) -> Option<&'static str> {
    let operators: &[&str] =
        if stop.wants_operator() { &["and", "or", "has", "in", "is"] } else { &[] };
    let outcomes: &[&str] =
        if stop.wants(Rule::outcome) { &["resolved", "unresolved", "spam"] } else { &[] };
    let events: &[&str] = if stop.wants(Rule::event) { &["nomatch", "silence"] } else { &[] };
    let keywords = stop.expected.iter().filter_map(|rule| keyword(*rule));
    nearest(
        stop.found,
        keywords.chain([operators, outcomes, events].into_iter().flatten().copied()),
    )
}

fn near_keyword(stop: &Stop<'_>) -> bool {
    nearest_keyword(stop).is_some()
}

/// The sentence of all that could stand there, with a word of advice.
fn hint(stop: &Stop<'_>) -> Option<Problem> {
    let advice = if stop.wants(Rule::name) && stop.found.starts_with(|c: char| c.is_ascii_digit()) {
        "a name begins with a letter"
    } else if matches!(
        stop.rule,
        Rule::or_line | Rule::also_line | Rule::then_line | Rule::return_line
    ) {
        "write what follows on a line of its own"
    } else if matches!(stop.found, "{" | "}") && stop.rule != Rule::hole_only {
        "holes stand in text for people only"
    } else if stop.wants(Rule::outcome) || stop.wants(Rule::target_end) && stop.found == "end" {
        "write `end resolved`, `end unresolved` or `end spam`"
    } else if stop.rule == Rule::choice_line && stop.wants(Rule::label) {
        "write what the choice says before the `->`"
    } else if stop.found == "," && stop.before().ends_with(|c: char| c.is_ascii_digit()) {
        "write numbers without separators: `1000`"
    } else {
        return None;
    };
    Some(stop.problem(stop.here(), stop.sentence()).help(advice))
}
