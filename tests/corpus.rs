//! One test for each file under `tests/corpus`. `BLESS=1` writes what is, where it is not what was expected.
//!
//! `syntax/err` and `check/err` hold scripts with the problems they have, each under its line:
//!
//! ```text
//! chanel x
//! #~ 1-7 AT0101 `chanel` begins no line
//! #~ help: did you mean `channel`?
//! #~ fix: channel x
//! ```
//!
//! Columns count characters from 1, the second is one past the end; `fix` is the line as the fix leaves it, with `⏎` where it
//! ends a line. `syntax/ok` and `check/ok` hold scripts without any; those of `check` nearly have the problem they are named
//! after. `format` holds scripts, and beside each what the formatter makes of it.

#![allow(
    clippy::expect_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::as_conversions,
    reason = "a test may panic"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use answertree::compile::compile;
use answertree::machine::Machine;
use answertree::problem::{Code, Problem};
use answertree::span::LineIndex;
use answertree::syntax;
use libtest_mimic::{Arguments, Failed, Trial};
use support::same;
use support::script::{problems, source};

/// What a folder's files are tried with.
type Try = fn(&Path) -> Result<(), Failed>;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let folders: [(&str, Try); 5] = [
        ("syntax/err", |path| annotated(path, syntax_problems)),
        ("syntax/ok", |path| without_problems(path, syntax_problems)),
        ("check/err", |path| annotated(path, compile_problems)),
        ("check/ok", |path| without_problems(path, compile_problems).and_then(|()| loads(path))),
        ("format", formatted),
    ];
    let mut trials = Vec::new();
    for (folder, try_file) in folders {
        let files = scripts_in(&root.join(folder));
        assert!(!files.is_empty(), "tests/corpus/{folder} holds no `.answers` file");
        for path in files {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let name = format!("{folder}/{}", stem.unwrap_or_default());
            trials.push(Trial::test(name, move || try_file(&path)));
        }
    }
    let folder = root.join("check/err");
    trials.push(Trial::test("check: every code has a case", move || every_code(&folder)));
    libtest_mimic::run(&arguments, trials).exit();
}

/// The problems of how a script is written.
fn syntax_problems(source: &str) -> Vec<Problem> {
    syntax::parse(0, source).problems
}

/// All problems of a script; the file is called `main.answers`.
fn compile_problems(source: &str) -> Vec<Problem> {
    problems(source)
}

/// What passes the checks becomes a machine that loads.
fn loads(path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let compiled = compile(&source(text));
    let machine = compiled.machine.ok_or_else(|| format!("no machine: {:?}", compiled.problems))?;
    let machine = Machine::load(machine.bytes).map_err(|error| format!("{error:?}"))?;
    machine.verify().map_err(|error| format!("{error:?}"))?;
    Ok(())
}

/// The checks' codes, 02xx to 04xx, all stand in some file of `folder`.
fn every_code(folder: &Path) -> Result<(), Failed> {
    let mut told = String::new();
    for path in scripts_in(folder) {
        told.extend(fs::read_to_string(path)?.lines().filter(|line| line.starts_with("#~")));
    }
    let checked = |id: &str| id > "AT0200" && id < "AT0500";
    let missing: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.id())
        .filter(|id| checked(id) && !told.contains(id))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("no case for {}", missing.join(", ")).into())
    }
}

fn scripts_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "answers"))
        .collect();
    files.sort();
    files
}

/// The file is what the problems found make of it.
fn annotated(path: &Path, problems_of: fn(&str) -> Vec<Problem>) -> Result<(), Failed> {
    let expected = fs::read_to_string(path)?;
    let problems = problems_of(&expected);
    let index = LineIndex::new(&expected);
    let mut out = String::new();
    let mut count = 0;
    for (number, line) in (1..).zip(expected.lines()) {
        if line.starts_with("#~") {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        for problem in
            problems.iter().filter(|p| index.position(&expected, p.span.start).line == number)
        {
            out.push_str(&annotation(problem, &expected, &index));
            count += 1;
        }
    }
    if count != problems.len() || count == 0 {
        return Err(format!("{count} of {} problems can be shown", problems.len()).into());
    }
    same(path, &expected, &out)
}

fn annotation(problem: &Problem, source: &str, index: &LineIndex) -> String {
    let start = index.position(source, problem.span.start);
    let end = index.position(source, problem.span.end);
    let mut out =
        format!("#~ {}-{} {} {}\n", start.column, end.column, problem.code.id(), problem.message);
    for (place, text) in &problem.labels {
        let column = index.position(source, place.start).column;
        // Lines are counted without annotations, so that writing these changes nothing.
        let before =
            source[..place.start as usize].lines().filter(|line| !line.starts_with("#~")).count();
        out.push_str(&format!("#~ also: line {} column {column}: {text}\n", before.max(1)));
    }
    if let Some(help) = &problem.help {
        out.push_str(&format!("#~ help: {help}\n"));
    }
    if let Some(fix) = &problem.fix {
        let (start, end) = (fix.span.start as usize, fix.span.end as usize);
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[end..].find('\n').map_or(source.len(), |at| end + at);
        out.push_str(&format!(
            "#~ fix: {}{}{}\n",
            &source[line_start..start],
            fix.text.replace('\n', "⏎"),
            &source[end..line_end]
        ));
    }
    out
}

fn without_problems(path: &Path, problems_of: fn(&str) -> Vec<Problem>) -> Result<(), Failed> {
    let source = fs::read_to_string(path)?;
    let problems = problems_of(&source);
    let index = LineIndex::new(&source);
    let told: String = problems
        .iter()
        .map(|problem| {
            let line = index.position(&source, problem.span.start).line;
            format!("line {line}: {}", annotation(problem, &source, &index))
        })
        .collect();
    if told.is_empty() { Ok(()) } else { Err(told.into()) }
}

fn formatted(path: &Path) -> Result<(), Failed> {
    let out = syntax::format(&fs::read_to_string(path)?);
    if syntax::format(&out) != out {
        return Err("formatting twice is not formatting once".into());
    }
    let expected_path = path.with_extension("out");
    let expected = fs::read_to_string(&expected_path).unwrap_or_default();
    same(&expected_path, &expected, &out)
}
