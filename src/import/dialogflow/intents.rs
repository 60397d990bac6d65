//! Intents of Dialogflow with what users say, parameters and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::archive::Files;
use super::{Agent, parse, place, texts};
use crate::import::draft::{Body, Choice, Draft, Guards, MOST, Reply, Target, add};
use crate::import::facts::Kind;
use crate::import::names::{Sort, name_of};
use crate::import::source::Keys;
use crate::import::told::{ImportError, Loss, Place, shown};
use crate::import::words::{Form, Forms, Words, read as words};

/// How Dialogflow writes placeholders.
const FORMS: Forms = &[Form::Dollar];

/// Reads intents; the entities that their parameters are of, as far as these are regular expressions.
pub(super) fn read(
    draft: &mut Draft,
    file: &str,
    files: &Files,
    agent: &Agent<'_>,
) -> Result<BTreeSet<String>, ImportError> {
    let mut intents = BTreeMap::new();
    let mut names = BTreeMap::new();
    for (path, text) in &files.intents {
        if path.contains("_usersays_") {
            continue;
        }
        let intent = parse(file, text)?;
        let stem = path.trim_end_matches(".json");
        let name = intent.at("name").as_str().unwrap_or(stem).to_owned();
        if let Some(id) = intent.at("id").as_str() {
            names.insert(id.to_owned(), name.clone());
        }
        intents.insert(stem.to_owned(), (name, intent));
    }
    let mut used = BTreeSet::new();
    for (stem, (name, intent)) in &intents {
        let place = place(&format!("intents/{stem}.json"));
        let mut reader = Intent { draft: &mut *draft, place, name, agent, used: &mut used };
        reader.read(intent, &names);
    }
    for (path, text) in &files.intents {
        let Some((stem, _)) = path.rsplit_once("_usersays_") else { continue };
        let place = place(&format!("intents/{path}"));
        let name = intents.get(stem).map_or(stem, |(name, _)| name);
        if !draft.has_topic(name) && intents.contains_key(stem) {
            continue;
        }
        let said = parse(file, text)?;
        for phrase in said.as_array().into_iter().flatten() {
            self::phrase(draft, name, phrase, &place);
        }
    }
    Ok(used)
}

/// What a user says: parts, some of them marked as values of parameters.
fn phrase(draft: &mut Draft, name: &str, phrase: &Value, place: &Place) {
    let parts = phrase.at("data").as_array().map_or(&[][..], Vec::as_slice);
    let text: String = parts.iter().filter_map(|part| part.at("text").as_str()).collect();
    if phrase.at("isTemplate") == &Value::Bool(true) {
        let why = format!("`{}` is a template, and no message", shown(&text));
        draft.teller.tell(place, Loss::Pattern, why);
    } else {
        draft.example(name, &text, place);
    }
}

/// An intent that is being read.
struct Intent<'d> {
    draft: &'d mut Draft,
    place: Place,
    name: &'d str,
    agent: &'d Agent<'d>,
    used: &'d mut BTreeSet<String>,
}

impl Intent<'_> {
    fn lost(&mut self, loss: Loss, why: impl Into<String>) {
        self.draft.teller.tell(&self.place, loss, why);
    }

    fn body(&mut self) -> &mut Body {
        &mut self.draft.topic(self.name, &self.place).body
    }

    fn read(&mut self, intent: &Value, names: &BTreeMap<String, String>) {
        if intent.at("fallbackIntent") == &Value::Bool(true) {
            let why = "it answers what nothing fits, which only menus do: `on nomatch`";
            return self.lost(Loss::NoPlace, why);
        }
        self.draft.topic(self.name, &self.place);
        let parent = intent.at("parentId").as_str().and_then(|id| names.get(id));
        if let Some(parent) = parent {
            let label = self.name.strip_prefix(parent.as_str()).unwrap_or(self.name);
            let label = label.trim_start_matches([' ', '-']).trim();
            let choice = Choice {
                place: self.draft.teller.here(&self.place),
                label: Words::plain(if label.is_empty() { self.name } else { label }),
                target: Some(Target::Topic(self.name.to_owned())),
                body: Body::default(),
            };
            self.draft.topic(parent, &self.place).body.choice(choice);
        }
        let follows = |context: &str| context.ends_with("-followup");
        if texts(intent.at("contexts")).any(|context| parent.is_none() || !follows(context)) {
            self.lost(Loss::NoPlace, "in which contexts it fits is left out");
        }
        // Old exports have here what users say.
        for phrase in intent.at("userSays").as_array().into_iter().flatten() {
            self::phrase(self.draft, self.name, phrase, &self.place);
        }
        for response in intent.at("responses").as_array().into_iter().flatten() {
            let contexts = response.at("affectedContexts").as_array().into_iter().flatten();
            if contexts.filter_map(|context| context.at("name").as_str()).any(|name| !follows(name))
            {
                self.lost(Loss::NoPlace, "which contexts it sets is left out");
            }
            for parameter in response.at("parameters").as_array().into_iter().flatten() {
                self.parameter(parameter);
            }
            let messages = response.at("messages").as_array().map_or(&[][..], Vec::as_slice);
            self.messages(messages);
            let action = response.at("action").as_str().filter(|action| !action.trim().is_empty());
            if intent.at("webhookUsed") == &Value::Bool(true) {
                match action {
                    Some(action) => {
                        let action = name_of(action, Sort::Action);
                        self.body().actions.push(action);
                    }
                    None => self.lost(Loss::NoPlace, "what its webhook does is left out"),
                }
            }
        }
        for (key, what) in [("events", "events"), ("conditionalResponses", "conditional responses")]
        {
            if intent.at(key).as_array().is_some_and(|list| !list.is_empty()) {
                self.lost(Loss::NoPlace, format!("its {what} are left out"));
            }
        }
    }

    /// A parameter is a fact; one that must be known is needed, and asked for by its first prompt.
    fn parameter(&mut self, parameter: &Value) {
        let Some(given) = parameter.at("name").as_str().filter(|name| !name.trim().is_empty())
        else {
            return;
        };
        let data_type = parameter.at("dataType").as_str().unwrap_or("");
        let kind = match data_type {
            "@sys.number" | "@sys.number-integer" | "@sys.cardinal" | "@sys.ordinal" => {
                Kind::Number
            }
            "@sys.date" => Kind::Date,
            "@sys.time" => Kind::Time,
            "@sys.unit-currency" => Kind::Money,
            "@sys.email" => Kind::Email,
            "@sys.phone-number" => Kind::Phone,
            "@sys.url" => Kind::Link,
            _ => Kind::Text,
        };
        let entity = data_type.trim_start_matches('@');
        let like = self.agent.likes.get(entity).cloned();
        if like.is_some() {
            self.used.insert(entity.to_owned());
        }
        let prompts = parameter.at("prompts").as_array().map_or(&[][..], Vec::as_slice);
        let own = self.agent.own;
        let fits = |prompt: &&Value| own.is_none() || prompt.at("lang").as_str() == own;
        let prompt = prompts.iter().find(fits).or(prompts.first());
        let ask = prompt.and_then(|p| p.at("value").as_str()).map(|text| self.words(text));
        let ask = ask.filter(|ask| !ask.is_empty());
        if prompts.len() > 1 {
            let why = format!("of the prompts of `{}` one is kept", shown(given));
            self.lost(Loss::NoPlace, why);
        }
        let (name, fact) = self.draft.facts.named(given);
        fact.kind = kind;
        fact.like = fact.like.take().or(like);
        let is_asked = ask.is_some();
        fact.ask = fact.ask.take().or(ask);
        let topic = self.draft.topic(self.name, &self.place);
        if parameter.at("required") == &Value::Bool(true)
            && is_asked
            && !topic.needs.contains(&name)
        {
            topic.needs.push(name);
        }
    }

    fn words(&mut self, text: &str) -> Words {
        let mut lost = Vec::new();
        let words = words(text, FORMS, &mut self.draft.facts, &mut lost);
        for lost in lost {
            self.lost(Loss::Placeholder, lost);
        }
        words
    }

    /// Texts that follow each other are sent one after the other; what they say otherwise is a wording.
    fn messages(&mut self, messages: &[Value]) {
        let mut replies: Vec<Reply> = Vec::new();
        for message in messages {
            let kind = match message.at("type") {
                Value::Number(number) => number.to_string(),
                other => other.as_str().unwrap_or("").to_owned(),
            };
            let said = match kind.as_str() {
                "0" => message.at("speech"),
                "2" => message.at("title"),
                "1" | "3" | "4" => {
                    let what = match kind.as_str() {
                        "1" => "card",
                        "3" => "picture",
                        _ => "payload",
                    };
                    self.lost(Loss::NoPlace, format!("a {what} in its response is left out"));
                    continue;
                }
                other => {
                    let why = format!("a response of type `{}` is left out", shown(other));
                    self.lost(Loss::NoPlace, why);
                    continue;
                }
            };
            let said: Vec<&str> = said.as_str().into_iter().chain(texts(said)).collect();
            let mut wordings: Vec<Words> = Vec::new();
            for text in said.into_iter().filter(|text| !text.trim().is_empty()) {
                let words = self.words(text);
                if self.draft.fits(&words, &self.place) {
                    let left_out = add(&mut wordings, words);
                    self.body().left_out += left_out;
                }
            }
            for label in texts(message.at("replies")).filter(|label| !label.trim().is_empty()) {
                let place = self.draft.teller.here(&self.place);
                let (words, target) = (Words::plain(label), Target::Message(label.to_owned()));
                let choice =
                    Choice { place, label: words, target: Some(target), body: Body::default() };
                self.body().choice(choice);
            }
            if wordings.is_empty() {
                continue;
            }
            let language = message.at("lang").as_str().filter(|tag| Some(*tag) != self.agent.own);
            let known = |tag: &&str| self.draft.languages.iter().any(|other| other == tag);
            let language = language.filter(known).map(str::to_owned);
            let platform = message.at("platform").as_str();
            let channel = platform.map(|platform| name_of(&platform.to_lowercase(), Sort::Channel));
            self.draft.channels.extend(channel.clone());
            let guards = Guards { language, channel, condition: None };
            let is_full = replies.len() >= MOST;
            match replies.iter_mut().find(|reply| reply.guards == guards) {
                Some(reply) => reply.messages.push(wordings),
                None if is_full => self.body().left_out += 1,
                None => replies.push(Reply { guards, messages: vec![wordings] }),
            }
        }
        // What is for one channel goes before what is for all.
        replies.sort_by_key(|reply| reply.guards.channel.is_none());
        replies.into_iter().for_each(|reply| self.body().reply(reply));
    }
}
