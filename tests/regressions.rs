//! What the fuzz targets check, on inputs that are kept: those that once showed a fault and a few that reach far.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::duplicate_mod,
    reason = "a test may panic"
)]

use std::fs;
use std::path::Path;

#[path = "../fuzz/checks/load.rs"]
mod load;
#[path = "../fuzz/checks/pack.rs"]
mod pack;
#[path = "../fuzz/checks/parse.rs"]
mod parse;
#[path = "../fuzz/checks/restore.rs"]
mod restore;
#[path = "../fuzz/checks/session.rs"]
mod session;
#[path = "../fuzz/checks/suggest.rs"]
mod suggest;

/// Tries every file of `fuzz/regressions/<target>`; the name of the one that fails is the last that is printed.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions").join(target);
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    for file in files {
        let input = fs::read(&file).unwrap();
        let done = std::panic::catch_unwind(|| check(&input));
        assert!(done.is_ok(), "{} fails", file.display());
    }
}

#[test]
fn parse() {
    replay("parse", parse::check);
}

#[test]
fn load() {
    replay("load", load::check);
}

#[test]
fn pack() {
    replay("pack", pack::check);
}

#[test]
fn session() {
    replay("session", session::check);
}

#[test]
fn restore() {
    replay("restore", restore::check);
}

#[test]
fn suggest() {
    replay("suggest", suggest::check);
}
