//! How far vectors move, so that sums of them come near to what they should be, and none moves far: ridge regression by conjugate
//! gradients (Hestenes and Stiefel 1952), eight dimensions side by side.

use std::collections::BTreeMap;

use super::plan::{Plan, Spelt};
use crate::groups::numbers::{Rows, dot};
use crate::threads;

/// What pulls each vector back to where it was.
const RIDGE: f32 = 1.0;

/// So many pairs of an entry hold it back as much as the ridge does: what is well known moves less, and other domains keep it.
const KNOWN: f32 = 1.0;

/// Steps of the conjugate gradients: more change no number that is kept.
const ROUNDS: usize = 30;

/// Dimensions that are solved side by side.
const LANES: usize = 8;

/// A number for each of them.
type Lanes = [f32; LANES];

/// A row for each message: the entries and pairs in it, and what a step of each counts there.
#[derive(Clone, Debug, Default)]
pub(super) struct Matrix {
    /// By entry and by pair: its column, where a message has it.
    entries: BTreeMap<u32, u32>,
    pairs: BTreeMap<u32, u32>,
    /// How long a step of each column is.
    steps: Vec<f32>,
    starts: Vec<usize>,
    items: Vec<(u32, f32)>,
}

impl Matrix {
    /// Columns for what messages have. A step is as long as the vector itself, of a pair as an entry in the middle of all.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut matrix = Self { starts: vec![0], ..Self::default() };
        let all = |of: fn(&Spelt) -> &Vec<u32>| {
            let mut all: Vec<u32> = plan.messages.iter().flat_map(of).copied().collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        for entry in all(|(entries, _)| entries) {
            let row = plan.vectors.row(index(entry));
            let long = dot(row, row).sqrt();
            // A new word of which nothing was known may go as far as others.
            let step = if long > 0.0 { long.max(1.0) } else { plan.middle };
            let known = plan.known.get(index(entry)).copied().unwrap_or(0.0);
            let step = step / (1.0 + known / KNOWN).sqrt();
            matrix.entries.insert(entry, matrix.next());
            matrix.steps.push(step);
        }
        for pair in all(|(_, pairs)| pairs) {
            matrix.pairs.insert(pair, matrix.next());
            matrix.steps.push(plan.middle);
        }
        matrix
    }

    fn next(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }

    /// Adds the row of a message.
    pub(super) fn push(&mut self, plan: &Plan, message: usize, weight: f32) {
        if let Some((entries, pairs)) = plan.messages.get(message) {
            let entries = entries.iter().filter_map(|entry| self.entries.get(entry));
            let pairs = pairs.iter().filter_map(|pair| self.pairs.get(pair));
            for &column in entries.chain(pairs) {
                let step = self.steps.get(index(column)).copied().unwrap_or(0.0);
                self.items.push((column, step * weight));
            }
        }
        self.starts.push(self.items.len());
    }

    /// The row of what was moved for an entry.
    pub(super) fn of_entry(&self, entry: usize) -> Option<usize> {
        self.entries.get(&u32::try_from(entry).ok()?).map(|&column| index(column))
    }

    /// The row of what was moved for a pair.
    pub(super) fn of_pair(&self, pair: usize) -> Option<usize> {
        self.pairs.get(&u32::try_from(pair).ok()?).map(|&column| index(column))
    }

    /// By column how far it moves, so that each message comes nearest to its row of `left`. None where it was stopped.
    pub(super) fn solve(
        &self,
        left: &Rows,
        threads: usize,
        mut told: impl FnMut(usize, usize) -> Option<()>,
    ) -> Option<Rows> {
        let blocks: Vec<usize> = (0..left.width()).step_by(LANES).collect();
        let mut out = Rows::zeros(self.steps.len(), left.width());
        for (done, some) in blocks.chunks(threads.max(1)).enumerate() {
            told(done.saturating_mul(threads.max(1)), blocks.len())?;
            let solved = threads::each(some.iter(), |&first| (first, self.block(left, first)));
            for (first, block) in solved {
                for (column, (lanes, step)) in block.iter().zip(&self.steps).enumerate() {
                    let row = out.row_mut(column).iter_mut().skip(first);
                    row.zip(lanes).for_each(|(to, number)| *to = number * step);
                }
            }
        }
        Some(out)
    }

    /// Eight dimensions from one on.
    fn block(&self, left: &Rows, first: usize) -> Vec<Lanes> {
        let mut found = vec![[0.0; LANES]; self.steps.len()];
        let mut rest = vec![[0.0; LANES]; self.steps.len()];
        for (message, items) in self.rows().enumerate() {
            let mut target = [0.0; LANES];
            let row = left.row(message).iter().skip(first);
            target.iter_mut().zip(row).for_each(|(to, number)| *to = *number);
            spread(items, &target, &mut rest);
        }
        let mut way = rest.clone();
        let mut square = squares(&rest);
        for _ in 0..ROUNDS {
            let mut along: Vec<Lanes> = way.iter().map(|way| way.map(|way| way * RIDGE)).collect();
            for items in self.rows() {
                let mut sum = [0.0; LANES];
                for &(column, value) in items {
                    let Some(way) = way.get(index(column)) else { continue };
                    sum.iter_mut().zip(way).for_each(|(sum, way)| *sum += way * value);
                }
                spread(items, &sum, &mut along);
            }
            let across = products(&way, &along);
            let step = shares(&square, &across, 1e-12);
            move_by(&mut found, &way, &step);
            move_by(&mut rest, &along, &step.map(|step| -step));
            let now = squares(&rest);
            let keep = shares(&now, &square, 1e-20);
            for (way, rest) in way.iter_mut().zip(&rest) {
                for ((way, rest), keep) in way.iter_mut().zip(rest).zip(&keep) {
                    *way = rest + keep * *way;
                }
            }
            square = now;
        }
        found
    }

    fn rows(&self) -> impl Iterator<Item = &[(u32, f32)]> {
        let ends = self.starts.iter().skip(1);
        self.starts.iter().zip(ends).map(|(&start, &end)| self.items.get(start..end).unwrap_or(&[]))
    }
}

/// Adds a message's numbers to what it is made of.
fn spread(items: &[(u32, f32)], numbers: &Lanes, to: &mut [Lanes]) {
    for &(column, value) in items {
        let Some(to) = to.get_mut(index(column)) else { continue };
        to.iter_mut().zip(numbers).for_each(|(to, number)| *to += number * value);
    }
}

fn products(a: &[Lanes], b: &[Lanes]) -> Lanes {
    let mut sums = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums
}

fn squares(rows: &[Lanes]) -> Lanes {
    products(rows, rows)
}

/// Quotients, of what is as good as nothing as well.
fn shares(some: &Lanes, of: &Lanes, least: f32) -> Lanes {
    let mut out = *some;
    out.iter_mut().zip(of).for_each(|(out, of)| *out /= of.max(least));
    out
}

fn move_by(rows: &mut [Lanes], way: &[Lanes], steps: &Lanes) {
    for (row, way) in rows.iter_mut().zip(way) {
        for ((number, way), step) in row.iter_mut().zip(way).zip(steps) {
            *number += step * way;
        }
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
