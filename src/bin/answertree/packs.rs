//! The language packs that the command carries.

use std::sync::{Arc, OnceLock};

use answertree::lower::Extras;
use answertree::machine::{Machine, MachineError};
use answertree::pack::Pack;

use crate::output::{Done, Failure};

/// The pack of English.
const ENGLISH: &[u8] = include_bytes!("../../../packs/en.pack");

/// The pack of English; it is read when it is first asked for.
pub(crate) fn english() -> Done<&'static Arc<Pack>> {
    static PACK: OnceLock<Option<Arc<Pack>>> = OnceLock::new();
    PACK.get_or_init(|| Pack::read(ENGLISH).ok().map(Arc::new)).as_ref().ok_or_else(|| {
        Failure::new("the language pack of the command is damaged: install it again".to_owned())
    })
}

/// What the command has beside a script.
pub(crate) fn extras() -> Extras<'static> {
    Extras { pack: english().ok().map(AsRef::as_ref), ..Extras::default() }
}

/// A machine, with the pack that it needs where the command has it.
pub(crate) fn load(bytes: Vec<u8>) -> Result<Machine, MachineError> {
    let needs = |error| matches!(error, MachineError::NeedsPack { .. });
    match Machine::load(bytes.clone()) {
        Err(error) if needs(error) => Machine::load_with(bytes, english().ok()),
        other => other,
    }
}
