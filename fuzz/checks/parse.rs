//! Any bytes as the files of a script: nothing panics, every place lies in its file on character boundaries, and formatting a
//! script without errors twice is formatting it once and leaves its machine as it was.
//!
//! The byte 0xff, which no UTF-8 has, stands between files: `main.answers`, then `a.answers`, `b.answers` and so on.

use answertree::compile::{Compiled, Source, compile};
use answertree::machine::Machine;
use answertree::problem::Severity;
use answertree::span::Span;
use answertree::syntax;

/// More than this says nothing new and takes long.
const MOST_BYTES: usize = 16 << 10;

const NAMES: [&str; 4] = ["main.answers", "a.answers", "b.answers", "c/d.answers"];

/// Panics where the input shows a fault.
pub(crate) fn check(input: &[u8]) {
    if input.len() > MOST_BYTES {
        return;
    }
    let sources: Vec<Source> = NAMES
        .iter()
        .zip(input.split(|byte| *byte == 0xff))
        .map(|(name, text)| Source {
            name: (*name).to_owned(),
            text: String::from_utf8_lossy(text).into_owned(),
        })
        .collect();
    let compiled = compile(&sources);
    for problem in &compiled.problems {
        inside(problem.span, &sources);
        for (span, _) in &problem.labels {
            inside(*span, &sources);
        }
        if let Some(fix) = &problem.fix {
            inside(fix.span, &sources);
        }
        assert!(!problem.message.is_empty(), "{problem:?}");
    }
    let wrong = compiled.problems.iter().any(|problem| problem.severity() == Severity::Error);
    assert_eq!(wrong, compiled.machine.is_none(), "a machine, or an error that says why not");
    if let Some(bytes) = bytes(compiled) {
        let formatted: Vec<Source> = sources
            .iter()
            .map(|source| Source { name: source.name.clone(), text: syntax::format(&source.text) })
            .collect();
        for source in &formatted {
            assert_eq!(syntax::format(&source.text), source.text, "formatted twice");
        }
        assert_eq!(
            self::bytes(compile(&formatted)).as_ref(),
            Some(&bytes),
            "formatted: {formatted:?}"
        );
        if let Err(error) = Machine::load(bytes).and_then(|machine| machine.verify()) {
            panic!("what was compiled is refused: {error}");
        }
    }
}

fn bytes(compiled: Compiled) -> Option<Vec<u8>> {
    compiled.machine.map(|machine| machine.bytes)
}

fn inside(span: Span, sources: &[Source]) {
    let text = sources.get(usize::from(span.file)).map(|source| source.text.as_str());
    let range = usize::try_from(span.start).ok().zip(usize::try_from(span.end).ok());
    let part = text.zip(range).and_then(|(text, (start, end))| text.get(start..end));
    assert!(part.is_some(), "{span:?} lies in no file, or not on characters");
}
