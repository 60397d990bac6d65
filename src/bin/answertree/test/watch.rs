//! Testing again whenever a script changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::{once, paths};
use crate::args::Test;
use crate::files;
use crate::output::{DIM, Done, End, Failure, Output};

/// An editor writes a file in several steps: so long nothing must change before tests run.
const QUIET: Duration = Duration::from_millis(100);

/// Tests, and again after each change, until somebody stops it.
pub(super) fn run(args: &Test, output: Output) -> Done<End> {
    if paths(args).iter().any(|path| files::is_stdin(path)) {
        return Err(Failure::new("the standard input cannot be watched; name a file or a folder"));
    }
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(|error| failed(&error))?;
    let mut watched: BTreeSet<PathBuf> = BTreeSet::new();
    loop {
        // What a script includes may have changed, too.
        for (folder, mode) in folders(args) {
            if watched.insert(folder.clone()) {
                watcher.watch(&folder, mode).map_err(|error| failed(&error))?;
            }
        }
        // Wrong input is told, and mended while it is watched.
        if let Err(failure) = once(args, output) {
            output.tell(&format!("error: {failure}\n"));
        }
        output.tell(&format!("{DIM}waiting for a change; stop with Ctrl-C{DIM:#}\n"));
        if !changed(&changes) {
            return Ok(End::Fine);
        }
    }
}

fn failed(error: &notify::Error) -> Failure {
    Failure::new(format!("cannot watch the scripts: {error}"))
}

/// The folders in which a change matters.
fn folders(args: &Test) -> Vec<(PathBuf, RecursiveMode)> {
    let mut out = Vec::new();
    for path in paths(args) {
        if path.is_dir() {
            out.push((path, RecursiveMode::Recursive));
            continue;
        }
        let parent = |path: &Path| match path.parent() {
            Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
            Some(folder) => folder.to_path_buf(),
            None => PathBuf::from("."),
        };
        out.push((parent(&path), RecursiveMode::NonRecursive));
        if let Ok(script) = files::script(&path) {
            let names = script.sources.iter().map(|source| Path::new(&source.name));
            out.extend(names.map(|name| (parent(name), RecursiveMode::NonRecursive)));
        }
    }
    out
}

/// Waits until a script changed and nothing more changes; whether anything still can.
fn changed(changes: &mpsc::Receiver<notify::Result<Event>>) -> bool {
    loop {
        let Ok(event) = changes.recv() else { return false };
        if event.is_ok_and(|event| matters(&event)) {
            break;
        }
    }
    loop {
        match changes.recv_timeout(QUIET) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

fn matters(event: &Event) -> bool {
    let script = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "answers");
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(script)
}
