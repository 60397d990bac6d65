//! How long a text is, as channels count.

use super::compose::composed;
use super::length_table::{FLAGS, GENDERED, SELECTED, TONED};
use super::x_links::Links;

/// The number of characters: Unicode scalar values, so an accented letter is one or two as it is typed, and a picture is as
/// many as compose it.
///
/// This is what a plain limit counts: Facebook, Instagram, Reddit and e-mail programs state theirs in characters, and where
/// one of them counts differently a text of letters and common pictures gives the same number.
///
/// ```
/// use answertree::text::length::characters;
/// assert_eq!(characters("Hallo, Zoë 👍"), 12);
/// ```
pub fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The length as X counts it: a link is 23, a wide character and a whole picture are 2, any other character is 1.
///
/// The text is composed first (Unicode's NFC). Weights and link rules are those of twitter-text 3.1, configuration 3, whose
/// `parseTweet(text).weightedLength` this equals; `tests/twitter-text` says how that is verified. Known differences: a
/// top-level domain in plain letters is recognised by its place among 2^23, so one in 7,000 words that are none counts as one
/// where it stands right behind a name and a point; and a name of more than 1,024 bytes is none.
///
/// ```
/// use answertree::text::length::weighted;
/// assert_eq!(weighted("See https://example.com/a/long/path?with=query"), 4 + 23);
/// assert_eq!(weighted("日本 👨‍👩‍👧"), 2 + 2 + 1 + 2);
/// ```
pub fn weighted(text: &str) -> u32 {
    let composed = composed(text);
    let text = composed.as_deref().unwrap_or(text);
    let mut links = Links::new(text);
    let mut link = links.next();
    let (mut at, mut length) = (0, 0_u32);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        while link.is_some_and(|(start, _)| start < at) {
            link = links.next();
        }
        let (step, weight) = match link {
            Some((start, end)) if start == at && end > at => (end - start, LINK),
            _ => first_character(rest),
        };
        at += step;
        length = length.saturating_add(weight);
    }
    length
}

/// What a link counts, however long it is.
const LINK: u32 = 23;

/// What a wide character and a whole picture count.
const WIDE: u32 = 2;

/// The bytes of the first character or picture of a text, and what it counts.
fn first_character(text: &str) -> (usize, u32) {
    let Some(c) = text.chars().next() else { return (1, 0) };
    match picture(text, c) {
        Some(bytes) => (bytes, WIDE),
        None => match u32::from(c) {
            0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247 => (c.len_utf8(), 1),
            _ => (c.len_utf8(), WIDE),
        },
    }
}

const SELECTOR: char = '\u{FE0F}';
const JOINER: char = '\u{200D}';
const MAN: char = '👨';
const WOMAN: char = '👩';

/// The bytes of several characters at the start of a text that are one picture.
fn picture(text: &str, first: char) -> Option<usize> {
    let after = text.strip_prefix(first)?;
    let rest = match first {
        '0'..='9' | '#' | '*' => {
            after.strip_prefix(SELECTOR).unwrap_or(after).strip_prefix('\u{20E3}')
        }
        '\0'..='\u{A8}' => None,
        '\u{1F1E6}'..='\u{1F1FF}' => flag(first, after),
        _ => person(first, after)
            .or_else(|| gendered(first, after))
            .or_else(|| joined(first, after))
            .or_else(|| modified(first, after)),
    };
    rest.map(|rest| text.len() - rest.len())
}

/// Whether a character is in runs that are packed as the tables of pictures are.
fn within(runs: &[u32], c: char) -> bool {
    const FIRST: u32 = (1 << 17) - 1;
    let code = u32::from(c);
    let after = runs.partition_point(|run| run & FIRST <= code);
    after
        .checked_sub(1)
        .and_then(|i| runs.get(i))
        .is_some_and(|run| code - (run & FIRST) <= run >> 17)
}

/// What follows the first character of a text that satisfies `is`.
fn skip(text: &str, is: impl Fn(char) -> bool) -> Option<&str> {
    let mut chars = text.chars();
    chars.next().filter(|&c| is(c)).map(|_| chars.as_str())
}

fn skip_tone(text: &str) -> Option<&str> {
    skip(text, |c| ('\u{1F3FB}'..='\u{1F3FF}').contains(&c))
}

/// The second half of a flag.
fn flag(first: char, after: &str) -> Option<&str> {
    let place = |half: char| u32::from(half).checked_sub(0x1F1E6);
    let row = FLAGS.get(usize::try_from(place(first)?).ok()?)?;
    skip(after, |second| place(second).is_some_and(|bit| bit < 26 && row >> bit & 1 == 1))
}

/// A selector, a skin tone, or both, for a character that takes them.
fn modified(first: char, after: &str) -> Option<&str> {
    let selected = after.strip_prefix(SELECTOR).filter(|_| within(&SELECTED, first));
    let toned = skip_tone(selected.unwrap_or(after)).filter(|_| within(&TONED, first));
    toned.or(selected)
}

/// The sign for a woman or a man behind someone who does something.
fn gendered(first: char, after: &str) -> Option<&str> {
    let toned = skip_tone(after).filter(|_| within(&TONED, first));
    let behind = match first {
        // These have the sign only behind a tone or a selector.
        '\u{26F9}' | '\u{1F3CB}' | '\u{1F3CC}' | '\u{1F574}' | '\u{1F575}' => {
            toned.or_else(|| after.strip_prefix(SELECTOR))?
        }
        _ if within(&GENDERED, first) => toned.unwrap_or(after),
        _ => return None,
    };
    skip(behind.strip_prefix(JOINER)?, |c| matches!(c, '♀' | '♂'))?.strip_prefix(SELECTOR)
}

/// The few pictures that are composed in a way of their own.
fn joined(first: char, after: &str) -> Option<&str> {
    const BEHIND: [(char, &str); 6] = [
        ('🏳', "\u{FE0F}\u{200D}🌈"),
        ('🏴', "\u{200D}☠\u{FE0F}"),
        ('🏴', "\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"),
        ('🏴', "\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}"),
        ('🏴', "\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}"),
        ('👁', "\u{200D}🗨"),
    ];
    BEHIND.iter().filter(|(of, _)| *of == first).find_map(|(_, behind)| after.strip_prefix(behind))
}

/// A man or a woman with a profession, or a family.
fn person(first: char, after: &str) -> Option<&str> {
    if first != MAN && first != WOMAN {
        return None;
    }
    profession(skip_tone(after).unwrap_or(after)).or_else(|| couple(first, after)).or_else(|| {
        let second = after
            .strip_prefix(JOINER)
            .and_then(|next| skip(next, |c| c == WOMAN || c == MAN && first == MAN));
        second.and_then(children).or_else(|| children(after))
    })
}

fn profession(after: &str) -> Option<&str> {
    let sign = after.strip_prefix(JOINER)?;
    let selected = || skip(sign, |c| matches!(c, '⚕' | '⚖' | '✈'))?.strip_prefix(SELECTOR);
    let whole = |c| {
        matches!(
            c,
            '🌾' | '🍳'
                | '🎓'
                | '🎤'
                | '🎨'
                | '🏫'
                | '🏭'
                | '💻'
                | '💼'
                | '🔧'
                | '🔬'
                | '🚀'
                | '🚒'
                | '🦰'..='🦳'
        )
    };
    skip(sign, whole).or_else(selected)
}

fn couple(first: char, after: &str) -> Option<&str> {
    let heart = after.strip_prefix("\u{200D}❤\u{FE0F}\u{200D}")?;
    let kiss = heart.strip_prefix("💋\u{200D}").unwrap_or(heart);
    skip(kiss, |c| c == MAN || c == WOMAN && first == WOMAN)
}

fn children(after: &str) -> Option<&str> {
    let child = |text: &'_ str, is: fn(char) -> bool| -> Option<usize> {
        Some(text.len() - skip(text.strip_prefix(JOINER)?, is)?.len())
    };
    let boy = child(after, |c| c == '👦');
    let first = boy.or_else(|| child(after, |c| c == '👧'))?;
    let rest = after.get(first..)?;
    let second =
        child(rest, if boy.is_some() { |c| c == '👦' } else { |c| matches!(c, '👦' | '👧') });
    rest.get(second.unwrap_or(0)..)
}
