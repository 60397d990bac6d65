//! How well messages are grouped whose labels are known: `cargo run --release --example group_figures -- FILE.tsv …`.
//!
//! Each file has `label<TAB>message` lines. The labels are hidden while the messages are grouped, and then compared with the groups. With `--no-pack`
//! the pack of English is not used, with `--groups N` that many groups are made, with `--each` every group is printed.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Instant;

use answertree::groups::{Groups, Messages, Settings};

/// What the command line says.
#[derive(Debug, Default)]
struct Asked {
    files: Vec<String>,
    no_pack: bool,
    each: bool,
    settings: Settings,
}

fn main() -> ExitCode {
    support::end(asked(std::env::args().skip(1)).and_then(|asked| run(&asked)))
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked::default();
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let text = arguments.next().unwrap_or_default();
            text.parse().map(Some).map_err(|_| format!("{argument} needs a number"))
        };
        match argument.as_str() {
            "--no-pack" => asked.no_pack = true,
            "--each" => asked.each = true,
            "--groups" => asked.settings.groups = number()?,
            "--least" => asked.settings.least = number()?,
            _ => asked.files.push(argument),
        }
    }
    Ok(asked)
}

fn run(asked: &Asked) -> Result<String, String> {
    let pack = support::pack(None)?;
    let mut out = String::new();
    for file in &asked.files {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        let rows: Vec<(&str, &str)> =
            text.lines().filter_map(|line| line.split_once('\t')).collect();
        let begin = Instant::now();
        let mut messages = Messages::new((!asked.no_pack).then_some(&pack));
        for (_, text) in &rows {
            messages.add(text, None);
        }
        let found = messages.group(asked.settings, |_| ControlFlow::Continue(()));
        let found = found.ok_or("it was stopped")?;
        let seconds = begin.elapsed().as_secs_f64();
        let labels: Vec<&str> = rows.iter().map(|(label, _)| *label).collect();
        out += &format!("{file}: {seconds:.2} s\n");
        if asked.each {
            out += &each(&labels, &found);
        }
        out += &figures(&labels, &found);
    }
    Ok(out)
}

/// The groups, each with the label that most of its messages have.
fn each(labels: &[&str], found: &Groups) -> String {
    let counts = counts(labels, found);
    let mut out = String::new();
    for (number, group) in found.groups.iter().enumerate() {
        let Some(by_label) = counts.get(&number) else { continue };
        let Some((label, most)) = by_label.iter().max_by_key(|(_, count)| **count) else {
            continue;
        };
        out += &format!(
            "{:>5}  alike {:.3}  sure {:.3}  pure {:.3}  {}: {label}\n",
            group.messages,
            f64::from(group.alike) / 1000.0,
            f64::from(group.sure) / 1000.0,
            real(*most) / real(by_label.values().sum()),
            group.name,
        );
    }
    out
}

/// For each group how many messages of each label it has.
fn counts<'l>(labels: &[&'l str], found: &Groups) -> BTreeMap<usize, BTreeMap<&'l str, usize>> {
    let mut counts: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for (label, group) in labels.iter().zip(&found.of) {
        if let Some(group) = group {
            *counts.entry(*group).or_default().entry(label).or_default() += 1;
        }
    }
    counts
}

/// What `docs/suggest-topics.md` defines.
fn figures(labels: &[&str], found: &Groups) -> String {
    let counts = counts(labels, found);
    let mut of_label: BTreeMap<&str, usize> = BTreeMap::new();
    let mut grouped_of_label: BTreeMap<&str, usize> = BTreeMap::new();
    for (label, group) in labels.iter().zip(&found.of) {
        *of_label.entry(label).or_default() += 1;
        *grouped_of_label.entry(label).or_default() += usize::from(group.is_some());
    }
    let sizes: Vec<usize> = counts.values().map(|by_label| by_label.values().sum()).collect();
    let all: usize = sizes.iter().sum();
    let cells: Vec<usize> =
        counts.values().flat_map(|by_label| by_label.values().copied()).collect();
    let pure: usize = counts.values().filter_map(|by_label| by_label.values().max()).sum();
    let mut own: Vec<&str> = Vec::new();
    for by_label in counts.values() {
        let size: usize = by_label.values().sum();
        let most = by_label.iter().max_by_key(|(_, count)| **count);
        own.extend(
            most.filter(|(label, count)| {
                2 * **count > size && of_label.get(*label).is_some_and(|all| 2 * **count > *all)
            })
            .map(|(label, _)| *label),
        );
    }
    own.sort_unstable();
    own.dedup();
    let label_sizes: Vec<usize> = grouped_of_label.values().copied().collect();
    let (of_cells, of_groups, of_labels) =
        (entropy(&cells), entropy(&sizes), entropy(&label_sizes));
    let shared = of_groups + of_labels - of_cells;
    let mutual = shared / f64::midpoint(of_groups, of_labels).max(1e-9);
    let (in_cells, in_groups, in_labels) = (pairs(&cells), pairs(&sizes), pairs(&label_sizes));
    let expected = in_groups * in_labels / pairs(&[all]).max(1.0);
    let rand = (in_cells - expected) / (f64::midpoint(in_groups, in_labels) - expected).max(1e-9);
    format!(
        "  {} groups of {} labels, {} of which have their own; {:.1} % of messages grouped; purity {:.3}, NMI {mutual:.3}, ARI {rand:.3}\n",
        sizes.len(),
        of_label.len(),
        own.len(),
        100.0 * real(all) / real(labels.len()),
        real(pure) / real(all),
    )
}

fn entropy(counts: &[usize]) -> f64 {
    let all = real(counts.iter().sum()).max(1.0);
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|&count| -real(count) / all * (real(count) / all).ln())
        .sum()
}

/// How many pairs can be made within parts of these sizes.
fn pairs(counts: &[usize]) -> f64 {
    counts.iter().map(|&count| real(count) * (real(count) - 1.0) / 2.0).sum()
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
