//! Messages that no topic answers, in groups.

use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::batch::told;
use super::error::AuthorError;
use super::given;
use crate::backtest::{first, unlikely};
use crate::groups::{Group, Groups, Messages, Settings};
use crate::machine::Machine;
use crate::pack::Pack;
use crate::runtime::{Context, Suggester};

/// What a topic answers is learned from messages that are its own with this confidence, in thousandths.
const CERTAIN: u32 = 600;

pub(super) fn answer(
    machine: &Machine,
    pack: Option<&Pack>,
    asked: &Value,
) -> Result<Value, AuthorError> {
    let messages = given::texts(asked, "messages")?;
    let context = Context { explain: true, limit: 1, ..Context::default() };
    let mut suggester = Suggester::new();
    let mut kept = Messages::new(pack);
    // The place of each message among those that are grouped.
    let mut places = Vec::with_capacity(messages.len());
    for message in &messages {
        let turn = told(&mut suggester, machine, message, &context)?;
        places.push(None);
        if let Some((topic, sure)) = first(&turn) {
            if sure >= CERTAIN {
                kept.answered(message, topic);
            }
        } else if kept.add(message, unlikely(&turn))
            && let Some(place) = places.last_mut()
        {
            *place = Some(kept.len() - 1);
        }
    }
    let settings = Settings { threads: 1, ..Settings::default() };
    let found = kept.group(settings, |_| ControlFlow::Continue(())).unwrap_or_default();
    let taken: Vec<&str> = machine.topics().collect();
    let groups: Vec<Value> = found.groups.iter().map(|group| of_group(group, &taken)).collect();
    let of: Vec<Option<usize>> =
        places.iter().map(|place| found.of.get((*place)?).copied().flatten()).collect();
    Ok(json!({
        "messages": messages.len(),
        "grouped": found.grouped,
        "groups": groups,
        "of": of,
    }))
}

fn of_group(group: &Group, taken: &[&str]) -> Value {
    let closest = group.closest.as_ref().map(|closest| {
        let confidence = f64::from(closest.sure) / 1_000.0;
        json!({ "topic": closest.topic, "confidence": confidence, "messages": closest.messages })
    });
    let alone = Groups { groups: vec![group.clone()], ..Groups::default() };
    let draft = if group.examples.is_empty() { None } else { Some(alone.drafts(taken)) };
    json!({
        "name": group.name,
        "messages": group.messages,
        "different": group.different,
        "words": group.words,
        "central": group.central,
        "examples": group.examples,
        "closest": closest,
        "draft": draft,
    })
}
