//! What X takes for a link, and so counts as one: the grammar of twitter-text 3.1's `extractUrlsWithIndices`.
//!
//! A link is `http(s)://` and a name, or a name alone; a name ends in a known top-level domain. Behind it come a port, a path
//! and a query. Each character is looked at a bounded number of times.

use super::length_table::{COUNTRIES, NAMES, OTHER_NAMES, SEED};

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
    /// Where the path begins and ends, if there is one.
    path: Option<(usize, usize)>,
}

/// A link as it was found.
struct Found {
    start: usize,
    /// Where the name starts: behind the scheme, if there is one.
    name: usize,
    name_end: usize,
    path: Option<usize>,
    end: usize,
}

impl<'t> Links<'t> {
    /// Stands before the text.
    pub(super) fn new(text: &'t str) -> Self {
        let at = if text.contains('.') { 0 } else { text.len() };
        Self { text, at, dead: 0, bare: None }
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or("")
    }

    /// The next place where the grammar matches, with the character before it.
    fn find(&mut self) -> Option<(Option<char>, Found)> {
        while let Some(before) = self.rest(self.at).chars().next() {
            let here = self.at;
            self.at += before.len_utf8();
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
    fn link_at(&mut self, start: usize) -> Option<Found> {
        let name = start + scheme(self.rest(start));
        if name < self.dead {
            return None;
        }
        match name_end(self.text, name) {
            Err(next) => {
                self.dead = self.dead.max(next);
                None
            }
            Ok(name_end) => {
                let after_port = name_end + port(self.rest(name_end));
                let path = path(self.rest(after_port));
                let after_path = after_port + path;
                let end = after_path + query(self.rest(after_path));
                Some(Found { start, name, name_end, path: (path > 0).then_some(after_port), end })
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
        let last = plain_name(self.text, end, bare.name_end).is_none();
        let Some((path, path_end)) = bare.path.filter(|_| last) else { return Some((start, end)) };
        // The path counts as if it stood right behind the name, even where other letters are between them.
        let tail = self.text.get(bare.name_end.min(path)..path_end).map_or(0, units);
        Some((start, end + bytes_of(self.rest(end), tail)))
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
            let link = self.text.get(found.start..found.end)?;
            let name = self.text.get(found.name..found.name_end)?;
            let with_scheme = found.name > found.start;
            // A scheme is counted as `https://` where there is none, and twice where there is one.
            let scheme_units = if with_scheme { found.name - found.start } else { 8 };
            if !is_encodable(name) || units(link) + scheme_units > MAX_LINK {
                continue;
            }
            if with_scheme {
                match short_link(link) {
                    Some((slug, _)) if slug > MAX_SLUG => {}
                    Some((_, length)) => return Some((found.start, found.start + length)),
                    None => return Some((found.start, found.end)),
                }
            } else if !before.is_some_and(|c| matches!(c, '-' | '_' | '.' | '/')) {
                let path = found.path.map(|_| (found.name_end, found.end));
                self.bare = Some(Bare { at: found.name, name_end: found.name_end, path });
            }
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

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The bytes of the first so many UTF-16 units of a text.
fn bytes_of(text: &str, mut units: usize) -> usize {
    let mut bytes = 0;
    for c in text.chars() {
        if units == 0 {
            break;
        }
        units = units.saturating_sub(c.len_utf16());
        bytes += c.len_utf8();
    }
    bytes
}

/// The bytes of `http://` or `https://` at the start of a text, or 0.
fn scheme(text: &str) -> usize {
    let is = |scheme: &&str| {
        text.get(..scheme.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(scheme))
    };
    ["http://", "https://"].iter().find(|scheme| is(scheme)).map_or(0, |scheme| scheme.len())
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
    for c in text.get(start..).unwrap_or("").chars() {
        let next = at + c.len_utf8();
        if next - start > MAX_NAME {
            break;
        }
        match c {
            '.' if letter => {
                // With an underscore the label only tells where to look next, should nothing be found.
                if underscore.is_none() || end.is_none() && retry.is_none() {
                    let known = tld_at(text, next, text.len());
                    match underscore {
                        None => end = known.map(|tld| next + tld).or(end),
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
    at == start || text.get(..at).is_some_and(|before| before.ends_with('.'))
}

/// The bytes of the top-level domain at a byte, where what follows lets it end.
fn tld_at(text: &str, at: usize, limit: usize) -> Option<usize> {
    let rest = text.get(at..limit)?;
    let ends = |length: usize| {
        let next = rest.get(length..).and_then(|rest| rest.chars().next());
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-'))
    };
    if rest.starts_with(|c: char| c.is_ascii()) {
        let encoded = rest
            .get(..4)
            .filter(|mark| mark.eq_ignore_ascii_case("xn--"))
            .and_then(|_| rest.get(4..));
        if let Some(encoded) = encoded {
            let length =
                encoded.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
            return (length > 0).then_some(4 + length);
        }
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = rest.get(..length)?;
        let known =
            if length == 2 { is_country(name) } else { (3..=18).contains(&length) && is_tld(name) };
        return (known && ends(length)).then_some(length);
    }
    // The longest beginning that is one.
    let mut length = 0;
    let mut longest = None;
    for c in rest.chars().take(18).take_while(|c| !c.is_ascii()) {
        length += c.len_utf8();
        let is_known = |name| OTHER_NAMES.binary_search(&place_of(name)).is_ok();
        if ends(length) && rest.get(..length).is_some_and(is_known) {
            longest = Some(length);
        }
    }
    longest
}

/// Whether two letters are a country's domain.
fn is_country(name: &str) -> bool {
    let mut places = name.bytes().map(|b| usize::from(b.to_ascii_lowercase().wrapping_sub(b'a')));
    let (Some(row), Some(bit)) = (places.next(), places.next()) else { return false };
    COUNTRIES.get(row).is_some_and(|row| row >> bit & 1 == 1)
}

/// Whether a name is, by its place among 2^23, one of the top-level domains of more than two plain letters.
fn is_tld(name: &str) -> bool {
    let place = place_of(name) >> 9;
    let mut here = 0;
    for gap in NAMES {
        here += u32::from(gap);
        if here >= place {
            return here == place;
        }
    }
    false
}

/// The place of a name: FNV-1a over its small letters, stirred once. `tables.mjs` has the same.
fn place_of(name: &str) -> u32 {
    let mut hash = SEED;
    for c in name.chars() {
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

/// The bytes of a port at the start of a text, or 0.
fn port(text: &str) -> usize {
    let digits = text
        .strip_prefix(':')
        .map_or(0, |port| port.bytes().take_while(u8::is_ascii_digit).count());
    if digits > 0 { digits + 1 } else { 0 }
}

/// Whether a character may stand in a path.
fn is_in_path(c: char) -> bool {
    let sign = |c| {
        matches!(
            c,
            '!' | '*'
                | '\''
                | ';'
                | ':'
                | '='
                | '+'
                | ','
                | '.'
                | '$'
                | '/'
                | '%'
                | '#'
                | '['
                | ']'
                | '-'
                | '–'
                | '_'
        ) || matches!(c, '~' | '@' | '|' | '&')
    };
    c.is_ascii_digit() || is_latin(c) || sign(c) || ('\u{400}'..='\u{4FF}').contains(&c)
}

/// Whether a character may end a path.
fn ends_path(c: char) -> bool {
    matches!(c, '+' | '-' | '=' | '_' | '#' | '/')
        || c.is_ascii_digit()
        || is_latin(c)
        || ('\u{400}'..='\u{4FF}').contains(&c)
}

/// The bytes of a path at the start of a text, or 0: its characters and balanced parentheses as far as one that may end it.
fn path(text: &str) -> usize {
    if !text.starts_with('/') {
        return 0;
    }
    let (mut at, mut end) = (1, 1);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c == '(' {
            let Some(length) = text.get(at..).and_then(parentheses) else { break };
            at += length;
            end = at;
        } else if is_in_path(c) {
            at += c.len_utf8();
            if ends_path(c) {
                end = at;
            }
        } else {
            break;
        }
    }
    end
}

/// The bytes of balanced parentheses at the start of a text, which may hold one more pair.
fn parentheses(text: &str) -> Option<usize> {
    let run =
        |text: &str| text.chars().take_while(|&c| is_in_path(c)).map(char::len_utf8).sum::<usize>();
    let first = 1 + run(text.get(1..)?);
    let rest = text.get(first..)?;
    if rest.starts_with(')') {
        return (first > 1).then_some(first + 1);
    }
    let inner = run(rest.strip_prefix('(')?);
    let rest = rest.get(1 + inner..)?.strip_prefix(')').filter(|_| inner > 0)?;
    let last = run(rest);
    rest.get(last..)?.starts_with(')').then_some(first + inner + 2 + last + 1)
}

/// The bytes of a query at the start of a text, or 0.
fn query(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('?') else { return 0 };
    let (mut at, mut end) = (1, 0);
    for b in rest.bytes() {
        let letter = b.is_ascii_alphanumeric();
        let ends = letter || matches!(b, b'-' | b'_' | b'&' | b'=' | b'#' | b'/');
        let goes_on = ends
            || matches!(b, b'!'..=b'.' | b':' | b';' | b'?' | b'@' | b'[' | b']' | b'|' | b'~')
                && b != b'"';
        if !goes_on {
            break;
        }
        at += 1;
        if ends {
            end = at;
        }
    }
    end
}

/// The length of the path of one of X's own short links, and the bytes of the link with it.
fn short_link(link: &str) -> Option<(usize, usize)> {
    let scheme = scheme(link);
    let name = link.get(scheme..scheme + 5).filter(|name| name.eq_ignore_ascii_case("t.co/"))?;
    let start = scheme + name.len();
    let slug = link.get(start..)?.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (slug > 0).then(|| (slug, start + slug + query(link.get(start + slug..).unwrap_or(""))))
}

/// The first name in plain Latin letters between two bytes.
fn plain_name(text: &str, mut from: usize, to: usize) -> Option<(usize, usize)> {
    loop {
        let is_plain = |c: char| c == '-' || c.is_ascii_digit() || is_latin(c);
        let start = from + text.get(from..to)?.find(is_plain)?;
        let (mut at, mut end, mut letter) = (start, None, false);
        for c in text.get(start..to)?.chars() {
            at += c.len_utf8();
            if c == '.' && letter {
                end = tld_at(text, at, to).map(|tld| at + tld).or(end);
                letter = false;
            } else if is_plain(c) {
                letter = true;
            } else {
                break;
            }
        }
        if let Some(end) = end {
            return Some((start, end));
        }
        from = at;
    }
}

/// Whether every label of a name is short enough when it is encoded for the name system.
fn is_encodable(name: &str) -> bool {
    let encoded = name.get(..4) == Some("xn--");
    if encoded && plain_name(name, 0, name.len()).is_none() {
        return false;
    }
    // Full stops of other scripts divide labels only inside the encoding.
    name.split('.').all(|label| encoded_length(label) <= MAX_LABEL)
}

/// How long a label is in the encoding of the name system (Punycode, RFC 3492); more than `MAX_LABEL` stands for any such.
fn encoded_length(label: &str) -> usize {
    let plain = label.chars().filter(char::is_ascii).count();
    let all = label.chars().take(MAX_LABEL + 1).count();
    if plain == label.len() || all > MAX_LABEL {
        return label.len().max(all);
    }
    let mut length = 4 + plain + usize::from(plain > 0);
    let (mut code, mut delta, mut bias, mut handled) =
        (0x80_u32, 0_u32, 72_u32, u32::try_from(plain).unwrap_or(0));
    let plain = handled;
    while let Some(next) = label.chars().map(u32::from).filter(|&c| c >= code).min() {
        delta = delta.saturating_add((next - code).saturating_mul(handled + 1));
        code = next;
        for c in label.chars().map(u32::from) {
            if c < code {
                delta = delta.saturating_add(1);
            }
            if c == code {
                length += digits(delta, bias);
                bias = adapt(delta, handled + 1, handled == plain);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.saturating_add(1);
        code += 1;
    }
    length
}

/// How many digits a difference takes.
fn digits(mut delta: u32, bias: u32) -> usize {
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
