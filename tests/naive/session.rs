//! A conversation: its state after each turn, all of them kept.

use std::collections::{BTreeMap, BTreeSet};

use answertree::check::script::{FactKind, Script};
use answertree::syntax::tree::Outcome;

use super::mind::Mind;
use super::text::{self, choice_name};
use super::tree::{Frame, Said, Stop, Walk, new_actions, replies_at, walk};
use super::value::{self, Value, eval};
use super::view::{Handoff, Suggestion, Summary, View};
use super::{Operation, Start, TooLong, words};

/// A tree that stands somewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tree {
    /// The innermost last; none where no topic was entered.
    pub(crate) frames: Vec<Frame>,
    /// A message led here and nothing was accepted or chosen yet.
    pub(crate) tentative: bool,
    /// Places of actions that lie ahead and were given.
    pub(crate) given: Vec<String>,
}

impl Tree {
    fn new(topic: usize, tentative: bool) -> Self {
        Self { frames: vec![Frame::top(topic)], tentative, given: Vec::new() }
    }
}

/// All of a conversation after a turn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) mind: Mind,
    pub(crate) tree: Tree,
    /// The newest last.
    pub(crate) suspended: Vec<Tree>,
    /// To whom it was handed off.
    pub(crate) department: Option<usize>,
    /// It was handed off since a topic was entered.
    pub(crate) handed: bool,
    /// To whom it went, and why.
    gone: Option<(usize, String)>,
    /// How it ended.
    ended: Option<Outcome>,
    /// A turn said so.
    told: bool,
    /// Facts that the turn before asked for.
    pub(crate) asked: Vec<usize>,
    /// The question was sent since the customer wrote.
    pub(crate) question_sent: bool,
    /// The last message, while what it means is in sight.
    message: Option<String>,
    /// Other topics that it means.
    meant: Vec<usize>,
    /// The replies of which one was accepted last.
    pub(crate) accepted: Option<Accepted>,
    /// They are offered again.
    pub(crate) correcting: bool,
    /// Facts that a message filled.
    pub(crate) by_message: BTreeSet<usize>,
    /// Topics in the order walked.
    walked: Vec<usize>,
    /// What facts are at the start, if nobody says otherwise.
    defaults: BTreeMap<usize, Value>,
    /// The channel that the last walk would rather have.
    prefer: Option<usize>,
    pub(crate) alone: bool,
    pub(crate) walker: super::alone::Walker,
}

/// Replies of which one was accepted: where they stand, and their names with what each said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Accepted {
    place: Frame,
    texts: Vec<(String, String, Vec<String>)>,
}

impl Accepted {
    pub(crate) fn new(place: Frame, replies: &[Said]) -> Self {
        let each = |said: &Said| (said.name.clone(), said.text.clone(), said.also.clone());
        Self { place, texts: replies.iter().map(each).collect() }
    }
}

/// What an operation gave besides where it led.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Extra {
    /// A silence was answered.
    pub(crate) silence: bool,
    /// The message of this turn, for facts that are needed.
    message: Option<String>,
    pub(crate) filled: BTreeMap<usize, Value>,
    pub(crate) messages: Vec<String>,
    pub(crate) actions: Vec<String>,
}

/// Where a suggestion comes from.
#[derive(Clone, Debug)]
enum Source {
    Correction,
    Reply(Said),
    Ask,
    /// Of another topic.
    Other(usize, Box<Source>),
}

/// Why an operation has no view.
pub(crate) enum Stopped {
    /// It does not fit.
    Refused,
    /// The case is none.
    TooLong,
}

impl From<TooLong> for Stopped {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// At most so many trees are suspended.
const MOST_SUSPENDED: usize = 8;

/// At most so many suggestions are shown, as for `suggest`.
const MOST_SUGGESTIONS: usize = 5;

/// A conversation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Session<'s> {
    script: &'s Script,
    /// The state after each turn, that of the start first; what is saved has them all.
    history: Vec<State>,
}

impl<'s> Session<'s> {
    /// Begins a conversation.
    pub(crate) fn start(script: &'s Script, start: &Start) -> Result<(Self, View), TooLong> {
        let named = |name: &String| script.channels.iter().position(|c| c.name == *name);
        let language = start.language.as_ref().and_then(|name| {
            script.languages.iter().position(|language| language.name.eq_ignore_ascii_case(name))
        });
        let mut mind = Mind {
            channel: start.channel.as_ref().and_then(named),
            language: language.unwrap_or(0),
            seed: start.seed,
            now: start.now,
            facts: BTreeMap::new(),
            visits: BTreeMap::new(),
            said: BTreeSet::new(),
            menu: None,
        };
        let mut defaults = BTreeMap::new();
        for (index, fact) in script.facts.iter().enumerate() {
            let own = fact.default.as_ref().and_then(|own| eval(script, &mind, own));
            own.into_iter().for_each(|own| drop(defaults.insert(index, own)));
            let given = start.facts.iter().rev().find(|(name, _)| *name == fact.name);
            let value = match (given, &fact.default) {
                (Some((_, given)), _) => value::read(&fact.kind, given),
                (None, Some(default)) => eval(script, &mind, default),
                (None, None) => None,
            };
            value.into_iter().for_each(|value| drop(mind.facts.insert(index, value)));
        }
        let mut state = State {
            mind,
            tree: Tree::default(),
            suspended: Vec::new(),
            department: None,
            handed: false,
            gone: None,
            ended: None,
            told: false,
            asked: Vec::new(),
            question_sent: false,
            message: None,
            meant: Vec::new(),
            accepted: None,
            correcting: false,
            by_message: BTreeSet::new(),
            walked: Vec::new(),
            defaults,
            prefer: None,
            alone: start.alone,
            walker: super::alone::Walker::begun(start.now),
        };
        let topic = start.topic.as_ref().and_then(|name| topic_named(script, name));
        topic.into_iter().for_each(|topic| state.enter(script, topic, false));
        let mut extra = Extra::default();
        state.run_alone(script, &mut extra)?;
        let walk = state.settle(script)?;
        let view = state.show(script, &walk, extra)?;
        Ok((Self { script, history: vec![state] }, view))
    }

    /// The number of the turn that was shown last.
    pub(crate) fn turn(&self) -> usize {
        self.history.len() - 1
    }

    /// Does what the host does; a refused operation changes nothing.
    pub(crate) fn apply(&mut self, operation: &Operation) -> Result<View, TooLong> {
        let script = self.script;
        let Some(mut state) = self.history.last().cloned() else { return Ok(View::refused()) };
        let mut extra = Extra::default();
        if let Operation::Undo(turn) = operation {
            if *turn as usize >= self.history.len() {
                return Ok(View::refused());
            }
            self.history.truncate(*turn as usize + 1);
        }
        if let Operation::Undo(_) | Operation::Restore = operation {
            if let Operation::Restore = operation {
                // What was written and said is not saved.
                for state in &mut self.history {
                    state.forget_message();
                    state.walker.restored();
                }
            }
            let Some(earlier) = self.history.last_mut() else { return Ok(View::refused()) };
            let walk = earlier.walk(script, None)?;
            earlier.prefers(script, &walk);
            return earlier.show(script, &walk, extra);
        }
        match state.apply(script, operation, &mut extra) {
            Ok(()) => {}
            Err(Stopped::Refused) => return Ok(View::refused()),
            Err(Stopped::TooLong) => return Err(TooLong),
        }
        let is_turn = !matches!(operation, Operation::Tick(_)) || extra.silence;
        let walk = state.settle(script)?;
        let view = state.show(script, &walk, extra)?;
        if !is_turn {
            self.history.pop();
        }
        self.history.push(state);
        Ok(view)
    }
}

fn topic_named(script: &Script, name: &str) -> Option<usize> {
    script.topics.iter().position(|topic| topic.name == name)
}

impl State {
    fn apply(
        &mut self,
        script: &Script,
        operation: &Operation,
        extra: &mut Extra,
    ) -> Result<(), Stopped> {
        match operation {
            Operation::Receive(message) if self.alone => {
                self.receive_alone(script, message, extra)?;
            }
            Operation::Receive(message) => self.receive(script, message, extra)?,
            Operation::Accept(id) => self.accept(script, id)?,
            Operation::Choose(id) => self.choose(script, id)?,
            Operation::Set(name, given) => {
                let fact = script.facts.iter().position(|fact| fact.name == *name);
                let fact = fact.ok_or(Stopped::Refused)?;
                let value = value::read(&script.facts[fact].kind, given).ok_or(Stopped::Refused)?;
                self.mind.facts.insert(fact, value);
            }
            Operation::Tick(now) => {
                self.mind.now = Some(*now);
                if self.alone {
                    self.silence(script, extra)?;
                }
            }
            Operation::Handoff(name, why) => {
                let to = script.departments.iter().position(|d| d.name == *name);
                self.hand_over(to.ok_or(Stopped::Refused)?, why.clone());
                self.forget_message();
            }
            Operation::Undo(_) | Operation::Restore => {}
        }
        if self.alone {
            self.run_alone(script, extra)?;
        }
        Ok(())
    }

    pub(crate) fn walk(&self, script: &Script, message: Option<&str>) -> Result<Walk, TooLong> {
        walk(script, &self.mind, &self.tree.frames, message, self.alone)
    }

    /// The innermost topic.
    pub(crate) fn topic(&self) -> Option<usize> {
        self.tree.frames.last().map(|frame| frame.topic)
    }

    fn is_on_frames(&self, topic: usize) -> bool {
        self.tree.frames.iter().any(|frame| frame.topic == topic)
    }

    /// A topic is entered in an empty tree.
    pub(crate) fn enter(&mut self, script: &Script, topic: usize, tentative: bool) {
        self.tree = Tree::new(topic, tentative);
        self.walks(topic);
        if script.topics[topic].menu {
            self.mind.menu = Some(topic);
        }
        self.open();
        self.handed = false;
    }

    fn walks(&mut self, topic: usize) {
        self.walked.push(topic);
    }

    /// It goes on.
    pub(crate) fn open(&mut self) {
        (self.gone, self.ended) = (None, None);
    }

    pub(crate) fn is_open(&self) -> bool {
        self.gone.is_none() && self.ended.is_none()
    }

    /// The conversation ends: nothing is come back to.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        let trees = std::mem::take(&mut self.suspended);
        for frame in trees.iter().flat_map(|tree| &tree.frames) {
            self.mind.leave(frame.topic);
        }
        self.ended = Some(outcome);
    }

    /// By hand, or because a customer needs a person: the tree stays.
    pub(crate) fn hand_over(&mut self, department: usize, why: String) {
        self.department = Some(department);
        self.handed = true;
        self.gone = Some((department, why));
        self.told = false;
        self.alone = false;
    }

    /// Makes a walk's changes real.
    pub(crate) fn commit(&mut self, walk: &Walk) {
        self.mind = walk.mind.clone();
        self.tree = Tree { frames: walk.frames.clone(), ..Tree::default() };
        self.handed &= walk.entered.is_empty();
        walk.entered.iter().for_each(|&topic| self.walks(topic));
        match &walk.stop {
            Stop::End(outcome) => self.end(*outcome),
            Stop::Handoff(department, why) => self.hand_over(*department, why.clone()),
            _ => {}
        }
    }

    /// The tree is left for another: it can be come back to, unless it was only tried.
    pub(crate) fn suspend(&mut self) {
        let tree = std::mem::take(&mut self.tree);
        if tree.tentative {
            self.walked.pop();
        }
        if tree.frames.is_empty() || tree.tentative {
            return;
        }
        let topic = tree.frames[0].topic;
        let same = self.suspended.iter().position(|other| other.frames[0].topic == topic);
        self.suspended.push(tree);
        if same.is_some() || self.suspended.len() > MOST_SUSPENDED {
            let given_up = self.suspended.remove(same.unwrap_or(0));
            given_up.frames.iter().for_each(|frame| self.mind.leave(frame.topic));
        }
    }

    fn accept(&mut self, script: &Script, id: &str) -> Result<(), Stopped> {
        let list = self.suggestions(script)?;
        let found = list.into_iter().find(|(suggestion, _)| suggestion.id == id);
        let (_, source) = found.ok_or(Stopped::Refused)?;
        self.accept_source(script, source)?;
        self.forget_message();
        self.correcting = false;
        Ok(())
    }

    /// What a message led to is shown in its own turn.
    fn forget_message(&mut self) {
        self.message = None;
        self.meant.clear();
    }

    fn accept_source(&mut self, script: &Script, source: Source) -> Result<(), Stopped> {
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

    fn choose(&mut self, script: &Script, id: &str) -> Result<(), Stopped> {
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
        let walk = self.walk(script, extra.message.as_deref())?;
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

    fn receive(
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
        self.by_message.extend(extra.filled.keys());
        self.correcting = before.iter().any(|(fact, old)| self.mind.facts.get(fact) != Some(old));
        Ok(())
    }

    /// The replies accepted last, where a known fact got another value since.
    fn corrections(&self, script: &Script) -> Vec<Said> {
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

    /// Other topics that the last message means, as far as they still have anything to say.
    fn meant(&self, script: &Script) -> Result<Vec<usize>, TooLong> {
        let Some(message) = &self.message else { return Ok(Vec::new()) };
        let mut topics = self.topics(script, message)?;
        topics.retain(|topic| self.meant.contains(topic));
        Ok(topics)
    }

    fn switches(&self, script: &Script) -> Result<Vec<String>, TooLong> {
        let name = |topic: usize| &script.topics[topic].name;
        let mut out: Vec<String> =
            self.meant(script)?.iter().map(|&topic| format!("switch:{}", name(topic))).collect();
        out.extend(
            self.suspended.iter().map(|tree| format!("back:{}", name(tree.frames[0].topic))),
        );
        out.sort();
        Ok(out)
    }

    fn questions(&self, script: &Script, walk: &Walk) -> Vec<(String, String)> {
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
    fn suggestions_of(
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

    fn suggestion(&self, script: &Script, said: &Said) -> Suggestion {
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

    fn suggestions(&self, script: &Script) -> Result<Vec<(Suggestion, Source)>, TooLong> {
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

    fn fits(&self, script: &Script, suggestion: &Suggestion) -> bool {
        let limit = self.mind.channel.and_then(|channel| script.channels[channel].limit);
        let mut texts = suggestion.also.iter().chain([&suggestion.text]);
        texts.all(|text| limit.is_none_or(|limit| text.chars().count() <= limit as usize))
    }

    /// The walk that the turn shows. Where it leaves nothing to decide it is committed.
    fn settle(&mut self, script: &Script) -> Result<Walk, TooLong> {
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
    fn prefers(&mut self, script: &Script, walk: &Walk) {
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
    fn summary(&self, script: &Script) -> Summary {
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
    fn show(&mut self, script: &Script, walk: &Walk, extra: Extra) -> Result<View, TooLong> {
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
    fn department_of(&self, script: &Script, topic: Option<usize>) -> Option<usize> {
        if self.handed {
            return self.department;
        }
        topic.and_then(|topic| script.topics[topic].department).map(|id| id.index() as usize)
    }

    fn crumbs(&self, script: &Script) -> Vec<String> {
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
