//! What the tests made of files share.

pub(crate) mod script;

use std::fs;
use std::path::Path;

use libtest_mimic::Failed;

/// What is must be what the file says; with `BLESS=1` the file says what is.
pub(crate) fn same(path: &Path, expected: &str, actual: &str) -> Result<(), Failed> {
    if expected == actual {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, actual)?;
        return Ok(());
    }
    let mut lines = expected.lines().zip(actual.lines()).enumerate();
    let differs = lines.find(|(_, (a, b))| a != b);
    let (at, (a, b)) = differs.unwrap_or((0, ("", "one of the two is longer")));
    let place = path.display();
    Err(format!("{place}: line {}\nexpected: {a}\n     got: {b}\n(BLESS=1 writes it)", at + 1)
        .into())
}
