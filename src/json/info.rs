//! What a machine is made of, as JSON.

use super::form::Form;
use super::write::Writer;
use crate::machine::Machine;
use crate::machine::format::VERSION;
use crate::machine::tables::channel;

/// Name, languages, channels, departments, facts and sizes of a machine as one line of JSON.
pub fn info(machine: &Machine) -> String {
    let mut writer = Writer::default();
    write(&mut writer, machine);
    writer.finish()
}

/// Writes what a machine is made of; `www/engine/src/packed.ts` reads it in this order.
pub(super) fn write<F: Form>(w: &mut F, machine: &Machine) {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    w.open().text("name", machine.name()).number("version", machine.version());
    w.number("formatVersion", VERSION.into());
    w.list("languages", &machine.languages, |w, row| w.string(machine.string(row.name)));
    w.list("channels", &machine.channels, |w, row| {
        w.open().text("name", machine.string(row.name)).limit("limit", row.limit);
        w.bool("weighted", row.flags & channel::WEIGHTED != 0);
        w.bool("public", row.flags & channel::PUBLIC != 0);
        w.bool("buttons", row.flags & channel::BUTTONS != 0).close();
    });
    w.list("departments", &machine.departments, |w, row| {
        w.open().text("name", machine.string(row.name));
        w.text("title", machine.string(row.title)).close();
    });
    w.list("facts", &machine.facts, |w, row| {
        w.open().text("name", machine.string(row.name)).text("kind", row.kind.name());
        w.bool("secret", row.secret).close();
    });
    w.number("topics", count(machine.topic_count())).number("bytes", count(machine.bytes().len()));
    w.key("sections").begin(machine.sections().count());
    for (section, bytes) in machine.sections() {
        w.open().text("name", section.name()).number("bytes", count(bytes)).close();
    }
    w.end();
    w.close();
}
