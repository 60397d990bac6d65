//! Which cells go together: those first whose union is the least loss (Ward 1963), by chains of nearest neighbours (Benzécri 1982),
//! which need no table of all distances.

use super::Watch;
use super::fitted::Fitted;
use super::numbers::{Rows, add, dot, real};

/// How many groups are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// So many; else those that are apart.
    pub(super) groups: Option<usize>,
    /// How far they are apart at the least.
    pub(super) fitted: Fitted,
}

/// Two cells that become one, by a place in each, and what is lost: how much farther their messages are from the middle of both.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Union {
    first: usize,
    second: usize,
    loss: f32,
}

/// Cells in the making.
struct Cells {
    /// The middle of each.
    middles: Rows,
    /// How many messages each has; 0 for what has become part of another.
    counts: Vec<usize>,
    /// The squared length of each middle.
    squares: Vec<f32>,
}

/// For each of some cells its group, counted from 0 in the order of the cells. `rows` and `cell_of` are of messages. None where it was stopped.
pub(super) fn groups(
    rows: &Rows,
    messages: &[usize],
    cell_of: &[usize],
    count: usize,
    wanted: Wanted,
    watch: &mut Watch<'_>,
) -> Option<Vec<usize>> {
    let cells = Cells::new(rows, messages, cell_of, count);
    let mut left = cells.counts.iter().filter(|&&count| count > 0).count();
    let mut unions = cells.unions(watch)?;
    unions.sort_by(|a, b| a.loss.total_cmp(&b.loss));
    let mut part_of: Vec<usize> = (0..count).collect();
    let all = real(messages.len());
    for union in unions {
        let is_enough = match wanted.groups {
            Some(wanted) => left <= wanted,
            None => {
                let size = all / real(left.max(1));
                union.loss > wanted.fitted.apart * size + wanted.fitted.chance
            }
        };
        if is_enough {
            break;
        }
        let (first, second) = (root(&mut part_of, union.first), root(&mut part_of, union.second));
        part_of.get_mut(first.max(second)).into_iter().for_each(|to| *to = first.min(second));
        left -= 1;
    }
    Some(numbered(&mut part_of))
}

/// What a cell is a part of in the end.
fn root(part_of: &mut [usize], cell: usize) -> usize {
    let mut at = cell;
    while let Some(&above) = part_of.get(at) {
        if above == at {
            break;
        }
        let next = part_of.get(above).copied().unwrap_or(above);
        part_of.get_mut(at).into_iter().for_each(|to| *to = next);
        at = next;
    }
    at
}

fn numbered(part_of: &mut [usize]) -> Vec<usize> {
    let mut numbers = vec![None; part_of.len()];
    let mut count = 0;
    let mut out = Vec::with_capacity(part_of.len());
    for cell in 0..part_of.len() {
        let root = root(part_of, cell);
        let Some(number) = numbers.get_mut(root) else { continue };
        out.push(*number.get_or_insert_with(|| {
            count += 1;
            count - 1
        }));
    }
    out
}

impl Cells {
    fn new(rows: &Rows, messages: &[usize], cell_of: &[usize], count: usize) -> Self {
        let mut middles = Rows::zeros(count, rows.width());
        let mut counts = vec![0; count];
        for (&at, &cell) in messages.iter().zip(cell_of) {
            add(middles.row_mut(cell), rows.row(at), 1.0);
            counts.get_mut(cell).into_iter().for_each(|count| *count += 1);
        }
        for (cell, &count) in counts.iter().enumerate() {
            let count = real(count).max(1.0);
            middles.row_mut(cell).iter_mut().for_each(|number| *number /= count);
        }
        let squares = middles.iter().map(|row| dot(row, row)).collect();
        Self { middles, counts, squares }
    }

    fn count(&self, cell: usize) -> f32 {
        real(self.counts.get(cell).copied().unwrap_or(0))
    }

    fn square(&self, cell: usize) -> f32 {
        self.squares.get(cell).copied().unwrap_or(0.0)
    }

    /// What the union of two loses.
    fn loss(&self, a: usize, b: usize) -> f32 {
        let (of_a, of_b) = (self.count(a), self.count(b));
        let between = dot(self.middles.row(a), self.middles.row(b));
        let distance = (self.square(a) + self.square(b) - 2.0 * between).max(0.0);
        // The same for `b` and `a`, to the last bit.
        distance * (of_a * of_b) / (of_a + of_b).max(1.0)
    }

    /// All unions until one cell is left, in no order.
    fn unions(mut self, watch: &mut Watch<'_>) -> Option<Vec<Union>> {
        let mut live: Vec<usize> =
            (0..self.counts.len()).filter(|&c| self.count(c) > 0.0).collect();
        let of = live.len();
        let mut out = Vec::new();
        let mut chain: Vec<usize> = Vec::new();
        while live.len() > 1 {
            watch.told(of - live.len(), of)?;
            let Some(&last) = chain.last() else {
                chain.extend(live.first());
                continue;
            };
            let before = chain.len().checked_sub(2).and_then(|at| chain.get(at)).copied();
            // The one before wins a tie, or the chain could go round for ever.
            let mut best = before.map(|before| (self.loss(last, before), before));
            for &other in live.iter().filter(|&&other| other != last) {
                let loss = self.loss(last, other);
                if best.is_none_or(|(least, _)| loss < least) {
                    best = Some((loss, other));
                }
            }
            let Some((loss, next)) = best else { break };
            if Some(next) != before {
                // Only rounding can lead a chain back into itself.
                if chain.contains(&next) {
                    chain.clear();
                }
                chain.push(next);
                continue;
            }
            chain.truncate(chain.len().saturating_sub(2));
            let (first, second) = (last.min(next), last.max(next));
            out.push(Union { first, second, loss });
            self.unite(first, second);
            live.retain(|&cell| cell != second);
        }
        Some(out)
    }

    /// Makes the second a part of the first.
    fn unite(&mut self, first: usize, second: usize) {
        let (of_first, of_second) = (self.count(first), self.count(second));
        let all = (of_first + of_second).max(1.0);
        let other = self.middles.row(second).to_vec();
        let row = self.middles.row_mut(first);
        row.iter_mut().for_each(|number| *number *= of_first / all);
        add(row, &other, of_second / all);
        let square = dot(row, row);
        self.squares.get_mut(first).into_iter().for_each(|to| *to = square);
        let moved = self.counts.get_mut(second).map_or(0, std::mem::take);
        self.counts.get_mut(first).into_iter().for_each(|count| *count += moved);
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, groups};
    use crate::groups::Watch;
    use crate::groups::fitted::WITH_PACK;
    use crate::groups::numbers::{Rows, scale_to};

    /// Messages in so many directions, a little apart from each other.
    fn rows(sizes: &[usize]) -> Rows {
        let count = sizes.iter().sum();
        let mut rows = Rows::zeros(count, 16);
        let mut at = 0;
        for (direction, &size) in sizes.iter().enumerate() {
            for number in 0..size {
                let row = rows.row_mut(at);
                row[direction] = 1.0;
                row[8 + number % 8] = 0.2;
                scale_to(row, 1.0);
                at += 1;
            }
        }
        rows
    }

    fn found(sizes: &[usize], wanted: Option<usize>) -> Vec<usize> {
        let rows = rows(sizes);
        let all: Vec<usize> = (0..rows.iter().count()).collect();
        let mut go_on = |_| core::ops::ControlFlow::Continue(());
        let wanted = Wanted { groups: wanted, fitted: WITH_PACK };
        groups(&rows, &all, &all, all.len(), wanted, &mut Watch::new(&mut go_on)).unwrap()
    }

    #[test]
    fn directions_are_groups() {
        let expected: Vec<usize> = [vec![0; 20], vec![1; 5], vec![2; 60]].concat();
        assert_eq!(found(&[20, 5, 60], None), expected);
        assert_eq!(found(&[20, 5, 60], Some(3)), expected);
        assert_eq!(found(&[20, 5, 60], Some(2)).iter().max(), Some(&1));
        assert_eq!(found(&[20, 5, 60], Some(85)), (0..85).collect::<Vec<_>>());
        assert_eq!(found(&[3, 3], Some(1)), [0; 6]);
        assert_eq!(found(&[], None), [0; 0]);
        assert_eq!(found(&[1], None), [0]);
    }
}
