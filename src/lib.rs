//! answertree: response scripts for written channels.
//!
//! Authors write answer trees in a small language; [`compile`](crate) turns them into one compact decision machine;
//! the runtime suggests the scripted reply and the next step, and says why.

#![cfg_attr(tuned, feature(optimize_attribute))]

pub mod bytes;
pub mod calendar;
#[cfg(feature = "json")]
pub mod json;
pub mod machine;
pub mod pack;
pub mod runtime;
pub mod text;
#[cfg(feature = "wasm")]
pub mod wasm;

#[cfg(feature = "compile")]
pub mod adapt;
#[cfg(feature = "compile")]
mod advice;
#[cfg(feature = "author")]
pub mod assist;
#[cfg(feature = "author")]
pub mod author;
#[cfg(feature = "compile")]
pub mod backtest;
#[cfg(feature = "compile")]
pub mod changes;
#[cfg(feature = "compile")]
pub mod check;
#[cfg(feature = "compile")]
pub mod compile;
#[cfg(feature = "cli")]
pub mod data;
#[cfg(feature = "compile")]
pub mod edits;
#[cfg(feature = "compile")]
pub mod explore;
#[cfg(feature = "compile")]
pub mod graph;
#[cfg(feature = "compile")]
pub mod groups;
#[cfg(feature = "compile")]
pub mod ids;
#[cfg(feature = "cli")]
pub mod import;
#[cfg(feature = "compile")]
pub mod lower;
#[cfg(feature = "compile")]
pub mod problem;
#[cfg(feature = "compile")]
mod random;
#[cfg(feature = "compile")]
pub mod replay;
#[cfg(feature = "compile")]
pub mod span;
#[cfg(feature = "compile")]
pub mod strings;
#[cfg(feature = "compile")]
pub mod syntax;
#[cfg(feature = "compile")]
mod threads;
#[cfg(feature = "compile")]
pub mod train;
#[cfg(feature = "compile")]
pub mod trial;
#[cfg(feature = "compile")]
pub mod writing;
