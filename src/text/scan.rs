//! Steps through text by bytes, for everything that reads it here.
//!
//! Each is one function that is called rather than copied to where it is used: decoding and slicing in a hundred places is
//! what would make the module that a page loads large.

/// The character at a byte; `None` at the end.
#[inline(never)]
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character before a byte; `None` at the start.
#[inline(never)]
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The byte at a place; 0 at the end.
#[inline(never)]
pub(super) fn byte_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// The byte after the character at a byte.
#[inline(never)]
pub(super) fn after(text: &str, at: usize) -> usize {
    at + match byte_at(text, at) {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xFF => 4,
    }
}

/// A stretch of text; empty where there is none.
#[inline(never)]
pub(super) fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("")
}

/// Where the characters end that are so, from a byte on.
#[inline(never)]
pub(super) fn run(text: &str, mut at: usize, is: fn(char) -> bool) -> usize {
    while let Some(c) = char_at(text, at) {
        if !is(c) {
            break;
        }
        at = after(text, at);
    }
    at
}

/// The byte after a piece of text that stands at a byte, capitals or not.
#[inline(never)]
pub(super) fn skip(text: &str, at: usize, piece: &str) -> Option<usize> {
    let end = at + piece.len();
    text.as_bytes().get(at..end)?.eq_ignore_ascii_case(piece.as_bytes()).then_some(end)
}

/// The byte after the character at a byte, if it is so.
#[inline(never)]
pub(super) fn skip_if(text: &str, at: usize, is: fn(char) -> bool) -> Option<usize> {
    char_at(text, at).is_some_and(is).then(|| after(text, at))
}

/// Where in a list of words with a space between them a word begins.
#[inline(never)]
pub(super) fn place_in_list(list: &str, word: &str) -> Option<usize> {
    let (list, word) = (list.as_bytes(), word.as_bytes());
    let mut at = 0;
    while let Some(rest) =
        list.get(at..).filter(|rest| rest.len() >= word.len() && !word.is_empty())
    {
        if rest.starts_with(word) && rest.get(word.len()).is_none_or(|&b| b == b' ') {
            return Some(at);
        }
        at += rest.iter().position(|&b| b == b' ').map_or(rest.len(), |space| space + 1);
    }
    None
}
