//! Syntax trees to a script: names resolved, kinds of values checked, advice given.
//!
//! [`check`] reads the items of all files of a script and gives every problem of one run. An error never causes another:
//! a name that is unknown is reported once a place, and what depends on it stays quiet; so does a lint that finds
//! something missing where a line that could not be read may have it.
//!
//! Not here: how a line is written (`syntax`), and how the script runs (`lower`).

mod context;
pub mod identity;
mod kinds;
mod lints;
pub mod names;
pub mod plurals;
mod resolve;
pub mod say;
pub(crate) mod scope;
pub mod script;
pub mod translations;
pub mod zones;

pub(crate) use lints::statements;

use std::sync::Arc;

use crate::problem::{Problem, Severity};
use crate::span::Span;
use crate::syntax::tree::Item;
use context::Cx;
use script::Script;

/// What [`check`] reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The items of every file, those of an included file in the place of its `include`.
    pub items: &'a [&'a Item],
    /// The text of every file, by the file's number in spans.
    pub texts: &'a [&'a str],
    /// Where lines could not be read: what they name may be declared, and counts as used.
    pub broken: &'a [Span],
    /// A file of the script is missing: a name that is not here may be there.
    pub incomplete: bool,
}

/// What [`check`] found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The script, where no problem is an error.
    pub script: Option<Script>,
    /// Every problem, by file and place.
    pub problems: Vec<Problem>,
}

/// Checks a script.
///
/// The script is given only where neither these problems nor those of the syntax (`broken`, `incomplete`) are errors.
pub fn check(input: &Input<'_>) -> Checked {
    let mut problems = Vec::new();
    let mut scope = scope::declare(input.items, !input.broken.is_empty(), &mut problems);
    scope.incomplete = input.incomplete;
    let mut cx = Cx::new(input.texts, Arc::new(scope), problems);
    cx.read_broken(input.broken);
    let script = resolve::resolve(&mut cx, input.items);
    lints::run(&mut cx, input.items, &script);
    let mut problems = cx.problems;
    problems.sort_by_key(|problem| (problem.span, problem.code));
    problems.dedup();
    let error = problems.iter().any(|problem| problem.severity() == Severity::Error);
    let whole = !error && !input.incomplete && input.broken.is_empty();
    Checked { script: whole.then_some(script), problems }
}
