//! The machine of a script, with where each part of its code was written.

use std::sync::Arc;

use crate::check::script::{Script, Way};
use crate::lower::{Extras, lower_with};
use crate::machine::Machine;
use crate::machine::id::PatternId;
use crate::pack::Pack;
use crate::span::Span;

/// A machine and the way back to its script.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) machine: Machine,
    /// In the order of the code.
    code: Vec<(u32, Span)>,
    /// In the order of the machine's patterns.
    patterns: Vec<Span>,
}

impl Made {
    /// Nothing where the script is larger than a machine may be, or its language pack is not at hand.
    pub(super) fn new(script: &Script, pack: Option<&Arc<Pack>>) -> Option<Self> {
        let extras = Extras { pack: pack.map(|pack| &**pack), ..Extras::default() };
        let lowered = lower_with(script, extras).ok()?;
        let machine = Machine::load_with(lowered.bytes, pack).ok()?;
        // As `lower::patterns` spells them out: by topic, what leads in before what keeps out.
        let ways = script.topics.iter().flat_map(|topic| topic.ways.iter().chain(&topic.nots));
        let patterns = ways.filter_map(|way| match way {
            Way::Pattern(pattern) => Some(pattern.span),
            Way::Intent(_) | Way::If(_) => None,
        });
        Some(Self { machine, code: lowered.source_map, patterns: patterns.collect() })
    }

    /// Where what stands at a place in the code was written.
    pub(super) fn code(&self, at: u32) -> Option<Span> {
        let found = self.code.binary_search_by_key(&at, |(place, _)| *place).ok()?;
        self.code.get(found).map(|(_, span)| *span)
    }

    /// Where a pattern was written.
    pub(super) fn pattern(&self, id: PatternId) -> Option<Span> {
        self.patterns.get(id.usize()).copied()
    }
}
