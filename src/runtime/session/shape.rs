//! Finding a place of a tree again, in this version of a script or in another: by names, never by offsets.

use crate::machine::Machine;
use crate::machine::code::{Reader, StepTag};
use crate::machine::id::TopicId;
use crate::machine::tables::small;
use crate::runtime::place::{Passed, Tail, fingerprint, fnv, hash};
use crate::runtime::tree::{Branch, Frame};

/// How a branch is known: what the script calls it, or what its name is derived from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Id(String),
    Derived { print: u32, twins: u32 },
}

/// How the next statement of a body is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Which statement of the body it is.
    pub(super) ordinal: u32,
    pub(super) tag: u8,
    /// What it says: names, words.
    pub(super) print: u32,
    /// What kinds of statements the body has.
    pub(super) shape: u16,
}

/// A frame without offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) topic: String,
    pub(super) branches: Vec<Mark>,
    pub(super) spot: Spot,
}

/// A statement of a body.
struct Statement {
    at: u32,
    tag: StepTag,
    print: u32,
    passed: Passed,
}

/// The statements of the body at a reader, its end last.
fn statements(machine: &Machine, mut reader: Reader<'_>) -> Vec<Statement> {
    let mut list = Vec::new();
    let mut passed = Passed::default();
    loop {
        let at = small(reader.at());
        let tag = reader.step();
        let print = print(machine, tag, reader);
        list.push(Statement { at, tag, print, passed });
        match tag {
            StepTag::End => return list,
            StepTag::Replies => passed.replies += { reader }.count().try_into().unwrap_or(0),
            StepTag::Step | StepTag::Note => passed.texts += 1,
            StepTag::Choices => passed.choices += 1,
            _ => {}
        }
        reader.pass_step(tag);
    }
}

/// What a statement says, in 24 bits.
fn print(machine: &Machine, tag: StepTag, mut reader: Reader<'_>) -> u32 {
    let print = match tag {
        StepTag::Need => {
            let facts = (0..reader.count()).map(|_| hash(machine.fact_name(reader.fact())));
            facts.fold(0, |all, one| all ^ one)
        }
        StepTag::Replies => {
            reader.count();
            reader.nested();
            match reader.pass_guards() {
                Some(id) => hash(id),
                None => {
                    reader.count();
                    reader.count();
                    reader.nested();
                    fingerprint(reader)
                }
            }
        }
        StepTag::Choices => {
            reader.count();
            reader.nested();
            reader.pass_to_label().map_or_else(|| fingerprint(reader), hash)
        }
        StepTag::Step | StepTag::Note => {
            reader.pass_guards().map_or_else(|| fingerprint(reader), hash)
        }
        StepTag::Goto | StepTag::Call => hash(machine.topic_name(reader.topic())),
        StepTag::Set => hash(machine.fact_name(reader.fact())),
        StepTag::Do => hash(reader.string()),
        StepTag::End | StepTag::Return | StepTag::Handoff | StepTag::Finish => 0,
    };
    print & 0x00ff_ffff
}

fn shape(list: &[Statement]) -> u16 {
    let hash = fnv(list.iter().map(|statement| statement.tag as u8));
    u16::try_from((hash >> 16) ^ (hash & 0xffff)).unwrap_or(0)
}

/// A reader of a choice's label, and the id of the choice.
fn choice<'m>(frame: &Frame, machine: &'m Machine, at: u32) -> (Reader<'m>, Option<&'m str>) {
    let mut reader = frame.reader_at(machine, at);
    let id = reader.pass_to_label();
    (reader, id)
}

impl Plain {
    /// A frame as it can be found again.
    pub(super) fn new(machine: &Machine, frame: &Frame) -> Self {
        let mut around = Frame::top(machine, frame.topic);
        let mut body = around.reader(machine);
        let mut branches = Vec::new();
        for branch in frame.branches.inwards() {
            let (mut reader, id) = choice(frame, machine, branch.choice);
            branches.push(match id {
                Some(id) => Mark::Id(id.to_owned()),
                None => {
                    let mut choices = frame.reader_at(machine, branch.at);
                    choices.step();
                    let print = fingerprint(reader);
                    let (before, _) = around.prints_before(machine, branch.at);
                    let before = before.iter().filter(|other| **other == print).count();
                    let twins = small(before) + twins_before(choices, branch.choice, print);
                    Mark::Derived { print, twins }
                }
            });
            reader.pass_text();
            body = reader;
            around.branches.push(branch.clone());
        }
        let list = statements(machine, body);
        let at = list.iter().position(|statement| statement.at == frame.at);
        let at = at.unwrap_or(list.len().saturating_sub(1));
        let (tag, print) = list.get(at).map_or((0, 0), |s| (s.tag as u8, s.print));
        let spot = Spot { ordinal: small(at), tag, print, shape: shape(&list) };
        Self { topic: machine.topic_name(frame.topic).to_owned(), branches, spot }
    }

    /// The frame in this machine; else the name of what it no longer has.
    pub(super) fn find(&self, machine: &Machine) -> Result<Frame, String> {
        let topic = machine.topic_named(&self.topic).ok_or_else(|| self.topic.clone())?;
        let mut frame = Frame::top(machine, topic);
        for mark in &self.branches {
            enter(machine, &mut frame, mark)?;
        }
        let list = statements(machine, frame.reader(machine));
        let Spot { ordinal, tag, print, shape: known } = self.spot;
        let at = usize::try_from(ordinal).unwrap_or(usize::MAX);
        let is = |s: &Statement| s.tag as u8 == tag && s.print == print;
        let here = list.get(at);
        let mut alike = list.iter().filter(|statement| is(statement));
        let (first, second) = (alike.next(), alike.next());
        let found = match here {
            Some(statement) if ordinal == 0 || is(statement) => Some(statement),
            _ if first.is_some() && second.is_none() => first,
            // The words may have been mended: the body is the same otherwise.
            Some(statement) if shape(&list) == known && statement.tag as u8 == tag => here,
            _ => None,
        };
        let lost = || frame.body_name(machine).to_owned();
        let statement = found.ok_or_else(lost)?;
        (frame.at, frame.passed) = (statement.at, statement.passed);
        Ok(frame)
    }
}

/// How many choices before one share its fingerprint; the reader stands behind the tag of the choices.
fn twins_before(mut choices: Reader<'_>, choice: u32, print: u32) -> u32 {
    let mut twins = 0;
    for _ in 0..choices.count() {
        let end = choices.nested();
        if small(choices.at()) == choice {
            break;
        }
        choices.pass_to_label();
        twins += u32::from(fingerprint(choices) == print);
        choices.skip_to(end);
    }
    twins
}

/// Goes into the branch of a mark; else the name that it would have.
fn enter(machine: &Machine, frame: &mut Frame, mark: &Mark) -> Result<(), String> {
    let mut prints: Vec<u32> = Vec::new();
    for statement in statements(machine, frame.reader(machine)) {
        if statement.tag != StepTag::Choices {
            continue;
        }
        let mut reader = frame.reader_at(machine, statement.at);
        reader.step();
        let mut found = None;
        for _ in 0..reader.count() {
            let end = reader.nested();
            let at = small(reader.at());
            let (label, id) = choice(frame, machine, at);
            let print = fingerprint(label);
            let twins = small(prints.iter().filter(|before| **before == print).count());
            let is = match (mark, id) {
                (Mark::Id(name), Some(id)) => name == id,
                (Mark::Derived { .. }, None) => *mark == Mark::Derived { print, twins },
                _ => false,
            };
            if is {
                found = Some((at, name_of(machine, frame, mark), label));
            }
            prints.push(print);
            reader.skip_to(end);
        }
        if let Some((at, name, mut body)) = found {
            body.pass_text();
            let after = small(reader.at());
            let passed = statement.passed;
            frame.branches.push(Branch {
                name: name.into(),
                choice: at,
                at: statement.at,
                after,
                passed,
            });
            (frame.at, frame.passed) = (small(body.at()), Passed::default());
            return Ok(());
        }
    }
    Err(name_of(machine, frame, mark))
}

fn name_of(machine: &Machine, frame: &Frame, mark: &Mark) -> String {
    let tail = match mark {
        Mark::Id(id) => Tail::Id(id),
        Mark::Derived { print, twins } => Tail::Choice { print: *print, twins: *twins },
    };
    let mut name = String::new();
    frame.write_name(machine, tail, &mut name);
    name
}

/// A topic by its name.
pub(super) fn topic(machine: &Machine, name: &str, lost: &mut Vec<String>) -> Option<TopicId> {
    let id = machine.topic_named(name);
    if id.is_none() {
        lost.push(name.to_owned());
    }
    id
}
