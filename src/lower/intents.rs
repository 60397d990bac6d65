//! Intents: their names, and the model that is trained from their examples.

use std::sync::{Mutex, PoisonError};

use super::speech;
use super::strings::Strings;
use crate::bytes::write;
use crate::check::script::Script;
use crate::pack::Pack;
use crate::train::{Doubt, train};

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

/// The section of a machine without a model.
pub(crate) fn none() -> Vec<u8> {
    vec![0]
}

/// What was trained last: while an author types, examples stay as they are from one key to the next.
static LAST: Mutex<Option<Trained>> = Mutex::new(None);

/// A section, and all that it was made of.
struct Trained {
    pack: Option<u64>,
    common: Vec<&'static str>,
    examples: Vec<Vec<String>>,
    section: Vec<u8>,
    doubts: Vec<Doubt>,
}

/// The section of the model, and examples that it doubts; of a script without examples the section says that there is none.
pub(crate) fn model(script: &Script, pack: Option<&Pack>) -> (Vec<u8>, Vec<Doubt>) {
    let all = || script.intents.iter().map(|intent| &intent.examples);
    if all().all(Vec::is_empty) {
        return (none(), Vec::new());
    }
    let sum = pack.map(Pack::checksum);
    let common = speech::common(script);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(trained) =
        last.as_ref().filter(|t| t.pack == sum && t.common == common && all().eq(&t.examples))
    {
        return (trained.section.clone(), trained.doubts.clone());
    }
    let examples: Vec<Vec<String>> = all().cloned().collect();
    // Others train meanwhile what they need.
    drop(last.take());
    drop(last);
    let model = train(&examples, pack, &common);
    let (section, doubts) = (model.bytes(), model.doubts().to_vec());
    let trained =
        Trained { pack: sum, common, examples, section: section.clone(), doubts: doubts.clone() };
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(trained);
    (section, doubts)
}
