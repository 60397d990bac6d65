//! Events to conversations: which of them say what was done, and which what came of it.

use super::tell::Told;
use super::{Conversation, Operation, Step, has_text, is_aside};
use crate::runtime::{Context, Event, EventKind, FactValue, Input, Start};

/// The conversations of events, in the order in which they began.
pub fn conversations(events: impl IntoIterator<Item = Event>) -> Vec<Conversation> {
    let mut reader = Reader::default();
    let mut all = Vec::new();
    for event in events {
        all.extend(reader.event(&event));
    }
    all.extend(reader.end());
    all
}

/// Reads the events of one conversation after the other.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    current: Option<Conversation>,
}

impl Reader {
    /// Whether a conversation has begun.
    pub fn has_begun(&self) -> bool {
        self.current.is_some()
    }

    /// Reads an event; gives the conversation that is over where another begins. What comes before any began is passed over.
    pub fn event(&mut self, event: &Event) -> Option<Conversation> {
        if let EventKind::Started { id, channel, language, topic, alone, .. } = &event.kind {
            let context = Context {
                channel: channel.clone(),
                language: Some(language.clone()),
                now: event.at,
                ..Context::default()
            };
            let start = Start {
                context,
                topic: topic.clone(),
                alone: *alone,
                texts: true,
                id: id.clone(),
                ..Start::default()
            };
            let told = Told::default();
            let begun = Conversation { start, told, steps: Vec::new(), has_texts: true };
            return self.current.replace(begun);
        }
        if let Some(conversation) = &mut self.current
            && !is_aside(event)
        {
            conversation.has_texts &= has_text(&event.kind);
            conversation.add(event);
        }
        None
    }

    /// The last conversation.
    pub fn end(self) -> Option<Conversation> {
        self.current
    }
}

impl Conversation {
    fn add(&mut self, event: &Event) {
        let started = self.steps.is_empty() && event.turn == 0;
        if let (true, EventKind::Set { fact, value }) = (started, &event.kind) {
            let value = FactValue::Text(value.clone().unwrap_or_default());
            self.start.context.facts.push((fact.clone(), value));
            return;
        }
        let same = match self.steps.last() {
            None => started,
            // What was done in a turn comes before what came of it.
            Some(step) => step.turn == event.turn && !begins(&event.kind, &step.operation),
        };
        if !same {
            let operation = operation(event);
            let told = Told::default();
            self.steps.push(Step { operation, at: event.at, turn: event.turn, told });
        }
        if let (true, EventKind::Received { text, .. }) = (same, &event.kind)
            && let Some(step) = self.steps.last_mut()
        {
            // What was ignored is told right before the message.
            step.operation = Operation::Do(Input::Receive(text.clone().unwrap_or_default()));
        }
        let told = self.steps.last_mut().map_or(&mut self.told, |step| &mut step.told);
        told.event(&event.kind);
    }
}

/// Whether an event begins another operation in the turn of one.
fn begins(kind: &EventKind, before: &Operation) -> bool {
    match kind {
        EventKind::Undone { .. }
        | EventKind::Restored { .. }
        | EventKind::Ignored { .. }
        | EventKind::Accepted { .. }
        | EventKind::Set { .. }
        | EventKind::Silence { .. }
        | EventKind::HandedOff { by_hand: true, .. } => true,
        EventKind::Received { .. } => {
            !matches!(before, Operation::Do(Input::Receive(text)) if text.is_empty())
        }
        // Behind what is no turn of its own, these are operations; behind an operation, what came of it.
        EventKind::Chosen { .. } | EventKind::Switched { .. } => {
            matches!(before, Operation::Restore | Operation::Do(Input::Undo(_) | Input::Tick(_)))
        }
        // Nothing is told of what comes of going back: it was told before.
        _ => matches!(before, Operation::Do(Input::Undo(_))),
    }
}

/// The operation that an event is the first to tell of.
fn operation(event: &Event) -> Operation {
    Operation::Do(match &event.kind {
        EventKind::Received { text, .. } => Input::Receive(text.clone().unwrap_or_default()),
        EventKind::Ignored { .. } => Input::Receive(String::new()),
        EventKind::Accepted { id, text, .. } => {
            Input::Accept { id: id.clone(), text: text.clone() }
        }
        EventKind::Chosen { id } => Input::Choose(id.clone()),
        EventKind::Switched { topic, back } => {
            Input::Choose([if *back { "back:" } else { "switch:" }, topic].concat().into())
        }
        EventKind::Set { fact, value } => Input::Set {
            fact: fact.clone(),
            value: FactValue::Text(value.clone().unwrap_or_default()),
        },
        EventKind::HandedOff { department, by_hand: true, .. } => {
            Input::Handoff { department: department.clone(), why: String::new() }
        }
        EventKind::Undone { turn } => Input::Undo(*turn),
        EventKind::Restored { .. } => return Operation::Restore,
        // Time went by.
        _ => Input::Tick(event.at.unwrap_or_default()),
    })
}
