//! The small sections: name and languages, channels, departments.

use super::strings::Strings;
use super::{commands, speech};
use crate::bytes::write;
use crate::check::script::Script;
use crate::machine::COMMANDS;
use crate::machine::model::ANSWER;
use crate::machine::tables::channel;

/// Name, version, threshold, languages, commands, small talk.
pub(crate) fn meta(script: &Script, strings: &mut Strings) -> Vec<u8> {
    let mut out = Vec::new();
    write::varint(&mut out, strings.id(&script.name).index());
    write::varint(&mut out, script.version);
    write::varint(&mut out, script.threshold.map_or(u32::from(ANSWER), |percent| percent * 10));
    write::size(&mut out, script.languages.len());
    for language in &script.languages {
        write::varint(&mut out, strings.id(&language.name).index());
        let rules = language.plurals.as_bytes();
        write::size(&mut out, rules.len());
        out.extend_from_slice(rules);
    }
    write::size(&mut out, COMMANDS.len());
    for name in COMMANDS {
        let words = commands::words(script, name);
        write::size(&mut out, words.len());
        words.iter().for_each(|words| write::varint(&mut out, strings.id(words).index()));
    }
    speech::push(script, strings, &mut out);
    out
}

/// Channels.
pub(crate) fn channels(script: &Script, strings: &mut Strings) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, script.channels.len());
    for row in &script.channels {
        write::varint(&mut out, strings.id(&row.name).index());
        out.push(
            u8::from(row.limit.is_some()) * channel::LIMIT
                + u8::from(row.weighted) * channel::WEIGHTED
                + u8::from(row.public) * channel::PUBLIC
                + u8::from(row.buttons) * channel::BUTTONS
                + u8::from(row.split) * channel::SPLIT,
        );
        if let Some(limit) = row.limit {
            write::varint(&mut out, limit);
        }
    }
    out
}

/// Departments with their hours.
pub(crate) fn departments(script: &Script, strings: &mut Strings) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, script.departments.len());
    for row in &script.departments {
        write::varint(&mut out, strings.id(&row.name).index());
        write::varint(&mut out, strings.id(&row.title).index());
        let mut hours = Vec::new();
        // The checks let only hours through that can be written.
        let _: Option<()> = row.schedule.write(&mut hours);
        write::size(&mut out, hours.len());
        out.extend_from_slice(&hours);
    }
    out
}
