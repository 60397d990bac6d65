//! Which messages are nearest to each.

use crate::groups::numbers::{Rows, dot};
use crate::threads;

/// So many messages are compared with all others between two looks at how far it is.
const BATCH: usize = 2_048;

/// So many are compared at once, so that what they are compared with is at hand for all of them.
const TILE: usize = 64;

/// How many messages stand together at the most and at the least, each with itself.
const MOST: usize = 10;
const LEAST: usize = 3;

/// Of few messages fewer want the same: so many are near to each.
fn count(messages: usize) -> usize {
    (messages.isqrt() / 8).clamp(LEAST, MOST)
}

/// For each row the places of those nearest to it, itself among them; the first of those that are as near. None where it was stopped.
pub(super) fn nearest(
    rows: &Rows,
    threads: usize,
    mut told: impl FnMut(usize, usize) -> Option<()>,
) -> Option<Vec<Vec<u32>>> {
    let of = rows.iter().count();
    let places: Vec<usize> = (0..of).collect();
    let mut out = Vec::with_capacity(of);
    for batch in places.chunks(BATCH) {
        told(out.len(), of)?;
        let part = batch.len().div_ceil(threads.max(1)).max(1);
        let found = threads::each(batch.chunks(part), |part| {
            part.chunks(TILE).flat_map(|tile| of_tile(rows, tile, count(of))).collect::<Vec<_>>()
        });
        out.extend(found.into_iter().flatten());
    }
    Some(out)
}

fn of_tile(rows: &Rows, tile: &[usize], count: usize) -> Vec<Vec<u32>> {
    let mut found: Vec<Vec<(f32, u32)>> = vec![Vec::with_capacity(count + 1); tile.len()];
    for (other, row) in (0_u32..).zip(rows.iter()) {
        for (&at, best) in tile.iter().zip(&mut found) {
            let near = dot(rows.row(at), row);
            let least = best.last().map_or(f32::MIN, |&(least, _)| least);
            if best.len() < count || near > least {
                let place = best.partition_point(|&(nearer, _)| nearer >= near);
                best.insert(place, (near, other));
                best.truncate(count);
            }
        }
    }
    found.into_iter().map(|best| best.into_iter().map(|(_, other)| other).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::{count, nearest};
    use crate::groups::numbers::Rows;

    #[test]
    fn the_nearest_are_found_with_any_number_of_threads() {
        let mut rows = Rows::zeros(300, 2);
        for at in 0..300_u16 {
            let row = rows.row_mut(at.into());
            // Every third looks the same way.
            row.copy_from_slice(if at % 3 == 0 { &[1.0, 0.0] } else { &[0.0, 1.0] });
        }
        let found = nearest(&rows, 1, |_, _| Some(())).unwrap();
        assert_eq!((found[0].as_slice(), found[4].as_slice()), (&[0, 3, 6][..], &[1, 2, 4][..]));
        assert_eq!(nearest(&rows, 7, |_, _| Some(())), Some(found));
        assert_eq!(nearest(&rows, 1, |_, _| None), None);
    }

    #[test]
    fn few_messages_have_few_that_are_near() {
        assert_eq!([0, 300, 2_000, 8_000, 50_000].map(count), [3, 3, 5, 10, 10]);
    }
}
