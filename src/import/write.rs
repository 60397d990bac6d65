//! A draft as the text of a script.

use std::fmt::Write as _;

use super::draft::{Body, Choice, Finished, Guards, Reply, Target, Topic};
use super::facts::{Fact, Kind};
use super::told::Place;
use super::told::{Loss, Teller, shown};
use super::words::{Piece, Words, name_line};
use crate::syntax;
use crate::writing::lines::{escaped, example, title};

/// The longest line of a list, in bytes.
const MAX_LIST_BYTES: usize = 60 * 1024;

/// How deep choices stand in each other at the most.
const MAX_DEPTH: usize = 16;

/// Writes a script and lays it out.
pub(super) fn script(finished: &mut Finished) -> String {
    let mut out = String::new();
    if let Some(title) = finished.title.as_deref().map(title).filter(|title| !title.is_empty()) {
        line(&mut out, format_args!("script {title}"));
    }
    if !finished.languages.is_empty() {
        line(&mut out, format_args!("language {}", finished.languages.join(", ")));
    }
    for channel in &finished.channels {
        line(&mut out, format_args!("channel {channel}"));
    }
    out.push('\n');
    for (name, fact) in &finished.facts.0 {
        self::fact(&mut out, name, fact);
    }
    out.push('\n');
    for (name, members) in &finished.lists {
        list(&mut out, name, members, &mut finished.teller);
    }
    let own = finished.languages.first().map(String::as_str);
    for (id, topic) in &finished.topics {
        self::topic(&mut out, id, topic, own, &mut finished.teller);
    }
    syntax::format(&out)
}

/// Writing to a text cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _: std::fmt::Result = writeln!(out, "{text}");
}

fn fact(out: &mut String, name: &str, fact: &Fact) {
    let kind = match &fact.kind {
        Kind::Text => "text".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::YesNo => "yes/no".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Time => "time".to_owned(),
        Kind::Money => "money".to_owned(),
        Kind::Email => "email".to_owned(),
        Kind::Phone => "phone".to_owned(),
        Kind::Link => "link".to_owned(),
        Kind::OneOf(options) => {
            let options: Vec<String> = options.iter().map(|option| quoted(option)).collect();
            format!("one of {}", options.join(", "))
        }
    };
    let like = fact.like.as_ref().map_or_else(String::new, |like| format!(" like {like}"));
    line(out, format_args!("fact {name} {kind}{like}"));
    if let Some(ask) = &fact.ask {
        line(out, format_args!("  ask {}", text(&ask.0, false, "")));
    }
}

fn list(out: &mut String, name: &str, members: &[String], teller: &mut Teller) {
    let mut text = format!("words {name} = ");
    for (at, member) in members.iter().enumerate() {
        let member = self::member(member);
        if text.len() + member.len() + 2 > MAX_LIST_BYTES {
            let why = format!("it has more words than a line holds; the first {at} are kept");
            teller.tell(&Place::of("list", name), Loss::TooLong, why);
            break;
        }
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&member);
    }
    line(out, format_args!("{text}"));
}

fn topic(out: &mut String, id: &str, topic: &Topic, own: Option<&str>, teller: &mut Teller) {
    match topic.title.as_deref().map(title).filter(|title| !title.is_empty()) {
        Some(title) => line(out, format_args!("\n== {id}: {title}")),
        None => line(out, format_args!("\n== {id}")),
    }
    for (text, _) in &topic.examples {
        line(out, format_args!("- {}", example(text)));
    }
    for pattern in &topic.patterns {
        line(out, format_args!("when {pattern}"));
    }
    if !topic.needs.is_empty() {
        line(out, format_args!("need {}", topic.needs.join(", ")));
    }
    body(out, &topic.body, own, 0, teller);
}

fn body(out: &mut String, body: &Body, own: Option<&str>, depth: usize, teller: &mut Teller) {
    for (at, reply) in body.replies.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        self::reply(out, reply, own);
    }
    for note in body.notes.iter().flat_map(lines).filter(|note| !note.is_empty()) {
        line(out, format_args!("note {note}"));
    }
    for action in &body.actions {
        line(out, format_args!("do {action}"));
    }
    for choice in &body.choices {
        if depth == MAX_DEPTH {
            let why = format!("`{}` is too deep in a tree", shown(&choice.label.text()));
            teller.tell(&choice.place, Loss::NoPlace, why);
        } else {
            self::choice(out, choice, own, depth + 1, teller);
        }
    }
    if let Some((Target::Id(id), _)) = body.goto.as_ref().filter(|_| body.choices.is_empty()) {
        line(out, format_args!("-> {id}"));
    }
}

fn choice(out: &mut String, choice: &Choice, own: Option<&str>, depth: usize, teller: &mut Teller) {
    let stars = "*".repeat(depth);
    let label = label(&choice.label);
    match &choice.target {
        Some(Target::Id(id)) => line(out, format_args!("{stars} {label} -> {id}")),
        _ => line(out, format_args!("{stars} {label}")),
    }
    body(out, &choice.body, own, depth, teller);
}

fn reply(out: &mut String, reply: &Reply, own: Option<&str>) {
    let guards = guards(&reply.guards, own);
    if !guards.is_empty() {
        line(out, format_args!("> {guards}"));
    }
    for (at, wordings) in reply.messages.iter().enumerate() {
        if at > 0 {
            line(out, format_args!("also"));
        }
        for (at, words) in wordings.iter().enumerate() {
            if at > 0 {
                line(out, format_args!("or"));
            }
            for text in lines(words) {
                line(out, format_args!("> {text}"));
            }
        }
    }
}

fn guards(guards: &Guards, own: Option<&str>) -> String {
    let mut all = Vec::new();
    if let Some(channel) = &guards.channel {
        all.push(format!("[on {channel}]"));
    }
    if let Some(condition) = &guards.condition {
        all.push(format!("[if {condition}]"));
    }
    if let Some(language) = guards.language.as_deref().filter(|language| own != Some(*language)) {
        all.push(format!("[lang {language}]"));
    }
    all.join(" ")
}

/// A message as lines; empty lines at its ends are left out.
fn lines(words: &Words) -> Vec<String> {
    let mut lines: Vec<Words> = vec![Words::default()];
    for piece in &words.0 {
        let Piece::Text(text) = piece else {
            lines.last_mut().into_iter().for_each(|line| line.push(piece.clone()));
            continue;
        };
        let text = text.replace("\r\n", "\n");
        for (at, part) in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']).enumerate() {
            if at > 0 {
                lines.push(Words::default());
            }
            lines.last_mut().into_iter().for_each(|line| line.push_text(part));
        }
    }
    let seen = |line: &Words| !line.is_empty();
    let first = lines.iter().position(seen).unwrap_or(0);
    let last = lines.iter().rposition(seen).unwrap_or(0);
    let lines = lines.get(first..=last).unwrap_or(&[]).iter();
    lines.map(|line| if seen(line) { text(&line.0, true, "") } else { String::new() }).collect()
}

/// A text in one line, with holes for its facts. `begins`: a bracket at its beginning would be a guard. `more` are marks that have
/// a meaning here, too.
fn text(pieces: &[Piece], begins: bool, more: &str) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Fact(name, None) => {
                let _: std::fmt::Result = write!(out, "{{{name}}}");
            }
            Piece::Fact(name, Some(or)) => {
                let _: std::fmt::Result = write!(out, "{{{name} or {}}}", escaped(or, "{}|"));
            }
            Piece::Text(words) => {
                let words: String =
                    words.chars().map(|c| if is_space(c) { ' ' } else { c }).collect();
                out.push_str(&escaped(&words, &format!("{{}}{more}")));
            }
        }
    }
    let out = out.trim();
    if begins && out.starts_with('[') { format!("\\{out}") } else { out.to_owned() }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{200b}' || c == '\u{2060}' || c == '\u{feff}'
}

fn label(words: &Words) -> String {
    let text = text(&words.0, true, "").replace("->", "\\->");
    let text = name_line(&text);
    if text.starts_with('*') { format!("\\{text}") } else { text }
}

fn member(text: &str) -> String {
    escaped(&without_near(text), ",#\"“”„")
}

/// A text without the mark of words that are met with a typo, which elsewhere is none.
fn without_near(text: &str) -> String {
    text.replace('~', " ").trim().to_owned()
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(&name_line(text), "\"“”„"))
}

/// A word of a pattern.
pub(super) fn pattern_word(text: &str) -> String {
    escaped(&without_near(text), "\"“”„|[]()<>*{},;.#")
}
