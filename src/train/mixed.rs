//! The weights of both ways to train, as one model.

use super::corpus::Corpus;
use super::log::decimal_log;
use super::softmax::{Setting, softmax};
use super::solve::{Block, Lanes, Read, blocks, solve};
use crate::threads::both;

/// How far scores of examples spread for machines that each tell one intent from all others: what a softmax is brought to, so that
/// scores mean the same whatever a model is made of.
pub(crate) const SPREAD: f32 = 0.3;

/// Examples that scores are compared on.
const COMPARED: usize = 1_000;

/// Trains on some of the examples. The more examples an intent has, the more the machines for one intent each say.
pub(crate) fn mixed(corpus: &Corpus, examples: &[usize], intents: usize) -> Vec<Block> {
    let of_each = decimal_log(examples.len(), intents);
    let share = (0.75 * (of_each - 1.0)).clamp(0.0, 0.7);
    let setting = if of_each < 1.7 {
        Setting { cost: 3.0, rate: 0.1, rounds: 20 }
    } else {
        Setting { cost: 30.0, rate: 0.2, rounds: 5 }
    };
    let joint = || softmax(corpus, examples, intents, setting);
    let alone = || blocks(intents, |first| solve(corpus, examples, first));
    let mut model = if share > 0.0 {
        let (mut joint, alone) = both(joint, alone);
        let scale = spread(corpus, examples, &alone, intents)
            / spread(corpus, examples, &joint, intents).max(1e-6);
        for (joint, alone) in joint.iter_mut().zip(&alone) {
            add(joint, scale * (1.0 - share), alone, share);
        }
        joint
    } else {
        joint()
    };
    let scale = SPREAD / spread(corpus, examples, &model, intents).max(1e-6);
    model.iter_mut().for_each(|block| scaled(block, scale));
    model
}

fn rows(block: &mut Block) -> impl Iterator<Item = &mut Lanes> {
    block.weights.iter_mut().chain(&mut block.dense).chain([&mut block.bias])
}

fn scaled(block: &mut Block, scale: f32) {
    rows(block).flatten().for_each(|weight| *weight *= scale);
}

/// So much of one and so much of another.
fn add(block: &mut Block, much: f32, other: &Block, more: f32) {
    let others = other.weights.iter().chain(&other.dense).chain([&other.bias]);
    for (row, other) in rows(block).zip(others) {
        for (weight, other) in row.iter_mut().zip(other) {
            *weight = *weight * much + other * more;
        }
    }
}

/// The standard deviation of the scores of examples for all intents.
fn spread(corpus: &Corpus, examples: &[usize], model: &[Block], intents: usize) -> f32 {
    let step = examples.len().div_ceil(COMPARED).max(1);
    let (mut sum, mut squares, mut count) = (0.0_f64, 0.0_f64, 0.0_f64);
    for &at in examples.iter().step_by(step) {
        for block in model {
            for score in block.score(Read::of(corpus, at)).into_iter().take(intents - block.first) {
                sum += f64::from(score);
                squares += f64::from(score) * f64::from(score);
                count += 1.0;
            }
        }
    }
    let mean = sum / count.max(1.0);
    narrow((squares / count.max(1.0) - mean * mean).max(0.0).sqrt())
}

#[expect(clippy::cast_possible_truncation, reason = "a deviation of small numbers")]
fn narrow(number: f64) -> f32 {
    number as f32
}
