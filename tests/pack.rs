//! Language packs: the one that is here says what the tool that made it says, and no bytes do harm.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use answertree::pack::{
    Distance, Entry, MAGIC, MAX_PACK_BYTES, Message, Pack, PackError, Pair, VERSION,
};
use answertree::text::tokenize::Tokens;
use proptest::prelude::*;
use xxhash_rust::xxh64::xxh64;

/// Real messages; the file says from where.
const MESSAGES: &str = include_str!("data/care_messages.txt");

/// What `packs/make_pack.py` wrote beside the pack: of each of these its entries, its pairs and its vector.
const AGREED: &str = include_str!("data/pack_en.tsv");

fn english() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/en.pack")).unwrap()
}

fn seal(pack: &mut [u8]) {
    if let Some((header, body)) = pack.split_at_mut_checked(16) {
        header[8..].copy_from_slice(&xxh64(body, 0).to_le_bytes());
    }
}

fn read(pack: &Pack, text: &str) -> Message {
    let mut tokens = Tokens::new();
    tokens.read(text);
    let mut message = Message::new();
    message.read(pack, &tokens, |_| true);
    message
}

/// A pair as the tool writes it: `^` and `$` are the ends of the message, `..` stands for an entry between.
fn spelt(pack: &Pack, pair: Pair) -> String {
    let (first, second, distance) = pack.ends(pair).unwrap();
    let between = if distance == Distance::Apart { ".." } else { "_" };
    let first = first.map_or("^", |entry| pack.text(entry));
    let second = second.map_or("$", |entry| pack.text(entry));
    format!("{first}{between}{second}")
}

#[test]
fn vectors_are_those_of_the_tool() {
    let pack = Pack::read(&english()).unwrap();
    let messages: Vec<&str> = MESSAGES.lines().filter(|line| !line.starts_with("# ")).collect();
    assert!(messages.len() > 300 && messages.len() == AGREED.lines().count());
    for (text, line) in messages.into_iter().zip(AGREED.lines()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [entries, pairs, vector] = fields[..] else { panic!("{line}") };
        let message = read(&pack, text);
        let found: Vec<&str> = message.entries().map(|(entry, _)| pack.text(entry)).collect();
        assert_eq!(found.join(" "), entries, "{text}");
        let found: Vec<String> = message.pairs().map(|(pair, _)| spelt(&pack, pair)).collect();
        assert_eq!(found.join(" "), pairs, "{text}");
        // The first numbers as they are, all of them as a checksum.
        let unit: Vec<i16> = message.unit(pack.dimensions()).collect();
        let bytes: Vec<u8> = unit.iter().flat_map(|n| n.to_le_bytes()).collect();
        let first: Vec<String> = unit.iter().take(4).map(i16::to_string).collect();
        assert_eq!(format!("{} {:016x}", first.join(" "), xxh64(&bytes, 0)), vector, "{text}");
    }
}

#[test]
fn the_pack_is_what_its_card_says() {
    let bytes = english();
    let pack = Pack::read(&bytes).unwrap();
    let card =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/README.md")).unwrap();
    for (name, value) in [
        ("language", pack.language().to_owned()),
        ("revision", pack.revision().to_string()),
        ("entries", pack.len().to_string()),
        ("pairs", pack.pairs().to_string()),
        ("dimensions", pack.dimensions().to_string()),
        ("bytes", bytes.len().to_string()),
        ("checksum", format!("{:016x}", pack.checksum())),
    ] {
        assert!(card.contains(&format!("| {name} | {value} |")), "{name} {value}");
    }
}

/// The cosine of two messages.
fn alike(pack: &Pack, dimensions: usize, a: &str, b: &str) -> f64 {
    let (a, b) = (read(pack, a), read(pack, b));
    let both = a.unit(dimensions).zip(b.unit(dimensions));
    both.map(|(a, b)| f64::from(a) * f64::from(b)).sum::<f64>() / f64::from(1 << 28)
}

#[test]
fn what_means_the_same_is_alike() {
    let pack = Pack::read(&english()).unwrap();
    for (text, same, other) in [
        ("where is my parcel", "the package has not been delivered", "how do I change my password"),
        ("I want my money back", "please refund me", "the weather is nice today"),
        ("cancel my subscription", "stop the monthly membership", "what time do you open"),
        ("the app crashes", "your software keeps freezing", "my luggage was lost"),
        ("he is very angry", "she was furious", "blue shoes in size nine"),
        ("what are your opening hours", "when does the shop close", "the screen is cracked"),
    ] {
        for size in [64, pack.dimensions()] {
            let (near, far) = (alike(&pack, size, text, same), alike(&pack, size, text, other));
            assert!(near > far + 0.1, "{size}: {text}: {near} {same}, {far} {other}");
        }
    }
}

#[test]
fn hostile_messages_are_read() {
    let pack = Pack::read(&english()).unwrap();
    let all: String = (0..0x1_1000).filter_map(char::from_u32).collect();
    for text in [
        String::new(),
        "a".repeat(1 << 20),
        "a ".repeat(1 << 19),
        "#".repeat(1 << 16),
        "😡".repeat(1 << 16),
        "\u{202e}\u{301}".repeat(1 << 16),
        "@name ".repeat(10_000),
        "1-2/3:".repeat(10_000),
        all,
    ] {
        let message = read(&pack, &text);
        let square: i64 = message.unit(pack.dimensions()).map(|n| i64::from(n).pow(2)).sum();
        let parts = message.entries().count();
        assert!(parts == 0 && square == 0 || square.abs_diff(1 << 28) < 1 << 22, "{square}");
    }
}

/// A small pack: five entries, three dimensions of each width, four pairs.
fn small() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend([0; 10]);
    bytes.extend([2, b'e', b'n', 7, 3, 5]);
    bytes.extend([0, 0, 1, 0, 1]);
    bytes.extend([2, 1, 1, 1, 1]);
    bytes.extend(b"#eabbc");
    bytes.extend([8, 0x80, 0x7f, 0x81, 0x00, 0xff, 4, 0x98, 0x78, 0x08, 2, 0b1110_0100, 0b10]);
    // Start and `a`; `a` and `#e`; `a`, one between, and `b`; `b` and the end.
    bytes.extend([4, 0, 4, 1, 3, 2, 1, 4, 0]);
    bytes.extend([8, 0x80, 0x90, 0x81, 0x7f, 8, 0x80, 0x70, 0x80, 0x80, 4, 0x9f, 0x88]);
    seal(&mut bytes);
    bytes
}

/// Reads bytes, and where that works a message; whether it worked.
fn survives(bytes: &[u8]) -> bool {
    match Pack::read(bytes) {
        Ok(pack) => {
            let message = read(&pack, "a b abc obo ee a-b 1");
            assert_eq!(message.unit(usize::MAX).count(), pack.dimensions());
            assert!(message.entries().all(|(entry, _)| !pack.text(entry).is_empty()));
            true
        }
        Err(error) => {
            assert!(error.code().starts_with("AP") && !error.to_string().is_empty());
            false
        }
    }
}

#[test]
fn a_small_pack_is_read_as_it_stands() {
    let pack = Pack::read(&small()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((pack.language(), pack.revision(), pack.dimensions()), ("en", 7, 3));
    assert_eq!((pack.len(), pack.pairs(), pack.is_empty()), (5, 4, false));
    let message = read(&pack, "ae b");
    let entries: Vec<(Entry, usize)> = message.entries().collect();
    let texts: Vec<&str> = entries.iter().map(|&(entry, _)| pack.text(entry)).collect();
    assert_eq!(texts, ["a", "#e", "b"]);
    assert_eq!(entries.iter().map(|&(_, token)| token).collect::<Vec<_>>(), [0, 0, 1]);
    let pairs: Vec<(String, usize)> =
        message.pairs().map(|(pair, token)| (spelt(&pack, pair), token)).collect();
    let pairs: Vec<(&str, usize)> = pairs.iter().map(|(pair, token)| (&**pair, *token)).collect();
    assert_eq!(pairs, [("^_a", 0), ("a_#e", 0), ("a..b", 1), ("b_$", 1)]);
    assert_eq!(message.sum(), [-113, -16, 6]);
}

#[test]
fn every_truncation_and_every_changed_byte_is_refused_or_read() {
    let bytes = small();
    for length in 0..bytes.len() {
        let mut cut = bytes[..length].to_vec();
        let error = Pack::read(&cut).map(|_| ()).unwrap_err();
        assert!(matches!(error, PackError::NotAPack | PackError::Checksum), "{length}: {error}");
        seal(&mut cut);
        assert!(!survives(&cut), "cut to {length} bytes");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    seal(&mut longer);
    assert!(matches!(Pack::read(&longer), Err(PackError::Malformed { .. })));
    let (mut refused, mut fine) = (0, 0);
    for at in (0..8).chain(16..bytes.len()) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(Pack::read(&damaged).is_err(), "byte {at}");
        for byte in 0..=255 {
            let mut changed = bytes.clone();
            changed[at] = byte;
            seal(&mut changed);
            *(if survives(&changed) { &mut fine } else { &mut refused }) += 1;
        }
    }
    // Both happen a lot, or the test tries nothing.
    assert!(refused > 2_000 && fine > 2_000, "{refused} refused, {fine} read");
}

#[test]
fn each_error_has_its_code() {
    let with = |version: u16| {
        let mut bytes = small();
        bytes[4..6].copy_from_slice(&version.to_le_bytes());
        seal(&mut bytes);
        bytes
    };
    let mut damaged = small();
    damaged[20] ^= 1;
    let mut reserved = small();
    reserved[6] = 1;
    let mut large = small();
    large.resize(MAX_PACK_BYTES + 1, 0);
    for (bytes, code, text) in [
        (b"ATRM".to_vec(), "AP0001", "not an answertree language pack"),
        (with(VERSION + 1), "AP0002", "format version 3, newer than this engine reads"),
        (with(1), "AP0003", "format version 1, which this engine no longer reads"),
        (damaged, "AP0004", "checksum"),
        (large, "AP0005", "larger"),
        (reserved, "AP0006", "at byte 6, in its header"),
    ] {
        let error = Pack::read(&bytes).map(|_| ()).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(text), "{error}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(head in 0_usize..40, tail in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = small();
        bytes.truncate(head + 16);
        bytes.extend(tail);
        seal(&mut bytes);
        survives(&bytes);
    }

    #[test]
    fn changes_of_the_pack_are_refused_or_read(changes in prop::collection::vec((16_usize..400, any::<u8>()), 1..4)) {
        let mut bytes = small();
        for (at, byte) in changes {
            let at = 16 + at % (bytes.len() - 16);
            bytes[at] = byte;
        }
        seal(&mut bytes);
        survives(&bytes);
    }
}
