//! What a test came upon, by where it stands in the script.

use std::collections::BTreeMap;

use crate::span::Span;

/// What tests came upon: how often, by where it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Topics, by their headings.
    pub(super) topics: BTreeMap<Span, u32>,
    /// Statements that were come to.
    pub(super) statements: BTreeMap<Span, u32>,
    /// Replies that were suggested or said.
    pub(super) replies: BTreeMap<Span, u32>,
    /// Steps and notes that were shown, choices that were offered.
    pub(super) shown: BTreeMap<Span, u32>,
    /// Choices that were taken.
    pub(super) taken: BTreeMap<Span, u32>,
    /// Guards: how often they held, and how often not.
    pub(super) guards: BTreeMap<Span, (u32, u32)>,
}

impl Reached {
    /// Adds what another test came upon.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.topics, &other.topics),
            (&mut self.statements, &other.statements),
            (&mut self.replies, &other.replies),
            (&mut self.shown, &other.shown),
            (&mut self.taken, &other.taken),
        ] {
            for (span, times) in theirs {
                more(mine, *span, *times);
            }
        }
        for (span, (held, not)) in &other.guards {
            let both = self.guards.entry(*span).or_default();
            both.0 = both.0.saturating_add(*held);
            both.1 = both.1.saturating_add(*not);
        }
    }
}

/// Counts something some times more.
pub(super) fn more(counts: &mut BTreeMap<Span, u32>, span: Span, times: u32) {
    let count = counts.entry(span).or_default();
    *count = count.saturating_add(times);
}
