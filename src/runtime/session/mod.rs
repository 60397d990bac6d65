//! A conversation: it walks a tree with an agent, or with a customer who walks alone.
//!
//! What is to be said is found by walking from where the tree stands without changing it, so that a turn can be shown as often as
//! anybody asks; accepting and choosing make what was walked real. `docs/conversations.md` says what each operation does.

mod agent;
mod alone;
mod commands;
mod distance;
mod event;
mod history;
mod offers;
mod present;
mod save;
mod shape;
mod shown;
mod state;

use std::borrow::Cow;
use std::sync::Arc;

use self::alone::Telling;
use self::history::Past;
use self::offers::Offers;
use self::shown::Shown;
use self::state::{Held, State};
use super::context::{Context, ContextError, FactValue, Known, read, wrong_kind};
use super::stack::Stack;
use super::suggest::Suggester;
use super::tree::Frame;
use super::turn::{Said, Summary, Turn};
use super::value::Heap;
use crate::machine::Machine;
use crate::machine::id::TopicId;

pub use self::event::{Event, EventKind};
pub use self::save::{RestoreError, seal_session};

/// How a conversation begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// What the host knows; `visits` says nothing here.
    pub context: Context,
    /// The topic or menu to enter at once.
    pub topic: Option<String>,
    /// A customer walks alone.
    pub alone: bool,
    /// So many of the last messages are kept for the summary of a hand-off; 0 keeps none.
    pub keep: usize,
    /// Events carry what was written.
    pub texts: bool,
    /// The host's own name for the conversation, for events.
    pub id: Option<String>,
    /// The host's own name for the agent, for events.
    pub agent: Option<String>,
}

/// What happens in a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The customer wrote.
    Receive(String),
    /// The agent sent a suggestion.
    Accept {
        /// The suggestion.
        id: Arc<str>,
        /// What was really sent; the suggestion's own text where it is missing.
        text: Option<String>,
    },
    /// A branch was taken, or a switch to another topic.
    Choose(Arc<str>),
    /// The host learnt something.
    Set {
        /// The fact.
        fact: String,
        /// Its value.
        value: FactValue,
    },
    /// It is so late: milliseconds since 1970-01-01 UTC.
    Tick(i64),
    /// The agent hands over by hand.
    Handoff {
        /// The department.
        department: String,
        /// Why, for the colleague.
        why: String,
    },
    /// Back to an earlier turn.
    Undo(u32),
}

/// Why an operation was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionError {
    /// What the host says does not fit the script.
    Context(ContextError),
    /// The session belongs to another machine: restore it into this one.
    OtherMachine,
    /// The script has no such topic, fact or department.
    Unknown {
        /// What was looked for: `topic`, `fact`, `department`.
        what: &'static str,
        /// The name given.
        name: String,
    },
    /// No such suggestion or choice is offered now.
    NotOffered {
        /// What was looked for: `suggestion`, `choice`.
        what: &'static str,
        /// The id given.
        id: String,
    },
    /// There is no such turn.
    NoTurn {
        /// The number given.
        turn: u32,
    },
}

impl SessionError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Context(error) => error.code(),
            Self::OtherMachine => "AC0010",
            Self::Unknown { .. } => "AC0011",
            Self::NotOffered { .. } => "AC0012",
            Self::NoTurn { .. } => "AC0013",
        }
    }

    /// What is wrong, for people.
    pub fn message(&self) -> String {
        match self {
            Self::Context(error) => error.message(),
            Self::OtherMachine => "the session belongs to another machine".to_owned(),
            Self::Unknown { what, name } => ["the script has no ", what, " `", name, "`"].concat(),
            Self::NotOffered { what, id } => ["no ", what, " `", id, "` is offered now"].concat(),
            Self::NoTurn { .. } => "the conversation has no such turn".to_owned(),
        }
    }
}

impl core::fmt::Display for SessionError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for SessionError {}

impl From<ContextError> for SessionError {
    fn from(error: ContextError) -> Self {
        Self::Context(error)
    }
}

/// A part of the way through a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb<'m> {
    /// The topic's or the choice's stable name.
    pub id: Arc<str>,
    /// What people read.
    pub label: Cow<'m, str>,
}

/// Another topic that can be gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch<'m> {
    /// What [`Input::Choose`] takes.
    pub id: Arc<str>,
    /// The topic's name.
    pub topic: &'m str,
    /// The topic's title.
    pub title: &'m str,
    /// Whether it is a tree that was left in the middle.
    pub back: bool,
}

/// A turn of a conversation: what a suggestion says, and where the conversation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionTurn<'m> {
    /// What is suggested and what comes next.
    pub turn: Turn<'m>,
    /// Its number, from 0.
    pub number: u32,
    /// Whether the conversation goes on: it was not handed off and has not ended.
    pub open: bool,
    /// Whether a customer walks alone.
    pub alone: bool,
    /// What to send to a customer who walks alone.
    pub messages: Vec<String>,
    /// The way to where the tree stands.
    pub crumbs: Vec<Crumb<'m>>,
    /// Topics that can be switched to, and trees that can be come back to.
    pub switches: Vec<Switch<'m>>,
    /// Facts that are known, as people read them.
    pub facts: Vec<(&'m str, String)>,
    /// With a hand-off: what the colleague should know.
    pub summary: Option<Summary<'m>>,
    /// After [`Session::restore`]: what the script no longer has.
    pub lost: Vec<String>,
    /// After [`Session::edit`]: how many operations did not fit any more.
    pub dropped: u32,
}

/// A conversation. It belongs to one machine; each call takes that machine, and a suggester that any number of
/// conversations may share.
///
/// ```
/// # use answertree::machine::{Machine, MachineError};
/// use answertree::runtime::{Input, Session, Start, Suggester};
/// # fn run(bytes: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
/// let (machine, mut suggester) = (Machine::load(bytes)?, Suggester::new());
/// let (mut session, _) = Session::start(&machine, &mut suggester, Start::default())?;
/// let input = Input::Receive("where's my parcel??".into());
/// let turn = session.apply(&machine, &mut suggester, input)?;
/// for choice in &turn.turn.choices {
///     println!("{}", choice.label);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    machine: u64,
    /// Channel, language, seed.
    fixed: Known,
    limit: usize,
    explain: bool,
    keep: usize,
    texts: bool,
    /// The script's own first values.
    defaults: Vec<Held>,
    state: State,
    history: Vec<Past>,
    offers: Offers,
    kept: Vec<Said>,
    events: Vec<Event>,
    /// The number of the oldest turn in the history.
    first: u32,
    /// What the last turn showed.
    shown: Shown,
    /// What it suggested and asked, by hash.
    told: (u64, u64),
    /// What this operation shows is committed no further: it handed over, or shows a turn again.
    held: Option<Hold>,
}

/// Why nothing further is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    /// Somebody else has it now: what comes next is for them.
    HandedOver,
    /// A turn is shown that was.
    Again,
}

/// A machine, and what is needed to walk its trees.
struct Desk<'m, 's> {
    machine: &'m Machine,
    suggester: &'s mut Suggester,
}

impl Session {
    /// Begins a conversation.
    ///
    /// # Errors
    /// Where the script has no such channel or topic, or a fact's value is of another kind.
    #[expect(clippy::needless_pass_by_value, reason = "a host has no further use for it")]
    pub fn start<'m>(
        machine: &'m Machine,
        suggester: &mut Suggester,
        start: Start,
    ) -> Result<(Self, SessionTurn<'m>), SessionError> {
        let desk = &mut Desk { machine, suggester };
        let mut session = Self::new(desk, &start.context)?;
        session.keep = start.keep;
        session.texts = start.texts;
        session.state.alone = start.alone;
        session.state.heard = start.context.now;
        session.tell_start(machine, &start);
        if let Some(name) = &start.topic {
            let topic = Self::topic_named(machine, name)?;
            session.state.enter(machine, topic);
        }
        let turn = session.go_on(desk, Telling::All);
        session.remember(None, session.state.now);
        Ok((session, turn))
    }

    /// A conversation that has not begun.
    fn new(desk: &mut Desk<'_, '_>, context: &Context) -> Result<Self, SessionError> {
        let machine = desk.machine;
        let mut heap = Heap::default();
        let bare = Context { facts: Vec::new(), visits: Vec::new(), ..context.clone() };
        let first = Known::new(machine, &bare, &mut heap)?;
        let hold = |known: &Known, heap: &Heap| -> Vec<Held> {
            known.facts.iter().map(|value| Held::new(*value, heap)).collect()
        };
        let defaults = hold(&first, &heap);
        let known = Known::new(machine, context, &mut heap)?;
        let facts = hold(&known, &heap);
        let state = State { facts: Arc::new(facts), now: context.now, ..State::default() };
        Ok(Self {
            machine: machine.checksum(),
            fixed: Known { facts: Vec::new(), visits: Arc::default(), now: None, ..known },
            limit: super::suggest::limit(context.limit),
            explain: context.explain,
            keep: 0,
            texts: false,
            defaults,
            state,
            history: Vec::new(),
            offers: Offers::default(),
            kept: Vec::new(),
            events: Vec::new(),
            first: 0,
            shown: Shown::default(),
            told: (0, 0),
            held: None,
        })
    }

    /// The time of what is done next, in milliseconds since 1970-01-01 UTC: an operation has no clock of its own.
    pub fn set_now(&mut self, now: i64) {
        self.state.now = Some(now);
    }

    /// Does what happened and says what comes next.
    ///
    /// # Errors
    /// Where it does not fit; then nothing has changed.
    pub fn apply<'m>(
        &mut self,
        machine: &'m Machine,
        suggester: &mut Suggester,
        input: Input,
    ) -> Result<SessionTurn<'m>, SessionError> {
        if machine.checksum() != self.machine {
            return Err(SessionError::OtherMachine);
        }
        let desk = &mut Desk { machine, suggester };
        if let Input::Undo(turn) = input {
            return self.undo(desk, turn);
        }
        self.held = None;
        let (silence, now) = (self.state.silence, self.state.now);
        let mut turn = self.run(desk, &input)?;
        if let Input::Tick(_) = input
            && self.state.silence == silence
        {
            // Only time went by: that is no turn of its own.
            self.renew();
        } else {
            self.remember(Some(input), now);
        }
        turn.number = self.number();
        Ok(turn)
    }

    /// The number of the turn that the conversation is at.
    pub fn number(&self) -> u32 {
        self.first + u32::try_from(self.history.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// What does not fit is refused before anything has changed.
    fn run<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        input: &Input,
    ) -> Result<SessionTurn<'m>, SessionError> {
        let machine = desk.machine;
        match input {
            Input::Receive(message) => {
                self.hear(message);
                Ok(if self.state.alone {
                    self.receive_alone(desk, message)
                } else {
                    self.receive(desk, message)
                })
            }
            Input::Accept { id, text } => self.accept(desk, id, text.as_deref()),
            Input::Choose(id) => self.choose(desk, id),
            Input::Set { fact, value } => {
                let unknown = || SessionError::Unknown { what: "fact", name: fact.clone() };
                let id = machine.fact_named(fact).ok_or_else(unknown)?;
                let row = machine.facts.get(id.usize()).ok_or_else(unknown)?;
                let heap = &mut desk.suggester.heap;
                heap.clear();
                let value = read(machine, row, value, heap);
                let value = value.ok_or_else(|| wrong_kind(machine, row))?;
                let held = Held::new(value, heap);
                let value = self.texts.then(|| held.said());
                self.tell(EventKind::Set { fact: fact.clone(), value });
                self.state.set(id, held);
                Ok(self.go_on(desk, Telling::News))
            }
            Input::Tick(now) => {
                self.state.now = Some(*now);
                Ok(self.wait(desk))
            }
            Input::Handoff { department, why } => {
                let name = || department.clone();
                let unknown = || SessionError::Unknown { what: "department", name: name() };
                let id = machine.department_named(department).ok_or_else(unknown)?;
                Ok(self.hand_over(desk, id, why.clone()))
            }
            Input::Undo(turn) => Err(SessionError::NoTurn { turn: *turn }),
        }
    }

    /// Goes on as far as nobody must decide.
    fn go_on<'m>(&mut self, desk: &mut Desk<'m, '_>, telling: Telling) -> SessionTurn<'m> {
        if self.state.alone {
            self.speak(desk, Vec::new(), telling)
        } else {
            self.present(desk, None)
        }
    }

    fn topic_named(machine: &Machine, name: &str) -> Result<TopicId, SessionError> {
        let error = || SessionError::Unknown { what: "topic", name: name.to_owned() };
        machine.topic_named(name).ok_or_else(error)
    }

    /// The customer wrote: what was awaited is over.
    fn hear(&mut self, message: &str) {
        self.tell_received(message);
        let state = &mut self.state;
        if state.ended.take().is_some() {
            state.tree = Stack::default();
        }
        state.handed = false;
        state.acts();
        state.forget();
        state.questioned = false;
        state.corrected = false;
        self.keep(true, message);
    }

    /// Keeps a message for the summary of a hand-off.
    fn keep(&mut self, customer: bool, text: &str) {
        if self.keep == 0 {
            return;
        }
        self.kept.push(Said { customer, text: text.to_owned() });
        let more = self.kept.len().saturating_sub(self.keep);
        self.kept.drain(..more);
    }

    /// The innermost frame.
    fn frame(&self) -> Option<&Frame> {
        self.state.tree.last()
    }
}
