//! How often both topics of a message of two are suggested in the order written: `cargo run --release --example two_topics -- FILE.tsv`.
//!
//! The file has `label<TAB>message` lines. Of some labels, drawn anew each time, some messages are the examples of a script; two others of different
//! labels make a message. With `--pack` the script has the pack of English.

#[path = "support/mod.rs"]
mod support;

#[path = "support/machine.rs"]
mod script;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use answertree::backtest::Examples;
use answertree::compile::Source;
use answertree::machine::Machine;
use answertree::pack::Pack;
use answertree::runtime::{Context, Suggester};

/// Topics, examples of each, and how often they are drawn.
const SIZES: [(usize, usize, u64); 4] = [(4, 3, 40), (6, 6, 40), (12, 8, 20), (77, 10, 10)];

/// Messages of two that are tried of each draw.
const PAIRS: usize = 250;

/// What stands between the two messages, by the name of the row.
const BETWEEN: [(&str, &str); 4] =
    [("two sentences", ". "), ("joined by and", " and "), ("a comma", ", "), ("nothing", " ")];

/// A message with the name of its topic.
type Written = (String, String);

fn main() -> ExitCode {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let ([] | ["--pack"], [file]) =
        (&flags.iter().map(String::as_str).collect::<Vec<_>>()[..], &files[..])
    else {
        let _: io::Result<()> = writeln!(io::stderr(), "usage: two_topics [--pack] FILE.tsv");
        return ExitCode::from(2);
    };
    support::end(run(file, !flags.is_empty()))
}

fn run(file: &str, with_pack: bool) -> Result<String, String> {
    let pack = with_pack.then(|| support::pack(None).map(Arc::new)).transpose()?;
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let mut by_label: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (label, message) in text.lines().filter_map(|line| line.split_once('\t')) {
        by_label.entry(label).or_default().push(message);
    }
    let mut out = String::new();
    for (topics, examples, draws) in SIZES {
        let mut found = [0_u32; BETWEEN.len()];
        let (mut tried, mut alone) = (0_u32, 0_u32);
        for seed in 0..draws {
            let (machine, pairs) = draw(&by_label, topics, examples, seed, pack.as_ref())?;
            let mut topics = topics_of(&machine);
            for (first, second) in &pairs {
                tried += 1;
                let mut is_alone = |(message, topic): &Written| {
                    topics(message).map(|found| found.first() == Some(topic))
                };
                alone += u32::from(is_alone(first)? && is_alone(second)?);
                for (found, (_, between)) in found.iter_mut().zip(BETWEEN) {
                    let topics = topics(&[&first.0, between, &second.0].concat())?;
                    *found += u32::from(topics.starts_with(&[first.1.clone(), second.1.clone()]));
                }
            }
        }
        let share = |count: u32| 100.0 * f64::from(count) / f64::from(tried.max(1));
        out += &format!(
            "{topics} topics, {examples} examples: {tried} messages of two; both are first when alone {:.1} %\n",
            share(alone)
        );
        for (count, (name, _)) in found.into_iter().zip(BETWEEN) {
            out += &format!("  {name:<14} {:.1} %\n", share(count));
        }
    }
    Ok(out)
}

/// A script of some topics, and pairs of messages that are none of its examples.
fn draw(
    by_label: &BTreeMap<&str, Vec<&str>>,
    topics: usize,
    examples: usize,
    seed: u64,
    pack: Option<&Arc<Pack>>,
) -> Result<(Machine, Vec<(Written, Written)>), String> {
    let labels = shuffled(by_label.iter().collect(), seed);
    let mut script = Examples::default();
    let mut others: Vec<(&str, &str)> = Vec::new();
    for (label, messages) in labels.into_iter().take(topics) {
        let messages = shuffled(messages.clone(), seed);
        let (taught, left) = messages.split_at(examples.min(messages.len()));
        taught.iter().for_each(|message| script.add(label, message));
        others.extend(left.iter().map(|message| (*label, *message)));
    }
    let trained = script.script();
    let names: BTreeMap<&str, &str> =
        trained.labels.iter().map(|(name, label)| (label.as_str(), name.as_str())).collect();
    let others = shuffled(others, seed);
    let (some, rest) = others.split_at(others.len() / 2);
    let written = |&(label, message): &(&str, &str)| {
        let end = [' ', '.', '!', '?', ','];
        let name = names.get(label).copied().unwrap_or_default();
        (message.trim_end_matches(end).to_owned(), name.to_owned())
    };
    let pairs = some.iter().zip(rest).filter(|(first, second)| first.0 != second.0);
    let pairs =
        pairs.map(|(first, second)| (written(first), written(second))).take(PAIRS).collect();
    let source = Source { name: "main.answers".into(), text: trained.script };
    Ok((script::machine(vec![source], pack)?, pairs))
}

/// In an order that the seed draws.
fn shuffled<T>(list: Vec<T>, seed: u64) -> Vec<T> {
    let places = Examples::folds(&vec![0; list.len()], list.len(), seed);
    let mut list: Vec<(usize, T)> = places.into_iter().zip(list).collect();
    list.sort_by_key(|(place, _)| *place);
    list.into_iter().map(|(_, one)| one).collect()
}

/// The topics that a message leads to, the first first.
fn topics_of(machine: &Machine) -> impl FnMut(&str) -> Result<Vec<String>, String> {
    let mut suggester = Suggester::new();
    move |message| {
        let turn = suggester.suggest(machine, message, &Context::default());
        let turn = turn.map_err(|error| error.to_string())?;
        Ok(turn.suggestions.iter().map(|suggestion| suggestion.topic.to_owned()).collect())
    }
}
