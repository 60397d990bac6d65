//! Two topics with the same way in.

use std::collections::HashMap;

use crate::check::context::Cx;
use crate::check::script::{Element, Expr, Pattern, Script, Way};
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::text::case::lower;
use crate::text::tokenize::Tokens;

/// Topics with the same pattern and the same exceptions.
pub(crate) fn patterns(cx: &mut Cx<'_>, script: &Script) {
    let mut tokens = Tokens::new();
    let mut known: HashMap<String, (usize, Span)> = HashMap::new();
    for (index, topic) in script.topics.iter().enumerate() {
        let mut exceptions: Vec<String> =
            topic.nots.iter().map(|way| exception(way, &mut tokens)).collect();
        exceptions.sort_unstable();
        let conditions = topic.ways.iter().filter(|way| matches!(way, Way::If(_))).count();
        for way in &topic.ways {
            let Way::Pattern(pattern) = way else { continue };
            let mut key = pattern_key(pattern, &mut tokens);
            for exception in &exceptions {
                key.push('\n');
                key.push_str(exception);
            }
            let Some(&(other, place)) = known.get(&key) else {
                known.insert(key, (index, pattern.span));
                continue;
            };
            if other == index || conditions > 0 || cx.is_broken(index) || cx.is_broken(other) {
                continue;
            }
            let name = script.topics.get(other).map_or("", |topic| topic.name.as_str());
            cx.report(
                Problem::new(
                    Code::SameTrigger,
                    pattern.span,
                    format!("topic `{name}` has the same way in, so both are offered every time"),
                )
                .label(place, "the same pattern")
                .help("make one of them more exact, or tell them apart with `when not …`"),
            );
        }
    }
}

fn exception(way: &Way, tokens: &mut Tokens) -> String {
    match way {
        Way::Pattern(pattern) => pattern_key(pattern, tokens),
        Way::Intent(id) => format!("intent {}", id.index()),
        Way::If(expr) => condition_key(expr),
    }
}

/// Conditions are the same where they are written the same.
fn condition_key(expr: &Expr) -> String {
    let mut key = "if".to_owned();
    push_condition(&mut key, expr);
    key
}

/// A condition without ambiguity: its parts follow their name, and numbers and texts say where they end.
fn push_condition(key: &mut String, expr: &Expr) {
    let mut number = |name: char, n: i64| {
        key.push(name);
        key.push_str(&n.to_string());
        key.push(' ');
    };
    let (name, parts) = match expr {
        Expr::Text(text) => {
            number('t', i64::try_from(text.len()).unwrap_or(i64::MAX));
            key.push_str(text);
            return;
        }
        Expr::List(items) => {
            number('l', i64::try_from(items.len()).unwrap_or(i64::MAX));
            items.iter().for_each(|item| push_condition(key, item));
            return;
        }
        Expr::Number(n) => return number('n', n.millionths()),
        Expr::YesNo(yes) => return number('y', i64::from(*yes)),
        Expr::Date(days) => return number('d', i64::from(*days)),
        Expr::Time(minutes) => return number('c', i64::from(*minutes)),
        Expr::Fact(id) => return number('f', i64::from(id.index())),
        Expr::Open(id) => return number('o', i64::from(id.index())),
        Expr::Opens(id) => return number('O', i64::from(id.index())),
        Expr::Visits(id) => return number('v', i64::from(id.index())),
        Expr::Binary(op, a, b) => {
            number('b', i64::from(*op as u8));
            ("", [Some(a), Some(b)])
        }
        Expr::Now => ("N", [None, None]),
        Expr::Channel => ("C", [None, None]),
        Expr::Language => ("L", [None, None]),
        Expr::Not(a) => ("!", [Some(a), None]),
        Expr::Minus(a) => ("-", [Some(a), None]),
        Expr::Known(a) => ("k", [Some(a), None]),
        Expr::Length(a) => ("#", [Some(a), None]),
        Expr::Upper(a) => ("U", [Some(a), None]),
        Expr::Lower(a) => ("S", [Some(a), None]),
        Expr::Trim(a) => ("T", [Some(a), None]),
        Expr::Days(a, b) => ("D", [Some(a), Some(b)]),
    };
    key.push_str(name);
    parts.into_iter().flatten().for_each(|part| push_condition(key, part));
}

fn pattern_key(pattern: &Pattern, tokens: &mut Tokens) -> String {
    let mut key = String::with_capacity(64);
    push_elements(&mut key, &pattern.elements, tokens);
    key
}

/// As deep as brackets nest in a pattern.
fn push_elements(key: &mut String, elements: &[Element], tokens: &mut Tokens) {
    for element in elements {
        match element {
            Element::Word(word) => push_words(key, word, tokens),
            Element::Near(word) => {
                push_words(key, word, tokens);
                key.push('~');
            }
            Element::Stem(word) => {
                push_words(key, word, tokens);
                key.push('*');
            }
            Element::Exact(words) => {
                key.push_str(" \"");
                key.push_str(&lower(words));
                key.push('"');
            }
            Element::List(id) => {
                key.push_str(" <");
                key.push_str(&id.index().to_string());
                key.push('>');
            }
            Element::Either(branches) => {
                let mut keys: Vec<String> = branches
                    .iter()
                    .map(|branch| {
                        let mut key = String::new();
                        push_elements(&mut key, branch, tokens);
                        key
                    })
                    .collect();
                keys.sort_unstable();
                keys.dedup();
                key.push_str(" (");
                key.push_str(&keys.join("|"));
                key.push(')');
            }
            Element::Optional(inner) => {
                key.push_str(" [");
                push_elements(key, inner, tokens);
                key.push(']');
            }
            Element::Gap(max) => {
                key.push_str(" ..");
                if let Some(max) = max {
                    key.push_str(&max.to_string());
                }
            }
        }
    }
}

/// The words as messages are matched: folded, each behind a blank.
fn push_words(key: &mut String, text: &str, tokens: &mut Tokens) {
    tokens.read(text);
    for token in tokens.iter() {
        key.push(' ');
        key.push_str(token.text);
    }
}
