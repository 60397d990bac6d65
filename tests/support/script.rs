//! What a text of one file is to the compiler.

#![allow(clippy::panic, clippy::unwrap_used, dead_code, reason = "each test uses some of it")]

use answertree::check::script::Script;
use answertree::compile::{Analysed, Source, analyse, compile};
use answertree::machine::Machine;
use answertree::problem::Problem;

/// A script of one file.
pub(crate) fn source(text: impl Into<String>) -> [Source; 1] {
    [Source { name: "main.answers".to_owned(), text: text.into() }]
}

/// What the checks say of it.
pub(crate) fn checked(text: impl Into<String>) -> Analysed {
    analyse(&source(text))
}

/// What the compiler says of it, with the advice that needs the machine.
pub(crate) fn problems(text: impl Into<String>) -> Vec<Problem> {
    compile(&source(text)).problems
}

/// The script, which has no error.
pub(crate) fn script(text: impl Into<String>) -> Script {
    let found = checked(text);
    found.script.unwrap_or_else(|| panic!("{:#?}", found.problems))
}

/// The bytes of its machine, which it has.
pub(crate) fn bytes(text: impl Into<String>) -> Vec<u8> {
    let sources = source(text);
    let compiled = compile(&sources);
    compiled
        .machine
        .unwrap_or_else(|| panic!("{:#?}\n{}", compiled.problems, sources[0].text))
        .bytes
}

/// Its machine.
pub(crate) fn machine(text: impl Into<String>) -> Machine {
    Machine::load(bytes(text)).unwrap()
}
