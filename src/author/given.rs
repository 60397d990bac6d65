//! Reading what a question is asked with: the objects of `types.ts`.

use serde_json::{Map, Value};

use super::error::AuthorError;
use crate::runtime::{Context, FactValue, Input, Start};
use crate::text::decimal::Decimal;

/// How a conversation begins.
pub(super) fn start(given: &Value) -> Result<Start, AuthorError> {
    let fields = object(given, "start")?;
    Ok(Start {
        context: context(given)?,
        topic: text(fields, "topic")?,
        alone: fields.get("alone").and_then(Value::as_bool).unwrap_or(false),
        ..Start::default()
    })
}

/// What the host knows.
pub(super) fn context(given: &Value) -> Result<Context, AuthorError> {
    if given.is_null() {
        return Ok(Context::default());
    }
    let fields = object(given, "context")?;
    let mut context = Context {
        channel: text(fields, "channel")?,
        language: text(fields, "language")?,
        now: whole(fields, "now")?,
        ..Context::default()
    };
    let facts = fields.get("facts").filter(|facts| !facts.is_null());
    for (name, value) in
        facts.map(|facts| object(facts, "facts")).transpose()?.into_iter().flatten()
    {
        context.facts.push((name.clone(), fact(value)?));
    }
    Ok(context)
}

/// The message that is asked about.
pub(super) fn message(asked: &Value) -> Result<&str, AuthorError> {
    let message = asked.get("message").and_then(Value::as_str);
    message.ok_or_else(|| AuthorError::Asked("`message` is not a text".into()))
}

/// Something that happens in a conversation.
pub(super) fn input(given: &Value) -> Result<Input, AuthorError> {
    let fields = object(given, "an operation")?;
    if let Some(message) = text(fields, "receive")? {
        return Ok(Input::Receive(message));
    }
    if let Some(id) = text(fields, "accept")? {
        return Ok(Input::Accept { id: id.into(), text: text(fields, "text")? });
    }
    if let Some(id) = text(fields, "choose")? {
        return Ok(Input::Choose(id.into()));
    }
    if let Some(name) = text(fields, "set")? {
        let value =
            fields.get("value").ok_or_else(|| AuthorError::Asked("`value` is missing".into()))?;
        return Ok(Input::Set { fact: name, value: fact(value)? });
    }
    if let Some(now) = whole(fields, "tick")? {
        return Ok(Input::Tick(now));
    }
    if let Some(department) = text(fields, "handoff")? {
        return Ok(Input::Handoff { department, why: text(fields, "why")?.unwrap_or_default() });
    }
    let undo = whole(fields, "undo")?.and_then(|turn| u32::try_from(turn).ok());
    undo.map(Input::Undo).ok_or_else(|| AuthorError::Asked("an operation is none".into()))
}

/// The values of an array.
pub(super) fn list<'v>(asked: &'v Value, name: &str) -> Result<&'v [Value], AuthorError> {
    let values = asked.get(name).and_then(Value::as_array);
    values.map(Vec::as_slice).ok_or_else(|| AuthorError::Asked(format!("`{name}` is not an array")))
}

/// The texts of an array.
pub(super) fn texts<'v>(asked: &'v Value, name: &str) -> Result<Vec<&'v str>, AuthorError> {
    let text = |value: &'v Value| {
        value.as_str().ok_or_else(|| AuthorError::Asked(format!("`{name}` has what is no text")))
    };
    list(asked, name)?.iter().map(text).collect()
}

fn object<'v>(given: &'v Value, what: &str) -> Result<&'v Map<String, Value>, AuthorError> {
    given.as_object().ok_or_else(|| AuthorError::Asked(format!("{what} is not an object")))
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, AuthorError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(AuthorError::Asked(format!("`{name}` is not a text"))),
    }
}

fn whole(fields: &Map<String, Value>, name: &str) -> Result<Option<i64>, AuthorError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        // A JavaScript number may be written with a fraction of nothing.
        Some(value) => match value
            .as_i64()
            .or_else(|| value.as_f64().and_then(Decimal::from_f64).map(Decimal::trunc))
        {
            Some(number) => Ok(Some(number)),
            None => Err(AuthorError::Asked(format!("`{name}` is not a number"))),
        },
    }
}

fn fact(value: &Value) -> Result<FactValue, AuthorError> {
    let wrong = || AuthorError::Asked(format!("{value} is no value of a fact"));
    Ok(match value {
        Value::String(text) => FactValue::Text(text.clone()),
        Value::Bool(yes) => FactValue::YesNo(*yes),
        Value::Number(number) => {
            FactValue::Number(number.as_f64().and_then(Decimal::from_f64).ok_or_else(wrong)?)
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| item.as_str().map(str::to_owned));
            FactValue::List(items.collect::<Option<_>>().ok_or_else(wrong)?)
        }
        Value::Null | Value::Object(_) => return Err(wrong()),
    })
}
