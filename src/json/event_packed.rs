//! Events packed with their keys: nobody waits for them.

use super::event::{Field, fields};
use super::form::Form;
use super::packed::Packed;
use crate::runtime::Event;

/// An event for a host that does not know its keys: the type, turn, time, and for each field its key, a number for its kind and
/// the value.
pub(super) fn pack(w: &mut Packed<'_>, event: &Event) {
    let (name, fields) = fields(&event.kind);
    w.string(name);
    w.number("", event.turn).moment("", event.at);
    w.begin(fields.len());
    for (key, field) in fields {
        w.string(key);
        match field {
            Field::Text(text) => {
                w.number("", 0).string(text);
            }
            Field::Option(text) => {
                w.number("", 1).option("", text);
            }
            Field::Number(n) => {
                w.number("", 2).number("", n);
            }
            Field::Bool(yes) => {
                w.number("", 3).bool("", yes);
            }
            Field::Moment(at) => {
                w.number("", 4).moment("", at);
            }
            Field::Texts(texts) => {
                w.number("", 5).list("", &texts, |w, text| w.string(text));
            }
            Field::Suggestions(rows) => {
                w.number("", 6).list("", rows, |w, (id, topic, sure)| {
                    w.string(id);
                    w.string(topic);
                    w.thousandths("", *sure);
                });
            }
        }
    }
}
