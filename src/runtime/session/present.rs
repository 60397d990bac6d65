//! What a turn shows: found by walking from where the tree stands.

use std::sync::Arc;

use super::event::EventKind;
use super::offers::Source;
use super::state::{Accepted, Held, Left};
use super::{Crumb, Desk, Hold, Session, SessionTurn, Switch};
use crate::machine::Machine;
use crate::machine::code::Outcome;
use crate::machine::id::{DepartmentId, FactId, TopicId};
use crate::runtime::context::Known;
use crate::runtime::eval::Scope;
use crate::runtime::fill::Finder;
use crate::runtime::place::hash64;
use crate::runtime::stack::Stack;
use crate::runtime::suggest::{Found, Suggester, Suggestions, Why};
use crate::runtime::talk::Talk;
use crate::runtime::tree::Frame;
use crate::runtime::turn::{
    Choice, Confidence, Filled, Handoff, RuledOut, SuggestionKind, Summary, Turn,
};
use crate::runtime::value::{Heap, Value};
use crate::runtime::walk::{Reply, Stop, Until, Walked, label, walk};
use crate::text::tokenize::Tokens;

/// A topic that a message may mean, and what the message says for the facts that it needs.
pub(super) struct Meant<'m> {
    pub(super) found: Found<'m>,
    pub(super) filled: Vec<(FactId, Held)>,
}

/// What a message brought.
#[derive(Default)]
pub(super) struct Heard<'m> {
    /// How sure it makes of the topic it led to.
    pub(super) why: Option<Why<'m>>,
    pub(super) filled: Vec<Filled<'m>>,
    /// Other topics that it may mean.
    pub(super) others: Vec<Meant<'m>>,
    pub(super) ruled_out: Vec<RuledOut<'m>>,
    pub(super) truncated: bool,
    /// What it is where no topic answers it.
    pub(super) talk: Talk<'m>,
}

/// What a walk would change.
pub(super) struct Effects {
    pub(super) changes: Vec<(FactId, Value)>,
    pub(super) left: Vec<TopicId>,
}

/// Walks from a tree, with nothing from a message.
pub(super) fn walk_from<'m>(
    machine: &'m Machine,
    suggester: &mut Suggester,
    known: &Known,
    heap: &mut Heap,
    tree: Stack<Frame>,
    until: Until,
) -> (Walked<'m>, Effects) {
    let mut scope = Scope::new(machine, known, heap);
    let tokens = Tokens::new();
    let mut finder = Finder::without_message(machine, &tokens, &mut suggester.options);
    let mut walked = walk(&mut scope, tree, &mut finder, until);
    let Scope { changes, left, .. } = scope;
    heap.trace.keep(&mut walked.trace);
    (walked, Effects { changes, left })
}

impl Session {
    /// Walks from where the tree stands.
    pub(super) fn walk<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        until: Until,
    ) -> (Walked<'m>, Effects) {
        let mut heap = core::mem::take(&mut desk.suggester.heap);
        heap.clear();
        let known = self.state.known(&self.fixed, &mut heap);
        let tree = self.state.tree.clone();
        let walked = walk_from(desk.machine, desk.suggester, &known, &mut heap, tree, until);
        desk.suggester.heap = heap;
        walked
    }

    /// Makes real what a walk changed, and goes to where it stopped.
    pub(super) fn commit(
        &mut self,
        desk: &mut Desk<'_, '_>,
        walked: &mut Walked<'_>,
        effects: &Effects,
    ) {
        let state = &mut self.state;
        for (id, value) in &effects.changes {
            state.set(*id, Held::new(*value, &desk.suggester.heap));
        }
        // Of what was given already, what lies ahead stays given.
        let given = state.acted.saturating_sub(walked.acted);
        state.went(desk.machine, walked, &effects.left);
        state.acted = given;
        match walked.stop {
            Stop::Ended(outcome) => self.end(outcome),
            Stop::Handed(department) => self.handed(desk.machine, department, false),
            _ => {}
        }
    }

    /// The branches that a customer alone can go into now.
    pub(super) fn look<'m>(&mut self, desk: &mut Desk<'m, '_>) -> Vec<Choice<'m>> {
        let (mut walked, effects) = self.walk(desk, Until::Alone);
        let choices = core::mem::take(&mut walked.turn.choices);
        self.show(&desk.suggester.heap, &mut walked, &effects);
        choices
    }

    /// The conversation has ended.
    pub(super) fn end(&mut self, outcome: Outcome) {
        let state = &mut self.state;
        for left in core::mem::take(&mut state.suspended).iter() {
            state.left(left.topics());
        }
        state.ended = Some(outcome);
        self.tell(EventKind::Ended { outcome });
    }

    /// A department has the conversation.
    pub(super) fn handed(&mut self, machine: &Machine, department: DepartmentId, by_hand: bool) {
        let topic = self.state.walked.last();
        let owner = topic.and_then(|topic| machine.owner(*topic));
        let from = self.state.department.or(owner);
        let state = &mut self.state;
        state.department = Some(department);
        state.handed = true;
        state.alone = false;
        self.held = Some(Hold::HandedOver);
        self.tell_handoff(machine, department, from, by_hand);
    }

    /// Shows where the conversation stands. Where nothing is left to decide, what follows has happened.
    pub(super) fn present<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        heard: Option<Heard<'m>>,
    ) -> SessionTurn<'m> {
        let machine = desk.machine;
        let mut heard = heard.unwrap_or_else(|| self.heard_before(desk));
        let held = self.held;
        let mut heap = core::mem::take(&mut desk.suggester.heap);
        heap.clear();
        let mut known = self.state.known(&self.fixed, &mut heap);
        let tree = self.state.tree.clone();
        let (mut walked, effects) =
            walk_from(machine, desk.suggester, &known, &mut heap, tree, Until::Decided);
        let mut out = SessionTurn::default();
        // A customer alone is sent what there is to say: nobody picks it.
        let limit = if self.state.alone { 0 } else { self.limit };
        let mut suggestions = Suggestions { list: Vec::new(), limit };
        self.offers.clear();
        if self.state.corrected {
            self.offer_again(desk, &known, &mut heap, &walked.replies, &mut suggestions);
        }
        let silent = walked.replies.is_empty();
        let in_tree = !self.state.tree.is_empty();
        let done = in_tree
            && !self.state.tentative
            && held.is_none()
            && silent
            && matches!(walked.stop, Stop::Over | Stop::Ended(_) | Stop::Handed(_));
        if *self.state.asking != walked.asked {
            self.state.asking = Arc::new(core::mem::take(&mut walked.asked));
        }
        let topic = walked.topic;
        let why = heard.why.unwrap_or_else(sure);
        let mut scope = Scope::new(machine, &known, &mut heap);
        if in_tree {
            let replies = core::mem::take(&mut walked.replies);
            out.turn = core::mem::take(&mut walked.turn);
            Suggester::add(&mut scope, topic, &why, replies, &mut out.turn, &mut suggestions);
            if self.state.questioned {
                suggestions.list.retain(|suggestion| suggestion.kind != SuggestionKind::Ask);
            }
            self.offers.note(&suggestions.list, Source::Own, &[]);
            let given = usize::try_from(self.state.acted).unwrap_or(usize::MAX);
            out.turn.actions.drain(..given.min(out.turn.actions.len()));
            self.state.acted = walked.acted;
        }
        drop(scope);
        self.show(&heap, &mut walked, &effects);
        if done {
            desk.suggester.heap = heap;
            self.commit(desk, &mut walked, &effects);
            if !heard.others.is_empty() {
                heard.others = self.others(desk);
            }
            heap = core::mem::take(&mut desk.suggester.heap);
            heap.clear();
            known = self.state.known(&self.fixed, &mut heap);
        }
        let mut scope = Scope::new(machine, &known, &mut heap);
        for Meant { found, filled } in heard.others {
            scope.heap.trace.keep_shown(&found.walked.trace);
            let topic = found.candidate.topic;
            let why = desk.suggester.why(machine, found.candidate);
            let name = machine.topic_name(topic);
            out.switches.push(Switch {
                id: ["switch:", name].concat().into(),
                topic: name,
                title: machine.topic_title(topic),
                back: false,
            });
            let Walked { replies, mut turn, .. } = found.walked;
            Suggester::add(&mut scope, topic, &why, replies, &mut turn, &mut suggestions);
            self.offers.note(&suggestions.list, Source::Other(topic), &filled);
        }
        drop(scope);
        out.turn.suggestions = suggestions.list;
        let mut filled = heard.filled;
        filled.append(&mut out.turn.filled);
        out.turn.filled = filled;
        out.turn.ruled_out = heard.ruled_out;
        out.turn.truncated |= heard.truncated;
        (out.turn.small_talk, out.turn.other_language) = (heard.talk.small, heard.talk.language);
        if self.state.tree.is_empty() && !done {
            out.turn.topic = None;
            out.turn.department = None;
        }
        if held == Some(Hold::HandedOver) {
            // What comes next is for whoever has it now.
            (out.turn.handoff, out.turn.ended) = (None, None);
        }
        self.finish(desk, &known, &mut heap, &mut out);
        desk.suggester.heap = heap;
        self.tell_turn(&out);
        out
    }

    /// What a turn says beside what the walk found.
    pub(super) fn finish<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        known: &Known,
        heap: &mut Heap,
        out: &mut SessionTurn<'m>,
    ) {
        let machine = desk.machine;
        let state = &self.state;
        out.open = !state.handed && state.ended.is_none();
        out.alone = state.alone;
        out.turn.ended = state.ended.or(out.turn.ended);
        if let Some(id) = state.department {
            out.turn.department =
                machine.departments.get(id.usize()).map(|row| machine.string(row.name));
        }
        let mut scope = Scope::new(machine, known, heap);
        let deep = state.tree.outwards().map(|frame| 1 + frame.branches.depth());
        out.crumbs.reserve(deep.sum());
        for frame in state.tree.outwards() {
            for branch in frame.branches.outwards() {
                let label = label(&mut scope, frame, branch);
                out.crumbs.push(Crumb { id: branch.name.clone(), label });
            }
            out.crumbs.push(Crumb {
                id: machine.topic_name(frame.topic).into(),
                label: machine.topic_title(frame.topic).into(),
            });
        }
        out.crumbs.reverse();
        for id in state.suspended.iter().rev().filter_map(Left::topic) {
            let (topic, title) = (machine.topic_name(id), machine.topic_title(id));
            out.switches.push(Switch {
                id: ["back:", topic].concat().into(),
                topic,
                title,
                back: true,
            });
        }
        out.facts = self.facts(machine, |_| true);
        out.summary = out.turn.handoff.as_ref().map(|_| self.summary(machine));
    }

    /// Facts that are known and meet a condition, as people read them.
    fn facts<'m>(
        &self,
        machine: &'m Machine,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<(&'m str, String)> {
        let facts = self.state.facts.iter().enumerate();
        facts
            .filter(|(at, held)| **held != Held::Unknown && wanted(*at))
            .map(|(at, held)| (machine.fact_name(FactId::at(at)), held.said()))
            .collect()
    }

    /// What a colleague should know.
    pub(super) fn summary<'m>(&self, machine: &'m Machine) -> Summary<'m> {
        let own = |at: usize| self.state.facts.get(at) != self.defaults.get(at);
        Summary {
            facts: self.facts(machine, own),
            topics: self.state.walked.iter().map(|topic| machine.topic_name(*topic)).collect(),
            messages: self.kept.clone(),
        }
    }

    /// A hand-off to a department, for a turn.
    pub(super) fn handoff_to<'m>(
        &self,
        machine: &'m Machine,
        id: DepartmentId,
        why: String,
    ) -> Option<Handoff<'m>> {
        let row = machine.departments.get(id.usize())?;
        let open = self.state.now.is_none_or(|now| row.schedule.is_open(now));
        Some(Handoff {
            department: machine.string(row.name),
            title: machine.string(row.title),
            why: why.into(),
            open,
            opens: self.state.now.filter(|_| !open).and_then(|now| row.schedule.next_opening(now)),
        })
    }

    /// Offers the replies accepted last once more.
    fn offer_again<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        known: &Known,
        heap: &mut Heap,
        own: &[Reply<'_>],
        suggestions: &mut Suggestions<'m>,
    ) {
        let Some(accepted) = self.state.accepted.clone() else { return };
        let mut walked = again(desk, known, heap, &accepted.place);
        walked.replies.retain(|reply| {
            !accepted.texts.contains(&print(reply)) && !own.iter().any(|own| own.id == reply.id)
        });
        let topic = walked.topic;
        let mut scope = Scope::new(desk.machine, known, heap);
        let turn = &mut Turn::default();
        Suggester::add(&mut scope, topic, &sure(), walked.replies, turn, suggestions);
        self.offers.note(&suggestions.list, Source::Again, &[]);
    }

    /// The replies at a place as they are now, those for once, too.
    pub(super) fn replies_at<'m>(&mut self, desk: &mut Desk<'m, '_>, place: &Frame) -> Walked<'m> {
        let mut heap = core::mem::take(&mut desk.suggester.heap);
        heap.clear();
        let known = self.state.known(&self.fixed, &mut heap);
        let walked = again(desk, &known, &mut heap, place);
        desk.suggester.heap = heap;
        walked
    }

    /// Remembers what was sent, for when a fact of it changes.
    pub(super) fn sent(&mut self, walked: &mut Walked<'_>) {
        if let Some(place) = walked.place.take() {
            let texts = walked.replies.iter().map(print).collect();
            self.state.accepted = Some(Arc::new(Accepted { place, texts }));
        }
    }
}

/// The replies at a place, those for once, too.
fn again<'m>(desk: &mut Desk<'m, '_>, known: &Known, heap: &mut Heap, place: &Frame) -> Walked<'m> {
    let known = Known { said: Some(Arc::default()), ..known.clone() };
    let tree = Stack::of(place.clone());
    walk_from(desk.machine, desk.suggester, &known, heap, tree, Until::Here).0
}

/// What a reply says, by hash.
pub(super) fn print(reply: &Reply<'_>) -> u64 {
    let texts = [&*reply.id, &*reply.text].into_iter().chain(reply.also.iter().map(|text| &**text));
    texts.fold(0, |hash, text| hash.rotate_left(5) ^ hash64(text))
}

/// A suggestion that follows from where the conversation stands.
fn sure<'m>() -> Why<'m> {
    Why { confidence: Confidence::thousandths(1000), because: Vec::new() }
}
