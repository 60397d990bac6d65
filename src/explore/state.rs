//! A place on a way: what was done, what it came to, and what tells it from others.

use std::collections::BTreeSet;

use xxhash_rust::xxh64::xxh64;

use crate::check::script::Expr;
use crate::runtime::{Context, Session, SessionTurn};

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
        turn.crumbs.iter().for_each(|crumb| add(&crumb.id));
        add("facts");
        turn.facts.iter().for_each(|(fact, value)| {
            add(fact);
            add(value);
        });
        add("shown");
        turn.turn.suggestions.iter().for_each(|s| add(&s.id));
        turn.turn.asks.iter().for_each(|ask| add(ask.fact));
        turn.turn.choices.iter().for_each(|choice| add(&choice.id));
        let texts = turn.turn.steps.iter().chain(&turn.turn.notes);
        texts.for_each(|text| add(&text.id));
        add(turn.turn.handoff.as_ref().map_or("", |handoff| handoff.department));
        add("passed");
        self.passed.iter().for_each(|passed| add(passed));
        xxh64(key.as_bytes(), 0)
    }
}

/// Whether a condition counts visits.
pub(super) fn has_visits(expr: &Expr) -> bool {
    match expr {
        Expr::Visits(_) => true,
        Expr::Not(a)
        | Expr::Minus(a)
        | Expr::Known(a)
        | Expr::Length(a)
        | Expr::Upper(a)
        | Expr::Lower(a)
        | Expr::Trim(a) => has_visits(a),
        Expr::Binary(_, a, b) | Expr::Days(a, b) => has_visits(a) || has_visits(b),
        Expr::List(items) => items.iter().any(has_visits),
        _ => false,
    }
}
