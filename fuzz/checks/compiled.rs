//! Machines of scripts that are known to compile.

use std::sync::Arc;

use answertree::compile::{Source, compile_with};
use answertree::lower::Extras;
use answertree::machine::Machine;
use answertree::pack::Pack;

/// The machine of a script, trained with a pack if there is one.
pub(crate) fn machine(script: &str, pack: Option<&Arc<Pack>>) -> Machine {
    let head = pack.map_or_else(String::new, |pack| format!("pack {}\n", pack.language()));
    let source = Source { name: "main.answers".to_owned(), text: head + script };
    let extras = Extras { pack: pack.map(AsRef::as_ref), ..Extras::default() };
    let compiled = compile_with(&[source], extras);
    match compiled.machine.map(|machine| Machine::load_with(machine.bytes, pack)) {
        Some(Ok(machine)) => machine,
        other => panic!("{other:?}: {:?}", compiled.problems),
    }
}
