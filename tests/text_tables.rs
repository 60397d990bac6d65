//! Generates the tables of `src/text/` from Unicode's data and asserts that the committed files are up to date.
//!
//! `BLESS=1 cargo test --test text_tables` rewrites them. Only blocks whose letters are long settled are folded, so that a
//! newer Unicode version changes nothing but what it names.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

use std::fmt::Write as _;
use std::path::Path;

use answertree::text::case::upper;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{EmojiStatus, GeneralCategory as G, UnicodeEmoji, UnicodeGeneralCategory};

/// Writes `text` to the file with `BLESS=1`; otherwise fails where the file differs.
fn same_as_committed(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "{} is stale: run `BLESS=1 cargo test --test text_tables`",
        path.display()
    );
}

/// Marks that are written over or under a letter without being part of its spelling, and characters nobody sees.
const DROPPED: &[(u32, u32)] = &[
    (0x00AD, 0x00AD),
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),
    (0x061C, 0x061C),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x180B, 0x180F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE0FFF),
];

/// Scripts written without spaces: a token for each character.
const UNSPACED: &[(u32, u32)] = &[
    (0x0E01, 0x0E30),
    (0x0E32, 0x0E33),
    (0x0E40, 0x0E46),
    (0x0E81, 0x0EB0),
    (0x0EB2, 0x0EB3),
    (0x0EC0, 0x0EC6),
    (0x0EDC, 0x0EDF),
    (0x1000, 0x102A),
    (0x1780, 0x17B3),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3041, 0x3096),
    (0x309D, 0x309F),
    (0x30A1, 0x30FA),
    (0x30FC, 0x30FF),
    (0x3105, 0x312F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x1B000, 0x1B2FF),
    (0x20000, 0x3FFFF),
];

/// The blocks of those scripts: their marks belong to the character before.
const UNSPACED_BLOCKS: &[(u32, u32)] =
    &[(0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3000, 0x30FF), (0xAA60, 0xAA7F)];

/// The digits nought to nine of scripts whose writers use them beside the European ones.
const DIGITS: &[u32] = &[0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50];

/// Where a letter's other forms are folded away. Blocks outside keep what they have.
const FOLDED: &[(u32, u32)] = &[
    (0x00A0, 0x024F),
    (0x02B0, 0x02FF),
    (0x0370, 0x03FF),
    (0x0400, 0x052F),
    (0x0531, 0x0556),
    (0x0622, 0x06D3),
    (0x1E00, 0x1EFF),
    (0x1F00, 0x1FFF),
    (0x2010, 0x2044),
    (0x2070, 0x209C),
    (0x2100, 0x2138),
    (0x2160, 0x217F),
    (0x2212, 0x2212),
    (0x2460, 0x24E9),
    (0x3000, 0x3002),
    (0xFB00, 0xFB06),
    (0xFF01, 0xFF65),
    (0x1D400, 0x1D6A5),
    (0x1D7CE, 0x1D7FF),
    (0x1F130, 0x1F149),
];

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&u32::from(c)))
}

/// Letters that Unicode does not take apart, and signs that people use for one another.
fn by_hand(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ı' => "i",
        'ĸ' => "k",
        'ŋ' | 'Ŋ' | 'ŉ' => "n",
        'ƒ' => "f",
        'ς' => "σ",
        '‘' | '’' | '‚' | '‛' | '′' | '‵' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ' | '᾽' | '᾿'
        | '｀' => "'",
        '“' | '”' | '„' | '‟' | '″' | '‶' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '…' | '。' | '｡' => ".",
        '\u{A0}' | '\u{3000}' => " ",
        _ => return None,
    })
}

/// What a character is matched as; empty where it is dropped.
fn fold(c: char) -> String {
    let mut folded = fold_once(c);
    loop {
        let again: String = folded.chars().map(fold_once).collect();
        if again == folded {
            return folded;
        }
        folded = again;
    }
}

fn fold_once(c: char) -> String {
    if within(DROPPED, c) {
        return String::new();
    }
    if let Some(text) = by_hand(c) {
        return text.to_owned();
    }
    let n = u32::from(c);
    if let Some(zero) = DIGITS.iter().find(|&&zero| (zero..zero + 10).contains(&n)) {
        return (n - zero).to_string();
    }
    if !within(FOLDED, c) {
        return if c.is_ascii() { c.to_ascii_lowercase().to_string() } else { c.to_string() };
    }
    let apart: String = c.to_string().nfkd().filter(|&m| !within(DROPPED, m)).collect();
    let mut lower = String::new();
    for part in apart.chars() {
        match by_hand(part) {
            Some(text) => lower.push_str(text),
            None => lower.extend(part.to_lowercase().filter(|&m| !within(DROPPED, m))),
        }
    }
    // A sign that is several characters when taken apart, as the trade mark is, stays the sign it is.
    let letter = matches!(
        c.general_category(),
        G::LowercaseLetter | G::UppercaseLetter | G::TitlecaseLetter
    );
    let count = lower.chars().count();
    if count == 1 && !lower.starts_with(' ') {
        return lower;
    }
    lower.retain(|f| f.is_ascii_alphabetic());
    if letter && !lower.is_empty() { lower } else { c.to_string() }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
enum Class {
    Other = 0,
    Drop = 1,
    Letter = 2,
    Mark = 3,
    Digit = 4,
    Single = 5,
    Emoji = 6,
    Flag = 7,
}

/// The class of a character; `None` where it does not matter, since nothing is there yet.
fn class(c: char) -> Option<Class> {
    let n = u32::from(c);
    let folded = fold(c);
    if folded.is_empty() {
        return Some(Class::Drop);
    }
    if folded.chars().all(|f| f.is_ascii_digit()) {
        return Some(Class::Digit);
    }
    if folded.chars().all(|f| f.is_ascii_alphabetic()) {
        return Some(Class::Letter);
    }
    if folded.is_ascii() {
        return Some(Class::Other);
    }
    if (0x1F1E6..=0x1F1FF).contains(&n) {
        return Some(Class::Flag);
    }
    if within(UNSPACED, c) {
        return Some(Class::Single);
    }
    if (0x1F000..=0x1FAFF).contains(&n) || (0x2600..=0x27BF).contains(&n) {
        return Some(Class::Emoji);
    }
    let text_sign = matches!(
        n,
        0xA9 | 0xAE | 0x203C | 0x2049 | 0x2122 | 0x2139 | 0x3030 | 0x303D | 0x3297 | 0x3299
    );
    let emoji =
        !matches!(c.emoji_status(), EmojiStatus::NonEmoji | EmojiStatus::NonEmojiButEmojiComponent);
    if n > 0xFF && emoji && !text_sign {
        return Some(Class::Emoji);
    }
    // Beyond the first plane: scripts of scholars and a few living ones, all written in words.
    if (0x10000..=0x1EFFF).contains(&n) {
        return Some(Class::Letter);
    }
    match c.general_category() {
        G::UppercaseLetter
        | G::LowercaseLetter
        | G::TitlecaseLetter
        | G::ModifierLetter
        | G::OtherLetter
        | G::LetterNumber
        | G::DecimalNumber => Some(Class::Letter),
        G::NonspacingMark | G::SpacingMark | G::EnclosingMark => {
            Some(if within(UNSPACED_BLOCKS, c) { Class::Mark } else { Class::Letter })
        }
        G::Unassigned | G::Surrogate | G::PrivateUse => None,
        _ => Some(Class::Other),
    }
}

/// How the target moves along a run: it stays, it moves as the character does, it moves with each second character.
const SAME: u32 = 0;
const MOVING: u32 = 1;
const PAIRS: u32 = 2;

#[test]
fn fold_table_is_up_to_date() {
    let all = || ('\u{80}'..=char::MAX).filter(|c| !(0xE000..0xF8FF).contains(&u32::from(*c)));
    let mut classes: Vec<(u32, Class)> = vec![(0x80, Class::Other)];
    for c in all() {
        if let Some(class) = class(c)
            && classes.last().unwrap().1 != class
        {
            classes.push((u32::from(c), class));
        }
    }
    // Runs: (first, last, target of the first, how the target moves).
    let mut runs: Vec<(u32, u32, u32, u32)> = Vec::new();
    let mut several: Vec<(u32, String)> = Vec::new();
    for c in all() {
        let folded = fold(c);
        let n = u32::from(c);
        if folded.is_empty() || folded == c.to_string() && !ends_pair(n) {
            continue;
        }
        let mut parts = folded.chars();
        let target = u32::from(parts.next().unwrap());
        if parts.next().is_some() {
            several.push((n, folded));
            continue;
        }
        if let Some(last) = runs.last_mut()
            && last.1 + 1 == n
        {
            let length = n - last.0;
            let fits = |kind: u32| match kind {
                SAME => last.2 == target,
                MOVING => last.2 + length == target,
                _ => last.2 + (length & !1) == target,
            };
            if length == 1 {
                if let Some(kind) = [PAIRS, SAME, MOVING].into_iter().find(|&k| fits(k)) {
                    last.1 = n;
                    last.3 = kind;
                    continue;
                }
            } else if fits(last.3) {
                last.1 = n;
                continue;
            } else if length == 2 && last.3 == PAIRS && fits(SAME) {
                last.1 = n;
                last.3 = SAME;
                continue;
            }
        }
        runs.push((n, n, target, MOVING));
    }
    let mut text = String::new();
    let (major, minor, patch) = unicode_normalization::UNICODE_VERSION;
    let _ = writeln!(
        text,
        "//! How characters are matched, from Unicode {major}.{minor}.{patch}.\n//!\n\
         //! Written by `BLESS=1 cargo test --test text_tables`; change the rules there.\n"
    );
    let mut last = 0;
    let mut gaps = Vec::new();
    for &(first, _) in &classes {
        push_varint(first - last, &mut gaps);
        last = first;
    }
    let doc = "By how much the first characters of the classes grow.";
    push_table(&mut text, doc, "CLASS_GAPS", "u8", &gaps);
    let kinds: Vec<u32> = classes.iter().map(|&(_, class)| class as u32).collect();
    push_table(&mut text, "The classes that begin there.", "CLASS_KINDS", "u8", &kinds);
    let (mut gaps, mut lengths, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    let (mut after, mut last_target) = (0, 0);
    for &(first, last, target, kind) in &runs {
        push_varint(first - after, &mut gaps);
        push_varint((last - first) * 3 + kind, &mut lengths);
        push_change(last_target, target, &mut targets);
        (after, last_target) = (last + 1, target);
    }
    let doc = "How far behind the one before each run of characters begins that are folded.";
    push_table(&mut text, doc, "RUN_GAPS", "u8", &gaps);
    let doc = "Three times how many follow the first of each run, plus how they are folded.";
    push_table(&mut text, doc, "RUN_LENGTHS", "u8", &lengths);
    let doc =
        "How what the first of each run is folded to changes: twice, less one where it shrinks.";
    push_table(&mut text, doc, "RUN_TARGETS", "u8", &targets);
    let _ = writeln!(text, "/// Letters that are folded to several.");
    let _ = writeln!(text, "pub(super) const SEVERAL: [(char, &str); {}] = [", several.len());
    for (c, folded) in &several {
        let _ = writeln!(text, "    ('\\u{{{c:x}}}', {folded:?}),");
    }
    text.push_str("];\n");
    same_as_committed("src/text/fold_table.rs", &text);
}

/// Adds a table of numbers, a few to the line.
fn push_table(text: &mut String, doc: &str, name: &str, of: &str, numbers: &[u32]) {
    let _ = writeln!(text, "/// {doc}\n#[rustfmt::skip]");
    let _ = writeln!(text, "pub(super) const {name}: [{of}; {}] = [", numbers.len());
    for line in numbers.chunks(12) {
        let line: Vec<String> = line.iter().map(|n| format!("{n:#x}")).collect();
        let _ = writeln!(text, "    {},", line.join(", "));
    }
    text.push_str("];\n\n");
}

/// Whether a character is the small letter of the capital before it, so that a run of pairs goes on over it.
fn ends_pair(n: u32) -> bool {
    let before = char::from_u32(n - 1);
    before.is_some_and(|b| b.is_alphabetic() && fold(b).chars().eq(char::from_u32(n)))
}

/// The other case of a letter: the small one, or else the capital.
fn other_case(c: char) -> Option<char> {
    fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
        letters.next().filter(|_| letters.next().is_none())
    }
    single(c.to_lowercase())
        .filter(|&other| other != c)
        .or_else(|| single(c.to_uppercase()))
        .filter(|&other| other != c && !other.is_ascii())
}

#[test]
fn letters_table_is_up_to_date() {
    let cased: Vec<(u32, u32)> = ('\u{80}'..=char::MAX)
        .filter_map(|c| other_case(c).map(|other| (u32::from(c), u32::from(other))))
        .collect();
    let (mut gaps, mut lengths, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at, mut after) = (0, 0);
    while let Some(&(first, to)) = cased.get(at) {
        let run = |fits: &dyn Fn(u32) -> u32| {
            let more = cased[at..].iter().zip(0..);
            more.take_while(|&(&(c, other), i)| c == first + i && other == fits(i)).count()
        };
        let moving = run(&|i| to + i);
        let paired = run(&|i| first + (i ^ 1)) & !1;
        let count = moving.max(paired);
        let is_paired = paired == count;
        push_varint(first - after, &mut gaps);
        push_varint(u32::try_from(2 * (count - 1) + usize::from(is_paired)).unwrap(), &mut lengths);
        if !is_paired {
            push_change(first, to, &mut changes);
        }
        at += count;
        after = first + u32::try_from(count).unwrap();
    }
    let mut text = "//! Letters of two cases, from Unicode as the standard library has it.\n//!\n\
         //! Written by `BLESS=1 cargo test --test text_tables`; change the rules there.\n\n"
        .to_owned();
    let doc = "How far behind the one before each run of letters begins.";
    push_table(&mut text, doc, "CASE_GAPS", "u8", &gaps);
    let doc = "Twice how many follow the first of each run, one more for pairs of a capital and its small letter.";
    push_table(&mut text, doc, "CASE_LENGTHS", "u8", &lengths);
    let doc = "How far away the other case lies in the other runs: twice, less one where it comes before.";
    push_table(&mut text, doc, "CASE_CHANGES", "u8", &changes);
    same_as_committed("src/text/letters_table.rs", &format!("{}\n", text.trim_end()));
}

/// Where marks are put in order before they are composed: the scripts whose marks compose out of order. Elsewhere a mark
/// composes with the letter right before it or not at all, which only text that nobody writes shows.
const ORDERED: &[(u32, u32)] = &[(0x0300, 0x0487), (0x0610, 0x0670)];

/// What stays as it is typed: Korean syllables, which are put together by rule, the Greek of the ancients, Tibetan, and the
/// Hebrew that only old systems wrote.
const UNCOMPOSED: &[(u32, u32)] =
    &[(0x0F00, 0x0FFF), (0x1F00, 0x1FFF), (0xAC00, 0xD7A3), (0xFB1D, 0xFB4F)];

fn combining_class(c: char) -> u32 {
    u32::from(unicode_normalization::char::canonical_combining_class(c))
}

/// What a character is when a text is composed; `None` where it stays, and for compatibility ideographs, which stay
/// one wide character.
fn replaced(c: char) -> Option<String> {
    let composed: String = c.to_string().nfc().collect();
    let wide = (0xF900..=0xFAFF).contains(&u32::from(c)) || u32::from(c) >= 0x2F800;
    // White space and brackets that become others of their kind change no count, and the sign of nonforking is no one's.
    let alike = matches!(c, '\u{2000}'..='\u{2001}' | '\u{2329}'..='\u{232A}' | '\u{2ADC}');
    (!wide && !alike && composed != c.to_string()).then_some(composed)
}

#[test]
fn compose_table_is_up_to_date() {
    let plane = || ('\u{A0}'..='\u{FFFF}').filter(|&c| !within(UNCOMPOSED, c));
    let mut made: std::collections::BTreeMap<char, (char, char)> =
        std::collections::BTreeMap::new();
    for c in plane() {
        let mut parts = Vec::new();
        unicode_normalization::char::decompose_canonical(c, |part| parts.push(part));
        // The last mark, and what the rest composes to.
        let Some((&mark, rest)) = parts.split_last().filter(|(_, rest)| !rest.is_empty()) else {
            continue;
        };
        let rest: Vec<char> = rest.iter().copied().nfc().collect();
        if let [base] = rest[..]
            && unicode_normalization::char::compose(base, mark) == Some(c)
        {
            made.insert(c, (base, mark));
        }
    }
    let mut marks: Vec<char> = made.values().map(|&(_, mark)| mark).collect();
    marks.sort_unstable();
    marks.dedup();
    let mut mark_changes = Vec::new();
    let mut last = 0;
    for &mark in &marks {
        push_change(last, u32::from(mark), &mut mark_changes);
        last = u32::from(mark);
    }
    // A capital that is made from the capital of what its small letter is made from goes without saying.
    let capital =
        |c: char| Some(upper(&c.to_string()).chars().next().unwrap()).filter(|&up| up != c);
    let mut all = made.clone();
    for (&c, &(base, mark)) in &made {
        if let (Some(up), Some(up_base)) = (capital(c), capital(base)) {
            assert_eq!(all.remove(&up), Some((up_base, mark)), "{c} says what {up} is made from");
        }
    }
    let (mut composed, mut places, mut bases) = (Vec::new(), Vec::new(), Vec::new());
    let (mut last, mut last_base) = (0, 0);
    for (&c, &(base, mark)) in &all {
        let folded = fold(c);
        let simple = if folded.chars().count() == 1 { folded } else { c.to_string() };
        let is_folded = simple == base.to_string();
        push_varint((u32::from(c) - last) * 2 + u32::from(!is_folded), &mut composed);
        places.push(u32::try_from(marks.binary_search(&mark).unwrap()).unwrap());
        if !is_folded {
            push_change(last_base, u32::from(base), &mut bases);
            last_base = u32::from(base);
        }
        last = u32::from(c);
    }
    let mut orders: Vec<(u32, u32, u32)> = Vec::new();
    for c in plane().filter(|&c| within(ORDERED, c) && combining_class(c) != 0) {
        let (n, order) = (u32::from(c), combining_class(c));
        match orders.last_mut() {
            Some(last) if last.1 + 1 == n && last.2 == order => last.1 = n,
            _ => orders.push((n, n, order)),
        }
    }
    let replaced: String =
        plane().filter_map(|c| replaced(c).map(|text| format!("{c}{text}\n"))).collect();

    let mut text = String::new();
    let (major, minor, patch) = unicode_normalization::UNICODE_VERSION;
    let _ = writeln!(
        text,
        "//! How letters and marks compose (NFC) in the first plane, from Unicode {major}.{minor}.{patch}.\n//!\n\
         //! Written by `BLESS=1 cargo test --test text_tables`; change the rules there.\n"
    );
    let doc = "How the characters change that compose with one before: twice, less one where they shrink.";
    push_table(&mut text, doc, "MARK_CHANGES", "u8", &mark_changes);
    let doc = "By how much the composed letters grow, twice; one more for what is not made from what it is folded to.";
    push_table(&mut text, doc, "COMPOSED", "u8", &composed);
    let doc = "The place of the mark of each.";
    push_table(&mut text, doc, "COMPOSED_MARKS", "u8", &places);
    let doc = "How what those are made from changes that one more says so of: twice, less one where it shrinks.";
    push_table(&mut text, doc, "COMPOSED_BASES", "u8", &bases);
    let packed =
        orders.iter().map(|&(first, last, order)| first | (last - first) << 16 | order << 24);
    let doc = "The places of marks in order: the first of a run, 2^16 times how many follow, 2^24 times the place.";
    push_table(&mut text, doc, "ORDERS", "u32", &packed.collect::<Vec<_>>());
    let _ = writeln!(text, "/// Lines of a character that never stays and what it becomes.");
    let _ = writeln!(
        text,
        "pub(super) const REPLACED: &str = \"{}\";",
        replaced.escape_unicode_above_ascii()
    );
    same_as_committed("src/text/compose_table.rs", &text);
}

fn push_varint(mut number: u32, to: &mut Vec<u32>) {
    while number > 0x7F {
        to.push(number & 0x7F | 0x80);
        number >>= 7;
    }
    to.push(number);
}

/// A change of a number: twice, less one where it shrinks.
fn push_change(from: u32, to: u32, numbers: &mut Vec<u32>) {
    push_varint(if to < from { 2 * (from - to) - 1 } else { 2 * (to - from) }, numbers);
}

/// Escapes as Rust's string literals have them, so that no mark joins a quote.
trait EscapeAboveAscii {
    fn escape_unicode_above_ascii(&self) -> String;
}

impl EscapeAboveAscii for String {
    fn escape_unicode_above_ascii(&self) -> String {
        self.chars()
            .map(|c| {
                if c.is_ascii() {
                    c.escape_default().to_string()
                } else {
                    c.escape_unicode().to_string()
                }
            })
            .collect()
    }
}
