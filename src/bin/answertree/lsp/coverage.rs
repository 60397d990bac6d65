//! How often tests come to each line, shown at its end.
//!
//! Tests are played when hints are asked for after a file was opened, saved, or changed on the disk: not at every letter. What is
//! written in between moves the counts with their lines, and a line that is touched has none until it is saved.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use answertree::compile::analyse;
use answertree::problem::Severity;
use answertree::runtime::Suggester;
use answertree::span::Span;
use answertree::trial::{Coverage, Trials};
use lsp_types::{InlayHint, InlayHintLabel, Position, Range};

use super::place::Lines;
use super::state::Script;
use crate::packs::AtHand;

/// The tests of a script are played for so long: everything else that is asked waits meanwhile.
const PATIENCE: Duration = Duration::from_millis(300);
/// A test of more lines is left out, since the time is looked at between tests.
const MAX_LINES: usize = 2_000;

/// Counts of lines from 0. Lines that no test can come to are not in it.
type Counts = BTreeMap<u32, u32>;

/// What is known of all scripts.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// By main file, then by file.
    scripts: BTreeMap<String, BTreeMap<String, Counts>>,
    /// Files that were opened or saved since tests were played.
    due: BTreeSet<String>,
    /// Any file may have changed.
    all_due: bool,
    /// What the client shows is old.
    news: bool,
    complaints: Vec<String>,
}

impl Counted {
    /// A file was opened: its client asks for hints on its own.
    pub(super) fn opened(&mut self, name: &str) {
        self.due.insert(name.to_owned());
    }

    /// Files were saved, or changed on the disk.
    pub(super) fn written(&mut self, name: Option<String>) {
        self.news = true;
        match name {
            Some(name) => {
                self.due.insert(name);
            }
            None => self.all_due = true,
        }
    }

    /// Whether clients should ask again; told once.
    pub(super) fn news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    /// What could not be counted since this was asked last.
    pub(super) fn complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }

    /// Nothing is known of a file any more.
    pub(super) fn forget(&mut self, name: &str) {
        self.scripts.values_mut().for_each(|files| drop(files.remove(name)));
    }

    /// Lines of a file changed, which had so many and has so many now.
    pub(super) fn edited(
        &mut self,
        name: &str,
        touched: std::ops::Range<u32>,
        (had, has): (u32, u32),
    ) {
        for counts in self.scripts.values_mut().filter_map(|files| files.get_mut(name)) {
            let behind = counts.split_off(&touched.end);
            counts.split_off(&touched.start);
            let moved = behind.into_iter();
            counts.extend(moved.map(|(line, n)| (line.saturating_add(has).saturating_sub(had), n)));
        }
    }

    /// Plays the tests of the scripts that are due. One with errors keeps what it had, and stays due.
    pub(super) fn count(&mut self, scripts: &BTreeMap<String, Script>) {
        if self.due.is_empty() && !self.all_due {
            return;
        }
        self.scripts.retain(|root, _| scripts.contains_key(root));
        let mut waiting = BTreeSet::new();
        for (root, script) in scripts {
            let files = || script.files().map(|(_, source)| &source.name);
            let due = files().any(|name| self.due.contains(name));
            if !due && !self.all_due && self.scripts.contains_key(root) {
                continue;
            }
            match counted(script) {
                Some((counts, whole)) => {
                    if !whole {
                        self.complaints.push(format!(
                            "not all tests of {root} were played for its hints, since they take too long: lines that none came to have no hint",
                        ));
                    }
                    self.scripts.insert(root.clone(), counts);
                }
                None => waiting.extend(files().cloned()),
            }
        }
        self.due = waiting;
        self.all_due = false;
    }

    /// The hints of the lines of a range of a file. What several scripts include is counted in all of them.
    pub(super) fn hints(
        &self,
        name: &str,
        text: &str,
        lines: &Lines,
        range: Range,
    ) -> Vec<InlayHint> {
        let mut counts = Counts::new();
        for found in self.scripts.values().filter_map(|files| files.get(name)) {
            let wanted = found.range(range.start.line..=range.end.line.max(range.start.line));
            for (line, times) in wanted {
                let count = counts.entry(*line).or_default();
                *count = count.saturating_add(*times);
            }
        }
        counts.into_iter().map(|(line, count)| hint(line, count, text, lines)).collect()
    }
}

fn hint(line: u32, count: u32, text: &str, lines: &Lines) -> InlayHint {
    let (label, tooltip) = match count {
        0 => {
            let tooltip = "No test of this script comes to this line.";
            ("no test comes here".to_owned(), tooltip.to_owned())
        }
        1 => ("1×".to_owned(), "Tests come to this line once.".to_owned()),
        n => (format!("{n}×"), format!("Tests come to this line {n} times.")),
    };
    InlayHint {
        position: Position::new(line, lines.width(lines.line(text, line))),
        label: InlayHintLabel::String(label),
        kind: None,
        text_edits: None,
        tooltip: Some(tooltip.into()),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}

/// Plays the tests of a script: the counts by file, and whether there was time for all. `None` where it has errors.
fn counted(script: &Script) -> Option<(BTreeMap<String, Counts>, bool)> {
    if script.problems.iter().any(|problem| problem.severity() == Severity::Error) {
        return None;
    }
    let checked = analyse(&script.sources).script?;
    // Where nothing is tested, saying so at every line would help nobody.
    if checked.tests.is_empty() {
        return Some((BTreeMap::new(), true));
    }
    let pack = AtHand::of(&script.sources);
    let trials = Trials::with(&checked, pack.pack(), pack.extras()).ok()?;
    let mut suggester = Suggester::new();
    let (begun, mut whole) = (Instant::now(), true);
    let mut played = Vec::new();
    for test in &checked.tests {
        if begun.elapsed() > PATIENCE || test.lines.len() > MAX_LINES {
            whole = false;
            continue;
        }
        played.push(trials.play(&mut suggester, test));
    }
    Some((by_file(script, &trials.reached(&played), whole), whole))
}

/// The counts at the line where each part begins; without those of zero where it is not sure that they are.
fn by_file(script: &Script, coverage: &Coverage, whole: bool) -> BTreeMap<String, Counts> {
    let mut files: BTreeMap<String, Counts> = BTreeMap::new();
    let mut add = |span: Span, times: u32| {
        let Some(source) = script.source(span.file).filter(|_| whole || times > 0) else { return };
        let counts = files.entry(source.name.clone()).or_default();
        let count = counts.entry(script.range(span).start.line).or_default();
        *count = times.max(*count);
    };
    for topic in &coverage.topics {
        add(topic.span, topic.entered);
        topic.lines.iter().for_each(|row| add(row.span, row.times));
        topic.choices.iter().for_each(|row| add(row.span, row.offered));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{Counted, Counts};
    use crate::lsp::place::{Encoding, Lines};
    use lsp_types::{InlayHintLabel, Position, Range};

    fn known(counts: impl Into<Counts>) -> Counted {
        let files = [("a".to_owned(), counts.into())].into();
        Counted { scripts: [("a".to_owned(), files)].into(), ..Counted::default() }
    }

    #[test]
    fn at_the_ends_of_the_lines_of_the_range() {
        let text = "== t\n> é😀\n-> u\n";
        let lines = Lines::new(text, Encoding::Utf16);
        let counted = known([(0, 1), (1, 0), (2, 3)]);
        let range = Range::new(Position::new(1, 0), Position::new(2, 0));
        let found: Vec<_> = counted
            .hints("a", text, &lines, range)
            .into_iter()
            .map(|hint| match hint.label {
                InlayHintLabel::String(label) => (hint.position, label),
                InlayHintLabel::LabelParts(_) => (hint.position, String::new()),
            })
            .collect();
        assert_eq!(
            found,
            [
                (Position::new(1, 5), "no test comes here".to_owned()),
                (Position::new(2, 4), "3×".to_owned())
            ]
        );
        let backwards = Range::new(Position::new(2, 0), Position::new(1, 0));
        assert_eq!(counted.hints("a", text, &lines, backwards).len(), 1);
    }

    #[test]
    fn counts_go_with_their_lines() {
        let all = [(0, 1), (1, 2), (2, 3), (5, 4)];
        for (touched, lines, expected) in [
            // Within a line; a line end more; two lines become one; two lines become four; at the end.
            (1..2, (7, 7), vec![(0, 1), (2, 3), (5, 4)]),
            (1..2, (7, 8), vec![(0, 1), (3, 3), (6, 4)]),
            (1..3, (7, 6), vec![(0, 1), (4, 4)]),
            (0..2, (7, 9), vec![(4, 3), (7, 4)]),
            (6..7, (7, 9), all.to_vec()),
        ] {
            let mut counted = known(all);
            counted.edited("b", 0..7, (7, 1));
            counted.edited("a", touched.clone(), lines);
            let found = &counted.scripts["a"]["a"];
            assert_eq!(*found, expected.into_iter().collect::<Counts>(), "{touched:?} {lines:?}");
        }
    }
}
