//! `answertree fmt`.

use std::path::{Path, PathBuf};

use answertree::syntax;
use similar::{ChangeTag, TextDiff};

use crate::args::Fmt;
use crate::files;
use crate::output::{BAD, BOLD, DIM, Done, End, Failure, GOOD, Output, count, put, tame};
use crate::progress::during;

/// Lines around a change.
const AROUND: usize = 3;

pub(crate) fn run(args: &Fmt, output: Output) -> Done<End> {
    let paths = files::all_files(&args.paths)?;
    let mut seen = Formatted::default();
    during(paths.len(), |bar| {
        for path in &paths {
            bar.set_message(format!("formatting {}", path.display()));
            seen.file(path, args.check);
            bar.inc(1);
        }
    });
    if let Some(neat) = &seen.piped {
        output.bytes(neat.as_bytes())?;
    }
    output.print(&seen.diffs)?;
    let mut told = String::new();
    let files = count(seen.files, "file");
    if args.check {
        let color = if seen.changed.is_empty() { GOOD } else { BAD };
        put(&mut told, format_args!("{files}: {color}"));
        match seen.changed.len() {
            0 => told.push_str("all formatted"),
            n => put(&mut told, format_args!("{n} not formatted")),
        }
        put(&mut told, format_args!("{color:#}\n"));
    } else if seen.files > 0 {
        for path in &seen.changed {
            put(&mut told, format_args!("{}\n", path.display()));
        }
        let number = if seen.changed.is_empty() {
            "none".to_owned()
        } else {
            seen.changed.len().to_string()
        };
        put(&mut told, format_args!("{files}: {number} changed\n"));
    }
    output.tell(&told);
    let bad = args.check && !seen.changed.is_empty();
    output.all(seen.failures, if bad { End::Problems } else { End::Fine })
}

/// What became of the files.
#[derive(Default)]
struct Formatted {
    /// How many were read; the standard input counts where it is only checked.
    files: usize,
    changed: Vec<PathBuf>,
    diffs: String,
    /// What goes to the standard output.
    piped: Option<String>,
    failures: Vec<Failure>,
}

impl Formatted {
    fn file(&mut self, path: &Path, check: bool) {
        let text = match files::read_text(path) {
            Ok(text) => text,
            Err(failure) => return self.failures.push(failure),
        };
        let neat = syntax::format(&text);
        if !check && files::is_stdin(path) {
            self.piped = Some(neat);
            return;
        }
        self.files += 1;
        if neat == text {
            return;
        }
        if check {
            self.diffs.push_str(&diff(path, &text, &neat));
        } else if let Err(failure) = files::write(path, neat.as_bytes()) {
            return self.failures.push(failure);
        }
        self.changed.push(path.to_path_buf());
    }
}

/// What changes in a file, as `diff -u` prints it.
pub(crate) fn diff(path: &Path, old: &str, new: &str) -> String {
    let name =
        if files::is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() };
    let mut out = format!("{BOLD}--- {name}{BOLD:#}\n{BOLD}+++ {name}{BOLD:#}\n");
    let diff = TextDiff::from_lines(old, new);
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        put(&mut out, format_args!("{DIM}{}{DIM:#}\n", hunk.header().to_string().trim_end()));
        for change in hunk.iter_changes() {
            let (sign, color) = match change.tag() {
                ChangeTag::Delete => ('-', BAD),
                ChangeTag::Insert => ('+', GOOD),
                ChangeTag::Equal => (' ', anstyle::Style::new()),
            };
            let line = change.value();
            put(
                &mut out,
                format_args!(
                    "{color}{sign}{}{color:#}\n",
                    tame(line.trim_end_matches(['\n', '\r']))
                ),
            );
            if !line.ends_with('\n') {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    }
    out
}
