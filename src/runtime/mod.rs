//! The runtime: a message and what the host knows go in, a [`Turn`] comes out.
//!
//! No clock, no randomness, no I/O, no panics: the same machine, message and context give the same turn on every
//! platform. A message costs what its length says; fuel bounds the rest.

#[cfg(feature = "author")]
mod consider;
mod context;
mod eval;
mod fill;
mod likeness;
pub(crate) mod matching;
mod place;
mod rank;
mod render;
mod session;
mod several;
mod split;
mod stack;
mod suggest;
mod talk;
#[cfg_attr(not(feature = "compile"), path = "untraced.rs")]
pub(crate) mod trace;
mod tree;
mod turn;
mod value;
mod walk;

#[cfg(feature = "author")]
pub(crate) use consider::{Considered, Excluded};
pub use context::{Context, ContextError, FactValue};
pub use session::{
    Crumb, Event, EventKind, Input, RestoreError, Session, SessionError, SessionTurn, Start,
    Switch, seal_session,
};
pub use suggest::Suggester;
pub use turn::{
    Action, Ask, Because, BecauseKind, Choice, Confidence, Filled, Handoff, Length, Range,
    RuledOut, RuledOutReason, Said, SmallTalk, StepText, Suggestion, SuggestionKind, Summary, Turn,
};
