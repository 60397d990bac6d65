//! A customer who walks alone: what is said is said at once, until they or somebody else must act.

use std::borrow::Cow;
use std::sync::Arc;

use super::agent::Fills;
use super::commands::{Command, Reader as Words};
use super::event::EventKind;
use super::{Desk, Session, SessionTurn};
use crate::machine::Machine;
use crate::machine::code::Outcome;
use crate::machine::id::{DepartmentId, TopicId};
use crate::machine::tables::{channel, small};
use crate::runtime::eval::Scope;
use crate::runtime::split;
use crate::runtime::stack::Stack;
use crate::runtime::suggest::question;
use crate::runtime::talk::Talk;
use crate::runtime::tree::Frame;
use crate::runtime::turn::{Action, Choice, Handoff, SmallTalk};
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

/// Whether questions and branches are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    All,
    /// Only where they are not what was told before.
    News,
}

impl Session {
    /// Says what there is to say after `messages`, until somebody must act.
    pub(super) fn speak<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        mut messages: Vec<String>,
        telling: Telling,
    ) -> SessionTurn<'m> {
        let machine = desk.machine;
        let mut actions: Vec<Action<'m>> = Vec::new();
        let mut handoff = None;
        let before = (telling == Telling::News).then(|| {
            (self.state.tree.clone(), self.state.asking.clone(), self.shown.offered.clone())
        });
        let spoken = messages.len();
        for walks in 0.. {
            let Some(topic) = self.frame().map(|frame| frame.topic) else { break };
            let (mut walked, effects) = self.walk(desk, Until::Alone);
            if walks >= MAX_WALKS || walked.stop == Stop::Exhausted {
                handoff = self.send_for(desk, Some(topic), String::new());
                break;
            }
            let stop = walked.stop;
            let given = usize::try_from(self.state.acted).unwrap_or(usize::MAX);
            actions.extend(walked.turn.actions.iter().skip(given).cloned());
            self.state.acted = self.state.acted.max(walked.acted);
            self.sent(&mut walked);
            self.say(&mut walked, &mut messages);
            let work = walked.turn.steps.pop();
            let (at, found) = (walked.topic, walked.turn.handoff.take());
            self.commit(desk, &mut walked, &effects);
            match stop {
                Stop::Sent => {}
                Stop::Step => {
                    // What an agent should do is no customer's work.
                    let why = work.map(|step| step.text).unwrap_or_default();
                    handoff = self.send_for(desk, Some(at), why.into_owned());
                    break;
                }
                Stop::Over => match Arc::make_mut(&mut self.state.suspended).pop() {
                    Some(left) => self.state.come_back(left),
                    None => {
                        handoff = self.send_for(desk, Some(topic), String::new());
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
        let news = before.is_none_or(|(tree, asking, choices)| {
            let now = (&self.state.tree, &self.state.asking, &self.shown.offered);
            messages.len() > spoken || now != (&tree, &asking, &choices)
        });
        if self.state.alone && news {
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
    fn say(&mut self, walked: &mut Walked<'_>, messages: &mut Vec<String>) {
        if walked.replies.is_empty() {
            return;
        }
        let reply = walked.replies.swap_remove(0);
        self.tell(EventKind::Sent { id: reply.id });
        messages.push(reply.text.into_owned());
        messages.extend(reply.also.into_iter().map(Cow::into_owned));
    }

    /// Questions and branches behind what was said.
    fn prompt(&self, machine: &Machine, out: &SessionTurn<'_>, messages: &mut Vec<String>) {
        if !out.turn.asks.is_empty() {
            let asked = question("", &out.turn).text;
            if !asked.is_empty() {
                messages.push(asked.into_owned());
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
            let message = Cow::Owned(message);
            let (text, also, _) = split::fitted(desk.machine, &self.fixed, message, Vec::new());
            fitted.push(text.into_owned());
            fitted.extend(also.into_iter().map(Cow::into_owned));
        }
        for message in &fitted {
            self.keep(false, message);
        }
        if !fitted.is_empty() {
            self.state.spoken = Arc::new(fitted.clone());
        }
        out.messages = fitted;
    }

    /// Sends for a person of the department that has it or of a topic's; without any department the conversation ends.
    fn send_for<'m>(
        &mut self,
        desk: &Desk<'m, '_>,
        topic: Option<TopicId>,
        why: String,
    ) -> Option<Handoff<'m>> {
        let machine = desk.machine;
        let own = topic.and_then(|topic| machine.owner(topic));
        let first = (!machine.departments.is_empty()).then(|| DepartmentId::at(0));
        let Some(department) = self.state.department.or(own).or(first) else {
            self.state.give_up();
            self.end(Outcome::Unresolved);
            return None;
        };
        self.handed(machine, department, false);
        self.handoff_to(machine, department, why)
    }

    /// The customer asks for a person.
    fn person<'m>(&mut self, desk: &mut Desk<'m, '_>) -> SessionTurn<'m> {
        self.state.misses = 0;
        let topic = self.frame().map(|frame| frame.topic);
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
        let mut choices = self.look(desk);
        let words = Words::new(message);
        let exact = words.key(&choices).or_else(|| words.label(&choices));
        let mut exact = exact.and_then(|at| choices.get(at)).map(|choice| choice.id.clone());
        let has_menu = || machine.topics.rows.iter().any(|row| row.menu);
        if exact.is_none()
            && let Some(command) = words.command(machine)
            && (command != Command::Menu || has_menu())
        {
            return self.command(desk, command);
        }
        let mut fills = self.fill(desk, message);
        if !fills.filled.is_empty() {
            choices = self.look(desk);
        }
        let mut turn = if let Some(id) = exact.take() {
            self.go_into(desk, &id)
        } else if fills.answered {
            self.understood(desk)
        } else if words.is_zero() {
            self.person(desk)
        } else if let Some(at) = words.own_words(machine, &choices) {
            let id = choices.get(at).map(|choice| choice.id.clone()).unwrap_or_default();
            self.go_into(desk, &id)
        } else {
            self.go_where(desk, message, &words, &choices, &mut fills)
        };
        turn.turn.filled = fills.filled;
        turn
    }

    /// Goes to the topic that a message means.
    fn go_where<'m>(
        &mut self,
        desk: &mut Desk<'m, '_>,
        message: &str,
        words: &Words<'_>,
        choices: &[Choice<'_>],
        fills: &mut Fills<'m>,
    ) -> SessionTurn<'m> {
        let machine = desk.machine;
        let topics = self.state.topics();
        let best = self.find(desk, message, &topics, None, self.limit).0.next();
        let Some(best) = best else {
            let person = words.holds_person(machine);
            let talk = Talk::of(machine, message, &desk.suggester.ranking.tokens);
            let polite = talk.small.is_some_and(|small| small != SmallTalk::Insult);
            let mut out = if person {
                self.person(desk)
            } else if polite && !self.state.tree.is_empty() {
                // Who says hello is where they were, and has not failed to say what they want.
                self.again(desk)
            } else {
                self.miss(desk)
            };
            (out.turn.small_talk, out.turn.other_language) = (talk.small, talk.language);
            return out;
        };
        let topic = best.found.candidate.topic;
        let straight = self.shown.leading_to(machine, topic);
        if let Some(choice) = straight.and_then(|at| choices.get(at)) {
            return self.go_into(desk, &choice.id);
        }
        self.switch(machine, topic);
        for (id, held) in best.filled {
            self.give(machine, id, held);
        }
        fills.filled.extend(best.found.walked.turn.filled);
        self.understood(desk)
    }

    /// Goes on after what the customer wrote.
    fn understood<'m>(&mut self, desk: &mut Desk<'m, '_>) -> SessionTurn<'m> {
        self.state.misses = 0;
        self.speak(desk, Vec::new(), Telling::All)
    }

    /// Goes into a branch, if it is still offered with what the message said.
    fn go_into<'m>(&mut self, desk: &mut Desk<'m, '_>, id: &str) -> SessionTurn<'m> {
        if let Some(at) = self.shown.place_of(id) {
            self.take(desk.machine, at);
        }
        self.understood(desk)
    }

    fn command<'m>(&mut self, desk: &mut Desk<'m, '_>, command: Command) -> SessionTurn<'m> {
        let machine = desk.machine;
        match command {
            Command::Person => return self.person(desk),
            Command::Repeat => {
                self.state.misses = 0;
                return self.again(desk);
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
        self.understood(desk)
    }

    /// Says what was said last once more.
    fn again<'m>(&mut self, desk: &mut Desk<'m, '_>) -> SessionTurn<'m> {
        let said = self.state.spoken.to_vec();
        let telling = if said.is_empty() { Telling::All } else { Telling::News };
        self.speak(desk, said, telling)
    }

    /// Takes the last branch back, or else the last entry.
    fn back(&mut self, machine: &Machine) {
        let state = &mut self.state;
        let menu = state.menu.filter(|menu| state.tree.last().is_none_or(|f| f.topic != *menu));
        if state.tree.last().is_some_and(|frame| !frame.branches.is_empty())
            && let Some(mut frame) = state.tree.pop()
            && let Some(branch) = frame.branches.pop()
        {
            frame.at = branch.at;
            frame.passed = branch.passed;
            state.tree.push(frame);
            state.moved();
        } else if let Some(left) = Arc::make_mut(&mut state.suspended).pop() {
            state.give_up();
            state.come_back(left);
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
            None => self.speak(desk, Vec::new(), Telling::All),
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
            None => self.speak(desk, Vec::new(), Telling::News),
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
            self.state.tree = Stack::of(Frame { at: handler.at, ..top });
            return self.speak(desk, Vec::new(), Telling::All);
        }
        let mut heap = core::mem::take(&mut desk.suggester.heap);
        heap.clear();
        let known = self.state.known(&self.fixed, &mut heap);
        let mut scope = Scope::new(machine, &known, &mut heap);
        scope.language = known.language;
        let mut reader = Frame::top(machine, menu).reader_at(machine, handler.at);
        let text = scope.text(&mut reader).into_owned();
        desk.suggester.heap = heap;
        self.speak(desk, vec![text], if again { Telling::All } else { Telling::News })
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
