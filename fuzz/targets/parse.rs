//! Feeds `checks/parse.rs`, which says what must hold.

#![no_main]

#[path = "../checks/parse.rs"]
mod parse;

libfuzzer_sys::fuzz_target!(|input: &[u8]| parse::check(input));
