//! Lengths as X counts them, against what twitter-text says: `tests/twitter-text` writes the expectations.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;

use answertree::text::length::{characters, weighted};

/// Reads a JSON string.
fn from_json(json: &str) -> String {
    let mut text = String::new();
    let mut units = Vec::new();
    let mut chars = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap().chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match chars.next().unwrap() {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{C}',
                'u' => {
                    let code: String = chars.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&code, 16).unwrap());
                    continue;
                }
                other => other,
            },
            c => c,
        };
        text.extend(char::decode_utf16(units.drain(..)).map(Result::unwrap));
        text.push(c);
    }
    text.extend(char::decode_utf16(units).map(Result::unwrap));
    text
}

#[test]
fn every_text_weighs_what_twitter_text_says() {
    let path = std::env::var("WEIGHTED")
        .unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/weighted.tsv").to_owned());
    let rows = std::fs::read_to_string(path).unwrap();
    let (mut count, mut wrong, mut report) = (0, 0, String::new());
    for row in rows.lines().filter(|row| !row.starts_with("# ")) {
        let (json, expected) = row.rsplit_once('\t').unwrap();
        let text = from_json(json);
        let expected: u32 = expected.parse().unwrap();
        let got = weighted(&text);
        count += 1;
        if got != expected {
            wrong += 1;
            let _ = writeln!(report, "{expected} but {got}: {}", text.escape_debug());
        }
    }
    assert!(count > 5_000, "{count}");
    assert!(wrong == 0, "{wrong} of {count} differ\n{report}");
}

#[test]
fn characters_are_scalar_values() {
    for (text, expected) in
        [("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 2), ("日本", 2), ("👨‍👩‍👧", 5), ("🇬🇧", 2)]
    {
        assert_eq!(characters(text), expected, "{text}");
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let started = std::time::Instant::now();
    for part in [
        "a.",
        ".com",
        "a.com ",
        "_a.com",
        "中.com",
        "中",
        "http://",
        "a-.",
        "(",
        "x.co/((",
        "x.co/(a",
        "e\u{301}",
        "\u{301}",
        "\u{327}\u{301}",
        "👨\u{200D}",
        "🇬",
        "?",
        "a.b中",
    ] {
        weighted(&part.repeat(100_000 / part.len()));
    }
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
