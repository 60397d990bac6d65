//! Turns, problems and machines as JSON: the one form every host reads, the same bytes on every platform.
//!
//! Offsets count UTF-16 code units, as JavaScript and language servers do. Keys are as `src/wasm/types.ts` has them.

mod form;
mod info;
#[cfg(feature = "wasm")]
pub(crate) mod packed;
#[cfg(feature = "compile")]
pub(crate) mod problem;
mod turn;
mod write;

pub use info::info;
#[cfg(feature = "compile")]
pub use problem::problems;
pub use turn::turn;
