//! Rasa: training data, domains, rules and stories in YAML.

mod examples;
mod responses;
mod stories;

use std::collections::BTreeMap;
use std::rc::Rc;

use self::responses::Response;
use super::draft::Draft;
use super::facts::{Kind, like};
use super::names::{Sort, name_of};
use super::told::{ImportError, Loss, Place, Wrong, shown};
use super::words::one_line;
use super::yaml::{self, Node};

/// What several files say together: intents, responses and what leads from one to the other may stand in files of their own.
#[derive(Debug, Default)]
pub(super) struct Rasa {
    /// By their names, in order of these.
    responses: BTreeMap<String, Response>,
    /// What answers an intent, and whether a rule says so.
    answers: BTreeMap<String, Answer>,
    /// Types of slots.
    slots: BTreeMap<String, Kind>,
}

/// What answers an intent.
#[derive(Debug)]
struct Answer {
    place: Place,
    is_rule: bool,
    /// Names of actions: `utter_…` is said, others are done.
    actions: Vec<String>,
}

/// How many of the expressions of one name are tried.
const MAX_TRIED: usize = 8;

/// Keys that say nothing which a script would say.
const SILENT: [&str; 7] =
    ["version", "intents", "entities", "actions", "session_config", "config", "language"];

impl Rasa {
    /// Reads a file.
    pub(super) fn read(
        &mut self,
        draft: &mut Draft,
        file: &str,
        text: &str,
    ) -> Result<(), ImportError> {
        let documents = yaml::read(file, text)?;
        let mut known = false;
        for (key, value) in documents.iter().flat_map(|document| document.entries()) {
            known = true;
            match key {
                "nlu" => value.items().iter().for_each(|item| self::item(draft, item)),
                "responses" | "templates" => self.responses(draft, value),
                "slots" => self.slots(value),
                "rules" | "stories" => self.stories(draft, value, key == "rules"),
                _ if SILENT.contains(&key) => {}
                _ => {
                    let why = format!("`{}` has no place in a script", shown(key));
                    draft.teller.tell(&Place::line(value.line), Loss::NoPlace, why);
                }
            }
        }
        if known {
            return Ok(());
        }
        let why = "it has no keys as Rasa's files have, such as `nlu` and `responses`";
        Err(ImportError::new(file, Wrong::Format, why))
    }

    fn slots(&mut self, slots: &Node) {
        for (name, slot) in slots.entries() {
            let kind = match slot.get("type").and_then(|kind| kind.text()) {
                Some("bool") => Kind::YesNo,
                Some("float") => Kind::Number,
                Some("categorical") => {
                    let values = slot.get("values").map_or(&[][..], |values| values.items());
                    let mut options: Vec<String> = Vec::new();
                    for option in values.iter().filter_map(|value| value.text()).map(one_line) {
                        if option.contains(char::is_alphanumeric) && !options.contains(&option) {
                            options.push(option);
                        }
                    }
                    if options.is_empty() { Kind::Text } else { Kind::OneOf(options) }
                }
                _ => slot.get("mappings").map_or(Kind::Text, |mappings| found_by(mappings)),
            };
            self.slots.insert(name.to_owned(), kind);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.responses.is_empty()
    }

    /// Puts responses where they are said.
    pub(super) fn finish(&mut self, draft: &mut Draft) {
        for (intent, answer) in std::mem::take(&mut self.answers) {
            self.answer(draft, &intent, &answer);
        }
        let names: Vec<String> = self.responses.keys().cloned().collect();
        for name in names {
            if self.responses.get(&name).is_some_and(|response| response.is_said) {
                continue;
            }
            let intent = name.strip_prefix("utter_").unwrap_or(&name).to_owned();
            let Some(place) = self.responses.get(&name).map(|r| r.place.clone()) else { continue };
            if !draft.has_topic(&intent) {
                let why = format!("no intent leads to `{}`, which becomes a topic", shown(&name));
                draft.teller.tell(&place, Loss::Nowhere, why);
            }
            let answer = Answer { place, is_rule: true, actions: vec![name] };
            self.answer(draft, &intent, &answer);
        }
        // What a fact looks like says more than the values that examples happen to have.
        let facts = &draft.facts.0;
        let is_seen =
            |list: &str| facts.get(&name_of(list, Sort::Fact)).is_some_and(|f| f.like.is_some());
        draft.lists.retain(|list, _| !is_seen(list));
        for (slot, kind) in std::mem::take(&mut self.slots) {
            let name = name_of(&slot, Sort::Fact);
            if let Some(fact) = draft.facts.0.get_mut(&name) {
                fact.kind = kind;
            }
        }
    }
}

/// An entry of `nlu`.
fn item(draft: &mut Draft, item: &Node) {
    let place = Place::line(item.line);
    let name = |key: &str| item.get(key).and_then(|name| name.text());
    let all = examples::of(item);
    if let Some(intent) = name("intent") {
        draft.topic(intent, &place);
        for (line, text) in all {
            let place = Place::line(line);
            let plain = examples::plain(draft, &text, &place);
            draft.example(intent, &plain, &place);
        }
    } else if let Some(list) = name("synonym").or_else(|| name("lookup")) {
        if name("synonym").is_some() {
            draft.member(list, list, &place);
        }
        for (line, text) in all {
            draft.member(list, &text, &Place::line(line));
        }
    } else if let Some(regex) = name("regex") {
        let mut given = false;
        for (at, (line, text)) in all.into_iter().enumerate() {
            let likes = (!given && at < MAX_TRIED).then(|| like(&text)).flatten();
            if likes.is_none() {
                let why = format!("`{}` cannot be what the fact looks like", shown(&text));
                draft.teller.tell(&Place::line(line), Loss::Pattern, why);
                continue;
            }
            draft.facts.named(regex).1.like = likes;
            given = true;
        }
    } else {
        let keys: Vec<&str> = item.entries().map(|(key, _)| key).collect();
        let why = format!("an entry with `{}` has no place in a script", shown(&keys.join("`, `")));
        draft.teller.tell(&place, Loss::NoPlace, why);
    }
}

/// A node's text, shared or not.
fn text(node: Option<&Rc<Node>>) -> Option<&str> {
    node.and_then(|node| node.text())
}

/// The kind of a slot that takes what Duckling finds, by the names that it has for that.
fn found_by(mappings: &Node) -> Kind {
    let mut entities = mappings.items().iter().filter_map(|mapping| mapping.get("entity")?.text());
    let kind = |entity: &str| match entity {
        "email" => Some(Kind::Email),
        "phone-number" => Some(Kind::Phone),
        "url" => Some(Kind::Link),
        "amount-of-money" => Some(Kind::Money),
        _ => None,
    };
    entities.find_map(kind).unwrap_or_default()
}
