//! What the runtime relies on in the trees' code, established once when a machine is loaded.
//!
//! - V1: every id is an entry of its table; every nested part ends exactly where its length says.
//! - V2: an expression leaves exactly one value and never holds more than [`MAX_STACK`].
//! - V3: texts and choices nest no deeper than [`MAX_DEPTH`]; every list of steps, pieces and operators has its end.
//! - V4: a topic's code ends exactly where the next topic's begins.
//!
//! It does not prove that a tree comes to an end: `->` may lead in a circle. Fuel bounds that.
//!
//! Functions read and say nothing: whether all held is what the reader knows ([`Reader::broken`]). Of checked code they are
//! a way to pass over a part.

use super::code::{OpTag, PieceTag, Reader, StepTag, guard, plural::EXACTLY};
use super::limits::{MAX_DEPTH, MAX_STACK};

/// Checks an expression (V1, V2).
pub(crate) fn expression(reader: &mut Reader<'_>) {
    let mut depth = 0_usize;
    loop {
        let op = reader.op();
        if op == OpTag::End {
            break;
        }
        let takes = reader.operand(op);
        reader.check(takes <= depth);
        depth = depth.saturating_sub(takes) + 1;
        reader.check(depth <= MAX_STACK);
    }
    reader.check(depth == 1);
}

/// Checks a text (V1, V3).
pub(crate) fn text(reader: &mut Reader<'_>, depth: usize) {
    reader.check(depth <= MAX_DEPTH);
    loop {
        match reader.piece() {
            PieceTag::End => return,
            PieceTag::Literal => {
                reader.string();
            }
            PieceTag::Hole => expression(reader),
            PieceTag::HoleOr => {
                reader.string();
                expression(reader);
            }
            PieceTag::If => {
                for _ in 0..reader.count() {
                    expression(reader);
                    nested_text(reader, depth);
                }
                nested_text(reader, depth);
            }
            PieceTag::Plural => {
                let cases = reader.count();
                expression(reader);
                for _ in 0..cases {
                    // A category, or a tag and an exact number.
                    let case = reader.byte();
                    reader.check(case <= EXACTLY);
                    if case == EXACTLY {
                        reader.signed();
                    }
                    nested_text(reader, depth);
                }
            }
        }
    }
}

fn nested_text(reader: &mut Reader<'_>, depth: usize) {
    let end = reader.nested();
    text(reader, depth + 1);
    ends_at(reader, end);
}

fn ends_at(reader: &mut Reader<'_>, end: usize) {
    reader.check(reader.at() == end);
}

/// Checks guards (V1).
pub(crate) fn guards(reader: &mut Reader<'_>) {
    let flags = reader.byte();
    guards_before_id(reader, flags);
    if flags & guard::ID != 0 {
        reader.string();
    }
}

/// Checks the guards that stand before the name, which is the last.
pub(crate) fn guards_before_id(reader: &mut Reader<'_>, flags: u8) {
    if flags & guard::IF != 0 {
        for _ in 0..reader.count() {
            expression(reader);
        }
    }
    if flags & guard::ON != 0 {
        for _ in 0..reader.count() {
            reader.channel();
        }
    }
    for bit in [guard::FROM, guard::UNTIL] {
        if flags & bit != 0 {
            reader.day();
        }
    }
    if flags & guard::LANG != 0 {
        for _ in 0..reader.count() {
            reader.language();
        }
    }
    if flags & guard::TAG != 0 {
        for _ in 0..reader.count() {
            reader.string();
        }
    }
}

/// Checks a reply: guards, then messages of wordings.
fn reply(reader: &mut Reader<'_>) {
    let end = reader.nested();
    guards(reader);
    for _ in 0..reader.count() {
        let wordings = reader.count();
        reader.check(wordings > 0);
        for _ in 0..wordings {
            nested_text(reader, 0);
        }
    }
    ends_at(reader, end);
}

/// Checks a list of steps (V1, V3).
pub(crate) fn body(reader: &mut Reader<'_>, depth: usize) {
    reader.check(depth <= MAX_DEPTH);
    loop {
        let step = reader.step();
        match step {
            StepTag::End => return,
            StepTag::Replies => {
                for _ in 0..reader.count() {
                    reply(reader);
                }
            }
            StepTag::Choices => {
                for _ in 0..reader.count() {
                    let end = reader.nested();
                    guards(reader);
                    if reader.flag() {
                        reader.string();
                    }
                    text(reader, 0);
                    body(reader, depth + 1);
                    ends_at(reader, end);
                }
            }
            StepTag::Step | StepTag::Note => {
                guards(reader);
                text(reader, 0);
            }
            _ => rest_of_step(reader, step),
        }
    }
}

/// Checks what follows a step that has neither guards nor a place of its own (V1).
pub(crate) fn rest_of_step(reader: &mut Reader<'_>, step: StepTag) {
    match step {
        StepTag::Need => {
            for _ in 0..reader.count() {
                reader.fact();
            }
        }
        StepTag::Goto | StepTag::Call => {
            reader.topic();
        }
        StepTag::Finish => {
            reader.outcome();
        }
        StepTag::Handoff => {
            reader.department();
            if reader.flag() {
                text(reader, 0);
            }
        }
        StepTag::Do => {
            reader.string();
            for _ in 0..reader.count() {
                reader.string();
                expression(reader);
            }
        }
        StepTag::Set => {
            reader.fact();
            expression(reader);
        }
        StepTag::End
        | StepTag::Return
        | StepTag::Replies
        | StepTag::Choices
        | StepTag::Step
        | StepTag::Note => {}
    }
}

/// Checks what a menu does on no match and silence: an event and a number, then a text or a list of steps.
pub(crate) fn handlers(reader: &mut Reader<'_>) {
    for _ in 0..reader.count() {
        reader.flag();
        reader.signed();
        if reader.flag() {
            body(reader, 0);
        } else {
            text(reader, 0);
        }
    }
}
