//! Bytes that nobody vouches for: reading them checked, writing them, texts in one table, and their checksum.
//!
//! Machines, language packs and saved sessions are made of these. This module knows nothing of what the bytes are for.

pub(crate) mod cursor;
pub mod names;
pub(crate) mod write;

/// XXH64 with seed 0.
#[cfg_attr(tuned, optimize(speed))]
#[inline(never)]
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh64::xxh64(bytes, 0)
}
