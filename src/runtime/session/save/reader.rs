//! Reading a conversation back, whatever the bytes say.

use std::sync::Arc;

use super::{MAX_LIST, flag, part};
use crate::bytes::cursor::Cursor;
use crate::machine::id::{FactId, LanguageId, TopicId};
use crate::machine::tables::Kind;
use crate::machine::{Machine, Outcome};
use crate::runtime::context::{Context, FactValue, Known, read};
use crate::runtime::session::shape::{self, Mark, Plain, Spot};
use crate::runtime::session::state::{Accepted, Held, Left, MAX_SUSPENDED, State, Tree};
use crate::runtime::session::{Desk, Past, Session};
use crate::runtime::value::Heap;
use crate::text::decimal::Decimal;

/// What is left to read. It is as sticky as its cursor.
pub(super) struct Reader<'m, 'b> {
    machine: &'m Machine,
    cursor: Cursor<'b>,
    names: Vec<&'b str>,
    /// What the script no longer has, and what of it the tree stood in when it was read last.
    pub(super) lost: Vec<String>,
    misplaced: Vec<String>,
}

impl<'m, 'b> Reader<'m, 'b> {
    pub(super) fn new(machine: &'m Machine, cursor: Cursor<'b>) -> Self {
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
        let id = self.machine.fact_named(name);
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
    fn tree(&mut self) -> Tree {
        let mut tree = Tree::default();
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
                return Tree::default();
            }
            match (Plain { topic, branches, spot }).find(self.machine) {
                Ok(frame) => tree.push(frame),
                Err(name) => {
                    whole = false;
                    self.lost.push(name);
                }
            }
        }
        if whole { tree } else { Tree::default() }
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
        match (held, row.kind.held()) {
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
            let left = Left { tree: self.tree(), acted: self.cursor.varint() };
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
            state.tree = self.tree();
            self.misplaced = self.lost.split_off(before);
        }
        if has(part::FACTS) {
            for _ in 0..self.count() {
                let name = self.name();
                let held = self.held();
                match machine.fact_named(name) {
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
            let id = name.and_then(|name| machine.department_named(name));
            if let (Some(name), None) = (name, id) {
                self.lost.push(["department/", name].concat());
            }
            state.department = id;
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

    pub(super) fn session(&mut self, desk: &mut Desk<'_, '_>) -> Option<Session> {
        let machine = self.machine;
        let mut session = Session::new(desk, &Context::default()).ok()?;
        let channel = self.option();
        let language = self.name();
        let id = channel.and_then(|name| machine.channel_named(name));
        let spoken = machine.languages().position(|name| name == language);
        if let (Some(name), None) = (channel, id) {
            self.lost.push(["channel/", name].concat());
        }
        if spoken.is_none() {
            self.lost.push(["language/", language].concat());
        }
        session.fixed = Known {
            channel: id,
            public: id.is_some_and(|id| machine.is_public(id)),
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
