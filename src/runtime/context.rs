//! What the host knows when a message comes in.

use core::fmt;
use std::sync::Arc;

use super::value::{Heap, Value};
use crate::machine::Machine;
use crate::machine::id::{ChannelId, LanguageId, TopicId};
use crate::machine::tables::{FactRow, Kind};
use crate::text::decimal::Decimal;
use crate::text::find;

/// A fact's value as a host gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// Text; also dates (`2026-12-24`), times (`08:30`) and options.
    Text(String),
    /// A number.
    Number(Decimal),
    /// Yes or no.
    YesNo(bool),
    /// A list of texts.
    List(Vec<String>),
}

/// What the host knows; [`Context::default`] knows nothing.
///
/// ```
/// use answertree::runtime::{Context, FactValue};
/// let context = Context {
///     channel: Some("x".into()),
///     facts: vec![("name".into(), FactValue::Text("Sam".into()))],
///     ..Context::default()
/// };
/// assert_eq!(context.limit, 5);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// The channel's name in the script; without one there is no limit and no `[on …]` holds.
    pub channel: Option<String>,
    /// The customer's language, BCP 47, or several with commas between them, best first; the script's own where it is missing or
    /// the script has nothing nearer.
    pub language: Option<String>,
    /// What is known, by the names of the script's facts; other names are passed over.
    pub facts: Vec<(String, FactValue)>,
    /// Milliseconds since 1970-01-01 UTC; without it nothing that needs a clock is known.
    pub now: Option<i64>,
    /// Chooses between wordings.
    pub seed: u32,
    /// How often topics have been visited in this conversation, by name.
    pub visits: Vec<(String, u32)>,
    /// The most suggestions, 1 to 20.
    pub limit: usize,
    /// Also say what was ruled out.
    pub explain: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            channel: None,
            language: None,
            facts: Vec::new(),
            now: None,
            seed: 0,
            visits: Vec::new(),
            limit: 5,
            explain: false,
        }
    }
}

/// Why a context does not fit a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContextError {
    /// The script has no channel of this name.
    UnknownChannel {
        /// The name given.
        name: String,
        /// The names the script has.
        known: Vec<String>,
    },
    /// A fact's value is of another kind than the script says.
    WrongKind {
        /// The fact.
        fact: String,
        /// What the script says it is, with its options.
        kind: String,
    },
}

impl ContextError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownChannel { .. } => "AC0001",
            Self::WrongKind { .. } => "AC0002",
        }
    }
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl ContextError {
    /// What is wrong, for people: what [`Display`](fmt::Display) shows.
    pub fn message(&self) -> String {
        let mut text = String::new();
        match self {
            Self::UnknownChannel { name, known } if known.is_empty() => {
                for part in ["the script declares no channel, so `", name, "` is none of them"] {
                    text.push_str(part);
                }
            }
            Self::UnknownChannel { name, known } => {
                for part in ["the script has no channel `", name, "`; it has "] {
                    text.push_str(part);
                }
                for (i, name) in known.iter().enumerate() {
                    if i > 0 {
                        text.push_str(", ");
                    }
                    text.push_str(name);
                }
            }
            Self::WrongKind { fact, kind } => {
                for part in ["the fact `", fact.as_str(), "` takes ", kind.as_str()] {
                    text.push_str(part);
                }
            }
        }
        text
    }
}

impl core::error::Error for ContextError {}

/// A context with its names looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) channel: Option<ChannelId>,
    pub(crate) public: bool,
    pub(crate) language: LanguageId,
    /// One value a fact.
    pub(crate) facts: Vec<Value>,
    pub(crate) now: Option<i64>,
    pub(crate) seed: u32,
    pub(crate) visits: Arc<Vec<(TopicId, u32)>>,
    /// In a conversation: the lines with `[once]` that were said.
    pub(crate) said: Option<Arc<Vec<u32>>>,
}

impl Known {
    /// Looks up the names of `context`; texts go to the heap.
    pub(crate) fn new(
        machine: &Machine,
        context: &Context,
        heap: &mut Heap,
    ) -> Result<Self, ContextError> {
        let mut known = Self {
            language: language_for(machine, context.language.as_deref().unwrap_or("")),
            now: context.now,
            seed: context.seed,
            ..Self::default()
        };
        if let Some(name) = &context.channel {
            let Some(id) = machine.channel_named(name) else {
                let names = machine.channels.iter().map(|row| machine.string(row.name).to_owned());
                return Err(ContextError::UnknownChannel {
                    name: name.clone(),
                    known: names.collect(),
                });
            };
            known.channel = Some(id);
            known.public = machine.is_public(id);
        }
        for fact in &machine.facts {
            let name = machine.string(fact.name);
            let given = context.facts.iter().rev().find(|(given, _)| given == name);
            known.facts.push(match given {
                Some((_, value)) => match read(machine, fact, value, heap) {
                    Some(value) => value,
                    None => return Err(wrong_kind(machine, fact)),
                },
                None => Value::Unknown,
            });
        }
        super::eval::defaults(machine, &mut known, heap);
        let visits = context.visits.iter();
        let named = visits.filter_map(|(name, n)| machine.topic_named(name).map(|id| (id, *n)));
        known.visits = Arc::new(named.collect());
        Ok(known)
    }

    /// How often `topic` was visited.
    pub(crate) fn visits(&self, topic: TopicId) -> u32 {
        self.visits.iter().rev().find(|(t, _)| *t == topic).map_or(0, |(_, n)| *n)
    }
}

/// The script's language nearest to what is asked, best first: the same, then the same without its region, then the next that is
/// asked, then the script's own.
fn language_for(machine: &Machine, names: &str) -> LanguageId {
    for mut name in names.split(',').map(str::trim) {
        loop {
            if let Some(index) = machine.languages().position(|l| l.eq_ignore_ascii_case(name)) {
                return LanguageId::at(index);
            }
            let end = name.bytes().rposition(|b| b == b'-' || b == b'_');
            match end.and_then(|end| name.get(..end)) {
                Some(shorter) => name = shorter,
                None => break,
            }
        }
    }
    LanguageId::default()
}

/// A host's value is of another kind than the fact.
pub(crate) fn wrong_kind(machine: &Machine, fact: &FactRow) -> ContextError {
    let mut kind = fact.kind.name().to_owned();
    for (i, option) in fact.options.iter().enumerate() {
        kind.push_str(if i == 0 { " " } else { ", " });
        kind.push_str(machine.string(*option));
    }
    ContextError::WrongKind { fact: machine.string(fact.name).to_owned(), kind }
}

/// A host's value as the fact's kind, whole.
pub(crate) fn read(
    machine: &Machine,
    fact: &FactRow,
    value: &FactValue,
    heap: &mut Heap,
) -> Option<Value> {
    let is_option = |text: &String| fact.options.iter().any(|id| machine.string(*id) == text);
    if fact.kind == Kind::SomeOf
        && let FactValue::List(items) = value
        && !items.iter().all(is_option)
    {
        return None;
    }
    Some(match (fact.kind.held(), value) {
        (Kind::Text, FactValue::Number(n)) => Value::Text(heap.said(Value::Number(*n))),
        (Kind::Number, FactValue::Number(n)) => Value::Number(*n),
        (Kind::YesNo, FactValue::YesNo(b)) => Value::YesNo(*b),
        (Kind::List, FactValue::List(items)) => {
            let items: Vec<Value> = items.iter().map(|item| heap.add(item)).collect();
            heap.list(&items)
        }
        (Kind::Text, FactValue::Text(text)) => heap.add(text),
        (Kind::Number, FactValue::Text(text)) => Value::Number(Decimal::parse(text.trim())?),
        (Kind::YesNo, FactValue::Text(text)) => match text.as_str() {
            "yes" => Value::YesNo(true),
            "no" => Value::YesNo(false),
            _ => return None,
        },
        (Kind::Date, FactValue::Text(text)) => Value::Date(find::iso_date(text.trim())?),
        (Kind::Time, FactValue::Text(text)) => Value::Time(find::clock_time(text.trim())?),
        (Kind::OneOf, FactValue::Text(text)) => {
            let mut options = fact.options.iter().map(|option| machine.string(*option));
            heap.add(options.find(|option| option == text)?)
        }
        (Kind::List, FactValue::Text(text)) => {
            let item = heap.add(text);
            heap.list(&[item])
        }
        _ => return None,
    })
}
