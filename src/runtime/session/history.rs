//! Turns that lie behind: going back to one, and doing something else there.

use super::event::EventKind;
use super::{Desk, Hold, Input, Session, SessionError, SessionTurn, State};
use crate::machine::Machine;
use crate::runtime::suggest::Suggester;

/// Turns that can be gone back to: a conversation of a working day.
const MAX_TURNS: usize = 1024;

/// A turn that lies behind.
#[derive(Clone, Debug)]
pub(super) struct Past {
    /// The conversation after it.
    pub(super) state: State,
    /// What made it; nothing for the first, and for those of a restored conversation.
    pub(super) input: Option<Input>,
    /// When.
    pub(super) now: Option<i64>,
}

impl Session {
    /// The conversation is one turn further.
    pub(super) fn remember(&mut self, input: Option<Input>, now: Option<i64>) {
        if self.history.len() == MAX_TURNS {
            self.history.remove(0);
            self.first = self.first.saturating_add(1);
        }
        self.history.push(Past { state: self.state.clone(), input, now });
    }

    /// The conversation is where it was, a little later.
    pub(super) fn renew(&mut self) {
        if let Some(past) = self.history.last_mut() {
            past.state.clone_from(&self.state);
        }
    }

    fn place_of(&self, turn: u32) -> Result<usize, SessionError> {
        let place = turn.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        place.filter(|place| *place < self.history.len()).ok_or(SessionError::NoTurn { turn })
    }

    /// Goes back to a turn, and shows it as it was.
    pub(super) fn undo<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        turn: u32,
    ) -> Result<SessionTurn<'m>, SessionError> {
        let place = self.place_of(turn)?;
        self.history.truncate(place + 1);
        if let Some(past) = self.history.last() {
            self.state.clone_from(&past.state);
        }
        let shown = self.show_again(desk);
        self.tell(EventKind::Undone { turn });
        Ok(SessionTurn { number: turn, ..shown })
    }

    /// Shows where the conversation stands as it was shown before: what happened then happened once.
    pub(super) fn show_again<'m>(&mut self, desk: &mut Desk<'m, '_>) -> SessionTurn<'m> {
        let events = self.events.len();
        self.held = Some(Hold::Again);
        let shown = self.present(desk, None);
        self.events.truncate(events);
        shown
    }

    /// Does something else in an earlier turn, and then again what came after it, as far as it still fits: the first operation
    /// that does not, and all behind it, are counted in the turn's `dropped`.
    ///
    /// # Errors
    /// Where there is no such turn, or what is to be done there does not fit; then nothing has changed.
    pub fn edit<'m>(
        &mut self,
        machine: &'m Machine,
        suggester: &mut Suggester,
        turn: u32,
        input: Input,
    ) -> Result<SessionTurn<'m>, SessionError> {
        if machine.checksum() != self.machine {
            return Err(SessionError::OtherMachine);
        }
        let place = self.place_of(turn)?;
        if place == 0 {
            return Err(SessionError::NoTurn { turn });
        }
        let whole = self.clone();
        let later = self.history.split_off(place);
        self.undo(&mut Desk { machine, suggester }, turn - 1)?;
        self.state.now = later.first().and_then(|past| past.now);
        let mut shown = match self.apply(machine, suggester, input) {
            Ok(shown) => shown,
            Err(error) => {
                *self = whole;
                return Err(error);
            }
        };
        let mut later = later.into_iter().skip(1);
        let mut dropped = 0;
        for past in later.by_ref() {
            let now = core::mem::replace(&mut self.state.now, past.now);
            let again = past.input.map(|input| self.apply(machine, suggester, input));
            match again {
                Some(Ok(turn)) => shown = turn,
                Some(Err(_)) | None => {
                    self.state.now = now;
                    dropped = 1;
                    break;
                }
            }
        }
        dropped += later.count();
        shown.dropped = u32::try_from(dropped).unwrap_or(u32::MAX);
        Ok(shown)
    }
}
