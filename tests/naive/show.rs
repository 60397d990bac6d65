//! What a turn shows of a conversation.

use answertree::check::script::Script;

use super::TooLong;
use super::session::{Accepted, Extra, Source, State};
use super::text::{self, choice_name};
use super::tree::{Frame, Said, Stop, Walk, new_actions, replies_at, walk};
use super::value::{self, Value};
use super::view::{Handoff, Suggestion, Summary, View};

/// At most so many suggestions are shown, as for `suggest`.
const MOST_SUGGESTIONS: usize = 5;

impl State {
    /// The replies accepted last, where a known fact got another value since.
    pub(crate) fn corrections(&self, script: &Script) -> Vec<Said> {
        match &self.accepted {
            Some(Accepted { place, texts }) if self.correcting => {
                let mut replies = replies_at(script, &self.mind, place, true);
                let same = |said: &Said| {
                    let said = (said.name.clone(), said.text.clone(), said.also.clone());
                    texts.contains(&said)
                };
                replies.retain(|said| !same(said));
                replies
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn switches(&self, script: &Script) -> Result<Vec<String>, TooLong> {
        let name = |topic: usize| &script.topics[topic].name;
        let mut out: Vec<String> =
            self.meant(script)?.iter().map(|&topic| format!("switch:{}", name(topic))).collect();
        out.extend(
            self.suspended.iter().map(|tree| format!("back:{}", name(tree.frames[0].topic))),
        );
        out.sort();
        Ok(out)
    }

    pub(crate) fn questions(&self, script: &Script, walk: &Walk) -> Vec<(String, String)> {
        let each = walk.asks.iter().map(|&fact| {
            let fact = &script.facts[fact];
            let question = fact.ask.as_ref();
            let question = question.map(|ask| text::render(script, &walk.mind, 0, ask));
            (fact.name.clone(), question.unwrap_or_default())
        });
        each.collect()
    }

    /// The questions as one message; none where the script has no words for them.
    pub(crate) fn question(&self, script: &Script, walk: &Walk) -> Option<String> {
        let questions = self.questions(script, walk);
        let words: Vec<String> = questions
            .into_iter()
            .map(|(_, words)| words)
            .filter(|words| !words.is_empty())
            .collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// What a walk has to say.
    pub(crate) fn suggestions_of(
        &self,
        script: &Script,
        walk: &Walk,
        topic: Option<usize>,
    ) -> Vec<(Suggestion, Source)> {
        let replies = walk.replies.iter();
        let mut out: Vec<(Suggestion, Source)> = replies
            .map(|said| (self.suggestion(script, said), Source::Reply(said.clone())))
            .collect();
        if let (true, Some(text), Some(topic)) =
            (out.is_empty(), self.question(script, walk), topic.or(walk.last))
        {
            let topic = script.topics[topic].name.clone();
            let asks = walk.asks.iter().map(|&fact| format!("-{}", script.facts[fact].name));
            let id = format!("{topic}/ask{}", asks.collect::<String>());
            let (text, also) = self.cut(script, text, &[]);
            out.push((Suggestion { id, topic, kind: "ask", text, also }, Source::Ask));
        }
        out
    }

    pub(crate) fn suggestion(&self, script: &Script, said: &Said) -> Suggestion {
        let (text, also) = self.cut(script, said.text.clone(), &said.also);
        let topic = script.topics[said.topic].name.clone();
        Suggestion { id: said.name.clone(), topic, kind: "reply", text, also }
    }

    /// Messages in parts that the channel takes.
    pub(crate) fn cut(
        &self,
        script: &Script,
        text: String,
        also: &[String],
    ) -> (String, Vec<String>) {
        let mut all = text::parts(script, self.mind.channel, text);
        for text in also {
            all.extend(text::parts(script, self.mind.channel, text.clone()));
        }
        let first = all.remove(0);
        (first, all)
    }

    pub(crate) fn suggestions(
        &self,
        script: &Script,
    ) -> Result<Vec<(Suggestion, Source)>, TooLong> {
        if self.alone {
            return Ok(Vec::new());
        }
        let mut out = Vec::new();
        let mut own = self.suggestions_of(script, &self.walk(script, None)?, None);
        own.retain(|(suggestion, _)| suggestion.kind == "reply" || !self.question_sent);
        for said in &self.corrections(script) {
            // What is offered anyway is not offered twice.
            if own.iter().all(|(suggestion, _)| suggestion.id != said.name) {
                out.push((self.suggestion(script, said), Source::Correction));
            }
        }
        out.extend(own);
        for topic in self.meant(script)? {
            let message = self.message.as_deref();
            let walk = walk(script, &self.mind, &[Frame::top(topic)], message, false)?;
            for (mut suggestion, source) in self.suggestions_of(script, &walk, Some(topic)) {
                // The topic is the one that accepting it switches to, wherever the words stand.
                suggestion.topic.clone_from(&script.topics[topic].name);
                if out.iter().any(|(other, _)| other.id == suggestion.id) {
                    continue;
                }
                out.push((suggestion, Source::Other(topic, Box::new(source))));
            }
        }
        // What can be sent before what cannot.
        out.sort_by_key(|(suggestion, _)| !self.fits(script, suggestion));
        out.truncate(MOST_SUGGESTIONS);
        Ok(out)
    }

    pub(crate) fn fits(&self, script: &Script, suggestion: &Suggestion) -> bool {
        let limit = self.mind.channel.and_then(|channel| script.channels[channel].limit);
        let mut texts = suggestion.also.iter().chain([&suggestion.text]);
        texts.all(|text| limit.is_none_or(|limit| text.chars().count() <= limit as usize))
    }

    /// The walk that the turn shows. Where it leaves nothing to decide it is committed.
    pub(crate) fn settle(&mut self, script: &Script) -> Result<Walk, TooLong> {
        let walk = self.walk(script, None)?;
        self.prefers(script, &walk);
        let nothing_left = walk.replies.is_empty()
            && matches!(walk.stop, Stop::Over(_) | Stop::End(_) | Stop::Handoff(..));
        // Behind a hand-off of the same operation nothing is done.
        let here = self.gone.is_none() || self.told;
        if nothing_left && here && !self.tree.tentative && !self.tree.frames.is_empty() {
            let given = std::mem::take(&mut self.tree.given);
            self.commit(&walk);
            self.tree.given = given;
        }
        Ok(walk)
    }

    /// The first rule for another channel that holds before the walk changes anything.
    pub(crate) fn prefers(&mut self, script: &Script, walk: &Walk) {
        let topic = walk.replies.first().map(|said| said.topic).or(walk.last);
        let rule = script.prefers.iter().find(|rule| {
            let of_topic = rule.topics.is_empty()
                || rule.topics.iter().any(|id| Some(id.index() as usize) == topic);
            topic.is_some()
                && of_topic
                && self.mind.channel != Some(rule.channel.index() as usize)
                && rule.condition.as_ref().is_none_or(|when| value::holds(script, &self.mind, when))
        });
        self.prefer = rule.map(|rule| rule.channel.index() as usize);
    }

    /// What a colleague should know.
    pub(crate) fn summary(&self, script: &Script) -> Summary {
        let own = |(fact, value): &(&usize, &Value)| self.defaults.get(fact) != Some(value);
        let shown =
            |(&fact, value): (&usize, &Value)| (script.facts[fact].name.clone(), value.show());
        let mut facts: Vec<(String, String)> =
            self.mind.facts.iter().filter(own).map(shown).collect();
        facts.sort();
        let topics = self.walked.iter().map(|&topic| script.topics[topic].name.clone());
        Summary { facts, topics: topics.collect() }
    }

    /// What the turn shows; remembers what must not be shown again.
    pub(crate) fn show(
        &mut self,
        script: &Script,
        walk: &Walk,
        extra: Extra,
    ) -> Result<View, TooLong> {
        let name = |department: usize| script.departments[department].name.clone();
        let known =
            |(&fact, value): (&usize, &Value)| (script.facts[fact].name.clone(), value.show());
        let mut actions = extra.actions;
        if !self.alone {
            // A customer's walks give theirs as they are committed.
            actions.extend(new_actions(&walk.actions, &self.tree.given));
            self.tree.given = walk.actions.iter().map(|(place, _)| place.clone()).collect();
        }
        let (mut handoff, mut ended) = match &walk.stop {
            Stop::Handoff(department, why) => (Some((*department, why.clone())), None),
            Stop::End(outcome) => (None, Some(*outcome)),
            _ => (None, None),
        };
        // It is told once: the host carries it out.
        if !self.told && self.gone.is_some() {
            handoff.clone_from(&self.gone);
            ended = None;
        }
        ended = self.ended.or(ended);
        let handoff = handoff.map(|(department, why)| Handoff {
            department: name(department),
            why,
            open: self
                .mind
                .now
                .is_none_or(|now| script.departments[department].schedule.is_open(now)),
        });
        self.asked.clone_from(&walk.asks);
        let topic = walk.replies.first().map(|said| said.topic).or(walk.last);
        let mut view = View {
            refused: false,
            topic: topic.map(|topic| script.topics[topic].name.clone()),
            department: self.department_of(script, topic).map(name),
            crumbs: self.crumbs(script),
            suggestions: self.suggestions(script)?.into_iter().map(|(shown, _)| shown).collect(),
            asks: self.questions(script, walk),
            filled: extra.filled.iter().map(known).collect(),
            choices: walk
                .choices
                .iter()
                .map(|c| (c.name.clone(), c.key.clone(), c.label.clone()))
                .collect(),
            steps: walk.steps.clone(),
            notes: walk.notes.clone(),
            actions,
            summary: handoff.as_ref().map(|_| self.summary(script)),
            handoff,
            prefer: self.prefer.map(|channel| script.channels[channel].name.clone()),
            ended: ended.map(|outcome| format!("{outcome:?}").to_lowercase()),
            open: self.is_open(),
            switches: self.switches(script)?,
            messages: extra.messages,
            alone: self.alone,
            facts: self.mind.facts.iter().map(known).collect(),
        };
        self.told = true;
        view.filled.sort();
        view.facts.sort();
        Ok(view)
    }

    /// The owner of a topic has it, unless it was handed over since a topic was entered.
    pub(crate) fn department_of(&self, script: &Script, topic: Option<usize>) -> Option<usize> {
        if self.handed {
            return self.department;
        }
        topic.and_then(|topic| script.topics[topic].department).map(|id| id.index() as usize)
    }

    pub(crate) fn crumbs(&self, script: &Script) -> Vec<String> {
        let mut out = Vec::new();
        for frame in &self.tree.frames {
            let topic = &script.topics[frame.topic];
            out.push(topic.name.clone());
            for depth in 0..frame.path.len() {
                let (statement, choice) = frame.path[depth];
                let above = Frame { path: frame.path[..depth].to_vec(), ..frame.clone() };
                let (body, prefix) = text::body(script, &above);
                out.push(choice_name(&topic.name, &prefix, body, statement, choice));
            }
        }
        out
    }
}
