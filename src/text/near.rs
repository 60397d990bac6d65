//! Words that are one edit from another: a letter more, less or another, or two neighbours the wrong way round.
//!
//! What a word is without one of its letters is what two such words share, so each word is known by keys: itself and itself
//! without each letter. A word is compared with those that share a key, however many words there are (symmetric deletion).

/// Letters of the shortest words that are compared: a shorter one is one edit from too many others.
pub const FEWEST_LETTERS: usize = 5;

/// Letters of the longest: what is longer is noise, and costs no more.
pub const MOST_LETTERS: usize = 32;

/// A word as its letters, where it is neither too short nor too long.
struct Letters {
    letters: [u32; MOST_LETTERS],
    count: usize,
}

impl Letters {
    #[inline(never)]
    #[cfg_attr(tuned, optimize(size))]
    fn of(word: &str) -> Option<Self> {
        let (mut letters, mut count) = ([0; MOST_LETTERS], 0);
        for c in word.chars() {
            *letters.get_mut(count)? = u32::from(c);
            count += 1;
        }
        (count >= FEWEST_LETTERS).then_some(Self { letters, count })
    }

    fn all(&self) -> &[u32] {
        self.letters.get(..self.count).unwrap_or(&[])
    }
}

/// The keys of a word and how many there are: none of one that is too short or too long.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub(crate) fn keys(word: &str) -> ([u32; MOST_LETTERS + 1], usize) {
    const BASE: u32 = 0x0100_0193;
    const SPREAD: u32 = 0x9E37_79B1;
    let mut keys = [0_u32; MOST_LETTERS + 1];
    let Some(word) = Letters::of(word) else { return (keys, 0) };
    // The letters from each place on, as digits of a number; then those before it, each place in turn.
    let mut rest = 0_u32;
    for (slot, letter) in keys.iter_mut().zip(word.all()).rev() {
        rest = letter.wrapping_add(rest.wrapping_mul(BASE));
        *slot = rest;
    }
    let (mut before, mut power) = (0_u32, 1_u32);
    for (slot, letter) in keys.iter_mut().skip(1).zip(word.all()) {
        *slot = before.wrapping_add(slot.wrapping_mul(power)).wrapping_mul(SPREAD);
        before = before.wrapping_add(letter.wrapping_mul(power));
        power = power.wrapping_mul(BASE);
    }
    let [whole, ..] = &mut keys;
    *whole = whole.wrapping_mul(SPREAD);
    (keys, word.count + 1)
}

/// Whether two words of five letters and more are one edit from each other, or the same.
///
/// ```
/// use answertree::text::near::is_near;
/// for typed in ["parcle", "parce", "parcell", "parkel", "parcel"] {
///     assert!(is_near(typed, "parcel"), "{typed}");
/// }
/// assert!(!is_near("porcal", "parcel") && !is_near("late", "lates"));
/// ```
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub fn is_near(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (Letters::of(a), Letters::of(b)) else { return false };
    let (a, b) = (a.all(), b.all());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(same..).unwrap_or(&[]), b.get(same..).unwrap_or(&[]));
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (a.get(..a.len() - same), b.get(..b.len() - same)) {
        (Some(&[a, b]), Some(&[c, d])) => a == d && b == c,
        (Some(a), Some(b)) => a.len() <= 1 && b.len() <= 1,
        _ => false,
    }
}
