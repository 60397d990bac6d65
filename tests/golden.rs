//! One test for each file under `tests/corpus/machine` and `tests/corpus/cli`. `BLESS=1` writes what is.
//!
//! `machine` holds scripts, and beside each the listing of its machine. `cli` holds transcripts:
//!
//! ```text
//! $ answertree check bad.answers < input
//! what is printed; lines of the standard error begin with `! `
//! ? 1
//! ```
//!
//! Spaces at the ends of lines do not count, and `[..]` in an expected line stands for anything. A transcript runs in a folder of its own with the files of
//! `tests/corpus/cli/files`. Arguments are parted by spaces; single and double quotes keep them together.

#![allow(
    clippy::expect_used,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use answertree::compile::{Source, compile_with};
use answertree::lower::Extras;
use answertree::machine::Machine;
use answertree::machine::listing::listing;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut trials = Vec::new();
    for (folder, ending) in [("machine", "answers"), ("cli", "console")] {
        let files = files_in(&root.join(folder), ending);
        assert!(!files.is_empty(), "tests/corpus/{folder} holds no `.{ending}` file");
        for path in files {
            let name = format!("{folder}/{}", path.file_stem().unwrap().to_string_lossy());
            trials.push(Trial::test(name, move || {
                if ending == "answers" { listed(&path) } else { transcript(&path) }
            }));
        }
    }
    let orphans = files_in(&root.join("machine"), "listing")
        .into_iter()
        .filter(|path| !path.with_extension("answers").exists());
    assert_eq!(orphans.collect::<Vec<_>>(), Vec::<PathBuf>::new(), "listings without a script");
    libtest_mimic::run(&arguments, trials).exit();
}

fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    files.sort();
    files
}

fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// The listing of a script's machine.
fn listed(path: &Path) -> Result<(), Failed> {
    let source = Source { name: "main.answers".into(), text: fs::read_to_string(path)? };
    let compiled = compile_with(&[source], Extras { tests: true, ..Extras::default() });
    let machine = compiled.machine.ok_or_else(|| format!("{:#?}", compiled.problems))?;
    let found = listing(&Machine::load(machine.bytes)?);
    let expected_at = path.with_extension("listing");
    let expected = fs::read_to_string(&expected_at).unwrap_or_default();
    if found == expected {
        return Ok(());
    }
    if bless() {
        fs::write(expected_at, found)?;
        return Ok(());
    }
    Err(first_difference(&expected, &found).into())
}

/// Runs the commands of a transcript, and compares what they print.
fn transcript(path: &Path) -> Result<(), Failed> {
    let expected = fs::read_to_string(path)?;
    let folder = std::env::temp_dir().join(format!(
        "answertree-{}-{}",
        std::process::id(),
        path.file_stem().unwrap().to_string_lossy()
    ));
    let _: std::io::Result<()> = fs::remove_dir_all(&folder);
    copy(&path.parent().unwrap().join("files"), &folder)?;
    let mut found = String::new();
    let mut commands = 0;
    for line in expected.lines() {
        if commands == 0 && (line.starts_with("# ") || line.is_empty()) {
            found.push_str(&format!("{line}\n"));
        } else if let Some(command) = line.strip_prefix("$ ") {
            commands += 1;
            if commands > 1 {
                found.push('\n');
            }
            found.push_str(&format!("{line}\n{}", run(command, &folder)?));
        }
    }
    fs::remove_dir_all(&folder)?;
    if commands == 0 {
        return Err("no command in it".into());
    }
    let same = expected.lines().count() == found.lines().count()
        && expected.lines().zip(found.lines()).all(|(e, f)| matches(e, f));
    if same {
        return Ok(());
    }
    if bless() {
        let kept: Vec<&str> = found
            .lines()
            .map(|line| {
                expected.lines().find(|e| e.contains("[..]") && matches(e, line)).unwrap_or(line)
            })
            .collect();
        fs::write(path, kept.join("\n") + "\n")?;
        return Ok(());
    }
    Err(first_difference(&expected, &found).into())
}

/// Whether a line is what is expected, `[..]` being anything.
fn matches(expected: &str, found: &str) -> bool {
    let Some((before, rest)) = expected.split_once("[..]") else { return expected == found };
    let Some(found) = found.strip_prefix(before) else { return false };
    (0..=found.len()).filter(|&at| found.is_char_boundary(at)).any(|at| matches(rest, &found[at..]))
}

fn first_difference(expected: &str, found: &str) -> String {
    let at = expected.lines().zip(found.lines()).position(|(e, f)| !matches(e, f));
    let at = at.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    let show = |text: &str| text.lines().skip(at).take(4).collect::<Vec<_>>().join("\n  ");
    format!(
        "line {}: expected\n  {}\nfound\n  {}\n(BLESS=1 writes what is)",
        at + 1,
        show(expected),
        show(found)
    )
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// What one command prints, and its exit status. `cat FILE` shows a file that a command changed.
fn run(line: &str, folder: &Path) -> Result<String, Failed> {
    let mut words = split(line);
    let input = match words.iter().position(|word| word == "<") {
        Some(at) => {
            let file = words.get(at + 1).cloned().unwrap_or_default();
            words.truncate(at);
            fs::read(folder.join(file))?
        }
        None => Vec::new(),
    };
    let program = words.remove(0);
    if program == "cat" {
        return Ok(fs::read_to_string(folder.join(&words[0]))?);
    }
    if program != "answertree" {
        return Err(format!("unknown program `{program}`").into());
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_answertree"))
        .args(words)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("COLUMNS", "100")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A command that is wrongly used ends without reading.
    match child.stdin.take().unwrap().write_all(&input) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    let output = child.wait_with_output()?;
    let mut out = String::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        out.push_str(&format!("{}\n", line.trim_end()));
    }
    for line in String::from_utf8(output.stderr)?.lines() {
        out.push_str(&format!("{}\n", format!("! {line}").trim_end()));
    }
    out.push_str(&format!(
        "? {}\n",
        output.status.code().map_or_else(|| "signal".into(), |code| code.to_string())
    ));
    Ok(out)
}

fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut open) = (String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => (quote, open) = (Some(c), true),
            (None, ' ') => {
                if open {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            (_, c) => {
                word.push(c);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}
