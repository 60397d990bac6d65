//! Feeds `checks/suggest.rs`, which says what must hold.

#![no_main]

#[path = "../checks/suggest.rs"]
mod suggest;

libfuzzer_sys::fuzz_target!(|input: &[u8]| suggest::check(input));
