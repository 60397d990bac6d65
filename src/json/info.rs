//! What a machine is made of, as JSON.

use super::write::Writer;
use crate::machine::Machine;
use crate::machine::format::VERSION;
use crate::machine::tables::channel;

/// Name, languages, channels, departments, facts and sizes of a machine as one line of JSON.
pub fn info(machine: &Machine) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut writer = Writer::default();
    writer.object(|w| {
        w.key("name").string(machine.name());
        w.key("version").number(i64::from(machine.version()));
        w.key("formatVersion").number(i64::from(VERSION));
        w.key("languages").list(machine.languages(), Writer::string);
        w.key("channels").list(&machine.channels, |w, row| {
            w.object(|w| {
                w.key("name").string(machine.string(row.name));
                w.key("limit");
                match row.limit {
                    Some(limit) => w.number(i64::from(limit)),
                    None => w.null(),
                }
                w.key("weighted").bool(row.flags & channel::WEIGHTED != 0);
                w.key("public").bool(row.flags & channel::PUBLIC != 0);
                w.key("buttons").bool(row.flags & channel::BUTTONS != 0);
            });
        });
        w.key("departments").list(&machine.departments, |w, row| {
            w.object(|w| {
                w.key("name").string(machine.string(row.name));
                w.key("title").string(machine.string(row.title));
            });
        });
        w.key("facts").list(&machine.facts, |w, row| {
            w.object(|w| {
                w.key("name").string(machine.string(row.name));
                w.key("kind").string(row.kind.name());
                w.key("secret").bool(row.secret);
            });
        });
        w.key("topics").number(count(machine.topic_count()));
        w.key("bytes").number(count(machine.bytes().len()));
        w.key("sections").list(machine.sections(), |w, (section, bytes)| {
            w.object(|w| {
                w.key("name").string(section.name());
                w.key("bytes").number(count(bytes));
            });
        });
    });
    writer.finish()
}
