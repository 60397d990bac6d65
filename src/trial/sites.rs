//! Where what a turn shows was written.

use std::collections::BTreeMap;

use super::Trials;
use super::reached::{Reached, more};
use crate::check::script::StatementKind;
use crate::check::script::Target;
use crate::check::statements;
use crate::runtime::trace::Mark;
use crate::runtime::{Event, EventKind, SessionTurn};
use crate::span::Span;

/// What was come upon so far, by name, and in the last turn.
#[derive(Default)]
pub(super) struct Sites {
    /// Replies, choices, steps and notes by their stable names.
    named: BTreeMap<String, Span>,
    /// Statements of the last turn, in the order walked.
    last: Vec<Span>,
    /// What was said in the last turn to a customer who is alone.
    pub(super) sent: Vec<Span>,
}

impl Sites {
    /// Takes in what an operation came upon.
    pub(super) fn read(
        &mut self,
        trials: &Trials<'_>,
        marks: Vec<Mark>,
        events: &[Event],
        turn: &SessionTurn<'_>,
        reached: &mut Reached,
    ) {
        self.last.clear();
        self.sent.clear();
        for mark in marks {
            match mark {
                Mark::Topic(topic) => {
                    if let Some(span) = trials.heading(topic) {
                        more(&mut reached.topics, span, 1);
                    }
                }
                Mark::Statement(at) => {
                    if let Some(span) = trials.span(at) {
                        more(&mut reached.statements, span, 1);
                        self.last.push(span);
                    }
                }
                Mark::Guard { at, open } => {
                    if let Some(span) = trials.span(at) {
                        let (held, not) = reached.guards.entry(span).or_default();
                        let count = if open { held } else { not };
                        *count = count.saturating_add(1);
                    }
                }
                Mark::Shown { at, id } => {
                    if let Some(span) = trials.span(at) {
                        more(&mut reached.shown, span, 1);
                        self.named.insert(id, span);
                    }
                }
            }
        }
        // Of replies at one place a customer who is alone gets the first: what was said says which.
        let sent = events.iter().filter_map(|event| match &event.kind {
            EventKind::Sent { id } => Some(id),
            _ => None,
        });
        self.sent.extend(sent.filter_map(|id| self.named.get(&**id)));
        let suggested = turn.turn.suggestions.iter().filter_map(|row| self.named.get(&*row.id));
        for span in suggested.chain(&self.sent) {
            more(&mut reached.replies, *span, 1);
        }
        for event in events {
            if let EventKind::Chosen { id, .. } = &event.kind
                && let Some(span) = self.named.get(&**id)
            {
                more(&mut reached.taken, *span, 1);
            }
        }
    }

    /// Where something with a stable name was written.
    pub(super) fn of(&self, id: &str) -> Option<Span> {
        self.named.get(id).copied()
    }

    /// The last statement of a kind in the last turn.
    pub(super) fn statement(
        &self,
        trials: &Trials<'_>,
        is: impl Fn(&StatementKind) -> bool,
    ) -> Option<Span> {
        let all = || trials.script.topics.iter().flat_map(|topic| statements(&topic.body));
        let wanted = |span: &&Span| all().any(|row| row.span == **span && is(&row.kind));
        self.last.iter().rev().find(wanted).copied()
    }

    /// Where the conversation was handed over in the last turn.
    pub(super) fn handoff(&self, trials: &Trials<'_>) -> Option<Span> {
        let is = |kind: &StatementKind| matches!(kind, StatementKind::Goto(Target::Handoff(..)));
        self.statement(trials, is)
    }

    /// Where the conversation ended in the last turn.
    pub(super) fn end(&self, trials: &Trials<'_>) -> Option<Span> {
        let is = |kind: &StatementKind| matches!(kind, StatementKind::Goto(Target::End(_)));
        self.statement(trials, is)
    }
}
