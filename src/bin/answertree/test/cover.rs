//! Coverage as people read it.

use answertree::compile::Source;
use answertree::span::{LineIndex, Span};
use answertree::trial::{Coverage, LineKind, Tally, Topic};

use super::Tested;
use crate::output::{BAD, BOLD, GOOD, Output, put, tame};

/// What a column counts of a topic.
type Count = fn(&Topic) -> Tally;

/// The columns of the table.
const COLUMNS: [(&str, Count); 7] = [
    ("offered", Topic::offered),
    ("taken", Topic::taken),
    ("replies", |topic| topic.lines_of(LineKind::Reply)),
    ("steps", |topic| topic.lines_of(LineKind::Step)),
    ("ends", |topic| topic.lines_of(LineKind::Leave)),
    ("guards", Topic::guard_ways),
    ("examples", Topic::examples_fit),
];

/// A table for each script that could be tested.
pub(super) fn tables(tested: &[Tested<'_>]) -> String {
    let mut out = String::new();
    for script in tested {
        if let Some(coverage) = &script.coverage {
            table(&mut out, script, coverage);
        }
    }
    out
}

fn table(out: &mut String, script: &Tested<'_>, coverage: &Coverage) {
    let names = coverage.topics.iter().map(|topic| topic.name.chars().count());
    let wide = names.max().unwrap_or(0).max(9);
    put(out, format_args!("{BOLD}coverage of {}{BOLD:#}\n{:wide$}", script.name(), "topic"));
    for (name, _) in COLUMNS {
        put(out, format_args!(" {name:>9}"));
    }
    put(out, format_args!(" {:>7}\n", "total"));
    for topic in &coverage.topics {
        let name = tame(&topic.name);
        put(out, format_args!("{name:wide$}"));
        for (_, count) in COLUMNS {
            put(out, format_args!(" {:>9}", fraction(count(topic))));
        }
        percent(out, topic.total());
    }
    let entered = coverage.sum(Topic::tally);
    let all = format!("{} topics", fraction(entered));
    put(out, format_args!("{BOLD}{all:wide$}{BOLD:#}"));
    for (_, count) in COLUMNS {
        put(out, format_args!(" {:>9}", fraction(coverage.sum(count))));
    }
    percent(out, coverage.sum(Topic::total));
    missed(out, script.sources, coverage);
    out.push('\n');
}

/// `3/4`; a dash where there is nothing to count.
fn fraction(tally: Tally) -> String {
    if tally.all == 0 { "-".to_owned() } else { format!("{}/{}", tally.reached, tally.all) }
}

fn percent(out: &mut String, tally: Tally) {
    let color = if tally.reached == tally.all { GOOD } else { BAD };
    let whole = tally.thousandths() / 10;
    put(out, format_args!(" {color}{whole:>5} %{color:#}\n"));
}

/// What no test reached, line by line.
fn missed(out: &mut String, sources: &[Source], coverage: &Coverage) {
    let places = Places::new(sources);
    let mut rows: Vec<(Span, String)> = Vec::new();
    for topic in &coverage.topics {
        if topic.entered == 0 {
            rows.push((topic.span, format!("no test enters `{}`", topic.name)));
        }
        let lines = topic.lines.iter().filter(|line| line.times == 0 && topic.entered > 0);
        for line in lines {
            let what = match line.kind {
                LineKind::Reply => "this reply was never suggested",
                LineKind::Step => "this was never shown",
                LineKind::Leave => "no conversation left here",
                LineKind::Other => continue,
            };
            rows.push((line.span, what.to_owned()));
        }
        for choice in topic.choices.iter().filter(|choice| choice.taken == 0 && topic.entered > 0) {
            let what = if choice.offered == 0 { "offered" } else { "taken" };
            rows.push((choice.span, format!("`{}` was never {what}", choice.label)));
        }
        for guard in topic.guards.iter().filter(|_| topic.entered > 0) {
            match (guard.held, guard.not) {
                // What was never come to is told by itself.
                (0, 0) => {}
                (_, 0) => rows.push((guard.span, "its guards always held".to_owned())),
                (0, _) => rows.push((guard.span, "its guards never held".to_owned())),
                _ => {}
            }
        }
        for example in topic.examples.iter().filter(|example| !example.fits) {
            let leads = example
                .leads_to
                .as_deref()
                .map_or_else(|| "to no topic".to_owned(), |topic| format!("to `{topic}`"));
            rows.push((topic.span, format!("the example `{}` leads {leads}", example.text)));
        }
    }
    rows.sort();
    for (span, what) in rows {
        put(out, format_args!("  {}: {}\n", places.of(span), tame(&what)));
    }
}

/// Says which scripts are under a percentage; whether any is.
pub(super) fn is_under(tested: &[Tested<'_>], percent: u8, output: Output) -> bool {
    let mut under = false;
    for script in tested {
        let Some(coverage) = &script.coverage else { continue };
        let total = coverage.sum(Topic::total);
        if total.thousandths() < usize::from(percent) * 10 {
            under = true;
            let (whole, part) = (total.thousandths() / 10, total.thousandths() % 10);
            output.tell(&format!(
                "{BAD}coverage of {} is {whole}.{part} %, under {percent} %{BAD:#}\n",
                script.name()
            ));
        }
    }
    under
}

/// Finds the files and lines of spans.
pub(super) struct Places<'a> {
    sources: &'a [Source],
    indexes: Vec<LineIndex>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a [Source]) -> Self {
        let indexes = sources.iter().map(|source| LineIndex::new(&source.text)).collect();
        Self { sources, indexes }
    }

    /// `late.answers:12`
    pub(super) fn of(&self, span: Span) -> String {
        let (file, line) = self.file_and_line(span);
        format!("{file}:{line}")
    }

    pub(super) fn file_and_line(&self, span: Span) -> (&'a str, u32) {
        let file = usize::from(span.file);
        match self.sources.get(file).zip(self.indexes.get(file)) {
            Some((source, index)) => (&source.name, index.position(&source.text, span.start).line),
            None => ("", 0),
        }
    }
}
