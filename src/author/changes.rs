//! What has changed for people since another version of the script.

use serde_json::{Value, json};

use super::error::AuthorError;
use crate::changes::{Group, changes};
use crate::check::script::Script;
use crate::compile::{Source, analyse};

pub(super) fn answer(script: &Script, asked: &Value) -> Result<Value, AuthorError> {
    let wrong = || AuthorError::Asked("`old` is not an object of file names and texts".into());
    let old = asked.get("old").and_then(Value::as_object).ok_or_else(wrong)?;
    let mut sources = Vec::with_capacity(old.len());
    for (name, text) in old {
        let text = text.as_str().ok_or_else(wrong)?.to_owned();
        sources.push(Source { name: name.clone(), text });
    }
    // A JSON object has its keys in the order of the alphabet here: the main file is named.
    let main = asked.get("main").and_then(Value::as_str).unwrap_or("main.answers");
    sources.sort_by_key(|source| source.name != main);
    let old = analyse(&sources).script.ok_or(AuthorError::Errors)?;
    Ok(changed(&changes(&old, script)))
}

/// What has changed, a row each, as `answertree diff --json` prints it.
pub fn changed(groups: &[Group]) -> Value {
    Value::Array(groups.iter().flat_map(of_group).collect())
}

fn of_group(group: &Group) -> impl Iterator<Item = Value> {
    let (topic, title) = (&group.topic, &group.title);
    group.changes.iter().map(move |change| {
        let or_null = |text: &String| if text.is_empty() { Value::Null } else { json!(text) };
        json!({
            "topic": or_null(topic),
            "title": or_null(title),
            "subject": change.subject.word(),
            "name": or_null(&change.name),
            "old": change.old,
            "new": change.new,
        })
    })
}
