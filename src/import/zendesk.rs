//! Macros of Zendesk: what `GET /api/v2/macros` gives.

use std::collections::BTreeSet;

use serde_json::Value;

use super::draft::{Draft, Guards};
use super::names::{Sort, name_of};
use super::source::Keys;
use super::told::{ImportError, Loss, Place, Wrong, shown};
use super::words::{Form, Forms, Words, read as words};
use super::write::quoted;
use super::{html, source};

/// How Zendesk writes placeholders.
const FORMS: Forms = &[Form::Double];

/// Macros become topics, comments their replies, and what else a macro sets becomes actions.
pub(super) fn read(draft: &mut Draft, file: &str, text: &str) -> Result<(), ImportError> {
    let root = source::json(file, text)?;
    let one = std::slice::from_ref(root.at("macro"));
    let all = [&root, root.at("macros")].into_iter().find_map(|v| v.as_array().map(Vec::as_slice));
    let Some(all) = all.or_else(|| one.iter().all(Value::is_object).then_some(one)) else {
        let why = "it is no list of macros, as in `{\"macros\": [{\"title\": …, \"actions\": …}]}`";
        return Err(ImportError::new(file, Wrong::Format, why));
    };
    let mut titles = BTreeSet::new();
    for (number, given) in (1..).zip(all) {
        let Some(title) = given.at("title").as_str().filter(|title| !title.trim().is_empty())
        else {
            let place = Place::entry(number);
            draft.teller.tell(&place, Loss::Broken, "it has no `title`");
            continue;
        };
        let place = Place::of("macro", title);
        if given.at("active") == &Value::Bool(false) {
            draft.teller.tell(&place, Loss::Inactive, "it is switched off, and left out");
            continue;
        }
        // Titles may repeat, and such macros are not the same.
        let is_new = titles.insert(title.trim());
        let name = if is_new { title.to_owned() } else { format!("{title} {number}") };
        draft.topic(&name, &place).title.get_or_insert_with(|| title.to_owned());
        Macro { draft: &mut *draft, place, name }.read(given);
    }
    if root.at("next_page").is_string() || root.at("meta").at("has_more") == &Value::Bool(true) {
        let place = Place::of("key", "next_page");
        draft.teller.tell(&place, Loss::Nowhere, "there are more macros on further pages");
    }
    Ok(())
}

/// A macro that is being read.
struct Macro<'d> {
    draft: &'d mut Draft,
    place: Place,
    name: String,
}

impl Macro<'_> {
    fn lost(&mut self, loss: Loss, why: String) {
        self.draft.teller.tell(&self.place, loss, why);
    }

    fn read(&mut self, given: &Value) {
        let actions = given.at("actions").as_array().map_or(&[][..], Vec::as_slice);
        let is_private = actions.iter().any(|action| {
            action.at("field") == "comment_mode_is_public"
                && (action.at("value") == &Value::Bool(false) || action.at("value") == "false")
        });
        for action in actions {
            let field = action.at("field").as_str().unwrap_or("");
            match field {
                "comment_mode_is_public" => {}
                "comment_value" | "comment_value_html" => {
                    self.comment(action.at("value"), field.ends_with("html"), is_private);
                }
                _ => self.action(field, action.at("value")),
            }
        }
        if let Some(text) = given.at("description").as_str().filter(|text| !text.trim().is_empty())
        {
            let text = Words::plain(text);
            self.draft.topic(&self.name, &self.place).body.notes.push(text);
        }
        if given.at("restriction").is_object() {
            let why = "only some agents may use it, which a script cannot say";
            self.lost(Loss::NoPlace, why.to_owned());
        }
        if given.at("attachments").as_array().is_some_and(|list| !list.is_empty()) {
            self.lost(Loss::NoPlace, "its attachments are left out".to_owned());
        }
    }

    /// `"text"`, or `["channel:web", "text"]`.
    fn comment(&mut self, value: &Value, is_html: bool, is_private: bool) {
        let (channel, text) = match value {
            Value::Array(pair) => (
                pair.first().and_then(Value::as_str).and_then(|c| c.strip_prefix("channel:")),
                pair.get(1).and_then(Value::as_str),
            ),
            other => (None, other.as_str()),
        };
        let Some(text) = text else {
            return self.lost(Loss::NoPlace, "its comment is no text".to_owned());
        };
        let text = if is_html { html::text(text) } else { text.to_owned() };
        let mut lost = Vec::new();
        let words = words(&text, FORMS, &mut self.draft.facts, &mut lost);
        for lost in lost {
            self.lost(Loss::Placeholder, lost);
        }
        if !self.draft.fits(&words, &self.place) {
            return;
        }
        let channel = channel.filter(|c| *c != "all").map(|c| name_of(c, Sort::Channel));
        self.draft.channels.extend(channel.clone());
        let body = &mut self.draft.topic(&self.name, &self.place).body;
        if is_private {
            body.notes.push(words);
        } else {
            body.wording(&Guards { channel, ..Guards::default() }, words);
        }
    }

    /// What a macro sets is for the host: `do set_field(field: "status", value: "solved")`.
    fn action(&mut self, field: &str, value: &Value) {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(is) => is.to_string(),
            Value::Array(parts) if parts.iter().all(Value::is_string) => {
                let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                parts.join(" ")
            }
            _ => {
                return self
                    .lost(Loss::NoPlace, format!("what it sets as `{}` is no text", shown(field)));
            }
        };
        let line = format!("set_field(field: {}, value: {})", quoted(field), quoted(&value));
        self.draft.topic(&self.name, &self.place).body.actions.push(line);
    }
}
