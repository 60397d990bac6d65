//! Branches that the last turn showed: going into one needs no further walk.

use super::Session;
use super::event::EventKind;
use super::present::Effects;
use super::state::Held;
use crate::machine::Machine;
use crate::machine::code::StepTag;
use crate::machine::id::{FactId, TopicId};
use crate::runtime::stack::Stack;
use crate::runtime::tree::Frame;
use crate::runtime::value::Heap;
use crate::runtime::walk::{Offered, Stop, Walked};

/// What the last turn showed, so that going into one of its branches needs no walk.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub(super) offered: Vec<Offered>,
    /// Where the walk goes on behind the choices.
    after: u32,
    /// Where the choices are, and what the walk to them changes.
    tree: Stack<Frame>,
    changes: Vec<(FactId, Held)>,
    left: Vec<TopicId>,
    said: Vec<u32>,
    entered: Vec<TopicId>,
}

impl Shown {
    /// The choice of a name.
    pub(super) fn place_of(&self, id: &str) -> Option<usize> {
        self.offered.iter().position(|offered| *offered.id == *id)
    }

    /// The choice whose branch goes straight to a topic.
    pub(super) fn leading_to(&self, machine: &Machine, topic: TopicId) -> Option<usize> {
        let frame = self.tree.last()?;
        self.offered.iter().position(|offered| {
            let mut reader = frame.reader_at(machine, offered.choice);
            reader.pass_to_label();
            reader.pass_text();
            reader.step() == StepTag::Goto && reader.topic() == topic
        })
    }
}

impl Session {
    /// Remembers what is shown.
    pub(super) fn show(&mut self, heap: &Heap, walked: &mut Walked<'_>, effects: &Effects) {
        let shown = &mut self.shown;
        shown.offered.clear();
        if walked.stop != Stop::Choices {
            return;
        }
        shown.offered = core::mem::take(&mut walked.offered);
        shown.after = walked.after;
        shown.tree = core::mem::take(&mut walked.tree);
        let changes = effects.changes.iter();
        shown.changes = changes.map(|(id, value)| (*id, Held::new(*value, heap))).collect();
        shown.left.clone_from(&effects.left);
        shown.said = core::mem::take(&mut walked.said);
        shown.entered = core::mem::take(&mut walked.entered);
    }

    /// Goes into a branch that the last turn showed.
    pub(super) fn take(&mut self, machine: &Machine, at: usize) {
        let Shown { offered, after, tree, changes, left, said, entered } =
            core::mem::take(&mut self.shown);
        let Some(offered) = offered.into_iter().nth(at) else { return };
        let mut walked = Walked { tree, entered, said, after, ..Walked::default() };
        walked.take(machine, &offered);
        changes.into_iter().for_each(|(id, held)| self.state.set(id, held));
        self.state.went(machine, &mut walked, &left);
        self.tell(EventKind::Chosen { id: offered.id });
    }
}
