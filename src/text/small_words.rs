//! English words that hold a sentence together and say little of what it is about.

/// Articles, forms of `be` and `do` and the like. Without pronouns, questions, negations and what tells directions:
/// those change what a message asks for.
#[rustfmt::skip]
const FILLING: [&str; 40] = [
    "a", "am", "an", "and", "any", "are", "be", "been", "can", "could", "d", "did", "do", "does",
    "for", "is", "just", "ll", "m", "may", "might", "of", "or", "re", "s", "shall", "so", "some",
    "that", "the", "there", "these", "this", "those", "to", "ve", "was", "were", "will", "would",
];

/// Courtesies and what only adds weight: small words, and yet what some topics are about.
#[rustfmt::skip]
const COURTESIES: [&str; 10] = [
    "actually", "hello", "hey", "hi", "kindly", "please", "pls", "really", "thank", "thanks",
];

/// What also says nothing where it stands alone.
#[rustfmt::skip]
const ALONE: [&str; 50] = [
    "about", "all", "as", "at", "but", "by", "from", "get", "go", "got", "had", "has", "have", "he",
    "her", "his", "how", "i", "if", "in", "it", "its", "me", "mine", "my", "no", "not", "off", "on",
    "our", "out", "she", "their", "them", "they", "u", "up", "ur", "us", "we", "what", "when",
    "where", "which", "who", "why", "with", "you", "your", "yours",
];

/// Whether a folded word may be left out or added without a sentence being about something else.
pub(crate) fn is_filling(word: &str) -> bool {
    FILLING.binary_search(&word).is_ok() || COURTESIES.binary_search(&word).is_ok()
}

/// Whether a folded word alone says nothing of what a message is about.
pub(crate) fn says_nothing(word: &str) -> bool {
    FILLING.binary_search(&word).is_ok() || ALONE.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{ALONE, COURTESIES, FILLING};

    #[test]
    fn the_lists_are_in_order() {
        assert!(FILLING.is_sorted());
        assert!(ALONE.is_sorted());
        assert!(COURTESIES.is_sorted());
    }
}
