//! The machines of the repository's own scripts that fuzzing talks to.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use answertree::machine::Machine;
use answertree::pack::Pack;

#[path = "compiled.rs"]
mod compiled;
use compiled::machine;

const SCRIPTS: [&str; 5] = [
    include_str!("../../examples/acme.answers"),
    include_str!("../../tests/corpus/machine/everything.answers"),
    include_str!("../../tests/corpus/machine/hours.answers"),
    include_str!("../../tests/corpus/machine/menus.answers"),
    include_str!("../../tests/corpus/machine/patterns.answers"),
];

/// What looks for values of every kind in messages.
const VALUES: [&str; 3] = [
    include_str!("../../tests/corpus/suggest/entities.answers"),
    include_str!("../../tests/corpus/suggest/options.answers"),
    include_str!("../../tests/corpus/suggest/typos.answers"),
];

/// Each script's machine, that of the first with the language pack, and those that look for values.
pub(crate) fn machines() -> &'static [Machine] {
    static MACHINES: OnceLock<Vec<Machine>> = OnceLock::new();
    MACHINES.get_or_init(|| {
        let pack = Arc::new(english());
        let first = SCRIPTS.first().map(|script| machine(script, Some(&pack)));
        let plain = |script: &&str| machine(script, None);
        SCRIPTS.iter().map(plain).chain(first).chain(VALUES.iter().map(plain)).collect()
    })
}

fn english() -> Pack {
    // Beside the crate of the tests, and one above that of the targets.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = [here.join("packs/en.pack"), here.join("../packs/en.pack")];
    let bytes = found.iter().find_map(|path| std::fs::read(path).ok());
    match bytes.as_deref().map(Pack::read) {
        Some(Ok(pack)) => pack,
        other => panic!("{:?}", other.map(|pack| pack.map(|_| ()))),
    }
}
