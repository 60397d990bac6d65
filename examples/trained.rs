//! How well the trained model finds the intent: accuracy, calibration, refusals, size and time on splits of labelled messages.
//!
//! `cargo run --release --example trained -- train.tsv 10 [val.tsv [none.tsv]]`: lines of `label<TAB>message`; five draws of so
//! many examples a label (0: all) train a model. A fifth of each label, 30 at most, is tried, or `val.tsv`; `none.tsv` belongs
//! nowhere. With `--write FILE` the last model's bytes are written; `--pack FILE` trains with a language pack.

#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::time::Instant;

use answertree::machine::model::{Model, Scores};
use answertree::pack::Pack;
use answertree::text::tokenize::Tokens;
use answertree::train::train;

/// The most messages tried of each label where there is no `val.tsv`.
const HELD_OUT: usize = 30;

/// How often examples are drawn.
const DRAWS: u64 = 5;

type Messages = Vec<(String, String)>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.drain(at..(at + 2).min(arguments.len())).nth(1)
    };
    let write = option("--write");
    let pack = match option("--pack") {
        Some(path) => Some(Arc::new(Pack::read(&fs::read(path)?)?)),
        None => None,
    };
    let [train_path, examples, rest @ ..] = arguments.as_slice() else {
        return Err(
            "trained train.tsv EXAMPLES [val.tsv [none.tsv]] [--write FILE] [--pack FILE]".into()
        );
    };
    let examples: usize = examples.parse()?;
    let messages = read(train_path)?;
    let tried = rest.first().map(|path| read(path)).transpose()?;
    let none = rest.get(1).map(|path| read(path)).transpose()?.unwrap_or_default();
    let mut sum = Measured::default();
    // All examples are one draw.
    let draws = if examples == 0 { 1 } else { DRAWS };
    for draw in 0..draws {
        let (labels, intents, held_out) = split(&messages, examples, draw, tried.is_some());
        let start = Instant::now();
        let trained = train(&intents, pack.as_deref());
        let seconds = start.elapsed().as_secs_f64();
        let bytes = trained.bytes();
        let measured = measure(
            (&trained.model(), pack.as_ref()),
            &bytes,
            &labels,
            tried.as_ref().unwrap_or(&held_out),
            &none,
        )?;
        println!("draw {draw}: {measured:.3?}, trained in {seconds:.2} s");
        sum.add(&measured);
        if let Some(path) = &write {
            fs::write(path, bytes)?;
        }
    }
    println!("mean: {:.3?}", sum.divided(f64::from(u32::try_from(draws)?)));
    Ok(())
}

/// What a model does, in shares of the messages.
#[derive(Clone, Debug, Default)]
#[allow(dead_code, reason = "printed whole")]
struct Measured {
    accuracy: f64,
    calibration_error: f64,
    refused: f64,
    none_refused: f64,
    microseconds: f64,
    features: f64,
    weights: f64,
    bytes: f64,
}

impl Measured {
    fn each(&mut self) -> [&mut f64; 8] {
        let Self {
            accuracy,
            calibration_error,
            refused,
            none_refused,
            microseconds,
            features,
            weights,
            bytes,
        } = self;
        [accuracy, calibration_error, refused, none_refused, microseconds, features, weights, bytes]
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in self.each().into_iter().zip(other.clone().each()) {
            *sum += *more;
        }
    }

    fn divided(mut self, by: f64) -> Self {
        self.each().into_iter().for_each(|sum| *sum /= by);
        self
    }
}

/// Reads messages with one model.
struct Reader<'m> {
    model: &'m Model,
    pack: Option<&'m Arc<Pack>>,
    tokens: Tokens,
    scores: Scores,
}

impl Reader<'_> {
    /// The likeliest intent and how sure the model is.
    fn likeliest(&mut self, message: &str) -> (usize, u16) {
        self.tokens.read(message);
        self.scores.read(self.model, self.pack, &self.tokens, |_| true);
        let (mut first, mut second) = ((0, i32::MIN), i32::MIN);
        for (intent, score) in self.scores.sums().iter().copied().enumerate() {
            if score > first.1 {
                (first, second) = ((intent, score), first.1);
            } else if score > second {
                second = score;
            }
        }
        let [best, next] = [first.1, second].map(|sum| self.model.thousandths(sum));
        (first.0, self.model.curve().confidence(best, next))
    }
}

fn measure(
    (model, pack): (&Model, Option<&Arc<Pack>>),
    bytes: &[u8],
    labels: &[String],
    tried: &Messages,
    none: &Messages,
) -> Result<Measured, Box<dyn Error>> {
    let mut reader = Reader { model, pack, tokens: Tokens::new(), scores: Scores::default() };
    let (mut right, mut refused) = (0_u32, 0_u32);
    // By confidence in tenths: how many are right less the sum of confidences.
    let mut bins = [0.0_f64; 11];
    let start = Instant::now();
    for (label, message) in tried {
        let (intent, sure) = reader.likeliest(message);
        let found = labels.get(intent) == Some(label);
        right += u32::from(found);
        refused += u32::from(sure < 400);
        if let Some(bin) = bins.get_mut(usize::from(sure / 100)) {
            *bin += f64::from(u8::from(found)) - f64::from(sure) / 1000.0;
        }
    }
    let all = f64::from(u32::try_from(tried.len().max(1))?);
    let microseconds = start.elapsed().as_secs_f64() * 1e6 / all;
    let silent = none.iter().filter(|(_, m)| reader.likeliest(m).1 < 400).count();
    Ok(Measured {
        accuracy: f64::from(right) / all,
        calibration_error: bins.iter().map(|bin| bin.abs()).sum::<f64>() / all,
        refused: f64::from(refused) / all,
        none_refused: f64::from(u32::try_from(silent)?)
            / f64::from(u32::try_from(none.len().max(1))?),
        microseconds,
        features: f64::from(u32::try_from(model.features())?),
        weights: f64::from(u32::try_from(model.total())?),
        bytes: f64::from(u32::try_from(bytes.len())?),
    })
}

fn read(path: &str) -> Result<Messages, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(lines.map(|(label, message)| (label.into(), message.into())).collect())
}

/// The labels, so many examples of each, and messages that are not among them; what is held out is the same in every draw.
fn split(
    messages: &Messages,
    examples: usize,
    draw: u64,
    keep_all: bool,
) -> (Vec<String>, Vec<Vec<String>>, Messages) {
    let mut by_label: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (label, message) in messages {
        by_label.entry(label).or_default().push(message);
    }
    let (mut labels, mut intents, mut held_out) = (Vec::new(), Vec::new(), Vec::new());
    let (mut fixed, mut drawn) = (7, 1000 + draw);
    for (label, mut list) in by_label {
        if !keep_all {
            shuffle(&mut list, &mut fixed);
        }
        let behind = if keep_all { 0 } else { (list.len() / 5).min(HELD_OUT) };
        let tried = list.split_off(list.len() - behind);
        held_out.extend(tried.into_iter().map(|message| (label.into(), message.into())));
        // All examples stay in the order of the file.
        if examples > 0 {
            shuffle(&mut list, &mut drawn);
            list.truncate(examples);
        }
        labels.push(label.into());
        intents.push(list.into_iter().map(String::from).collect());
    }
    (labels, intents, held_out)
}

fn shuffle(list: &mut [&str], state: &mut u64) {
    for at in (1..list.len()).rev() {
        let other = usize::try_from(random(state) % (at as u64 + 1)).unwrap_or(0);
        list.swap(at, other);
    }
}

/// `SplitMix64` (Steele, Lea, Flood 2014): the same split everywhere.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
