//! What a machine may be made of at the most, each with its reason.

/// Bytes of a machine: far above any real script, far below what a 32-bit memory holds.
pub const MAX_MACHINE_BYTES: usize = 256 << 20;

/// Topics: ids stay small and one load stays a matter of milliseconds.
pub const MAX_TOPICS: usize = 1 << 20;

/// Values an expression holds at once: the depth that the language allows, and then some.
pub const MAX_STACK: usize = 64;

/// How deep texts, choices and their bodies stand in each other: the language's own limit, and then some.
pub const MAX_DEPTH: usize = 64;

/// Steps, guards, pieces of texts and operators that one walk through a tree may take, or one topic's conditions: a hundred times
/// what a real tree needs, still a few milliseconds.
pub const FUEL: u32 = 100_000;

/// Bytes one rendered message may have: templates cannot blow up.
pub const MAX_MESSAGE_BYTES: usize = 64 << 10;

/// Patterns' automaton steps for a message, plus so many for each of its words.
pub const MATCH_FUEL: u32 = 200_000;

pub use crate::bytes::names::MAX_PROBES;
