//! The tokenizer on what people write: a table of messages, real messages, and properties of any text.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

use std::fmt::Write as _;

use answertree::text::tokenize::{Kind, MAX_BYTES, MAX_TOKENS, Tokens};
use proptest::prelude::*;

/// The tokens as one line: words as they are, anything else with its kind.
fn line(message: &str) -> String {
    let mut tokens = Tokens::new();
    tokens.read(message);
    let mut line = String::new();
    for token in tokens.iter() {
        let kind = match token.kind {
            Kind::Word => "",
            Kind::Number => "n:",
            Kind::Code => "c:",
            Kind::Link => "l:",
            Kind::Email => "e:",
            Kind::Mention => "m:",
            Kind::Emoji => "i:",
        };
        let _ = write!(line, "{}{kind}{}", if line.is_empty() { "" } else { " " }, token.text);
    }
    line
}

/// Message, tokens.
const CASES: &[(&str, &str)] = &[
    ("", ""),
    (" \t\n.,;!?", ""),
    ("Where is my parcel?", "where is my parcel"),
    // Letters in a row.
    ("soooo goood, too good", "so god too good"),
    ("HEEEELP whyyyy noooooo!!!", "help why no"),
    ("AAA111 1000000 aaa1", "c:aaa111 n:1000000 c:aaa1"),
    ("ééé ßs", "e s"),
    // Apostrophes, dashes, underscores.
    ("where's where’s where`s WHERE´S", "where s where s where s where s"),
    ("l'adresse d’Émile", "l adresse d emile"),
    ("rock'n'roll 'quoted' O'Brien's", "rock n roll quoted o brien s"),
    ("isn't isn’t ISN`T isnt", "is not is not is not is not"),
    (
        "can't cant cannot won't wont shan't ain't",
        "can not can not can not will not will not shall not is not",
    ),
    ("don't dooon't didnt wouldn’t mustn't", "do not do not did not would not must not"),
    ("n't on't cantn't want went not knot isn'tt", "n t on t cantn t want went not knot isn tt"),
    ("wi-fi sign_in up-to-date – really—yes", "wi fi sign in up to date really yes"),
    // Numbers and money.
    ("£14.50 $5 14€ €14,50 20 USD", "n:14.50 n:5 n:14 n:14.50 n:20 usd"),
    (
        "1,000 1,000,000.50 1.000,50 1.000.000 1,00,000",
        "n:1000 n:1000000.50 n:1000.50 n:1000000 n:100000",
    ),
    ("1.000 14,5 0,500 12,34", "n:1.000 n:14.5 n:0.500 n:12.34"),
    ("1,2,3 and 10, 20", "n:1 n:2 n:3 and n:10 n:20"),
    ("it costs 5. Or 6, or 7!", "it costs n:5 or n:6 or n:7"),
    (".5 £.99 wait...5 days", "n:0.5 n:0.99 wait n:5 days"),
    ("50% off 007 ٣٤ １２ ①", "n:50 off n:007 n:34 n:12 n:1"),
    ("1️⃣ 2\u{20E3}", "n:1 n:2"),
    ("5€10 €5€", "n:5 n:10 n:5"),
    // Codes.
    ("AB123456 ab-123456 order:123", "c:ab123456 ab n:123456 order n:123"),
    ("1Z999AA10123456784, iPhone6 5k 2nd", "c:1z999aa10123456784 c:iphone6 c:5k c:2nd"),
    (
        "555-1234 24/7 8:30 8.30pm 8pm 3-5 days",
        "c:555-1234 c:24/7 c:8:30 c:8.30pm c:8pm c:3-5 days",
    ),
    (
        "2026-12-24 24/12/2026 24.12.2026 192.168.0.1",
        "c:2026-12-24 c:24/12/2026 c:24.12.2026 c:192.168.0.1",
    ),
    ("AB12-CD34 v2.0 10-year 24–26", "c:ab12-cd34 c:v2.0 n:10 year c:24-26"),
    ("2026-12-24T10:00:00Z covid-19", "c:2026-12-24t10:00:00z covid n:19"),
    ("1,2.3,4 1.2,3.4", "c:1,2.3,4 c:1.2,3.4"),
    // Links.
    ("see https://Example.com/A?b=1#c.", "see l:https://example.com/a?b=1#c"),
    ("(http://a.b/c) (see www.acme.com)", "l:http://a.b/c see l:www.acme.com"),
    ("https://en.wikipedia.org/wiki/A_(b) ok", "l:https://en.wikipedia.org/wiki/a_(b) ok"),
    (
        "acme.com, acme.co.uk/help! t.co/AbC1 bit.ly/x",
        "l:acme.com l:acme.co.uk/help l:t.co/abc1 l:bit.ly/x",
    ),
    (
        "late.Please help.thanks and/or http:// https//x",
        "late please help thanks and or http https x",
    ),
    ("youtube.com", "l:youtube.com"),
    ("https: //www.youtube.com/x", "https l:www.youtube.com/x"),
    ("example.com:8080/a a.com。b", "l:example.com:8080/a l:a.com b"),
    // People.
    ("mail Bob.Smith+x@Acme.co.uk.", "mail e:bob.smith+x@acme.co.uk"),
    ("bob@acme bob@ @ @acme @Acme_Help's a@b.c", "bob acme bob m:@acme m:@acme_help s a b c"),
    ("@a@b.com ＠acme", "m:@a l:b.com m:@acme"),
    ("(me@x.org)", "e:me@x.org"),
    // Hashtags.
    ("#WorstServiceEver", "worst service ever"),
    (
        "#fail #BTSArmy #COVID19 #Covid19Help #24Dec #snake_case",
        "fail bts army c:covid19 c:covid19 help n:24 dec snake case",
    ),
    ("#ÉtéÀParis #ПриветМир #日本 #isn't #1", "ete a paris привет мир 日 本 is not n:1"),
    ("a#b ## #! #AB123456", "a b c:ab123456"),
    // Pictures.
    ("👍🏽 👍 ❤️ 😀😀", "i:👍 i:👍 i:❤ i:😀 i:😀"),
    ("👨‍👩‍👧‍👦 🤦🏽‍♂️ 🏳️‍🌈 🇬🇧🇫🇷 🇬 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "i:👨 i:🤦 i:🏳 i:🇬🇧 i:🇫🇷 i:🇬 i:🏴"),
    ("great😡service", "great i:😡 service"),
    ("Acme™ ©2020", "acme n:2020"),
    // Scripts.
    ("配達はまだ？ カードが", "配 達 は ま だ カ ー ド が"),
    ("か\u{3099}", "か\u{3099}"),
    ("สวัสดี", "ส วั ส ดี"),
    ("где мой заказ Ёлка", "где мои заказ елка"),
    ("مُحَمَّد أين طلبي؟", "محمد اين طلبي"),
    ("मेरा ऑर्डर कहाँ है", "मेरा ऑर्डर कहाँ है"),
    ("배송이 어디", "배송이 어디"),
    ("abc漢def", "abc 漢 def"),
    // What tries to hide.
    ("r\u{200B}e\u{200D}f\u{AD}u\u{2060}nd", "refund"),
    ("\u{202E}refund\u{202C} \u{2066}please\u{2069}", "refund please"),
    ("h\u{336}\u{337}\u{338}\u{301}e\u{489}lp", "help"),
    ("ＲＥＦＵＮＤ 𝓇𝑒𝒻𝓊𝓃𝒹 ⓡⓔⓕⓤⓝⓓ", "refund refund refund"),
    ("\u{301}\u{302}\u{200B}", ""),
    ("\u{FFFD}\u{0}\u{10FFFF}", ""),
    ("i'm I’m you're", "i m i m you re"),
];

#[test]
fn messages() {
    let mut wrong = String::new();
    for (message, expected) in CASES {
        let got = line(message);
        if got != *expected {
            let _ = writeln!(wrong, "{message:?}\n  expected {expected}\n  got      {got}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What stands in the message at each token.
fn typed(message: &str) -> Vec<&str> {
    let mut tokens = Tokens::new();
    tokens.read(message);
    let index = |place: u32| usize::try_from(place).unwrap();
    tokens.iter().map(|token| &message[index(token.start)..index(token.end)]).collect()
}

#[test]
fn spans_are_of_the_message_as_typed() {
    for (message, expected) in [
        ("Where’s MY £1,000.50?", vec!["Where", "s", "MY", "£1,000.50"]),
        ("I CAN’T pay 5 €", vec!["I", "CAN’T", "CAN’T", "pay", "5"]),
        ("14€ .5 x.com/a.", vec!["14€", ".5", "x.com/a"]),
        ("#WorstService_ever!", vec!["Worst", "Service", "ever"]),
        ("👍🏽👨‍👩‍👧 e\u{301}t\u{200B}é", vec!["👍🏽", "👨‍👩‍👧", "e\u{301}t\u{200B}é"]),
        ("1,2,3", vec!["1", "2", "3"]),
        ("@Acme mail ME@x.org", vec!["@Acme", "mail", "ME@x.org"]),
    ] {
        assert_eq!(typed(message), expected, "{message}");
    }
}

#[test]
fn sentences_begin_after_their_ends() {
    for (message, expected) in [
        ("Help me. Now! ok? yes", "help now ok yes"),
        ("@acme 😡 where is it", "@acme 😡 where"),
        ("it cost 14.50 at acme.com today", "it"),
        ("e.g. this\nnext line", "e this next"),
        ("wait… what。はい", "wait what は"),
        ("late.Please can't", "late please"),
    ] {
        let mut tokens = Tokens::new();
        tokens.read(message);
        let starts: Vec<&str> =
            tokens.iter().filter(|token| token.sentence_start).map(|token| token.text).collect();
        assert_eq!(starts.join(" "), expected, "{message}");
    }
}

#[test]
fn a_message_of_any_size_is_read_as_far_as_the_limits() {
    let mut tokens = Tokens::new();
    tokens.read(&"word ".repeat(MAX_TOKENS));
    assert_eq!((tokens.len(), tokens.truncated()), (MAX_TOKENS, false));
    tokens.read(&"can't ".repeat(MAX_TOKENS));
    assert_eq!((tokens.len(), tokens.truncated()), (MAX_TOKENS, true));
    tokens.read(&"😀".repeat(MAX_BYTES / 4 + 1));
    assert_eq!((tokens.len(), tokens.truncated()), (MAX_TOKENS, true));
    tokens.read(&" ".repeat(MAX_BYTES + 1));
    assert!(tokens.truncated() && tokens.is_empty());
    tokens.read("short");
    assert_eq!((tokens.len(), tokens.truncated()), (1, false));
}

#[test]
fn hostile_megabytes_take_linear_time() {
    let mut tokens = Tokens::new();
    let parts = [
        "a.",
        "a@",
        "a.b@",
        "a@b.",
        "@",
        "#a",
        "#A",
        "1,",
        "1-a",
        "1.",
        "a-1",
        "http://",
        "https://a)",
        "www.a]",
        "x.com/(",
        "x.com/)",
        "n't ",
        "é",
        "e\u{301}",
        "\u{200B}",
        "👍\u{200D}",
        "🇬",
        "1,000,",
        "漢",
        "\u{E31}",
        "a'",
        "#_",
        "a_",
        ".5",
        "£",
        "£1€",
        "a:1",
    ];
    let started = std::time::Instant::now();
    for part in parts {
        tokens.read(&part.repeat(1_000_000 / part.len()));
    }
    // Half a minute would be quadratic; what is linear takes under a second even unoptimised.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

/// Real messages of customers, and the answers: see the file's head for their origin.
const REAL: &str = include_str!("data/care_messages.txt");

fn real() -> impl Iterator<Item = &'static str> {
    REAL.lines().filter(|line| !line.starts_with("# ") && !line.is_empty())
}

/// What holds for every text.
fn check(message: &str) {
    let mut tokens = Tokens::new();
    tokens.read(message);
    let index = |place: u32| usize::try_from(place).unwrap();
    let mut before = (0, 0);
    let mut again = Tokens::new();
    for token in tokens.iter() {
        let span = (index(token.start), index(token.end));
        assert!(!token.text.is_empty(), "{message:?}");
        assert!(
            message.get(span.0..span.1).is_some_and(|typed| !typed.is_empty()),
            "{message:?} {token:?}"
        );
        assert!(
            span.0 >= before.1 || span == before && token.text == "not",
            "{message:?} {token:?}"
        );
        before = span;
        again.read(token.text);
        assert!(again.len() == 1, "{message:?} {token:?} {again:?}");
        let alone = again.get(0).unwrap();
        assert_eq!((alone.kind, alone.text), (token.kind, token.text), "{message:?} {token:?}");
    }
    again.read(message);
    assert!(again.iter().eq(tokens.iter()), "{message:?}");
}

#[test]
fn real_messages_hold_together() {
    assert!(real().count() >= 300);
    let mut tokens = Tokens::new();
    let mut kinds = std::collections::BTreeMap::new();
    for message in real() {
        check(message);
        tokens.read(message);
        for token in tokens.iter() {
            *kinds.entry(token.kind).or_insert(0) += 1;
        }
    }
    // Every kind occurs in what people write.
    assert_eq!(kinds.len(), 7, "{kinds:?}");
}

#[test]
fn the_table_holds_together() {
    for (message, _) in CASES {
        check(message);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_holds_together(message in "\\PC{0,60}") {
        check(&message);
    }

    #[test]
    fn any_characters_hold_together(message in proptest::collection::vec(any::<char>(), 0..60)) {
        check(&message.into_iter().collect::<String>());
    }

    #[test]
    fn what_signs_are_made_of_holds_together(
        parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..24)
    ) {
        check(&parts.concat());
    }
}

/// Pieces of tokens: put together at random they hit the borders between the rules.
const PARTS: &[&str] = &[
    "a", "n", "N", "t", "T", "'", "’", "`", "@", "＠", "#", "＃", ".", "．", ",", "，", "-", "–",
    "/", ":", "_", "1", "23", "000", "٣", "①", "0", " ", "\n", "can", "ca", "do", "not", "ISN",
    "www.", "http://", "HTTPS://", "com", ".com", "co", "uk", "(", ")", "[", "]", "£", "€", "é",
    "É", "ß", "ﬁ", "e\u{301}", "\u{301}", "\u{200B}", "\u{200D}", "\u{FE0F}", "\u{20E3}", "👍",
    "🏽", "🇬", "🇧", "❤", "漢", "が", "\u{3099}", "ก", "ั", "ह", "ि", "aaa", "AAA", "Ab", "!", "?",
    "…", "™", "²", "\u{202E}", "𝒽", "x", "Ⓐ", "+", "%",
];
