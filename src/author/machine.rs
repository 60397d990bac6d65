//! The machine of a script: what it is made of.

use serde_json::{Value, json};

use crate::machine::Machine;
use crate::machine::listing::listing;

pub(super) fn answer(machine: &Machine) -> Value {
    let sections: Vec<Value> = machine
        .sections()
        .map(|(section, bytes)| json!({ "name": section.name(), "bytes": bytes }))
        .collect();
    json!({
        "bytes": machine.bytes().len(),
        "sections": sections,
        "listing": listing(machine),
    })
}
