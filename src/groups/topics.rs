//! What the topics of a script are about, as far as the messages tell that they answer; and which of them a group comes near to.

use super::numbers::{add, dot, real, scale_to};

/// Messages that a topic answers, or that are in a group: the sum of their vectors.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    sum: Vec<f32>,
    count: usize,
}

/// How alike the messages of one topic are where one alone is known.
const ALIKE: f32 = 0.6;

/// Less alike than this no messages are taken to be.
const LEAST_ALIKE: f32 = 0.2;

impl Gathered {
    /// Adds a message by its vector.
    pub(super) fn add(&mut self, vector: impl Iterator<Item = i16>) {
        let mut row: Vec<f32> = vector.map(f32::from).collect();
        scale_to(&mut row, 1.0);
        self.sum.resize(row.len(), 0.0);
        add(&mut self.sum, &row, 1.0);
        self.count += 1;
    }

    /// How alike two different messages of it are.
    fn alike(&self) -> f32 {
        let count = real(self.count);
        if self.count < 2 {
            return ALIKE;
        }
        ((dot(&self.sum, &self.sum) - count) / (count * (count - 1.0))).max(LEAST_ALIKE)
    }

    /// How near what both are about is, from 0 to 1: a message of one and one of the other beside two of the same.
    pub(super) fn near(&self, other: &Self) -> f32 {
        let between = dot(&self.sum, &other.sum) / (real(self.count) * real(other.count)).max(1.0);
        (between / (self.alike() * other.alike()).sqrt()).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Gathered;

    fn gathered(vectors: &[[i16; 3]]) -> Gathered {
        let mut all = Gathered::default();
        vectors.iter().for_each(|vector| all.add(vector.iter().copied()));
        all
    }

    #[test]
    fn what_is_about_the_same_is_near() {
        let a = gathered(&[[9, 1, 0], [9, 0, 1], [9, 1, 1]]);
        let b = gathered(&[[8, 2, 0], [9, 0, 0]]);
        let c = gathered(&[[0, 9, 1], [1, 9, 0]]);
        assert!(a.near(&b) > 0.95 && a.near(&c) < 0.3, "{} {}", a.near(&b), a.near(&c));
        assert!(a.near(&gathered(&[])) < 0.01);
        assert!(gathered(&[[0, 0, 0]; 2]).near(&a) < 0.01);
    }
}
