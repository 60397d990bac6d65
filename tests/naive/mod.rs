//! A conversation as `docs/conversations.md` says it goes, written as plainly as can be: the oracle of the runtime.
//!
//! It walks the checked script and shares nothing with the runtime: everything is cloned, found by counting, and kept
//! whole. It understands the scripts and messages of [`generate`] and of `tests/corpus/conversations`, whose words are plain.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::panic,
    clippy::struct_excessive_bools,
    clippy::too_many_lines,
    clippy::needless_range_loop,
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    reason = "a test may panic"
)]

pub(crate) mod act;
pub(crate) mod adapter;
pub(crate) mod again;
pub(crate) mod alone;
pub(crate) mod generate;
pub(crate) mod message;
pub(crate) mod mind;
pub(crate) mod play;
pub(crate) mod session;
pub(crate) mod show;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod value;
pub(crate) mod view;
pub(crate) mod words;

/// A walk went in circles, or calls went too deep: fuel is not modelled, so the case is none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLong;

/// A fact's value as a host gives it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given {
    Text(String),
    Number(i64),
    YesNo(bool),
    List(Vec<String>),
}

/// What a host begins with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Start {
    pub(crate) channel: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) facts: Vec<(String, Given)>,
    pub(crate) now: Option<i64>,
    pub(crate) seed: u32,
    pub(crate) topic: Option<String>,
    pub(crate) alone: bool,
}

/// What a host does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operation {
    Receive(String),
    Accept(String),
    Choose(String),
    Set(String, Given),
    Tick(i64),
    Handoff(String, String),
    Undo(u32),
    /// Save, and restore what was saved.
    Restore,
}
