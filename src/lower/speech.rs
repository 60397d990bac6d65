//! Small talk and other languages: what a machine gets of the words that are known of each.

use std::collections::BTreeMap;

use super::speech_words::{SPOKEN, Spoken};
use super::strings::Strings;
use crate::bytes::write;
use crate::check::script::Script;
use crate::machine::speech::{is_small_talk, says};
use crate::text::tokenize::Tokens;
use crate::text::writing::{HAN, KANA, LATIN, WRITINGS};

/// How many of another language's words a machine has: enough to tell it, and a few hundred bytes for all.
const TELLING: usize = 15;

/// Languages that are written in other letters than Latin, by the names of writings; some are in Latin, too.
const WRITTEN: [(&str, &str); 5] = [
    ("und-Cyrl", "ru uk be bg mk sr kk ky mn tg"),
    ("und-Arab", "ar fa ur ps ckb sd ug"),
    ("und-Deva", "hi mr ne sa"),
    ("he", "he iw yi"),
    ("ja", "ja"),
];

/// Writings, other languages, words by what they are, then the intents with an example of small talk.
pub(super) fn push(script: &Script, strings: &mut Strings, out: &mut Vec<u8>) {
    let languages = languages(script);
    write::varint(out, languages.iter().fold(0, |all, language| all | writings(language)));
    let (mut own, mut others) = spoken(&languages);
    // Where a language's common words are not known, they would be taken for those of another.
    if !languages.iter().all(|name| SPOKEN.iter().any(|row| row.language == *name)) {
        others.clear();
    }
    write::size(out, others.len());
    for row in &others {
        write::varint(out, strings.id(row.language).index());
    }
    let mut words = BTreeMap::new();
    for row in &own {
        each(row.common, |word| {
            // What another language says, too, speaks for neither.
            if !is_common(&others, word) {
                *words.entry(word.to_owned()).or_insert(0) |= says::OWN;
            }
        });
    }
    for (at, row) in others.iter().enumerate() {
        let mut left = TELLING;
        each(row.common, |word| {
            if left > 0 && !is_common(&own, word) {
                *words.entry(word.to_owned()).or_insert(0) |= 1 << says::OTHERS << at;
                left -= 1;
            }
        });
    }
    if own.is_empty() {
        own.extend(SPOKEN.first());
    }
    for row in own {
        for (at, list) in row.small.into_iter().enumerate() {
            each(list, |word| *words.entry(word.to_owned()).or_insert(0) |= 1 << at);
        }
        each(row.joins, |word| *words.entry(word.to_owned()).or_insert(0) |= says::JOINS);
    }
    let mut groups: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (word, said) in &words {
        groups.entry(plain(*said)).or_default().push(word);
    }
    write::size(out, groups.len());
    for (said, words) in groups {
        let words = words.join(" ");
        write::varint(out, said);
        write::size(out, words.len());
        out.extend_from_slice(words.as_bytes());
    }
    let of = |word: &str| words.get(word).map_or(0, |said| plain(*said));
    let mut tokens = Tokens::new();
    let mut is_small = |example: &String| {
        tokens.read(example);
        is_small_talk(&tokens, of)
    };
    let small: Vec<usize> = (0..)
        .zip(&script.intents)
        .filter_map(|(at, intent)| intent.examples.iter().any(&mut is_small).then_some(at))
        .collect();
    write::size(out, small.len());
    small.iter().for_each(|intent| write::size(out, *intent));
}

/// The commonest words of a script's languages, a list for each that is known.
pub(super) fn common(script: &Script) -> Vec<&'static str> {
    spoken(&languages(script)).0.iter().map(|row| row.common).collect()
}

/// The languages of a script, without their regions.
fn languages(script: &Script) -> Vec<&str> {
    let names = script.languages.iter().map(|row| row.name.as_str());
    names.map(|name| name.split(['-', '_']).next().unwrap_or("")).collect()
}

/// What is known of these languages, and of the others.
fn spoken(languages: &[&str]) -> (Vec<&'static Spoken>, Vec<&'static Spoken>) {
    SPOKEN.iter().partition(|row| languages.contains(&row.language))
}

/// The words of a list.
fn each(list: &str, mut take: impl FnMut(&str)) {
    let mut tokens = Tokens::new();
    tokens.read(list);
    tokens.iter().for_each(|token| take(token.text));
}

/// Whether a word is common in one of these languages.
fn is_common(rows: &[&Spoken], word: &str) -> bool {
    rows.iter().any(|row| {
        let mut tokens = Tokens::new();
        tokens.read(row.common);
        tokens.iter().any(|token| token.text == word)
    })
}

/// Without what is never asked: of what a word of small talk is the first, and of a script's own word no other language.
fn plain(said: u32) -> u32 {
    let small = said & (says::KINDS | says::FILLER | says::THANKED);
    let (own, joins) = (said & says::OWN, said & says::JOINS);
    joins
        | match small & small.wrapping_neg() {
            0 if own != 0 => own,
            0 => said,
            says::THANKED => says::THANKED | own,
            says::FILLER => says::FILLER | own,
            first => first,
        }
}

/// The writings of a language, as bits.
fn writings(language: &str) -> u32 {
    let named = |name: &str| WRITINGS.iter().position(|writing| *writing == name);
    let many = WRITTEN.iter().find(|(_, all)| all.split(' ').any(|one| one == language));
    match many.map_or(language, |(writing, _)| *writing) {
        "ja" => 1 << KANA | 1 << HAN | 1 << LATIN,
        name => named(name).map_or(0, |at| 1 << at) | 1 << LATIN,
    }
}
