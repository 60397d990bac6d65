//! Vectors made of the messages themselves: words that occur in the same messages come to mean the same (latent semantic analysis,
//! Deerwester and others 1990; found by subspace iteration, Halko and others 2011).

use super::Watch;
use super::numbers::{Rows, add, dot, scale_to};
use super::words::Word;
use crate::random::Random;
use crate::train::log::decimal_log;

/// How often the words' vectors are brought nearer to what tells most.
pub(super) const ROUNDS: usize = 3;

/// The words of each message, one message after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    pub(super) words: Vec<Word>,
    /// Where each message ends.
    pub(super) ends: Vec<usize>,
}

impl Texts {
    pub(super) fn push(&mut self, words: &[Word]) {
        self.words.extend(words);
        self.ends.push(self.words.len());
    }

    pub(super) fn get(&self, at: usize) -> &[Word] {
        let start =
            at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.words.get(start..end).unwrap_or(&[])
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many messages have each word, in order of the words.
    pub(super) fn having(&self) -> Vec<(Word, usize)> {
        let mut all = self.words.clone();
        all.sort_unstable();
        all.chunk_by(|a, b| a == b).filter_map(|same| Some((*same.first()?, same.len()))).collect()
    }
}

/// For each message a vector of length one, of so many numbers; zeros where it shares no word with another. None where it was stopped.
pub(super) fn vectors(texts: &Texts, width: usize, watch: &mut Watch<'_>) -> Option<Rows> {
    let table = Table::new(texts);
    let mut words = start(table.rarities.len(), width);
    for round in 0..ROUNDS {
        watch.told(round, ROUNDS)?;
        orthogonal(&mut words);
        let mut better = Rows::zeros(table.rarities.len(), width);
        let mut sum = vec![0.0; width];
        for message in table.messages() {
            self::sum(message, &words, &mut sum);
            for &(word, worth) in message {
                add(better.row_mut(index(word)), &sum, worth);
            }
        }
        words = better;
    }
    orthogonal(&mut words);
    let mut out = Rows::zeros(texts.len(), width);
    for (at, message) in table.messages().enumerate() {
        let row = out.row_mut(at);
        sum(message, &words, row);
        scale_to(row, 1.0);
    }
    Some(out)
}

/// What each word of each message is worth there.
struct Table {
    rarities: Vec<f32>,
    items: Vec<(u32, f32)>,
    ends: Vec<usize>,
}

impl Table {
    fn new(texts: &Texts) -> Self {
        // A word of one message alone says nothing of what messages have in common.
        let mut having = texts.having();
        having.retain(|&(_, count)| count > 1);
        let rarity = |&(_, count): &(Word, usize)| {
            let rarity = decimal_log(texts.len() + 1, count);
            rarity * rarity.sqrt()
        };
        let rarities: Vec<f32> = having.iter().map(rarity).collect();
        let mut table = Self { rarities, items: Vec::new(), ends: Vec::new() };
        for at in 0..texts.len() {
            let start = table.items.len();
            for word in texts.get(at) {
                let Ok(place) = having.binary_search_by_key(word, |&(word, _)| word) else {
                    continue;
                };
                let rarity = table.rarities.get(place).copied().unwrap_or(0.0);
                table.items.push((u32::try_from(place).unwrap_or(u32::MAX), rarity));
            }
            let items = table.items.get_mut(start..).unwrap_or(&mut []);
            let square = items.iter().fold(0.0, |sum, (_, worth)| sum + worth * worth);
            let times = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
            items.iter_mut().for_each(|(_, worth)| *worth *= times);
            table.ends.push(table.items.len());
        }
        table
    }

    fn messages(&self) -> impl Iterator<Item = &[(u32, f32)]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let items = self.items.get(start..end).unwrap_or(&[]);
            start = end;
            items
        })
    }
}

/// The sum of the vectors of a message's words.
fn sum(message: &[(u32, f32)], words: &Rows, to: &mut [f32]) {
    to.fill(0.0);
    for &(word, worth) in message {
        add(to, words.row(index(word)), worth);
    }
}

fn index(word: u32) -> usize {
    usize::try_from(word).unwrap_or(usize::MAX)
}

/// Words in any direction, drawn.
fn start(count: usize, width: usize) -> Rows {
    let mut random = Random::new(1);
    let mut rows = Rows::zeros(count, width);
    for at in 0..count {
        let mut bits = 0;
        for (place, number) in rows.row_mut(at).iter_mut().enumerate() {
            if place % 64 == 0 {
                bits = random.next();
            }
            *number = if bits & 1 == 0 { 1.0 } else { -1.0 };
            bits >>= 1;
        }
    }
    rows
}

/// Makes the columns stand upright on each other, each of length one (Gram and Schmidt).
fn orthogonal(rows: &mut Rows) {
    let (count, width) = (rows.iter().count(), rows.width());
    let mut columns = Rows::zeros(width, count);
    for (at, row) in rows.iter().enumerate() {
        for (column, &number) in row.iter().enumerate() {
            columns.row_mut(column).get_mut(at).into_iter().for_each(|to| *to = number);
        }
    }
    // Rounding could leave noise of what is no direction of its own.
    let small = 1e-3;
    for column in 0..width {
        let mut this = columns.row(column).to_vec();
        let length = dot(&this, &this).sqrt();
        for before in 0..column {
            let before = columns.row(before);
            let along = dot(&this, before);
            add(&mut this, before, -along);
        }
        let left = dot(&this, &this).sqrt();
        let is_own = left > length * small && length > 0.0;
        scale_to(&mut this, if is_own { 1.0 } else { 0.0 });
        columns.row_mut(column).copy_from_slice(&this);
    }
    for (column, numbers) in columns.iter().enumerate() {
        for (at, &number) in numbers.iter().enumerate() {
            rows.row_mut(at).get_mut(column).into_iter().for_each(|to| *to = number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Texts, vectors};
    use crate::groups::Watch;
    use crate::groups::numbers::dot;

    #[test]
    fn words_are_near_that_stand_beside_the_same() {
        const TOPICS: u32 = 8;
        let mut texts = Texts::default();
        // All pairs of twelve words but the first, topic by topic; at the end the first two words of each, which never met.
        for topic in 0..TOPICS {
            let pairs = (0..12).flat_map(|a| (0..a).map(move |b| [b, a]));
            pairs
                .filter(|pair| *pair != [0, 1])
                .for_each(|pair| texts.push(&pair.map(|w| topic * 100 + w)));
        }
        let first = texts.len();
        (0..TOPICS)
            .for_each(|topic| [0, 1].iter().for_each(|word| texts.push(&[topic * 100 + word])));
        texts.push(&[9_999]);
        let mut go_on = |_| core::ops::ControlFlow::Continue(());
        let rows = vectors(&texts, 8, &mut Watch::new(&mut go_on)).unwrap();
        let near = |a: usize, b: usize| dot(rows.row(first + a), rows.row(first + b));
        let same = (0..8).map(|topic| near(2 * topic, 2 * topic + 1)).sum::<f32>() / 8.0;
        let others = (0..7).map(|topic| near(2 * topic, 2 * topic + 2).abs()).sum::<f32>() / 7.0;
        assert!(same > others + 0.15, "{same} and {others}");
        assert_eq!(rows.row(first + 16), [0.0; 8], "a word of one message has no direction");
    }
}
