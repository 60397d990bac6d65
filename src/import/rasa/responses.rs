//! Responses of Rasa, and where they are said.

use super::{Answer, Rasa, text};
use crate::import::draft::{Body, Choice, Draft, Guards, Reply, Target, add};
use crate::import::facts::Kind;
use crate::import::names::{Sort, name_of};
use crate::import::told::{Loss, Place, shown};
use crate::import::words::{Form, Forms, Words, read as words};
use crate::import::write::quoted;
use crate::import::yaml::Node;

/// How Rasa writes placeholders.
const FORMS: Forms = &[Form::Single];

/// What the bot may say at one place.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) place: Place,
    /// Whether an intent leads to it.
    pub(super) is_said: bool,
    variations: Vec<Variation>,
    /// Its buttons.
    body: Body,
}

/// One way to say it.
#[derive(Debug)]
struct Variation {
    channel: Option<String>,
    /// Slots and the values that they must have.
    conditions: Vec<(String, String)>,
    words: Words,
}

impl Rasa {
    /// Reads `responses`.
    pub(super) fn responses(&mut self, draft: &mut Draft, responses: &Node) {
        for (name, given) in responses.entries() {
            let place = draft.teller.here(&Place::line(given.line));
            let mut response = Response {
                place: place.clone(),
                is_said: false,
                variations: Vec::new(),
                body: Body::default(),
            };
            for variation in given.items() {
                let place = draft.teller.here(&Place::line(variation.line));
                if let Some(variation) = self::variation(draft, variation, &mut response, &place) {
                    response.variations.push(variation);
                }
            }
            self.responses.insert(name.to_owned(), response);
        }
    }

    /// Adds to a topic what answers an intent.
    pub(super) fn answer(&mut self, draft: &mut Draft, intent: &str, answer: &Answer) {
        let mut messages: Vec<Vec<Words>> = Vec::new();
        let mut body = Body::default();
        for action in &answer.actions {
            let Some(response) = self.responses.get_mut(action) else {
                self.act(draft, &mut body, action, &answer.place);
                continue;
            };
            response.is_said = true;
            let mut wordings: Vec<Words> = Vec::new();
            let variations = std::mem::take(&mut response.variations);
            body.left_out += response.body.left_out;
            response.body.choices.iter().cloned().for_each(|choice| body.choice(choice));
            let place = response.place.clone();
            for variation in &variations {
                if variation.channel.is_none() && variation.conditions.is_empty() {
                    body.left_out += add(&mut wordings, variation.words.clone());
                } else if let Some(guards) = self.guards(draft, variation, &place) {
                    body.wording(&guards, variation.words.clone());
                }
            }
            if !wordings.is_empty() {
                messages.push(wordings);
            }
            if let Some(response) = self.responses.get_mut(action) {
                response.variations = variations;
            }
        }
        body.reply(Reply { guards: Guards::default(), messages });
        if body.replies.is_empty() && body.actions.is_empty() && body.choices.is_empty() {
            return;
        }
        let topic = draft.topic(intent, &answer.place);
        body.replies.into_iter().for_each(|reply| topic.body.reply(reply));
        topic.body.actions.extend(body.actions);
        body.choices.into_iter().for_each(|choice| topic.body.choice(choice));
        topic.body.left_out += body.left_out;
    }

    /// What is done and not said: the host does it.
    fn act(&self, draft: &mut Draft, body: &mut Body, action: &str, place: &Place) {
        // A response selector says one of the responses below its name.
        let below = format!("{action}/");
        if self
            .responses
            .range(below.clone()..)
            .next()
            .is_some_and(|(name, _)| name.starts_with(&below))
        {
            return;
        }
        if action.starts_with("utter_") {
            let why = format!("there is no response `{}`", shown(action));
            draft.teller.tell(place, Loss::Nowhere, why);
        } else {
            body.actions.push(name_of(action, Sort::Action));
        }
    }

    /// The guards of a variation; none where its condition cannot be said.
    fn guards(&self, draft: &mut Draft, variation: &Variation, place: &Place) -> Option<Guards> {
        let mut conditions = Vec::new();
        for (slot, value) in &variation.conditions {
            let (name, _) = draft.facts.named(slot);
            let is_number = value.parse::<u32>().is_ok();
            conditions.push(match (self.slots.get(slot).unwrap_or(&Kind::Text), value.as_str()) {
                (Kind::YesNo, "true" | "True") => name,
                (Kind::YesNo, "false" | "False") => format!("not {name}"),
                (Kind::Number, value) if is_number => format!("{name} = {value}"),
                (Kind::OneOf(options), value) if options.iter().any(|o| o == value) => {
                    format!("{name} = {}", quoted(value))
                }
                (Kind::Text, value) => format!("{name} = {}", quoted(value)),
                _ => {
                    let why = format!("the condition of `{}` cannot be said", shown(slot));
                    draft.teller.tell(place, Loss::NoPlace, why);
                    return None;
                }
            });
        }
        let condition = (!conditions.is_empty()).then(|| conditions.join(" and "));
        let channel = variation.channel.clone();
        draft.channels.extend(channel.clone());
        Some(Guards { language: None, channel, condition })
    }
}

fn variation(
    draft: &mut Draft,
    given: &Node,
    response: &mut Response,
    place: &Place,
) -> Option<Variation> {
    let mut out = Variation { channel: None, conditions: Vec::new(), words: Words::default() };
    let mut has_text = false;
    for (key, value) in given.entries() {
        match key {
            "text" => {
                let mut lost = Vec::new();
                out.words = words(value.text().unwrap_or(""), FORMS, &mut draft.facts, &mut lost);
                has_text = draft.fits(&out.words, place);
            }
            "channel" => out.channel = value.text().map(|name| name_of(name, Sort::Channel)),
            "condition" => {
                for condition in value.items() {
                    let (slot, value) = (text(condition.get("name")), text(condition.get("value")));
                    out.conditions
                        .extend(slot.zip(value).map(|(s, v)| (s.to_owned(), v.to_owned())));
                }
            }
            "buttons" => buttons(value, response, place),
            "metadata" | "id" => {}
            other => {
                let why = format!("the {} of a response has no place in a script", shown(other));
                draft.teller.tell(&Place::line(value.line), Loss::NoPlace, why);
            }
        }
    }
    has_text.then_some(out)
}

/// Buttons are choices: a payload `/intent` leads to its topic.
fn buttons(given: &Node, response: &mut Response, place: &Place) {
    for button in given.items() {
        let Some(title) = text(button.get("title")).filter(|title| !title.trim().is_empty()) else {
            continue;
        };
        let payload = text(button.get("payload")).unwrap_or(title);
        let target = match payload.strip_prefix('/') {
            Some(intent) => {
                let intent = intent.split(['{', ' ']).next().unwrap_or(intent);
                Target::Topic(intent.to_owned())
            }
            None => Target::Message(payload.to_owned()),
        };
        let (place, label) = (place.clone(), Words::plain(title));
        response.body.choice(Choice { place, label, target: Some(target), body: Body::default() });
    }
}
