//! Coverage in the form of LCOV, which editors and code hosts show beside the lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::coverage::Coverage;
use crate::compile::Source;
use crate::span::{LineIndex, Span};

/// What was found of one file.
#[derive(Default)]
struct File {
    /// How often each line was reached.
    lines: BTreeMap<u32, u32>,
    /// Line, block, branch, how often.
    branches: Vec<(u32, u32, u32, u32)>,
}

impl Coverage {
    /// How often each line was reached, by the names of files and the lines from 1. Lines that no test can reach are not in it.
    pub fn lines(&self, sources: &[Source]) -> BTreeMap<String, BTreeMap<u32, u32>> {
        let name = |number: u16| sources.get(usize::from(number)).map(|row| row.name.clone());
        let files = self.files(sources).into_iter();
        files.filter_map(|(number, file)| Some((name(number)?, file.lines))).collect()
    }

    /// The coverage as LCOV: a `DA` for each line of a topic, and a `BRDA` for each choice (branch 0: taken) and for each way of
    /// guards (branch 0: they held, branch 1: they did not).
    pub fn lcov(&self, sources: &[Source]) -> String {
        let mut out = String::new();
        for (number, file) in &mut self.files(sources) {
            let Some(source) = sources.get(usize::from(*number)) else { continue };
            file.branches.sort_unstable();
            write(&mut out, &source.name, file);
        }
        out
    }

    /// What was found of each file.
    fn files(&self, sources: &[Source]) -> BTreeMap<u16, File> {
        let indexes: Vec<LineIndex> =
            sources.iter().map(|source| LineIndex::new(&source.text)).collect();
        let line = |file: u16, at: u32| {
            let file = usize::from(file);
            let (source, index) = sources.get(file).zip(indexes.get(file))?;
            Some(index.position(&source.text, at).line)
        };
        let mut files: BTreeMap<u16, File> = BTreeMap::new();
        let mut reach = |span: Span, times: u32| {
            let first = line(span.file, span.start)?;
            let last = line(span.file, span.end.saturating_sub(1).max(span.start))?;
            let file = files.entry(span.file).or_default();
            for line in first..=last.max(first) {
                let count = file.lines.entry(line).or_default();
                *count = times.max(*count);
            }
            Some(())
        };
        let mut branches = Vec::new();
        for topic in &self.topics {
            reach(topic.span, topic.entered);
            for row in &topic.lines {
                reach(row.span, row.times);
            }
            for choice in &topic.choices {
                reach(choice.span, choice.offered);
                branches.push((choice.span, 0, 0, choice.taken));
            }
            for guard in &topic.guards {
                branches.push((guard.span, 1, 0, guard.held));
                branches.push((guard.span, 1, 1, guard.not));
            }
        }
        for (span, block, branch, times) in branches {
            let Some(line) = line(span.file, span.start) else { continue };
            let file = files.entry(span.file).or_default();
            file.branches.push((line, block, branch, times));
        }
        files
    }
}

fn write(out: &mut String, name: &str, file: &File) {
    // Writing to a string cannot fail.
    let mut row = |text: std::fmt::Arguments<'_>| {
        let _: std::fmt::Result = out.write_fmt(text);
    };
    row(format_args!("TN:\nSF:{name}\n"));
    for (line, times) in &file.lines {
        row(format_args!("DA:{line},{times}\n"));
    }
    let hit = file.lines.values().filter(|times| **times > 0).count();
    row(format_args!("LF:{}\nLH:{hit}\n", file.lines.len()));
    for (line, block, branch, times) in &file.branches {
        row(format_args!("BRDA:{line},{block},{branch},{times}\n"));
    }
    let hit = file.branches.iter().filter(|(.., times)| *times > 0).count();
    row(format_args!("BRF:{}\nBRH:{hit}\nend_of_record\n", file.branches.len()));
}
