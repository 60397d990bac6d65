//! Feeds `checks/pack.rs`, which says what must hold.

#![no_main]

#[path = "../checks/pack.rs"]
mod pack;

libfuzzer_sys::fuzz_target!(|input: &[u8]| pack::check(input));
