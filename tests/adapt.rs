//! A pack fitted on messages: the same whatever their order, read again as written, and no message does harm.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use answertree::adapt::{Adapted, LEAST_MESSAGES, MAX_MESSAGES, Messages};
use answertree::pack::{Distance, Message, Pack, Parts};
use answertree::text::tokenize::Tokens;
use proptest::prelude::*;

/// Real messages; the file says from where.
const MESSAGES: &str = include_str!("data/care_messages.txt");

fn real() -> Vec<&'static str> {
    MESSAGES.lines().filter(|line| !line.starts_with("# ")).collect()
}

fn english() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/en.pack");
        Pack::read(&fs::read(path).unwrap()).unwrap()
    })
}

/// A pack of a few words, each with a direction.
fn small() -> Pack {
    let words = ["#s", "late", "my", "order", "parcel", "pay", "refund", "z", "zen"];
    let parts = Parts {
        language: "en".to_owned(),
        revision: 1,
        dimensions: 9,
        words: words.map(str::to_owned).to_vec(),
        vectors: (0..9)
            .flat_map(|word| (0..9).map(move |at| if at == word { 20 } else { 0 }))
            .collect(),
        pairs: vec![(Some(2), Some(3), Distance::Next)],
        pair_vectors: vec![1, 0, 0, 0, 0, 0, 0, 0, -1],
    };
    Pack::read(&parts.bytes().unwrap()).unwrap()
}

fn adapted(pack: &Pack, messages: &[impl AsRef<str>], threads: usize) -> Option<Adapted> {
    let mut all = Messages::new(pack);
    for message in messages {
        all.add(message.as_ref());
    }
    all.adapt(threads, |_| ControlFlow::Continue(()))
}

#[test]
fn neither_order_nor_threads_tell() {
    let mut messages = real();
    let first = adapted(english(), &messages, 1).unwrap();
    let bytes = first.parts.bytes().unwrap();
    messages.reverse();
    // One that comes again says nothing more.
    messages.push(messages[0]);
    for threads in [2, 7] {
        let again = adapted(english(), &messages, threads).unwrap();
        assert!(again.parts.bytes().unwrap() == bytes, "{threads} threads give another pack");
    }
    let pack = Pack::read(&bytes).unwrap();
    assert!(pack.parts() == first.parts);
    assert_eq!(pack.len(), english().len() + first.words.len());
    assert_eq!(pack.pairs(), english().pairs() + first.pairs);
    assert_ne!(pack.checksum(), english().checksum());
}

#[test]
fn nothing_is_lost_and_what_no_message_has_stays() {
    let (before, after) = (english().parts(), adapted(english(), &real(), 0).unwrap().parts);
    let width = before.dimensions;
    let rows = |parts: &Parts| -> std::collections::BTreeMap<String, Vec<i8>> {
        parts.words.iter().cloned().zip(parts.vectors.chunks(width).map(<[i8]>::to_vec)).collect()
    };
    let (old, new) = (rows(&before), rows(&after));
    assert!(old.keys().all(|word| new.contains_key(word)));
    // No customer wrote of these.
    assert!(["cathedral", "violin", "senate"].into_iter().all(|word| old[word] == new[word]));
    assert!(old.keys().any(|word| old[word] != new[word]));
}

#[test]
fn words_that_messages_have_often_join() {
    // `zens` is spelt in parts, `größe` not at all; what has digits alone is nobody's word.
    let messages: Vec<String> = (0..150_usize)
        .map(|n| {
            let fill = |n: usize| ["my", "order", "parcel"][n % 3];
            let rest: Vec<&str> = (0..6).filter(|bit| n >> bit & 1 == 1).map(fill).collect();
            let own = if n % 2 == 0 { "zens late" } else { "größe pay 4711" };
            format!("{} {own} {}", rest.join(" "), fill(n))
        })
        .collect();
    let pack = small();
    let adapted = adapted(&pack, &messages, 0).unwrap();
    assert_eq!(adapted.words, ["grosse", "zens"]);
    let after = Pack::read(&adapted.parts.bytes().unwrap()).unwrap();
    let entries = |pack: &Pack, text: &str| {
        let (mut tokens, mut message) = (Tokens::new(), Message::new());
        tokens.read(text);
        message.read(pack, &tokens, |_| true);
        message.entries().count()
    };
    assert_eq!((entries(&pack, "zens"), entries(&after, "zens")), (2, 1));
    assert_eq!((entries(&pack, "größe"), entries(&after, "größe")), (0, 1));
}

#[test]
fn hostile_messages_do_no_harm() {
    let long = "a ".repeat(1 << 19);
    let letters = "z".repeat(1 << 20);
    let sharp = "#".repeat(3000);
    let hostile = [
        "",
        " \t\n",
        "\u{0}\u{1}\u{7f}",
        "🙂🙂",
        "\u{202e}abc\u{300}\u{300}",
        &long,
        &letters,
        &sharp,
        "1234567890",
        "# # ##s",
    ];
    let pack = small();
    assert!(adapted(&pack, &[""; 0], 0).is_none(), "no message");
    assert!(adapted(&pack, &["my order"], 0).is_none(), "one message");
    assert!(adapted(&pack, &hostile, 0).is_none(), "none that the pack knows");
    // The same hundred times is one message.
    assert!(adapted(&pack, &["my order is late"; 2 * LEAST_MESSAGES], 0).is_none());
    let mut all = Messages::new(&pack);
    assert!(!all.add("") && !all.add("🙂") && all.add("my"));
    let mut messages: Vec<String> = hostile.iter().map(|text| (*text).to_owned()).collect();
    messages
        .extend((0..LEAST_MESSAGES).map(|n| {
            format!("my order {n} {} late {}", "parcel ".repeat(n % 9), "pay ".repeat(n))
        }));
    let found = adapted(&pack, &messages, 0).unwrap();
    assert!(found.messages >= LEAST_MESSAGES);
    assert!(
        found.words.iter().all(|word| word.chars().any(|c| !c.is_numeric())),
        "{:?}",
        found.words
    );
    Pack::read(&found.parts.bytes().unwrap()).unwrap();
    // Who has heard enough stops it.
    assert!(all.adapt(1, |_| ControlFlow::Break(())).is_none());
}

#[test]
fn there_is_room_for_so_many() {
    let pack = small();
    let mut all = Messages::new(&pack);
    for n in 0..MAX_MESSAGES + 7 {
        all.add(&format!("order a{n}"));
    }
    assert_eq!((all.len(), all.left_out()), (MAX_MESSAGES, 7));
}

fn parts() -> impl Strategy<Value = Parts> {
    let words = prop::collection::btree_set("#?[a-zé]{1,20}", 0..12);
    (words, 1..6_usize, any::<u32>()).prop_flat_map(|(words, dimensions, revision)| {
        let count = u32::try_from(words.len()).unwrap();
        let end = move || {
            prop::option::of(0..count.max(1)).prop_map(move |end| end.filter(|_| count > 0))
        };
        let pair = (end(), prop::bool::ANY, end());
        (Just(words), prop::collection::btree_set(pair, 0..20)).prop_flat_map(
            move |(words, pairs)| {
                let rows = |count: usize| prop::collection::vec(number(), count * dimensions);
                let how = |apart| if apart { Distance::Apart } else { Distance::Next };
                (rows(words.len()), rows(pairs.len())).prop_map(move |(vectors, pair_vectors)| {
                    Parts {
                        language: "en-x-acme".to_owned(),
                        revision,
                        dimensions,
                        words: words.iter().cloned().collect(),
                        vectors,
                        pairs: pairs
                            .iter()
                            .map(|&(first, apart, second)| (first, second, how(apart)))
                            .collect(),
                        pair_vectors,
                    }
                })
            },
        )
    })
}

/// Numbers of each width.
fn number() -> impl Strategy<Value = i8> {
    prop_oneof![-2..2_i8, -8..8_i8, any::<i8>()]
}

proptest! {
    #[test]
    fn what_is_written_is_read(parts in parts()) {
        let bytes = parts.bytes().unwrap();
        let pack = Pack::read(&bytes).unwrap();
        prop_assert_eq!(pack.parts(), parts);
        prop_assert_eq!(pack.parts().bytes(), Some(bytes));
    }

    #[test]
    fn any_messages_make_a_pack_or_none(messages in prop::collection::vec("[a-zA-Zé#0-9 .\u{0}-\u{20}🙂]{0,40}", 0..300)) {
        let pack = small();
        if let Some(adapted) = adapted(&pack, &messages, 0) {
            prop_assert!(adapted.messages >= LEAST_MESSAGES);
            let read = Pack::read(&adapted.parts.bytes().unwrap());
            prop_assert!(read.is_ok());
        }
    }
}
