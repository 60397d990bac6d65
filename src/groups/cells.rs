//! Messages gathered around centres: first into so many small cells that all of them can be compared with each other, at the end
//! around the centres of the groups.

use super::Watch;
use super::numbers::{Rows, add, dot, scale_to};
use crate::random::Random;
use crate::threads;

/// How often centres are moved to the middle of what is nearest to them.
const ROUNDS: usize = 6;

/// What is nearest to a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearest {
    /// The place of the nearest centre.
    pub(super) centre: usize,
    /// How near it is.
    pub(super) near: f32,
    /// How near the next one is; as far as can be where there is no other.
    pub(super) next: f32,
}

/// For each of some messages the nearest centre, by as many threads as there are said to be; the first of those as near.
pub(super) fn nearest(
    rows: &Rows,
    messages: &[usize],
    centres: &Rows,
    threads: usize,
) -> Vec<Nearest> {
    let part = messages.len().div_ceil(threads.max(1)).max(1);
    let found = threads::each(messages.chunks(part), |messages| {
        messages.iter().map(|&at| nearest_of(rows.row(at), centres)).collect::<Vec<_>>()
    });
    found.concat()
}

fn nearest_of(row: &[f32], centres: &Rows) -> Nearest {
    let mut found = Nearest { centre: 0, near: -1.0, next: -1.0 };
    for (centre, other) in centres.iter().enumerate() {
        let near = dot(row, other);
        if near > found.near || centre == 0 {
            found = Nearest { centre, near, next: found.near };
        } else if near > found.next {
            found.next = near;
        }
    }
    found
}

/// The middle of each of so many gatherings of messages, at length one.
pub(super) fn centres(rows: &Rows, messages: &[usize], of: &[usize], count: usize) -> Rows {
    let mut sums = Rows::zeros(count, rows.width());
    for (&at, &centre) in messages.iter().zip(of) {
        add(sums.row_mut(centre), rows.row(at), 1.0);
    }
    (0..count).for_each(|centre| scale_to(sums.row_mut(centre), 1.0));
    sums
}

/// For each of some messages its cell, and how many cells there are: at most so many, and each message its own where they are enough.
/// Two levels, so that a message is compared with few centres. None where it was stopped.
pub(super) fn cells(
    rows: &Rows,
    messages: &[usize],
    most: usize,
    threads: usize,
    watch: &mut Watch<'_>,
) -> Option<(Vec<usize>, usize)> {
    if messages.len() <= most {
        return Some(((0..messages.len()).collect(), messages.len()));
    }
    let regions = most.isqrt().max(1);
    watch.told(0, regions)?;
    let region_of = gathered(rows, messages, regions, threads);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); regions];
    for (place, &region) in region_of.iter().enumerate() {
        members.get_mut(region).into_iter().for_each(|list| list.push(place));
    }
    let mut cell_of = vec![0; messages.len()];
    let mut count = 0;
    for (region, places) in members.iter().enumerate() {
        watch.told(region, regions)?;
        let inner: Vec<usize> =
            places.iter().filter_map(|&place| messages.get(place)).copied().collect();
        let share = (places.len() * most / messages.len()).max(1);
        for (&place, cell) in places.iter().zip(gathered(rows, &inner, share, threads)) {
            cell_of.get_mut(place).into_iter().for_each(|to| *to = count + cell);
        }
        count += share;
    }
    Some((cell_of, count))
}

/// Gathers messages around so many centres that begin as messages which are drawn.
fn gathered(rows: &Rows, messages: &[usize], count: usize, threads: usize) -> Vec<usize> {
    let mut drawn = messages.to_vec();
    Random::new(1).shuffle(&mut drawn);
    drawn.truncate(count);
    let own: Vec<usize> = (0..drawn.len()).collect();
    let mut middle = centres(rows, &drawn, &own, drawn.len());
    let mut of = Vec::new();
    for round in 0..ROUNDS {
        let found = nearest(rows, messages, &middle, threads);
        let now: Vec<usize> = found.iter().map(|nearest| nearest.centre).collect();
        if now == of {
            break;
        }
        of = now;
        if round + 1 < ROUNDS {
            middle = moved(rows, messages, &of, &middle);
        }
    }
    of
}

/// The middles of what is nearest; a centre that nothing is nearest to stays.
fn moved(rows: &Rows, messages: &[usize], of: &[usize], before: &Rows) -> Rows {
    let count = before.iter().count();
    let mut after = centres(rows, messages, of, count);
    for (at, row) in before.iter().enumerate() {
        if after.row(at).iter().all(|&number| number == 0.0) {
            after.row_mut(at).copy_from_slice(row);
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::cells;
    use crate::groups::Watch;
    use crate::groups::numbers::{Rows, scale_to};
    use crate::random::Random;

    /// So many directions that are drawn, and messages around them.
    fn rows(count: usize, directions: usize) -> Rows {
        let mut random = Random::new(7);
        let mut number = || f32::from(u16::try_from(random.next() >> 48).unwrap()) / 65_536.0 - 0.5;
        let middles: Vec<Vec<f32>> =
            (0..directions).map(|_| (0..16).map(|_| number()).collect()).collect();
        let mut rows = Rows::zeros(count, 16);
        for at in 0..count {
            for (to, middle) in rows.row_mut(at).iter_mut().zip(&middles[at % directions]) {
                *to = middle + number() / 8.0;
            }
            scale_to(rows.row_mut(at), 1.0);
        }
        rows
    }

    #[test]
    fn cells_are_of_one_direction_and_the_same_with_any_number_of_threads() {
        let (directions, most) = (10, 60);
        let rows = rows(900, directions);
        // Some messages are not there, so that a place among them is not their own.
        let messages: Vec<usize> = (0..900).filter(|at| at % 7 != 0).collect();
        let mut go_on = |_| core::ops::ControlFlow::Continue(());
        let mut found = Vec::new();
        for threads in [1, 2, 3, 16] {
            let mut watch = Watch::new(&mut go_on);
            found.push(cells(&rows, &messages, most, threads, &mut watch).unwrap());
        }
        assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
        let (cell_of, count) = &found[0];
        assert!((directions..=most + 8).contains(count), "{count} cells");
        let mut mixed = 0;
        for cell in 0..*count {
            let inside = messages.iter().zip(cell_of).filter(|(_, of)| **of == cell);
            let of: Vec<usize> = inside.map(|(at, _)| at % directions).collect();
            mixed += usize::from(of.iter().any(|direction| *direction != of[0]));
        }
        assert!(mixed * 10 <= *count, "{mixed} of {count} cells are of several directions");
    }

    #[test]
    fn few_messages_are_cells_of_their_own() {
        let rows = rows(5, 2);
        let mut go_on = |_| core::ops::ControlFlow::Continue(());
        let found = cells(&rows, &[0, 2, 4], 3, 1, &mut Watch::new(&mut go_on)).unwrap();
        assert_eq!(found, (vec![0, 1, 2], 3));
    }
}
