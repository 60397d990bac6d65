//! Facts that placeholders stand for.

use std::collections::BTreeMap;

use super::names::{Sort, name_of};
use crate::compile::{Source, compile};

/// What values a fact takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Text,
    Number,
    YesNo,
    Date,
    Time,
    Money,
    Email,
    Phone,
    Link,
    OneOf(Vec<String>),
}

/// A fact of the script that is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) kind: Kind,
    /// A pattern that the language reads.
    pub(super) like: Option<String>,
    /// The question where it is needed.
    pub(super) ask: Option<super::words::Words>,
}

/// Facts by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts(pub(super) BTreeMap<String, Fact>);

/// What stands before the name of something that the customer has.
const CUSTOMER: [&str; 8] =
    ["contact", "requester", "customer", "user", "visitor", "client", "recipient", "end_user"];

/// What stands before the name of something that the agent has.
const AGENT: [&str; 4] = ["agent", "current_user", "assignee", "operator"];

/// What says nothing about a value.
const NOTHING: [&str; 2] = ["custom_attribute", "custom_attributes"];

impl Facts {
    /// The fact for what other programs call `path`, declared if it is not yet. The same value has the same name wherever it comes
    /// from: `ticket.requester.name` and `contact.name` are both `name`.
    pub(super) fn for_path(&mut self, path: &str) -> String {
        let name = name_of(&plain(path), Sort::Fact);
        self.0.entry(name.clone()).or_default();
        name
    }

    /// The fact of a name that is not a path.
    pub(super) fn named(&mut self, name: &str) -> (String, &mut Fact) {
        let name = name_of(name, Sort::Fact);
        (name.clone(), self.0.entry(name).or_default())
    }
}

/// A regular expression as a `like` of the language, if it is one.
pub(super) fn like(pattern: &str) -> Option<String> {
    let plain = pattern.replace("\\b", "").replace("(?:", "(");
    let plain = plain.trim().trim_start_matches('^').trim_end_matches('$').replace(' ', "\\s");
    let text = format!("fact x text like {plain}\n\n== a\n- x\n> {{x}}\n");
    let is_short = !plain.is_empty() && plain.len() < 400;
    let reads = || compile(&[Source { name: String::new(), text }]).machine.is_some();
    (is_short && !plain.contains(char::is_whitespace) && reads()).then_some(plain)
}

/// A path as one name.
fn plain(path: &str) -> String {
    let parts: Vec<&str> =
        path.split('.').map(str::trim).filter(|part| !NOTHING.contains(part)).collect();
    let parts = match parts.as_slice() {
        ["ticket", rest @ ..] if rest.len() > 1 => rest,
        ["ticket", rest @ ..] if rest.iter().any(|part| part.starts_with("ticket_")) => rest,
        all => all,
    };
    match parts {
        [who, rest @ ..] if CUSTOMER.contains(who) && !rest.is_empty() && rest != ["id"] => {
            rest.join("_")
        }
        [who, rest @ ..] if AGENT.contains(who) && !rest.is_empty() => {
            format!("agent_{}", rest.join("_"))
        }
        ["conversation", rest @ ..] if rest.len() == 1 && path.contains("custom_attribute") => {
            rest.join("_")
        }
        all => all.join("_"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, like};

    #[test]
    fn regular_expressions_that_the_language_reads() {
        for (from, expected) in [
            (r"\b[A-Z]{2}\d{6}\b", Some(r"[A-Z]{2}\d{6}")),
            (r"^(?:AB|CD)-[0-9]+$", Some(r"(AB|CD)-[0-9]+")),
            (r"\d{5} \d", Some(r"\d{5}\s\d")),
            (r"(?=a)b", None),
            (r"[", None),
            ("", None),
            ("a\n== b", None),
        ] {
            assert_eq!(like(from).as_deref(), expected, "{from}");
        }
    }

    #[test]
    fn the_same_value_has_the_same_name() {
        let mut facts = Facts::default();
        for (path, expected) in [
            ("ticket.requester.name", "name"),
            ("contact.name", "name"),
            ("contact.custom_attribute.plan", "plan"),
            ("conversation.custom_attribute.order-id", "order_id"),
            ("contact.id", "contact_id"),
            ("conversation.id", "conversation_id"),
            ("ticket.id", "ticket_id"),
            ("current_user.first_name", "agent_first_name"),
            ("ticket.ticket_field_360", "ticket_field_360"),
            ("name", "name"),
            ("channel", "channel_fact"),
        ] {
            assert_eq!(facts.for_path(path), expected, "{path}");
        }
        assert_eq!(facts.0.len(), 9);
    }
}
