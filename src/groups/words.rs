//! What of a message counts for its group: its words, and marks in the place of what differs from customer to customer.

use crate::bytes::checksum;
use crate::text::tokenize::{Kind, Token, Tokens};

/// The most tokens of a message that are looked at: what somebody wants is said by then.
pub(super) const MOST_TOKENS: usize = 128;

/// Letters of a word's beginning that count beside the word: `refund` and `refunded` share them.
pub(super) const BEGINNING: usize = 5;

/// A word by its hash.
pub(super) type Word = u32;

/// The words of a message, each once and in order of their hashes, and what all messages of the same words have in common; none
/// where nothing is said.
pub(super) fn read(tokens: &Tokens, words: &mut Vec<Word>) -> Option<u64> {
    words.clear();
    let mut order = Vec::new();
    for token in tokens.iter().take(MOST_TOKENS) {
        let word = word(token);
        words.push(word);
        words.extend(beginning(token).map(|text| hash(text.as_bytes(), b"*")));
        // Whom it is for makes no other message.
        if token.kind != Kind::Mention {
            order.extend(word.to_le_bytes());
        }
    }
    words.sort_unstable();
    words.dedup();
    (!order.is_empty()).then(|| checksum(&order))
}

/// A token as a word: numbers, codes, names and addresses are each one word.
pub(super) fn word(token: Token<'_>) -> Word {
    match token.kind {
        Kind::Word | Kind::Emoji => hash(token.text.as_bytes(), b""),
        Kind::Number => hash(b"", b"#"),
        Kind::Code => hash(b"", b"#a"),
        Kind::Link => hash(b"", b"/"),
        Kind::Email => hash(b"", b"@."),
        Kind::Mention => hash(b"", b"@"),
    }
}

/// The beginning of a word that is longer.
pub(super) fn beginning(token: Token<'_>) -> Option<&str> {
    let (end, _) = token.text.char_indices().nth(BEGINNING)?;
    if token.kind == Kind::Word { token.text.get(..end) } else { None }
}

/// No word has a mark in it, so marks and words are never the same.
fn hash(text: &[u8], mark: &[u8]) -> Word {
    let [a, b, c, d, ..] = checksum(&[text, mark].concat()).to_le_bytes();
    Word::from_le_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::text::tokenize::Tokens;

    fn key(message: &str) -> Option<u64> {
        let mut tokens = Tokens::new();
        tokens.read(message);
        read(&tokens, &mut Vec::new())
    }

    #[test]
    fn what_differs_from_customer_to_customer_is_the_same() {
        assert_eq!(key("@brand Where is order 12345??"), key("where is ORDER 99"));
        assert_eq!(key("mail me at a@example.com"), key("mail me at b@example.org"));
        assert_ne!(key("where is it"), key("it is where"));
        assert_eq!(key("…"), None);
        assert_eq!(key("@brand"), None);
    }
}
