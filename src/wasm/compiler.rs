//! The authors' module: compiling, formatting, listing.

use wasm_bindgen::prelude::*;

use super::unpack::Unpack;
use super::{Machine, Pack};
use crate::compile::{Source, analyse, compile_with as compile_sources};
use crate::json::problem;
use crate::lower::Extras;
use crate::machine::listing::listing;
use crate::syntax;

/// What came of compiling.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Compiled {
    machine: Option<Vec<u8>>,
    problems: String,
}

#[wasm_bindgen]
impl Compiled {
    /// The machine's bytes where no problem is an error; once.
    pub fn machine(&mut self) -> Option<Vec<u8>> {
        self.machine.take()
    }

    /// The problems, packed; once.
    pub fn problems(&mut self) -> String {
        core::mem::take(&mut self.problems)
    }
}

/// Compiles the files of a script, packed as a list of names and texts; the first is the main one. Authors' mistakes are
/// problems.
#[wasm_bindgen]
pub fn compile(sources: &str) -> Compiled {
    compiled(sources, Extras::default())
}

/// The same, with what a language pack knows of words.
#[wasm_bindgen(js_name = compileWith)]
pub fn compile_with(sources: &str, pack: &Pack) -> Compiled {
    let pack = pack.pack.as_ref().ok().map(AsRef::as_ref);
    compiled(sources, Extras { pack, ..Extras::default() })
}

/// The problems of a script, packed, without making its machine: what an author wants to know with every key.
#[wasm_bindgen]
pub fn check(sources: &str) -> String {
    let files = unpacked(sources);
    let mut problems = String::new();
    problem::push_problems(&analyse(&files).problems, &files, &mut problems);
    problems
}

/// The files of a script.
pub(super) fn unpacked(sources: &str) -> Vec<Source> {
    let mut sources = Unpack(sources);
    let mut files = Vec::new();
    for _ in 0..sources.count() {
        let (name, text) = (sources.text().to_owned(), sources.text().to_owned());
        files.push(Source { name, text });
    }
    files
}

fn compiled(sources: &str, extras: Extras<'_>) -> Compiled {
    let files = unpacked(sources);
    let compiled = compile_sources(&files, extras);
    let mut problems = String::new();
    problem::push_problems(&compiled.problems, &files, &mut problems);
    Compiled { machine: compiled.machine.map(|lowered| lowered.bytes), problems }
}

/// The canonical form of a file's text; a line with a problem stays as it is.
#[wasm_bindgen]
pub fn format(text: &str) -> String {
    syntax::format(text)
}

#[wasm_bindgen]
impl Machine {
    /// The machine in a form for people to read; nothing where there is none.
    pub fn listing(&self) -> String {
        self.machine.as_ref().map(listing).unwrap_or_default()
    }
}
