//! Walking a tree from the top of a topic to the first place where somebody must decide.

use super::eval::Scope;
use super::fill::Finder;
use super::place::{self, Passed};
use super::turn::{Action, Ask, Choice, Filled, Handoff, StepText, Turn};
use crate::machine::Machine;
use crate::machine::code::{Reader, StepTag, guard};
use crate::machine::id::{FactId, LanguageId, TopicId};
use crate::machine::tables::small;

/// Topics that wait for `return`: deeper than any script means.
const MAX_CALLS: usize = 32;

/// Steps, notes and actions of one turn: more than anybody reads, so that a circle comes to an end.
const MAX_COLLECTED: usize = 256;

/// A reply whose guards hold, filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) also: Vec<String>,
    pub(crate) language: LanguageId,
    /// Secret facts that it would show on a public channel.
    pub(crate) secrets: Vec<FactId>,
}

/// What a walk came upon.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walked<'m> {
    pub(crate) replies: Vec<Reply>,
    /// Everything else; `truncated` where fuel ran out or calls went too deep.
    pub(crate) turn: Turn<'m>,
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

/// Walks from the top of `topic`.
pub(crate) fn walk<'m>(
    scope: &mut Scope<'m, '_>,
    topic: TopicId,
    finder: &mut Finder<'_>,
) -> Walked<'m> {
    scope.refuel();
    let mut walk = Walk { scope, finder, topic, passed: Passed::default(), out: Walked::default() };
    walk.run();
    walk.out.turn.truncated |= walk.scope.is_exhausted();
    walk.out
}

struct Walk<'w, 'm, 'k, 'f> {
    scope: &'w mut Scope<'m, 'k>,
    finder: &'w mut Finder<'f>,
    /// The topic where it is, and what of it lies behind.
    topic: TopicId,
    passed: Passed,
    out: Walked<'m>,
}

impl<'m> Walk<'_, 'm, '_, '_> {
    fn run(&mut self) {
        let mut reader = self.enter(self.topic);
        let mut calls: Vec<(TopicId, Passed, Reader<'m>)> = Vec::new();
        while self.scope.spend(1) {
            let turn = &self.out.turn;
            if turn.steps.len() + turn.notes.len() + turn.actions.len() > MAX_COLLECTED {
                break;
            }
            match reader.step() {
                StepTag::End | StepTag::Return => match calls.pop() {
                    Some(caller) => (self.topic, self.passed, reader) = caller,
                    None => return,
                },
                StepTag::Need => {
                    self.need(&mut reader);
                    if !self.out.turn.asks.is_empty() {
                        return;
                    }
                }
                StepTag::Replies => {
                    // One place of replies a turn: what comes after it comes after it was sent.
                    if !self.out.replies.is_empty() {
                        return;
                    }
                    self.replies(&mut reader);
                }
                StepTag::Step => {
                    let text = self.step_text(&mut reader);
                    self.out.turn.steps.extend(text);
                }
                StepTag::Note => {
                    let text = self.step_text(&mut reader);
                    self.out.turn.notes.extend(text);
                }
                StepTag::Choices => {
                    self.choices(&mut reader);
                    if !self.out.turn.choices.is_empty() {
                        return;
                    }
                }
                StepTag::Goto => reader = self.enter(reader.topic()),
                StepTag::Call => {
                    let topic = reader.topic();
                    if calls.len() == MAX_CALLS {
                        break;
                    }
                    calls.push((self.topic, self.passed, reader));
                    reader = self.enter(topic);
                }
                StepTag::Do => self.action(&mut reader),
                StepTag::Set => {
                    let fact = reader.fact();
                    let value = self.scope.expression(&mut reader);
                    self.scope.set(fact, value);
                }
                StepTag::Handoff => {
                    self.handoff(&mut reader);
                    return;
                }
                StepTag::Finish => {
                    self.out.turn.ended = Some(reader.outcome());
                    return;
                }
            }
        }
        self.out.turn.truncated = true;
    }

    /// A reader at the first step of a topic.
    fn enter(&mut self, topic: TopicId) -> Reader<'m> {
        let machine: &'m Machine = self.scope.machine;
        self.topic = topic;
        self.passed = Passed::default();
        let row = machine.topics.rows.get(topic.usize());
        let (code, base) = row.map_or((u32::MAX, 0), |row| (row.code, row.base));
        let mut reader = machine.reader(code, base);
        reader.nested();
        reader
    }

    fn topic_name(&self) -> &'m str {
        self.scope.machine.topic_name(self.topic)
    }

    fn need(&mut self, reader: &mut Reader<'_>) {
        let machine = self.scope.machine;
        for _ in 0..reader.count() {
            self.scope.spend(1);
            let id = reader.fact();
            let Some(row) = machine.facts.get(id.usize()) else { continue };
            if self.scope.fact(id).is_known() {
                continue;
            }
            let fact = machine.string(row.name);
            if let Some((value, span)) = self.finder.find(id, self.scope.heap) {
                let mut text = String::new();
                self.scope.heap.write(value, &mut text);
                self.out.turn.filled.push(Filled { fact, value: text, span });
                self.scope.set(id, value);
                continue;
            }
            let question = match row.ask {
                Some(at) => self.text(&mut machine.reader(at, 0), LanguageId::default()),
                None => String::new(),
            };
            self.out.turn.asks.push(Ask { fact, question });
        }
    }

    fn text(&mut self, reader: &mut Reader<'_>, language: LanguageId) -> String {
        self.scope.language = language;
        self.scope.text(reader)
    }

    /// Replies at one place: those in the customer's language, or else those that are for any.
    fn replies(&mut self, reader: &mut Reader<'m>) {
        let count = reader.count();
        let start = *reader;
        let mut nearest = Guards::Shut;
        for _ in 0..count {
            let end = reader.nested();
            nearest = nearest.max(self.guards(reader).0);
            reader.skip_to(end);
        }
        *reader = start;
        for _ in 0..count {
            let end = reader.nested();
            self.passed.replies += 1;
            let (guards, id) = self.guards(reader);
            if guards == nearest && guards != Guards::Shut {
                let id = place::name(self.topic_name(), id, "", self.passed.replies);
                let reply = self.reply(reader, id, guards);
                self.out.replies.push(reply);
            }
            reader.skip_to(end);
        }
    }

    fn reply(&mut self, reader: &mut Reader<'_>, id: String, guards: Guards) -> Reply {
        let known = self.scope.known;
        let language = if guards == Guards::Own { known.language } else { LanguageId::default() };
        let turn = known.seed.wrapping_add(known.visits(self.topic));
        let mut reply = Reply { id, language, ..Reply::default() };
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

    fn step_text(&mut self, reader: &mut Reader<'m>) -> Option<StepText> {
        self.passed.texts += 1;
        let (guards, id) = self.guards(reader);
        let text = self.text(reader, LanguageId::default());
        let name = || place::name(self.topic_name(), id, "s", self.passed.texts);
        (guards != Guards::Shut).then(|| StepText { id: name(), text })
    }

    fn choices(&mut self, reader: &mut Reader<'m>) {
        let mut prints: Vec<u32> = Vec::new();
        for _ in 0..reader.count() {
            // Each is compared with those before it.
            let before = small(prints.len());
            if !self.scope.spend(before / 64) {
                return;
            }
            let end = reader.nested();
            let (guards, id) = self.guards(reader);
            let key = if reader.flag() { Some(reader.string()) } else { None };
            let print = place::fingerprint(reader.until(end));
            if guards != Guards::Shut {
                let label = self.text(reader, self.scope.known.language);
                let twins = prints.iter().filter(|before| **before == print).count();
                let id = place::choice_name(self.topic_name(), id, print, twins);
                self.out.turn.choices.push(Choice { id, label, key });
            }
            prints.push(print);
            reader.skip_to(end);
        }
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

    fn handoff(&mut self, reader: &mut Reader<'_>) {
        let id = reader.department();
        let why =
            if reader.flag() { self.text(reader, LanguageId::default()) } else { String::new() };
        let machine = self.scope.machine;
        let Some(row) = machine.departments.get(id.usize()) else { return };
        let open = self.scope.is_open(id).unwrap_or(true);
        self.out.turn.handoff = Some(Handoff {
            department: machine.string(row.name),
            title: machine.string(row.title),
            why,
            open,
            opens: if open { None } else { self.scope.next_opening(id) },
        });
    }

    /// Reads guards; says whether they hold, and the name that stands among them.
    #[inline(never)]
    fn guards(&mut self, reader: &mut Reader<'m>) -> (Guards, Option<&'m str>) {
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
        if flags & guard::ONCE != 0 {
            // Once a conversation: a topic that was visited before has said it.
            holds &= known.visits(self.topic) == 0;
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
        (if holds { language } else { Guards::Shut }, id)
    }
}
