//! Turns, problems and contexts as JSON: the one form every host reads, the same bytes on every platform.
//!
//! Offsets count UTF-16 code units, as JavaScript and language servers do. Keys are as `src/wasm/types.ts` has them.

mod context;
mod info;
#[cfg(feature = "compile")]
mod problem;
mod turn;

pub use context::context;
pub use info::info;
#[cfg(feature = "compile")]
pub use problem::problems;
pub use turn::turn;

use serde::Serialize;

/// Why JSON is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError(String);

impl core::fmt::Display for JsonError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for JsonError {}

/// A value as JSON; the types here have nothing that JSON cannot say.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Thousandths as a number such as 0.874; single precision prints every one of them in three digits.
fn thousandths(n: u32) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX)) / 1000.0
}
