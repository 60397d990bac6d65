//! Where a walk stands: topics with the branches taken in each, the innermost last.

use std::sync::Arc;

use super::place::{Passed, Tail, fingerprint, write_name};
use super::stack::Stack;
use crate::machine::Machine;
use crate::machine::code::{Reader, StepTag};
use crate::machine::id::TopicId;
use crate::machine::tables::small;

/// A branch that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Branch {
    /// Its stable name.
    pub(crate) name: Arc<str>,
    /// Where the choice stands in the code: its guards, then its label and its body.
    pub(crate) choice: u32,
    /// Where the choices begin, and where the walk goes on behind them.
    pub(crate) at: u32,
    pub(crate) after: u32,
    /// What of the body around it lies before the choices.
    pub(crate) passed: Passed,
}

/// A topic that is walked; what called it stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) topic: TopicId,
    /// The branches taken in it.
    pub(crate) branches: Stack<Branch>,
    /// Where the next statement stands in the code.
    pub(crate) at: u32,
    /// What of the innermost body lies behind.
    pub(crate) passed: Passed,
}

impl Frame {
    /// At the top of a topic.
    pub(crate) fn top(machine: &Machine, topic: TopicId) -> Self {
        let row = machine.topics.rows.get(topic.usize());
        let (code, base) = row.map_or((u32::MAX, 0), |row| (row.code, row.base));
        let mut reader = machine.reader(code, base);
        reader.nested();
        Self {
            topic,
            branches: Stack::default(),
            at: small(reader.at()),
            passed: Passed::default(),
        }
    }

    /// Reads on from where it stands.
    pub(crate) fn reader<'m>(&self, machine: &'m Machine) -> Reader<'m> {
        self.reader_at(machine, self.at)
    }

    /// Reads in its topic.
    pub(crate) fn reader_at<'m>(&self, machine: &'m Machine, at: u32) -> Reader<'m> {
        let base = machine.topics.rows.get(self.topic.usize()).map_or(0, |row| row.base);
        machine.reader(at, base)
    }

    /// Reads the innermost body from its beginning.
    fn body<'m>(&self, machine: &'m Machine) -> Reader<'m> {
        match self.branches.last() {
            Some(branch) => {
                let mut reader = self.reader_at(machine, branch.choice);
                reader.pass_to_label();
                reader.pass_text();
                reader
            }
            None => Self::top(machine, self.topic).reader(machine),
        }
    }

    /// The fingerprints of the choices that the innermost body has before a place, and how many statements were read for that.
    pub(crate) fn prints_before(&self, machine: &Machine, at: u32) -> (Vec<u32>, u32) {
        let mut reader = self.body(machine);
        let (mut prints, mut read) = (Vec::new(), 0);
        while small(reader.at()) < at {
            read += 1;
            let tag = reader.step();
            if tag == StepTag::End {
                break;
            }
            let mut inside = reader;
            reader.pass_step(tag);
            if tag == StepTag::Choices {
                for _ in 0..inside.count() {
                    let end = inside.nested();
                    inside.pass_to_label();
                    prints.push(fingerprint(inside));
                    inside.skip_to(end);
                }
            }
        }
        (prints, read)
    }

    /// The name of the innermost branch, or of the topic.
    pub(crate) fn body_name<'a>(&'a self, machine: &'a Machine) -> &'a str {
        match self.branches.last() {
            Some(branch) => &branch.name,
            None => machine.topic_name(self.topic),
        }
    }

    /// Writes the stable name of something in the innermost body: one that the script gives is of the topic.
    pub(crate) fn write_name(&self, machine: &Machine, tail: Tail<'_>, name: &mut String) {
        let whole = match tail {
            Tail::Id(_) => machine.topic_name(self.topic),
            _ => self.body_name(machine),
        };
        write_name(whole, tail, name);
    }
}
