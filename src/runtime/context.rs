//! What the host knows when a message comes in.

use core::fmt;

use super::value::Value;
use crate::machine::Machine;
use crate::machine::id::{ChannelId, FactId, LanguageId, TopicId};
use crate::machine::tables::{Kind, channel};
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
    /// The customer's language, BCP 47; the script's own where it is missing or the script has nothing nearer.
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
        /// What the script says it is.
        kind: &'static str,
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
        match self {
            Self::UnknownChannel { name, known } if known.is_empty() => {
                write!(f, "the script declares no channel, so `{name}` is none of them")
            }
            Self::UnknownChannel { name, known } => {
                write!(f, "the script has no channel `{name}`; it has {}", known.join(", "))
            }
            Self::WrongKind { fact, kind } => write!(f, "the fact `{fact}` takes {kind}"),
        }
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
    pub(crate) visits: Vec<(TopicId, u32)>,
}

impl Known {
    /// Looks up the names of `context`.
    pub(crate) fn new(machine: &Machine, context: &Context) -> Result<Self, ContextError> {
        let channel = match &context.channel {
            Some(name) => Some(channel_named(machine, name)?),
            None => None,
        };
        let public = channel
            .and_then(|id| machine.channels.get(id.usize()))
            .is_some_and(|row| row.flags & channel::PUBLIC != 0);
        let mut known = Self {
            channel,
            public,
            language: language_for(machine, context.language.as_deref()),
            facts: Vec::with_capacity(machine.facts.len()),
            now: context.now,
            seed: context.seed,
            visits: Vec::new(),
        };
        for (index, fact) in machine.facts.iter().enumerate() {
            let name = machine.string(fact.name);
            let value = match context.facts.iter().rev().find(|(given, _)| given == name) {
                Some((_, value)) => given(machine, FactId::at(index), value)?,
                None => Value::Unknown,
            };
            known.facts.push(value);
        }
        super::eval::defaults(machine, &mut known);
        for (name, count) in &context.visits {
            if let Some(topic) = machine.topic_named(name) {
                known.visits.push((topic, *count));
            }
        }
        Ok(known)
    }

    /// How often `topic` was visited.
    pub(crate) fn visits(&self, topic: TopicId) -> u32 {
        self.visits.iter().rev().find(|(t, _)| *t == topic).map_or(0, |(_, n)| *n)
    }
}

fn channel_named(machine: &Machine, name: &str) -> Result<ChannelId, ContextError> {
    let names = || machine.channels.iter().map(|row| machine.string(row.name));
    match names().position(|known| known == name) {
        Some(index) => Ok(ChannelId::at(index)),
        None => Err(ContextError::UnknownChannel {
            name: name.to_owned(),
            known: names().map(str::to_owned).collect(),
        }),
    }
}

/// The script's language nearest to what is asked: the same, then the same without its region, then the script's own.
fn language_for(machine: &Machine, asked: Option<&str>) -> LanguageId {
    let find = |name: &str| machine.languages().position(|known| known.eq_ignore_ascii_case(name));
    let mut name = asked.unwrap_or("");
    loop {
        if let Some(index) = find(name) {
            return LanguageId::at(index);
        }
        match name.rfind(['-', '_']).and_then(|at| name.get(..at)) {
            Some(shorter) => name = shorter,
            None => return LanguageId::default(),
        }
    }
}

/// A host's value as the fact's kind.
fn given(machine: &Machine, id: FactId, value: &FactValue) -> Result<Value, ContextError> {
    let Some(fact) = machine.facts.get(id.usize()) else { return Ok(Value::Unknown) };
    let fits = match (fact.kind, value) {
        (Kind::Text, FactValue::Number(n)) => Some(Value::Text(n.to_string())),
        (_, FactValue::Text(text)) => read(machine, id, text),
        (Kind::Number, FactValue::Number(n)) => Some(Value::Number(*n)),
        (Kind::YesNo, FactValue::YesNo(b)) => Some(Value::YesNo(*b)),
        (Kind::List, FactValue::List(items)) => Some(Value::List(items.clone())),
        _ => None,
    };
    fits.ok_or_else(|| ContextError::WrongKind {
        fact: machine.string(fact.name).to_owned(),
        kind: fact.kind.name(),
    })
}

/// A text as the fact's kind, whole.
fn read(machine: &Machine, id: FactId, text: &str) -> Option<Value> {
    let fact = machine.facts.get(id.usize())?;
    match fact.kind {
        Kind::Text => Some(Value::Text(text.to_owned())),
        Kind::Number => Decimal::parse(text.trim()).map(Value::Number),
        Kind::YesNo => match text {
            "yes" => Some(Value::YesNo(true)),
            "no" => Some(Value::YesNo(false)),
            _ => None,
        },
        Kind::Date => find::iso_date(text.trim()).map(Value::Date),
        Kind::Time => find::clock_time(text.trim()).map(Value::Time),
        Kind::OneOf => {
            let option = fact.options.iter().map(|o| machine.string(*o)).find(|o| *o == text)?;
            Some(Value::Text(option.to_owned()))
        }
        Kind::List => Some(Value::List(vec![text.to_owned()])),
    }
}
