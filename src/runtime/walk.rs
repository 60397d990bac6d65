//! Walking a tree from the top of a topic to the first place where somebody must decide.

use super::eval::{self, Scope};
use super::place;
use super::turn::{Action, Ask, Choice, Filled, Handoff, Range, StepText};
use super::value::Value;
use crate::machine::code::{Reader, Step, guard};
use crate::machine::cursor::Read;
use crate::machine::id::{DepartmentId, FactId, LanguageId, TopicId};
use crate::machine::limits::FUEL;
use crate::machine::{Machine, Outcome};

/// Topics that wait for `return`: deeper than any script means.
const MAX_CALLS: usize = 32;

/// Where values for facts are found.
pub(crate) trait Source {
    /// A value for a fact that is needed and not known.
    fn find(&mut self, fact: FactId) -> Option<(Value, Range)>;
}

/// A reply whose guards hold, filled in.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) also: Vec<String>,
    pub(crate) language: LanguageId,
    pub(crate) secrets: Vec<FactId>,
}

/// What a walk came upon.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walked {
    pub(crate) replies: Vec<Reply>,
    pub(crate) asks: Vec<Ask>,
    pub(crate) filled: Vec<Filled>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) steps: Vec<StepText>,
    pub(crate) notes: Vec<StepText>,
    pub(crate) actions: Vec<Action>,
    pub(crate) handoff: Option<Handoff>,
    pub(crate) ended: Option<Outcome>,
    /// The topic where it came to a stop.
    pub(crate) topic: TopicId,
    /// Fuel ran out, or calls went too deep.
    pub(crate) exhausted: bool,
}

/// What the guards of something say.
struct Guards {
    holds: bool,
    /// Languages it is for: 0 for others only, 1 for any, 2 for the customer's.
    language: u8,
}

/// Walks from the top of `topic`.
pub(crate) fn walk(scope: &mut Scope<'_>, topic: TopicId, source: &mut impl Source) -> Walked {
    let mut walk = Walk { scope, source, out: Walked { topic, ..Walked::default() } };
    // Verified code reads to its end; were it not, what was found so far is still true.
    if walk.run(topic).is_err() {
        walk.out.exhausted = true;
    }
    walk.out
}

struct Walk<'w, 'm, S> {
    scope: &'w mut Scope<'m>,
    source: &'w mut S,
    out: Walked,
}

impl<'m, S: Source> Walk<'_, 'm, S> {
    fn run(&mut self, topic: TopicId) -> Read<()> {
        let machine: &'m Machine = self.scope.machine;
        let mut reader = top(machine, topic);
        let mut calls: Vec<(TopicId, Reader<'m>)> = Vec::new();
        for _ in 0..FUEL {
            match reader.step()? {
                Step::End | Step::Return => match calls.pop() {
                    Some((topic, back)) => {
                        self.out.topic = topic;
                        reader = back;
                    }
                    None => return Ok(()),
                },
                Step::Need(n) => {
                    self.need(&mut reader, n)?;
                    if !self.out.asks.is_empty() {
                        return Ok(());
                    }
                }
                // One place of replies a turn: what comes after it comes after it was sent.
                Step::Replies(_) if !self.out.replies.is_empty() => return Ok(()),
                Step::Replies(n) => self.replies(&mut reader, n)?,
                Step::Step => {
                    let text = self.step_text(&mut reader)?;
                    self.out.steps.extend(text);
                }
                Step::Note => {
                    let text = self.step_text(&mut reader)?;
                    self.out.notes.extend(text);
                }
                Step::Choices(n) => {
                    self.choices(&mut reader, n)?;
                    if !self.out.choices.is_empty() {
                        return Ok(());
                    }
                }
                Step::Goto(topic) => {
                    self.out.topic = topic;
                    reader = top(machine, topic);
                }
                Step::Call(topic) => {
                    if calls.len() == MAX_CALLS {
                        break;
                    }
                    calls.push((self.out.topic, reader));
                    self.out.topic = topic;
                    reader = top(machine, topic);
                }
                Step::Do(name, n) => self.action(&mut reader, machine.string(name), n)?,
                Step::Set(fact) => {
                    let value = self.scope.expression(&mut reader)?;
                    self.scope.changes.push((fact, value));
                }
                Step::Handoff(department, why) => {
                    let mut text = String::new();
                    if why {
                        self.scope.text(&mut reader, LanguageId::default(), &mut text)?;
                    }
                    self.out.handoff = self.handoff(department, text);
                    return Ok(());
                }
                Step::Finish(outcome) => {
                    self.out.ended = Some(outcome);
                    return Ok(());
                }
            }
        }
        self.out.exhausted = true;
        Ok(())
    }

    fn need(&mut self, reader: &mut Reader<'_>, n: u32) -> Read<()> {
        let machine = self.scope.machine;
        for _ in 0..n {
            let id = reader.fact()?;
            let Some(fact) = machine.facts.get(id.usize()) else { continue };
            if self.scope.fact(id).is_known() {
                continue;
            }
            let name = machine.string(fact.name).to_owned();
            if let Some((value, span)) = self.source.find(id) {
                let mut text = String::new();
                value.write(&mut text);
                self.out.filled.push(Filled { fact: name, value: text, span });
                self.scope.changes.push((id, value));
                continue;
            }
            let mut question = String::new();
            if let Some(at) = fact.ask {
                self.scope.text(
                    &mut machine.reader(at, 0),
                    LanguageId::default(),
                    &mut question,
                )?;
            }
            self.out.asks.push(Ask { fact: name, question });
        }
        Ok(())
    }

    /// Replies at one place: those in the customer's language, or else those that are for any.
    fn replies(&mut self, reader: &mut Reader<'_>, n: u32) -> Read<()> {
        let start = *reader;
        let mut nearest = 0;
        for _ in 0..n {
            let end = reader.nested()?;
            let guards = self.guards(reader)?;
            if guards.holds {
                nearest = nearest.max(guards.language);
            }
            reader.skip_to(end)?;
        }
        if nearest == 0 {
            return Ok(());
        }
        *reader = start;
        for _ in 0..n {
            let at = reader.at();
            let end = reader.nested()?;
            let guards = self.guards(reader)?;
            if guards.holds && guards.language == nearest {
                let reply = self.reply(reader, at, guards.language)?;
                self.out.replies.push(reply);
            }
            reader.skip_to(end)?;
        }
        Ok(())
    }

    fn reply(&mut self, reader: &mut Reader<'_>, at: usize, language: u8) -> Read<Reply> {
        let language =
            if language == 2 { self.scope.known.language } else { LanguageId::default() };
        let turn = self.scope.known.seed.wrapping_add(self.scope.known.visits(self.out.topic));
        self.scope.read.clear();
        let mut messages = Vec::new();
        for _ in 0..reader.count()? {
            let wordings = reader.count()?;
            let chosen = turn.checked_rem(wordings).unwrap_or(0);
            let mut text = String::new();
            for wording in 0..wordings {
                let end = reader.nested()?;
                if wording == chosen {
                    self.scope.text(reader, language, &mut text)?;
                }
                reader.skip_to(end)?;
            }
            messages.push(text);
        }
        let secret =
            |id: &FactId| self.scope.machine.facts.get(id.usize()).is_some_and(|fact| fact.secret);
        let mut secrets: Vec<FactId> = Vec::new();
        for id in self.scope.read.iter().filter(|id| self.scope.known.public && secret(id)) {
            if !secrets.contains(id) {
                secrets.push(*id);
            }
        }
        let mut messages = messages.into_iter();
        Ok(Reply {
            id: place::name(self.scope.machine, self.out.topic, at),
            text: messages.next().unwrap_or_default(),
            also: messages.collect(),
            language,
            secrets,
        })
    }

    fn step_text(&mut self, reader: &mut Reader<'_>) -> Read<Option<StepText>> {
        let at = reader.at();
        let guards = self.guards(reader)?;
        let mut text = String::new();
        self.scope.text(reader, LanguageId::default(), &mut text)?;
        let shown = guards.holds && guards.language > 0;
        Ok(shown
            .then(|| StepText { id: place::name(self.scope.machine, self.out.topic, at), text }))
    }

    fn choices(&mut self, reader: &mut Reader<'_>, n: u32) -> Read<()> {
        for _ in 0..n {
            let at = reader.at();
            let end = reader.nested()?;
            let guards = self.guards(reader)?;
            if guards.holds && guards.language > 0 {
                let machine = self.scope.machine;
                let key = if reader.flag()? {
                    Some(machine.string(reader.string()?).to_owned())
                } else {
                    None
                };
                let mut label = String::new();
                self.scope.text(reader, self.scope.known.language, &mut label)?;
                let id = place::name(machine, self.out.topic, at);
                self.out.choices.push(Choice { id, label, key });
            }
            reader.skip_to(end)?;
        }
        Ok(())
    }

    fn action(&mut self, reader: &mut Reader<'_>, name: &str, n: u32) -> Read<()> {
        let mut arguments = Vec::new();
        for _ in 0..n {
            let argument = self.scope.machine.string(reader.string()?).to_owned();
            let mut text = String::new();
            self.scope.expression(reader)?.write(&mut text);
            arguments.push((argument, text));
        }
        self.out.actions.push(Action { name: name.to_owned(), arguments });
        Ok(())
    }

    fn handoff(&self, id: DepartmentId, why: String) -> Option<Handoff> {
        let machine = self.scope.machine;
        let row = machine.departments.get(id.usize())?;
        let open = self.scope.known.now.is_none_or(|now| row.schedule.is_open(now));
        let opens = if open {
            None
        } else {
            self.scope.known.now.and_then(|now| row.schedule.next_opening(now))
        };
        Some(Handoff {
            department: machine.string(row.name).to_owned(),
            title: machine.string(row.title).to_owned(),
            why,
            open,
            opens,
        })
    }

    /// Reads guards and says whether they hold.
    fn guards(&mut self, reader: &mut Reader<'_>) -> Read<Guards> {
        let flags = reader.byte()?;
        let known = self.scope.known;
        let mut holds = true;
        if flags & guard::IF != 0 {
            for _ in 0..reader.count()? {
                holds &= self.scope.expression(reader)?.holds();
            }
        }
        if flags & guard::ON != 0 {
            let mut here = false;
            for _ in 0..reader.count()? {
                here |= Some(reader.channel()?) == known.channel;
            }
            holds &= here;
        }
        let today = eval::today(self.scope.machine, known);
        if flags & guard::FROM != 0 {
            let day = reader.day()?;
            holds &= today.is_some_and(|today| today >= day);
        }
        if flags & guard::UNTIL != 0 {
            let day = reader.day()?;
            holds &= today.is_some_and(|today| today <= day);
        }
        if flags & guard::ONCE != 0 {
            // Once a conversation: a topic that was visited before has said it.
            holds &= known.visits(self.out.topic) == 0;
        }
        let mut language = if known.language == LanguageId::default() { 2 } else { 1 };
        if flags & guard::LANG != 0 {
            language = 0;
            for _ in 0..reader.count()? {
                if reader.language()? == known.language {
                    language = 2;
                }
            }
        }
        if flags & guard::TAG != 0 {
            for _ in 0..reader.count()? {
                reader.string()?;
            }
        }
        if flags & guard::ID != 0 {
            reader.string()?;
        }
        Ok(Guards { holds, language })
    }
}

/// A reader at the first step of a topic.
fn top(machine: &Machine, topic: TopicId) -> Reader<'_> {
    match machine.topics.rows.get(topic.usize()) {
        Some(row) => machine.reader(row.body, row.base),
        None => machine.reader(u32::MAX, 0),
    }
}
