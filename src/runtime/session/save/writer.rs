//! Writing a conversation: what changed from each turn to the next.

use super::{flag, part};
use crate::bytes::write;
use crate::machine::id::{FactId, TopicId};
use crate::machine::{Machine, Outcome};
use crate::runtime::session::shape::{Mark, Plain};
use crate::runtime::session::state::{Held, State, Tree};

pub(super) struct Writer<'m> {
    pub(super) machine: &'m Machine,
    pub(super) names: Vec<String>,
    pub(super) out: Vec<u8>,
}

impl Writer<'_> {
    pub(super) fn number(&mut self, n: u32) {
        write::varint(&mut self.out, n);
    }

    pub(super) fn size(&mut self, n: usize) {
        write::size(&mut self.out, n);
    }

    pub(super) fn name(&mut self, name: &str) {
        let known = self.names.iter().position(|known| known == name);
        let at = known.unwrap_or(self.names.len());
        if known.is_none() {
            self.names.push(name.to_owned());
        }
        self.size(at);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.size(text.len());
        self.out.extend_from_slice(text.as_bytes());
    }

    pub(super) fn option(&mut self, name: Option<&str>) {
        self.number(u32::from(name.is_some()));
        if let Some(name) = name {
            self.name(name);
        }
    }

    pub(super) fn topic(&mut self, topic: TopicId) {
        let machine = self.machine;
        self.name(machine.topic_name(topic));
    }

    /// A time as the difference to the one before; 0 where there is none.
    pub(super) fn time(&mut self, at: Option<i64>, before: &mut i64) {
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
    pub(super) fn grown<T: Copy + PartialEq>(
        &mut self,
        old: &[T],
        new: &[T],
        one: impl Fn(&mut Self, T),
    ) {
        let kept = if new.starts_with(old) { old.len() } else { 0 };
        self.size(kept);
        self.size(new.len() - kept);
        for item in new.iter().skip(kept) {
            one(self, *item);
        }
    }

    pub(super) fn tree(&mut self, tree: &Tree) {
        self.size(tree.depth());
        for frame in tree.inwards() {
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

    pub(super) fn print(&mut self, print: u32) {
        let [a, b, c, _] = print.to_le_bytes();
        self.out.extend_from_slice(&[a, b, c]);
    }

    pub(super) fn held(&mut self, held: &Held) {
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
    pub(super) fn turn(&mut self, old: &State, new: &State, clock: &mut i64) {
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
            let place = accepted.map(|accepted| Tree::of(accepted.place.clone()));
            self.tree(&place.unwrap_or_default());
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
