//! Where a conversation stands in the tree, and the walk from there to the first place where somebody must decide.

use answertree::check::script::{Script, StatementKind, Target};
use answertree::syntax::tree::Outcome;

use super::TooLong;
use super::mind::{Fit, Mind};
use super::text::{self, body, choice_name, reply_name, step_name};
use super::value::{Value, eval};
use super::words;

/// A topic, the branches taken in it (statement, choice), and the next statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) topic: usize,
    pub(crate) path: Vec<(usize, usize)>,
    pub(crate) next: usize,
}

impl Frame {
    pub(crate) fn top(topic: usize) -> Self {
        Self { topic, path: Vec::new(), next: 0 }
    }
}

/// A reply whose guards hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) name: String,
    pub(crate) topic: usize,
    pub(crate) text: String,
    pub(crate) also: Vec<String>,
    /// Where it stands.
    pub(crate) at: Frame,
    /// Which of the replies there.
    pub(crate) index: usize,
}

/// A choice whose guards hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Offer {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) key: Option<String>,
    /// Which of the choices there.
    pub(crate) index: usize,
    /// The topic that it leads straight to.
    pub(crate) leads_to: Option<usize>,
    pub(crate) once: bool,
}

/// Where and why a walk stopped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    Need,
    Replies,
    Choices,
    /// At an agent's work, where the customer walks alone; what it is.
    Step(String),
    /// No frame is left; the topic that was left last.
    Over(Option<usize>),
    End(Outcome),
    Handoff(usize, String),
}

/// What a walk came upon.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    /// What would be known if it were committed.
    pub(crate) mind: Mind,
    /// Where it would stand.
    pub(crate) frames: Vec<Frame>,
    pub(crate) stop: Stop,
    /// The topic of the statement that it came to last.
    pub(crate) last: Option<usize>,
    /// What is known, where it would stand and which topics were entered, right behind the replies.
    pub(crate) behind: Option<(Mind, Vec<Frame>, Vec<usize>)>,
    /// So many actions lie before that.
    pub(crate) actions_before: usize,
    pub(crate) replies: Vec<Said>,
    pub(crate) asks: Vec<usize>,
    pub(crate) steps: Vec<(String, String)>,
    pub(crate) notes: Vec<(String, String)>,
    /// The place, and what to do.
    pub(crate) actions: Vec<(String, String)>,
    pub(crate) choices: Vec<Offer>,
    /// Needed facts that the message had a value for.
    pub(crate) filled: Vec<(usize, Value)>,
    /// Topics that were entered, in order.
    pub(crate) entered: Vec<usize>,
}

impl Walk {
    /// Whether it says nothing to anybody.
    pub(crate) fn is_silent(&self) -> bool {
        self.replies.is_empty()
            && self.asks.is_empty()
            && self.choices.is_empty()
            && self.steps.is_empty()
            && !matches!(self.stop, Stop::End(_) | Stop::Handoff(..))
    }
}

/// Of the actions of a walk those that were not given at their places.
pub(crate) fn new_actions(actions: &[(String, String)], given: &[String]) -> Vec<String> {
    let mut given = given.to_vec();
    let mut new = Vec::new();
    for (place, action) in actions {
        match given.iter().position(|before| before == place) {
            Some(at) => drop(given.remove(at)),
            None => new.push(action.clone()),
        }
    }
    new
}

/// The replies at a place whose guards hold, those in the customer's language before those for any; `again`: `[once]` or not.
pub(crate) fn replies_at(script: &Script, mind: &Mind, frame: &Frame, again: bool) -> Vec<Said> {
    let (body, prefix) = body(script, frame);
    let topic = &script.topics[frame.topic].name;
    let StatementKind::Replies(replies) = &body[frame.next].kind else { return Vec::new() };
    let name = |index| reply_name(topic, &prefix, body, frame.next, index);
    let fit = |index: usize| {
        let guards = &replies[index].guards;
        if again { mind.fit_again(script, guards) } else { mind.fit(script, guards, &name(index)) }
    };
    let best = (0..replies.len()).map(fit).max().unwrap_or(Fit::Not);
    let mut out = Vec::new();
    for index in 0..replies.len() {
        if best != Fit::Not && fit(index) == best {
            let mut messages = text::messages(script, mind, frame.topic, &replies[index], best);
            out.push(Said {
                name: name(index),
                topic: frame.topic,
                text: messages.remove(0),
                also: messages,
                at: frame.clone(),
                index,
            });
        }
    }
    out
}

/// Statements of one walk: generated scripts need far fewer, except those that run in circles.
const MOST: usize = 150;

/// Walks from `frames` without changing anything.
///
/// `message` is what needed facts are found in; `alone`: a step is where the walk stops.
pub(crate) fn walk(
    script: &Script,
    mind: &Mind,
    frames: &[Frame],
    message: Option<&str>,
    alone: bool,
) -> Result<Walk, TooLong> {
    let mut walk = Walk {
        mind: mind.clone(),
        frames: frames.to_vec(),
        stop: Stop::Over(None),
        last: None,
        behind: None,
        actions_before: 0,
        replies: Vec::new(),
        asks: Vec::new(),
        steps: Vec::new(),
        notes: Vec::new(),
        actions: Vec::new(),
        choices: Vec::new(),
        filled: Vec::new(),
        entered: Vec::new(),
    };
    for _ in 0..MOST {
        if walk.step(script, message, alone)? {
            return Ok(walk);
        }
    }
    Err(TooLong)
}

impl Walk {
    /// The same walk as far as behind its replies, where it has any.
    pub(crate) fn up_to_behind(mut self) -> Self {
        if let Some((mind, frames, entered)) = self.behind.take() {
            self.actions.truncate(self.actions_before);
            return Self { mind, frames, entered, stop: Stop::Replies, ..self };
        }
        self
    }

    /// Takes one statement; says whether the walk stops.
    fn step(
        &mut self,
        script: &Script,
        message: Option<&str>,
        alone: bool,
    ) -> Result<bool, TooLong> {
        let Some(frame) = self.frames.last().cloned() else { return Ok(true) };
        let (body, prefix) = body(script, &frame);
        self.last = Some(frame.topic);
        let topic = &script.topics[frame.topic].name;
        let Some(statement) = body.get(frame.next) else {
            self.end_of_body();
            return Ok(false);
        };
        let at = frame.next;
        match &statement.kind {
            StatementKind::Need(facts) => {
                for fact in facts.iter().map(|id| id.index() as usize) {
                    if self.mind.facts.contains_key(&fact) {
                        continue;
                    }
                    match message.and_then(|message| words::value_of_kind(script, fact, message)) {
                        Some(value) => {
                            self.mind.facts.insert(fact, value.clone());
                            self.filled.push((fact, value));
                        }
                        None => self.asks.push(fact),
                    }
                }
                if !self.asks.is_empty() {
                    self.stop = Stop::Need;
                    return Ok(true);
                }
            }
            StatementKind::Replies(replies) => {
                if !self.replies.is_empty() {
                    self.stop = Stop::Replies;
                    return Ok(true);
                }
                self.replies = replies_at(script, &self.mind, &frame, false);
                for said in &self.replies {
                    if replies[said.index].guards.once {
                        self.mind.said.insert(said.name.clone());
                    }
                }
            }
            StatementKind::Step(guards, words) | StatementKind::Note(guards, words) => {
                let name = step_name(topic, &prefix, body, at);
                let is_step = matches!(statement.kind, StatementKind::Step(..));
                if self.mind.fit(script, guards, &name) != Fit::Not {
                    let text = text::render(script, &self.mind, 0, words);
                    if is_step && alone {
                        self.stop = Stop::Step(text);
                        return Ok(true);
                    }
                    if guards.once {
                        self.mind.said.insert(name.clone());
                    }
                    let list = if is_step { &mut self.steps } else { &mut self.notes };
                    list.push((name, text));
                }
            }
            StatementKind::Choices(choices) => {
                for (index, choice) in choices.iter().enumerate() {
                    let name = choice_name(topic, &prefix, body, at, index);
                    if self.mind.fit(script, &choice.guards, &name) == Fit::Not {
                        continue;
                    }
                    let leads_to = match choice.body.first().map(|first| &first.kind) {
                        Some(StatementKind::Goto(Target::Topic(id))) => Some(id.index() as usize),
                        _ => None,
                    };
                    self.choices.push(Offer {
                        name,
                        label: text::render(script, &self.mind, self.mind.language, &choice.label),
                        key: choice.key.clone(),
                        index,
                        leads_to,
                        once: choice.guards.once,
                    });
                }
                if !self.choices.is_empty() {
                    self.stop = Stop::Choices;
                    return Ok(true);
                }
            }
            StatementKind::Goto(target) => return Ok(self.go(script, target)),
            StatementKind::Call(id) => {
                self.advance();
                if self.frames.len() > 32 {
                    return Err(TooLong);
                }
                self.enter(script, id.index() as usize);
                return Ok(false);
            }
            StatementKind::Return => {
                self.frames.pop();
                self.leave(frame.topic);
                return Ok(false);
            }
            StatementKind::Do(name, arguments) => {
                let values = arguments.iter().map(|(argument, expr)| {
                    let value = eval(script, &self.mind, expr);
                    format!("{argument}: {}", value.map_or(String::new(), |value| value.show()))
                });
                let values: Vec<String> = values.collect();
                let place = format!("{:?}", self.frames);
                self.actions.push((place, format!("{name}({})", values.join(", "))));
            }
            StatementKind::Set(id, expr) => {
                self.set(script, id.index() as usize, eval(script, &self.mind, expr));
            }
        }
        self.advance();
        if self.behind.is_none() && !self.replies.is_empty() {
            self.actions_before = self.actions.len();
            self.behind = Some((self.mind.clone(), self.frames.clone(), self.entered.clone()));
        }
        Ok(false)
    }

    fn advance(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.next += 1;
        }
    }

    /// A branch goes on behind its choices; a topic is left.
    fn end_of_body(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        match frame.path.pop() {
            Some((statement, _)) => frame.next = statement + 1,
            None => {
                let topic = frame.topic;
                self.frames.pop();
                self.leave(topic);
            }
        }
    }

    fn leave(&mut self, topic: usize) {
        self.mind.leave(topic);
        self.stop = Stop::Over(Some(topic));
    }

    fn enter(&mut self, script: &Script, topic: usize) {
        self.entered.push(topic);
        if script.topics[topic].menu {
            self.mind.menu = Some(topic);
        }
        self.frames.push(Frame::top(topic));
    }

    /// Goes where a target says; says whether the walk ends there.
    pub(crate) fn go(&mut self, script: &Script, target: &Target) -> bool {
        match target {
            Target::Topic(id) => {
                if let Some(frame) = self.frames.pop() {
                    self.leave(frame.topic);
                }
                self.enter(script, id.index() as usize);
                return false;
            }
            Target::Handoff(id, why) => {
                let why = why
                    .as_ref()
                    .map_or(String::new(), |why| text::render(script, &self.mind, 0, why));
                self.leave_all();
                self.stop = Stop::Handoff(id.index() as usize, why);
            }
            Target::End(outcome) => {
                self.leave_all();
                self.stop = Stop::End(*outcome);
            }
        }
        true
    }

    fn leave_all(&mut self) {
        for frame in std::mem::take(&mut self.frames) {
            self.mind.leave(frame.topic);
        }
    }

    /// A date takes the date of a moment, a time its time of day; an unknown value makes the fact unknown.
    fn set(&mut self, script: &Script, fact: usize, value: Option<Value>) {
        use answertree::check::script::FactKind;
        let value = match (&script.facts[fact].kind, value) {
            (FactKind::Date, Some(Value::Moment(days, _))) => Some(Value::Date(days)),
            (FactKind::Time, Some(Value::Moment(_, minutes))) => Some(Value::Time(minutes)),
            (_, value) => value,
        };
        match value {
            Some(value) => self.mind.facts.insert(fact, value),
            None => self.mind.facts.remove(&fact),
        };
    }
}
