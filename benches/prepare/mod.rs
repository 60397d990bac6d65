//! The generated scripts, their machines and messages, made once and kept as files in `bench/` of the target folder, so
//! that all benchmarks, the ones under Node too, measure the same.

#![allow(dead_code, reason = "each benchmark takes a part")]
#![allow(clippy::expect_used, reason = "a benchmark without its data has nothing to measure")]

#[path = "../generate/mod.rs"]
mod generate;

use std::fs;
use std::path::PathBuf;

use answertree::compile::{Source, compile};
use answertree::machine::Machine;
use answertree::runtime::{Context, FactValue};
use generate::{Plan, SEED};

/// How many topics the scripts have.
pub(crate) const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// Messages for one size.
const MESSAGES: usize = 200;

/// The lines that the script of the keystroke has.
const LINES: usize = 1_000;

/// Where the files are.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench")
}

fn read(name: &str) -> Vec<u8> {
    fs::read(folder().join(name))
        .expect("run `cargo bench --bench compile` first: it writes the machines")
}

/// Writes scripts, machines and messages of all sizes, and the script of the keystroke.
pub(crate) fn write_all() {
    let folder = folder();
    fs::create_dir_all(&folder).expect("a folder for the scripts");
    let write = |name: String, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a file");
    for size in SIZES {
        let plan = Plan::new(size, SEED);
        let text = plan.script();
        let machine =
            compile(&[source(text.clone())]).machine.expect("generated scripts have no errors");
        let messages: String = plan
            .messages(MESSAGES, SEED)
            .iter()
            .map(|(message, topic)| format!("{topic}\t{message}\n"))
            .collect();
        write(format!("{size}.answers"), text.as_bytes());
        write(format!("{size}.machine"), &machine.bytes);
        write(format!("{size}.tsv"), messages.as_bytes());
    }
    write("keystroke.answers".into(), keystroke().as_bytes());
}

/// A file of that text.
pub(crate) fn source(text: String) -> Source {
    Source { name: "main.answers".into(), text }
}

/// A script of about [`LINES`] lines.
pub(crate) fn keystroke() -> String {
    let script = |topics| Plan::new(topics, SEED).script();
    let lines = |topics| script(topics).lines().count();
    let topics =
        (1..LINES).find(|&topics| lines(topics) >= LINES).expect("more topics have more lines");
    script(topics)
}

/// The script of a size.
pub(crate) fn script(size: usize) -> String {
    String::from_utf8(read(&format!("{size}.answers"))).expect("text")
}

/// The same script without examples, so without intents.
pub(crate) fn without_examples(script: &str) -> String {
    script.split_inclusive('\n').filter(|line| !line.starts_with("- ")).collect()
}

/// The machine of a size.
pub(crate) fn bytes(size: usize) -> Vec<u8> {
    read(&format!("{size}.machine"))
}

/// The machine of a size, loaded.
pub(crate) fn machine(size: usize) -> Machine {
    Machine::load(bytes(size)).expect("what the compiler writes can be loaded")
}

/// Messages of about 15 words for a size.
pub(crate) fn messages(size: usize) -> Vec<String> {
    let text = String::from_utf8(read(&format!("{size}.tsv"))).expect("text");
    text.lines().filter_map(|line| Some(line.split_once('\t')?.1.to_owned())).collect()
}

/// What a host knows of the customer.
pub(crate) fn context() -> Context {
    Context {
        channel: Some("x".into()),
        facts: vec![
            ("name".into(), FactValue::Text("Sam".into())),
            ("vip".into(), FactValue::YesNo(false)),
        ],
        seed: 1,
        ..Context::default()
    }
}
