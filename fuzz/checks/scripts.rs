//! The machines of the repository's own scripts that fuzzing talks to.

use std::sync::OnceLock;

use answertree::compile::{Source, compile};
use answertree::machine::Machine;

const SCRIPTS: [&str; 8] = [
    include_str!("../../examples/acme.answers"),
    include_str!("../../tests/corpus/machine/everything.answers"),
    include_str!("../../tests/corpus/machine/hours.answers"),
    include_str!("../../tests/corpus/machine/menus.answers"),
    include_str!("../../tests/corpus/machine/patterns.answers"),
    include_str!("../../tests/corpus/suggest/entities.answers"),
    include_str!("../../tests/corpus/suggest/options.answers"),
    include_str!("../../tests/corpus/suggest/typos.answers"),
];

pub(crate) fn machines() -> &'static [Machine] {
    static MACHINES: OnceLock<Vec<Machine>> = OnceLock::new();
    MACHINES.get_or_init(|| {
        let machine = |script: &&str| {
            let compiled =
                compile(&[Source { name: "main.answers".to_owned(), text: (*script).to_owned() }]);
            match compiled.machine.map(|machine| Machine::load(machine.bytes)) {
                Some(Ok(machine)) => machine,
                other => panic!("{other:?}: {:?}", compiled.problems),
            }
        };
        SCRIPTS.iter().map(machine).collect()
    })
}
