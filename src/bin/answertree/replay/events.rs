//! Events from JSON Lines: each line is read for itself, and one that cannot be is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use answertree::machine::Outcome;
use answertree::replay::{Conversation, Reader};
use answertree::runtime::{Event, EventKind};
use serde_json::{Map, Value};

/// Id, topic and how sure, as an event has them.
type Suggestions = Vec<(Arc<str>, Arc<str>, u32)>;

/// The version of events that is read.
const VERSION: u64 = 1;

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    pub(super) line: usize,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// A conversation, and the line where it began.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub(super) line: usize,
    pub(super) conversation: Conversation,
}

/// The conversations of a file in the order in which they began, and what could not be read.
pub(super) fn read(text: &str) -> (Vec<Recorded>, Vec<Bad>) {
    // Where hosts write several conversations at once into one file, each line says which it is of.
    let mut open: BTreeMap<String, (usize, Reader)> = BTreeMap::new();
    let (mut all, mut bad) = (Vec::new(), Vec::new());
    for (line, written) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if written.trim().is_empty() {
            continue;
        }
        let (event, of) = match event(written) {
            Ok(Some(read)) => read,
            Ok(None) => continue,
            Err((code, message)) => {
                bad.push(Bad { line, code, message });
                continue;
            }
        };
        let (began, reader) = open.entry(of).or_insert_with(|| (line, Reader::default()));
        let begins = matches!(event.kind, EventKind::Started { .. });
        if !begins && !reader.has_begun() {
            let message = "no conversation has begun before this line".to_owned();
            bad.push(Bad { line, code: "AE0004", message });
            continue;
        }
        if let Some(conversation) = reader.event(&event) {
            all.push(Recorded { line: *began, conversation });
        }
        if begins {
            *began = line;
        }
    }
    for (line, reader) in open.into_values() {
        all.extend(reader.end().map(|conversation| Recorded { line, conversation }));
    }
    all.sort_by_key(|recorded| recorded.line);
    (all, bad)
}

type Wrong = (&'static str, String);

/// An event, and the conversation that its line says it is of; nothing where its type is not known.
fn event(line: &str) -> Result<Option<(Event, String)>, Wrong> {
    let value: Value = serde_json::from_str(line)
        .map_err(|error| ("AE0001", format!("this is not JSON: {}", without_place(&error))))?;
    let Value::Object(row) = value else {
        return Err(("AE0002", "an event is an object, as in `{\"v\":1,…}`".to_owned()));
    };
    let row = Row(&row);
    match row.0.get("v").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(v) if v > VERSION => {
            return Err((
                "AE0003",
                format!("version {v} of events is newer than what is read here"),
            ));
        }
        _ => return Err(("AE0002", "`v` is no version of events".to_owned())),
    }
    let Some(kind) = kind(row)? else { return Ok(None) };
    let (turn, at) = (row.number("turn")?, row.moment("at")?);
    let of = row
        .0
        .get("conversation")
        .map(|of| of.as_str().map_or_else(|| of.to_string(), str::to_owned));
    Ok(Some((Event { turn, at, kind }, of.unwrap_or_default())))
}

/// What is wrong with JSON; the line is told beside it.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let (what, _) = text.rsplit_once(" at line ").unwrap_or((&text, ""));
    format!("{what} at column {}", error.column())
}

fn kind(row: Row<'_>) -> Result<Option<EventKind>, Wrong> {
    Ok(Some(match row.text("type")?.as_str() {
        "started" => EventKind::Started {
            script: row.text("script")?,
            version: row.number("version")?,
            id: row.option("id")?,
            channel: row.option("channel")?,
            language: row.text("language")?,
            topic: row.option("topic")?,
            alone: row.flag("alone")?,
        },
        "joined" => EventKind::Joined { agent: row.text("agent")? },
        "left" => EventKind::Left { agent: row.text("agent")? },
        "received" => {
            EventKind::Received { length: row.number("length")?, text: row.option("text")? }
        }
        "filled" => {
            EventKind::Filled { fact: row.text("fact")?, corrected: row.flag("corrected")? }
        }
        "set" => EventKind::Set { fact: row.text("fact")?, value: row.option("value")? },
        "suggested" => EventKind::Suggested { suggestions: row.suggestions()? },
        "accepted" => EventKind::Accepted {
            id: row.text("id")?.into(),
            edits: row.number("edits")?,
            length: row.number("length")?,
            text: row.option("text")?,
        },
        "ignored" => {
            EventKind::Ignored { ids: row.texts("ids")?.into_iter().map(Into::into).collect() }
        }
        "sent" => EventKind::Sent { id: row.text("id")?.into() },
        "chosen" => EventKind::Chosen { id: row.text("id")?.into() },
        "asked" => EventKind::Asked { facts: row.texts("facts")? },
        "switched" => EventKind::Switched { topic: row.text("topic")?, back: row.flag("back")? },
        "nomatch" => EventKind::NoMatch { count: row.number("count")? },
        "silence" => EventKind::Silence { seconds: row.number("seconds")?.into() },
        "handoff" => EventKind::HandedOff {
            department: row.text("department")?,
            from: row.option("from")?,
            topic: row.option("topic")?,
            // Not told by the first engines: the script's own is what it most often is.
            by_hand: row.0.contains_key("byHand") && row.flag("byHand")?,
        },
        "deferred" => {
            EventKind::Deferred { department: row.text("department")?, opens: row.moment("opens")? }
        }
        "ended" => EventKind::Ended {
            outcome: match row.text("outcome")?.as_str() {
                "resolved" => Outcome::Resolved,
                "unresolved" => Outcome::Unresolved,
                "spam" => Outcome::Spam,
                _ => return Err(wrong("outcome", "`resolved`, `unresolved` or `spam`")),
            },
        },
        "undone" => EventKind::Undone { turn: row.number("to")? },
        "restored" => EventKind::Restored { lost: row.texts("lost")? },
        _ => return Ok(None),
    }))
}

fn wrong(key: &str, what: &str) -> Wrong {
    ("AE0002", format!("`{key}` of this event should be {what}"))
}

/// The keys of an event.
#[derive(Clone, Copy)]
struct Row<'r>(&'r Map<String, Value>);

impl Row<'_> {
    fn text(self, key: &str) -> Result<String, Wrong> {
        let text = self.0.get(key).and_then(Value::as_str);
        text.map(str::to_owned).ok_or_else(|| wrong(key, "a text"))
    }

    fn option(self, key: &str) -> Result<Option<String>, Wrong> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong(key, "a text or null")),
        }
    }

    fn number(self, key: &str) -> Result<u32, Wrong> {
        let number = self.0.get(key).and_then(Value::as_u64);
        let number = number.and_then(|number| u32::try_from(number).ok());
        number.ok_or_else(|| wrong(key, "a whole number from 0"))
    }

    fn flag(self, key: &str) -> Result<bool, Wrong> {
        self.0.get(key).and_then(Value::as_bool).ok_or_else(|| wrong(key, "true or false"))
    }

    fn moment(self, key: &str) -> Result<Option<i64>, Wrong> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let moment = value.as_i64().ok_or_else(|| wrong(key, "milliseconds or null"))?;
                Ok(Some(moment))
            }
        }
    }

    fn texts(self, key: &str) -> Result<Vec<String>, Wrong> {
        let error = || wrong(key, "a list of texts");
        let list = self.0.get(key).and_then(Value::as_array).ok_or_else(error)?;
        list.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(error)).collect()
    }

    fn suggestions(self) -> Result<Suggestions, Wrong> {
        let error = || wrong("suggestions", "a list of suggestions");
        let list = self.0.get("suggestions").and_then(Value::as_array).ok_or_else(error)?;
        list.iter()
            .map(|item| {
                let row = Row(item.as_object().ok_or_else(error)?);
                // How sure they were is not compared.
                Ok((row.text("id")?.into(), row.text("topic")?.into(), 0))
            })
            .collect()
    }
}
