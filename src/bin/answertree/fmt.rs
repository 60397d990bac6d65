//! `answertree fmt`.

use std::path::Path;

use answertree::syntax;
use similar::{ChangeTag, TextDiff};

use crate::args::Fmt;
use crate::files;
use crate::output::{BAD, BOLD, DIM, Done, End, GOOD, Output, count, put, tame};
use crate::progress::during;

/// Lines around a change.
const AROUND: usize = 3;

pub(crate) fn run(args: &Fmt, output: Output) -> Done<End> {
    let paths = files::all_files(&args.paths)?;
    let mut diffs = String::new();
    let mut changed = Vec::new();
    let mut piped = None;
    during(paths.len(), |bar| -> Done<()> {
        for path in &paths {
            bar.set_message(format!("formatting {}", path.display()));
            let text = files::read_text(path)?;
            let neat = syntax::format(&text);
            if args.check && neat != text {
                diffs.push_str(&diff(path, &text, &neat));
                changed.push(path);
            } else if files::is_stdin(path) {
                piped = Some(neat);
            } else if neat != text {
                files::write(path, neat.as_bytes())?;
                changed.push(path);
            }
            bar.inc(1);
        }
        Ok(())
    })?;
    if let Some(neat) = piped.filter(|_| !args.check) {
        output.bytes(neat.as_bytes())?;
        if paths.len() == 1 {
            return Ok(End::Fine);
        }
    }
    output.print(&diffs)?;
    let files = count(paths.len(), "file");
    if args.check {
        let color = if changed.is_empty() { GOOD } else { BAD };
        let sum = if changed.is_empty() {
            "all formatted".to_owned()
        } else {
            format!("{} not formatted", changed.len())
        };
        output.tell(&format!("{files}: {color}{sum}{color:#}\n"));
        return Ok(if changed.is_empty() { End::Fine } else { End::Problems });
    }
    let mut told = String::new();
    for path in &changed {
        put(&mut told, format_args!("{}\n", path.display()));
    }
    let number = if changed.is_empty() { "none".to_owned() } else { changed.len().to_string() };
    put(&mut told, format_args!("{files}: {number} changed\n"));
    output.tell(&told);
    Ok(End::Fine)
}

/// What changes in a file, as `diff -u` prints it.
fn diff(path: &Path, old: &str, new: &str) -> String {
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
