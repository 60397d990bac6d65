//! What the examples share that try messages on a script.

use std::sync::Arc;

use answertree::compile::{Source, compile_with};
use answertree::lower::Extras;
use answertree::machine::Machine;
use answertree::pack::Pack;
use answertree::problem::Severity;

/// The machine of a script, trained with a pack where there is one; the first source is the main one.
pub(crate) fn machine(
    mut sources: Vec<Source>,
    pack: Option<&Arc<Pack>>,
) -> Result<Machine, String> {
    if let (Some(main), true) = (sources.first_mut(), pack.is_some()) {
        main.text.insert_str(0, "pack en\n");
    }
    let extras = Extras { pack: pack.map(AsRef::as_ref), ..Extras::default() };
    let compiled = compile_with(&sources, extras);
    if let Some(error) =
        compiled.problems.iter().find(|problem| problem.severity() == Severity::Error)
    {
        return Err(format!("the script has problems: {}", error.message));
    }
    let lowered = compiled.machine.ok_or("the script makes no machine")?;
    Machine::load_with(lowered.bytes, pack).map_err(|error| error.to_string())
}
