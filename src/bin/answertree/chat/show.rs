//! A turn of a conversation as people read it.

use answertree::runtime::{SessionTurn, SuggestionKind};

use crate::output::{BOLD, DIM, put, tame};
use crate::suggest::{handoff_text, outcome_text};

/// What is said, what can be done, and where it leads.
pub(super) fn turn(turn: &SessionTurn<'_>) -> String {
    let mut out = String::new();
    for message in &turn.messages {
        quoted(&mut out, "<", message);
    }
    let inner = &turn.turn;
    for (number, suggestion) in (1..).zip(&inner.suggestions) {
        let asks = if suggestion.kind == SuggestionKind::Ask { ", asks first" } else { "" };
        let (title, topic) = (tame(suggestion.title), tame(suggestion.topic));
        put(
            &mut out,
            format_args!("{BOLD}{number}. {title}{BOLD:#} {DIM}({topic}){DIM:#}{asks}\n"),
        );
        for message in std::iter::once(&suggestion.text).chain(&suggestion.also) {
            quoted(&mut out, "   >", message);
        }
    }
    for filled in &inner.filled {
        row(&mut out, "found", &format!("{} = {}", filled.fact, filled.value));
    }
    for ask in &inner.asks {
        let question = if ask.question.is_empty() { "no question" } else { &ask.question };
        row(&mut out, "ask", &format!("{}: {question}", ask.fact));
    }
    for step in &inner.steps {
        row(&mut out, "step", &step.text);
    }
    for note in &inner.notes {
        row(&mut out, "note", &note.text);
    }
    for action in &inner.actions {
        let arguments: Vec<String> =
            action.arguments.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        row(&mut out, "do", &format!("{}({})", action.name, arguments.join(", ")));
    }
    // To a customer who is alone they were said with the last message, but on a channel with buttons.
    let said = |label: &str| turn.messages.iter().any(|message| message.contains(label));
    for (number, choice) in (1..).zip(&inner.choices) {
        if turn.alone && said(&choice.label) {
            continue;
        }
        let key = choice.key.map_or(String::new(), |key| format!("{key} "));
        row(&mut out, &format!("choice {number}"), &format!("{key}{}", choice.label));
    }
    for (number, switch) in (inner.choices.len() + 1..).zip(&turn.switches) {
        let name = if switch.back { "back" } else { "switch" };
        row(&mut out, &format!("{name} {number}"), switch.title);
    }
    if let Some(handoff) = &inner.handoff {
        row(&mut out, "hand over", &handoff_text(handoff));
    }
    if let Some(outcome) = inner.ended {
        let then = if turn.open { " when it is sent" } else { "" };
        row(&mut out, "end", &format!("{}{then}", outcome_text(outcome)));
    }
    if let Some(channel) = inner.prefer {
        row(&mut out, "rather on", channel);
    }
    if out.is_empty() && turn.number > 0 {
        put(&mut out, format_args!("{DIM}nothing to say{DIM:#}\n"));
    }
    out
}

/// What is known.
pub(super) fn facts(turn: &SessionTurn<'_>) -> String {
    let mut out = String::new();
    for (fact, value) in &turn.facts {
        row(&mut out, fact, value);
    }
    if out.is_empty() {
        put(&mut out, format_args!("{DIM}nothing is known{DIM:#}\n"));
    }
    out
}

fn quoted(out: &mut String, mark: &str, message: &str) {
    for line in tame(message).lines() {
        put(out, format_args!("{mark} {line}\n"));
    }
}

fn row(out: &mut String, name: &str, text: &str) {
    for (at, line) in tame(text).lines().enumerate() {
        let name = if at == 0 { name } else { "" };
        put(out, format_args!("{BOLD}{name:<9}{BOLD:#} {line}\n"));
    }
}
