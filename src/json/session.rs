//! A turn of a conversation as JSON.

use super::form::Form;
use super::turn;
use super::write::Writer;
use crate::runtime::{SessionTurn, Summary};

/// A turn of a conversation as one line of JSON; `message` is what the customer wrote, in which its ranges lie.
///
/// ```
/// use answertree::runtime::SessionTurn;
/// assert!(answertree::json::session(&SessionTurn::default(), "").contains("\"crumbs\":[]"));
/// ```
pub fn session(turn: &SessionTurn<'_>, message: &str) -> String {
    let mut writer = Writer::default();
    write(&mut writer, turn, message);
    writer.finish()
}

/// Writes a turn; `www/engine/src/packed.ts` reads it in this order.
pub(super) fn write<F: Form>(w: &mut F, out: &SessionTurn<'_>, message: &str) {
    turn::fields(w.open(), &out.turn, message);
    w.number("number", out.number).bool("open", out.open).bool("alone", out.alone);
    w.list("messages", &out.messages, |w, text| w.string(text));
    w.list("crumbs", &out.crumbs, |w, crumb| {
        w.open().text("id", &crumb.id).text("label", &crumb.label).close();
    });
    w.list("switches", &out.switches, |w, to| {
        w.open().text("id", &to.id).text("topic", to.topic).text("title", to.title);
        w.bool("back", to.back).close();
    });
    facts(w, &out.facts);
    w.some("summary", out.summary.is_some());
    if let Some(summary) = &out.summary {
        self::summary(w, summary);
    }
    w.list("lost", &out.lost, |w, name| w.string(name));
    w.number("dropped", out.dropped).close();
}

fn facts<F: Form>(w: &mut F, facts: &[(&str, String)]) {
    w.list("facts", facts, |w, (fact, value)| {
        w.open().text("fact", fact).text("value", value).close();
    });
}

fn summary<F: Form>(w: &mut F, summary: &Summary<'_>) {
    facts(w.open(), &summary.facts);
    w.list("topics", &summary.topics, |w, topic| w.string(topic));
    w.list("messages", &summary.messages, |w, said| {
        w.open().bool("customer", said.customer).text("text", &said.text).close();
    });
    w.close();
}
