//! A conversation: its state after each turn, all of them kept.

use std::collections::{BTreeMap, BTreeSet};

use answertree::check::script::Script;
use answertree::syntax::tree::Outcome;

use super::mind::Mind;
use super::tree::{Frame, Said, Stop, Walk, walk};
use super::value::{self, Value, eval};
use super::view::View;
use super::{Operation, Start, TooLong};

/// A tree that stands somewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tree {
    /// The innermost last; none where no topic was entered.
    pub(crate) frames: Vec<Frame>,
    /// A message led here and nothing was accepted or chosen yet.
    pub(crate) tentative: bool,
    /// Places of actions that lie ahead and were given.
    pub(crate) given: Vec<String>,
}

impl Tree {
    fn new(topic: usize, tentative: bool) -> Self {
        Self { frames: vec![Frame::top(topic)], tentative, given: Vec::new() }
    }
}

/// All of a conversation after a turn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) mind: Mind,
    pub(crate) tree: Tree,
    /// The newest last.
    pub(crate) suspended: Vec<Tree>,
    /// To whom it was handed off.
    pub(crate) department: Option<usize>,
    /// It was handed off since a topic was entered.
    pub(crate) handed: bool,
    /// To whom it went, and why.
    pub(crate) gone: Option<(usize, String)>,
    /// How it ended.
    pub(crate) ended: Option<Outcome>,
    /// A turn said so.
    pub(crate) told: bool,
    /// Facts that the turn before asked for.
    pub(crate) asked: Vec<usize>,
    /// The question was sent since the customer wrote.
    pub(crate) question_sent: bool,
    /// The last message, while what it means is in sight.
    pub(crate) message: Option<String>,
    /// Other topics that it means.
    pub(crate) meant: Vec<usize>,
    /// The replies of which one was accepted last.
    pub(crate) accepted: Option<Accepted>,
    /// They are offered again.
    pub(crate) correcting: bool,
    /// Facts that a message filled.
    pub(crate) by_message: BTreeSet<usize>,
    /// Topics in the order walked.
    pub(crate) walked: Vec<usize>,
    /// What facts are at the start, if nobody says otherwise.
    pub(crate) defaults: BTreeMap<usize, Value>,
    /// The channel that the last walk would rather have.
    pub(crate) prefer: Option<usize>,
    pub(crate) alone: bool,
    pub(crate) walker: super::alone::Walker,
}

/// Replies of which one was accepted: where they stand, and their names with what each said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Accepted {
    pub(crate) place: Frame,
    pub(crate) texts: Vec<(String, String, Vec<String>)>,
}

impl Accepted {
    pub(crate) fn new(place: Frame, replies: &[Said]) -> Self {
        let each = |said: &Said| (said.name.clone(), said.text.clone(), said.also.clone());
        Self { place, texts: replies.iter().map(each).collect() }
    }
}

/// What an operation gave besides where it led.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Extra {
    /// A silence was answered.
    pub(crate) silence: bool,
    /// The message of this turn, for facts that are needed.
    pub(crate) message: Option<String>,
    pub(crate) filled: BTreeMap<usize, Value>,
    pub(crate) messages: Vec<String>,
    pub(crate) actions: Vec<String>,
}

/// Where a suggestion comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Correction,
    Reply(Said),
    Ask,
    /// Of another topic.
    Other(usize, Box<Source>),
}

/// Why an operation has no view.
pub(crate) enum Stopped {
    /// It does not fit.
    Refused,
    /// The case is none.
    TooLong,
}

impl From<TooLong> for Stopped {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// At most so many trees are suspended.
const MOST_SUSPENDED: usize = 8;

/// A conversation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Session<'s> {
    script: &'s Script,
    /// The state after each turn, that of the start first; what is saved has them all.
    history: Vec<State>,
}

impl<'s> Session<'s> {
    /// Begins a conversation.
    pub(crate) fn start(script: &'s Script, start: &Start) -> Result<(Self, View), TooLong> {
        let named = |name: &String| script.channels.iter().position(|c| c.name == *name);
        let language = start.language.as_ref().and_then(|name| {
            script.languages.iter().position(|language| language.name.eq_ignore_ascii_case(name))
        });
        let mut mind = Mind {
            channel: start.channel.as_ref().and_then(named),
            language: language.unwrap_or(0),
            seed: start.seed,
            now: start.now,
            facts: BTreeMap::new(),
            visits: BTreeMap::new(),
            said: BTreeSet::new(),
            menu: None,
        };
        let mut defaults = BTreeMap::new();
        for (index, fact) in script.facts.iter().enumerate() {
            let own = fact.default.as_ref().and_then(|own| eval(script, &mind, own));
            own.into_iter().for_each(|own| drop(defaults.insert(index, own)));
            let given = start.facts.iter().rev().find(|(name, _)| *name == fact.name);
            let value = match (given, &fact.default) {
                (Some((_, given)), _) => value::read(&fact.kind, given),
                (None, Some(default)) => eval(script, &mind, default),
                (None, None) => None,
            };
            value.into_iter().for_each(|value| drop(mind.facts.insert(index, value)));
        }
        let mut state = State {
            mind,
            tree: Tree::default(),
            suspended: Vec::new(),
            department: None,
            handed: false,
            gone: None,
            ended: None,
            told: false,
            asked: Vec::new(),
            question_sent: false,
            message: None,
            meant: Vec::new(),
            accepted: None,
            correcting: false,
            by_message: BTreeSet::new(),
            walked: Vec::new(),
            defaults,
            prefer: None,
            alone: start.alone,
            walker: super::alone::Walker::begun(start.now),
        };
        let topic = start.topic.as_ref().and_then(|name| topic_named(script, name));
        topic.into_iter().for_each(|topic| state.enter(script, topic, false));
        let mut extra = Extra::default();
        state.run_alone(script, &mut extra)?;
        let walk = state.settle(script)?;
        let view = state.show(script, &walk, extra)?;
        Ok((Self { script, history: vec![state] }, view))
    }

    /// The number of the turn that was shown last.
    pub(crate) fn turn(&self) -> usize {
        self.history.len() - 1
    }

    /// Does what the host does; a refused operation changes nothing.
    pub(crate) fn apply(&mut self, operation: &Operation) -> Result<View, TooLong> {
        let script = self.script;
        let Some(mut state) = self.history.last().cloned() else { return Ok(View::refused()) };
        let mut extra = Extra::default();
        if let Operation::Undo(turn) = operation {
            if *turn as usize >= self.history.len() {
                return Ok(View::refused());
            }
            self.history.truncate(*turn as usize + 1);
        }
        if let Operation::Undo(_) | Operation::Restore = operation {
            if let Operation::Restore = operation {
                // What was written and said is not saved.
                for state in &mut self.history {
                    state.forget_message();
                    state.walker.restored();
                }
            }
            let Some(earlier) = self.history.last_mut() else { return Ok(View::refused()) };
            let walk = earlier.walk(script, None)?;
            earlier.prefers(script, &walk);
            return earlier.show(script, &walk, extra);
        }
        match state.apply(script, operation, &mut extra) {
            Ok(()) => {}
            Err(Stopped::Refused) => return Ok(View::refused()),
            Err(Stopped::TooLong) => return Err(TooLong),
        }
        let is_turn = !matches!(operation, Operation::Tick(_)) || extra.silence;
        let walk = state.settle(script)?;
        let view = state.show(script, &walk, extra)?;
        if !is_turn {
            self.history.pop();
        }
        self.history.push(state);
        Ok(view)
    }
}

/// The topic of a name.
pub(crate) fn topic_named(script: &Script, name: &str) -> Option<usize> {
    script.topics.iter().position(|topic| topic.name == name)
}

impl State {
    fn apply(
        &mut self,
        script: &Script,
        operation: &Operation,
        extra: &mut Extra,
    ) -> Result<(), Stopped> {
        match operation {
            Operation::Receive(message) => {
                if self.alone {
                    self.receive_alone(script, message, extra)?;
                } else {
                    self.receive(script, message, extra)?;
                }
                self.by_message.extend(extra.filled.keys());
            }
            Operation::Accept(id) => self.accept(script, id)?,
            Operation::Choose(id) => self.choose(script, id)?,
            Operation::Set(name, given) => {
                let fact = script.facts.iter().position(|fact| fact.name == *name);
                let fact = fact.ok_or(Stopped::Refused)?;
                let value = value::read(&script.facts[fact].kind, given).ok_or(Stopped::Refused)?;
                self.mind.facts.insert(fact, value);
            }
            Operation::Tick(now) => {
                self.mind.now = Some(*now);
                if self.alone {
                    self.silence(script, extra)?;
                }
            }
            Operation::Handoff(name, why) => {
                let to = script.departments.iter().position(|d| d.name == *name);
                self.hand_over(to.ok_or(Stopped::Refused)?, why.clone());
                self.forget_message();
            }
            Operation::Undo(_) | Operation::Restore => {}
        }
        if self.alone {
            self.run_alone(script, extra)?;
        }
        Ok(())
    }

    pub(crate) fn walk(&self, script: &Script, message: Option<&str>) -> Result<Walk, TooLong> {
        walk(script, &self.mind, &self.tree.frames, message, self.alone)
    }

    /// The innermost topic.
    pub(crate) fn topic(&self) -> Option<usize> {
        self.tree.frames.last().map(|frame| frame.topic)
    }

    pub(crate) fn is_on_frames(&self, topic: usize) -> bool {
        self.tree.frames.iter().any(|frame| frame.topic == topic)
    }

    /// A topic is entered in an empty tree.
    pub(crate) fn enter(&mut self, script: &Script, topic: usize, tentative: bool) {
        self.tree = Tree::new(topic, tentative);
        self.walks(topic);
        if script.topics[topic].menu {
            self.mind.menu = Some(topic);
        }
        self.open();
        self.handed = false;
    }

    pub(crate) fn walks(&mut self, topic: usize) {
        self.walked.push(topic);
    }

    /// It goes on.
    pub(crate) fn open(&mut self) {
        (self.gone, self.ended) = (None, None);
    }

    pub(crate) fn is_open(&self) -> bool {
        self.gone.is_none() && self.ended.is_none()
    }

    /// The conversation ends: nothing is come back to.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        let trees = std::mem::take(&mut self.suspended);
        for frame in trees.iter().flat_map(|tree| &tree.frames) {
            self.mind.leave(frame.topic);
        }
        self.ended = Some(outcome);
    }

    /// By hand, or because a customer needs a person: the tree stays.
    pub(crate) fn hand_over(&mut self, department: usize, why: String) {
        self.department = Some(department);
        self.handed = true;
        self.gone = Some((department, why));
        self.told = false;
        self.alone = false;
    }

    /// Makes a walk's changes real.
    pub(crate) fn commit(&mut self, walk: &Walk) {
        self.mind = walk.mind.clone();
        self.tree = Tree { frames: walk.frames.clone(), ..Tree::default() };
        self.handed &= walk.entered.is_empty();
        walk.entered.iter().for_each(|&topic| self.walks(topic));
        match &walk.stop {
            Stop::End(outcome) => self.end(*outcome),
            Stop::Handoff(department, why) => self.hand_over(*department, why.clone()),
            _ => {}
        }
    }

    /// The tree is left for another: it can be come back to, unless it was only tried.
    pub(crate) fn suspend(&mut self) {
        let tree = std::mem::take(&mut self.tree);
        if tree.tentative {
            self.walked.pop();
        }
        if tree.frames.is_empty() || tree.tentative {
            return;
        }
        let topic = tree.frames[0].topic;
        let same = self.suspended.iter().position(|other| other.frames[0].topic == topic);
        self.suspended.push(tree);
        if same.is_some() || self.suspended.len() > MOST_SUSPENDED {
            let given_up = self.suspended.remove(same.unwrap_or(0));
            given_up.frames.iter().for_each(|frame| self.mind.leave(frame.topic));
        }
    }

    /// What a message led to is shown in its own turn.
    pub(crate) fn forget_message(&mut self) {
        self.message = None;
        self.meant.clear();
    }
}
