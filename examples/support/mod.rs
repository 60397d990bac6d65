//! What the examples that print figures share.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use answertree::pack::Pack;

/// Prints a report, or what was wrong.
pub(crate) fn end(done: Result<String, String>) -> ExitCode {
    match done {
        // Who reads only the beginning has what was wanted.
        Ok(report) => {
            let _: io::Result<()> = io::stdout().write_all(report.as_bytes());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            let _: io::Result<()> = writeln!(io::stderr(), "{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The pack of English, or that of a file.
pub(crate) fn pack(file: Option<&Path>) -> Result<Pack, String> {
    let english = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/en.pack");
    let path = file.unwrap_or(&english);
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Pack::read(&bytes).map_err(|error| error.to_string())
}
