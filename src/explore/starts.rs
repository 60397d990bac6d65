//! Where conversations begin: every topic, plain first, then with one thing different, then with two, and so on.

use std::collections::BTreeSet;

use super::values::{Reader, Reads, date, time};
use crate::calendar::hours::Schedule;
use crate::calendar::zone::Zone;
use crate::check::script::{FactKind, Script, Topic};
use crate::machine::id::FactId;
use crate::runtime::{Context, FactValue, Start};
use crate::text::find::iso_date;

/// The day of a conversation where nothing says another: a working day. At noon, as for tests.
const DAY: &str = "2026-01-14";

/// Minutes after midnight.
const NOON: i32 = 720;

/// Hours that are looked at for one at which a department is closed: a fortnight.
const HOURS: i64 = 14 * 24;

const MINUTE: i64 = 60_000;

/// Something that is not as in a plain conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Channel(String),
    Language(String),
    /// Milliseconds since 1970-01-01 UTC.
    Now(i64),
    Fact(FactId, String),
}

/// How a conversation begins.
#[derive(Clone, Debug)]
pub(super) struct Root {
    /// Which topic.
    pub(super) topic: usize,
    pub(super) alone: bool,
    pub(super) settings: Vec<Setting>,
}

/// All beginnings there are.
#[derive(Debug)]
pub(super) struct Starts {
    /// By fact: the values to try.
    pub(super) values: Vec<Vec<String>>,
    /// Facts that something depends on.
    deciding: BTreeSet<usize>,
    /// By topic: for each thing that matters, what it can be instead.
    settings: Vec<Vec<Vec<Setting>>>,
    now: i64,
    channel: Option<String>,
}

impl Starts {
    pub(super) fn new(script: &Script) -> Self {
        let today = iso_date(DAY).unwrap_or_default();
        let now = moment(script, today, NOON);
        let mut reader = Reader::new(script, today);
        let own: Vec<Reads> = script.topics.iter().map(|topic| reader.topic(topic)).collect();
        let values = reader.values();
        let mut settings = Vec::with_capacity(own.len());
        for topic in 0..own.len() {
            settings.push(differences(script, &gathered(&own, topic), &values, now));
        }
        let channel = script.channels.first().map(|channel| channel.name.clone());
        let deciding = own.iter().flat_map(|reads| &reads.facts).map(|id| id.usize()).collect();
        Self { values, deciding, settings, now, channel }
    }

    /// Whether anything depends on a fact.
    pub(super) fn decides(&self, fact: usize) -> bool {
        self.deciding.contains(&fact)
    }

    /// The beginnings with so many things different, at most `most`; an agent's first, then those of customers alone.
    pub(super) fn with(&self, script: &Script, different: usize, most: usize) -> Vec<Root> {
        let mut roots = Vec::new();
        let pairs = script.topics.iter().enumerate().zip(&self.settings);
        for ((topic, row), settings) in pairs {
            for chosen in combinations(settings, different, most.saturating_sub(roots.len())) {
                let root = Root { topic, alone: false, settings: chosen };
                if row.menu {
                    roots.push(Root { alone: true, ..root.clone() });
                }
                roots.push(root);
            }
        }
        roots
    }

    /// Whether any topic has so many things that can be different.
    pub(super) fn has(&self, different: usize) -> bool {
        self.settings.iter().any(|settings| settings.len() >= different)
    }

    /// What the host says at the beginning.
    pub(super) fn start(&self, script: &Script, root: &Root) -> Start {
        let channel = self.channel(root).map(str::to_owned);
        let mut context = Context { channel, now: Some(self.now), ..Context::default() };
        for setting in &root.settings {
            match setting {
                Setting::Channel(_) => {}
                Setting::Language(name) => context.language = Some(name.clone()),
                Setting::Now(now) => context.now = Some(*now),
                Setting::Fact(id, value) => {
                    let Some(fact) = script.facts.get(id.usize()) else { continue };
                    context.facts.push((fact.name.clone(), given(&fact.kind, value)));
                }
            }
        }
        let topic = script.topics.get(root.topic).map(|topic| topic.name.clone());
        Start { context, topic, alone: root.alone, ..Start::default() }
    }

    /// What is given at the beginning, as a test says it.
    pub(super) fn given(&self, script: &Script, root: &Root) -> Vec<String> {
        let topic = script.topics.get(root.topic);
        let mut lines: Vec<String> =
            topic.iter().map(|topic| format!("given topic {}", topic.name)).collect();
        if root.alone {
            lines.push("given alone".to_owned());
        }
        lines.extend(self.channel(root).map(|name| format!("given channel {name}")));
        lines.extend(root.settings.iter().filter_map(|setting| match setting {
            Setting::Channel(_) => None,
            Setting::Language(name) => Some(format!("given language {name}")),
            Setting::Now(now) => Some(format!("given now = {}", clock(script, *now))),
            Setting::Fact(id, value) => {
                let name = script.facts.get(id.usize()).map_or("", |fact| fact.name.as_str());
                Some(format!("given {name} = {value}"))
            }
        }));
        lines
    }

    /// The channel of a conversation.
    pub(super) fn channel<'r>(&'r self, root: &'r Root) -> Option<&'r str> {
        let own = root.settings.iter().find_map(|setting| match setting {
            Setting::Channel(name) => Some(name.as_str()),
            _ => None,
        });
        own.or(self.channel.as_deref())
    }
}

/// A fact's value as a host gives it.
pub(super) fn given(kind: &FactKind, value: &str) -> FactValue {
    match kind {
        FactKind::List | FactKind::SomeOf(_) => {
            FactValue::List(value.split(", ").map(str::to_owned).collect())
        }
        _ => FactValue::Text(value.to_owned()),
    }
}

/// What a topic reads, with all that it leads to.
fn gathered(own: &[Reads], topic: usize) -> Reads {
    let mut all = Reads::default();
    let (mut waiting, mut seen) = (vec![topic], BTreeSet::from([topic]));
    while let Some(reads) = waiting.pop().and_then(|topic| own.get(topic)) {
        all.facts.extend(&reads.facts);
        all.departments.extend(&reads.departments);
        all.days.extend(&reads.days);
        waiting.extend(reads.topics.iter().map(|id| id.usize()).filter(|id| seen.insert(*id)));
    }
    all.facts.sort_unstable();
    all.facts.dedup();
    all.departments.sort_unstable();
    all.departments.dedup();
    all.days.sort_unstable();
    all.days.dedup();
    all
}

/// For each thing that matters to a topic: what it can be instead.
fn differences(
    script: &Script,
    reads: &Reads,
    values: &[Vec<String>],
    now: i64,
) -> Vec<Vec<Setting>> {
    let channels = script.channels.iter().skip(1).map(|row| Setting::Channel(row.name.clone()));
    let languages = script.languages.iter().skip(1).map(|row| Setting::Language(row.name.clone()));
    let mut moments: Vec<i64> = Vec::new();
    for department in &reads.departments {
        let Some(row) = script.departments.get(department.usize()) else { continue };
        moments.extend(other_hours(&row.schedule, now));
    }
    moments.extend(reads.days.iter().map(|day| moment(script, *day, NOON)));
    moments.retain(|moment| *moment != now);
    moments.sort_unstable();
    moments.dedup();
    let mut all: Vec<Vec<Setting>> = vec![
        channels.collect(),
        languages.collect(),
        moments.into_iter().map(Setting::Now).collect(),
    ];
    for &id in &reads.facts {
        let values = values.get(id.usize()).into_iter().flatten();
        all.push(values.map(|value| Setting::Fact(id, value.clone())).collect());
    }
    all.retain(|settings| !settings.is_empty());
    all
}

/// The next moment at which a department is closed where it is open now, or open where it is closed.
fn other_hours(schedule: &Schedule, now: i64) -> Option<i64> {
    if !schedule.is_open(now) {
        // A test says the minute.
        let opens = schedule.next_opening(now)?;
        return Some(opens.div_euclid(MINUTE) * MINUTE);
    }
    (1..HOURS).map(|hour| now + hour * 60 * MINUTE).find(|later| !schedule.is_open(*later))
}

/// Every way to change so many of the things, each to one of its values, at most `most`.
fn combinations(things: &[Vec<Setting>], count: usize, most: usize) -> Vec<Vec<Setting>> {
    let mut out = Vec::new();
    // Which things, each after the one before; then which of their values.
    let mut waiting: Vec<(usize, Vec<Setting>)> = vec![(0, Vec::new())];
    while let Some((from, chosen)) = waiting.pop() {
        if chosen.len() == count {
            out.push(chosen);
            if out.len() >= most {
                break;
            }
            continue;
        }
        let rest = things.iter().enumerate().skip(from);
        let mut next: Vec<(usize, Vec<Setting>)> = Vec::new();
        for (at, values) in rest.take_while(|(at, _)| things.len() - at >= count - chosen.len()) {
            for value in values {
                let mut more = chosen.clone();
                more.push(value.clone());
                next.push((at + 1, more));
            }
        }
        waiting.extend(next.into_iter().rev());
    }
    out
}

/// The zone on whose clock tests are.
fn zone(script: &Script) -> Zone {
    script.departments.first().map_or(Zone::UTC, |row| row.schedule.zone.clone())
}

/// A day and minutes after midnight, in milliseconds since 1970-01-01 UTC.
fn moment(script: &Script, day: i32, minutes: i32) -> i64 {
    zone(script).utc(day, minutes * 60).saturating_mul(1000)
}

/// A moment on the clock of tests.
pub(super) fn clock(script: &Script, now: i64) -> String {
    let (day, seconds) = zone(script).local(now.div_euclid(1000));
    let minutes = u16::try_from(seconds / 60).unwrap_or(0);
    format!("{} {}", date(day), time(minutes))
}

/// Whether a message can lead to a topic, or a customer begin with it.
pub(super) fn is_entrance(topic: &Topic) -> bool {
    topic.menu || !topic.ways.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Setting, combinations};
    use crate::machine::id::FactId;

    #[test]
    fn combinations_in_order() {
        let set = |fact: u32, values: &[&str]| -> Vec<Setting> {
            let of = |value: &&str| Setting::Fact(FactId::new(fact), (*value).to_owned());
            values.iter().map(of).collect()
        };
        let things = [set(0, &["a", "b"]), set(1, &["c"]), set(2, &["d"])];
        let said = |count, most| -> Vec<String> {
            let word = |setting: &Setting| match setting {
                Setting::Fact(_, value) => value.clone(),
                _ => String::new(),
            };
            let all = combinations(&things, count, most);
            all.iter().map(|chosen| chosen.iter().map(word).collect()).collect()
        };
        assert_eq!(said(0, 9), [""]);
        assert_eq!(said(1, 9), ["a", "b", "c", "d"]);
        assert_eq!(said(2, 9), ["ac", "ad", "bc", "bd", "cd"]);
        assert_eq!(said(2, 2), ["ac", "ad"]);
        assert_eq!(said(3, 9), ["acd", "bcd"]);
        assert_eq!(said(4, 9), Vec::<String>::new());
    }
}
