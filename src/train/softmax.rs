//! Multinomial logistic regression over all intents at once, by stochastic gradient descent.
//!
//! Each step looks at one example and moves the weights of all intents by what their probabilities are off (Bottou 2010, with the
//! falling rate of Shalev-Shwartz and others 2007). With a language pack and few examples it finds more than machines that each
//! tell one intent from all others; with many the mean of both does. Only sums, products and quotients in a fixed order, and an
//! exponential made of these: every platform gives the same bits.

use super::corpus::Corpus;
use super::solve::{Block, LANES, Lanes};
use crate::random::Random;

/// How a model is trained.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// What a wrong probability costs against a large weight.
    pub(crate) cost: f32,
    /// How far the first step goes.
    pub(crate) rate: f32,
    /// How often all examples are looked at.
    pub(crate) rounds: usize,
}

/// Intents whose sums stay in the processor while an example is read: a line of its cache.
const TILE: usize = 2 * LANES;

/// The weights of one feature for these.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Tile([f32; TILE]);

/// The weights of all intents while they are trained: of each feature, then of each number of a language pack, then how likely each
/// intent is without any; those of one feature side by side.
struct Weights {
    tiles: Vec<Tile>,
    /// Tiles of a feature.
    width: usize,
    features: usize,
    /// All weights are to be multiplied with it: they shrink with each step.
    scale: f32,
}

impl Weights {
    fn new(corpus: &Corpus, intents: usize) -> Self {
        let width = intents.div_ceil(TILE);
        let features = corpus.hashes.len();
        let rows = features + corpus.dimensions + 1;
        Self { tiles: vec![Tile([0.0; TILE]); rows * width], width, features, scale: 1.0 }
    }

    /// Where the weights of what an example has begin, with what each is worth in it.
    fn read(&self, corpus: &Corpus, at: usize, items: &mut Vec<(usize, f32)>) {
        let (first, bias) = (self.features, self.features + corpus.dimensions);
        let known = corpus.example(at).iter().map(|&(feature, value)| (feature as usize, value));
        let all = known.chain((first..).zip(corpus.dense(at).iter().copied())).chain([(bias, 1.0)]);
        items.clear();
        items.extend(all.map(|(row, value)| (row * self.width, value)));
    }

    /// What an example scores for each intent.
    #[cfg_attr(tuned, optimize(speed))]
    fn score(&self, items: &[(usize, f32)], sums: &mut [f32]) {
        for (at, sums) in sums.chunks_exact_mut(TILE).enumerate() {
            let mut sum = [0.0; TILE];
            for &(start, value) in items {
                let Some(Tile(weights)) = self.tiles.get(start + at) else { continue };
                for (sum, weight) in sum.iter_mut().zip(weights) {
                    *sum += weight * value;
                }
            }
            for (to, sum) in sums.iter_mut().zip(sum) {
                *to = sum * self.scale;
            }
        }
    }

    /// Moves the weights of an example.
    #[cfg_attr(tuned, optimize(speed))]
    fn step(&mut self, items: &[(usize, f32)], by: &[f32], rate: f32) {
        let rate = rate / self.scale;
        for &(start, value) in items {
            let much = value * rate;
            let tiles = self.tiles.get_mut(start..start + self.width).unwrap_or(&mut []);
            for (Tile(weights), by) in tiles.iter_mut().zip(by.chunks_exact(TILE)) {
                for (weight, by) in weights.iter_mut().zip(by) {
                    *weight += by * much;
                }
            }
        }
    }

    /// Brings the scale back to one, before weights become too large for a number.
    fn settle(&mut self) {
        let scale = core::mem::replace(&mut self.scale, 1.0);
        self.tiles.iter_mut().flat_map(|Tile(weights)| weights).for_each(|w| *w *= scale);
    }

    /// The weights of a block of intents.
    fn block(&self, corpus: &Corpus, first: usize) -> Block {
        let lanes = |row: usize| -> Lanes {
            let tile = self.tiles.get(row * self.width + first / TILE);
            let weights = tile.and_then(|Tile(weights)| weights.get(first % TILE..));
            let weights = weights.unwrap_or(&[]);
            core::array::from_fn(|lane| weights.get(lane).copied().unwrap_or(0.0))
        };
        let bias = self.features + corpus.dimensions;
        Block {
            first,
            weights: (0..self.features).map(lanes).collect(),
            dense: (self.features..bias).map(lanes).collect(),
            bias: lanes(bias),
        }
    }
}

/// Trains on some of the examples; gives the weights in blocks of intents.
pub(crate) fn softmax(
    corpus: &Corpus,
    examples: &[usize],
    intents: usize,
    setting: Setting,
) -> Vec<Block> {
    let mut weights = Weights::new(corpus, intents);
    let mut order = examples.to_vec();
    let mut random = Random::new(1);
    let mut scores = vec![0.0; weights.width * TILE];
    let mut items = Vec::new();
    let ease = 1.0 / (setting.cost * float(examples.len().max(1)));
    let mut steps = 0.0_f32;
    for _ in 0..setting.rounds {
        random.shuffle(&mut order);
        for &at in &order {
            weights.read(corpus, at, &mut items);
            weights.score(&items, &mut scores);
            let by = scores.get_mut(..intents).unwrap_or(&mut []);
            probabilities(by);
            by.iter_mut().for_each(|share| *share = -*share);
            let own = corpus.of(at);
            for &intent in own {
                if let Some(by) = by.get_mut(intent) {
                    *by += 1.0 / float(own.len());
                }
            }
            scores.iter_mut().skip(intents).for_each(|none| *none = 0.0);
            let rate = setting.rate / (1.0 + setting.rate * ease * steps);
            steps += 1.0;
            weights.scale *= 1.0 - rate * ease;
            weights.step(&items, &scores, rate);
            if weights.scale < 1e-4 {
                weights.settle();
            }
        }
    }
    weights.settle();
    (0..intents).step_by(LANES).map(|first| weights.block(corpus, first)).collect()
}

/// Scores to probabilities.
#[cfg_attr(tuned, optimize(speed))]
fn probabilities(scores: &mut [f32]) {
    let most = scores.iter().fold(f32::MIN, |most, score| most.max(*score));
    let mut sum = 0.0;
    for score in &mut *scores {
        *score = exp(*score - most);
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// The exponential of a number that is not above 0, to seven digits: a power of two, and a polynomial of what is left.
fn exp(x: f32) -> f32 {
    // Below it nothing is left that a probability shows.
    let x = x.clamp(-80.0, 0.0);
    let power = (x * core::f32::consts::LOG2_E + 0.5).floor();
    // In two parts, so that what is left is exact.
    let rest = x - power * 0.693_359_4 + power * 2.121_944_4e-4;
    let polynomial = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (0.166_666_67
                                + rest
                                    * (0.041_666_67
                                        + rest * (0.008_333_33 + rest * 0.001_388_89)))));
    polynomial * f32::from_bits(bits(power))
}

/// A power of two, by its exponent, from -126 to 127.
#[expect(clippy::cast_possible_truncation, reason = "a whole number of three digits")]
fn bits(power: f32) -> u32 {
    (127 + power as i32).unsigned_abs() << 23
}

#[expect(clippy::cast_precision_loss, reason = "24 digits of a count of examples do")]
pub(super) fn float(n: usize) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::{Setting, exp, probabilities, softmax};
    use crate::train::corpus::Corpus;
    use crate::train::samples::INTENTS;
    use crate::train::solve::Read;

    #[test]
    fn exponentials_are_close() {
        for step in 0..8_000 {
            let x = -0.01 * f32::from(u16::try_from(step).unwrap());
            let (near, exact) = (exp(x), x.exp());
            assert!((near - exact).abs() <= exact * 2e-6, "{x}: {near} for {exact}");
        }
        assert_eq!((exp(0.0), exp(-1e9), exp(5.0)), (1.0, exp(-80.0), 1.0));
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let mut scores = [3.0, 1.0, -200.0, 3.0];
        probabilities(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((scores[0] - scores[3]).abs() < 1e-9 && scores[0] > scores[1] && scores[2] < 1e-20);
    }

    #[test]
    fn every_example_is_likeliest_its_own() {
        let corpus = Corpus::new(&INTENTS.map(|examples| examples.to_vec()), None, &[]);
        let all: Vec<usize> = (0..corpus.len()).collect();
        let setting = Setting { cost: 3.0, rate: 0.1, rounds: 20 };
        let blocks = softmax(&corpus, &all, 3, setting);
        for at in all {
            let scores = blocks[0].score(Read::of(&corpus, at));
            let own = corpus.intents[at];
            assert!((0..3).all(|other| other == own || scores[other] < scores[own]), "{scores:?}");
        }
    }

    #[test]
    fn an_example_of_two_intents_is_half_of_each() {
        let intents = [vec!["where is it", "x"], vec!["where is it", "y"]];
        let corpus = Corpus::new(&intents, None, &[]);
        let setting = Setting { cost: 3.0, rate: 0.1, rounds: 50 };
        let blocks = softmax(&corpus, &[0, 1, 2, 3], 2, setting);
        let scores = blocks[0].score(Read::of(&corpus, 0));
        assert!((scores[0] - scores[1]).abs() < 0.1, "{scores:?}");
    }
}
