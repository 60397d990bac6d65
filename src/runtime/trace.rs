//! What walks came upon, for coverage and for telling which line said something. Builds for a page have `untraced.rs` in its place, in
//! which nothing is kept and no code stands.

use super::suggest::Suggester;
use crate::machine::id::TopicId;
use crate::machine::tables::small;

/// Something that a walk came upon, by where it stands in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A topic was walked in.
    Topic(TopicId),
    /// A statement was reached.
    Statement(u32),
    /// What has guards was looked at: whether they hold.
    Guard { at: u32, open: bool },
    /// A reply, a choice, a step or a note is shown, under its stable name.
    Shown { at: u32, id: String },
}

/// Marks, where somebody wants them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    on: bool,
    marks: Vec<Mark>,
}

impl Trace {
    /// An empty one for a walk.
    pub(super) fn fresh(&self) -> Self {
        Self { on: self.on, marks: Vec::new() }
    }

    pub(super) fn topic(&mut self, topic: TopicId) {
        if self.on {
            self.marks.push(Mark::Topic(topic));
        }
    }

    pub(super) fn statement(&mut self, at: usize) {
        if self.on {
            self.marks.push(Mark::Statement(small(at)));
        }
    }

    pub(super) fn guard(&mut self, at: usize, open: bool) {
        if self.on {
            self.marks.push(Mark::Guard { at: small(at), open });
        }
    }

    pub(super) fn shown(&mut self, at: usize, id: &str) {
        if self.on {
            self.marks.push(Mark::Shown { at: small(at), id: id.to_owned() });
        }
    }

    /// Keeps what a walk came upon.
    pub(super) fn keep(&mut self, walk: &mut Self) {
        self.marks.append(&mut walk.marks);
    }

    /// What was kept since this was asked last.
    pub(super) fn taken(&mut self) -> Vec<Mark> {
        core::mem::take(&mut self.marks)
    }

    /// Keeps the names of what a walk showed that went nowhere.
    pub(super) fn keep_shown(&mut self, walk: &Self) {
        let shown = walk.marks.iter().filter(|mark| matches!(mark, Mark::Shown { .. }));
        self.marks.extend(shown.cloned());
    }
}

impl Suggester {
    /// From now on marks are kept.
    pub(crate) fn start_trace(&mut self) {
        self.heap.trace = Trace { on: true, marks: Vec::new() };
    }

    /// What was come upon since this was asked last.
    pub(crate) fn traced(&mut self) -> Vec<Mark> {
        self.heap.trace.taken()
    }
}
