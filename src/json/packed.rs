//! The packed form: values one after the other without their keys, for a host that knows their order.
//!
//! A number is its digits to the base of 64, the highest first, each as the character of its value, with 64 added to all but
//! the last. A text stands behind its length in UTF-16 units, a list behind its length. What may be missing is 0, or one
//! more than the number that it begins with. Reading this costs a host a third of what reading JSON does, and writing it the
//! runtime half; `www/engine/src/packed.ts` is the other side.

use super::form::Form;
use super::{event_packed, info, session, turn};
use crate::machine::Machine;
use crate::runtime::{Event, SessionTurn, Turn};
use crate::text::decimal::push_digits;

/// Appends a turn; `message` is the text that its ranges lie in.
pub(crate) fn push_turn(turn: &Turn<'_>, message: &str, out: &mut String) {
    turn::write(&mut Packed { out }, turn, message);
}

/// Appends a turn of a conversation; `message` is what the customer wrote.
pub(crate) fn push_session(turn: &SessionTurn<'_>, message: &str, out: &mut String) {
    session::write(&mut Packed { out }, turn, message);
}

/// Appends events, each with the keys of what it says: nobody waits for them.
pub(crate) fn push_events(events: &[Event], out: &mut String) {
    let mut w = Packed { out };
    w.begin(events.len());
    for event in events {
        event_packed::pack(&mut w, event);
    }
}

/// Appends what a machine is made of.
pub(crate) fn push_info(machine: &Machine, out: &mut String) {
    info::write(&mut Packed { out }, machine);
}

/// Appends a text.
pub(crate) fn push_text(text: &str, out: &mut String) {
    Packed { out }.string(text);
}

/// Appends to a text.
pub(super) struct Packed<'o> {
    pub(super) out: &'o mut String,
}

impl Packed<'_> {
    fn digit(&mut self, n: u32) {
        self.out.push(char::from_u32(n & 127).unwrap_or('\0'));
    }

    #[inline(never)]
    fn digits(&mut self, n: u32) -> &mut Self {
        let mut shift = 30;
        while shift > 0 {
            if n >> shift > 0 {
                self.digit(64 | n >> shift);
            }
            shift -= 6;
        }
        self.digit(n & 63);
        self
    }

    fn size(&mut self, n: usize) -> &mut Self {
        self.digits(u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// A text whose length is so many more than it is.
    #[inline(never)]
    fn text_and(&mut self, more: u32, text: &str) -> &mut Self {
        self.digits(turn::units(text) + more);
        self.out.push_str(text);
        self
    }
}

impl Form for Packed<'_> {
    fn open(&mut self) -> &mut Self {
        self
    }

    fn close(&mut self) {}

    fn begin(&mut self, count: usize) {
        self.size(count);
    }

    fn end(&mut self) {}

    fn key(&mut self, _: &str) -> &mut Self {
        self
    }

    fn string(&mut self, text: &str) {
        self.text_and(0, text);
    }

    fn option(&mut self, _: &str, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text_and(1, text),
            None => self.digits(0),
        }
    }

    fn number(&mut self, _: &str, n: u32) -> &mut Self {
        self.digits(n)
    }

    fn limit(&mut self, _: &str, n: Option<u32>) -> &mut Self {
        self.digits(n.map_or(0, |n| n.saturating_add(1)))
    }

    fn moment(&mut self, key: &str, ms: Option<i64>) -> &mut Self {
        let mut text = String::new();
        if ms.is_some_and(|ms| ms < 0) {
            text.push('-');
        }
        push_digits(ms.unwrap_or(0).unsigned_abs(), 1, &mut text);
        self.option(key, ms.map(|_| text.as_str()))
    }

    fn thousandths(&mut self, _: &str, n: u32) -> &mut Self {
        self.digits(n)
    }

    fn bool(&mut self, _: &str, yes: bool) -> &mut Self {
        self.digits(yes.into())
    }

    fn some(&mut self, _: &str, there: bool) -> &mut Self {
        self.digits(there.into())
    }
}
