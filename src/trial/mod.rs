//! Tests of a script: conversations that must go as written, and what of the script they reach.
//!
//! A test is a session of an agent, or of a customer who walks alone: each line does what a host would do, and is held against
//! the turn that it gives. What is read from files, and how results are shown, is for who calls this.

mod coverage;
mod expect;
mod lcov;
mod play;
mod reached;
mod record;
mod sites;

use std::sync::Arc;

use crate::check::script::{Script, Test};
use crate::lower::{Extras, Lowered, lower_with};
use crate::machine::Machine;
use crate::machine::id::TopicId;
use crate::pack::Pack;
use crate::problem::Problem;
use crate::runtime::Suggester;
use crate::span::Span;

pub use self::coverage::{Choice, Coverage, Example, Guard, Line, LineKind, Tally, Topic};
pub use self::play::NOON;
pub use self::reached::Reached;
pub use self::record::Record;

/// A checked script with its machine, ready to be tested. Threads may share one; each needs a suggester of its own.
///
/// ```
/// use answertree::compile::{Source, analyse};
/// use answertree::runtime::Suggester;
/// use answertree::trial::Trials;
/// let text = "== late: Late\n- where is it\n- where was it\n> Soon!\ntest late\n  customer: where is it\n  expect reply has \"later\"\n";
/// let script = analyse(&[Source { name: "main.answers".into(), text: text.into() }]).script.unwrap();
/// let trials = Trials::new(&script).unwrap();
/// let played = trials.play(&mut Suggester::new(), &script.tests[0]);
/// assert_eq!(played.failure.unwrap().expected, "expected a reply with `later`");
/// ```
#[derive(Debug)]
pub struct Trials<'s> {
    script: &'s Script,
    machine: Machine,
    /// Where each part of the code was written, in the order of the code.
    places: Vec<(u32, Span)>,
}

/// How a test went.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// The line that did not hold; none where the test passed.
    pub failure: Option<Failure>,
    /// What the test came upon.
    pub reached: Reached,
}

/// The line of a test that does not hold, or at which it cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The line.
    pub span: Span,
    /// What was expected, as a sentence without its full stop.
    pub expected: String,
    /// What was there instead, in a few words.
    pub found: String,
    /// What was there in full: replies, choices and the like, one a line.
    pub details: Vec<String>,
    /// The line of the script that what was there comes from, and what it did.
    pub origin: Option<(Span, String)>,
    /// What the author may have meant.
    pub help: Option<String>,
}

impl<'s> Trials<'s> {
    /// Makes the script's machine.
    ///
    /// # Errors
    /// Where the script is larger than a machine may be in some part.
    pub fn new(script: &'s Script) -> Result<Self, Vec<Problem>> {
        Self::with(script, None, Extras::default())
    }

    /// Makes the machine of a script that may ask for a language pack, which the extras name.
    ///
    /// # Errors
    /// Where the script is larger than a machine may be in some part, or asks for a pack that is not at hand.
    pub fn with(
        script: &'s Script,
        pack: Option<&Arc<Pack>>,
        extras: Extras<'_>,
    ) -> Result<Self, Vec<Problem>> {
        let extras = Extras { pack: pack.map(Arc::as_ref), ..extras };
        let Lowered { bytes, source_map } = lower_with(script, extras)?;
        // What was lowered here loads: the compiler's own tests hold it to that.
        let machine = Machine::load_with(bytes, pack).map_err(|_| Vec::new())?;
        Ok(Self { script, machine, places: source_map })
    }

    /// The script.
    pub fn script(&self) -> &'s Script {
        self.script
    }

    /// Its machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Plays a test of the script from its first line to the first that does not hold.
    pub fn play(&self, suggester: &mut Suggester, test: &Test) -> Played {
        play::play(self, suggester, test)
    }

    /// What of the script some tests reach together, and which of its examples lead where they belong.
    pub fn coverage<'p>(
        &self,
        suggester: &mut Suggester,
        played: impl IntoIterator<Item = &'p Played>,
    ) -> Coverage {
        coverage::coverage(self, Some(suggester), &together(played))
    }

    /// What of the script some tests reach together, without its examples: each of those takes a suggestion of its own.
    pub fn reached<'p>(&self, played: impl IntoIterator<Item = &'p Played>) -> Coverage {
        coverage::coverage(self, None, &together(played))
    }

    /// Where what stands at a place in the code was written.
    fn span(&self, at: u32) -> Option<Span> {
        let found = self.places.binary_search_by_key(&at, |(place, _)| *place).ok()?;
        self.places.get(found).map(|(_, span)| *span)
    }

    /// A topic's heading.
    fn heading(&self, topic: TopicId) -> Option<Span> {
        self.script.topics.get(topic.usize()).map(|topic| topic.span)
    }
}

fn together<'p>(played: impl IntoIterator<Item = &'p Played>) -> Reached {
    let mut reached = Reached::default();
    for one in played {
        reached.add(&one.reached);
    }
    reached
}
