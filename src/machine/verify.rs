//! What the runtime relies on in the trees' code, established once when a machine is loaded.
//!
//! - V1: every id is an entry of its table; every nested part ends exactly where its length says.
//! - V2: an expression leaves exactly one value and never holds more than [`MAX_STACK`].
//! - V3: texts and choices nest no deeper than [`MAX_DEPTH`]; every list of steps, pieces and operators has its end.
//! - V4: a topic's code ends exactly where the next topic's begins.
//!
//! It does not prove that a tree comes to an end: `->` may lead in a circle. Fuel bounds that.

use super::code::{Op, Piece, Reader, Step, guard};
use super::cursor::Read;
use super::limits::{MAX_DEPTH, MAX_STACK};

/// Checks an expression (V1, V2).
pub(crate) fn expression(reader: &mut Reader<'_>) -> Read<()> {
    let mut depth = 0_usize;
    loop {
        let takes = match reader.op()? {
            Op::End => break,
            Op::Text(_)
            | Op::Number(_)
            | Op::YesNo(_)
            | Op::Date(_)
            | Op::Time(_)
            | Op::Fact(_)
            | Op::Now
            | Op::Channel
            | Op::Language
            | Op::Open(_)
            | Op::Opens(_)
            | Op::Visits(_) => 0,
            Op::List(n) => usize::try_from(n).unwrap_or(usize::MAX),
            Op::Unary(_) => 1,
            Op::Binary(_) => 2,
        };
        depth = depth.checked_sub(takes).ok_or(reader.cursor().broken("operator without values"))? + 1;
        if depth > MAX_STACK {
            return Err(reader.cursor().broken("expression too deep"));
        }
    }
    if depth == 1 { Ok(()) } else { Err(reader.cursor().broken("expression without one value")) }
}

/// Checks a text (V1, V3).
pub(crate) fn text(reader: &mut Reader<'_>, depth: usize) -> Read<()> {
    if depth > MAX_DEPTH {
        return Err(reader.cursor().broken("text too deep"));
    }
    loop {
        match reader.piece()? {
            Piece::End => return Ok(()),
            Piece::Literal(_) => {}
            Piece::Hole | Piece::HoleOr(_) => expression(reader)?,
            Piece::If(arms) => {
                for _ in 0..arms {
                    expression(reader)?;
                    nested_text(reader, depth)?;
                }
                nested_text(reader, depth)?;
            }
            Piece::Plural(cases) => {
                expression(reader)?;
                for _ in 0..cases {
                    plural_case(reader)?;
                    nested_text(reader, depth)?;
                }
            }
        }
    }
}

/// The case of a plural: a category, or 6 and an exact number.
fn plural_case(reader: &mut Reader<'_>) -> Read<()> {
    match reader.byte()? {
        0..=5 => Ok(()),
        6 => reader.signed().map(|_| ()),
        _ => Err(reader.cursor().broken("case of a plural")),
    }
}

fn nested_text(reader: &mut Reader<'_>, depth: usize) -> Read<()> {
    let end = reader.nested()?;
    text(reader, depth + 1)?;
    ends_at(reader, end)
}

fn ends_at(reader: &Reader<'_>, end: usize) -> Read<()> {
    if reader.at() == end { Ok(()) } else { Err(reader.cursor().broken("nested part with another length")) }
}

/// Checks guards (V1).
pub(crate) fn guards(reader: &mut Reader<'_>) -> Read<()> {
    let flags = reader.byte()?;
    guards_before_id(reader, flags)?;
    if flags & guard::ID != 0 {
        reader.string()?;
    }
    Ok(())
}

/// Checks the guards that stand before the name, which is the last.
pub(crate) fn guards_before_id(reader: &mut Reader<'_>, flags: u8) -> Read<()> {
    if flags & guard::IF != 0 {
        for _ in 0..reader.count()? {
            expression(reader)?;
        }
    }
    if flags & guard::ON != 0 {
        for _ in 0..reader.count()? {
            reader.channel()?;
        }
    }
    for bit in [guard::FROM, guard::UNTIL] {
        if flags & bit != 0 {
            reader.day()?;
        }
    }
    if flags & guard::LANG != 0 {
        for _ in 0..reader.count()? {
            reader.language()?;
        }
    }
    if flags & guard::TAG != 0 {
        for _ in 0..reader.count()? {
            reader.string()?;
        }
    }
    Ok(())
}

/// Checks a reply: guards, then messages of wordings.
fn reply(reader: &mut Reader<'_>) -> Read<()> {
    let end = reader.nested()?;
    guards(reader)?;
    for _ in 0..reader.count()? {
        let wordings = reader.count()?;
        if wordings == 0 {
            return Err(reader.cursor().broken("message without words"));
        }
        for _ in 0..wordings {
            nested_text(reader, 0)?;
        }
    }
    ends_at(reader, end)
}

/// Checks a list of steps (V1, V3).
pub(crate) fn body(reader: &mut Reader<'_>, depth: usize) -> Read<()> {
    if depth > MAX_DEPTH {
        return Err(reader.cursor().broken("choices too deep"));
    }
    loop {
        match reader.step()? {
            Step::End => return Ok(()),
            Step::Need(n) => {
                for _ in 0..n {
                    reader.fact()?;
                }
            }
            Step::Replies(n) => {
                for _ in 0..n {
                    reply(reader)?;
                }
            }
            Step::Step | Step::Note => {
                guards(reader)?;
                text(reader, 0)?;
            }
            Step::Choices(n) => {
                for _ in 0..n {
                    choice(reader, depth)?;
                }
            }
            Step::Goto(_) | Step::Call(_) | Step::Return | Step::Finish(_) | Step::Handoff(_, false) => {}
            Step::Handoff(_, true) => text(reader, 0)?,
            Step::Do(_, arguments) => {
                for _ in 0..arguments {
                    reader.string()?;
                    expression(reader)?;
                }
            }
            Step::Set(_) => expression(reader)?,
        }
    }
}

/// Checks a choice: guards, key, label, body.
fn choice(reader: &mut Reader<'_>, depth: usize) -> Read<()> {
    let end = reader.nested()?;
    guards(reader)?;
    if reader.flag()? {
        reader.string()?;
    }
    text(reader, 0)?;
    body(reader, depth + 1)?;
    ends_at(reader, end)
}

/// Checks what a menu does on no match and silence: an event and a number, then a text or a list of steps.
pub(crate) fn handlers(reader: &mut Reader<'_>) -> Read<()> {
    for _ in 0..reader.count()? {
        reader.flag()?;
        reader.signed()?;
        if reader.flag()? {
            body(reader, 0)?;
        } else {
            text(reader, 0)?;
        }
    }
    Ok(())
}
