//! Walking a tree from where it stands to the first place where somebody must decide.

use std::borrow::Cow;
use std::sync::Arc;

use super::eval::Scope;
use super::fill::Finder;
use super::place::{self, Tail};
use super::stack::Stack;
use super::trace::Trace;
use super::tree::{Branch, Frame};
use super::turn::{Action, Ask, Choice, Filled, Handoff, Range, StepText, Turn};
use super::value::Value;
use crate::machine::Machine;
use crate::machine::code::{Outcome, Reader, StepTag, guard};
use crate::machine::id::{DepartmentId, FactId, LanguageId, TopicId};
use crate::machine::tables::small;

/// Topics that wait for `return`: deeper than any script means.
const MAX_CALLS: usize = 32;

/// Steps, notes, actions and topics left in one walk: more than anybody reads, so that a circle comes to an end.
const MAX_COLLECTED: usize = 256;

/// A reply whose guards hold, filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply<'m> {
    pub(crate) id: Arc<str>,
    pub(crate) text: Cow<'m, str>,
    pub(crate) also: Vec<Cow<'m, str>>,
    pub(crate) language: LanguageId,
    /// Secret facts that it would show on a public channel.
    pub(crate) secrets: Vec<FactId>,
}

/// Why a walk stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A fact is needed.
    Need,
    /// Further replies, for when those before were sent.
    Replies,
    /// Branches to choose from.
    Choices,
    /// Nothing more to say.
    #[default]
    Over,
    /// The conversation ends.
    Ended(Outcome),
    /// Another department has it.
    Handed(DepartmentId),
    /// Behind replies, where the walk was to go no further.
    Sent,
    /// At something that an agent should do, where the walk was to go no further.
    Step,
    /// Fuel ran out, or calls went too deep.
    Exhausted,
}

/// How far a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// To where somebody must decide.
    Decided,
    /// At most to behind the first replies.
    Sent,
    /// At most to behind the first replies, or to what an agent should do.
    Alone,
    /// The replies where it stands, and no others.
    Here,
}

/// What a walk came upon.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walked<'m> {
    pub(crate) replies: Vec<Reply<'m>>,
    /// Everything else; `truncated` where fuel ran out or calls went too deep.
    pub(crate) turn: Turn<'m>,
    /// Where it stopped; nowhere where it came to an end.
    pub(crate) tree: Stack<Frame>,
    pub(crate) stop: Stop,
    /// The topic of the replies, else of where it stopped.
    pub(crate) topic: TopicId,
    /// Topics that it went into.
    pub(crate) entered: Vec<TopicId>,
    /// Facts that are asked for.
    pub(crate) asked: Vec<FactId>,
    /// Facts that were found in the message.
    pub(crate) filled: Vec<(FactId, Value)>,
    /// Lines with `[once]` that it passed.
    pub(crate) said: Vec<u32>,
    /// How many actions it came upon.
    pub(crate) acted: u32,
    /// Where each of the turn's choices stands.
    pub(crate) offered: Vec<Offered>,
    /// Where the walk goes on behind them.
    pub(crate) after: u32,
    pub(crate) trace: Trace,
    /// The place of the replies, where the walk was to go no further.
    pub(crate) place: Option<Frame>,
}

/// A choice that is offered: its name, and where it stands in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    pub(crate) id: Arc<str>,
    pub(crate) choice: u32,
    once: bool,
}

impl Walked<'_> {
    /// Whether it says nothing to anybody.
    pub(crate) fn is_silent(&self) -> bool {
        self.replies.is_empty()
            && self.turn.asks.is_empty()
            && self.turn.choices.is_empty()
            && self.turn.steps.is_empty()
            && self.turn.handoff.is_none()
            && self.turn.ended.is_none()
    }
}

/// What the guards of something say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Guards {
    /// It is not for now, or for others' languages only.
    Shut,
    /// It is for any language.
    Any,
    /// It is for the customer's language.
    Own,
}

/// What was read of guards: what they say, the name that stands among them, and whether it is for once.
#[derive(Clone, Copy)]
struct Guarded<'m> {
    guards: Guards,
    id: Option<&'m str>,
    once: bool,
}

/// Walks on from a place in a tree.
pub(crate) fn walk<'m>(
    scope: &mut Scope<'m, '_>,
    mut calls: Stack<Frame>,
    finder: &mut Finder<'_>,
    until: Until,
) -> Walked<'m> {
    scope.refuel();
    let Some(frame) = calls.pop() else { return Walked::default() };
    let mut out = Walked { trace: scope.heap.trace.fresh(), ..Walked::default() };
    out.trace.topic(frame.topic);
    let mut walk = Walk { scope, finder, until, frame, calls, out };
    let stop = walk.run();
    let Walk { frame, calls: mut tree, mut out, scope, .. } = walk;
    out.acted = small(out.turn.actions.len());
    out.turn.truncated |= scope.is_exhausted() || stop == Stop::Exhausted;
    if out.replies.is_empty() {
        out.topic = frame.topic;
    }
    if matches!(stop, Stop::Need | Stop::Replies | Stop::Choices | Stop::Sent | Stop::Step) {
        tree.push(frame);
        out.tree = tree;
    } else if !matches!(stop, Stop::Over | Stop::Exhausted) {
        // Whoever ends a conversation leaves all topics that wait.
        scope.left.push(frame.topic);
        scope.left.extend(tree.inwards().into_iter().map(|frame| frame.topic));
    }
    out.stop = stop;
    out
}

impl Walked<'_> {
    /// Goes into the branch of a choice.
    pub(crate) fn take(&mut self, machine: &Machine, offered: &Offered) {
        let Some(mut frame) = self.tree.pop() else { return };
        if offered.once {
            self.said.push(place::hash(&offered.id));
        }
        let mut reader = frame.reader_at(machine, offered.choice);
        reader.pass_to_label();
        reader.pass_text();
        frame.branches.push(Branch {
            name: offered.id.clone(),
            choice: offered.choice,
            at: frame.at,
            after: self.after,
            passed: core::mem::take(&mut frame.passed),
        });
        frame.at = small(reader.at());
        self.tree.push(frame);
    }
}

/// The label of a branch as it is now.
pub(crate) fn label<'m>(scope: &mut Scope<'m, '_>, frame: &Frame, branch: &Branch) -> Cow<'m, str> {
    let mut reader = frame.reader_at(scope.machine, branch.choice);
    reader.pass_to_label();
    scope.language = scope.known.language;
    scope.text(&mut reader)
}

struct Walk<'w, 'm, 'k, 'f> {
    scope: &'w mut Scope<'m, 'k>,
    finder: &'w mut Finder<'f>,
    until: Until,
    /// Where it is; `at` is where the statement that is looked at begins.
    frame: Frame,
    calls: Stack<Frame>,
    out: Walked<'m>,
}

impl<'m> Walk<'_, 'm, '_, '_> {
    fn run(&mut self) -> Stop {
        let mut reader = self.frame.reader(self.scope.machine);
        while self.scope.spend(1) {
            let turn = &self.out.turn;
            let collected = turn.steps.len() + turn.notes.len() + turn.actions.len();
            if collected + self.scope.left.len() > MAX_COLLECTED {
                break;
            }
            self.frame.at = small(reader.at());
            self.out.trace.statement(reader.at());
            let passed = self.frame.passed;
            match reader.step() {
                StepTag::End => match self.frame.branches.pop() {
                    Some(branch) => {
                        self.frame.passed = branch.passed;
                        self.frame.passed.choices += 1;
                        reader = self.frame.reader_at(self.scope.machine, branch.after);
                    }
                    None => match self.leave() {
                        Some(caller) => reader = caller,
                        None => return Stop::Over,
                    },
                },
                StepTag::Return => match self.leave() {
                    Some(caller) => reader = caller,
                    None => return Stop::Over,
                },
                StepTag::Need => {
                    self.need(&mut reader);
                    if !self.out.turn.asks.is_empty() {
                        return Stop::Need;
                    }
                }
                StepTag::Replies => {
                    // One place of replies a turn: what comes after it comes after it was sent.
                    if !self.out.replies.is_empty() {
                        return Stop::Replies;
                    }
                    let place = (self.until != Until::Decided).then(|| self.frame.clone());
                    self.replies(&mut reader);
                    let sent = self.until == Until::Here || !self.out.replies.is_empty();
                    if place.is_some() && sent {
                        self.out.place = place;
                        self.frame.at = small(reader.at());
                        return Stop::Sent;
                    }
                }
                StepTag::Step => {
                    let said = self.out.said.len();
                    let text = self.step_text(&mut reader);
                    if self.until == Until::Alone && text.is_some() {
                        self.out.turn.steps.extend(text);
                        // It was not passed: an agent has yet to do it.
                        self.out.said.truncate(said);
                        self.frame.passed = passed;
                        return Stop::Step;
                    }
                    self.out.turn.steps.extend(text);
                }
                StepTag::Note => {
                    let text = self.step_text(&mut reader);
                    self.out.turn.notes.extend(text);
                }
                StepTag::Choices => {
                    self.choices(&mut reader);
                    if !self.out.turn.choices.is_empty() {
                        self.frame.passed = passed;
                        return Stop::Choices;
                    }
                }
                StepTag::Goto => {
                    let topic = reader.topic();
                    self.scope.left.push(self.frame.topic);
                    reader = self.enter(topic);
                }
                StepTag::Call => {
                    let topic = reader.topic();
                    if self.calls.depth() == MAX_CALLS {
                        break;
                    }
                    self.frame.at = small(reader.at());
                    let top = Frame::top(self.scope.machine, topic);
                    self.calls.push(core::mem::replace(&mut self.frame, top));
                    reader = self.enter(topic);
                }
                StepTag::Do => self.action(&mut reader),
                StepTag::Set => {
                    let fact = reader.fact();
                    let value = self.scope.expression(&mut reader);
                    self.scope.set(fact, value);
                }
                StepTag::Handoff => return Stop::Handed(self.handoff(&mut reader)),
                StepTag::Finish => {
                    let outcome = reader.outcome();
                    self.out.turn.ended = Some(outcome);
                    return Stop::Ended(outcome);
                }
            }
        }
        Stop::Exhausted
    }

    /// Goes to the top of a topic.
    fn enter(&mut self, topic: TopicId) -> Reader<'m> {
        self.frame = Frame::top(self.scope.machine, topic);
        self.out.entered.push(topic);
        self.out.trace.topic(topic);
        self.frame.reader(self.scope.machine)
    }

    /// Leaves a topic for the one that called it, if one did.
    fn leave(&mut self) -> Option<Reader<'m>> {
        self.scope.left.push(self.frame.topic);
        self.frame = self.calls.pop()?;
        Some(self.frame.reader(self.scope.machine))
    }

    /// The stable name of something in the innermost body.
    fn name(&mut self, tail: Tail<'_>) -> &str {
        let name = &mut self.scope.heap.name;
        self.frame.write_name(self.scope.machine, tail, name);
        name
    }

    /// What guards say once it is known whether their line was passed before.
    fn open(&mut self, guarded: Guarded<'m>, tail: Tail<'_>) -> Guards {
        if !guarded.once || guarded.guards == Guards::Shut {
            return guarded.guards;
        }
        let first = match &self.scope.known.said {
            Some(said) => {
                let hash = place::hash(self.name(tail));
                !said.contains(&hash) && !self.out.said.contains(&hash)
            }
            // Without a conversation: a topic that was visited before has said it.
            None => self.scope.visits(self.frame.topic) == 0,
        };
        if first { guarded.guards } else { Guards::Shut }
    }

    fn need(&mut self, reader: &mut Reader<'m>) {
        let machine = self.scope.machine;
        let mut missing = Vec::new();
        for _ in 0..reader.count() {
            self.scope.spend(1);
            let id = reader.fact();
            if id.usize() >= machine.facts.len() || self.scope.fact(id).is_known() {
                continue;
            }
            match self.finder.find(id, self.scope.heap) {
                Some(found) => self.fill(id, found),
                None => missing.push(id),
            }
        }
        if let Some((id, found)) = self.finder.whole(&missing, self.scope.heap) {
            missing.retain(|other| *other != id);
            self.fill(id, found);
        }
        for id in missing {
            let Some(row) = machine.facts.get(id.usize()) else { continue };
            let question = match row.ask {
                Some(at) => self.text(&mut machine.reader(at, 0), LanguageId::default()),
                None => Cow::default(),
            };
            self.out.turn.asks.push(Ask { fact: machine.string(row.name), question });
            self.out.asked.push(id);
        }
    }

    /// Gives a fact what was found for it in the message.
    fn fill(&mut self, id: FactId, (value, span): (Value, Range)) {
        let mut text = String::new();
        self.scope.heap.write(value, &mut text);
        let fact = self.scope.machine.fact_name(id);
        self.out.turn.filled.push(Filled { fact, value: text, span });
        self.out.filled.push((id, value));
        self.scope.set(id, value);
    }

    fn text(&mut self, reader: &mut Reader<'m>, language: LanguageId) -> Cow<'m, str> {
        self.scope.language = language;
        self.scope.text(reader)
    }

    /// Replies at one place: those in the customer's language, or else those that are for any.
    fn replies(&mut self, reader: &mut Reader<'m>) {
        let count = reader.count();
        let start = *reader;
        let before = self.frame.passed.replies;
        let mut nearest = Guards::Shut;
        for number in 1..=small(count) {
            let end = reader.nested();
            let guarded = self.guards(reader);
            let tail = guarded.id.map_or(Tail::Reply(before + number), Tail::Id);
            nearest = nearest.max(self.open(guarded, tail));
            reader.skip_to(end);
        }
        *reader = start;
        for _ in 0..count {
            let at = reader.at();
            let end = reader.nested();
            self.frame.passed.replies += 1;
            let guarded = self.guards(reader);
            let tail = guarded.id.map_or(Tail::Reply(self.frame.passed.replies), Tail::Id);
            let guards = self.open(guarded, tail);
            self.out.trace.guard(at, guards != Guards::Shut);
            if guards == nearest && guards != Guards::Shut {
                let id = self.show(at, guarded, tail);
                let reply = self.reply(reader, id, guards);
                self.out.topic = self.frame.topic;
                self.out.replies.push(reply);
            }
            reader.skip_to(end);
        }
    }

    /// The name of a line that is shown; one for once is passed with it.
    fn show(&mut self, at: usize, guarded: Guarded<'_>, tail: Tail<'_>) -> Arc<str> {
        let id: Arc<str> = self.name(tail).into();
        self.out.trace.shown(at, &id);
        if guarded.once {
            self.out.said.push(place::hash(&id));
        }
        id
    }

    fn reply(&mut self, reader: &mut Reader<'m>, id: Arc<str>, guards: Guards) -> Reply<'m> {
        let known = self.scope.known;
        let language = if guards == Guards::Own { known.language } else { LanguageId::default() };
        let turn = known.seed.wrapping_add(self.scope.visits(self.frame.topic));
        let (text, also, secrets) = <_>::default();
        let mut reply = Reply { id, text, also, language, secrets };
        self.scope.secrets.clear();
        for message in 0..reader.count() {
            let wordings = reader.count();
            let chosen = usize::try_from(turn).unwrap_or(0).checked_rem(wordings).unwrap_or(0);
            for wording in 0..wordings {
                let end = reader.nested();
                if wording == chosen {
                    let text = self.text(reader, language);
                    if message == 0 {
                        reply.text = text;
                    } else {
                        reply.also.push(text);
                    }
                }
                reader.skip_to(end);
            }
        }
        reply.secrets.clone_from(&self.scope.secrets);
        reply
    }

    fn step_text(&mut self, reader: &mut Reader<'m>) -> Option<StepText<'m>> {
        // The tag is one byte.
        let at = reader.at().saturating_sub(1);
        self.frame.passed.texts += 1;
        let guarded = self.guards(reader);
        let text = self.text(reader, LanguageId::default());
        let tail = guarded.id.map_or(Tail::Text(self.frame.passed.texts), Tail::Id);
        let open = self.open(guarded, tail) != Guards::Shut;
        self.out.trace.guard(at, open);
        if !open {
            return None;
        }
        Some(StepText { id: self.show(at, guarded, tail), text })
    }

    fn choices(&mut self, reader: &mut Reader<'m>) {
        self.frame.passed.choices += 1;
        let mut prints = core::mem::take(&mut self.scope.heap.prints);
        prints.clear();
        if self.frame.passed.choices > 1 {
            let machine = self.scope.machine;
            let (before, read) = self.frame.prints_before(machine, self.frame.at);
            self.scope.spend(read / 8);
            prints = before;
        }
        let count = reader.count();
        self.out.turn.choices.reserve(count.min(MAX_COLLECTED));
        self.out.offered.reserve(count.min(MAX_COLLECTED));
        for _ in 0..count {
            // Each is compared with those before it.
            if !self.scope.spend(small(prints.len()) / 64) {
                break;
            }
            let at = reader.at();
            let end = reader.nested();
            let choice = small(reader.at());
            let guarded = self.guards(reader);
            let key = if reader.flag() { Some(reader.string()) } else { None };
            let words = reader.literal();
            let print = match words {
                Some(words) => place::fingerprint_of(words),
                None => place::fingerprint(reader.until(end)),
            };
            let tail = guarded.id.map_or_else(
                || {
                    let twins = prints.iter().filter(|before| **before == print).count();
                    Tail::Choice { print, twins: small(twins) }
                },
                Tail::Id,
            );
            let open = self.open(guarded, tail) != Guards::Shut;
            self.out.trace.guard(at, open);
            if open {
                let id: Arc<str> = self.name(tail).into();
                self.out.trace.shown(at, &id);
                let label = match words {
                    Some(words) => self.scope.lend(words),
                    None => self.text(reader, self.scope.known.language),
                };
                self.out.turn.choices.push(Choice { id: id.clone(), label, key });
                self.out.offered.push(Offered { id, choice, once: guarded.once });
            }
            prints.push(print);
            reader.skip_to(end);
        }
        self.scope.heap.prints = prints;
        self.out.after = small(reader.at());
    }

    fn action(&mut self, reader: &mut Reader<'m>) {
        let name = reader.string();
        let mut arguments = Vec::new();
        for _ in 0..reader.count() {
            let argument = reader.string();
            let value = self.scope.expression(reader);
            let mut text = String::new();
            self.scope.heap.write(value, &mut text);
            arguments.push((argument, text));
        }
        self.out.turn.actions.push(Action { name, arguments });
    }

    fn handoff(&mut self, reader: &mut Reader<'m>) -> DepartmentId {
        let id = reader.department();
        let why =
            if reader.flag() { self.text(reader, LanguageId::default()) } else { Cow::default() };
        let machine = self.scope.machine;
        let Some(row) = machine.departments.get(id.usize()) else { return id };
        let open = self.scope.is_open(id).unwrap_or(true);
        self.out.turn.handoff = Some(Handoff {
            department: machine.string(row.name),
            title: machine.string(row.title),
            why,
            open,
            opens: if open { None } else { self.scope.next_opening(id) },
        });
        id
    }

    /// Reads guards; says whether they hold, and the name that stands among them.
    #[inline(never)]
    fn guards(&mut self, reader: &mut Reader<'m>) -> Guarded<'m> {
        let from = reader.at();
        let flags = reader.byte();
        let known = self.scope.known;
        let mut holds = true;
        if flags & guard::IF != 0 {
            for _ in 0..reader.count() {
                holds &= self.scope.expression(reader).holds();
            }
        }
        if flags & guard::ON != 0 {
            let mut here = false;
            for _ in 0..reader.count() {
                here |= Some(reader.channel()) == known.channel;
            }
            holds &= here;
        }
        // The day a guard begins to hold, and the last on which it does.
        if flags & guard::FROM != 0 {
            let day = reader.day();
            holds &= self.scope.today().is_some_and(|today| today >= day);
        }
        if flags & guard::UNTIL != 0 {
            let day = reader.day();
            holds &= self.scope.today().is_some_and(|today| today <= day);
        }
        let own = known.language == LanguageId::default();
        let mut language = if own { Guards::Own } else { Guards::Any };
        if flags & guard::LANG != 0 {
            language = Guards::Shut;
            for _ in 0..reader.count() {
                if reader.language() == known.language {
                    language = Guards::Own;
                }
            }
        }
        if flags & guard::TAG != 0 {
            for _ in 0..reader.count() {
                reader.string();
            }
        }
        let id = (flags & guard::ID != 0).then(|| reader.string());
        // Lists in them may be long.
        let read = reader.at().saturating_sub(from) / 64;
        self.scope.spend(small(read).saturating_add(1));
        let guards = if holds { language } else { Guards::Shut };
        Guarded { guards, id, once: flags & guard::ONCE != 0 }
    }
}
