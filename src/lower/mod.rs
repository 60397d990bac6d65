//! A checked script to a machine: strings, words, the pattern automaton, intents and trees.
//!
//! Deterministic: the same script gives the same bytes on every platform and every run. This module never sees text
//! files, syntax trees or the runtime.

mod code;
mod commands;
mod expr;
mod intents;
pub mod like;
pub(crate) mod patterns;
mod speech;
mod speech_words;
mod strings;
mod tables;
mod tests;
mod trees;
pub(crate) mod vocabulary;

use crate::check::script::Script;
use crate::machine::format::{Section, assemble};
use crate::pack::Pack;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::threads::{are_worth, both};
use crate::train::Doubt;
use patterns::Expanded;

/// A machine's bytes, and where in the script its code comes from.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The machine.
    pub bytes: Vec<u8>,
    /// Where each part of the code was written; kept beside the machine, never in it.
    pub source_map: Vec<(u32, Span)>,
}

/// What comes up on the way that advice is made of.
#[derive(Debug)]
pub(crate) struct Noted {
    /// The patterns spelled out, in the machine's order.
    pub(crate) patterns: Vec<Expanded>,
    /// The machine without its model: it finds patterns, and needs no language pack.
    pub(crate) untrained: Vec<u8>,
}

/// A machine with what is said of it on the way.
#[derive(Debug)]
pub(crate) struct Advised {
    pub(crate) lowered: Lowered,
    /// What was made of [`Noted`].
    pub(crate) advice: Vec<Problem>,
    /// Examples that a model trained without them takes for another intent's.
    pub(crate) doubts: Vec<Doubt>,
}

/// Training on so many examples takes many times as long as starting a thread.
const WORTH_A_THREAD: usize = 200;

/// What a machine holds beside what it needs to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras<'p> {
    /// The script's tests, as an author writes them: for tools that have the machine alone.
    pub tests: bool,
    /// A language pack for a script that asks for it by `pack`: the machine refers to it and needs it to run.
    pub pack: Option<&'p Pack>,
    /// What a script calls the pack; none where that is its language.
    pub pack_name: Option<&'p str>,
    /// Why there is no pack of the name that the script says, where a host has more to tell.
    pub no_pack: Option<&'p NoPack>,
}

/// Why a host has no pack of the name that a script says: what is told where the name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPack {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
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
    let (mut sections, source_map, _, pack) = sections(script, extras)?;
    let (model, _) = intents::model(script, pack);
    put(&mut sections, Section::Model, model);
    Ok(Lowered { bytes: assemble(&sections), source_map })
}

/// As [`lower_with`], with advice that is made while the model is trained.
pub(crate) fn lower_advised(
    script: &Script,
    extras: Extras<'_>,
    advise: impl FnOnce(&Noted) -> Vec<Problem> + Send,
) -> Result<Advised, Vec<Problem>> {
    let (mut sections, source_map, patterns, pack) = sections(script, extras)?;
    let noted = Noted { patterns, untrained: assemble(&sections) };
    let advise = || advise(&noted);
    let train = || intents::model(script, pack);
    let examples: usize = script.intents.iter().map(|intent| intent.examples.len()).sum();
    let (advice, (model, doubts)) =
        if examples >= WORTH_A_THREAD { both(advise, train) } else { (advise(), train()) };
    put(&mut sections, Section::Model, model);
    let lowered = Lowered { bytes: assemble(&sections), source_map };
    Ok(Advised { lowered, advice, doubts })
}

/// The bytes of each section.
type Sections = [Vec<u8>; Section::ALL.len()];

fn put(sections: &mut Sections, section: Section, bytes: Vec<u8>) {
    if let Some(slot) = sections.get_mut(section as usize) {
        *slot = bytes;
    }
}

/// Sections, the source map, the patterns spelled out, and the pack to train with.
type Whole<'p> = (Sections, Vec<(u32, Span)>, Vec<Expanded>, Option<&'p Pack>);

/// All but the model, of which it says that there is none.
fn sections<'p>(script: &Script, extras: Extras<'p>) -> Result<Whole<'p>, Vec<Problem>> {
    let mut strings = strings::Strings::default();
    let mut sections = Sections::default();
    let mut put = |section: Section, bytes: Vec<u8>| put(&mut sections, section, bytes);
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
    put(Section::Model, intents::none());
    let pack = pack(script, extras, &mut problems);
    let written = if extras.tests { script.tests.as_slice() } else { &[] };
    put(Section::Tests, tests::tests(written, &mut strings));
    put(Section::Strings, strings.section());
    if problems.is_empty() {
        Ok((sections, trees.source_map, patterns.all, pack))
    } else {
        Err(problems)
    }
}

/// The pack that a script asks for, if it does and it is at hand.
fn pack<'p>(script: &Script, extras: Extras<'p>, problems: &mut Vec<Problem>) -> Option<&'p Pack> {
    let wanted = script.pack.as_ref()?;
    let named = |pack: &'p Pack| extras.pack_name.unwrap_or_else(|| pack.language());
    let found = extras.pack.filter(|pack| named(pack).eq_ignore_ascii_case(&wanted.value));
    if found.is_none() {
        problems.push(match (extras.no_pack, extras.pack) {
            (Some(why), _) => Problem::new(Code::UnknownPack, wanted.span, why.message.clone())
                .help(why.help.clone()),
            (None, at_hand) => {
                let message = format!("there is no language pack `{}` here", wanted.value);
                let problem = Problem::new(Code::UnknownPack, wanted.span, message);
                match at_hand {
                    Some(pack) => {
                        problem.help(format!("the pack that is here is `{}`", named(pack)))
                    }
                    None => problem.help("compile where the pack is, or take the line out"),
                }
            }
        });
    }
    found
}
