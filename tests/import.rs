//! Files of other programs and the scripts that are made of them: one test for each folder under `tests/corpus/import/FORMAT`.
//! `BLESS=1` writes what is.
//!
//! A folder holds the files, `expected.answers` and `expected.told`; `columns` names the columns of a table. A folder of Dialogflow is
//! what is in the zip.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod support;

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use answertree::compile::{Source, compile};
use answertree::data::Columns;
use answertree::import::{Format, Import, Imported};
use answertree::problem::Severity;
use answertree::syntax;
use libtest_mimic::{Arguments, Failed, Trial};
use support::same;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() {
    let arguments = Arguments::from_args();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/import");
    let mut trials = Vec::new();
    for format in folders(&corpus) {
        for case in folders(&format) {
            let name = case.strip_prefix(&corpus).unwrap().display().to_string();
            trials.push(Trial::test(name, move || check(&case)));
        }
    }
    assert!(trials.len() >= 8, "each format has a folder");
    libtest_mimic::run(&arguments, trials).exit();
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The files of a folder and its folders, by their names in it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                waiting.push(path);
            } else if !name.starts_with("expected.") && name != "columns" {
                out.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn import(folder: &Path) -> Imported {
    let text = fs::read_to_string(folder.join("columns")).unwrap_or_default();
    let column = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.map(|column| column.trim().to_owned())
    };
    let columns = Columns {
        label: column("label "),
        text: column("text "),
        reply: column("reply "),
        replies: true,
    };
    let mut import = Import::new(columns);
    let mut files = files(folder);
    if files.iter().any(|(name, _)| name == "agent.json") {
        files = vec![("agent.zip".to_owned(), zipped(&files))];
    }
    for (name, bytes) in &files {
        let format = Format::of(name, bytes).unwrap();
        assert!(folder.parent().unwrap().ends_with(format.name()), "{name} is {}", format.name());
        import.read(name, format, bytes).unwrap();
    }
    assert!(!import.is_empty());
    import.finish()
}

fn check(folder: &Path) -> Result<(), Failed> {
    let imported = import(folder);
    assert_eq!(imported, import(folder), "twice the same");
    assert_eq!(syntax::format(&imported.script), imported.script, "laid out");
    let source = Source { name: "expected.answers".into(), text: imported.script.clone() };
    let compiled = compile(&[source]);
    let errors: Vec<_> =
        compiled.problems.iter().filter(|p| p.severity() == Severity::Error).collect();
    assert!(errors.is_empty() && compiled.machine.is_some(), "{errors:#?}\n{}", imported.script);
    let mut told = String::new();
    for one in &imported.told {
        told.push_str(&format!("{one}\n"));
    }
    told.push_str(&format!(
        "{} topics, {} examples, {} wordings; {} without a reply, {} without an example\n",
        imported.topics,
        imported.examples,
        imported.wordings,
        imported.without_reply,
        imported.without_example
    ));
    for (name, actual) in [("expected.answers", &imported.script), ("expected.told", &told)] {
        let path = folder.join(name);
        same(&path, &fs::read_to_string(&path).unwrap_or_default(), actual)?;
    }
    Ok(())
}
