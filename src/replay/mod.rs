//! Recorded conversations, done again: what their events say was done is done to a session of any script, and what comes of it is
//! compared with what was recorded, or with what comes of it in another script.
//!
//! Events say all that was done only where the session was started with `texts`. How they are read from files is for who calls this.

mod read;
mod tell;

use crate::machine::{Kind, Machine};
use crate::runtime::{
    Event, EventKind, FactValue, Input, Session, SessionError, SessionTurn, Start, Suggester,
};

pub use self::read::{Reader, conversations};
use self::tell::Last;
pub use self::tell::Told;

/// Something that was done in a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// An operation of a session.
    Do(Input),
    /// It was saved and restored.
    Restore,
}

/// What was done, and what was recorded of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What.
    pub operation: Operation,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: Option<i64>,
    /// The turn that it made.
    pub turn: u32,
    /// What came of it.
    pub told: Told,
}

/// A recorded conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// How it began.
    pub start: Start,
    /// What came of that.
    pub told: Told,
    /// What was done then, in its order.
    pub steps: Vec<Step>,
    /// Whether everything that was written was recorded, so that it can be done again.
    pub has_texts: bool,
}

/// What came of a conversation that was done again, step by step; the last may be a refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// What came of each step, the start first: what events say, and what turns show beside it.
    pub steps: Vec<(Told, Told)>,
    /// Why the step behind these could not be done.
    pub refused: Option<SessionError>,
}

/// Where a conversation goes differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The turn.
    pub turn: u32,
    /// What was done there: an index of the steps; nothing at the start.
    pub step: Option<usize>,
    /// What is different: `suggestions`, `topic`, `handoff` and the like; `refused` where what was done does not fit any more.
    pub subject: &'static str,
    /// What it was; empty for nothing.
    pub was: String,
    /// What it is now.
    pub now: String,
}

/// Does a conversation again, as far as it fits.
///
/// ```
/// # use answertree::compile::{Source, compile};
/// # use answertree::machine::Machine;
/// use answertree::replay::{compare, conversations, play};
/// use answertree::runtime::{Input, Session, Start, Suggester};
/// # let text = "== late: Late\n- where is it\n- it is late\n> Sorry!\n";
/// # let compiled = compile(&[Source { name: "main.answers".into(), text: text.into() }]);
/// # let machine = Machine::load(compiled.machine.unwrap().bytes).unwrap();
/// # let mut suggester = Suggester::new();
/// let start = Start { texts: true, ..Start::default() };
/// let (mut session, _) = Session::start(&machine, &mut suggester, start).unwrap();
/// session.apply(&machine, &mut suggester, Input::Receive("where is it".into())).unwrap();
/// let recorded = conversations(session.events());
/// let again = play(&recorded[0], &machine, &mut suggester);
/// assert_eq!(compare(&recorded[0], &again), None);
/// ```
pub fn play(conversation: &Conversation, machine: &Machine, suggester: &mut Suggester) -> Played {
    let mut played = Played { steps: Vec::new(), refused: None };
    let mut start = conversation.start.clone();
    for (fact, value) in &mut start.context.facts {
        *value = of_kind(machine, fact, value);
    }
    let (mut session, turn) = match Session::start(machine, suggester, start) {
        Ok(begun) => begun,
        Err(error) => return Played { refused: Some(error), ..played },
    };
    played.steps.push((Told::of(&session.events()), Told::shown(&turn)));
    for step in &conversation.steps {
        match again(&mut session, machine, suggester, step) {
            Ok(turn) => {
                let shown = Told::shown(&turn);
                played.steps.push((Told::of(&session.events()), shown));
            }
            Err(error) => {
                played.refused = Some(error);
                return played;
            }
        }
    }
    played
}

fn again<'m>(
    session: &mut Session,
    machine: &'m Machine,
    suggester: &mut Suggester,
    step: &Step,
) -> Result<SessionTurn<'m>, SessionError> {
    step.at.into_iter().for_each(|at| session.set_now(at));
    let input = match &step.operation {
        Operation::Do(Input::Set { fact, value }) => {
            Input::Set { fact: fact.clone(), value: of_kind(machine, fact, value) }
        }
        Operation::Do(input) => input.clone(),
        Operation::Restore => {
            let bytes = session.save(machine);
            let restored = Session::restore(machine, suggester, &bytes);
            // What was saved just now can be restored.
            let (new, turn) = restored.map_err(|_| SessionError::OtherMachine)?;
            *session = new;
            step.at.into_iter().for_each(|at| session.set_now(at));
            return Ok(turn);
        }
    };
    let now = step.at.filter(|_| matches!(input, Input::Accept { .. } | Input::Choose(_)));
    match (session.apply(machine, suggester, input.clone()), now) {
        // No event tells that time went by, nor that other choices are open since.
        (Err(SessionError::NotOffered { .. }), Some(now)) => {
            session.apply(machine, suggester, Input::Tick(now))?;
            session.apply(machine, suggester, input)
        }
        (done, _) => done,
    }
}

/// Events have values as people read them: a list's members with commas between them.
fn of_kind(machine: &Machine, fact: &str, value: &FactValue) -> FactValue {
    let row = machine.fact_named(fact).and_then(|id| machine.facts.get(id.usize()));
    match value {
        FactValue::Text(text) if row.is_some_and(|row| row.kind == Kind::List) => {
            FactValue::List(text.split(", ").map(str::to_owned).collect())
        }
        other => other.clone(),
    }
}

/// The first place where a conversation goes differently than it was recorded.
pub fn compare(recorded: &Conversation, played: &Played) -> Option<Difference> {
    let told = core::iter::once(&recorded.told).chain(recorded.steps.iter().map(|step| &step.told));
    let begun = core::iter::once(None).chain(recorded.steps.iter().map(Some));
    let mut last = Last::default();
    let (mut was, mut now) = (Vec::new(), Vec::new());
    for ((told, step), (events, shown)) in told.zip(begun).zip(&played.steps) {
        let again = matches!(
            step.map(|step| &step.operation),
            Some(Operation::Restore | Operation::Do(Input::Undo(_)))
        );
        if again {
            last = Last::default();
        }
        was.push(last.of(told, shown));
        now.push(events.happened(false).with(&shown.offers()));
    }
    first(recorded, was.iter(), now.iter()).or_else(|| {
        let error = played.refused.as_ref()?;
        Some(refusal(recorded, played, "", &error.message()))
    })
}

/// The first place where a conversation goes differently in two scripts.
pub fn compare_two(recorded: &Conversation, one: &Played, other: &Played) -> Option<Difference> {
    // Events say what happened, turns what can happen next.
    let both = |played: &Played| -> Vec<Told> {
        played.steps.iter().map(|(told, shown)| told.happened(true).with(shown)).collect()
    };
    let (was, now) = (both(one), both(other));
    first(recorded, was.iter(), now.iter()).or_else(|| {
        let said = |played: &Played| {
            played.refused.as_ref().map(SessionError::message).unwrap_or_default()
        };
        let (was, now) = (said(one), said(other));
        let shorter = if one.steps.len() <= other.steps.len() { one } else { other };
        (one.steps.len() != other.steps.len()).then(|| refusal(recorded, shorter, &was, &now))
    })
}

fn first<'t>(
    recorded: &Conversation,
    was: impl Iterator<Item = &'t Told>,
    now: impl Iterator<Item = &'t Told>,
) -> Option<Difference> {
    was.zip(now).enumerate().find_map(|(at, (was, now))| {
        let (subject, was, now) = was.differs(now)?;
        let step = at.checked_sub(1);
        let turn = step.and_then(|step| recorded.steps.get(step)).map_or(0, |step| step.turn);
        Some(Difference { turn, step, subject, was, now })
    })
}

/// The step behind those that were played does not fit.
fn refusal(recorded: &Conversation, played: &Played, was: &str, now: &str) -> Difference {
    let step = played.steps.len().checked_sub(1);
    let turn = step.and_then(|step| recorded.steps.get(step)).map_or(0, |step| step.turn);
    let (was, now) = (was.to_owned(), now.to_owned());
    Difference { turn, step, subject: "refused", was, now }
}

/// Whether an event says what was written.
fn has_text(kind: &EventKind) -> bool {
    match kind {
        EventKind::Received { text, .. } | EventKind::Accepted { text, .. } => text.is_some(),
        EventKind::Set { value, .. } => value.is_some(),
        _ => true,
    }
}

/// Whether an event is of the agent's attention, which changes nothing of the conversation.
fn is_aside(event: &Event) -> bool {
    matches!(event.kind, EventKind::Joined { .. } | EventKind::Left { .. })
}
