//! What X takes for a link, and so counts as one: the grammar of twitter-text 3.1's `extractUrlsWithIndices`.
//!
//! A link is `http(s)://` and a name, or a name alone; a name ends in a known top-level domain. Behind it come a port, a path
//! and a query. Each character is looked at a bounded number of times.

use super::length_table::{COUNTRIES, NAMES_HIGH, NAMES_LOW, OTHER_NAMES, SEED};
use super::scan::{after, byte_at, char_at, run, skip, slice};

/// The links of a text in their order: where each starts and ends.
pub(super) struct Links<'t> {
    text: &'t str,
    /// Where the search goes on.
    at: usize,
    /// Before this byte no name begins.
    dead: usize,
    /// A link without a scheme whose names in plain letters are not all given yet.
    bare: Option<Bare>,
}

/// A link without a scheme.
struct Bare {
    /// Where the names that are not given yet begin.
    at: usize,
    name_end: usize,
    /// Where the path ends, if there is one.
    path_end: Option<usize>,
}

/// A link as it was found.
struct Found {
    start: usize,
    /// Where the name starts: behind the scheme, if there is one.
    name: usize,
    name_end: usize,
    path: bool,
    end: usize,
}

impl<'t> Links<'t> {
    /// Stands before the text.
    pub(super) fn new(text: &'t str) -> Self {
        let at = if text.contains('.') { 0 } else { text.len() };
        Self { text, at, dead: 0, bare: None }
    }

    /// The next place where the grammar matches, with the character before it.
    fn find(&mut self) -> Option<(Option<char>, Found)> {
        while let Some(before) = char_at(self.text, self.at) {
            let here = self.at;
            self.at = after(self.text, here);
            if may_precede(before)
                && let Some(found) = self.link_at(self.at)
            {
                return Some((Some(before), found));
            }
            if here == 0 {
                // What was looked at in vain began behind the first character.
                self.dead = 0;
                if let Some(found) = self.link_at(0) {
                    return Some((None, found));
                }
            }
        }
        None
    }

    /// The link that starts at a byte.
    #[inline(never)]
    fn link_at(&mut self, start: usize) -> Option<Found> {
        let name = scheme(self.text, start);
        if name < self.dead {
            return None;
        }
        match name_end(self.text, name) {
            Err(next) => {
                self.dead = self.dead.max(next);
                None
            }
            Ok(name_end) => {
                let after_port = port(self.text, name_end);
                let after_path = path(self.text, after_port);
                let end = query(self.text, after_path);
                Some(Found { start, name, name_end, path: after_path > after_port, end })
            }
        }
    }

    /// The next name in plain letters of a link without a scheme; the last one has the path with it.
    fn next_bare(&mut self) -> Option<(usize, usize)> {
        let bare = self.bare.as_mut()?;
        let Some((start, end)) = plain_name(self.text, bare.at, bare.name_end) else {
            self.bare = None;
            return None;
        };
        bare.at = end;
        let Some(path_end) = bare.path_end else { return Some((start, end)) };
        if plain_name(self.text, end, bare.name_end).is_some() {
            return Some((start, end));
        }
        // The path counts as if it stood right behind the name, even where other letters are between them.
        let tail = units(slice(self.text, bare.name_end, path_end));
        let mut end = end;
        let limit = units(slice(self.text, start, end)) + tail;
        while end < self.text.len() && units(slice(self.text, start, end)) < limit {
            end = after(self.text, end);
        }
        Some((start, end))
    }
}

impl Iterator for Links<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(link) = self.next_bare() {
                return Some(link);
            }
            let (before, found) = self.find()?;
            self.at = found.end.max(self.at);
            let link = slice(self.text, found.start, found.end);
            let with_scheme = found.name > found.start;
            // A scheme is counted as `https://` where there is none, and twice where there is one.
            let scheme_units = if with_scheme { found.name - found.start } else { 8 };
            let name = slice(self.text, found.name, found.name_end);
            if !is_encodable(name) || units(link) + scheme_units > MAX_LINK {
                continue;
            }
            if with_scheme {
                if let Some(end) = self.short_link_end(&found) {
                    return Some((found.start, end));
                }
            } else if !before.is_some_and(|c| matches!(c, '-' | '_' | '.' | '/')) {
                let path_end = found.path.then_some(found.end);
                self.bare = Some(Bare { at: found.name, name_end: found.name_end, path_end });
            }
        }
    }
}

impl Links<'_> {
    /// Where a link with a scheme ends: one of X's own short links behind its first path, which may not be too long.
    fn short_link_end(&self, found: &Found) -> Option<usize> {
        let Some(slug) = skip(self.text, found.name, "t.co/") else { return Some(found.end) };
        let end = run(self.text, slug, |c| c.is_ascii_alphanumeric());
        match end - slug {
            0 => Some(found.end),
            1..=MAX_SLUG => Some(query(self.text, end)),
            _ => None,
        }
    }
}

/// The longest domain name that is looked for, in bytes: the name system's own limit is 255, and this keeps reading linear.
const MAX_NAME: usize = 1024;

/// The longest link, in UTF-16 units.
const MAX_LINK: usize = 4096;

/// The longest path of X's own short links.
const MAX_SLUG: usize = 40;

/// The longest label of a domain name, as the name system encodes it.
const MAX_LABEL: usize = 63;

#[inline(never)]
fn units(text: &str) -> usize {
    let (mut at, mut units) = (0, 0);
    while let Some(c) = char_at(text, at) {
        at = after(text, at);
        units += c.len_utf16();
    }
    units
}

/// The byte after `http://` or `https://`, if one of them stands at a byte.
fn scheme(text: &str, at: usize) -> usize {
    skip(text, at, "http://").or_else(|| skip(text, at, "https://")).unwrap_or(at)
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}')
}

fn is_invalid(c: char) -> bool {
    matches!(c, '\u{FFFE}' | '\u{FEFF}' | '\u{FFFF}')
}

/// Whether a link may begin right behind a character.
fn may_precede(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '@' | '＠' | '$' | '#' | '＃') || is_invalid(c))
}

/// Whether a character may stand in a name.
fn is_named(c: char) -> bool {
    if c.is_ascii() {
        return !matches!(c, '\t'..='\r' | ' ' | '!' | '#'..='/' | ':'..='@' | '['..='_' | '{'..='~');
    }
    let space = matches!(
        c,
        '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{180E}' | '\u{2000}'
            ..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    );
    !(space || is_invalid(c) || is_direction(c))
}

/// Latin letters with and without accents; the two iotas are the small and the capital form of a mark among them.
fn is_latin(c: char) -> bool {
    matches!(
        c,
        'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'ɓ' | 'ɔ' | 'ɖ' | 'ɗ' | 'ə' | 'ɛ' | 'ɣ' | 'ɨ' | 'ɯ'
            | 'ɲ' | 'ʉ' | 'ʋ' | 'ʻ' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}' | 'Ι' | 'ι'
    )
}

/// Where the name that starts at a byte ends; else where the next one may start at the earliest.
///
/// The name is the longest that ends in a top-level domain. Labels are divided by points, begin and end with a letter of a
/// name, and have dashes and underscores between; the one before the top-level domain has no underscore.
fn name_end(text: &str, start: usize) -> Result<usize, usize> {
    let (mut end, mut retry) = (None, None);
    let (mut letter, mut underscore) = (false, None);
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        let next = after(text, at);
        if next - start > MAX_NAME {
            break;
        }
        match c {
            '.' if letter => {
                // With an underscore the label only tells where to look next, should nothing be found.
                if underscore.is_none() || end.is_none() && retry.is_none() {
                    let known = tld_end(text, next, text.len());
                    match underscore {
                        None => end = known.or(end),
                        Some(behind) => retry = known.map(|_| behind),
                    }
                }
                (letter, underscore) = (false, None);
            }
            // A dash or an underscore may not begin a label; one that ends it is found at the point.
            '-' | '_' if letter || !begins_label(text, start, at) => {
                letter = false;
                if c == '_' {
                    underscore = Some(next);
                }
            }
            _ if is_named(c) => letter = true,
            _ => break,
        }
        at = next;
    }
    end.ok_or(retry.unwrap_or(at))
}

/// Whether a label of the name that starts at `start` begins at a byte.
fn begins_label(text: &str, start: usize, at: usize) -> bool {
    at == start || byte_at(text, at.wrapping_sub(1)) == b'.'
}

/// The byte after the top-level domain that stands at a byte, where what follows lets it end.
#[inline(never)]
fn tld_end(text: &str, at: usize, limit: usize) -> Option<usize> {
    let text = slice(text, 0, limit);
    let ends = |end| !matches!(byte_at(text, end), b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'@' | b'+' | b'-');
    if byte_at(text, at) < 0x80 {
        if let Some(encoded) = skip(text, at, "xn--") {
            let end = run(text, encoded, |c| c.is_ascii_alphanumeric() || c == '-');
            return (end > encoded).then_some(end);
        }
        let end = run(text, at, |c| c.is_ascii_alphabetic());
        let known = match end - at {
            2 => is_country(text, at),
            3..=18 => is_tld(slice(text, at, end)),
            _ => false,
        };
        return (known && ends(end)).then_some(end);
    }
    // The longest beginning that is one.
    let (mut end, mut longest) = (at, None);
    for _ in 0..18 {
        if byte_at(text, end) < 0x80 {
            break;
        }
        end = after(text, end);
        if ends(end) && OTHER_NAMES.binary_search(&place_of(slice(text, at, end))).is_ok() {
            longest = Some(end);
        }
    }
    longest
}

/// Whether the two letters at a byte are a country's domain.
fn is_country(text: &str, at: usize) -> bool {
    let place = |at| byte_at(text, at).to_ascii_lowercase().wrapping_sub(b'a');
    COUNTRIES.get(usize::from(place(at))).is_some_and(|row| row >> (place(at + 1) & 31) & 1 == 1)
}

/// Whether a name is, by its place among 2^23, one of the top-level domains of more than two plain letters.
fn is_tld(name: &str) -> bool {
    let place = place_of(name) >> 9;
    let mut here = 0;
    for (&high, &low) in NAMES_HIGH.iter().zip(&NAMES_LOW) {
        here += u32::from(u16::from_be_bytes([high, low]));
        if here >= place {
            return here == place;
        }
    }
    false
}

/// The place of a name: FNV-1a over its small letters, stirred once. `tables.mjs` has the same.
fn place_of(name: &str) -> u32 {
    let mut hash = SEED;
    let mut at = 0;
    while let Some(c) = char_at(name, at) {
        at = after(name, at);
        let small = match c {
            'А'..='Я' | 'Α'..='Ω' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
            _ => c.to_ascii_lowercase(),
        };
        for b in small.encode_utf8(&mut [0; 4]).bytes() {
            hash = (hash ^ u32::from(b)).wrapping_mul(0x0100_0193);
        }
    }
    (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D)
}

/// The byte after a port at a byte, if there is one.
fn port(text: &str, at: usize) -> usize {
    let end = run(text, at + 1, |c| c.is_ascii_digit());
    if byte_at(text, at) == b':' && end > at + 1 { end } else { at }
}

/// Whether a character may stand in a path.
fn is_in_path(c: char) -> bool {
    ends_path(c)
        || matches!(
            c,
            '!' | '*'
                | '\''
                | ';'
                | ':'
                | ','
                | '.'
                | '$'
                | '%'
                | '['
                | ']'
                | '–'
                | '~'
                | '@'
                | '|'
                | '&'
        )
}

/// Whether a character may end a path.
fn ends_path(c: char) -> bool {
    matches!(c, '+' | '-' | '=' | '_' | '#' | '/' | '0'..='9' | '\u{400}'..='\u{4FF}')
        || is_latin(c)
}

/// The byte after a path at a byte: its characters and balanced parentheses as far as one that may end it.
fn path(text: &str, start: usize) -> usize {
    if byte_at(text, start) != b'/' {
        return start;
    }
    let (mut at, mut end) = (start + 1, start + 1);
    while let Some(c) = char_at(text, at) {
        if c == '(' {
            let Some(closed) = parentheses(text, at + 1) else { break };
            at = closed;
            end = closed;
        } else if is_in_path(c) {
            at = after(text, at);
            if ends_path(c) {
                end = at;
            }
        } else {
            break;
        }
    }
    end
}

/// The byte after parentheses whose inside begins at a byte; it may hold one more pair.
fn parentheses(text: &str, start: usize) -> Option<usize> {
    let first = run(text, start, is_in_path);
    let close = |at| (byte_at(text, at) == b')').then_some(at + 1);
    if first > start
        && let Some(end) = close(first)
    {
        return Some(end);
    }
    let inner = skip(text, first, "(")?;
    let inner_end = run(text, inner, is_in_path);
    let rest = close(inner_end).filter(|_| inner_end > inner)?;
    close(run(text, rest, is_in_path))
}

/// The byte after a query at a byte, if there is one.
fn query(text: &str, start: usize) -> usize {
    if byte_at(text, start) != b'?' {
        return start;
    }
    let (mut at, mut end) = (start + 1, start);
    loop {
        let b = byte_at(text, at);
        let ends =
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'&' | b'=' | b'#' | b'/');
        if !ends
            && !matches!(
                b,
                b'!' | b'$'..=b'.' | b':' | b';' | b'?' | b'@' | b'[' | b']' | b'|' | b'~'
            )
        {
            return end;
        }
        at += 1;
        if ends {
            end = at;
        }
    }
}

/// The first name in plain Latin letters between two bytes.
#[inline(never)]
fn plain_name(text: &str, mut start: usize, limit: usize) -> Option<(usize, usize)> {
    while start < limit {
        let (mut at, mut end, mut letter) = (start, None, false);
        while let Some(c) = char_at(text, at).filter(|_| at < limit) {
            if c == '.' && letter {
                end = tld_end(text, at + 1, limit).or(end);
                letter = false;
            } else if c == '-' || c.is_ascii_digit() || is_latin(c) {
                letter = true;
            } else {
                break;
            }
            at = after(text, at);
        }
        if let Some(end) = end {
            return Some((start, end));
        }
        // Behind what was looked at, and at least one character further.
        start = at.max(after(text, start));
    }
    None
}

/// Whether every label of a name is short enough when it is encoded for the name system.
fn is_encodable(name: &str) -> bool {
    if name.starts_with("xn--") && plain_name(name, 0, name.len()).is_none() {
        return false;
    }
    // Full stops of other scripts divide labels only inside the encoding.
    let mut start = 0;
    while start < name.len() {
        let end = run(name, start, |c| c != '.');
        if encoded_length(slice(name, start, end)) > MAX_LABEL {
            return false;
        }
        start = end + 1;
    }
    true
}

/// How long a label is in the encoding of the name system (Punycode, RFC 3492); more than `MAX_LABEL` stands for any such.
fn encoded_length(label: &str) -> usize {
    let mut points = [0_u32; MAX_LABEL];
    let (mut count, mut plain, mut at) = (0, 0, 0);
    while let Some(c) = char_at(label, at) {
        at = after(label, at);
        let Some(point) = points.get_mut(count) else { return MAX_LABEL + 1 };
        *point = u32::from(c);
        count += 1;
        plain += u32::from(c.is_ascii());
    }
    let points = points.get(..count).unwrap_or(&[]);
    let mut handled = plain;
    if count == label.len() {
        return count;
    }
    let mut length = 4 + plain + u32::from(plain > 0);
    let (mut code, mut delta, mut bias) = (0x80_u32, 0_u32, 72_u32);
    loop {
        let mut next = u32::MAX;
        for &point in points {
            if point >= code {
                next = next.min(point);
            }
        }
        if next == u32::MAX {
            return usize::try_from(length).unwrap_or(usize::MAX);
        }
        delta = delta.saturating_add((next - code).saturating_mul(handled + 1));
        code = next;
        for &point in points {
            if point < code {
                delta = delta.saturating_add(1);
            }
            if point == code {
                length += digits(delta, bias);
                bias = adapt(delta, handled + 1, handled == plain);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.saturating_add(1);
        code += 1;
    }
}

/// How many digits a difference takes.
fn digits(mut delta: u32, bias: u32) -> u32 {
    let (mut count, mut k) = (1, 36_u32);
    loop {
        let threshold = k.saturating_sub(bias).clamp(1, 26);
        if delta < threshold {
            return count;
        }
        delta = (delta - threshold) / (36 - threshold);
        count += 1;
        k += 36;
    }
}

/// The bias for the next difference.
fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points.max(1);
    let mut k = 0;
    while delta > 35 * 26 / 2 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}
