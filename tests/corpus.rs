//! One test a file of `tests/corpus`: what is wrong with a script stands in it, under the line it is wrong with.
//!
//! `#~ 3-14 AT0102 message` is a problem from column 3 up to column 14 of the line above, `#~ help: …` the help it gives.
//! Files under `ok` have no problem at all. `BLESS=1 cargo test --test corpus` writes down what is found: read the diff.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use answertree::compile::{Source, analyse};
use answertree::problem::{Code, Problem};
use answertree::span::LineIndex;
use answertree::syntax;
use libtest_mimic::{Arguments, Failed, Trial};

/// What reads the files of a folder, and which codes have a case there.
const STAGES: [(&str, Read, &[&str]); 2] =
    [("syntax", read_syntax, &["AT00", "AT01"]), ("check", read_check, &["AT02", "AT03", "AT04"])];

type Read = fn(&str, &str) -> Vec<Problem>;

fn read_syntax(_: &str, text: &str) -> Vec<Problem> {
    syntax::parse(0, text).problems
}

fn read_check(name: &str, text: &str) -> Vec<Problem> {
    analyse(&[Source { name: name.to_owned(), text: text.to_owned() }]).problems
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut trials = Vec::new();
    for (stage, read, codes) in STAGES {
        for kind in ["ok", "err"] {
            let folder = root.join(stage).join(kind);
            for path in scripts(&folder) {
                let name = format!("{stage}/{kind}/{}", file_name(&path));
                trials.push(Trial::test(name, move || run(&path, read, kind == "ok")));
            }
            let name = format!("{stage}/{kind} has cases");
            trials.push(Trial::test(name, move || has_cases(&folder)));
        }
        let folder = root.join(stage).join("err");
        let name = format!("{stage}: every code has a case");
        trials.push(Trial::test(name, move || every_code(&folder, read, codes)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn scripts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut out: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    out.retain(|path| path.extension().is_some_and(|ending| ending == "answers"));
    out.sort();
    out
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn has_cases(folder: &Path) -> Result<(), Failed> {
    if scripts(folder).is_empty() { Err(format!("{} is empty", folder.display()).into()) } else { Ok(()) }
}

fn run(path: &Path, read: Read, ok: bool) -> Result<(), Failed> {
    let written = fs::read_to_string(path)?;
    let script = without_expectations(&written);
    let name = file_name(path);
    let problems = read(&name, &script);
    let found = with_expectations(&script, &problems);
    if ok && !problems.is_empty() {
        return Err(format!("problems in a good script:\n{found}").into());
    }
    // Comments change nothing: the file as it is has the same problems.
    let commented = codes(&read(&name, &written));
    if commented != codes(&problems) {
        return Err(format!("with the expectations as comments it has {commented:?}").into());
    }
    if found == written {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, found)?;
        return Ok(());
    }
    Err(format!("found:\n{found}\nexpected:\n{written}\n(BLESS=1 writes down what is found)").into())
}

fn codes(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code.id()).collect()
}

fn without_expectations(written: &str) -> String {
    written.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("#~")).collect()
}

fn with_expectations(script: &str, problems: &[Problem]) -> String {
    let index = LineIndex::new(script);
    let places: Vec<_> = problems
        .iter()
        .map(|problem| {
            assert_eq!(problem.span.file, 0, "a problem of another file: {problem:?}");
            assert!(script.get(problem.span.start as usize..problem.span.end as usize).is_some());
            (index.position(script, problem.span.start), index.position(script, problem.span.end), problem)
        })
        .collect();
    let mut out = String::new();
    let lines = script.split_inclusive('\n').chain(script.is_empty().then_some(""));
    for (line, number) in lines.zip(1_u32..) {
        out.push_str(line);
        for (start, end, problem) in places.iter().filter(|(start, ..)| start.line == number) {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            let visible = u32::try_from(line.trim_end().chars().count()).unwrap() + 1;
            let end = if end.line == number { end.column } else { visible };
            let (code, message) = (problem.code.id(), &problem.message);
            writeln!(out, "#~ {}-{end} {code} {message}", start.column).unwrap();
            if let Some(help) = &problem.help {
                writeln!(out, "#~ help: {help}").unwrap();
            }
        }
    }
    out
}

fn every_code(folder: &Path, read: Read, wanted: &[&str]) -> Result<(), Failed> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in scripts(folder) {
        let script = without_expectations(&fs::read_to_string(&path)?);
        let found = codes(&read(&file_name(&path), &script));
        if found.is_empty() {
            return Err(format!("{} has no problem", path.display()).into());
        }
        seen.extend(found);
    }
    let missing: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.id())
        .filter(|id| wanted.iter().any(|prefix| id.starts_with(prefix)) && !seen.contains(id))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no case for {}", missing.join(", ")).into()) }
}
