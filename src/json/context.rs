//! A context from JSON.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::JsonError;
use crate::runtime::{Context, FactValue};
use crate::text::decimal::Decimal;

/// A context as hosts write it; unknown keys are a mistake.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Dto {
    channel: Option<String>,
    language: Option<String>,
    facts: BTreeMap<String, Value>,
    now: Option<f64>,
    seed: Option<u32>,
    visits: BTreeMap<String, u32>,
    limit: Option<u32>,
    explain: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    YesNo(bool),
    Number(f64),
    Text(String),
    List(Vec<String>),
    Unknown(()),
}

impl Dto {
    /// The context it stands for.
    pub(crate) fn into_context(self) -> Result<Context, JsonError> {
        let mut facts = Vec::new();
        for (name, value) in self.facts {
            let value = match value {
                Value::YesNo(b) => FactValue::YesNo(b),
                Value::Number(n) => match Decimal::from_f64(n) {
                    Some(n) => FactValue::Number(n),
                    None => return Err(JsonError(format!("the fact `{name}` is a number too large to count with"))),
                },
                Value::Text(text) => FactValue::Text(text),
                Value::List(items) => FactValue::List(items),
                Value::Unknown(()) => continue,
            };
            facts.push((name, value));
        }
        let default = Context::default();
        Ok(Context {
            channel: self.channel,
            language: self.language,
            facts,
            now: self.now.and_then(milliseconds),
            seed: self.seed.unwrap_or(0),
            visits: self.visits.into_iter().collect(),
            limit: self.limit.map_or(default.limit, |n| usize::try_from(n).unwrap_or(default.limit)),
            explain: self.explain,
        })
    }
}

/// A host's clock; half a million years either way.
fn milliseconds(now: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    (now.abs() < 1.6e16).then_some(now as i64)
}

/// Reads a context.
///
/// ```
/// let context = answertree::json::context(r#"{"channel":"x","facts":{"name":"Sam","vip":true}}"#).unwrap();
/// assert_eq!(context.channel.as_deref(), Some("x"));
/// assert!(answertree::json::context(r#"{"chanel":"x"}"#).is_err());
/// ```
///
/// # Errors
/// Where the text is not JSON, or has keys or values that a context does not have.
pub fn context(json: &str) -> Result<Context, JsonError> {
    let dto: Dto = serde_json::from_str(json).map_err(|error| JsonError(error.to_string()))?;
    dto.into_context()
}
