//! Stable names of places in a tree: what the script calls them, or what they are derived from.
//!
//! `late/refund-offer` is the place with `[id refund-offer]` in topic `late`; `late/3fa94c/2` is the second reply in the
//! choice whose label has that fingerprint. A name needs no room in the machine: it is found again from the code.

use crate::machine::Machine;
use crate::machine::code::{PieceTag, Reader, StepTag, guard};
use crate::machine::id::{StringId, TopicId};
use crate::machine::verify;
use crate::text::decimal::push_digits;

/// The name of the reply, choice, step or note that begins at byte `at` of the code.
pub(crate) fn name(machine: &Machine, topic: TopicId, at: usize) -> String {
    let mut name = machine.topic_name(topic).to_owned();
    if let Some(row) = machine.topics.rows.get(topic.usize()) {
        let mut reader = machine.reader(row.body, row.base);
        // A place that is not there keeps the topic's name: verified code has all places that a walk gives.
        Search { machine, at, name: &mut name }.steps(&mut reader);
    }
    name
}

struct Search<'a> {
    machine: &'a Machine,
    at: usize,
    name: &'a mut String,
}

impl Search<'_> {
    /// Looks for the place among the steps at the reader and appends its name.
    fn steps(&mut self, reader: &mut Reader<'_>) {
        let (mut replies, mut texts) = (0, 0);
        loop {
            let step = reader.step();
            match step {
                StepTag::End => return,
                StepTag::Replies => {
                    for _ in 0..reader.count() {
                        replies += 1;
                        let start = reader.at();
                        let end = reader.nested();
                        if start == self.at {
                            let id = skip_guards(reader);
                            return self.finish(id, "", replies);
                        }
                        reader.skip_to(end);
                    }
                }
                StepTag::Step | StepTag::Note => {
                    texts += 1;
                    let start = reader.at();
                    let id = skip_guards(reader);
                    if start == self.at {
                        return self.finish(id, "s", texts);
                    }
                    verify::text(reader, 0);
                }
                StepTag::Choices => {
                    if self.choices(reader) {
                        return;
                    }
                }
                StepTag::Need
                | StepTag::Goto
                | StepTag::Call
                | StepTag::Return
                | StepTag::Do
                | StepTag::Set
                | StepTag::Handoff
                | StepTag::Finish => verify::rest_of_step(reader, step),
            }
        }
    }

    /// Appends what the script calls a place, else a mark and a number.
    fn finish(&mut self, id: Option<StringId>, mark: &str, number: u64) {
        self.name.push('/');
        match id {
            Some(id) => self.name.push_str(self.machine.string(id)),
            None => {
                self.name.push_str(mark);
                push_digits(number, 1, self.name);
            }
        }
    }

    /// Looks among choices; says whether the place is one of them or in one.
    fn choices(&mut self, reader: &mut Reader<'_>) -> bool {
        let mut before = Vec::new();
        for _ in 0..reader.count() {
            let start = reader.at();
            let end = reader.nested();
            let id = skip_guards(reader);
            if reader.flag() {
                reader.string();
            }
            let print = fingerprint(self.machine, reader);
            if self.at < start || self.at >= end {
                before.push(print);
                reader.skip_to(end);
                continue;
            }
            let mut mark = String::new();
            for shift in [20, 16, 12, 8, 4, 0] {
                mark.push(char::from_digit(print >> shift & 15, 16).unwrap_or('0'));
            }
            self.name.push('/');
            self.name.push_str(id.map_or(&mark, |id| self.machine.string(id)));
            let twins = before.iter().filter(|p| **p == print).count();
            if id.is_none() && twins > 0 {
                self.name.push('-');
                push_digits(u64::try_from(twins).unwrap_or(0) + 1, 1, self.name);
            }
            if start != self.at {
                self.steps(reader);
            }
            return true;
        }
        false
    }
}

/// Passes over guards; gives the name among them.
fn skip_guards(reader: &mut Reader<'_>) -> Option<StringId> {
    let flags = reader.byte();
    verify::guards_before_id(reader, flags);
    (flags & guard::ID != 0).then(|| reader.string())
}

/// 24 bits of FNV-1a over the words of a label; a hole counts as a hole whatever it shows.
fn fingerprint(machine: &Machine, reader: &mut Reader<'_>) -> u32 {
    let mut ahead = *reader;
    verify::text(reader, 0);
    let mut h = 0x811c_9dc5_u32;
    let mut add = |byte: u8| h = (h ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    loop {
        match ahead.piece() {
            PieceTag::End => break,
            PieceTag::Literal => machine.string(ahead.string()).bytes().for_each(&mut add),
            PieceTag::HoleOr => {
                ahead.string();
                add(0xff);
                verify::expression(&mut ahead);
            }
            PieceTag::Hole => {
                add(0xff);
                verify::expression(&mut ahead);
            }
            PieceTag::If | PieceTag::Plural => {
                // What follows depends on facts: the label's words up to here identify it.
                add(0xfe);
                break;
            }
        }
    }
    (h >> 24) ^ (h & 0x00ff_ffff)
}
