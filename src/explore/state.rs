//! A place on a way: what was done, what it came to, and what tells it from others.

use std::collections::BTreeSet;

use xxhash_rust::xxh64::xxh64;

use crate::check::script::Expr;
use crate::machine::id::TopicId;
use crate::runtime::{Context, Event, EventKind, Session, SessionTurn};

/// What nobody means anything by.
pub(super) const NONSENSE: &str = "qzxv";

/// Something that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// The agent sends a suggestion.
    Accept { id: String, number: usize },
    /// A branch is taken; the label is what a test calls it, where one can.
    Choose { id: String, label: Option<String> },
    /// A customer alone takes a branch by what they write.
    Write { id: String, label: Option<String>, text: String },
    /// What was asked for is answered.
    Answer { fact: String, value: String },
    /// The host learns what was asked for, where an answer is not understood.
    Set { fact: String, value: String },
    /// Another topic is gone to, or come back to; the label is what a test calls it, where one can.
    Switch { id: String, label: Option<String> },
    /// The customer writes what means another topic.
    Mean { text: String },
    /// A customer alone says a command.
    Say(String),
    /// A customer alone writes what fits nothing.
    Miss,
    /// Nobody writes for so many seconds.
    Wait(i64),
}

/// A place on a way that was walked.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) root: usize,
    pub(super) parent: Option<usize>,
    pub(super) step: Option<Move>,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub(super) now: i64,
    /// What tells this state from others.
    pub(super) key: u64,
}

/// A turn, and what is needed to look at it and to go on from it.
#[derive(Debug)]
pub(super) struct At<'m> {
    pub(super) node: usize,
    pub(super) turn: SessionTurn<'m>,
    /// The stable name of the innermost topic or choice where it is, or was last.
    pub(super) place: String,
    pub(super) session: Session,
    pub(super) steps: usize,
    /// What a customer did in a row that fits nothing, and the longest silence.
    pub(super) misses: u32,
    pub(super) silence: i64,
    /// When the customer wrote last, and now.
    pub(super) now: i64,
    pub(super) heard: i64,
    /// Lines for once that were passed, and how often topics were come to.
    pub(super) passed: BTreeSet<String>,
    /// Whether what was done last changed nothing of where it stands.
    pub(super) stood: bool,
    /// How often the customer wrote what means another topic, or said a command.
    pub(super) went: u32,
    /// The tree that was left last in the middle: its topic, and what tells where it stands.
    pub(super) left: Option<(String, u64)>,
}

impl At<'_> {
    /// What tells a state from others: all that decides what can come of it.
    pub(super) fn key(&self, context: &Context) -> u64 {
        let mut key = String::new();
        let mut add = |part: &str| {
            key.push_str(part);
            key.push('\u{0}');
        };
        add(context.channel.as_deref().unwrap_or(""));
        add(context.language.as_deref().unwrap_or(""));
        let turn = &self.turn;
        add(&format!("{:?} {} {}", context.now, self.misses, self.silence));
        add(&format!("{} {} {:?}", turn.open, turn.alone, turn.turn.ended));
        add(&format!("{} {:?}", self.stands(), self.left));
        add("facts");
        turn.facts.iter().for_each(|(fact, value)| {
            add(fact);
            add(value);
        });
        turn.switches.iter().for_each(|switch| add(&switch.id));
        let texts = turn.turn.steps.iter().chain(&turn.turn.notes);
        texts.for_each(|text| add(&text.id));
        add(turn.turn.handoff.as_ref().map_or("", |handoff| handoff.department));
        add("passed");
        self.passed.iter().for_each(|passed| add(passed));
        xxh64(key.as_bytes(), 0)
    }

    /// What tells where its tree stands.
    fn stands(&self) -> u64 {
        let turn = &self.turn.turn;
        let crumbs = self.turn.crumbs.iter().map(|crumb| &*crumb.id);
        let shown = turn.suggestions.iter().map(|s| &*s.id);
        let asks = turn.asks.iter().map(|ask| ask.fact);
        let choices = turn.choices.iter().map(|choice| &*choice.id);
        let mut key = String::new();
        for part in crumbs.chain(["shown"]).chain(shown).chain(asks).chain(choices) {
            key.push_str(part);
            key.push('\u{0}');
        }
        xxh64(key.as_bytes(), 0)
    }

    /// The outermost topic.
    fn outermost(&self) -> Option<&str> {
        self.turn.crumbs.first().map(|crumb| &*crumb.id)
    }

    /// Remembers the tree that was left on the way here.
    pub(super) fn leave(&mut self, from: &At<'_>, events: &[Event]) {
        let switched = events.iter().any(|event| matches!(event.kind, EventKind::Switched { .. }));
        if let Some(topic) = from.outermost().filter(|_| switched) {
            self.left = Some((topic.to_owned(), from.stands()));
        }
        // Who comes back has left nothing.
        if self.left.as_ref().is_some_and(|(topic, _)| self.outermost() == Some(topic)) {
            self.left = None;
        }
    }
}

/// The topics whose visits a condition counts.
pub(super) fn visits(expr: &Expr) -> impl Iterator<Item = TopicId> {
    expr.all().filter_map(|expr| if let Expr::Visits(topic) = expr { Some(*topic) } else { None })
}
