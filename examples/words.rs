//! The words of messages as a language pack reads them: what `packs/make_pack.py` fits a pack on.
//!
//! `cargo run --release --no-default-features --features compile --example words < messages`: one message a line; each
//! becomes a line of its words.

#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::io::{self, BufRead, BufWriter, Write};

use answertree::pack::words;
use answertree::text::tokenize::Tokens;

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut tokens = Tokens::new();
    for line in io::stdin().lock().lines() {
        tokens.read(&line?);
        let found: Vec<&str> = words(&tokens).map(|(word, _)| word).collect();
        writeln!(out, "{}", found.join(" "))?;
    }
    out.flush()
}
