//! The machine that messages are tried on: one of a script, or one made of messages.

use std::path::Path;
use std::time::Instant;

use answertree::backtest::Examples;
use answertree::compile::{Source, compile_with};
use answertree::problem::Severity;

use super::Model;
use crate::args::Backtest;
use crate::check::compiled;
use crate::files::{self, Input};
use crate::output::{Done, Failure, Output};
use crate::packs::AtHand;

/// The machine of a file; none where its script has errors, which are told.
pub(super) fn given(path: &Path, output: Output) -> Done<Option<Model>> {
    let script = match files::input(path)? {
        Input::Machine(machine) => {
            return Ok(Some(Model { machine: *machine, labels: None, seconds: None }));
        }
        Input::Script(script) => script,
    };
    let begin = Instant::now();
    let pack = AtHand::of(&script.sources);
    let Some(bytes) = compiled(script, pack.extras(), output, false) else { return Ok(None) };
    let seconds = begin.elapsed().as_secs_f64();
    Ok(Some(Model { machine: pack.built(bytes)?, labels: None, seconds: Some(seconds) }))
}

/// The machine of a script made of messages.
pub(super) fn made(mut examples: Examples, args: &Backtest) -> Done<Model> {
    if examples.is_empty() {
        return Err(Failure::new("there is no message with a label to make a script of"));
    }
    if let Some(most) = args.examples {
        examples.draw(usize::try_from(most).unwrap_or(usize::MAX), args.seed);
    }
    let trained = examples.script();
    let pack = match &args.pack {
        Some(path) => AtHand::given(path)?,
        None => AtHand::of(&[]),
    };
    let head = if args.no_pack { String::new() } else { format!("pack {}\n", pack.language()) };
    let text = format!("{head}{}", trained.script);
    let source = [Source { name: "messages.answers".to_owned(), text }];
    let begin = Instant::now();
    let compiled = compile_with(&source, pack.extras());
    let seconds = begin.elapsed().as_secs_f64();
    let Some(lowered) = compiled.machine else {
        let worst = compiled.problems.iter().find(|p| p.severity() == Severity::Error);
        let why = worst.map_or_else(String::new, |p| format!(": {} [{}]", p.message, p.code.id()));
        return Err(Failure::new(format!("the messages do not make a script{why}")));
    };
    Ok(Model {
        machine: pack.built(lowered.bytes)?,
        labels: Some(trained.labels),
        seconds: Some(seconds),
    })
}
