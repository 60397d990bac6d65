//! How long a text is, as channels count.

use super::compose::composed;
use super::length_table::{COUNTRIES, FLAG_CHANGES, GENDERED, SELECTED, TONED};
use super::packed::within;
use super::scan::{after, char_at, skip, skip_if};
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
    if is_plain(text) {
        return characters(text);
    }
    let composed = composed(text);
    let text = composed.as_deref().unwrap_or(text);
    let mut links = Links::new(text);
    let mut link = links.next();
    let (mut at, mut length) = (0, 0_u32);
    while let Some(c) = char_at(text, at) {
        while link.is_some_and(|(start, _)| start < at) {
            link = links.next();
        }
        let (end, weight) = match link {
            Some((start, end)) if start == at && end > at => (end, LINK),
            _ => first_character(text, at, c),
        };
        at = end;
        length = length.saturating_add(weight);
    }
    length
}

/// Whether every character of a text counts one, as in most: no accents, no pictures, and no point before a name that would be
/// a link.
#[cfg_attr(tuned, optimize(speed))]
fn is_plain(text: &str) -> bool {
    let mut point = false;
    for byte in text.bytes() {
        if !byte.is_ascii() || point && byte.is_ascii_alphanumeric() {
            return false;
        }
        point = byte == b'.';
    }
    true
}

/// What a link counts, however long it is.
const LINK: u32 = 23;

/// What a wide character and a whole picture count.
const WIDE: u32 = 2;

/// The byte after the character or the picture at a byte, and what it counts.
fn first_character(text: &str, at: usize, c: char) -> (usize, u32) {
    let next = after(text, at);
    if let Some(end) = picture(text, next, c) {
        return (end, WIDE);
    }
    let narrow = matches!(u32::from(c), 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247);
    (next, if narrow { 1 } else { WIDE })
}

const SELECTOR: &str = "\u{FE0F}";
const JOINER: &str = "\u{200D}";
const MAN: char = '👨';
const WOMAN: char = '👩';

/// The byte after several characters that are one picture, from the first of them and the byte behind it.
fn picture(text: &str, at: usize, first: char) -> Option<usize> {
    match first {
        '0'..='9' | '#' | '*' => skip(text, skip(text, at, SELECTOR).unwrap_or(at), "\u{20E3}"),
        '\u{1F1E6}'..='\u{1F1FF}' => flag(text, at, first),
        // Where pictures are; the rest of the characters need no look at the tables.
        '©' | '®' | '\u{203C}'..='\u{3299}' | '\u{1F000}'.. => {
            let composed =
                if first == MAN || first == WOMAN { person(text, at, first) } else { None };
            composed
                .or_else(|| gendered(text, at, first))
                .or_else(|| joined(text, at, first))
                .or_else(|| modified(text, at, first))
        }
        _ => None,
    }
}

/// The byte after a skin tone at a byte.
fn skip_tone(text: &str, at: usize) -> Option<usize> {
    skip_if(text, at, |c| ('\u{1F3FB}'..='\u{1F3FF}').contains(&c))
}

/// The second half of a flag.
fn flag(text: &str, at: usize, first: char) -> Option<usize> {
    let place = |half: char| u32::from(half).wrapping_sub(0x1F1E6);
    let row = usize::try_from(place(first)).ok()?;
    let row = COUNTRIES.get(row)? ^ FLAG_CHANGES.get(row)?;
    let bit = place(char_at(text, at)?);
    (bit < 26 && row >> bit & 1 == 1).then(|| after(text, at))
}

/// A selector, a skin tone, or both, for a character that takes them.
fn modified(text: &str, at: usize, first: char) -> Option<usize> {
    let selected = skip(text, at, SELECTOR).filter(|_| within(&SELECTED, first));
    let toned = skip_tone(text, selected.unwrap_or(at)).filter(|_| within(&TONED, first));
    toned.or(selected)
}

/// The sign for a woman or a man behind someone who does something.
fn gendered(text: &str, at: usize, first: char) -> Option<usize> {
    let toned = skip_tone(text, at).filter(|_| within(&TONED, first));
    let behind = match first {
        // These have the sign only behind a tone or a selector.
        '\u{26F9}' | '\u{1F3CB}' | '\u{1F3CC}' | '\u{1F574}' | '\u{1F575}' => {
            toned.or_else(|| skip(text, at, SELECTOR))?
        }
        _ if within(&GENDERED, first) => toned.unwrap_or(at),
        _ => return None,
    };
    let sign = skip_if(text, skip(text, behind, JOINER)?, |c| matches!(c, '♀' | '♂'))?;
    skip(text, sign, SELECTOR)
}

/// The few pictures that are composed in a way of their own.
fn joined(text: &str, at: usize, first: char) -> Option<usize> {
    const BEHIND: [(char, &str); 6] = [
        ('🏳', "\u{FE0F}\u{200D}🌈"),
        ('🏴', "\u{200D}☠\u{FE0F}"),
        ('🏴', "\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"),
        ('🏴', "\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}"),
        ('🏴', "\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}"),
        ('👁', "\u{200D}🗨"),
    ];
    BEHIND.iter().find_map(|&(of, behind)| if of == first { skip(text, at, behind) } else { None })
}

/// A man or a woman with a profession, or a family.
fn person(text: &str, at: usize, first: char) -> Option<usize> {
    if let Some(end) = profession(text, skip_tone(text, at).unwrap_or(at)) {
        return Some(end);
    }
    let heart = skip(text, at, "\u{200D}❤\u{FE0F}\u{200D}");
    let kiss = heart.map(|heart| skip(text, heart, "💋\u{200D}").unwrap_or(heart));
    // Two men or two women, or a woman beside a man: with a heart only behind her, with children only behind him.
    let second = kiss.or_else(|| skip(text, at, JOINER));
    let partner = second.filter(|&second| match char_at(text, second) {
        Some(MAN) => first == MAN || kiss.is_some(),
        Some(WOMAN) => first == WOMAN || kiss.is_none(),
        _ => false,
    });
    match partner.map(|partner| after(text, partner)) {
        Some(end) if kiss.is_some() => Some(end),
        behind => children(text, behind.unwrap_or(at)),
    }
}

fn profession(text: &str, at: usize) -> Option<usize> {
    let sign = skip(text, at, JOINER)?;
    let selected = skip_if(text, sign, |c| matches!(c, '⚕' | '⚖' | '✈'));
    match selected {
        Some(selected) => skip(text, selected, SELECTOR),
        None => skip_if(text, sign, |c| {
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
        }),
    }
}

/// A boy and perhaps another, or a girl and perhaps a boy or a girl.
fn children(text: &str, at: usize) -> Option<usize> {
    let first = skip(text, at, JOINER)?;
    let end = skip_if(text, first, |c| matches!(c, '👦' | '👧'))?;
    let girl = char_at(text, first) == Some('👧');
    let second = skip(text, end, JOINER).filter(|&second| match char_at(text, second) {
        Some('👦') => true,
        Some('👧') => girl,
        _ => false,
    });
    Some(second.map_or(end, |second| after(text, second)))
}
