//! A customer who walks alone: walks are committed until somebody must act.

use std::collections::BTreeSet;

use answertree::check::script::{HandlerAction, Script};
use answertree::syntax::tree::{Event, Outcome};

use super::session::{Accepted, Extra, State, Tree};
use super::tree::{Frame, Stop, Walk, new_actions};
use super::words::{holds_command, is_command, is_polite, key, says};
use super::{TooLong, text};

/// What is remembered of a customer who walks alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Walker {
    /// Messages in a row that fitted nothing.
    misses: u32,
    /// When the customer wrote last.
    last_wrote: Option<i64>,
    /// Handlers of silence that had their turn since.
    silent: BTreeSet<usize>,
    /// The messages of the last operation that had any.
    last_messages: Vec<String>,
    /// The questions and choices that were told last, and where.
    told: Option<Told>,
}

/// Where the tree stood, the facts that were asked for and the names of the choices.
type Told = (Vec<Frame>, Vec<usize>, Vec<String>);

impl Walker {
    /// Of a conversation that begins.
    pub(crate) fn begun(now: Option<i64>) -> Self {
        Self { last_wrote: now, ..Self::default() }
    }

    /// The conversation was saved and restored: what was said is not kept.
    pub(crate) fn restored(&mut self) {
        self.last_messages.clear();
    }

    /// The customer did something that fits.
    pub(crate) fn answered(&mut self, now: Option<i64>) {
        self.misses = 0;
        self.last_wrote = now;
        self.silent.clear();
        self.told = None;
    }
}

/// More walks in one operation are a circle.
const MOST_WALKS: usize = 32;

impl State {
    /// Commits walks until the customer must act, or an agent.
    pub(crate) fn run_alone(&mut self, script: &Script, extra: &mut Extra) -> Result<(), TooLong> {
        let mut walks = 0;
        while self.alone && !self.tree.frames.is_empty() {
            walks += 1;
            if walks > MOST_WALKS {
                self.need_a_person(script, self.topic(), "");
                break;
            }
            let walk = self.walk(script, None)?;
            if let Some(said) = walk.replies.first() {
                extra.messages.push(said.text.clone());
                extra.messages.extend(said.also.clone());
                self.accepted = Some(Accepted::new(said.at.clone(), &walk.replies));
                self.walker.told = None;
            }
            let walk = walk.up_to_behind();
            extra.actions.extend(new_actions(&walk.actions, &self.tree.given));
            let topic = self.topic();
            self.commit(&walk);
            match &walk.stop {
                Stop::Replies => continue,
                Stop::Need | Stop::Choices => {
                    let names = walk.choices.iter().map(|choice| choice.name.clone());
                    let told = (walk.frames.clone(), walk.asks.clone(), names.collect());
                    if self.walker.told.as_ref() != Some(&told) {
                        self.tell(script, &walk, extra);
                    }
                    self.walker.told = Some(told);
                }
                Stop::Step(work) => self.need_a_person(script, self.topic(), work),
                Stop::Over(_) => match self.suspended.pop() {
                    Some(tree) => {
                        self.tree = tree;
                        continue;
                    }
                    None => self.need_a_person(script, topic, ""),
                },
                Stop::End(_) | Stop::Handoff(..) => {}
            }
            break;
        }
        if !extra.messages.is_empty() {
            self.walker.last_messages.clone_from(&extra.messages);
        }
        let whole = std::mem::take(&mut extra.messages).into_iter();
        extra.messages =
            whole.flat_map(|text| text::parts(script, self.mind.channel, text)).collect();
        Ok(())
    }

    /// Tells the questions, or the choices as a list.
    fn tell(&mut self, script: &Script, walk: &Walk, extra: &mut Extra) {
        extra.messages.extend(self.question(script, walk));
        let buttons = self.mind.channel.is_some_and(|channel| script.channels[channel].buttons);
        if walk.choices.is_empty() || buttons {
            return;
        }
        let keys = walk.choices.iter().any(|choice| choice.key.is_some());
        let lines =
            walk.choices.iter().zip(1..).map(|(choice, number)| match (&choice.key, keys) {
                (Some(key), _) => format!("{key} {}", choice.label),
                (None, true) => choice.label.clone(),
                (None, false) => format!("{number} {}", choice.label),
            });
        let list = lines.collect::<Vec<String>>().join("\n");
        match extra.messages.last_mut() {
            Some(last) => *last = format!("{last}\n{list}"),
            None => extra.messages.push(list),
        }
    }

    /// Hands over to the department of a topic, or the script's first; the tree stays.
    fn need_a_person(&mut self, script: &Script, topic: Option<usize>, why: &str) {
        let owner = topic.and_then(|topic| script.topics[topic].department);
        let owner = owner.map(|id| id.index() as usize);
        match self
            .department
            .filter(|_| self.handed)
            .or(owner)
            .or((!script.departments.is_empty()).then_some(0))
        {
            Some(department) => self.hand_over(department, why.to_owned()),
            None => {
                for frame in std::mem::take(&mut self.tree).frames {
                    self.mind.leave(frame.topic);
                }
                self.end(Outcome::Unresolved);
            }
        }
    }

    /// The customer wrote.
    pub(crate) fn receive_alone(
        &mut self,
        script: &Script,
        message: &str,
        extra: &mut Extra,
    ) -> Result<(), TooLong> {
        let misses = self.walker.misses;
        let told = self.walker.told.clone();
        self.open();
        let walk = self.walk(script, None)?;
        self.walker.answered(self.mind.now);
        let chosen = choice_named(&walk, message);
        if let Some(index) = chosen {
            self.learn(script, message, extra)?;
            let walk = self.walk(script, None)?;
            self.take(&walk, index);
            return Ok(());
        }
        let keys = walk.choices.iter().any(|choice| choice.key.as_deref() == Some("0"));
        let mut answer = Extra::default();
        self.clone().learn(script, message, &mut answer)?;
        let zero = !keys && key(message).as_deref() == Some("0") && !self.is_answer(&answer);
        if zero || is_command(script, "person", message) {
            self.need_a_person(script, self.topic(), "");
            return Ok(());
        }
        if is_command(script, "repeat", message) {
            extra.messages.clone_from(&self.walker.last_messages);
            if !extra.messages.is_empty() {
                self.walker.told = told;
            }
            return Ok(());
        }
        if is_command(script, "back", message) {
            self.back(script);
            return Ok(());
        }
        let menus = (0..script.topics.len()).find(|&topic| script.topics[topic].menu);
        if let (true, Some(menu)) = (is_command(script, "menu", message), self.mind.menu.or(menus))
        {
            for frame in std::mem::take(&mut self.tree).frames {
                self.mind.leave(frame.topic);
            }
            self.enter(script, menu, false);
            return Ok(());
        }
        self.learn(script, message, extra)?;
        if self.is_answer(extra) {
            return Ok(());
        }
        let walk = self.walk(script, None)?;
        if let Some(index) = label_like(script, &walk, message) {
            self.take(&walk, index);
            return Ok(());
        }
        let topics = self.topics(script, message)?;
        let on_frames = |topic: &usize| self.tree.frames.iter().any(|frame| frame.topic == *topic);
        if let Some(topic) = topics.into_iter().find(|topic| !on_frames(topic)) {
            let straight = walk.choices.iter().find(|choice| choice.leads_to == Some(topic));
            match straight.map(|choice| choice.index) {
                Some(index) => self.take(&walk, index),
                None => {
                    self.suspend();
                    self.enter(script, topic, false);
                    self.fill(script, extra)?;
                }
            }
            return Ok(());
        }
        if holds_command(script, "person", message) {
            self.need_a_person(script, self.topic(), "");
            return Ok(());
        }
        if is_polite(message) && !self.tree.frames.is_empty() {
            self.walker.misses = misses;
            extra.messages.clone_from(&self.walker.last_messages);
            if !extra.messages.is_empty() {
                self.walker.told = told;
            }
            return Ok(());
        }
        self.walker.misses = misses + 1;
        self.no_match(script, extra)
    }

    /// Out of the innermost branch, out of the topic, or to the menu.
    fn back(&mut self, script: &Script) {
        let menu = self.mind.menu;
        if let Some(frame) = self.tree.frames.last_mut()
            && let Some((statement, _)) = frame.path.pop()
        {
            frame.next = statement;
        } else if let Some(tree) = self.suspended.pop() {
            for frame in std::mem::replace(&mut self.tree, tree).frames {
                self.mind.leave(frame.topic);
            }
        } else if let Some(menu) = menu
            && self.topic() != Some(menu)
        {
            for frame in std::mem::take(&mut self.tree).frames {
                self.mind.leave(frame.topic);
            }
            self.enter(script, menu, false);
        }
    }

    /// What the menu does where nothing fits, or questions and choices again.
    fn no_match(&mut self, script: &Script, extra: &mut Extra) -> Result<(), TooLong> {
        let handlers = self.mind.menu.map_or(&[][..], |menu| &script.topics[menu].handlers);
        let of_no_match = |event: Event| if let Event::NoMatch(n) = event { Some(n) } else { None };
        let has_any = handlers.iter().any(|handler| of_no_match(handler.event).is_some());
        let reached = handlers.iter().filter(|handler| {
            of_no_match(handler.event).is_some_and(|number| number <= self.walker.misses)
        });
        let action = reached.max_by_key(|handler| of_no_match(handler.event)).map(|h| &h.action);
        if action.is_none() && !has_any && self.walker.misses >= 3 {
            self.walker.misses = 0;
            self.need_a_person(script, self.topic(), "");
            return Ok(());
        }
        self.handle(script, action, extra)
    }

    /// Time went by: what the menu does about silence, each once until the customer writes.
    pub(crate) fn silence(&mut self, script: &Script, extra: &mut Extra) -> Result<(), TooLong> {
        let (Some(menu), Some(now), Some(last)) =
            (self.mind.menu, self.mind.now, self.walker.last_wrote)
        else {
            return Ok(());
        };
        if !self.is_open() || self.tree.frames.is_empty() {
            return Ok(());
        }
        // Of those that are due the one for the longest silence; the others have had their time.
        let mut longest = None;
        for (index, handler) in script.topics[menu].handlers.iter().enumerate() {
            let Event::Silence(seconds) = handler.event else { continue };
            let due = now - last >= i64::from(seconds) * 1000;
            let longer = longest.is_none_or(|(before, _)| seconds > before);
            if due && self.walker.silent.insert(index) && longer {
                longest = Some((seconds, &handler.action));
            }
        }
        if let Some((_, action)) = longest {
            extra.silence = true;
            self.handle(script, Some(action), extra)?;
        }
        Ok(())
    }

    /// Says a text, or goes.
    fn handle(
        &mut self,
        script: &Script,
        action: Option<&HandlerAction>,
        extra: &mut Extra,
    ) -> Result<(), TooLong> {
        match action {
            Some(HandlerAction::Reply(words)) => {
                extra.messages.push(text::render(script, &self.mind, 0, words));
            }
            Some(HandlerAction::Goto(target)) => {
                // The menu is left for the target; what else stands in the tree is given up.
                let mut walk = self.walk(script, None)?;
                walk.mind = self.mind.clone();
                for frame in &self.tree.frames {
                    if Some(frame.topic) != self.mind.menu {
                        walk.mind.leave(frame.topic);
                    }
                }
                walk.frames = self.mind.menu.map(Frame::top).into_iter().collect();
                walk.go(script, target);
                if !matches!(walk.stop, Stop::End(_) | Stop::Handoff(..)) {
                    walk.stop = Stop::Replies;
                }
                self.tree = Tree::default();
                self.commit(&walk);
                self.walker.told = None;
            }
            None => {}
        }
        Ok(())
    }
}

/// The choice whose key, number or label is the whole message.
fn choice_named(walk: &Walk, message: &str) -> Option<usize> {
    // What was not told yet cannot be meant.
    if !walk.replies.is_empty() {
        return None;
    }
    let keys = walk.choices.iter().any(|choice| choice.key.is_some());
    if let Some(typed) = key(message) {
        let mut numbered = walk.choices.iter().zip(1..);
        let found = numbered.find(|(choice, number)| match &choice.key {
            Some(key) => *key == typed,
            None => !keys && typed == format!("{number}"),
        });
        if let Some((choice, _)) = found {
            return Some(choice.index);
        }
    }
    let same = |label: &str| super::words::words(label) == super::words::words(message);
    walk.choices.iter().find(|choice| same(&choice.label)).map(|choice| choice.index)
}

/// The only choice whose label the message says.
fn label_like(script: &Script, walk: &Walk, message: &str) -> Option<usize> {
    if !walk.replies.is_empty() {
        return None;
    }
    let mut said = walk.choices.iter().filter(|choice| says(script, message, &choice.label));
    let first = said.next()?;
    said.next().is_none().then_some(first.index)
}
