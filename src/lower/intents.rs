//! Intents: their names, and the model that is trained from their examples.

use super::strings::Strings;
use crate::bytes::write;
use crate::check::script::Script;
use crate::pack::Pack;
use crate::train::train;

/// The section of names.
pub(crate) fn names(script: &Script, strings: &mut Strings) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, script.intents.len());
    let mut last = 0;
    for intent in &script.intents {
        let name = i64::from(strings.id(&intent.name).index());
        write::signed(&mut out, name - last);
        last = name;
    }
    out
}

/// The section of the model; of a script without examples it says that there is none.
pub(crate) fn model(script: &Script, pack: Option<&Pack>) -> Vec<u8> {
    let examples: Vec<Vec<&str>> = script
        .intents
        .iter()
        .map(|intent| intent.examples.iter().map(String::as_str).collect())
        .collect();
    if examples.iter().all(Vec::is_empty) { vec![0] } else { train(&examples, pack).bytes() }
}
