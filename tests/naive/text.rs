//! Texts with their holes filled, and the names of lines.

use answertree::check::script::{
    Choice, Expr, Piece, PluralCase, Reply, Script, Statement, StatementKind, Text,
};

use super::mind::{Fit, Mind};
use super::tree::Frame;
use super::value::{Value, eval, holds};

/// A text as it is shown; `language` says how it counts.
pub(crate) fn render(script: &Script, mind: &Mind, language: usize, text: &Text) -> String {
    let nested = |text: &Text| render(script, mind, language, text);
    let mut out = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Literal(words) => out += words,
            Piece::Hole(expr, other) => out += &hole(script, mind, expr, other.as_deref()),
            Piece::If(cases, otherwise) => {
                let case = cases.iter().find(|(condition, _)| holds(script, mind, condition));
                if let Some(text) = case.map(|(_, text)| text).or(otherwise.as_deref()) {
                    out += &nested(text);
                }
            }
            Piece::Plural(expr, cases) => {
                let number = match eval(script, mind, expr) {
                    Some(Value::Number(n)) => Some(n),
                    _ => None,
                };
                let rules = &script.languages[language].plurals;
                let fits = |case: &PluralCase| match case {
                    PluralCase::Exactly(n) => number == Some(*n),
                    PluralCase::Category(category) => {
                        number.is_some_and(|n| rules.category(n) == *category)
                    }
                };
                // Where no case is meant the last one is the most general.
                let case = cases.iter().find(|(case, _)| fits(case)).or(cases.last());
                if let Some((_, text)) = case {
                    out += &nested(text);
                }
            }
        }
    }
    out
}

fn hole(script: &Script, mind: &Mind, expr: &Expr, other: Option<&str>) -> String {
    let Some(value) = eval(script, mind, expr) else {
        return other.unwrap_or("").to_owned();
    };
    let public = mind.channel.is_some_and(|channel| script.channels[channel].public);
    if public && reads_secret(script, expr) { "•••".to_owned() } else { value.show() }
}

fn reads_secret(script: &Script, expr: &Expr) -> bool {
    let in_any = |list: &[&Expr]| list.iter().any(|expr| reads_secret(script, expr));
    match expr {
        Expr::Fact(id) => script.facts[id.index() as usize].secret,
        Expr::List(items) => items.iter().any(|item| reads_secret(script, item)),
        Expr::Binary(_, a, b) | Expr::Days(a, b) => in_any(&[a, b]),
        Expr::Not(a)
        | Expr::Minus(a)
        | Expr::Known(a)
        | Expr::Length(a)
        | Expr::Upper(a)
        | Expr::Lower(a)
        | Expr::Trim(a) => in_any(&[a]),
        _ => false,
    }
}

/// A reply's messages: of each the wording whose turn it is.
pub(crate) fn messages(
    script: &Script,
    mind: &Mind,
    topic: usize,
    reply: &Reply,
    fit: Fit,
) -> Vec<String> {
    let language = if fit == Fit::Own { mind.language } else { 0 };
    let turn = mind.seed.wrapping_add(mind.visits(topic)) as usize;
    let chosen = reply.messages.iter().map(|wordings| &wordings[turn % wordings.len()]);
    chosen.map(|text| render(script, mind, language, text)).collect()
}

/// The statements that a frame stands among, and what their names begin with.
pub(crate) fn body<'s>(script: &'s Script, frame: &Frame) -> (&'s [Statement], String) {
    let topic = &script.topics[frame.topic];
    let (mut body, mut prefix) = (topic.body.as_slice(), topic.name.clone());
    for &(statement, choice) in &frame.path {
        prefix = choice_name(&topic.name, &prefix, body, statement, choice);
        body = &choices(&body[statement])[choice].body;
    }
    (body, prefix)
}

pub(crate) fn choices(statement: &Statement) -> &[Choice] {
    match &statement.kind {
        StatementKind::Choices(choices) => choices,
        _ => &[],
    }
}

/// The name of a choice of a body.
pub(crate) fn choice_name(
    topic: &str,
    prefix: &str,
    body: &[Statement],
    statement: usize,
    choice: usize,
) -> String {
    let this = &choices(&body[statement])[choice];
    if let Some(id) = &this.guards.id {
        return format!("{topic}/{id}");
    }
    let print = fingerprint(&this.label);
    // Behind a `then` those before it count, too.
    let earlier = body[..statement].iter().flat_map(choices);
    let before = earlier.chain(&choices(&body[statement])[..choice]);
    let twins = before.filter(|other| fingerprint(&other.label) == print).count();
    let twin = if twins > 0 { format!("-{}", twins + 1) } else { String::new() };
    format!("{prefix}/{print:06x}{twin}")
}

/// The name of a reply of a body.
pub(crate) fn reply_name(
    topic: &str,
    prefix: &str,
    body: &[Statement],
    statement: usize,
    reply: usize,
) -> String {
    let replies = |statement: &Statement| match &statement.kind {
        StatementKind::Replies(replies) => replies.len(),
        _ => 0,
    };
    if let StatementKind::Replies(here) = &body[statement].kind
        && let Some(id) = &here[reply].guards.id
    {
        return format!("{topic}/{id}");
    }
    let before: usize = body[..statement].iter().map(replies).sum();
    format!("{prefix}/{}", before + reply + 1)
}

/// The name of a step or note of a body.
pub(crate) fn step_name(topic: &str, prefix: &str, body: &[Statement], statement: usize) -> String {
    let is_step = |statement: &&Statement| {
        matches!(statement.kind, StatementKind::Step(..) | StatementKind::Note(..))
    };
    if let StatementKind::Step(guards, _) | StatementKind::Note(guards, _) = &body[statement].kind
        && let Some(id) = &guards.id
    {
        return format!("{topic}/{id}");
    }
    format!("{prefix}/s{}", body[..=statement].iter().filter(is_step).count())
}

/// 24 bits of FNV-1a over the words of a label: a hole is one mark whatever it shows, and a part that depends on facts ends it.
fn fingerprint(label: &Text) -> u32 {
    let mut bytes = Vec::new();
    for piece in &label.pieces {
        match piece {
            Piece::Literal(words) => bytes.extend(words.bytes()),
            Piece::Hole(..) => bytes.push(0xff),
            Piece::If(..) | Piece::Plural(..) => {
                bytes.push(0xfe);
                break;
            }
        }
    }
    let mut hash = 0x811c_9dc5_u32;
    for byte in bytes {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (hash >> 24) ^ (hash & 0x00ff_ffff)
}

/// A text in parts that a channel takes, where it cuts long ones.
pub(crate) fn parts(script: &Script, channel: Option<usize>, text: String) -> Vec<String> {
    let Some(channel) = channel.map(|channel| &script.channels[channel]) else { return vec![text] };
    let (Some(limit), true) = (channel.limit, channel.split) else { return vec![text] };
    let limit = limit as usize;
    if text.chars().count() <= limit {
        return vec![text];
    }
    let mut count = 2;
    loop {
        let room = |at: usize| limit.saturating_sub(format!(" ({at}/{count})").len()).max(1);
        let (mut parts, mut rest) = (Vec::new(), text.trim());
        while !rest.is_empty() {
            let (part, after) = cut(rest, room(parts.len() + 1));
            parts.push(part);
            rest = after;
        }
        if parts.len() <= count {
            let whole = parts.len();
            let each = parts.iter().zip(1..);
            return each.map(|(part, at)| format!("{part} ({at}/{whole})")).collect();
        }
        count = parts.len();
    }
}

/// The longest beginning of so many characters that ends at a sentence's end, else at a space; and what is left.
fn cut(text: &str, room: usize) -> (&str, &str) {
    let Some((end, _)) = text.char_indices().nth(room) else { return (text, "") };
    // A space right behind the last character that has room is a place to cut, too.
    let spaces: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| c.is_whitespace() && *at <= end && *at > 0)
        .map(|(at, _)| at)
        .collect();
    // The end of a line is one of a sentence, too.
    let ends =
        |at: &&usize| text[..**at].ends_with(['.', '!', '?']) || text[**at..].starts_with('\n');
    let at = spaces.iter().rev().find(ends).or(spaces.last()).copied().unwrap_or(end);
    (text[..at].trim_end(), text[at..].trim_start())
}
