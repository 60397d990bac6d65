//! What an agent does: sends a suggestion, takes a branch, goes to another topic.

use answertree::check::script::Script;

use super::session::{Accepted, Extra, Source, State, Stopped, Tree, topic_named};
use super::tree::{Walk, replies_at};

impl State {
    pub(crate) fn accept(&mut self, script: &Script, id: &str) -> Result<(), Stopped> {
        let list = self.suggestions(script)?;
        let found = list.into_iter().find(|(suggestion, _)| suggestion.id == id);
        let (_, source) = found.ok_or(Stopped::Refused)?;
        self.accept_source(script, source)?;
        self.forget_message();
        self.correcting = false;
        Ok(())
    }

    pub(crate) fn accept_source(&mut self, script: &Script, source: Source) -> Result<(), Stopped> {
        match source {
            Source::Correction => {
                if let Some(accepted) = &mut self.accepted {
                    let place = accepted.place.clone();
                    let replies = replies_at(script, &self.mind, &place, true);
                    *accepted = Accepted::new(place, &replies);
                }
            }
            Source::Reply(said) => {
                let walk = self.walk(script, None)?;
                let ahead = walk.actions.get(walk.actions_before..).unwrap_or(&[]).to_vec();
                let given = std::mem::take(&mut self.tree.given);
                let accepted = Accepted::new(said.at, &walk.replies);
                self.commit(&walk.up_to_behind());
                let places = ahead.into_iter().map(|(place, _)| place);
                self.tree.given = places.filter(|place| given.contains(place)).collect();
                self.accepted = Some(accepted);
                self.question_sent = false;
            }
            Source::Ask => {
                self.tree.tentative = false;
                self.question_sent = true;
            }
            Source::Other(topic, source) => {
                self.suspend();
                self.enter(script, topic, false);
                let mut extra = Extra { message: self.message.clone(), ..Extra::default() };
                self.fill(script, &mut extra)?;
                self.accept_source(script, *source)?;
            }
        }
        Ok(())
    }

    pub(crate) fn choose(&mut self, script: &Script, id: &str) -> Result<(), Stopped> {
        if let Some(name) = id.strip_prefix("switch:") {
            let topic = topic_named(script, name).ok_or(Stopped::Refused)?;
            if self.is_on_frames(topic) {
                return Err(Stopped::Refused);
            }
            self.suspend();
            self.enter(script, topic, false);
        } else if let Some(name) = id.strip_prefix("back:") {
            let outermost = |tree: &Tree| script.topics[tree.frames[0].topic].name == name;
            let at = self.suspended.iter().rposition(outermost).ok_or(Stopped::Refused)?;
            let tree = self.suspended.remove(at);
            self.suspend();
            self.tree = tree;
        } else {
            let walk = self.walk(script, None)?;
            let offer = walk.choices.iter().find(|offer| offer.name == id);
            let index = offer.ok_or(Stopped::Refused)?.index;
            self.take(&walk, index);
        }
        self.forget_message();
        self.correcting = false;
        self.question_sent = false;
        if self.alone {
            self.walker.answered(self.mind.now);
        }
        Ok(())
    }

    /// Takes a choice that a walk offers.
    pub(crate) fn take(&mut self, walk: &Walk, index: usize) {
        if let Some(offer) = walk.choices.iter().find(|offer| offer.index == index) {
            self.commit(walk);
            if offer.once {
                self.mind.said.insert(offer.name.clone());
            }
            if let Some(frame) = self.tree.frames.last_mut() {
                frame.path.push((frame.next, index));
                frame.next = 0;
            }
        }
    }
}
