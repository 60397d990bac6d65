//! Texts that go to translators come back whole.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use answertree::compile::{analyse, compile};
use answertree::strings::{
    Given, Refusal, Segment, Unit, import, joined, language, read, shown, units,
};
use proptest::prelude::*;
use support::source;

/// The scripts of the repository, each in three languages whose plurals differ.
fn scripts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    for folder in [
        "examples",
        "tests/corpus/machine",
        "tests/corpus/suggest",
        "tests/corpus/check/ok",
        "tests/corpus/cli/files/people",
    ] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "answers") {
                continue;
            }
            let mut lines: Vec<String> =
                fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
            match lines.iter_mut().find(|line| line.starts_with("language ")) {
                Some(line) => *line = format!("{}, ja, pl, ar", line.split(" #").next().unwrap()),
                None => lines.insert(0, "language en, ja, pl, ar".into()),
            }
            let text = lines.join("\n") + "\n";
            if analyse(&source(text.as_str())).script.is_some() {
                out.push((path, text));
            }
        }
    }
    out.sort();
    assert!(out.len() > 30, "{}", out.len());
    out
}

/// A translation: every run of words becomes what `to` makes of it.
fn translated(unit: &Unit, to: impl Fn(&str) -> String) -> Given {
    let target = unit.source.iter().map(|segment| match segment {
        Segment::Words(words) => Segment::Words(to(words)),
        Segment::Code(code, open) => Segment::Code(code.clone(), *open),
    });
    let target = joined(target.collect());
    Given { name: unit.name.clone(), source: unit.source.clone(), target: Ok(target) }
}

/// Imports translations of everything; the text after.
fn filled(text: &str, tag: &str, to: impl Fn(&str) -> String) -> Option<String> {
    let sources = source(text);
    let script = analyse(&sources).script.unwrap();
    let id = language(&script, tag)?;
    let all = units(&script, id);
    let given: Vec<Given> =
        all.iter().filter(|unit| unit.has_place()).map(|unit| translated(unit, &to)).collect();
    let imported = import(&script, &sources, id, &given);
    assert_eq!(imported.refused, []);
    assert_eq!(imported.done, given.len());
    Some(imported.texts[0].clone().unwrap_or_else(|| text.to_owned()))
}

#[test]
fn everything_translated_is_there_and_comes_out_the_same() {
    let mut count = 0;
    for (path, text) in scripts() {
        let before = units_of(&text, "pl");
        let mut now = text.clone();
        for tag in ["pl", "ja", "ar"] {
            now = filled(&now, tag, |words| format!("{tag}:{words}")).unwrap();
            let compiled = compile(&source(now.as_str()));
            assert!(
                compiled.machine.is_some(),
                "{}: {:?}\n{now}",
                path.display(),
                compiled.problems
            );
        }
        for tag in ["pl", "ja", "ar"] {
            let after = units_of(&now, tag);
            for unit in after.iter().filter(|unit| unit.has_place()) {
                let expected = translated(unit, |words| format!("{tag}:{words}")).target.unwrap();
                assert_eq!(
                    unit.target.as_deref().map(shown),
                    Some(shown(&expected)),
                    "{} {}",
                    path.display(),
                    unit.name
                );
                count += 1;
            }
            // Again is as once.
            assert_eq!(filled(&now, tag, |words| format!("{tag}:{words}")).unwrap(), now);
        }
        // Names and sources are what they were: translations do not count.
        let key = |units: &[Unit]| {
            let key = |unit: &Unit| (unit.name.clone(), unit.source.clone(), unit.guards.clone());
            units.iter().map(key).collect::<Vec<_>>()
        };
        assert_eq!(key(&before), key(&units_of(&now, "pl")), "{}\n{now}", path.display());
    }
    assert!(count > 200, "{count}");
}

fn units_of(text: &str, tag: &str) -> Vec<Unit> {
    let script = analyse(&source(text)).script.unwrap();
    units(&script, language(&script, tag).unwrap())
}

/// Only some replies of a place translated, in any order of places: none goes to another.
#[test]
fn some_translated_at_a_time_stay_with_theirs() {
    let text = "language en, fr\nchannel x\n== a: A\n- one way\n- another way\n\
        > One\n\n> Two\n> more\n\n> [on x] Three\n> [on x] four\n\n> Five\nor\n> Six\nalso\n> Seven\n\
        * Choice\n  > [lang fr] Avant\n\n  > Before\n\n  > Behind\n";
    let names: Vec<String> = units_of(text, "fr").into_iter().map(|unit| unit.name).collect();
    for first in 0..names.len() {
        let mut now = text.to_owned();
        // One reply after the other, beginning anywhere.
        for step in 0..names.len() {
            let sources = source(now.as_str());
            let script = analyse(&sources).script.unwrap();
            let id = language(&script, "fr").unwrap();
            let wanted = &names[(first + step) % names.len()];
            let reply = wanted.split("/w").next().unwrap().split("/m").next().unwrap();
            let given: Vec<Given> = units(&script, id)
                .iter()
                .filter(|unit| {
                    unit.name == reply
                        || unit.name.starts_with(&format!("{reply}/w"))
                        || unit.name.starts_with(&format!("{reply}/m"))
                })
                .map(|unit| translated(unit, |words| format!("fr {words}")))
                .collect();
            let imported = import(&script, &sources, id, &given);
            assert_eq!(imported.refused, [], "{now}");
            now = imported.texts[0].clone().unwrap_or(now);
            for unit in
                units_of(&now, "fr").iter().filter(|unit| given.iter().any(|g| g.name == unit.name))
            {
                let expected = format!("fr {}", shown(&unit.source));
                assert_eq!(
                    unit.target.as_deref().map(shown),
                    Some(expected),
                    "{}\n{now}",
                    unit.name
                );
            }
        }
        assert!(units_of(&now, "fr").iter().all(|unit| unit.target.is_some()), "{now}");
    }
}

#[test]
fn what_cannot_be_taken_is_refused_with_its_reason() {
    let text = "language en, fr\nfact name text = you\nfact n number = 1\n== a: A\n- one way\n- another way\n\
        > Hi {name}, {if n > 1: many | else: one}!\n\n> Two\nalso\n> Three\nmenu m: M\n> Pick\n* 1 Yes\n  > Fine\n";
    let sources = source(text);
    let script = analyse(&sources).script.unwrap();
    let id = language(&script, "fr").unwrap();
    let all = units(&script, id);
    let find = |name: &str| all.iter().find(|unit| unit.name == name).unwrap();
    let given = |name: &str, target: &str| {
        let unit = find(name);
        let target = read(target, &unit.source).ok_or(());
        Given { name: name.into(), source: unit.source.clone(), target }
    };
    let label = all.iter().find(|unit| !unit.has_place()).unwrap().name.clone();
    let hi = "Salut {name}, {if n > 1: beaucoup | else: un} !";
    let mut stale = given("a/1", hi);
    stale.source = vec![Segment::Words("Hello".into())];
    let mut unknown = given("a/1", hi);
    unknown.name = "a/9".into();
    for (given, refusal) in [
        (given("a/1", "Salut {name} !"), Refusal::Codes),
        (given("a/1", "Salut, {if n > 1: beaucoup | else: un} !"), Refusal::Codes),
        (given("a/1", "{name} {name}, {if n > 1: beaucoup | else: un} !"), Refusal::Codes),
        (given("a/1", "Salut {nom}, {if n > 1: beaucoup | else: un} !"), Refusal::Codes),
        (given("a/1", "Salut {name}, {if n > 1: beaucoup | else: un !"), Refusal::Codes),
        (given("m/1", "Choisir {"), Refusal::Codes),
        (given("a/2", "Deux"), Refusal::Partly),
        (given(&label, "Oui"), Refusal::NoPlace),
        (given("m/1", &"x".repeat(70_000)), Refusal::Unwritable),
        (stale, Refusal::Stale),
        (unknown, Refusal::Unknown),
    ] {
        let imported = import(&script, &sources, id, std::slice::from_ref(&given));
        assert_eq!(imported.texts, [None], "{given:?}");
        assert_eq!(imported.refused.len(), 1, "{given:?}");
        assert_eq!(imported.refused[0].refusal, refusal, "{given:?}");
        assert_eq!(imported.refused[0].name, given.name);
    }
    // Holes may change places, and what is empty is not there yet.
    let moved = given("a/1", "{if n > 1: beaucoup | else: un}, {name} !");
    assert_eq!(import(&script, &sources, id, &[moved]).refused, []);
    let empty = import(&script, &sources, id, &[given("a/1", "")]);
    assert_eq!((empty.texts, empty.done, empty.refused), (vec![None], 0, Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    /// Whatever a translator writes, it is in the script as it was written, or refused; never something else.
    #[test]
    fn any_words_come_back_or_are_refused(
        words in "(\\PC|[ \\n\\[\\]{}|\\\\>*#-]){0,24}",
        more in "[a \\[\\]{}|\\\\>\n]{0,8}",
    ) {
        let text = "language en, fr\nfact name text = you\nfact n number = 1\n== a: A\n- one way\n- another way\n\
            > Hi {name or you}, {if n > 1: many | else: one}!\nor\n> Two\n* Choice\n  > Three\n";
        let sources = source(text);
        let script = analyse(&sources).script.unwrap();
        let id = language(&script, "fr").unwrap();
        let given: Vec<Given> = units(&script, id)
            .iter()
            .map(|unit| translated(unit, |_| format!("{words}{more}")))
            .collect();
        let imported = import(&script, &sources, id, &given);
        let now = imported.texts[0].clone().unwrap_or_else(|| text.to_owned());
        let after = analyse(&source(now.as_str()));
        let script = after.script.unwrap_or_else(|| panic!("{:?}\n{now}", after.problems));
        let found = units(&script, language(&script, "fr").unwrap());
        prop_assert_eq!(found.len(), given.len());
        for (unit, given) in found.iter().zip(&given) {
            let Some(target) = &unit.target else { continue };
            // White space at the ends of lines and in holes is not kept.
            let plain = |segments: &[Segment]| {
                shown(segments).split_whitespace().collect::<Vec<_>>().join(" ")
                    .replace(": ", ":").replace(" |", "|").replace(" }", "}").replace("| ", "|")
            };
            prop_assert_eq!(plain(target), plain(given.target.as_ref().unwrap()), "{}", now);
        }
    }
}
