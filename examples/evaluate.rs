//! How well examples alone find the topic: accuracy, calibration and refusals on a split of labelled messages.
//!
//! `cargo run --release --example evaluate -- train.tsv 10 [val.tsv [none.tsv]]`: lines of `label<TAB>message`; so many
//! examples a label (0: four fifths of them) become a script, the rest or `val.tsv` is tried, `none.tsv` belongs nowhere.

#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;

use answertree::compile::{Source, compile};
use answertree::machine::Machine;
use answertree::runtime::{Context, Suggester};

/// Messages tried of each label where there is no `val.tsv`.
const HELD_OUT: usize = 30;

/// The seed of the split.
const SEED: u64 = 7;

type Messages = Vec<(String, String)>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [train, examples, rest @ ..] = arguments.as_slice() else {
        return Err("evaluate train.tsv EXAMPLES [val.tsv [none.tsv]]".into());
    };
    let examples: usize = examples.parse()?;
    let (script, held_out) = split(read(train)?, examples);
    let tried = match rest.first() {
        Some(path) => read(path)?,
        None => held_out,
    };
    let compiled = compile(&[Source { name: "main.answers".into(), text: script }]);
    let lowered = compiled.machine.ok_or("the messages do not make a script")?;
    let machine = Machine::load(lowered.bytes)?;
    let mut suggester = Suggester::new();
    let context = Context { explain: true, ..Context::default() };
    let (mut right, mut refused, mut error) = (0, 0, 0.0);
    // By confidence in tenths: how many, how many right, the sum of confidences.
    let mut bins = [(0_u32, 0_u32, 0.0_f64); 10];
    for (label, message) in &tried {
        let turn = suggester.suggest(&machine, message, &context)?;
        refused += u32::from(turn.suggestions.is_empty());
        let suggested = turn.suggestions.first().map(|s| (&s.topic, s.confidence));
        let first = suggested.or_else(|| turn.ruled_out.first().map(|r| (&r.topic, r.confidence)));
        let (found, confidence) =
            first.map_or((false, 0), |(topic, c)| (*topic == topic_name(label), c.value()));
        right += u32::from(found);
        if let Some(bin) = bins.get_mut(usize::try_from(confidence / 100)?.min(9)) {
            *bin = (bin.0 + 1, bin.1 + u32::from(found), bin.2 + f64::from(confidence) / 1000.0);
        }
    }
    let all = f64::from(u32::try_from(tried.len().max(1))?);
    println!("messages {all}, machine {} bytes", machine.bytes().len());
    println!("accuracy {:.3}, refused {:.3}", f64::from(right) / all, f64::from(refused) / all);
    for (count, found, sum) in bins {
        error += (f64::from(found) - sum).abs();
        println!(
            "  confidence {:.2}: {:.2} right of {count}",
            sum / f64::from(count.max(1)),
            f64::from(found) / f64::from(count.max(1))
        );
    }
    println!("expected calibration error {:.3}", error / all);
    if let Some(path) = rest.get(1) {
        let none = read(path)?;
        let mut silent = 0;
        for (_, message) in &none {
            silent +=
                u32::from(suggester.suggest(&machine, message, &context)?.suggestions.is_empty());
        }
        println!("of {} that belong nowhere, refused {silent}", none.len());
    }
    Ok(())
}

fn read(path: &str) -> Result<Messages, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(a, b)| (a.into(), b.into()))
        .collect())
}

/// A topic's name: letters, digits and `_`.
fn topic_name(label: &str) -> String {
    label.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// A script of so many shuffled examples a label, and messages that are not in it.
fn split(messages: Messages, examples: usize) -> (String, Messages) {
    let mut by_label: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (label, message) in messages {
        by_label.entry(label).or_default().push(message);
    }
    let (mut script, mut rest, mut state) = (String::new(), Vec::new(), SEED);
    for (label, mut list) in by_label {
        for at in (1..list.len()).rev() {
            let other = usize::try_from(random(&mut state) % (at as u64 + 1)).unwrap_or(0);
            list.swap(at, other);
        }
        let taken = if examples == 0 { list.len() * 4 / 5 } else { examples.min(list.len()) };
        let behind = list.split_off(taken);
        rest.extend(behind.into_iter().take(HELD_OUT).map(|message| (label.clone(), message)));
        // Writing to a string cannot fail.
        let _: std::fmt::Result = writeln!(script, "== {}: {label}", topic_name(&label));
        for message in list {
            let _: std::fmt::Result = writeln!(script, "- {}", message.replace('\\', "").trim());
        }
        script.push_str("> Noted.\n\n");
    }
    (script, rest)
}

/// `SplitMix64` (Steele, Lea, Flood 2014): the same split everywhere.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
