//! Turns, problems and machines as JSON: the one form every host reads, the same bytes on every platform.
//!
//! Offsets count UTF-16 code units, as JavaScript and language servers do. Keys are as `src/wasm/types.ts` has them.

mod event;
#[cfg(feature = "wasm")]
mod event_packed;
mod form;
mod info;
#[cfg(feature = "wasm")]
pub(crate) mod packed;
#[cfg(feature = "compile")]
pub(crate) mod problem;
mod session;
mod turn;
mod write;

pub use event::event;
pub use info::info;
#[cfg(feature = "compile")]
pub use problem::problems;
pub use session::session;
pub use turn::turn;
