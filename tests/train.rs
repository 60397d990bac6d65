//! The trained model: the same from the same examples, and right about what they say.

#![allow(clippy::indexing_slicing, reason = "a test may panic")]

use answertree::machine::model::{Model, Scores};
use answertree::text::tokenize::Tokens;
use answertree::train::train;
use proptest::prelude::*;
use xxhash_rust::xxh64::xxh64;

/// Examples of up to twelve intents, of words that several may share.
fn examples() -> impl Strategy<Value = Vec<Vec<String>>> {
    let word = prop_oneof!["[a-e]{1,3}", "[a-zé]{2,8}", Just("🙂".into()), Just("#GoodDay".into())];
    let example = proptest::collection::vec(word, 0..7).prop_map(|words| words.join(" "));
    proptest::collection::vec(proptest::collection::vec(example, 0..8), 0..12)
}

fn scores(model: &Model, message: &str) -> Vec<i32> {
    let mut tokens = Tokens::new();
    tokens.read(message);
    let mut scores = Scores::default();
    scores.read(model, None, &tokens, |_| true);
    scores.all(model)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_examples_give_the_same_model(intents in examples()) {
        let model = train(&intents, None, &[]);
        prop_assert_eq!(model.bytes(), train(&intents, None, &[]).bytes());
        prop_assert_eq!(scores(&model.model(), "").len(), intents.len());
    }

    #[test]
    fn how_a_message_is_typed_changes_nothing(intents in examples(), message in "[a-e ]{0,20}") {
        let model = train(&intents, None, &[]).model();
        prop_assert_eq!(scores(&model, &message), scores(&model, &message.to_uppercase()));
    }

    #[test]
    fn any_message_has_a_score_and_a_confidence(intents in examples(), message in "\\PC{0,200}") {
        let model = train(&intents, None, &[]).model();
        let scores = scores(&model, &message);
        prop_assert_eq!(scores.len(), intents.len());
        for first in &scores {
            prop_assert!(first.abs() < 100_000);
            prop_assert!(model.curve().confidence(*first, scores[0]) <= 1000);
        }
    }

    #[test]
    fn an_example_of_one_intent_alone_is_its_own(words in proptest::collection::hash_set("[a-z]{6,9}", 8..24)) {
        // Each intent has words of its own.
        let words: Vec<String> = words.into_iter().collect();
        let intents: Vec<Vec<String>> = words.chunks(2).map(<[String]>::to_vec).collect();
        let model = train(&intents, None, &[]).model();
        for (own, example) in intents.iter().enumerate().flat_map(|(own, e)| e.iter().map(move |e| (own, e))) {
            let scores = scores(&model, example);
            prop_assert_eq!(scores.iter().max(), scores.get(own), "{:?}", scores);
        }
    }
}

#[test]
fn every_platform_gives_the_same_bytes() {
    const WORDS: [&str; 13] = [
        "where", "is", "my", "parcel", "refund", "card", "the", "late", "naïve", "ordered", "how",
        "broken", "#BadDay",
    ];
    // Twenty-four intents of seven examples of three to five words, so that parts are left out and all blocks differ.
    let word = |n: usize| WORDS[n * n % 13];
    let example = |intent: usize, nth: usize| {
        (0..3 + nth % 3).map(move |at| word(intent * 3 + nth * at + at))
    };
    let text = |intent, nth| example(intent, nth).collect::<Vec<&str>>().join(" ");
    let intents: Vec<Vec<String>> =
        (0..24).map(|intent| (0..7).map(|nth| text(intent, nth)).collect()).collect();
    let model = train(&intents, None, &[]);
    assert_eq!(format!("{:016x}", xxh64(&model.bytes(), 0)), "5b6c251ae63e5665");
}

#[test]
fn of_thousands_of_intents_each_finds_its_own() {
    // Of each intent a thing and what is wrong with it; both are another's, too, but not together.
    let things = ["card", "parcel", "ticket", "phone", "router", "table", "bike", "lamp"];
    let thing = |n: usize| format!("{}{}", things[n % 8], n / 8 % 50);
    let wrong =
        |n: usize| format!("{}{}", ["late", "broken", "lost", "wet", "gone"][n % 5], n / 100);
    let intents: Vec<Vec<String>> = (0..2_400)
        .map(|n| {
            let (thing, wrong) = (thing(n), wrong(n));
            vec![
                format!("my {thing} is {wrong}"),
                format!("{wrong} is the {thing}"),
                format!("{thing} {wrong}"),
            ]
        })
        .collect();
    let model = train(&intents, None, &[]);
    assert_eq!(format!("{:016x}", xxh64(&model.bytes(), 0)), "ac9a6f7a8a6b493f");
    let model = model.model();
    for (own, _) in intents.iter().enumerate().step_by(97) {
        let scores = scores(
            &model,
            &format!("hello, please help: the {} i have is {}", thing(own), wrong(own)),
        );
        let best = scores.iter().max();
        assert_eq!(scores.get(own), best, "{own}");
    }
}

#[test]
fn a_megabyte_of_one_word_is_read_in_time() {
    let model = train(&[vec!["where is my parcel"], vec!["refund please"]], None, &[]).model();
    let scores = scores(&model, &"parcel ".repeat(150_000));
    assert!(scores.iter().all(|score| score.abs() < 1_000_000));
}
