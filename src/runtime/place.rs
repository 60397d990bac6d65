//! Stable names of places in a tree: what the script calls them, or what they are derived from.
//!
//! `late/refund-offer` is the place with `[id refund-offer]` in topic `late`; `late/3fa94c/2` is the second reply in the
//! choice whose label has that fingerprint. A name needs no room in the machine: it is found again from the code.

use core::fmt::Write as _;

use crate::machine::Machine;
use crate::machine::code::{Piece, Reader, Step, guard};
use crate::machine::cursor::Read;
use crate::machine::id::{StringId, TopicId};
use crate::machine::verify;

/// The name of the reply, choice, step or note that begins at byte `at` of the code.
pub(crate) fn name(machine: &Machine, topic: TopicId, at: usize) -> String {
    let Some(row) = machine.topics.rows.get(topic.usize()) else { return String::new() };
    let mut name = machine.string(row.name).to_owned();
    // A place that is not there keeps the topic's name: verified code has all places that a walk gives.
    let _: Read<bool> = search(machine, &mut machine.reader(row.body, row.base), at, &mut name);
    name
}

/// Looks for `at` among the steps at the reader and appends its name.
fn search(machine: &Machine, reader: &mut Reader<'_>, at: usize, name: &mut String) -> Read<bool> {
    let (mut replies, mut texts) = (0, 0);
    loop {
        match reader.step()? {
            Step::End => return Ok(false),
            Step::Need(n) => {
                for _ in 0..n {
                    reader.fact()?;
                }
            }
            Step::Replies(n) => {
                for _ in 0..n {
                    replies += 1;
                    let start = reader.at();
                    let end = reader.nested()?;
                    if start == at {
                        let id = skip_guards(reader)?;
                        finish(machine, name, id, "", replies);
                        return Ok(true);
                    }
                    reader.skip_to(end)?;
                }
            }
            Step::Step | Step::Note => {
                texts += 1;
                let start = reader.at();
                let id = skip_guards(reader)?;
                if start == at {
                    finish(machine, name, id, "s", texts);
                    return Ok(true);
                }
                verify::text(reader, 0)?;
            }
            Step::Choices(n) => {
                if choices(machine, reader, n, at, name)? {
                    return Ok(true);
                }
            }
            Step::Goto(_) | Step::Call(_) | Step::Return | Step::Finish(_) | Step::Handoff(_, false) => {}
            Step::Handoff(_, true) => verify::text(reader, 0)?,
            Step::Do(_, n) => {
                for _ in 0..n {
                    reader.string()?;
                    verify::expression(reader)?;
                }
            }
            Step::Set(_) => verify::expression(reader)?,
        }
    }
}

fn finish(machine: &Machine, name: &mut String, id: Option<StringId>, mark: &str, ordinal: u32) {
    // Writing to a string cannot fail.
    let _: core::fmt::Result = match id {
        Some(id) => write!(name, "/{}", machine.string(id)),
        None => write!(name, "/{mark}{ordinal}"),
    };
}

fn choices(machine: &Machine, reader: &mut Reader<'_>, count: u32, at: usize, name: &mut String) -> Read<bool> {
    let mut before = Vec::new();
    for _ in 0..count {
        let start = reader.at();
        let end = reader.nested()?;
        let id = skip_guards(reader)?;
        if reader.flag()? {
            reader.string()?;
        }
        let print = fingerprint(machine, reader)?;
        let twin = before.iter().filter(|p| **p == print).count();
        before.push(print);
        if at < start || at >= end {
            reader.skip_to(end)?;
            continue;
        }
        // Writing to a string cannot fail.
        let _: core::fmt::Result = match id {
            Some(id) => write!(name, "/{}", machine.string(id)),
            None if twin == 0 => write!(name, "/{print:06x}"),
            None => write!(name, "/{print:06x}-{}", twin + 1),
        };
        return if start == at { Ok(true) } else { search(machine, reader, at, name) };
    }
    Ok(false)
}

/// Passes over guards; gives the name among them.
pub(crate) fn skip_guards(reader: &mut Reader<'_>) -> Read<Option<StringId>> {
    let mut ahead = *reader;
    verify::guards(reader)?;
    let flags = ahead.byte()?;
    if flags & guard::ID == 0 {
        return Ok(None);
    }
    // The name is the last of the guards: read up to it again.
    verify::guards_before_id(&mut ahead, flags)?;
    ahead.string().map(Some)
}

/// 24 bits of FNV-1a over the words of a label; a hole counts as a hole whatever it shows.
fn fingerprint(machine: &Machine, reader: &mut Reader<'_>) -> Read<u32> {
    let mut ahead = *reader;
    verify::text(reader, 0)?;
    let mut h = 0x811c_9dc5_u32;
    let mut add = |byte: u8| h = (h ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    loop {
        match ahead.piece()? {
            Piece::End => break,
            Piece::Literal(id) => machine.string(id).bytes().for_each(&mut add),
            Piece::Hole | Piece::HoleOr(_) => {
                add(0xff);
                verify::expression(&mut ahead)?;
            }
            Piece::If(_) | Piece::Plural(_) => {
                // What follows depends on facts: the label's words up to here identify it.
                add(0xfe);
                break;
            }
        }
    }
    Ok((h >> 24) ^ (h & 0x00ff_ffff))
}
