//! A message as tokens: words, numbers, codes, links, names, pictures, each with its span in the message as it was typed.
//!
//! What runs for customers and what compiles an author's examples and patterns is this one tokenizer. Its rules:
//!
//! - Text is folded ([`fold`](super::fold)): small letters, no accents, no invisible characters.
//! - A letter typed three times or more in a row counts once: `soooo` is `so`, `heeelp` is `help`; `good` and `too` stay.
//! - An apostrophe between letters splits (`where's`: where, s; `l'adresse`: l, adresse), so do dashes and underscores.
//!   English negations are taken apart, with the apostrophe or without: `isn't`, `isnt`: is, not; `can't`: can, not;
//!   `won't`: will, not. Both tokens then have the span of the whole word.
//! - A number is plain digits with an optional point: `£1,000.50` and `1.000,50 €` are `1000.50`, `14,50` is `14.50`. A single
//!   point is a decimal point. Digits of other scripts are `0` to `9`.
//! - Digits with letters in them or joined by `-`, `/`, `:`, `.` are one code: `ab123456`, `24/7`, `2026-12-24`, `8.30pm`.
//! - A hashtag gives its words, split at capitals: `#WorstServiceEver` is worst, service, ever.
//! - Scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give a token for each character.
//! - A picture is one token however many characters compose it; its text is the first: `👍🏽` is `👍`. A flag is two.
//!
//! Reading is linear in the length of the message and allocates nothing once the buffers have grown to the largest message
//! seen. It does not judge words: no stop words, no stems.

use super::reader::Reader;

/// How many tokens of a message are read: a book page has some 500 words, the longest post of any channel (40,000 characters
/// on Reddit) about 8,000.
pub const MAX_TOKENS: usize = 8_192;

/// How many bytes of a message are read: 40,000 characters of four bytes each, and room.
pub const MAX_BYTES: usize = 256 * 1024;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A word, a part of one (`where's`), or a character of a script without spaces.
    Word,
    /// A number; its text reads as a [`Decimal`](super::decimal::Decimal) unless it is too large for one.
    Number,
    /// Letters and digits mixed, or digits joined by signs: order numbers, dates, times, versions.
    Code,
    /// The address of a page.
    Link,
    /// An e-mail address.
    Email,
    /// `@name`, the sign included.
    Mention,
    /// A picture or a flag.
    Emoji,
}

/// One token of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: Kind,
    /// What it is matched as: folded, never empty.
    pub text: &'t str,
    /// The first byte of it in the message as typed, always at a character.
    pub start: u32,
    /// The byte after it.
    pub end: u32,
    /// Whether a sentence begins here. Names, links and pictures before the first word are passed over.
    pub sentence_start: bool,
    /// Whether a comma, a semicolon, a dash or a bracket stands before it.
    pub clause_start: bool,
}

/// The tokens of one message: a buffer that is used again for the next.
///
/// ```
/// use answertree::text::tokenize::Tokens;
/// let mut tokens = Tokens::new();
/// tokens.read("Where’s my PARCEL?? it cost £1,000.50 😡");
/// let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
/// assert_eq!(texts, ["where", "s", "my", "parcel", "it", "cost", "1000.50", "😡"]);
/// assert_eq!((tokens.get(3).unwrap().start, tokens.get(3).unwrap().end), (13, 19));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// The texts of all tokens, one after the other.
    pub(super) texts: String,
    pub(super) places: Vec<Place>,
    pub(super) truncated: bool,
}

/// A token but for its text, which ends at `text_end` and begins where the one before it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) kind: Kind,
    pub(super) sentence_start: bool,
    pub(super) clause_start: bool,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) text_end: u32,
}

impl Place {
    fn token(self, text: &str) -> Token<'_> {
        let Self { kind, sentence_start, clause_start, start, end, .. } = self;
        Token { kind, text, start, end, sentence_start, clause_start }
    }
}

impl Tokens {
    /// An empty buffer.
    pub const fn new() -> Self {
        Self { texts: String::new(), places: Vec::new(), truncated: false }
    }

    /// Reads a message, in place of the one before.
    pub fn read(&mut self, message: &str) {
        self.texts.clear();
        self.places.clear();
        let mut limit = message.len().min(MAX_BYTES);
        while !message.is_char_boundary(limit) {
            limit -= 1;
        }
        self.truncated = limit < message.len();
        Reader::new(message.get(..limit).unwrap_or(""), self).read();
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the message held nothing to read.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether the message was longer than [`MAX_BYTES`] or [`MAX_TOKENS`], so that its end was not read.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// The token at an index.
    pub fn get(&self, index: usize) -> Option<Token<'_>> {
        let place = self.places.get(index)?;
        let text_start = index
            .checked_sub(1)
            .and_then(|i| self.places.get(i))
            .map_or(0, |before| before.text_end);
        Some(place.token(self.texts.get(place_in(text_start)..place_in(place.text_end))?))
    }

    /// The tokens in their order.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        let mut start = 0;
        self.places.iter().map(move |place| {
            let end = place_in(place.text_end);
            let text = self.texts.get(start..end).unwrap_or("");
            start = end;
            place.token(text)
        })
    }
}

/// A place in a text as an index.
pub(super) fn place_in(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// An index as a place in a text: `MAX_BYTES` keeps them small.
pub(super) fn place_of(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
