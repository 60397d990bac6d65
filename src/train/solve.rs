//! A linear support vector machine for each intent against all others, by dual coordinate descent.
//!
//! Hsieh, Chang, Lin, Keerthi, Sundararajan: "A dual coordinate descent method for large-scale linear SVM" (2008), with the
//! squared hinge loss. Eight intents are solved side by side in one order, so that one look at a feature serves all of them. Only
//! sums, products and quotients in a fixed order: every platform gives the same bits.

use core::cmp::Reverse;

use super::corpus::Corpus;
use crate::random::Random;
use crate::threads::both;

/// Intents that are solved side by side.
pub(crate) const LANES: usize = 8;

/// A number for each of them.
pub(crate) type Lanes = [f32; LANES];

/// What a wrong example costs against a large weight; half of it with a language pack, whose numbers all examples have.
const COST: f32 = 1.0;

/// The most times that all examples are looked at: more changes no answer.
const ROUNDS: usize = 8;

/// How far from the best solution is near enough, as the slope of what would still have to move.
const NEAR: f32 = 0.5;

/// The weights of the features for a block of intents, and how likely each intent is without any.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The first of its intents.
    pub(crate) first: usize,
    pub(crate) weights: Vec<Lanes>,
    /// The weights of the numbers of a language pack.
    pub(crate) dense: Vec<Lanes>,
    pub(crate) bias: Lanes,
}

/// An example as a block reads it: its features, and what a language pack says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read<'c> {
    pub(crate) items: &'c [(u32, f32)],
    pub(crate) dense: &'c [f32],
}

impl<'c> Read<'c> {
    /// An example of a corpus.
    #[inline]
    pub(crate) fn of(corpus: &'c Corpus, at: usize) -> Self {
        Self { items: corpus.example(at), dense: corpus.dense(at) }
    }

    fn square(self) -> f32 {
        let items = self.items.iter().map(|(_, value)| value * value);
        items.chain(self.dense.iter().map(|value| value * value)).sum()
    }
}

impl Block {
    /// What a message scores.
    #[cfg_attr(tuned, optimize(speed))]
    #[inline]
    pub(crate) fn score(&self, read: Read<'_>) -> Lanes {
        let mut sum = self.bias;
        for &(feature, value) in read.items {
            let Some(weights) = self.weights.get(feature as usize) else { continue };
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += weight * value;
            }
        }
        for (value, weights) in read.dense.iter().zip(&self.dense) {
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += weight * value;
            }
        }
        sum
    }

    #[cfg_attr(tuned, optimize(speed))]
    #[inline]
    fn add(&mut self, read: Read<'_>, step: &Lanes) {
        for &(feature, value) in read.items {
            let Some(weights) = self.weights.get_mut(feature as usize) else { continue };
            for (weight, step) in weights.iter_mut().zip(step) {
                *weight += step * value;
            }
        }
        for (value, weights) in read.dense.iter().zip(&mut self.dense) {
            for (weight, step) in weights.iter_mut().zip(step) {
                *weight += step * value;
            }
        }
        for (bias, step) in self.bias.iter_mut().zip(step) {
            *bias += step;
        }
    }
}

/// What is asked of each block of intents, in their order; where there are threads, on two.
pub(crate) fn blocks<T: Send>(intents: usize, one: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let half = |parity: usize| -> Vec<T> {
        (0..intents).step_by(LANES).skip(parity).step_by(2).map(&one).collect()
    };
    let alone = cfg!(target_family = "wasm") || intents <= LANES;
    let (even, odd) = if alone { (half(0), half(1)) } else { both(|| half(0), || half(1)) };
    let mut odd = odd.into_iter();
    let mut all = Vec::new();
    for block in even {
        all.push(block);
        all.extend(odd.next());
    }
    all
}

/// Those of some examples that a block of intents is solved on: all, or of a large script its own and those that share the most
/// rare features with them. What shares none is on its side of every plane that is found without it.
fn rivals(
    corpus: &Corpus,
    examples: &[usize],
    intents: core::ops::Range<usize>,
    most: usize,
) -> Vec<usize> {
    let own = corpus.of_intents(intents);
    let (mine, mut others): (Vec<usize>, Vec<usize>) =
        examples.iter().partition(|at| own.contains(at));
    if others.len() <= most {
        return examples.to_vec();
    }
    let mut shared = vec![0_u32; corpus.len()];
    let mut asked = vec![false; corpus.hashes.len()];
    for (feature, _) in mine.iter().flat_map(|at| corpus.example(*at)) {
        let Some(asked) = asked.get_mut(*feature as usize) else { continue };
        if !core::mem::replace(asked, true) {
            for at in corpus.rare(*feature) {
                if let Some(shared) = shared.get_mut(*at as usize) {
                    *shared += 1;
                }
            }
        }
    }
    let likest = |at: &usize| (Reverse(shared.get(*at).copied().unwrap_or(0)), *at);
    others.select_nth_unstable_by_key(most, likest);
    others.truncate(most);
    others.extend(mine);
    others.sort_unstable();
    others
}

/// Intents that one is told from: of a script with more, most are about something else.
const RIVALS: usize = 320;

/// Solves the intents from `first` on, on their own of some examples and on as many of others as so many intents have.
pub(crate) fn solve_among(corpus: &Corpus, examples: &[usize], first: usize) -> Block {
    let intents = corpus.intents.last().map_or(1, |last| last + 1);
    let most = corpus.len().div_ceil(intents).saturating_mul(RIVALS);
    solve(corpus, &rivals(corpus, examples, first..first + LANES, most), first)
}

/// Solves the intents from `first` on, on some of the examples.
pub(crate) fn solve(corpus: &Corpus, examples: &[usize], first: usize) -> Block {
    solve_until(corpus, examples, first, ROUNDS, NEAR)
}

fn solve_until(
    corpus: &Corpus,
    examples: &[usize],
    first: usize,
    rounds: usize,
    near: f32,
) -> Block {
    let mut solver = Solver::new(corpus, first);
    let mut random = Random::new(1);
    // The last is a message that says nothing, and has no intent.
    let all: Vec<usize> = examples.iter().copied().chain([corpus.len()]).collect();
    let mut active = all.clone();
    // An example that no intent of the block has reason to look at again is left out until all others are settled.
    let mut bound = f32::INFINITY;
    for _ in 0..rounds {
        random.shuffle(&mut active);
        (solver.most, solver.least) = (0.0, 0.0);
        active.retain(|&at| solver.look(corpus, at, bound));
        if solver.most - solver.least < near {
            if active.len() == all.len() {
                break;
            }
            // Those left out are looked at once more.
            active.clear();
            active.extend_from_slice(&all);
            bound = f32::INFINITY;
        } else {
            bound = if solver.most > 0.0 { solver.most } else { f32::INFINITY };
        }
    }
    solver.block
}

/// A block of intents while it is solved.
struct Solver {
    block: Block,
    /// By example how much it holds the planes of the intents where they are.
    alphas: Vec<Lanes>,
    /// By example its squared length, with what makes the hinge a squared one.
    squares: Vec<f32>,
    easing: f32,
    /// Of what was looked at: the steepest slopes upwards and downwards.
    most: f32,
    least: f32,
}

impl Solver {
    fn new(corpus: &Corpus, first: usize) -> Self {
        let easing = 0.5 / if corpus.dimensions > 0 { COST / 2.0 } else { COST };
        let square = |at| 1.0 + easing + Read::of(corpus, at).square();
        let block = Block {
            first,
            weights: vec![[0.0; LANES]; corpus.hashes.len()],
            dense: vec![[0.0; LANES]; corpus.dimensions],
            bias: [0.0; LANES],
        };
        let alphas = vec![[0.0; LANES]; corpus.len() + 1];
        let squares = (0..=corpus.len()).map(square).collect();
        Self { block, alphas, squares, easing, most: 0.0, least: 0.0 }
    }

    /// Moves the planes of all intents of the block to where an example wants them. False where none has reason to look at it again.
    #[cfg_attr(tuned, optimize(speed))]
    fn look(&mut self, corpus: &Corpus, at: usize, bound: f32) -> bool {
        let read = Read::of(corpus, at);
        let scores = self.block.score(read);
        let own = corpus.of(at);
        let square = self.squares.get(at).copied().unwrap_or(1.0);
        let Some(alpha) = self.alphas.get_mut(at) else { return false };
        let mut step = [0.0; LANES];
        let (mut moves, mut idle) = (false, true);
        for (((alpha, step), score), intent) in
            alpha.iter_mut().zip(&mut step).zip(&scores).zip(self.block.first..)
        {
            let sign = if own.contains(&intent) { 1.0 } else { -1.0 };
            let slope = sign * score - 1.0 + self.easing * *alpha;
            // Compared by hand: where the processor has no such instruction `max` is a call.
            let free = if *alpha == 0.0 && slope > 0.0 { 0.0 } else { slope };
            idle &= *alpha == 0.0 && slope > bound;
            self.most = if free > self.most { free } else { self.most };
            self.least = if free < self.least { free } else { self.least };
            if free.abs() > 1e-6 {
                let new = *alpha - slope / square;
                let new = if new > 0.0 { new } else { 0.0 };
                *step = (new - *alpha) * sign;
                *alpha = new;
                moves |= *step != 0.0;
            }
        }
        if moves {
            self.block.add(read, &step);
        }
        !idle
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, COST, Read, rivals, solve, solve_until};
    use crate::train::corpus::Corpus;
    use crate::train::samples::INTENTS;

    fn corpus() -> Corpus {
        Corpus::new(&INTENTS.map(|examples| examples.to_vec()), None, &[])
    }

    /// Half the squared length of the weights and the squared hinges: what is to be as small as can be.
    fn objective(corpus: &Corpus, block: &Block, lane: usize) -> f32 {
        let length: f32 = block.weights.iter().map(|w| w[lane] * w[lane]).sum();
        let hinges = (0..=corpus.len()).map(|at| {
            let sign = if corpus.intents.get(at) == Some(&lane) { 1.0 } else { -1.0 };
            (1.0 - sign * block.score(Read::of(corpus, at))[lane]).max(0.0).powi(2)
        });
        0.5 * (length + block.bias[lane].powi(2)) + COST * hinges.sum::<f32>()
    }

    #[test]
    fn no_small_change_of_the_solution_is_better() {
        let corpus = corpus();
        let all: Vec<usize> = (0..corpus.len()).collect();
        let (near, exact) = (solve(&corpus, &all, 0), solve_until(&corpus, &all, 0, 10_000, 1e-4));
        for lane in 0..3 {
            let best = objective(&corpus, &exact, lane);
            for feature in (0..exact.weights.len()).step_by(7) {
                for change in [-0.1, 0.1] {
                    let mut other = exact.clone();
                    other.weights[feature][lane] += change;
                    assert!(objective(&corpus, &other, lane) > best, "{feature} of {lane}");
                }
            }
            let found = objective(&corpus, &near, lane);
            assert!(found < best * 1.1, "{found} for {best}");
        }
    }

    #[test]
    fn rivals_are_those_that_are_alike() {
        let corpus = corpus();
        let all: Vec<usize> = (0..corpus.len()).collect();
        assert_eq!(rivals(&corpus, &all, 0..1, 6), (0..9).collect::<Vec<usize>>());
        // Of the others these share `my` and what stands around it.
        assert_eq!(rivals(&corpus, &all, 0..1, 3), [0, 1, 2, 3, 7, 8]);
    }

    #[test]
    fn every_example_is_on_its_side() {
        let corpus = corpus();
        let all: Vec<usize> = (0..corpus.len()).collect();
        let block = solve(&corpus, &all, 0);
        for at in all {
            let scores = block.score(Read::of(&corpus, at));
            let own = corpus.intents[at];
            assert!(scores.iter().enumerate().all(|(lane, s)| (lane == own) == (*s > 0.0)));
        }
    }

    #[test]
    fn what_is_left_out_changes_nothing() {
        let corpus = corpus();
        let some = [0, 1, 3, 4, 6, 7];
        let block = solve(&corpus, &some, 0);
        let unseen = corpus.example(8).iter().find(|(feature, _)| {
            some.iter().all(|at| corpus.example(*at).iter().all(|(other, _)| other != feature))
        });
        let (feature, _) = unseen.unwrap();
        assert!(block.weights[*feature as usize].iter().all(|weight| *weight == 0.0));
    }
}
