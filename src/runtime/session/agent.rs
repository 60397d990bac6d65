//! A conversation that an agent leads: messages, suggestions that are sent, branches that are taken.

use std::sync::Arc;

use super::alone::Telling;
use super::event::EventKind;
use super::offers::Source;
use super::present::{Heard, Meant, print};
use super::state::{Accepted, Held};
use super::{Desk, Session, SessionError, SessionTurn};
use crate::machine::Machine;
use crate::machine::id::{DepartmentId, FactId, TopicId};
use crate::machine::tables::Kind;
use crate::runtime::eval::Scope;
use crate::runtime::fill::{Finder, patterned};
use crate::runtime::suggest::{Asked, Candidates};
use crate::runtime::talk::Talk;
use crate::runtime::turn::Filled;
use crate::runtime::walk::{Until, walk};

/// A message up to so many words corrects an option that was given before.
const SHORT: usize = 8;

/// What a message said for facts.
#[derive(Default)]
pub(super) struct Fills<'m> {
    pub(super) filled: Vec<Filled<'m>>,
    /// Whether something that was asked for got its value.
    pub(super) answered: bool,
    /// Whether a known fact got another value.
    pub(super) corrected: bool,
}

impl Session {
    pub(super) fn receive<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        message: &str,
    ) -> SessionTurn<'m> {
        let fills = self.fill(desk, message);
        let leads = self.state.tree.is_empty() || (self.state.tentative && !fills.answered);
        let beside = if leads { Vec::new() } else { self.state.topics() };
        // One that is entered takes no place of those that are offered.
        let (mut found, others) =
            self.find(desk, message, &beside, None, self.limit + usize::from(leads));
        let mut heard = Heard {
            filled: fills.filled,
            ruled_out: others.ruled_out,
            truncated: others.truncated,
            ..Heard::default()
        };
        let answered = fills.answered || !heard.filled.is_empty();
        if !answered && found.len() == 0 {
            heard.talk = Talk::of(desk.machine, message, &desk.suggester.ranking.tokens);
        }
        let corrected = fills.corrected && self.state.accepted.is_some();
        let mut known_anew = false;
        if leads && let Some(best) = found.next() {
            let topic = best.found.candidate.topic;
            if !self.state.topics().contains(&topic) {
                self.state.give_up();
                self.state.enter(desk.machine, topic);
                self.state.tentative = true;
            }
            heard.why = Some(desk.suggester.why(desk.machine, best.found.candidate));
            known_anew = !best.filled.is_empty();
            for (id, held) in best.filled {
                self.give(desk.machine, id, held);
            }
            heard.filled.extend(best.found.walked.turn.filled);
            self.state.led = true;
        }
        self.state.message = Some(message.into());
        self.state.corrected = corrected;
        heard.others = found.take(self.limit).collect();
        let topics = heard.others.iter().map(|meant| meant.found.candidate.topic);
        self.state.others = Arc::new(topics.collect());
        if known_anew {
            heard.others = self.others(desk);
        }
        self.present(desk, Some(heard))
    }

    /// Other topics that the last message means, with what they say now.
    pub(super) fn others<'m>(&mut self, desk: &mut Desk<'m, '_>) -> Vec<Meant<'m>> {
        let Some(message) = self.state.message.clone() else { return Vec::new() };
        desk.suggester.ranking.read(desk.machine, &message);
        let only = self.state.others.clone();
        self.find(desk, &message, &[], Some(&only), self.limit).0.collect()
    }

    /// What the last message led to, once more.
    pub(super) fn heard_before<'m>(&mut self, desk: &mut Desk<'m, '_>) -> Heard<'m> {
        if self.state.message.is_none() {
            return Heard::default();
        }
        let others = self.others(desk);
        let topic = self.state.tree.first().filter(|_| self.state.led).map(|frame| frame.topic);
        let mut candidates = desk.suggester.ranking.candidates.iter();
        let led = topic.and_then(|topic| candidates.find(|candidate| candidate.topic == topic));
        let why = led.copied().map(|candidate| desk.suggester.why(desk.machine, candidate));
        Heard { why, others, ..Heard::default() }
    }

    /// Takes from a message what it says for facts.
    pub(super) fn fill<'m>(&mut self, desk: &mut Desk<'m, '_>, message: &str) -> Fills<'m> {
        let machine = desk.machine;
        let mut fills = Fills::default();
        let asking = core::mem::take(&mut self.state.asking);
        desk.suggester.ranking.read(machine, message);
        for (id, value, span) in patterned(machine, message, &desk.suggester.ranking.tokens) {
            let held = Held::Text(value.clone());
            let known = self.state.facts.get(id.usize());
            fills.corrected |= known.is_some_and(|old| *old != Held::Unknown && *old != held);
            fills.answered |= asking.contains(&id);
            self.give(machine, id, held);
            fills.filled.push(Filled { fact: machine.fact_name(id), value, span });
        }
        if self.state.tree.is_empty() {
            return fills;
        }
        let mut heap = core::mem::take(&mut desk.suggester.heap);
        heap.clear();
        let known = self.state.known(&self.fixed, &mut heap);
        let mut scope = Scope::new(machine, &known, &mut heap);
        let tokens = &desk.suggester.ranking.tokens;
        let mut finder = Finder {
            machine,
            message,
            tokens,
            options: &mut desk.suggester.options,
            today: scope.today(),
            answering: &asking,
            used: !fills.filled.is_empty(),
        };
        let walked = walk(&mut scope, self.state.tree.clone(), &mut finder, Until::Decided);
        let mut values = walked.filled;
        let mut filled = walked.turn.filled;
        if tokens.len() <= SHORT {
            for &id in self.state.given.iter() {
                let row = machine.facts.get(id.usize());
                let option = row.is_some_and(|row| row.kind == Kind::OneOf && row.like.is_none());
                if !option || values.iter().any(|(filled, _)| *filled == id) {
                    continue;
                }
                let Some((value, span)) = finder.find(id, scope.heap) else { continue };
                let held = Held::new(value, scope.heap);
                if self.state.facts.get(id.usize()) != Some(&held) {
                    fills.corrected = true;
                    values.push((id, value));
                    filled.push(Filled { fact: machine.fact_name(id), value: held.said(), span });
                }
            }
        }
        for (id, value) in values {
            fills.answered |= asking.contains(&id);
            self.give(machine, id, Held::new(value, &heap));
        }
        fills.filled.append(&mut filled);
        desk.suggester.heap = heap;
        fills
    }

    /// A message gave a fact a value.
    pub(super) fn give(&mut self, machine: &Machine, id: FactId, held: Held) {
        let old = self.state.facts.get(id.usize());
        let corrected = old.is_some_and(|old| *old != Held::Unknown && *old != held);
        self.tell(EventKind::Filled { fact: machine.fact_name(id).to_owned(), corrected });
        self.state.set(id, held);
        if !self.state.given.contains(&id) {
            Arc::make_mut(&mut self.state.given).push(id);
        }
    }

    /// Topics that a message may mean beside some.
    pub(super) fn find<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        message: &str,
        beside: &[TopicId],
        only: Option<&[TopicId]>,
        limit: usize,
    ) -> (impl ExactSizeIterator<Item = Meant<'m>> + use<'m>, Candidates<'m>) {
        let machine = desk.machine;
        let mut heap = core::mem::take(&mut desk.suggester.heap);
        heap.clear();
        let known = self.state.known(&self.fixed, &mut heap);
        desk.suggester.ranking.read_conditions(&mut Scope::new(machine, &known, &mut heap));
        let asked = Asked {
            message,
            limit,
            explain: self.explain,
            answering: &[],
            used: false,
            walked: beside,
            only,
            topics: true,
        };
        let mut candidates = desk.suggester.find(machine, &known, &mut heap, &asked);
        candidates.truncated |= desk.suggester.is_cut();
        let found = core::mem::take(&mut candidates.found).into_iter();
        let meant = found.map(|found| {
            let filled = found.walked.filled.iter();
            let filled = filled.map(|(id, value)| (*id, Held::new(*value, &heap))).collect();
            Meant { found, filled }
        });
        let meant: Vec<Meant<'m>> = meant.collect();
        desk.suggester.heap = heap;
        (meant.into_iter(), candidates)
    }

    pub(super) fn accept<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        id: &str,
        text: Option<&str>,
    ) -> Result<SessionTurn<'m>, SessionError> {
        let Some(offer) = self.offers.list.iter().find(|offer| *offer.id == *id).cloned() else {
            return Err(SessionError::NotOffered { what: "suggestion", id: id.to_owned() });
        };
        let sent = text.unwrap_or_else(|| self.offers.text(&offer)).to_owned();
        self.keep(false, &sent);
        self.tell_accepted(&offer, &sent);
        self.state.forget();
        match offer.source {
            Source::Again => {
                self.state.corrected = false;
                if let Some(Accepted { place, .. }) = self.state.accepted.as_deref().cloned() {
                    let replies = self.replies_at(desk, &place).replies;
                    let texts = replies.iter().map(print).collect();
                    self.state.accepted = Some(Arc::new(Accepted { place, texts }));
                }
                return Ok(self.present(desk, None));
            }
            Source::Other(topic) => {
                self.switch(desk.machine, topic);
                for (id, held) in offer.filled {
                    self.give(desk.machine, id, held);
                }
            }
            Source::Own => {}
        }
        self.state.tentative = false;
        self.state.corrected = false;
        if offer.ask {
            self.state.questioned = true;
        } else {
            let (mut walked, effects) = self.walk(desk, Until::Sent);
            self.sent(&mut walked);
            self.commit(desk, &mut walked, &effects);
        }
        Ok(self.present(desk, None))
    }

    /// Goes to another topic; the tree can be come back to.
    pub(super) fn switch(&mut self, machine: &Machine, topic: TopicId) {
        self.tell_switch(machine, topic, false);
        self.state.suspend();
        self.state.enter(machine, topic);
    }

    /// The name of the choice at a place of those that are offered.
    #[cfg(feature = "wasm")]
    pub(crate) fn choice_at(&self, place: usize) -> Option<Arc<str>> {
        self.shown.offered.get(place).map(|offered| offered.id.clone())
    }

    pub(super) fn choose<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        id: &str,
    ) -> Result<SessionTurn<'m>, SessionError> {
        let machine = desk.machine;
        let error = || SessionError::NotOffered { what: "choice", id: id.to_owned() };
        if let Some(name) = id.strip_prefix("switch:") {
            let topic = machine.topic_named(name).ok_or_else(error)?;
            if self.state.topics().contains(&topic) {
                return Err(error());
            }
            self.acted();
            self.switch(machine, topic);
            return Ok(self.go_on(desk, Telling::All));
        }
        if let Some(name) = id.strip_prefix("back:") {
            let named = |topic: TopicId| machine.topic_name(topic) == name;
            let at = self.state.suspended.iter().rposition(|left| left.topic().is_some_and(named));
            let at = at.ok_or_else(error)?;
            self.acted();
            let left = Arc::make_mut(&mut self.state.suspended).remove(at);
            if let Some(topic) = left.topic() {
                self.tell_switch(machine, topic, true);
            }
            self.state.suspend();
            self.state.come_back(left);
            return Ok(self.go_on(desk, Telling::All));
        }
        let at = self.shown.place_of(id).ok_or_else(error)?;
        self.acted();
        self.take(machine, at);
        Ok(self.go_on(desk, Telling::All))
    }

    /// Something was chosen: where a customer is alone they did it.
    fn acted(&mut self) {
        self.state.forget();
        if self.state.alone {
            self.state.misses = 0;
            self.state.acts();
        }
    }

    /// The agent hands the conversation over; the colleague goes on where it is.
    pub(super) fn hand_over<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        department: DepartmentId,
        why: String,
    ) -> SessionTurn<'m> {
        self.state.forget();
        self.handed(desk.machine, department, true);
        let mut turn = self.present(desk, None);
        turn.turn.handoff = self.handoff_to(desk.machine, department, why);
        turn.summary = Some(self.summary(desk.machine));
        turn
    }
}
