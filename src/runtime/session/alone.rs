//! A customer who walks alone: what is said is said at once, until they or somebody else must act.

use std::sync::Arc;

use super::commands::{Command, Reader as Words};
use super::event::EventKind;
use super::state::Held;
use super::{Desk, Session, SessionTurn};
use crate::machine::Machine;
use crate::machine::code::{Outcome, StepTag};
use crate::machine::id::{DepartmentId, TopicId};
use crate::machine::tables::{channel, small};
use crate::runtime::eval::Scope;
use crate::runtime::split;
use crate::runtime::suggest::question;
use crate::runtime::tree::Frame;
use crate::runtime::turn::{Action, Choice};
use crate::runtime::walk::{Stop, Until, Walked};
use crate::text::decimal::push_digits;

/// Walks of one operation: more is a circle.
const MAX_WALKS: usize = 32;

/// Messages in a row that fit nothing before a person is sent for, where a menu does not say.
const MAX_MISSES: u32 = 3;

/// What a menu does when nothing fits, or nobody writes.
struct Handler {
    silence: bool,
    /// How often, or seconds.
    count: i64,
    /// Where its text or its body stands.
    at: u32,
    goes: bool,
}

impl Session {
    /// Says what there is to say after `messages`, until somebody must act.
    pub(super) fn speak<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        mut messages: Vec<String>,
    ) -> SessionTurn<'m> {
        let machine = desk.machine;
        let mut actions: Vec<Action<'m>> = Vec::new();
        let (mut steps, mut handoff) = (Vec::new(), None);
        for walks in 0.. {
            if self.state.tree.is_empty() {
                break;
            }
            let topics = self.state.topics();
            let (mut walked, effects) = self.walk(desk, Until::Alone);
            let stop = if walks < MAX_WALKS { walked.stop } else { Stop::Exhausted };
            let given = usize::try_from(self.state.acted).unwrap_or(usize::MAX);
            actions.extend(walked.turn.actions.iter().skip(given).cloned());
            self.state.acted = self.state.acted.max(small(walked.turn.actions.len()));
            if stop == Stop::Sent {
                self.say(desk, &mut walked, &mut messages);
            }
            steps.append(&mut walked.turn.steps);
            let topic = walked.topic;
            if stop == Stop::Exhausted {
                handoff = self.send_for(desk, topic, String::new());
                break;
            }
            let found = walked.turn.handoff.take();
            self.commit(desk, &mut walked, &effects);
            match stop {
                Stop::Sent => {}
                Stop::Step => {
                    // What an agent should do is no customer's work.
                    let why = steps.last().map(|step| step.text.clone());
                    handoff = self.send_for(desk, topic, why.unwrap_or_default());
                    break;
                }
                Stop::Over => match Arc::make_mut(&mut self.state.suspended).pop() {
                    Some(tree) => self.state.tree = tree,
                    None => {
                        let topic = topics.first().copied().unwrap_or(topic);
                        handoff = self.send_for(desk, topic, String::new());
                        break;
                    }
                },
                Stop::Handed(_) => {
                    handoff = found;
                    break;
                }
                _ => break,
            }
        }
        let mut out = self.present(desk, None);
        if self.state.alone {
            self.offers.clear();
            out.turn.suggestions.clear();
            self.prompt(machine, &out, &mut messages);
        }
        if handoff.is_some() {
            out.turn.handoff = handoff;
            out.summary = Some(self.summary(machine));
        }
        actions.append(&mut out.turn.actions);
        out.turn.actions = actions;
        self.said(desk, messages, &mut out);
        out
    }

    /// The first reply at a place, and what is sent after it.
    fn say<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        walked: &mut Walked<'m>,
        messages: &mut Vec<String>,
    ) {
        if walked.replies.is_empty() {
            return;
        }
        let reply = walked.replies.swap_remove(0);
        let (text, also, _) = split::fitted(desk.machine, &self.fixed, reply.text, reply.also);
        self.tell(EventKind::Sent { id: reply.id });
        messages.push(text);
        messages.extend(also);
        self.state.accepted = Some(self.state.tree.clone());
    }

    /// Questions and branches behind what was said.
    fn prompt(&self, machine: &Machine, out: &SessionTurn<'_>, messages: &mut Vec<String>) {
        if !out.turn.asks.is_empty() {
            let asked = question("", &out.turn).text;
            if !asked.is_empty() {
                messages.push(asked);
            }
        }
        let row = self.fixed.channel.and_then(|id| machine.channels.get(id.usize()));
        if out.turn.choices.is_empty() || row.is_some_and(|row| row.flags & channel::BUTTONS != 0) {
            return;
        }
        let mut list = messages.pop().unwrap_or_default();
        for (number, choice) in keys(&out.turn.choices) {
            if !list.is_empty() {
                list.push('\n');
            }
            list.push_str(&number);
            if !number.is_empty() {
                list.push(' ');
            }
            list.push_str(&choice.label);
        }
        messages.push(list);
    }

    /// Keeps what was said.
    fn said(&mut self, desk: &Desk<'_, '_>, messages: Vec<String>, out: &mut SessionTurn<'_>) {
        let mut fitted = Vec::with_capacity(messages.len());
        for message in messages {
            let (text, also, _) = split::fitted(desk.machine, &self.fixed, message, Vec::new());
            fitted.push(text);
            fitted.extend(also);
        }
        for message in &fitted {
            self.keep(false, message);
        }
        if !fitted.is_empty() {
            self.state.spoken = Arc::new(fitted.clone());
        }
        out.messages = fitted;
    }

    /// Sends for a person of a topic's department; without any department the conversation ends.
    fn send_for<'m>(
        &mut self,
        desk: &Desk<'m, '_>,
        topic: TopicId,
        why: String,
    ) -> Option<crate::runtime::turn::Handoff<'m>> {
        let machine = desk.machine;
        let own = machine.topics.rows.get(topic.usize()).and_then(|row| row.department);
        let own = self.state.department.or(own);
        let Some(department) =
            own.or((!machine.departments.is_empty()).then(|| DepartmentId::at(0)))
        else {
            self.state.give_up();
            self.end(Outcome::Unresolved);
            return None;
        };
        self.handed(machine, department);
        self.handoff_to(machine, department, why)
    }

    /// The customer asks for a person.
    fn person<'m>(&mut self, desk: &mut Desk<'m, '_>) -> SessionTurn<'m> {
        self.state.misses = 0;
        let topic = self.frame().map(|frame| frame.topic);
        let topic = topic.or(self.state.walked.last().copied()).unwrap_or_default();
        let handoff = self.send_for(desk, topic, String::new());
        let mut out = self.present(desk, None);
        out.summary = handoff.as_ref().map(|_| self.summary(desk.machine));
        out.turn.handoff = handoff;
        out
    }

    pub(super) fn receive_alone<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        message: &str,
    ) -> SessionTurn<'m> {
        let machine = desk.machine;
        let (walked, _) = self.walk(desk, Until::Decided);
        let choices: &[Choice<'_>] =
            if walked.stop == Stop::Choices { &walked.turn.choices } else { &[] };
        let words = Words::new(machine, message);
        let exact = words.key(choices).or_else(|| words.label(choices));
        if let Some(at) = exact {
            return self.go_into(desk, choices, at);
        }
        if let Some(command) = words.command(machine) {
            return self.command(desk, command);
        }
        let fills = self.fill(desk, message);
        if fills.answered {
            self.state.misses = 0;
            let mut turn = self.speak(desk, Vec::new());
            turn.turn.filled = fills.filled;
            return turn;
        }
        if words.is_zero() {
            return self.person(desk);
        }
        if let Some(at) = words.own_words(machine, choices) {
            return self.go_into(desk, choices, at);
        }
        let (mut found, _) = self.find(desk, message, &fills);
        if let Some(best) = found.next() {
            let topic = best.candidate.topic;
            if let Some(at) = walked.leading_to(machine, topic) {
                return self.go_into(desk, choices, at);
            }
            self.state.misses = 0;
            self.switch(machine, topic);
            for (id, value) in &best.walked.filled {
                let held = Held::new(*value, &desk.suggester.heap);
                self.give(machine, *id, held);
            }
            let mut turn = self.speak(desk, Vec::new());
            turn.turn.filled = fills.filled;
            return turn;
        }
        if words.holds_person(machine) {
            return self.person(desk);
        }
        self.miss(desk)
    }

    /// Goes into a branch that is offered.
    fn go_into<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        choices: &[Choice<'_>],
        at: usize,
    ) -> SessionTurn<'m> {
        self.state.misses = 0;
        if let Some(choice) = choices.get(at) {
            self.take(desk.machine, at, &choice.id);
        }
        self.speak(desk, Vec::new())
    }

    fn command<'m>(&mut self, desk: &mut Desk<'m, '_>, command: Command) -> SessionTurn<'m> {
        let machine = desk.machine;
        match command {
            Command::Person => return self.person(desk),
            Command::Repeat => {
                let said = self.state.spoken.to_vec();
                let mut out = self.present(desk, None);
                self.offers.clear();
                out.turn.suggestions.clear();
                if said.is_empty() {
                    let mut messages = Vec::new();
                    self.prompt(machine, &out, &mut messages);
                    self.said(desk, messages, &mut out);
                } else {
                    out.messages = said;
                }
                return out;
            }
            Command::Back => self.back(machine),
            Command::Menu => {
                let first = machine.topics.rows.iter().position(|row| row.menu);
                if let Some(menu) = self.state.menu.or(first.map(TopicId::at)) {
                    self.state.give_up();
                    self.state.enter(machine, menu);
                }
            }
        }
        self.state.misses = 0;
        self.speak(desk, Vec::new())
    }

    /// Takes the last branch back, or else the last entry.
    fn back(&mut self, machine: &Machine) {
        let state = &mut self.state;
        let menu = state.menu.filter(|menu| state.tree.last().is_none_or(|f| f.topic != *menu));
        if state.tree.last().is_some_and(|frame| !frame.branches.is_empty())
            && let Some(frame) = Arc::make_mut(&mut state.tree).last_mut()
            && let Some(branch) = frame.branches.pop()
        {
            frame.at = branch.at;
            frame.passed = branch.passed;
            state.moved();
        } else if let Some(tree) = Arc::make_mut(&mut state.suspended).pop() {
            state.give_up();
            state.tree = tree;
        } else if let Some(menu) = menu {
            state.give_up();
            state.enter(machine, menu);
        }
    }

    /// Nothing fits what the customer wrote.
    fn miss<'m>(&mut self, desk: &mut Desk<'m, '_>) -> SessionTurn<'m> {
        self.state.misses = self.state.misses.saturating_add(1);
        let count = self.state.misses;
        self.tell(EventKind::NoMatch { count });
        let handlers = self.handlers(desk.machine);
        let reached = |handler: &&Handler| !handler.silence && handler.count <= i64::from(count);
        let handler = handlers.iter().filter(reached).max_by_key(|handler| handler.count);
        match handler {
            Some(handler) => self.handle(desk, handler, true),
            None if count >= MAX_MISSES => self.person(desk),
            None => self.speak(desk, Vec::new()),
        }
    }

    /// Time went by.
    pub(super) fn wait<'m>(&mut self, desk: &mut Desk<'m, '_>) -> SessionTurn<'m> {
        let state = &self.state;
        let silent = state.now.zip(state.heard).map_or(0, |(now, heard)| (now - heard) / 1000);
        if !state.alone || state.tree.is_empty() {
            return self.present(desk, None);
        }
        let handlers = self.handlers(desk.machine);
        let due = |h: &&Handler| h.silence && h.count > self.state.silence && h.count <= silent;
        match handlers.iter().filter(due).max_by_key(|handler| handler.count) {
            Some(handler) => {
                self.state.silence = handler.count;
                self.tell(EventKind::Silence { seconds: handler.count });
                self.handle(desk, handler, false)
            }
            None => {
                let mut out = self.present(desk, None);
                self.offers.clear();
                out.turn.suggestions.clear();
                out
            }
        }
    }

    fn handle<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        handler: &Handler,
        again: bool,
    ) -> SessionTurn<'m> {
        let Some(menu) = self.state.menu else { return self.present(desk, None) };
        let machine = desk.machine;
        if handler.goes {
            let others: Vec<TopicId> = self.state.topics();
            self.state.left(others.into_iter().filter(|topic| *topic != menu));
            self.state.moved();
            let top = Frame::top(machine, menu);
            self.state.tree = Arc::new(vec![Frame { at: handler.at, ..top }]);
            return self.speak(desk, Vec::new());
        }
        let mut heap = core::mem::take(&mut desk.suggester.heap);
        heap.clear();
        let known = self.state.known(&self.fixed, &mut heap);
        let mut scope = Scope::new(machine, &known, &mut heap);
        scope.language = known.language;
        let mut reader = Frame::top(machine, menu).reader_at(machine, handler.at);
        let text = scope.text(&mut reader);
        desk.suggester.heap = heap;
        if again {
            return self.speak(desk, vec![text]);
        }
        let mut out = self.present(desk, None);
        self.offers.clear();
        out.turn.suggestions.clear();
        self.said(desk, vec![text], &mut out);
        out
    }

    /// What the menu entered last does.
    fn handlers(&self, machine: &Machine) -> Vec<Handler> {
        let mut handlers = Vec::new();
        let Some(row) = self.state.menu.and_then(|menu| machine.topics.rows.get(menu.usize()))
        else {
            return handlers;
        };
        let mut reader = machine.reader(row.code, row.base);
        let tree = reader.nested();
        reader.skip_to(tree);
        for _ in 0..2 {
            for _ in 0..reader.count() {
                reader.pass_expression();
            }
        }
        for _ in 0..reader.count() {
            let silence = reader.flag();
            let count = reader.signed();
            let goes = reader.flag();
            let at = small(reader.at());
            if goes {
                reader.pass_target();
            } else {
                reader.pass_text();
            }
            handlers.push(Handler { silence, count, at, goes });
        }
        handlers
    }
}

impl Walked<'_> {
    /// The choice whose branch goes straight to a topic.
    fn leading_to(&self, machine: &Machine, topic: TopicId) -> Option<usize> {
        let frame = self.tree.last()?;
        self.offered.iter().position(|offered| {
            let mut reader = frame.reader_at(machine, offered.choice);
            reader.pass_to_label();
            reader.pass_text();
            reader.step() == StepTag::Goto && reader.topic() == topic
        })
    }
}

/// Choices with what a customer types for each: its key, or its number where none has one.
pub(super) fn keys<'a, 'm>(
    choices: &'a [Choice<'m>],
) -> impl Iterator<Item = (String, &'a Choice<'m>)> {
    let numbered = choices.iter().all(|choice| choice.key.is_none());
    (1_u64..).zip(choices).map(move |(n, choice)| {
        let mut key = choice.key.unwrap_or("").to_owned();
        if numbered {
            push_digits(n, 1, &mut key);
        }
        (key, choice)
    })
}
