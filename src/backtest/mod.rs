//! How well a machine finds the topics of messages whose topics are known: predictions in, figures out.
//!
//! `docs/backtest.md` defines every figure. Where messages come from, and the clock, are for who calls this.

mod examples;
mod figures;

use std::collections::BTreeMap;

use crate::runtime::{RuledOutReason, Turn};

pub use self::examples::{Examples, Trained};
pub use self::figures::{
    Bin, Confusion, Covered, Figures, LabelFigures, Latency, NoneFigures, figures,
};

/// Labels by number, in the order in which they were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    names: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Labels {
    /// The number of a label; a new one where it was not met before.
    pub fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The label of a number; empty for one that was not given out.
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// A topic, by the number of its label, and how sure it is in thousandths.
pub type Sure = (usize, u32);

/// What a machine made of one message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// The label's number; none where the message belongs to no topic.
    pub label: Option<usize>,
    /// The first suggestion; none where nothing was suggested.
    pub first: Option<Sure>,
    /// The likeliest topic: the first suggestion, or else the first that was ruled out for being unlikely.
    pub likeliest: Option<Sure>,
    /// How long it took to read the message and to rank the topics.
    pub nanoseconds: u64,
}

/// The topic of a turn's first suggestion, and how sure it is in thousandths.
pub fn first<'m>(turn: &Turn<'m>) -> Option<(&'m str, u32)> {
    turn.suggestions.first().map(|first| (first.topic, first.confidence.value()))
}

/// The likeliest topic that an explained turn ruled out for being unlikely, and how sure it is in thousandths.
pub fn unlikely<'m>(turn: &Turn<'m>) -> Option<(&'m str, u32)> {
    let unlikely = turn.ruled_out.iter().find(|out| out.reason == RuledOutReason::Unlikely)?;
    Some((unlikely.topic, unlikely.confidence.value()))
}
