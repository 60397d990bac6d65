//! Figures of predictions; `docs/backtest.md` says what each means.

use std::collections::BTreeMap;

use super::{Labels, Tried};

/// Bins of equal width for the calibration error, as in Guo et al. 2017.
const BINS: usize = 15;

/// Steps of confidence at which coverage is told, in thousandths.
const STEP: usize = 50;

/// Everything that is told of predictions. Shares are from 0 to 1; none where nothing could have a share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many messages were tried.
    pub messages: usize,
    /// The share of messages whose likeliest topic is right, whether or not it is sure enough to be suggested; of those without a topic
    /// the share for which rightly nothing is suggested.
    pub accuracy: f64,
    /// The share of messages whose first suggestion is right, or that rightly get none: what an agent sees.
    pub accuracy_suggested: f64,
    /// Messages that belong to no topic; none where no label says so.
    pub none: Option<NoneFigures>,
    /// The expected calibration error over all messages.
    pub ece: f64,
    /// The same over messages with a suggestion.
    pub ece_suggested: f64,
    /// What `ece` is made of, least sure first.
    pub bins: Vec<Bin>,
    /// What is answered, and how much of it is right, from each confidence up.
    pub coverage: Vec<Covered>,
    /// By label, in order of their names.
    pub labels: Vec<LabelFigures>,
    /// What is taken for what, most often first.
    pub confusions: Vec<Confusion>,
    /// How long a suggestion took.
    pub latency: Latency,
}

/// Figures of messages that belong to no topic.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NoneFigures {
    /// How many there are.
    pub messages: usize,
    /// The share of them for which nothing is suggested.
    pub recall: Option<f64>,
    /// Of messages for which nothing is suggested, the share that belongs to no topic.
    pub precision: Option<f64>,
    /// The share of the other messages whose likeliest topic is right.
    pub accuracy_in_scope: Option<f64>,
    /// The share of the other messages for which nothing is suggested.
    pub in_scope_refused: Option<f64>,
}

/// Messages of like confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Where it begins; its end belongs to it, its beginning does not, except in the first.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How many messages.
    pub messages: usize,
    /// Their mean confidence.
    pub confidence: Option<f64>,
    /// The share whose likeliest topic is right.
    pub right: Option<f64>,
}

/// What is answered from a confidence up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Covered {
    /// The least confidence.
    pub from: f64,
    /// The share of messages whose first suggestion is as sure.
    pub coverage: f64,
    /// The share of those that is right.
    pub right: Option<f64>,
    /// The share of messages without a topic that then get nothing.
    pub none_found: Option<f64>,
    /// The share of messages with a topic that then get nothing.
    pub refused: Option<f64>,
}

/// How well one label is found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// Messages with the label.
    pub messages: usize,
    /// Messages whose first suggestion is the label's topic.
    pub suggested: usize,
    /// Messages of both kinds.
    pub right: usize,
}

impl LabelFigures {
    /// Of messages that are taken for the label, the share that has it.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.suggested)
    }

    /// Of messages with the label, the share that is found.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.messages)
    }

    /// The harmonic mean of both: 0 where nothing is right.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.right, self.messages + self.suggested)
    }
}

/// How often messages of one label are taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// Their label; none for messages that belong to no topic.
    pub label: Option<String>,
    /// The label of the topic that is suggested; none for nothing.
    pub suggested: Option<String>,
    /// How many messages.
    pub messages: usize,
}

/// How long a suggestion took, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    /// On average.
    pub mean: f64,
    /// Half of the messages took no longer.
    pub median: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
}

/// Figures of predictions. `has_none`: messages without a label are those that belong to no topic.
///
/// ```
/// use answertree::backtest::{Labels, Tried, figures};
/// let mut labels = Labels::default();
/// let late = labels.number("late");
/// let tried = [Tried { label: Some(late), first: Some((late, 900)), likeliest: Some((late, 900)), nanoseconds: 1 }];
/// let found = figures(&labels, &tried, false);
/// assert!((found.accuracy - 1.0).abs() < 1e-9 && (found.ece - 0.1).abs() < 1e-9);
/// ```
pub fn figures(labels: &Labels, tried: &[Tried], has_none: bool) -> Figures {
    let count = |holds: fn(&Tried) -> bool| tried.iter().filter(|tried| holds(tried)).count();
    let bins = bins(tried);
    let suggested: Vec<Tried> = tried.iter().filter(|t| t.first.is_some()).copied().collect();
    Figures {
        messages: tried.len(),
        accuracy: share(count(is_known), tried.len()).unwrap_or(0.0),
        accuracy_suggested: share(count(is_right), tried.len()).unwrap_or(0.0),
        none: has_none.then(|| none(tried)),
        ece: error(&bins, tried.len()),
        ece_suggested: error(&self::bins(&suggested), suggested.len()),
        bins,
        coverage: (0..=1000).step_by(STEP).map(|from| covered(tried, from, has_none)).collect(),
        labels: by_label(labels, tried),
        confusions: confusions(labels, tried),
        latency: latency(tried),
    }
}

/// A part of a whole; none where there is no whole.
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| number(part) / number(whole))
}

/// A count as a number: more messages than 2^32 are not told apart.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn is_right(tried: &Tried) -> bool {
    tried.first.map(|(topic, _)| topic) == tried.label
}

/// Whether the likeliest topic is right; where there is none, whether nothing is suggested.
fn is_known(tried: &Tried) -> bool {
    match tried.label {
        Some(label) => tried.likeliest.is_some_and(|(topic, _)| topic == label),
        None => tried.first.is_none(),
    }
}

fn none(tried: &[Tried]) -> NoneFigures {
    let (mut messages, mut found, mut refused, mut right) = (0, 0, 0, 0);
    for tried in tried {
        let silent = tried.first.is_none();
        if tried.label.is_none() {
            messages += 1;
            found += usize::from(silent);
        } else {
            refused += usize::from(silent);
            right += usize::from(is_known(tried));
        }
    }
    let others = tried.len() - messages;
    NoneFigures {
        messages,
        recall: share(found, messages),
        precision: share(found, found + refused),
        accuracy_in_scope: share(right, others),
        in_scope_refused: share(refused, others),
    }
}

/// The bin of a confidence: `(from, to]`, and 0 in the first.
fn bin_of(confidence: usize) -> usize {
    (confidence.min(1000) * BINS).div_ceil(1000).saturating_sub(1)
}

fn bins(tried: &[Tried]) -> Vec<Bin> {
    // Messages, right ones, the sum of confidences in thousandths.
    let mut sums = [(0, 0, 0); BINS];
    for tried in tried {
        let (topic, confidence) =
            tried.likeliest.map_or((None, 0), |(topic, sure)| (Some(topic), sure as usize));
        if let Some(sum) = sums.get_mut(bin_of(confidence)) {
            let right = topic.is_some() && topic == tried.label;
            *sum = (sum.0 + 1, sum.1 + usize::from(right), sum.2 + confidence);
        }
    }
    let edge = |at: usize| number(at) / number(BINS);
    let bin = |(at, &(messages, right, sum)): (usize, &(usize, usize, usize))| Bin {
        from: edge(at),
        to: edge(at + 1),
        messages,
        confidence: share(sum, messages * 1000),
        right: share(right, messages),
    };
    sums.iter().enumerate().map(bin).collect()
}

/// The mean distance between confidence and what is right, bins weighing as they have messages.
fn error(bins: &[Bin], messages: usize) -> f64 {
    let gap =
        |bin: &Bin| Some((bin.confidence? - bin.right?).abs() * share(bin.messages, messages)?);
    bins.iter().filter_map(gap).sum()
}

fn covered(tried: &[Tried], from: usize, has_none: bool) -> Covered {
    let (mut answered, mut right, mut found, mut refused, mut nones) = (0, 0, 0, 0, 0);
    for tried in tried {
        let answers = tried.first.is_some_and(|(_, sure)| sure as usize >= from);
        answered += usize::from(answers);
        right += usize::from(answers && is_right(tried));
        if tried.label.is_none() {
            nones += 1;
            found += usize::from(!answers);
        } else {
            refused += usize::from(!answers);
        }
    }
    Covered {
        from: number(from) / 1000.0,
        coverage: share(answered, tried.len()).unwrap_or(0.0),
        right: share(right, answered),
        none_found: if has_none { share(found, nones) } else { None },
        refused: if has_none { share(refused, tried.len() - nones) } else { None },
    }
}

fn by_label(labels: &Labels, tried: &[Tried]) -> Vec<LabelFigures> {
    let mut all: Vec<LabelFigures> = (0..labels.len())
        .map(|at| LabelFigures { label: labels.name(at).to_owned(), ..LabelFigures::default() })
        .collect();
    for tried in tried {
        if let Some(label) = tried.label.and_then(|label| all.get_mut(label)) {
            label.messages += 1;
            label.right += usize::from(is_right(tried));
        }
        if let Some(topic) = tried.first.and_then(|(topic, _)| all.get_mut(topic)) {
            topic.suggested += 1;
        }
    }
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

fn confusions(labels: &Labels, tried: &[Tried]) -> Vec<Confusion> {
    let mut counts: BTreeMap<(Option<usize>, Option<usize>), usize> = BTreeMap::new();
    for tried in tried.iter().filter(|tried| !is_right(tried)) {
        *counts.entry((tried.label, tried.first.map(|(topic, _)| topic))).or_default() += 1;
    }
    let name = |number: Option<usize>| number.map(|number| labels.name(number).to_owned());
    let mut all: Vec<Confusion> = counts
        .into_iter()
        .map(|((label, topic), messages)| Confusion {
            label: name(label),
            suggested: name(topic),
            messages,
        })
        .collect();
    all.sort_by(|a, b| {
        let names = |c: &Confusion| (c.label.clone(), c.suggested.clone());
        b.messages.cmp(&a.messages).then_with(|| names(a).cmp(&names(b)))
    });
    all
}

fn latency(tried: &[Tried]) -> Latency {
    let mut times: Vec<u64> = tried.iter().map(|tried| tried.nanoseconds).collect();
    times.sort_unstable();
    let micro = |nanoseconds: u64| number(usize::try_from(nanoseconds).unwrap_or(0)) / 1000.0;
    // The nearest rank: the least time that so many of 100 do not exceed.
    let rank = |percent: usize| {
        let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
        micro(times.get(at).copied().unwrap_or(0))
    };
    let sum: f64 = times.iter().map(|&time| micro(time)).sum();
    Latency { mean: sum / number(times.len().max(1)), median: rank(50), p99: rank(99) }
}

#[cfg(test)]
mod tests;
