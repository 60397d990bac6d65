//! `answertree backtest`.

mod html;
mod json;
mod load;
mod plots;
mod text;
mod train;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::time::Instant;

use answertree::backtest::{Examples, Figures, Labels, Sure, Tried, figures, first, unlikely};
use answertree::machine::Machine;
use answertree::problem::nearest;
use answertree::runtime::{Context, Suggester};
use flate2::Compression;
use flate2::write::GzEncoder;

use self::load::{Files, Row};
use crate::args::Backtest;
use crate::files;
use crate::output::{Done, End, Failure, Output, count, tame};
use crate::progress::during;

/// Unknown labels that are told by name.
const MOST_TOLD: usize = 10;

/// A machine to try messages on.
struct Model {
    machine: Machine,
    /// Labels by the names of their topics, where these are not the same.
    labels: Option<BTreeMap<String, String>>,
    /// How long compiling took; none where a machine was given.
    seconds: Option<f64>,
}

/// What was tried, and on what.
struct Report {
    figures: Figures,
    /// What was tried, as the command line says it.
    subject: String,
    /// The label of messages that belong to no topic.
    none: Option<String>,
    /// How many topics the script has; of folds, the most that one has.
    topics: usize,
    /// The mean of what folds took.
    train_seconds: Option<f64>,
    /// The mean of folds.
    model_bytes: usize,
    model_bytes_gzip: usize,
    /// How long a message took with its suggestions on average, in microseconds.
    whole: f64,
    /// Labels that are no topic, with their messages.
    unknown: BTreeMap<String, usize>,
}

/// What comes of messages, one model after the other.
struct Trial<'a> {
    none: Option<&'a str>,
    labels: Labels,
    tried: Vec<Tried>,
    topics: usize,
    seconds: Vec<f64>,
    bytes: Vec<usize>,
    gzip: Vec<usize>,
    /// How long each message took with its suggestions, in nanoseconds.
    whole: Vec<u64>,
    /// Labels that a machine has as topics.
    known: BTreeSet<usize>,
}

pub(crate) fn run(args: &Backtest, output: Output) -> Done<End> {
    let all = args.data.iter().chain(&args.train).chain(&args.test).chain(&args.file);
    if all.filter(|path| files::is_stdin(path)).count() > 1 {
        return Err(Failure::new("only one of the files can be the standard input"));
    }
    let mut files = Files::new(args);
    let trial = during(1, |bar| {
        let mut trial = Trial::new(args.none.as_deref());
        if let Some(path) = &args.file {
            bar.set_message("compiling");
            let Some(model) = train::given(path, output)? else { return Ok(None) };
            bar.set_message("trying messages");
            trial.try_all(&model, &mut files.rows(&args.data)?)?;
        } else if let Some(folds) = args.folds {
            let rows: Vec<Row> = files.rows(&args.data)?.collect();
            for (part, (examples, held_out)) in (1..).zip(folded(&rows, folds.into(), args)) {
                bar.set_message(format!("part {part} of {folds}"));
                let model = train::made(examples, args)?;
                trial.try_all(&model, &mut held_out.into_iter())?;
            }
        } else {
            bar.set_message("compiling");
            let mut examples = Examples::default();
            for row in files.rows(&args.train)? {
                add(&mut examples, &row, args);
            }
            let model = train::made(examples, args)?;
            bar.set_message("trying messages");
            trial.try_all(&model, &mut files.rows(&args.test)?)?;
        }
        Ok(Some(trial))
    })?;
    let Some(trial) = trial else { return Ok(End::Problems) };
    if trial.tried.is_empty() {
        files.tell(output, false)?;
        return Err(Failure::new("no message with a label was found, so nothing was tried"));
    }
    let report = trial.report(subject(args));
    tell_unknown(&report, output);
    if let Some(path) = &args.html {
        files::write(path, html::page(&report)?.as_bytes())?;
    }
    let told = if args.json { json::json(&report) } else { text::pretty(&report) };
    output.print(&told)?;
    files.tell(output, true)?;
    Ok(End::Fine)
}

/// What is tried on what, for the heading of a report.
fn subject(args: &Backtest) -> String {
    let named = |paths: &[std::path::PathBuf]| {
        let names: Vec<String> = paths.iter().map(|path| files::named(path)).collect();
        names.join(" and ")
    };
    match (&args.file, args.folds) {
        (Some(file), _) => format!("{} on {}", named(&args.data), files::named(file)),
        (None, Some(folds)) => format!("{} in {folds} parts", named(&args.data)),
        (None, None) => format!("{} on {}", named(&args.test), named(&args.train)),
    }
}

/// Adds a message to the examples; one that belongs to no topic is none.
fn add(examples: &mut Examples, row: &Row, args: &Backtest) {
    if args.none.as_deref() != Some(row.label.as_str()) {
        examples.add(&row.label, &row.text);
    }
}

/// For each part, what a script is made of and what is tried on it.
fn folded<'a>(
    rows: &'a [Row],
    folds: usize,
    args: &'a Backtest,
) -> impl Iterator<Item = (Examples, Vec<Row>)> + 'a {
    let mut labels = Labels::default();
    let numbers: Vec<usize> = rows.iter().map(|row| labels.number(&row.label)).collect();
    let fold_of = Examples::folds(&numbers, folds, args.seed);
    (0..folds).map(move |fold| {
        let (mut examples, mut held_out) = (Examples::default(), Vec::new());
        for (row, &of) in rows.iter().zip(&fold_of) {
            if of == fold {
                held_out.push(row.clone());
            } else {
                add(&mut examples, row, args);
            }
        }
        (examples, held_out)
    })
}

impl<'a> Trial<'a> {
    fn new(none: Option<&'a str>) -> Self {
        Self {
            none,
            labels: Labels::default(),
            tried: Vec::new(),
            topics: 0,
            seconds: Vec::new(),
            bytes: Vec::new(),
            gzip: Vec::new(),
            whole: Vec::new(),
            known: BTreeSet::new(),
        }
    }

    /// Tries messages on a machine.
    fn try_all(&mut self, model: &Model, rows: &mut dyn Iterator<Item = Row>) -> Done<()> {
        let machine = &model.machine;
        self.topics = self.topics.max(machine.topic_count());
        self.seconds.extend(model.seconds);
        self.bytes.push(machine.bytes().len());
        self.gzip.push(zipped(machine.bytes())?);
        for topic in machine.topics() {
            let number = self.labels.number(model.label(topic));
            self.known.insert(number);
        }
        let (plain, explained) =
            (Context::default(), Context { explain: true, ..Context::default() });
        let wrong = |error: answertree::runtime::ContextError| {
            Failure::new(format!("{error} [{}]", error.code()))
        };
        let mut suggester = Suggester::new();
        // What the first message of a machine costs more is no cost of a message.
        suggester.suggest(machine, "", &plain).map_err(wrong)?;
        for row in rows {
            let (_, nanoseconds) = timed(|| suggester.read(machine, &row.text));
            let (turn, whole) = timed(|| suggester.suggest(machine, &row.text, &plain));
            self.whole.push(whole);
            let first = self.sure(model, first(&turn.map_err(wrong)?));
            let likeliest = match first {
                Some(first) => Some(first),
                None => {
                    let turn = suggester.suggest(machine, &row.text, &explained).map_err(wrong)?;
                    self.sure(model, unlikely(&turn))
                }
            };
            let is_none = self.none == Some(row.label.as_str());
            let label = (!is_none).then(|| self.labels.number(&row.label));
            self.tried.push(Tried { label, first, likeliest, nanoseconds });
        }
        Ok(())
    }

    fn sure(&mut self, model: &Model, found: Option<(&str, u32)>) -> Option<Sure> {
        found.map(|(topic, sure)| (self.labels.number(model.label(topic)), sure))
    }

    fn report(self, subject: String) -> Report {
        let mut unknown = BTreeMap::new();
        for label in self.tried.iter().filter_map(|tried| tried.label) {
            if !self.known.contains(&label) {
                *unknown.entry(self.labels.name(label).to_owned()).or_default() += 1;
            }
        }
        let seconds: f64 = self.seconds.iter().sum();
        let models = u32::try_from(self.seconds.len()).unwrap_or(u32::MAX);
        Report {
            figures: figures(&self.labels, &self.tried, self.none.is_some()),
            subject,
            none: self.none.map(str::to_owned),
            topics: self.topics,
            train_seconds: (models > 0).then(|| seconds / f64::from(models)),
            whole: microseconds(&self.whole),
            model_bytes: mean(&self.bytes),
            model_bytes_gzip: mean(&self.gzip),
            unknown,
        }
    }
}

impl Model {
    fn label<'l>(&'l self, topic: &'l str) -> &'l str {
        self.labels.as_ref().and_then(|labels| labels.get(topic)).map_or(topic, String::as_str)
    }
}

/// What something gives, and how long it took in nanoseconds.
fn timed<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let begin = Instant::now();
    let done = work();
    (done, u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX))
}

fn mean(list: &[usize]) -> usize {
    list.iter().sum::<usize>() / list.len().max(1)
}

/// The mean in microseconds.
fn microseconds(nanoseconds: &[u64]) -> f64 {
    let mean =
        nanoseconds.iter().sum::<u64>() / u64::try_from(nanoseconds.len().max(1)).unwrap_or(1);
    f64::from(u32::try_from(mean).unwrap_or(u32::MAX)) / 1000.0
}

/// How many bytes a machine takes in gzip.
fn zipped(bytes: &[u8]) -> Done<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zipped = encoder.write_all(bytes).and_then(|()| encoder.finish());
    let failed = |error: io::Error| Failure::new(format!("cannot compress the machine: {error}"));
    zipped.map(|bytes| bytes.len()).map_err(failed)
}

/// Labels that no topic has: their messages cannot be right.
fn tell_unknown(report: &Report, output: Output) {
    let topics = || {
        report
            .figures
            .labels
            .iter()
            .map(|l| l.label.as_str())
            .filter(|l| !report.unknown.contains_key(*l))
    };
    for (label, &messages) in report.unknown.iter().take(MOST_TOLD) {
        let help = match nearest(label, topics()) {
            Some(near) => format!("did you mean `{}`?", tame(near)),
            None => "if they belong to no topic, name the label with `--none`".to_owned(),
        };
        output.tell(&format!(
            "warning: there is no topic `{}`, so its {} counted as wrong; {help}\n",
            tame(label),
            if messages == 1 {
                "message is".to_owned()
            } else {
                format!("{messages} messages are")
            }
        ));
    }
    let more = report.unknown.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        output.tell(&format!("warning: {} more that are no topic\n", count(more, "label")));
    }
}
