//! What was solved, as the small numbers that a machine carries.

use core::cmp::Reverse;
use core::ops::Range;

use super::corpus::Corpus;
use super::doubts::Doubt;
use super::mean::{Means, Says};
use super::solve::{Block, LANES};
use crate::bytes::cursor::Cursor;
use crate::bytes::write::{signed, size, varint};
use crate::machine::model::{Curve, MOST_WEIGHTS, Model, ONE};

/// Weights below this change few answers and are left out, as a share of the largest that a message of one feature could meet.
const LEAST: f32 = 0.18;

/// What is not left out, whatever it is: as a share of the intent's largest weight.
const LEAST_OF_MOST: f32 = 0.3;

/// The same beside a language pack, whose numbers say what weights of words say without one.
const LEAST_BESIDE: f32 = 0.05;

/// The largest weight. Rarer ones beyond it are cut.
const LARGEST: f32 = 127.0;

/// What a block of intents needs of what was solved for it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// A feature, an intent, and what the one says for the other: what is not too small to matter.
    weights: Vec<(u32, u32, f32)>,
    biases: Vec<i32>,
    /// For each intent its weights of what a language pack says.
    dense: Vec<Vec<f32>>,
}

impl Part {
    /// Of what was solved.
    pub(crate) fn new(corpus: &Corpus, block: &Block, intents: usize) -> Self {
        let lanes = intents.saturating_sub(block.first).min(LANES);
        let of_lane =
            |lane: usize| block.dense.iter().filter_map(|w| w.get(lane)).copied().collect();
        let rows = (0..).zip(&block.weights);
        let says = rows.flat_map(|(feature, row)| {
            let unit = corpus.unit(feature);
            let row = row.iter().take(lanes).zip(block.first..);
            row.map(move |(weight, intent)| (feature, intent, weight * unit))
        });
        Self {
            weights: kept(corpus, block.first..block.first + lanes, says),
            biases: block.bias.iter().take(lanes).map(|bias| whole(bias * 1000.0)).collect(),
            dense: (0..lanes).map(of_lane).collect(),
        }
    }

    /// Of the means of all intents.
    pub(crate) fn of_means(corpus: &Corpus, means: &Means, intents: usize) -> Self {
        let unit = |(feature, intent, weight)| (feature, intent, weight * corpus.unit(feature));
        let weights = kept(corpus, 0..intents, means.says().map(unit));
        Self { weights, biases: vec![0; intents], dense: vec![Vec::new(); intents] }
    }
}

/// What is said of some intents, in the units that a machine counts in, and not too small to matter.
fn kept(
    corpus: &Corpus,
    intents: Range<usize>,
    says: impl Iterator<Item = Says> + Clone,
) -> Vec<(u32, u32, f32)> {
    let said = says.filter(|(.., weight)| *weight != 0.0);
    let mut least = vec![0.0_f32; intents.len()];
    for (_, intent, weight) in said.clone() {
        if let Some(most) = least.get_mut(intent - intents.start) {
            *most = most.max(weight.abs());
        }
    }
    // Where an intent has small weights alone, these are what there is.
    let most = if corpus.is_seen() { LEAST_BESIDE } else { LEAST };
    least.iter_mut().for_each(|least| *least = most.min(*least * LEAST_OF_MOST));
    let matters = |&(_, intent, weight): &Says| {
        least.get(intent - intents.start).is_some_and(|least| weight.abs() >= *least)
    };
    let number = |intent: usize| u32::try_from(intent).unwrap_or(u32::MAX);
    said.filter(matters)
        .map(|(feature, intent, weight)| (feature, number(intent), weight))
        .collect()
}

/// A feature with what it says for intents, in their order.
type Row = (u32, u8, Vec<(u32, i8)>);

/// A trained model, ready to be written.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Examples that it takes for another intent's.
    pub(super) doubts: Vec<Doubt>,
    bits: u32,
    unknown: u8,
    /// What a step of a weight is worth: so many millionths.
    step: u32,
    /// By intent, in thousandths.
    biases: Vec<i32>,
    curve: Curve,
    /// The features by hash, in order.
    rows: Vec<Row>,
    dense: Option<Dense>,
}

/// What is said of a language pack's vectors.
#[derive(Clone, Debug)]
struct Dense {
    pack: u64,
    dimensions: usize,
    scale: u32,
    weights: Vec<i8>,
}

impl Dense {
    /// Weights as whole steps, with what makes products of them parts of a score.
    fn new(corpus: &Corpus, parts: &[Part], pack: u64, step: f32) -> Self {
        let all = || parts.iter().flat_map(|part| &part.dense).flatten();
        let own = (all().fold(0.0_f32, |most, weight| most.max(weight.abs())) / LARGEST).max(1e-9);
        let one = f32::from(u16::try_from(ONE).unwrap_or(1)) * 65_536.0;
        Self {
            pack,
            dimensions: corpus.dimensions,
            scale: whole(own * corpus.longer / step * one).unsigned_abs(),
            weights: all().map(|weight| i8::try_from(whole(weight / own)).unwrap_or(0)).collect(),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        size(out, self.dimensions);
        out.extend(self.pack.to_le_bytes());
        varint(out, self.scale);
        out.extend(self.weights.iter().map(|weight| weight.cast_unsigned()));
    }
}

impl Trained {
    /// What was solved, block by block.
    pub(crate) fn new(corpus: &Corpus, parts: &[Part], curve: Curve, pack: Option<u64>) -> Self {
        let all = || parts.iter().flat_map(|part| &part.weights);
        let most = all().fold(0.0_f32, |most, (_, _, weight)| most.max(weight.abs()));
        let step = (most / LARGEST).max(1e-3);
        // By feature; of one feature the intents stay in order.
        let mut rows: Vec<Vec<(u32, i8)>> = vec![Vec::new(); corpus.hashes.len()];
        for &(feature, intent, weight) in all() {
            let value = i8::try_from(whole(weight / step)).unwrap_or(0);
            if let (true, Some(row)) = (value != 0, rows.get_mut(feature as usize)) {
                row.push((intent, value));
            }
        }
        let most = usize::try_from(MOST_WEIGHTS).unwrap_or(usize::MAX);
        for row in &mut rows {
            if row.len() > most {
                row.sort_by_key(|(intent, value)| (Reverse(value.unsigned_abs()), *intent));
                row.truncate(most);
                row.sort_unstable();
            }
        }
        let unknown = unknown(corpus, &rows);
        let features = corpus.hashes.iter().zip(&corpus.rarities).zip(rows);
        let rows = features.filter(|(_, row)| !row.is_empty());
        Self {
            doubts: Vec::new(),
            bits: corpus.bits,
            unknown,
            step: whole(step * 1e6).unsigned_abs().max(1),
            biases: parts.iter().flat_map(|part| &part.biases).copied().collect(),
            curve,
            rows: rows.map(|((hash, rarity), row)| (*hash, *rarity, row)).collect(),
            dense: pack.map(|pack| Dense::new(corpus, parts, pack, step)),
        }
    }

    /// The bytes that a machine carries, numbers of a kind together; `docs/machine.md` describes them.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        varint(&mut out, self.bits);
        out.push(self.unknown);
        varint(&mut out, self.step);
        self.biases.iter().for_each(|bias| signed(&mut out, i64::from(*bias)));
        signed(&mut out, i64::from(self.curve.least));
        size(&mut out, self.curve.points.len());
        for &(evidence, sure) in &self.curve.points {
            signed(&mut out, i64::from(evidence));
            varint(&mut out, u32::from(sure));
        }
        size(&mut out, self.rows.len());
        let mut last = 0;
        for (hash, ..) in &self.rows {
            varint(&mut out, hash - last);
            last = *hash;
        }
        out.extend(self.rows.iter().map(|(_, rarity, _)| *rarity));
        let rows = || self.rows.iter().map(|(.., row)| row);
        rows().for_each(|row| size(&mut out, row.len()));
        for row in rows() {
            let mut last = 0;
            for &(intent, _) in row {
                varint(&mut out, intent - last);
                last = intent;
            }
        }
        out.extend(rows().flatten().map(|(_, value)| value.cast_unsigned()));
        match &self.dense {
            Some(dense) => dense.write(&mut out),
            None => size(&mut out, 0),
        }
        out
    }

    /// Examples that a model trained without them takes for another intent's, in their order.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// The model as a machine would have it.
    pub fn model(&self) -> Model {
        Model::read(&mut Cursor::new(&self.bytes()), self.biases.len())
    }
}

/// How rare a feature counts that the model does not know: as those of the examples do, on average, that were left out.
fn unknown(corpus: &Corpus, rows: &[Vec<(u32, i8)>]) -> u8 {
    let (mut sum, mut count) = (0_u64, 0_u64);
    for (feature, _) in (0..corpus.len()).flat_map(|at| corpus.example(at)) {
        let at = *feature as usize;
        if rows.get(at).is_some_and(Vec::is_empty) {
            let rarity = corpus.rarities.get(at).copied().map_or(0, u64::from);
            sum += rarity * rarity;
            count += 1;
        }
    }
    let mean = sum.checked_div(count).map_or(u64::from(corpus.unknown), u64::isqrt);
    u8::try_from(mean).unwrap_or(corpus.unknown)
}

/// The nearest whole number; what is no number is 0.
#[expect(clippy::cast_possible_truncation, reason = "a cast from floating point saturates")]
pub(crate) fn whole(number: f32) -> i32 {
    number.round() as i32
}

#[cfg(test)]
mod tests {
    use super::{LEAST, Part, Trained};
    use crate::machine::id::IntentId;
    use crate::machine::model::{MOST_WEIGHTS, Scores};
    use crate::text::tokenize::Tokens;
    use crate::train::corpus::Corpus;
    use crate::train::curve::of_others;
    use crate::train::samples::INTENTS;
    use crate::train::solve::{Read, blocks, solve};

    fn scores(trained: &Trained, message: &str) -> (Tokens, Scores) {
        let (mut tokens, mut scores) = (Tokens::new(), Scores::default());
        tokens.read(message);
        scores.read(&trained.model(), None, &tokens, |_| true);
        (tokens, scores)
    }

    #[test]
    fn small_weights_score_as_the_real_ones_do() {
        let corpus = Corpus::new(&INTENTS.map(|examples| examples.to_vec()), None, &[]);
        let all: Vec<usize> = (0..corpus.len()).collect();
        let solved = blocks(3, |first| solve(&corpus, &all, first));
        let part = Part::new(&corpus, &solved[0], 3);
        let trained = Trained::new(&corpus, &[part], of_others(3), None);
        let model = trained.model();
        let step = f64::from(model.step()) / 1e6;
        for (at, message) in INTENTS.iter().flatten().enumerate() {
            let items = corpus.example(at);
            let exact = solved[0].score(Read::of(&corpus, at));
            // Each feature is off by what is left out or by half a step, for its share of the message.
            let rarity = |feature: u32| f64::from(corpus.rarities[feature as usize]) / 16.0;
            let off = f64::from(LEAST).max(step / 2.0) + 0.001;
            let bound: f64 = items.iter().map(|(f, v)| f64::from(*v) / rarity(*f) * off).sum();
            for (intent, score) in scores(&trained, message).1.all(&model).into_iter().enumerate() {
                let far = (f64::from(exact[intent]) * 1000.0 - f64::from(score)).abs();
                assert!(far <= bound * 1000.0 + 8.0, "{message} for {intent}: {far} above {bound}");
            }
        }
    }

    #[test]
    fn a_feature_speaks_for_so_many_intents() {
        let names: Vec<String> = (0..200).map(|n| format!("parcel number{n}")).collect();
        let intents: Vec<Vec<&str>> = names.iter().map(|name| vec![name.as_str()]).collect();
        let trained = crate::train::train(&intents, None, &[]);
        let longest = trained.rows.iter().map(|(.., row)| row.len()).max();
        assert!(longest.unwrap() <= MOST_WEIGHTS as usize);
        assert!(trained.model().is_whole(200) && !trained.model().is_whole(199));
    }

    #[test]
    fn every_feature_is_found() {
        let trained = crate::train::train(&INTENTS.map(|examples| examples.to_vec()), None, &[]);
        let model = trained.model();
        for (at, (hash, rarity, row)) in (0..).zip(&trained.rows) {
            let known = model.find(hash << (32 - trained.bits)).unwrap();
            assert_eq!((known.row, known.rarity), (at, u32::from(*rarity)));
            let weights = model.all_weights(at).map(|(intent, value)| (intent.index(), value));
            assert_eq!(weights.collect::<Vec<_>>(), *row);
        }
        let known = |hash: &u32| trained.rows.binary_search_by_key(hash, |row| row.0).is_ok();
        let unknown = (0..1 << trained.bits).filter(|hash| !known(hash)).step_by(997);
        for hash in unknown {
            assert_eq!(model.find(hash << (32 - trained.bits)), None);
        }
    }

    #[test]
    fn the_words_that_say_most_are_told() {
        let trained = crate::train::train(&INTENTS.map(|examples| examples.to_vec()), None, &[]);
        let (tokens, scores) = scores(&trained, "hi i lost my passwords");
        let says = scores.evidence(&trained.model(), None, IntentId::new(2), tokens.len());
        let most = says.iter().max().unwrap();
        assert_eq!(says.iter().position(|said| said == most), Some(4), "{says:?}");
    }
}
