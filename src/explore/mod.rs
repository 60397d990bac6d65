//! Walking every conversation that a script allows, to find what goes wrong in some of them.
//!
//! From every topic, with an agent and in menus with a customer alone, everything is done that can be done: suggestions are sent, choices
//! taken, questions answered, nothing understood, nobody heard. Facts have the values around every constant they are
//! compared with; channels, languages and hours are each of those that matter. Plain conversations come first, then those in which the
//! customer goes elsewhere, then those in which one thing is different, then two, so that the way to what is found is short.
//! `docs/cli.md` says what is found.
//!
//! Not here: what can be told from the script alone is advice of [`check`](crate::check).

mod elsewhere;
mod instrument;
mod look;
mod moves;
mod never;
mod starts;
mod state;
mod told;
mod values;
mod walk;

use crate::check::identity::names;
use crate::check::script::Script;
use crate::lower::lower;
use crate::machine::Machine;
use crate::problem::Problem;

/// How far to walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most turns that are looked at.
    pub budget: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { budget: 20_000 }
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Turns that were looked at.
    pub turns: usize,
    /// The most turns that are.
    pub budget: usize,
    /// How many things are different in the conversations that are walked now.
    pub different: usize,
}

/// Something that goes wrong in some conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What and where; its help ends with the way there.
    pub problem: Problem,
    /// What is given at the beginning of the way, as lines of a test.
    pub given: Vec<String>,
    /// What is done on the way, as lines of a test.
    pub done: Vec<String>,
    /// A test that goes the way and passes while it is so; nothing for what no way leads to.
    pub test: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// By place.
    pub findings: Vec<Finding>,
    /// Turns that were looked at.
    pub turns: usize,
    /// Whether that was everything: the budget was enough.
    pub whole: bool,
    /// Topics, choices and replies that nothing led to in a walk that was not whole: more turns may.
    pub undecided: usize,
}

/// Walks the conversations of a script; `told` hears from time to time how far it is.
///
/// ```
/// use answertree::compile::{Source, analyse};
/// use answertree::explore::{Options, explore};
/// let text = "fact vip yes/no\n== late: Late\n- where is it\n- it is late\n* Lost\n  > [if vip] We look.\n* Found\n  end resolved\n";
/// let script = analyse(&[Source { name: "main.answers".into(), text: text.into() }]).script.unwrap();
/// let report = explore(&script, Options::default(), &mut |_| {});
/// assert!(report.whole);
/// assert_eq!(report.findings[0].problem.code.id(), "AT0501");
/// assert_eq!(report.findings[0].done, ["choose Lost"]);
/// ```
pub fn explore(script: &Script, options: Options, told: &mut dyn FnMut(Progress)) -> Report {
    let made = |script: &Script| Machine::load(lower(script).ok()?.bytes).ok();
    // Which topic a message finds is not what is looked at.
    let script = &Script { pack: None, ..script.clone() };
    let (marked, holes) = instrument::instrumented(script);
    // At the very limits of a machine there is no room for marks.
    let Some(machine) = made(&marked).or_else(|| made(script)) else { return Report::default() };
    let starts = starts::Starts::new(script);
    let looker = look::Looker::new(script, names(script), holes);
    let mut walker = walk::Walker::new(script, &machine, &starts, looker, options);
    let whole = walker.run(told);
    let (looker, turns) = walker.end();
    let (findings, undecided) = looker.findings(whole);
    Report { findings, turns, whole, undecided }
}
