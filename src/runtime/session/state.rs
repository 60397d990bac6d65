//! What a conversation is at one moment.

use std::sync::Arc;

use crate::machine::Machine;
use crate::machine::code::Outcome;
use crate::machine::id::{DepartmentId, FactId, TopicId};
use crate::runtime::context::Known;
use crate::runtime::stack::Stack;
use crate::runtime::tree::Frame;
use crate::runtime::value::{Heap, Value};
use crate::runtime::walk::Walked;
use crate::text::decimal::Decimal;

/// Trees that were left and can be come back to.
pub(super) const MAX_SUSPENDED: usize = 8;

/// Topics that a summary names.
const MAX_WALKED: usize = 64;

/// A fact's value as it is kept between turns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Held {
    #[default]
    Unknown,
    Text(String),
    Number(Decimal),
    YesNo(bool),
    Date(i32),
    Time(u16),
    List(Vec<String>),
}

impl Held {
    pub(super) fn new(value: Value, heap: &Heap) -> Self {
        match value {
            Value::Unknown => Self::Unknown,
            Value::Text(text) => Self::Text(heap.get(text).to_owned()),
            Value::Number(n) => Self::Number(n),
            Value::YesNo(yes) => Self::YesNo(yes),
            Value::Date(days) => Self::Date(days),
            Value::Time(minutes) => Self::Time(minutes),
            Value::Moment { .. } => {
                let mut text = String::new();
                heap.write(value, &mut text);
                Self::Text(text)
            }
            Value::List(items) => {
                let items = heap.items(items).iter();
                Self::List(items.map(|item| heap.get(*item).to_owned()).collect())
            }
        }
    }

    pub(super) fn value(&self, heap: &mut Heap) -> Value {
        match self {
            Self::Unknown => Value::Unknown,
            Self::Text(text) => heap.add(text),
            Self::Number(n) => Value::Number(*n),
            Self::YesNo(yes) => Value::YesNo(*yes),
            Self::Date(days) => Value::Date(*days),
            Self::Time(minutes) => Value::Time(*minutes),
            Self::List(items) => {
                let items: Vec<Value> = items.iter().map(|item| heap.add(item)).collect();
                heap.list(&items)
            }
        }
    }

    /// As people read it.
    pub(super) fn said(&self) -> String {
        if let Self::Text(text) = self {
            return text.clone();
        }
        let mut heap = Heap::default();
        let value = self.value(&mut heap);
        let mut text = String::new();
        heap.write(value, &mut text);
        text
    }
}

/// A tree that was left in the middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) tree: Tree,
    /// Actions already given from where it is.
    pub(super) acted: u32,
}

impl Left {
    /// The outermost topic, which it is known by.
    pub(super) fn topic(&self) -> Option<TopicId> {
        self.tree.first().map(|frame| frame.topic)
    }

    /// Its topics, the innermost last.
    pub(super) fn topics(&self) -> Vec<TopicId> {
        topics_of(&self.tree)
    }
}

/// Where replies stand of which one was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    pub(super) place: Frame,
    /// What the replies there said, each with its name, by hash.
    pub(super) texts: Vec<u64>,
}

/// A tree, the innermost topic last.
pub(super) type Tree = Stack<Frame>;

/// The topics of a tree, the innermost last.
fn topics_of(tree: &Tree) -> Vec<TopicId> {
    tree.inwards().into_iter().map(|frame| frame.topic).collect()
}

/// A conversation at one moment. What of it is not in [`save`](super::save) is said so. Lists are shared by the turns that have the
/// same: each turn that lies behind is kept.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, saved as a bit")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// Where it is, the innermost topic last.
    pub(super) tree: Tree,
    /// A message led to the topic, and nothing was accepted or chosen in it.
    pub(super) tentative: bool,
    /// The question for what is needed was sent.
    pub(super) questioned: bool,
    /// Facts that the turn asked for.
    pub(super) asking: Arc<Vec<FactId>>,
    /// One a fact.
    pub(super) facts: Arc<Vec<Held>>,
    /// Facts that messages gave a value.
    pub(super) given: Arc<Vec<FactId>>,
    /// How often topics were left.
    pub(super) visits: Arc<Vec<(TopicId, u32)>>,
    /// Lines with `[once]` that were passed, by the hash of their names.
    pub(super) said: Arc<Vec<u32>>,
    /// Trees that were left for another topic, the newest last.
    pub(super) suspended: Arc<Vec<Left>>,
    /// Actions already given from where the tree is.
    pub(super) acted: u32,
    /// Topics in the order walked.
    pub(super) walked: Arc<Vec<TopicId>>,
    /// Who it was handed to since a topic was entered.
    pub(super) department: Option<DepartmentId>,
    /// Whether it was handed off and the customer has not written since.
    pub(super) handed: bool,
    pub(super) ended: Option<Outcome>,
    /// The replies accepted last.
    pub(super) accepted: Option<Arc<Accepted>>,
    /// Whether a known fact got another value, so that these are offered again.
    pub(super) corrected: bool,
    /// A customer walks alone.
    pub(super) alone: bool,
    /// The menu entered last.
    pub(super) menu: Option<TopicId>,
    /// Messages in a row that fitted nothing.
    pub(super) misses: u32,
    /// The longest silence that was answered since the customer wrote, in seconds.
    pub(super) silence: i64,
    /// When the customer wrote last.
    pub(super) heard: Option<i64>,
    pub(super) now: Option<i64>,
    /// What was said last to a customer who is alone; not saved.
    pub(super) spoken: Arc<Vec<String>>,
    /// The message whose other topics are in sight; not saved.
    pub(super) message: Option<Arc<str>>,
    /// Other topics that it means; not saved.
    pub(super) others: Arc<Vec<TopicId>>,
    /// Whether it led to the topic of the tree.
    pub(super) led: bool,
}

impl State {
    /// Leaves the tree without coming back.
    pub(super) fn give_up(&mut self) {
        let tree = core::mem::take(&mut self.tree);
        if core::mem::take(&mut self.tentative) {
            Arc::make_mut(&mut self.walked).pop();
        } else {
            self.left(topics_of(&tree));
        }
        self.moved();
    }

    /// Leaves the tree so that it can be come back to; a tentative one is given up.
    pub(super) fn suspend(&mut self) {
        if self.tentative {
            self.give_up();
        } else if !self.tree.is_empty() {
            let left = Left { tree: core::mem::take(&mut self.tree), acted: self.acted };
            let suspended = Arc::make_mut(&mut self.suspended);
            // A switch back says a topic: there is one tree of each.
            let same = suspended.iter().position(|other| other.topic() == left.topic());
            suspended.push(left);
            let over = same.or((suspended.len() > MAX_SUSPENDED).then_some(0));
            if let Some(at) = over {
                let old = suspended.remove(at);
                self.left(old.topics());
            }
        }
        self.moved();
    }

    /// Comes back to a tree that was left.
    pub(super) fn come_back(&mut self, left: Left) {
        self.moved();
        self.tree = left.tree;
        self.acted = left.acted;
    }

    /// What the last message led to is out of sight.
    pub(super) fn forget(&mut self) {
        self.led = false;
        // An empty list takes memory, too.
        if self.message.take().is_some() {
            self.others = Arc::default();
        }
    }

    /// The customer did something.
    pub(super) fn acts(&mut self) {
        self.heard = self.now;
        self.silence = 0;
    }

    /// Enters a topic at its top, in the place of the tree.
    pub(super) fn enter(&mut self, machine: &Machine, topic: TopicId) {
        self.moved();
        self.tree = Stack::of(Frame::top(machine, topic));
        self.department = None;
        self.handed = false;
        self.ended = None;
        self.walks(machine, topic);
    }

    /// Goes where a walk stopped, having left and entered the topics that it did.
    pub(super) fn went(&mut self, machine: &Machine, walked: &mut Walked<'_>, left: &[TopicId]) {
        self.left(left.iter().copied());
        if !walked.said.is_empty() {
            Arc::make_mut(&mut self.said).append(&mut walked.said);
        }
        for &topic in &walked.entered {
            self.department = None;
            self.walks(machine, topic);
        }
        self.tree = core::mem::take(&mut walked.tree);
        self.tentative = false;
        self.moved();
    }

    /// Remembers that a topic is walked.
    pub(super) fn walks(&mut self, machine: &Machine, topic: TopicId) {
        if self.walked.len() < MAX_WALKED {
            Arc::make_mut(&mut self.walked).push(topic);
        }
        if machine.topics.rows.get(topic.usize()).is_some_and(|row| row.menu) {
            self.menu = Some(topic);
        }
    }

    /// Counts visits of topics that were left.
    pub(super) fn left(&mut self, topics: impl IntoIterator<Item = TopicId>) {
        for topic in topics {
            let visits = Arc::make_mut(&mut self.visits);
            match visits.iter_mut().find(|(known, _)| *known == topic) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => visits.push((topic, 1)),
            }
        }
    }

    /// The tree stands elsewhere: what was said of where it stood holds no more.
    pub(super) fn moved(&mut self) {
        self.acted = 0;
        self.questioned = false;
        self.corrected = false;
    }

    /// Gives a fact a value.
    pub(super) fn set(&mut self, id: FactId, value: Held) {
        if self.facts.get(id.usize()).is_some_and(|old| *old != value)
            && let Some(slot) = Arc::make_mut(&mut self.facts).get_mut(id.usize())
        {
            *slot = value;
        }
    }

    /// The topics of the tree.
    pub(super) fn topics(&self) -> Vec<TopicId> {
        topics_of(&self.tree)
    }

    /// What the runtime knows in this moment.
    pub(super) fn known(&self, fixed: &Known, heap: &mut Heap) -> Known {
        Known {
            facts: self.facts.iter().map(|held| held.value(heap)).collect(),
            now: self.now,
            visits: self.visits.clone(),
            said: Some(self.said.clone()),
            ..fixed.clone()
        }
    }
}
