//! A conversation as bytes, and back: versioned, with a checksum, names in the place of ids.
//!
//! `docs/sessions.md` describes the bytes. Each turn is what changed since the one before; the first is what changed since
//! nothing was known. What is read is untrusted: whatever the bytes say, a conversation comes of them that the machine has, or
//! an error.

use core::fmt;
use std::sync::Arc;

use super::shape::{self, Mark, Plain, Spot};
use super::state::{Accepted, Held, Left, MAX_SUSPENDED, State};
use super::{Desk, EventKind, Past, Session, SessionTurn};
use crate::machine::cursor::Cursor;
use crate::machine::id::{DepartmentId, FactId, LanguageId, TopicId};
use crate::machine::tables::{Kind, channel};
use crate::machine::{Machine, Outcome, write};
use crate::runtime::context::{Context, FactValue, Known, read};
use crate::runtime::suggest::Suggester;
use crate::runtime::tree::Frame;
use crate::runtime::value::Heap;
use crate::text::decimal::Decimal;

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
    pub(super) const TREE: u32 = 1;
    pub(super) const FACTS: u32 = 2;
    pub(super) const GIVEN: u32 = 4;
    pub(super) const VISITS: u32 = 8;
    pub(super) const SAID: u32 = 16;
    pub(super) const SUSPENDED: u32 = 32;
    pub(super) const WALKED: u32 = 64;
    pub(super) const OWNER: u32 = 128;
    pub(super) const ACCEPTED: u32 = 256;
    pub(super) const MENU: u32 = 512;
    pub(super) const COUNTS: u32 = 1024;
    pub(super) const HEARD: u32 = 2048;
}

/// Yes or no of a turn, as bits.
mod flag {
    pub(super) const TENTATIVE: u32 = 1;
    pub(super) const QUESTIONED: u32 = 2;
    pub(super) const HANDED: u32 = 4;
    pub(super) const CORRECTED: u32 = 8;
    pub(super) const ALONE: u32 = 16;
    pub(super) const ENDED: u32 = 32;
}

struct Writer<'m> {
    machine: &'m Machine,
    names: Vec<String>,
    out: Vec<u8>,
}

impl Writer<'_> {
    fn number(&mut self, n: u32) {
        write::varint(&mut self.out, n);
    }

    fn size(&mut self, n: usize) {
        write::size(&mut self.out, n);
    }

    fn name(&mut self, name: &str) {
        let known = self.names.iter().position(|known| known == name);
        let at = known.unwrap_or(self.names.len());
        if known.is_none() {
            self.names.push(name.to_owned());
        }
        self.size(at);
    }

    fn text(&mut self, text: &str) {
        self.size(text.len());
        self.out.extend_from_slice(text.as_bytes());
    }

    fn option(&mut self, name: Option<&str>) {
        self.number(u32::from(name.is_some()));
        if let Some(name) = name {
            self.name(name);
        }
    }

    fn topic(&mut self, topic: TopicId) {
        let machine = self.machine;
        self.name(machine.topic_name(topic));
    }

    /// A time as the difference to the one before; 0 where there is none.
    fn time(&mut self, at: Option<i64>, before: &mut i64) {
        match at {
            None => self.number(0),
            Some(at) => {
                self.number(1);
                write::signed(&mut self.out, at.wrapping_sub(*before));
                *before = at;
            }
        }
    }

    /// What a list has more than before; where it has less, the whole list.
    fn grown<T: Copy + PartialEq>(&mut self, old: &[T], new: &[T], one: impl Fn(&mut Self, T)) {
        let kept = if new.starts_with(old) { old.len() } else { 0 };
        self.size(kept);
        self.size(new.len() - kept);
        for item in new.iter().skip(kept) {
            one(self, *item);
        }
    }

    fn tree(&mut self, tree: &[Frame]) {
        self.size(tree.len());
        for frame in tree {
            let Plain { topic, branches, spot } = Plain::new(self.machine, frame);
            self.name(&topic);
            self.size(branches.len());
            for mark in branches {
                match mark {
                    Mark::Id(id) => {
                        self.number(0);
                        self.name(&id);
                    }
                    Mark::Derived { print, twins } => {
                        self.number(twins.saturating_add(1));
                        self.print(print);
                    }
                }
            }
            self.number(spot.ordinal);
            if spot.ordinal > 0 {
                self.out.push(spot.tag);
                self.print(spot.print);
                self.out.extend_from_slice(&spot.shape.to_le_bytes());
            }
        }
    }

    fn print(&mut self, print: u32) {
        let [a, b, c, _] = print.to_le_bytes();
        self.out.extend_from_slice(&[a, b, c]);
    }

    fn held(&mut self, held: &Held) {
        match held {
            Held::Unknown => self.number(0),
            Held::Text(text) => {
                self.number(1);
                self.text(text);
            }
            Held::Number(n) => {
                self.number(2);
                write::signed(&mut self.out, n.millionths());
            }
            Held::YesNo(yes) => self.number(3 + u32::from(*yes)),
            Held::Date(days) => {
                self.number(5);
                write::signed(&mut self.out, i64::from(*days));
            }
            Held::Time(minutes) => {
                self.number(6);
                self.number(u32::from(*minutes));
            }
            Held::List(items) => {
                self.number(7);
                self.size(items.len());
                items.iter().for_each(|item| self.text(item));
            }
        }
    }

    /// What changed from one turn to the next.
    fn turn(&mut self, old: &State, new: &State, clock: &mut i64) {
        let machine = self.machine;
        let bit = |changed: bool, bit: u32| if changed { bit } else { 0 };
        let counts = |s: &State| (s.acted, s.misses, s.silence);
        let owner = |s: &State| (s.department, s.ended);
        let parts = bit(old.tree != new.tree, part::TREE)
            | bit(old.facts != new.facts, part::FACTS)
            | bit(old.given != new.given, part::GIVEN)
            | bit(old.visits != new.visits, part::VISITS)
            | bit(old.said != new.said, part::SAID)
            | bit(old.suspended != new.suspended, part::SUSPENDED)
            | bit(old.walked != new.walked, part::WALKED)
            | bit(owner(old) != owner(new), part::OWNER)
            | bit(old.accepted != new.accepted, part::ACCEPTED)
            | bit(old.menu != new.menu, part::MENU)
            | bit(counts(old) != counts(new), part::COUNTS)
            | bit(old.heard != new.heard, part::HEARD);
        self.number(parts);
        let flags = bit(new.tentative, flag::TENTATIVE)
            | bit(new.questioned, flag::QUESTIONED)
            | bit(new.handed, flag::HANDED)
            | bit(new.corrected, flag::CORRECTED)
            | bit(new.alone, flag::ALONE)
            | bit(new.ended.is_some(), flag::ENDED);
        self.number(flags);
        self.time(new.now, clock);
        let has = |bit| parts & bit != 0;
        if has(part::TREE) {
            self.tree(&new.tree);
        }
        if has(part::FACTS) {
            let changed = |at: &usize| old.facts.get(*at) != new.facts.get(*at);
            let all: Vec<usize> = (0..new.facts.len()).filter(changed).collect();
            self.size(all.len());
            for at in all {
                self.name(machine.fact_name(FactId::at(at)));
                self.held(new.facts.get(at).unwrap_or(&Held::Unknown));
            }
        }
        if has(part::GIVEN) {
            let one = |w: &mut Self, id| w.name(machine.fact_name(id));
            self.grown(&old.given, &new.given, one);
        }
        if has(part::VISITS) {
            let changed = |row: &&(TopicId, u32)| !old.visits.contains(row);
            let all: Vec<_> = new.visits.iter().filter(changed).copied().collect();
            self.size(all.len());
            for (topic, count) in all {
                self.topic(topic);
                self.number(count);
            }
        }
        if has(part::SAID) {
            let one = |w: &mut Self, hash: u32| w.out.extend_from_slice(&hash.to_le_bytes());
            self.grown(&old.said, &new.said, one);
        }
        if has(part::SUSPENDED) {
            self.size(new.suspended.len());
            for left in new.suspended.iter() {
                self.tree(&left.tree);
                self.number(left.acted);
            }
        }
        if has(part::WALKED) {
            self.grown(&old.walked, &new.walked, Self::topic);
        }
        if has(part::OWNER) {
            let row = new.department.and_then(|id| machine.departments.get(id.usize()));
            self.option(row.map(|row| machine.string(row.name)));
            self.number(match new.ended {
                None => 0,
                Some(Outcome::Resolved) => 1,
                Some(Outcome::Unresolved) => 2,
                Some(Outcome::Spam) => 3,
            });
        }
        if has(part::ACCEPTED) {
            let accepted = new.accepted.as_deref();
            self.tree(accepted.map_or(&[], |accepted| core::slice::from_ref(&accepted.place)));
            let texts = accepted.map_or(&[][..], |accepted| &accepted.texts);
            self.size(texts.len());
            texts.iter().for_each(|hash| self.out.extend_from_slice(&hash.to_le_bytes()));
        }
        if has(part::MENU) {
            self.option(new.menu.map(|menu| machine.topic_name(menu)));
        }
        if has(part::COUNTS) {
            self.number(new.acted);
            self.number(new.misses);
            write::signed(&mut self.out, new.silence);
        }
        if has(part::HEARD) {
            self.time(new.heard, clock);
        }
    }
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

/// What is left to read. It is as sticky as its cursor.
struct Reader<'m, 'b> {
    machine: &'m Machine,
    cursor: Cursor<'b>,
    names: Vec<&'b str>,
    /// What the script no longer has, and what of it the tree stood in when it was read last.
    lost: Vec<String>,
    misplaced: Vec<String>,
}

impl<'m, 'b> Reader<'m, 'b> {
    fn new(machine: &'m Machine, cursor: Cursor<'b>) -> Self {
        let mut r =
            Self { machine, cursor, names: Vec::new(), lost: Vec::new(), misplaced: Vec::new() };
        for _ in 0..r.count() {
            let name = r.text();
            r.names.push(name);
        }
        r
    }

    fn count(&mut self) -> usize {
        let n = self.cursor.count();
        if self.cursor.check(n <= MAX_LIST) { n } else { 0 }
    }

    fn text(&mut self) -> &'b str {
        let bytes = self.cursor.part();
        self.cursor.some(core::str::from_utf8(bytes).ok())
    }

    fn name(&mut self) -> &'b str {
        let at = self.cursor.size();
        self.cursor.some(self.names.get(at).copied())
    }

    fn option(&mut self) -> Option<&'b str> {
        let there = self.cursor.varint();
        self.cursor.check(there < 2);
        (there == 1).then(|| self.name())
    }

    fn time(&mut self, before: &mut i64) -> Option<i64> {
        let there = self.cursor.varint();
        self.cursor.check(there < 2);
        if there == 0 {
            return None;
        }
        *before = before.wrapping_add(self.cursor.signed());
        Some(*before)
    }

    fn topic(&mut self) -> Option<TopicId> {
        let name = self.name();
        shape::topic(self.machine, name, &mut self.lost)
    }

    fn fact(&mut self) -> Option<FactId> {
        let name = self.name();
        let id = shape::fact(self.machine, name);
        if id.is_none() {
            self.lost.push(["fact/", name].concat());
        }
        id
    }

    fn grown<T: Copy>(&mut self, old: &mut Arc<Vec<T>>, one: impl Fn(&mut Self) -> Option<T>) {
        let kept = self.cursor.size();
        let old = Arc::make_mut(old);
        old.truncate(kept);
        for _ in 0..self.count() {
            if let Some(item) = one(self) {
                old.push(item);
            }
        }
        self.cursor.check(old.len() <= MAX_LIST);
    }

    fn print(&mut self) -> u32 {
        let part = self.cursor.take(3);
        part.iter().rev().fold(0, |n, byte| n << 8 | u32::from(*byte))
    }

    /// A tree as this machine has it; none where a part of it is gone.
    fn tree(&mut self) -> Vec<Frame> {
        let mut tree = Vec::new();
        let mut whole = true;
        for _ in 0..self.count() {
            let topic = self.name().to_owned();
            let mut branches = Vec::new();
            for _ in 0..self.count() {
                let twins = self.cursor.varint();
                branches.push(match twins.checked_sub(1) {
                    None => Mark::Id(self.name().to_owned()),
                    Some(twins) => Mark::Derived { print: self.print(), twins },
                });
            }
            let mut spot = Spot { ordinal: self.cursor.varint(), tag: 0, print: 0, shape: 0 };
            if spot.ordinal > 0 {
                spot.tag = self.cursor.byte();
                spot.print = self.print();
                let [a, b] = [self.cursor.byte(), self.cursor.byte()];
                spot.shape = u16::from_le_bytes([a, b]);
            }
            if self.cursor.broken().is_some() {
                return Vec::new();
            }
            match (Plain { topic, branches, spot }).find(self.machine) {
                Ok(frame) => tree.push(frame),
                Err(name) => {
                    whole = false;
                    self.lost.push(name);
                }
            }
        }
        if whole { tree } else { Vec::new() }
    }

    fn held(&mut self) -> Held {
        match self.cursor.varint() {
            0 => Held::Unknown,
            1 => Held::Text(self.text().to_owned()),
            2 => Held::Number(Decimal::from_millionths(self.cursor.signed())),
            3 => Held::YesNo(false),
            4 => Held::YesNo(true),
            5 => Held::Date(self.cursor.signed32()),
            6 => {
                let minutes = u16::try_from(self.cursor.varint()).ok().filter(|m| *m < 24 * 60);
                Held::Time(self.cursor.some(minutes))
            }
            7 => {
                let mut items = Vec::new();
                for _ in 0..self.count() {
                    items.push(self.text().to_owned());
                }
                Held::List(items)
            }
            _ => {
                self.cursor.fail();
                Held::Unknown
            }
        }
    }

    /// Whether a fact of this machine takes a value.
    fn takes(&self, id: FactId, held: &Held) -> bool {
        let Some(row) = self.machine.facts.get(id.usize()) else { return false };
        match (held, row.kind) {
            (Held::Unknown, _)
            | (Held::Text(_), Kind::Text)
            | (Held::Number(_), Kind::Number)
            | (Held::YesNo(_), Kind::YesNo)
            | (Held::Date(_), Kind::Date)
            | (Held::Time(_), Kind::Time)
            | (Held::List(_), Kind::List) => true,
            (Held::Text(text), Kind::OneOf) => {
                let value = FactValue::Text(text.clone());
                read(self.machine, row, &value, &mut Heap::default()).is_some()
            }
            _ => false,
        }
    }

    /// Trees that were left, one of each topic.
    fn suspended(&mut self) -> Vec<Left> {
        let mut suspended = Vec::new();
        for _ in 0..self.count() {
            let left = Left { tree: Arc::new(self.tree()), acted: self.cursor.varint() };
            let known = |other: &Left| other.topic() == left.topic();
            let fits = suspended.len() < MAX_SUSPENDED && !suspended.iter().any(known);
            if !left.tree.is_empty() && fits {
                suspended.push(left);
            }
        }
        suspended
    }

    /// The next turn, from the one before.
    fn turn(&mut self, state: &mut State, clock: &mut i64) {
        let machine = self.machine;
        let parts = self.cursor.varint();
        let flags = self.cursor.varint();
        let set = |bit| flags & bit != 0;
        state.tentative = set(flag::TENTATIVE);
        state.questioned = set(flag::QUESTIONED);
        state.handed = set(flag::HANDED);
        state.corrected = set(flag::CORRECTED);
        state.alone = set(flag::ALONE);
        state.now = self.time(clock);
        let has = |bit| parts & bit != 0;
        if has(part::TREE) {
            let before = self.lost.len();
            state.tree = Arc::new(self.tree());
            self.misplaced = self.lost.split_off(before);
        }
        if has(part::FACTS) {
            for _ in 0..self.count() {
                let name = self.name();
                let held = self.held();
                match shape::fact(machine, name) {
                    Some(id) if self.takes(id, &held) => state.set(id, held),
                    _ => self.lost.push(["fact/", name].concat()),
                }
            }
        }
        if has(part::GIVEN) {
            self.grown(&mut state.given, Self::fact);
        }
        if has(part::VISITS) {
            for _ in 0..self.count() {
                let topic = self.topic();
                let count = self.cursor.varint();
                let Some(topic) = topic else { continue };
                let visits = Arc::make_mut(&mut state.visits);
                match visits.iter_mut().find(|(known, _)| *known == topic) {
                    Some(row) => row.1 = count,
                    None => visits.push((topic, count)),
                }
            }
        }
        if has(part::SAID) {
            let four = |r: &mut Self| {
                let part = r.cursor.take(4);
                Some(part.iter().rev().fold(0_u32, |n, byte| n << 8 | u32::from(*byte)))
            };
            self.grown(&mut state.said, four);
        }
        if has(part::SUSPENDED) {
            state.suspended = Arc::new(self.suspended());
        }
        if has(part::WALKED) {
            self.grown(&mut state.walked, Self::topic);
        }
        if has(part::OWNER) {
            let name = self.option();
            let mut names = machine.departments.iter().map(|row| machine.string(row.name));
            let at = name.and_then(|name| names.position(|known| known == name));
            if let (Some(name), None) = (name, at) {
                self.lost.push(["department/", name].concat());
            }
            state.department = at.map(DepartmentId::at);
            state.ended = match self.cursor.varint() {
                0 => None,
                1 => Some(Outcome::Resolved),
                2 => Some(Outcome::Unresolved),
                n => {
                    self.cursor.check(n == 3);
                    Some(Outcome::Spam)
                }
            };
        }
        if has(part::ACCEPTED) {
            let place = self.tree().pop();
            let mut texts = Vec::new();
            for _ in 0..self.count() {
                let hash = self.cursor.take(8).iter().rev();
                texts.push(hash.fold(0_u64, |n, byte| n << 8 | u64::from(*byte)));
            }
            state.accepted = place.map(|place| Arc::new(Accepted { place, texts }));
        }
        if has(part::MENU) {
            let name = self.option();
            state.menu = name.and_then(|name| shape::topic(machine, name, &mut self.lost));
        }
        if has(part::COUNTS) {
            state.acted = self.cursor.varint();
            state.misses = self.cursor.varint();
            state.silence = self.cursor.signed();
        }
        if has(part::HEARD) {
            state.heard = self.time(clock);
        }
    }

    fn session(&mut self, desk: &mut Desk<'_, '_>) -> Option<Session> {
        let machine = self.machine;
        let mut session = Session::new(desk, &Context::default()).ok()?;
        let channel = self.option();
        let language = self.name();
        let at = machine.channels.iter().position(|row| Some(machine.string(row.name)) == channel);
        let spoken = machine.languages().position(|name| name == language);
        if let (Some(name), None) = (channel, at) {
            self.lost.push(["channel/", name].concat());
        }
        if spoken.is_none() {
            self.lost.push(["language/", language].concat());
        }
        let row = at.and_then(|at| machine.channels.get(at));
        session.fixed = Known {
            channel: at.map(crate::machine::id::ChannelId::at),
            public: row.is_some_and(|row| row.flags & channel::PUBLIC != 0),
            language: spoken.map(LanguageId::at).unwrap_or_default(),
            seed: self.cursor.varint(),
            ..Known::default()
        };
        session.limit = crate::runtime::suggest::limit(self.cursor.size());
        session.keep = self.cursor.size().min(MAX_LIST);
        let flags = self.cursor.varint();
        session.explain = flags & 1 == 1;
        session.texts = flags & 2 == 2;
        session.first = self.cursor.varint().min(u32::MAX / 2);
        let mut state = State { facts: Arc::new(session.defaults.clone()), ..State::default() };
        let mut clock = 0;
        for _ in 0..self.count() {
            self.turn(&mut state, &mut clock);
            if self.cursor.broken().is_some() {
                return None;
            }
            session.history.push(Past { state: state.clone(), input: None, now: state.now });
        }
        self.cursor.end();
        self.lost.append(&mut self.misplaced);
        session.state = state;
        (self.cursor.broken().is_none() && !session.history.is_empty()).then_some(session)
    }
}
