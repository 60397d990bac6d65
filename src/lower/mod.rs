//! A checked script to a machine: strings, words, the pattern automaton, intents and trees.
//!
//! Deterministic: the same script gives the same bytes on every platform and every run. This module never sees text
//! files, syntax trees or the runtime.

mod code;
mod commands;
mod expr;
mod intents;
pub mod like;
mod patterns;
mod speech;
mod speech_words;
mod strings;
mod tables;
mod tests;
mod trees;
mod vocabulary;

use crate::check::script::Script;
use crate::machine::format::{Section, assemble};
use crate::pack::Pack;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::threads::{are_worth, both};

/// A machine's bytes, and where in the script its code comes from.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The machine.
    pub bytes: Vec<u8>,
    /// Where each part of the code was written; kept beside the machine, never in it.
    pub source_map: Vec<(u32, Span)>,
}

/// What a machine holds beside what it needs to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras<'p> {
    /// The script's tests, as an author writes them: for tools that have the machine alone.
    pub tests: bool,
    /// A language pack for a script that asks for it by `pack`: the machine refers to it and needs it to run.
    pub pack: Option<&'p Pack>,
}

/// Lowers a script, to what a machine needs to run.
///
/// # Errors
/// Where the script is within the language's limits but larger than a machine may be in some part.
pub fn lower(script: &Script) -> Result<Lowered, Vec<Problem>> {
    lower_with(script, Extras::default())
}

/// Lowers a script, with more than a machine needs.
///
/// # Errors
/// Where the script is within the language's limits but larger than a machine may be in some part.
pub fn lower_with(script: &Script, extras: Extras<'_>) -> Result<Lowered, Vec<Problem>> {
    let mut strings = strings::Strings::default();
    let mut sections: [Vec<u8>; Section::ALL.len()] = Default::default();
    let mut put = |section: Section, bytes: Vec<u8>| {
        if let Some(slot) = sections.get_mut(section as usize) {
            *slot = bytes;
        }
    };
    // What is matched and what is said know nothing of each other.
    let matched = || {
        let mut problems = Vec::new();
        let patterns = patterns::expand(script, &mut problems);
        let words = vocabulary::Words::new(script, &patterns.all, &patterns.lists);
        let automaton = patterns::automaton(&patterns.all, &words);
        (patterns, words, automaton, problems)
    };
    let mut said = || {
        put(Section::Meta, tables::meta(script, &mut strings));
        put(Section::Channels, tables::channels(script, &mut strings));
        put(Section::Departments, tables::departments(script, &mut strings));
        let mut problems = Vec::new();
        (trees::trees(script, &mut strings, &mut problems), problems)
    };
    let ((patterns, words, automaton, mut problems), (trees, mut more)) =
        if are_worth(script.topics.len()) { both(matched, said) } else { (matched(), said()) };
    problems.append(&mut more);
    put(Section::Facts, trees.facts);
    put(Section::Topics, trees.topics);
    put(Section::Code, trees.code);
    put(Section::Prefers, trees.prefers);
    put(Section::Patterns, patterns::table(&patterns.all));
    put(Section::Words, words.section());
    put(Section::Classes, words.classes(&patterns.lists, &mut strings));
    put(Section::Automaton, automaton);
    put(Section::Intents, intents::names(script, &mut strings));
    let pack = pack(script, extras.pack).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    put(Section::Model, intents::model(script, pack));
    let written = if extras.tests { script.tests.as_slice() } else { &[] };
    put(Section::Tests, tests::tests(written, &mut strings));
    put(Section::Strings, strings.section());
    if problems.is_empty() {
        Ok(Lowered { bytes: assemble(&sections), source_map: trees.source_map })
    } else {
        Err(problems)
    }
}

/// The pack that a script asks for, if it does.
fn pack<'p>(script: &Script, at_hand: Option<&'p Pack>) -> Result<Option<&'p Pack>, Problem> {
    let Some(wanted) = &script.pack else { return Ok(None) };
    let found = at_hand.filter(|pack| pack.language().eq_ignore_ascii_case(&wanted.value));
    let Some(pack) = found else {
        let problem = Problem::new(
            Code::UnknownPack,
            wanted.span,
            format!("there is no language pack `{}` here", wanted.value),
        );
        return Err(match at_hand {
            Some(pack) => problem.help(format!("the pack that is here is `{}`", pack.language())),
            None => problem.help("compile where the pack is, or take the line out"),
        });
    };
    Ok(Some(pack))
}
