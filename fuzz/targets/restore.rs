//! Feeds `checks/restore.rs`, which says what must hold.

#![no_main]

#[path = "../checks/restore.rs"]
mod restore;

libfuzzer_sys::fuzz_target!(|input: &[u8]| restore::check(input));
