//! What a message does: values for facts, topics, corrections.

use answertree::check::script::{FactKind, Script};

use super::session::{Extra, State};
use super::tree::{Frame, walk};
use super::value::Value;
use super::{TooLong, words};

impl State {
    /// Facts that a message gives.
    pub(crate) fn learn(
        &mut self,
        script: &Script,
        message: &str,
        extra: &mut Extra,
    ) -> Result<(), TooLong> {
        extra.message = Some(message.to_owned());
        for fact in 0..script.facts.len() {
            if let Some(value) = words::like_value(script, fact, message) {
                self.mind.facts.insert(fact, value.clone());
                extra.filled.insert(fact, value);
            }
        }
        for &fact in &self.asked {
            if let (None, Some(value)) =
                (self.mind.facts.get(&fact), words::yes_or_no(script, fact, message))
            {
                self.mind.facts.insert(fact, value.clone());
                extra.filled.insert(fact, value);
            }
        }
        self.fill(script, extra)?;
        if extra.filled.is_empty() {
            let taken = self.asked.iter().find_map(|&fact| {
                words::whole_message(script, fact, message).map(|value| (fact, value))
            });
            if let Some((fact, value)) = taken {
                self.mind.facts.insert(fact, value.clone());
                extra.filled.insert(fact, value);
                self.fill(script, extra)?;
            }
        }
        if words::words(message).len() <= 8 {
            for &fact in &self.by_message {
                let FactKind::OneOf(options) = &script.facts[fact].kind else { continue };
                let known = self.mind.facts.get(&fact);
                let mut others = words::options_in(options, message).into_iter().map(Value::Text);
                if let Some(other) = others.find(|other| Some(other) != known) {
                    self.mind.facts.insert(fact, other.clone());
                    extra.filled.insert(fact, other);
                }
            }
        }
        Ok(())
    }

    /// Facts that are needed on the way from here and stand in the message.
    pub(crate) fn fill(&mut self, script: &Script, extra: &mut Extra) -> Result<(), TooLong> {
        // Also behind a step: whoever does it need not ask.
        let message = extra.message.as_deref();
        let walk = walk(script, &self.mind, &self.tree.frames, message, false)?;
        for (fact, value) in walk.filled {
            self.mind.facts.insert(fact, value.clone());
            extra.filled.insert(fact, value);
        }
        Ok(())
    }

    /// Topics that a message means and that have anything to say, the best first.
    pub(crate) fn topics(&self, script: &Script, message: &str) -> Result<Vec<usize>, TooLong> {
        let mut topics = Vec::new();
        for topic in words::rank(script, &self.mind, message) {
            if !walk(script, &self.mind, &[Frame::top(topic)], Some(message), false)?.is_silent() {
                topics.push(topic);
            }
        }
        Ok(topics)
    }

    /// Whether the message gave something that the turn before asked for.
    pub(crate) fn is_answer(&self, extra: &Extra) -> bool {
        self.asked.iter().any(|fact| extra.filled.contains_key(fact))
    }

    pub(crate) fn receive(
        &mut self,
        script: &Script,
        message: &str,
        extra: &mut Extra,
    ) -> Result<(), TooLong> {
        let before = self.mind.facts.clone();
        self.question_sent = false;
        self.correcting = false;
        self.open();
        self.learn(script, message, extra)?;
        let mut topics = self.topics(script, message)?;
        let is_new = match (self.tree.frames.first(), topics.first()) {
            (None, Some(_)) => true,
            (Some(frame), Some(best)) => {
                self.tree.tentative && frame.topic != *best && !self.is_answer(extra)
            }
            (_, None) => false,
        };
        if is_new {
            if self.tree.tentative {
                self.walked.pop();
            }
            self.enter(script, topics[0], true);
            self.fill(script, extra)?;
        }
        topics.retain(|topic| !self.is_on_frames(*topic));
        self.meant = topics;
        self.message = Some(message.to_owned());
        self.correcting = before.iter().any(|(fact, old)| self.mind.facts.get(fact) != Some(old));
        Ok(())
    }

    /// Other topics that the last message means, as far as they still have anything to say.
    pub(crate) fn meant(&self, script: &Script) -> Result<Vec<usize>, TooLong> {
        let Some(message) = &self.message else { return Ok(Vec::new()) };
        let mut topics = self.topics(script, message)?;
        topics.retain(|topic| self.meant.contains(topic));
        Ok(topics)
    }
}
