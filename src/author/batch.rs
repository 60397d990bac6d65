//! What the script makes of many messages, in short.

use serde_json::{Value, json};

use super::error::AuthorError;
use super::given;
use crate::check::script::Script;
use crate::machine::Machine;
use crate::runtime::{Context, Suggester, Turn};

/// So many of the topics that a message does not speak of are looked at: the second is all that is told.
const CLOSEST: usize = 2;

pub(super) fn answer(
    script: &Script,
    machine: &Machine,
    asked: &Value,
) -> Result<Value, AuthorError> {
    let messages = given::texts(asked, "messages")?;
    let mut context = given::context(asked.get("context").unwrap_or(&json!({})))?;
    (context.explain, context.limit) = (true, CLOSEST);
    let number = |name: &str| script.topics.iter().position(|topic| topic.name == name);
    let mut suggester = Suggester::new();
    let mut rows = Vec::with_capacity(messages.len());
    for message in messages {
        let turn = told(&mut suggester, machine, message, &context)?;
        let [first, second] = best(&turn);
        let answered = !turn.suggestions.is_empty() || turn.topic.is_some();
        let place = |best: Option<(&str, u32)>| best.and_then(|(name, _)| number(name));
        rows.push(json!([
            answered,
            place(first),
            first.map_or(0, |(_, sure)| sure),
            place(second),
            second.map_or(0, |(_, sure)| sure),
            turn.small_talk.map(crate::runtime::SmallTalk::name),
            turn.other_language,
        ]));
    }
    let topics: Vec<Value> = script
        .topics
        .iter()
        .map(|topic| {
            let owner = topic.department.and_then(|id| script.departments.get(id.usize()));
            json!({
                "name": topic.name,
                "title": topic.title,
                "department": owner.map(|owner| owner.title.as_str()),
            })
        })
        .collect();
    Ok(json!({ "topics": topics, "rows": rows }))
}

/// A turn; a context that does not fit the script is told by the code that the engine gives.
pub(super) fn told<'m>(
    suggester: &mut Suggester,
    machine: &'m Machine,
    message: &str,
    context: &Context,
) -> Result<Turn<'m>, AuthorError> {
    suggester
        .suggest(machine, message, context)
        .map_err(|error| AuthorError::Asked(format!("{error} [{}]", error.code())))
}

/// The two topics that come nearest, and how sure they are in thousandths; what a `when not` excludes is none of them.
fn best<'t>(turn: &'t Turn<'_>) -> [Option<(&'t str, u32)>; 2] {
    use crate::runtime::RuledOutReason::Excluded;
    let suggested = turn.suggestions.iter().map(|row| (row.topic, row.confidence.value()));
    let others = turn.ruled_out.iter().filter(|row| row.reason != Excluded);
    let mut all = suggested.chain(others.map(|row| (row.topic, row.confidence.value())));
    let first = all.next();
    let second = all.find(|(topic, _)| first.is_none_or(|(name, _)| name != *topic));
    [first, second]
}
