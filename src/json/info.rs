//! What a machine is made of, as JSON.

use super::write::Writer;
use crate::machine::Machine;
use crate::machine::format::VERSION;
use crate::machine::tables::channel;

/// Name, languages, channels, departments, facts and sizes of a machine as one line of JSON.
pub fn info(machine: &Machine) -> String {
    let count = |n: usize| i64::try_from(n).ok();
    let mut writer = Writer::default();
    let w = &mut writer;
    w.open('{').text("name", machine.name()).number("version", Some(machine.version().into()));
    w.number("formatVersion", Some(VERSION.into())).key("languages").open('[');
    for name in machine.languages() {
        w.string(name);
    }
    w.close(']').key("channels").open('[');
    for row in &machine.channels {
        w.open('{').text("name", machine.string(row.name));
        w.number("limit", row.limit.map(i64::from));
        w.bool("weighted", row.flags & channel::WEIGHTED != 0);
        w.bool("public", row.flags & channel::PUBLIC != 0);
        w.bool("buttons", row.flags & channel::BUTTONS != 0).close('}');
    }
    w.close(']').key("departments").open('[');
    for row in &machine.departments {
        w.open('{').text("name", machine.string(row.name));
        w.text("title", machine.string(row.title)).close('}');
    }
    w.close(']').key("facts").open('[');
    for row in &machine.facts {
        w.open('{').text("name", machine.string(row.name)).text("kind", row.kind.name());
        w.bool("secret", row.secret).close('}');
    }
    w.close(']').number("topics", count(machine.topic_count()));
    w.number("bytes", count(machine.bytes().len())).key("sections").open('[');
    for (section, bytes) in machine.sections() {
        w.open('{').text("name", section.name()).number("bytes", count(bytes)).close('}');
    }
    w.close(']').close('}');
    writer.finish()
}
