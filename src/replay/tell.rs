//! What came of an operation, so that two can be compared.

use std::collections::BTreeMap;

use crate::machine::Outcome;
use crate::runtime::{Event, EventKind, SessionTurn};

/// What can be different, what says most first.
const SUBJECTS: [&str; 11] = [
    "switched",
    "topic",
    "handoff",
    "end",
    "suggestions",
    "asks",
    "sent",
    "choices",
    "chosen",
    "filled",
    "no match",
];

/// What events tell only where the turn before did not have it.
const OFFERS: [&str; 2] = ["suggestions", "asks"];

/// What was offered last, as far as events say.
#[derive(Clone, Debug, Default)]
pub(super) struct Last(BTreeMap<&'static str, String>);

impl Last {
    /// What events say of a step, with what it offers: where they do not, what is `shown` is right if it is nothing, or what was
    /// offered last. After going back nobody knows what that was.
    pub(super) fn of(&mut self, told: &Told, shown: &Told) -> Told {
        let mut all = told.clone();
        for subject in OFFERS {
            if let Some(text) = told.0.get(subject) {
                self.0.insert(subject, text.clone());
                continue;
            }
            let Some(now) = shown.0.get(subject) else { continue };
            if self.0.get(subject).is_none_or(|last| last == now) {
                all.0.insert(subject, now.clone());
            }
        }
        all
    }
}

/// What came of an operation, by subject: names with commas between them. Texts and figures are not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told(BTreeMap<&'static str, String>);

impl Told {
    /// What events say.
    pub fn of(events: &[Event]) -> Self {
        let mut told = Self::default();
        events.iter().for_each(|event| told.event(&event.kind));
        told
    }

    /// Adds what one event says.
    pub(super) fn event(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Filled { fact, .. } => self.add("filled", fact),
            EventKind::Suggested { suggestions } => {
                self.0.remove("suggestions");
                suggestions.iter().for_each(|(id, ..)| self.add("suggestions", id));
            }
            EventKind::Asked { facts } => {
                self.0.remove("asks");
                facts.iter().for_each(|fact| self.add("asks", fact));
            }
            EventKind::Sent { id } => self.add("sent", id),
            EventKind::Chosen { id } => self.add("chosen", id),
            EventKind::Switched { topic, back } => {
                self.add(
                    "switched",
                    &if *back { format!("back to {topic}") } else { topic.clone() },
                );
            }
            EventKind::NoMatch { count } => self.add("no match", &count.to_string()),
            EventKind::HandedOff { department, .. } => self.add("handoff", department),
            EventKind::Ended { outcome } => self.add("end", word(*outcome)),
            EventKind::Started { .. }
            | EventKind::Joined { .. }
            | EventKind::Left { .. }
            | EventKind::Received { .. }
            | EventKind::Set { .. }
            | EventKind::Accepted { .. }
            | EventKind::Ignored { .. }
            | EventKind::Silence { .. }
            | EventKind::Deferred { .. }
            | EventKind::Undone { .. }
            | EventKind::Restored { .. } => {}
        }
    }

    /// What a turn shows.
    pub fn shown(turn: &SessionTurn<'_>) -> Self {
        let mut told = Self::default();
        let row = &turn.turn;
        row.topic.iter().for_each(|topic| told.add("topic", topic));
        row.suggestions.iter().for_each(|suggestion| told.add("suggestions", &suggestion.id));
        row.asks.iter().for_each(|ask| told.add("asks", ask.fact));
        row.choices.iter().for_each(|choice| told.add("choices", &choice.id));
        row.handoff.iter().for_each(|handoff| told.add("handoff", handoff.department));
        row.ended.iter().for_each(|outcome| told.add("end", word(*outcome)));
        told
    }

    /// Without what turns show better than events, which tell it only where it is new; beside `turns`, also without how it was left.
    pub(super) fn happened(&self, turns: bool) -> Self {
        let mut told = self.clone();
        OFFERS.iter().for_each(|subject| {
            told.0.remove(subject);
        });
        if turns {
            told.0.remove("handoff");
            told.0.remove("end");
        }
        told
    }

    /// What a turn offers, of all that it shows.
    pub(super) fn offers(&self) -> Self {
        let of = |subject: &'static str| Some((subject, self.0.get(subject)?.clone()));
        Self(OFFERS.into_iter().filter_map(of).collect())
    }

    /// Both together.
    pub(super) fn with(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().map(|(subject, text)| (*subject, text.clone())));
        self
    }

    /// The first subject that is different: what it is here, and what there.
    pub(super) fn differs(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let of = |told: &Self, subject: &str| told.0.get(subject).cloned().unwrap_or_default();
        SUBJECTS.into_iter().find_map(|subject| {
            let (was, now) = (of(self, subject), of(other, subject));
            (was != now).then_some((subject, was, now))
        })
    }

    fn add(&mut self, subject: &'static str, name: &str) {
        let text = self.0.entry(subject).or_default();
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name);
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}
