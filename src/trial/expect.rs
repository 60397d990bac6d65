//! Whether a turn is what a line of a test expects, and what it is instead.

use std::sync::Arc;

use super::Failure;
use super::play::{Held, Play, items, kind};
use crate::check::script::{FactKind, StatementKind};
use crate::machine::Outcome as Ended;
use crate::problem::nearest;
use crate::runtime::{BecauseKind, RuledOut, RuledOutReason, SessionTurn, Suggestion};
use crate::span::Span;
use crate::syntax::tree::{Expect, ExpectKind, Name, Outcome};
use crate::text::case::lower;
use crate::text::decimal::Decimal;
use crate::text::find::{clock_time, iso_date};
use crate::text::fold::folded;

/// What was looked for and what was there.
struct Look {
    holds: bool,
    /// What was looked for, such as "the topic late".
    what: String,
    /// What was there instead.
    found: String,
    details: Vec<String>,
    origin: Option<(Span, &'static str)>,
    help: Option<String>,
}

/// Holds a turn against what is expected of it.
pub(super) fn expect(play: &Play<'_, '_>, span: Span, wanted: &Expect) -> Held {
    let look = look(play, &wanted.kind);
    if look.holds != wanted.not {
        return Ok(());
    }
    let no = if wanted.not { "no " } else { "" };
    // `expected no hand-off`, but `expected the topic`.
    let what = if wanted.not {
        look.what.strip_prefix("a ").or(look.what.strip_prefix("an ")).unwrap_or(&look.what)
    } else {
        look.what.as_str()
    };
    let no = if wanted.not && what.starts_with("the ") { "not " } else { no };
    Err(Box::new(Failure {
        span,
        expected: format!("expected {no}{what}"),
        found: look.found,
        details: look.details,
        origin: look.origin.map(|(span, text)| (span, text.to_owned())),
        help: if wanted.not { None } else { look.help },
    }))
}

fn look(play: &Play<'_, '_>, wanted: &ExpectKind) -> Look {
    match wanted {
        ExpectKind::Topic(name) => topic(play, name.as_ref()),
        ExpectKind::Ask(name) => ask(play, name.as_ref()),
        ExpectKind::Reply(words) => reply(play, words.as_ref()),
        ExpectKind::Choice(label) => choice(play, label),
        ExpectKind::Handoff(name) => handoff(play, name.as_ref()),
        ExpectKind::End(outcome) => end(play, outcome.as_ref().map(|outcome| outcome.value)),
        ExpectKind::Do(name) => action(play, name),
        ExpectKind::Fact(name, value) => fact(play, name, value),
        ExpectKind::Switch(name) => switch(play, name.as_ref()),
        ExpectKind::Department(name) => one(
            "a department",
            "the department",
            name.as_ref(),
            play.turn.turn.department,
            "no department has the conversation",
        ),
        ExpectKind::Prefer(name) => one(
            "a better channel",
            "the better channel",
            name.as_ref(),
            play.turn.turn.prefer,
            "no other channel is offered",
        ),
    }
}

/// A name that a turn has at most one of.
fn one(any: &str, the: &str, name: Option<&Name>, there: Option<&str>, none: &str) -> Look {
    Look {
        holds: name.map_or(there.is_some(), |name| there == Some(&name.value)),
        what: name.map_or_else(|| any.to_owned(), |name| format!("{the} `{}`", name.value)),
        found: there.map_or_else(|| none.to_owned(), |there| format!("{the} is `{there}`")),
        details: Vec::new(),
        origin: None,
        help: None,
    }
}

fn topic(play: &Play<'_, '_>, name: Option<&Name>) -> Look {
    let turn = &play.turn.turn;
    let none = "no topic: nothing in the script fits";
    let mut look = one("a topic", "the topic", name, turn.topic, none);
    let first = turn.suggestions.iter().find(|suggestion| Some(suggestion.topic) == turn.topic);
    if let Some(first) = first {
        look.origin = play.sites.of(&first.id).map(|span| (span, "this reply is suggested"));
        look.details.extend(because(first));
    }
    let missing = |name: &&Name| Some(name.value.as_str()) != turn.topic;
    if let Some(name) = name.filter(missing) {
        let ruled_out = turn.ruled_out.iter().find(|row| row.topic == name.value);
        let offered = turn.suggestions.iter().any(|row| row.topic == name.value);
        look.help = match ruled_out {
            Some(row) => Some(why_not(row)),
            None if offered => Some(format!("`{}` is offered behind it", name.value)),
            None => None,
        };
    }
    look
}

/// What led to a suggestion.
fn because(suggestion: &Suggestion<'_>) -> Option<String> {
    let because = suggestion.because.first()?;
    let topic = suggestion.topic;
    Some(match (because.kind, because.intent) {
        (BecauseKind::Pattern, _) => {
            format!("the message means `{topic}` by the pattern `{}`", because.text)
        }
        (BecauseKind::Example, Some(intent)) => {
            format!("the message means `{topic}`: it is like the examples of `{intent}`")
        }
        (BecauseKind::Example, None) => format!("the message is like an example of `{topic}`"),
        (BecauseKind::Condition, _) => format!("a condition leads to `{topic}`"),
    })
}

/// Why a topic was not suggested.
fn why_not(row: &RuledOut<'_>) -> String {
    let percent = (row.confidence.value() + 5) / 10;
    match row.reason {
        RuledOutReason::Excluded if row.detail.is_empty() => {
            format!("`{}` is kept out by its `when not if`", row.topic)
        }
        RuledOutReason::Excluded => {
            format!("`{}` is kept out by its `when not {}`", row.topic, row.detail)
        }
        RuledOutReason::Unlikely => {
            format!("`{}` is not likely enough: {percent} %", row.topic)
        }
        RuledOutReason::NoReply => {
            format!("no reply of `{}` is for this channel or case", row.topic)
        }
        RuledOutReason::Limit => format!("other topics come before `{}`", row.topic),
    }
}

fn ask(play: &Play<'_, '_>, name: Option<&Name>) -> Look {
    let asks = &play.turn.turn.asks;
    let is = |name: &Name| asks.iter().any(|ask| ask.fact == name.value);
    let names: Vec<String> = asks.iter().map(|ask| format!("`{}`", ask.fact)).collect();
    let need = |kind: &StatementKind| matches!(kind, StatementKind::Need(_));
    let origin = if asks.is_empty() { None } else { play.sites.statement(play.trials, need) };
    let known = name.and_then(|name| play.turn.facts.iter().find(|(fact, _)| *fact == name.value));
    Look {
        holds: name.map_or(!asks.is_empty(), is),
        what: name.map_or_else(
            || "a question".to_owned(),
            |name| format!("a question for `{}`", name.value),
        ),
        found: if names.is_empty() {
            "nothing is asked for".to_owned()
        } else {
            format!("asked for {}", names.join(", "))
        },
        details: said(&play.turn),
        origin: origin.map(|span| (span, "this asks")),
        help: known.map(|(fact, value)| format!("`{fact}` is known: {value}")),
    }
}

fn reply(play: &Play<'_, '_>, words: Option<&Name>) -> Look {
    let turn = &play.turn;
    let has = |suggestion: &Suggestion<'_>, words: &str| {
        has_words(&suggestion.text, words)
            || suggestion.also.iter().any(|text| has_words(text, words))
    };
    let suggestions = &turn.turn.suggestions;
    let said_any = !suggestions.is_empty() || !turn.messages.is_empty();
    let with = words.and_then(|words| suggestions.iter().find(|row| has(row, &words.value)));
    let in_messages =
        words.is_some_and(|words| turn.messages.iter().any(|text| has_words(text, &words.value)));
    let shown = with.or_else(|| suggestions.first());
    let origin = match shown {
        Some(row) => play.sites.of(&row.id),
        None => play.sites.sent.first().copied(),
    };
    let count = suggestions.len() + turn.messages.len();
    let found = match (words, count) {
        (_, 0) => "nothing is suggested and nothing is said",
        (None, _) => "this is said",
        (Some(_), 1) if with.is_some() || in_messages => "the reply has it",
        (Some(_), 1) => "the reply does not have it",
        (Some(_), _) if with.is_some() || in_messages => "one of the replies has it",
        (Some(_), _) => "none of the replies has it",
    };
    Look {
        holds: words.map_or(said_any, |_| with.is_some() || in_messages),
        what: words.map_or_else(
            || "a reply".to_owned(),
            |words| format!("a reply with `{}`", words.value),
        ),
        found: found.to_owned(),
        details: said(turn),
        origin: origin
            .map(|span| (span, if shown.is_some() { "this is suggested" } else { "this is said" })),
        help: None,
    }
}

/// Whether a text has words, whatever the case, as the operator `has` does.
fn has_words(text: &str, words: &str) -> bool {
    text.contains(words) || folded(text).contains(&folded(words))
}

/// Everything that a turn suggests and says, one a line.
pub(super) fn said(turn: &SessionTurn<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for suggestion in &turn.turn.suggestions {
        lines.push(format!("suggested: {}", suggestion.text));
        lines.extend(suggestion.also.iter().map(|text| format!("and then: {text}")));
    }
    lines.extend(turn.messages.iter().map(|text| format!("said: {text}")));
    lines
}

/// The id of the choice or the switch that a label, a key, an id or a title names.
pub(super) fn offered(turn: &SessionTurn<'_>, name: &str) -> Option<Arc<str>> {
    let name = lower(name.trim());
    let choices = &turn.turn.choices;
    let label = || choices.iter().find(|choice| lower(choice.label.trim()) == name);
    let key = || choices.iter().find(|choice| choice.key == Some(name.as_str()));
    let id = || {
        choices
            .iter()
            .find(|choice| choice.id.split_once('/').is_some_and(|(_, id)| lower(id) == name))
    };
    let switch = || {
        let is = |text: &str| lower(text) == name;
        turn.switches.iter().find(|row| is(row.title) || is(row.topic)).map(|row| row.id.clone())
    };
    label().or_else(key).or_else(id).map(|choice| choice.id.clone()).or_else(switch)
}

fn choice(play: &Play<'_, '_>, label: &Name) -> Look {
    let turn = &play.turn;
    let id = offered(turn, &label.value)
        .filter(|id| turn.turn.choices.iter().any(|choice| choice.id == *id));
    let labels = || turn.turn.choices.iter().map(|choice| &*choice.label);
    let found = match (&id, turn.turn.choices.is_empty()) {
        (Some(_), _) => "it is offered",
        (None, true) => "no choice is offered",
        (None, false) => "it is not among the choices",
    };
    let near = nearest(label.value.trim(), labels());
    Look {
        holds: id.is_some(),
        what: format!("the choice `{}`", label.value.trim()),
        found: found.to_owned(),
        details: labels().map(|label| format!("choice: {label}")).collect(),
        origin: id.and_then(|id| play.sites.of(&id)).map(|span| (span, "offered here")),
        help: near.map(|near| format!("did you mean `{near}`?")),
    }
}

fn handoff(play: &Play<'_, '_>, name: Option<&Name>) -> Look {
    let there = play.turn.turn.handoff.as_ref();
    let none = "the conversation is not handed over";
    let mut look =
        one("a hand-off", "the hand-off to", name, there.map(|row| row.department), none);
    if let Some(there) = there {
        look.found = format!("handed over to `{}`", there.department);
        if !there.why.is_empty() {
            look.details.push(format!("because: {}", there.why));
        }
        look.origin = play.sites.handoff(play.trials).map(|span| (span, "this hands it over"));
    }
    look
}

fn end(play: &Play<'_, '_>, outcome: Option<Outcome>) -> Look {
    let there = play.turn.turn.ended.map(|ended| match ended {
        Ended::Resolved => Outcome::Resolved,
        Ended::Unresolved => Outcome::Unresolved,
        Ended::Spam => Outcome::Spam,
    });
    let word = |outcome: Outcome| match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    };
    let origin = play.sites.end(play.trials).filter(|_| there.is_some());
    Look {
        holds: outcome.map_or(there.is_some(), |outcome| there == Some(outcome)),
        what: outcome.map_or_else(|| "an end".to_owned(), |o| format!("the end `{}`", word(o))),
        found: there.map_or_else(
            || "the conversation does not end".to_owned(),
            |there| format!("it ends `{}`", word(there)),
        ),
        details: Vec::new(),
        origin: origin.map(|span| (span, "this ends it")),
        help: None,
    }
}

fn action(play: &Play<'_, '_>, name: &Name) -> Look {
    let actions = &play.turn.turn.actions;
    let there = actions.iter().find(|action| action.name == name.value);
    let is = |kind: &StatementKind| matches!(kind, StatementKind::Do(n, _) if *n == name.value);
    let origin = there.and_then(|_| play.sites.statement(play.trials, is));
    let written = actions.iter().map(|action| {
        let arguments: Vec<String> =
            action.arguments.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("action: {}({})", action.name, arguments.join(", "))
    });
    Look {
        holds: there.is_some(),
        what: format!("the action `{}`", name.value),
        found: match (there, actions.is_empty()) {
            (Some(_), _) => "the turn gives it".to_owned(),
            (None, true) => "the turn gives no action".to_owned(),
            (None, false) => "the turn gives other actions".to_owned(),
        },
        details: written.collect(),
        origin: origin.map(|span| (span, "this gives it")),
        help: None,
    }
}

fn fact(play: &Play<'_, '_>, name: &Name, value: &Name) -> Look {
    let there = play.turn.facts.iter().find(|(fact, _)| *fact == name.value);
    let wanted = as_shown(kind(play.trials.script, &name.value), &value.value);
    Look {
        holds: there.is_some_and(|(_, there)| *there == wanted),
        what: format!("the fact `{}` to be `{wanted}`", name.value),
        found: there
            .map_or_else(|| "it is not known".to_owned(), |(_, there)| format!("it is `{there}`")),
        details: Vec::new(),
        origin: None,
        help: None,
    }
}

/// A value as a turn shows it.
fn as_shown(kind: Option<&FactKind>, value: &str) -> String {
    let shown = match kind {
        Some(FactKind::Number | FactKind::Money) => Decimal::parse(value).map(|n| {
            let mut text = String::new();
            n.write(&mut text);
            text
        }),
        Some(FactKind::Time) => clock_time(value).map(|m| format!("{:02}:{:02}", m / 60, m % 60)),
        Some(FactKind::Date) => iso_date(value).map(|days| {
            let (year, month, day) = crate::calendar::civil::civil_from_days(days);
            format!("{year:04}-{month:02}-{day:02}")
        }),
        Some(FactKind::List | FactKind::SomeOf(_)) => Some(items(value).join(", ")),
        Some(
            FactKind::Text
            | FactKind::YesNo
            | FactKind::Email
            | FactKind::Phone
            | FactKind::Link
            | FactKind::OneOf(_),
        )
        | None => None,
    };
    shown.unwrap_or_else(|| value.to_owned())
}

fn switch(play: &Play<'_, '_>, name: Option<&Name>) -> Look {
    let switches = &play.turn.switches;
    let is = |name: &Name| switches.iter().any(|row| row.topic == name.value);
    Look {
        holds: name.map_or(!switches.is_empty(), is),
        what: name
            .map_or_else(|| "a switch".to_owned(), |name| format!("a switch to `{}`", name.value)),
        found: if switches.is_empty() {
            "no switch is offered".to_owned()
        } else {
            let names: Vec<String> =
                switches.iter().map(|row| format!("`{}`", row.topic)).collect();
            format!("switches to {}", names.join(", "))
        },
        details: Vec::new(),
        origin: None,
        help: None,
    }
}
