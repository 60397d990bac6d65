//! A conversation as bytes, and back: versioned, with a checksum, names in the place of ids.
//!
//! `docs/sessions.md` describes the bytes. Each turn is what changed since the one before; the first is what changed since
//! nothing was known. What is read is untrusted: whatever the bytes say, a conversation comes of them that the machine has, or
//! an error.

mod reader;
mod writer;

use core::fmt;
use std::sync::Arc;

use self::reader::Reader;
use self::writer::Writer;
use super::state::State;
use super::{Desk, EventKind, Session, SessionTurn};
use crate::bytes::cursor::Cursor;
use crate::bytes::write;
use crate::machine::Machine;
use crate::runtime::suggest::Suggester;

/// What saved conversations begin with: "ATS", and the version of the form.
const MAGIC: [u8; 4] = *b"ATS\x01";

/// Bytes of a saved conversation: a thousand turns, and then some.
const MAX_BYTES: usize = 1 << 20;

/// Entries of any list in it.
const MAX_LIST: usize = 4096;

/// Why bytes are no conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestoreError {
    /// They are something else.
    NotASession,
    /// They were saved by a newer version of the engine.
    NewerVersion {
        /// The version.
        version: u8,
    },
    /// They are damaged.
    Damaged,
}

impl RestoreError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASession => "AC0020",
            Self::NewerVersion { .. } => "AC0021",
            Self::Damaged => "AC0022",
        }
    }

    /// What is wrong, for people.
    pub fn message(&self) -> String {
        match self {
            Self::NotASession => "these bytes are no saved session",
            Self::NewerVersion { .. } => "the session was saved by a newer version of the engine",
            Self::Damaged => "the saved session is damaged",
        }
        .to_owned()
    }
}

impl fmt::Display for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for RestoreError {}

/// What changes of a turn to the next, as bits.
mod part {
    pub(in crate::runtime::session) const TREE: u32 = 1;
    pub(in crate::runtime::session) const FACTS: u32 = 2;
    pub(in crate::runtime::session) const GIVEN: u32 = 4;
    pub(in crate::runtime::session) const VISITS: u32 = 8;
    pub(in crate::runtime::session) const SAID: u32 = 16;
    pub(in crate::runtime::session) const SUSPENDED: u32 = 32;
    pub(in crate::runtime::session) const WALKED: u32 = 64;
    pub(in crate::runtime::session) const OWNER: u32 = 128;
    pub(in crate::runtime::session) const ACCEPTED: u32 = 256;
    pub(in crate::runtime::session) const MENU: u32 = 512;
    pub(in crate::runtime::session) const COUNTS: u32 = 1024;
    pub(in crate::runtime::session) const HEARD: u32 = 2048;
}

/// Yes or no of a turn, as bits.
mod flag {
    pub(in crate::runtime::session) const TENTATIVE: u32 = 1;
    pub(in crate::runtime::session) const QUESTIONED: u32 = 2;
    pub(in crate::runtime::session) const HANDED: u32 = 4;
    pub(in crate::runtime::session) const CORRECTED: u32 = 8;
    pub(in crate::runtime::session) const ALONE: u32 = 16;
    pub(in crate::runtime::session) const ENDED: u32 = 32;
}

impl Session {
    /// The conversation as bytes, to be restored with this version of the script or another. What was written is not in them, but
    /// the values of facts are.
    ///
    /// # Errors
    /// None: with another machine than the conversation's own the bytes are empty.
    pub fn save(&self, machine: &Machine) -> Vec<u8> {
        if machine.checksum() != self.machine {
            return Vec::new();
        }
        let mut w = Writer { machine, names: Vec::new(), out: Vec::new() };
        let row = self.fixed.channel.and_then(|id| machine.channels.get(id.usize()));
        w.option(row.map(|row| machine.string(row.name)));
        w.name(machine.language_name(self.fixed.language));
        w.number(self.fixed.seed);
        w.size(self.limit);
        w.size(self.keep);
        w.number(u32::from(self.explain) + u32::from(self.texts) * 2);
        w.number(self.first);
        w.size(self.history.len().max(1));
        let first = State { facts: Arc::new(self.defaults.clone()), ..State::default() };
        let (mut before, mut clock) = (&first, 0);
        let behind = self.history.len().saturating_sub(1);
        let states = self.history.iter().take(behind).map(|past| &past.state);
        for state in states.chain([&self.state]) {
            w.turn(before, state, &mut clock);
            before = state;
        }
        let mut bytes = MAGIC.to_vec();
        write::size(&mut bytes, w.names.len());
        for name in &w.names {
            write::size(&mut bytes, name.len());
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes.append(&mut w.out);
        bytes.extend_from_slice(&sum(&bytes));
        bytes
    }

    /// A conversation from bytes that [`save`](Self::save) made, with this version of its script or another. What the script no
    /// longer has is in the turn's `lost`.
    ///
    /// # Errors
    /// Where the bytes are no saved conversation, or a damaged one.
    pub fn restore<'m>(
        machine: &'m Machine,
        suggester: &mut Suggester,
        bytes: &[u8],
    ) -> Result<(Self, SessionTurn<'m>), RestoreError> {
        let Some((&[a, t, s, version], _)) = bytes.split_first_chunk() else {
            return Err(RestoreError::NotASession);
        };
        let [magic @ .., known] = MAGIC;
        if [a, t, s] != magic || bytes.len() > MAX_BYTES {
            return Err(RestoreError::NotASession);
        }
        if version > known {
            return Err(RestoreError::NewerVersion { version });
        }
        let Some((body, end)) = bytes.split_last_chunk::<4>() else {
            return Err(RestoreError::Damaged);
        };
        if *end != sum(body) {
            return Err(RestoreError::Damaged);
        }
        let mut r = Reader::new(machine, Cursor::from(body, MAGIC.len()));
        let desk = &mut Desk { machine, suggester };
        let mut session = r.session(desk).ok_or(RestoreError::Damaged)?;
        let mut lost: Vec<String> = Vec::new();
        r.lost.into_iter().for_each(|name| {
            if !lost.contains(&name) {
                lost.push(name);
            }
        });
        let mut turn = session.show_again(desk);
        session.tell(EventKind::Restored { lost: lost.clone() });
        session.renew();
        turn.number = session.number();
        turn.lost = lost;
        Ok((session, turn))
    }
}

/// Writes the checksum that a saved conversation must have behind it, as tools and tests need that change one.
pub fn seal_session(bytes: &mut [u8]) {
    if let Some((body, end)) = bytes.split_last_chunk_mut::<4>() {
        *end = sum(body);
    }
}

/// The lowest 32 bits of XXH64.
fn sum(bytes: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = xxhash_rust::xxh64::xxh64(bytes, 0).to_le_bytes();
    [a, b, c, d]
}
