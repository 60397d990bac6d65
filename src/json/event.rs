//! Events as JSON Lines: `docs/events.md` and `docs/events.schema.json` describe them.

use std::sync::Arc;

use super::form::Form;
use super::turn::outcome;
use super::write::Writer;
use crate::runtime::{Event, EventKind};

/// The version of the form of events.
const VERSION: u32 = 1;

/// What stands behind a key.
pub(super) enum Field<'e> {
    Text(&'e str),
    Option(Option<&'e str>),
    Number(u32),
    Bool(bool),
    Moment(Option<i64>),
    Texts(Vec<&'e str>),
    Suggestions(&'e [(Arc<str>, Arc<str>, u32)]),
}

/// An event as one line of JSON.
///
/// ```
/// use answertree::runtime::{Event, EventKind};
/// let event = Event { turn: 2, at: None, kind: EventKind::NoMatch { count: 1 } };
/// let line = r#"{"v":1,"type":"nomatch","turn":2,"at":null,"count":1}"#;
/// assert_eq!(answertree::json::event(&event), line);
/// ```
pub fn event(event: &Event) -> String {
    let mut w = Writer::default();
    let (name, fields) = fields(&event.kind);
    w.open().number("v", VERSION).text("type", name).number("turn", event.turn);
    moment(&mut w, "at", event.at);
    for (key, field) in fields {
        match field {
            Field::Text(text) => {
                w.text(key, text);
            }
            Field::Option(text) => {
                w.option(key, text);
            }
            Field::Number(n) => {
                w.number(key, n);
            }
            Field::Bool(yes) => {
                w.bool(key, yes);
            }
            Field::Moment(at) => moment(&mut w, key, at),
            Field::Texts(texts) => w.list(key, &texts, |w, text| w.string(text)),
            Field::Suggestions(rows) => w.list(key, rows, |w, (id, topic, sure)| {
                w.open()
                    .text("id", id)
                    .text("topic", topic)
                    .thousandths("confidence", *sure)
                    .close();
            }),
        }
    }
    w.close();
    w.finish()
}

fn moment(w: &mut Writer, key: &str, at: Option<i64>) {
    w.moment(key, at);
}

/// The name of an event and what it says.
pub(super) fn fields(kind: &EventKind) -> (&'static str, Vec<(&'static str, Field<'_>)>) {
    use Field::{Bool, Moment, Number, Option, Suggestions, Text, Texts};
    match kind {
        EventKind::Started { script, version, id, channel, language, topic, alone } => (
            "started",
            vec![
                ("script", Text(script)),
                ("version", Number(*version)),
                ("id", Option(id.as_deref())),
                ("channel", Option(channel.as_deref())),
                ("language", Text(language)),
                ("topic", Option(topic.as_deref())),
                ("alone", Bool(*alone)),
            ],
        ),
        EventKind::Joined { agent } => ("joined", vec![("agent", Text(agent))]),
        EventKind::Left { agent } => ("left", vec![("agent", Text(agent))]),
        EventKind::Received { length, text } => {
            ("received", vec![("length", Number(*length)), ("text", Option(text.as_deref()))])
        }
        EventKind::Filled { fact, corrected } => {
            ("filled", vec![("fact", Text(fact)), ("corrected", Bool(*corrected))])
        }
        EventKind::Set { fact, value } => {
            ("set", vec![("fact", Text(fact)), ("value", Option(value.as_deref()))])
        }
        EventKind::Suggested { suggestions } => {
            ("suggested", vec![("suggestions", Suggestions(suggestions))])
        }
        EventKind::Accepted { id, edits, length, text } => (
            "accepted",
            vec![
                ("id", Text(id)),
                ("edits", Number(*edits)),
                ("length", Number(*length)),
                ("text", Option(text.as_deref())),
            ],
        ),
        EventKind::Ignored { ids } => {
            ("ignored", vec![("ids", Texts(ids.iter().map(|id| &**id).collect()))])
        }
        EventKind::Sent { id } => ("sent", vec![("id", Text(id))]),
        EventKind::Chosen { id } => ("chosen", vec![("id", Text(id))]),
        EventKind::Asked { facts } => {
            ("asked", vec![("facts", Texts(facts.iter().map(String::as_str).collect()))])
        }
        EventKind::Switched { topic, back } => {
            ("switched", vec![("topic", Text(topic)), ("back", Bool(*back))])
        }
        EventKind::NoMatch { count } => ("nomatch", vec![("count", Number(*count))]),
        EventKind::Silence { seconds } => {
            ("silence", vec![("seconds", Number(u32::try_from(*seconds).unwrap_or(u32::MAX)))])
        }
        EventKind::HandedOff { department, from, topic, by_hand } => (
            "handoff",
            vec![
                ("department", Text(department)),
                ("from", Option(from.as_deref())),
                ("topic", Option(topic.as_deref())),
                ("byHand", Bool(*by_hand)),
            ],
        ),
        EventKind::Deferred { department, opens } => {
            ("deferred", vec![("department", Text(department)), ("opens", Moment(*opens))])
        }
        EventKind::Ended { outcome: how } => ("ended", vec![("outcome", Text(outcome(*how)))]),
        EventKind::Undone { turn } => ("undone", vec![("to", Number(*turn))]),
        EventKind::Restored { lost } => {
            ("restored", vec![("lost", Texts(lost.iter().map(String::as_str).collect()))])
        }
    }
}
