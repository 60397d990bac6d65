//! Numbers that were chosen by measuring: on halves of the training parts of two public sets, with their labels hidden from what
//! groups. `docs/suggest-topics.md` has what others give.

/// What depends on whether there is a language pack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fitted {
    /// How far the middles of two groups of average size are apart at the least, squared, beyond what chance does.
    pub(super) apart: f32,
    /// How far the middles of two groups of one message are apart by chance, squared and by halves.
    pub(super) chance: f32,
    /// What share of a group wants the same: a number, and what how alike its messages are and how far from the next group add to it.
    sure: [f32; 3],
}

/// With a pack.
pub(super) const WITH_PACK: Fitted = Fitted { apart: 0.1, chance: 0.38, sure: [0.04, 0.87, 0.78] };

/// With vectors of the messages alone.
pub(super) const ALONE: Fitted = Fitted { apart: 0.15, chance: 0.5, sure: [-0.17, 0.95, 0.46] };

/// Nothing is surer, since labels of people are not either.
const MOST_SURE: f32 = 0.98;

/// How near a message is to the middle of its group at the least.
pub(super) const NEAR: f32 = 0.6;

/// How near a group is at the least to what a topic answers, so that it may belong there.
pub(super) const NEAR_TOPIC: f32 = 0.85;

impl Fitted {
    /// The share of a group that wants the same.
    pub(super) fn sure(&self, alike: f32, apart: f32) -> f32 {
        let [all, of_alike, of_apart] = self.sure;
        (all + of_alike * alike + of_apart * apart).clamp(0.0, MOST_SURE)
    }
}
