//! What a machine is made of, as JSON.

use serde::Serialize;

use crate::machine::format::VERSION;
use crate::machine::tables::channel;
use crate::machine::{self, Machine};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Info<'a> {
    name: &'a str,
    version: u32,
    format_version: u16,
    languages: Vec<&'a str>,
    channels: Vec<Channel<'a>>,
    departments: Vec<Department<'a>>,
    facts: Vec<Fact<'a>>,
    topics: usize,
    bytes: usize,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Channel<'a> {
    name: &'a str,
    limit: Option<u32>,
    weighted: bool,
    public: bool,
    buttons: bool,
}

#[derive(Serialize)]
struct Department<'a> {
    name: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Fact<'a> {
    name: &'a str,
    kind: &'static str,
    secret: bool,
}

#[derive(Serialize)]
struct Section {
    name: &'static str,
    bytes: usize,
}

/// Name, languages, channels, departments, facts and sizes of a machine as one line of JSON.
pub fn info(machine: &Machine) -> String {
    let string = |id: machine::id::StringId| machine.string(id);
    super::text(&Info {
        name: machine.name(),
        version: machine.version(),
        format_version: VERSION,
        languages: machine.languages().collect(),
        channels: machine
            .channels
            .iter()
            .map(|row| Channel {
                name: string(row.name),
                limit: row.limit,
                weighted: row.flags & channel::WEIGHTED != 0,
                public: row.flags & channel::PUBLIC != 0,
                buttons: row.flags & channel::BUTTONS != 0,
            })
            .collect(),
        departments: machine
            .departments
            .iter()
            .map(|row| Department { name: string(row.name), title: string(row.title) })
            .collect(),
        facts: machine
            .facts
            .iter()
            .map(|row| Fact { name: string(row.name), kind: row.kind.name(), secret: row.secret })
            .collect(),
        topics: machine.topic_count(),
        bytes: machine.bytes().len(),
        sections: machine.sections().map(|(section, bytes)| Section { name: section.name(), bytes }).collect(),
    })
}
