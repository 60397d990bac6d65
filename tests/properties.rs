//! What holds for every script that compiles and for every message in every context.

#![allow(
    clippy::expect_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::panic,
    clippy::as_conversions,
    reason = "a test may panic"
)]

#[path = "support/script.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::thread;

use answertree::compile::{Compiled, Source, compile};
use answertree::json;
use answertree::machine::Machine;
use answertree::machine::limits::MAX_MESSAGE_BYTES;
use answertree::runtime::{Context, FactValue, Range, Suggester, Suggestion, Turn};
use answertree::syntax;
use answertree::text::decimal::Decimal;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::machine;

/// Every script of the repository that compiles.
static SCRIPTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut scripts = Vec::new();
    for folder in
        ["examples", "tests/corpus/machine", "tests/corpus/suggest", "tests/corpus/check/ok"]
    {
        let mut files: Vec<_> =
            fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "answers"));
        files.sort();
        scripts.extend(files.iter().map(|path| fs::read_to_string(path).unwrap()));
    }
    scripts.retain(|script| machine_of(script).is_some());
    assert!(scripts.len() > 20, "only {} scripts compile", scripts.len());
    scripts
});

static MACHINES: LazyLock<Vec<Machine>> =
    LazyLock::new(|| SCRIPTS.iter().map(|script| machine(script.as_str())).collect());

static ACME: LazyLock<Machine> = LazyLock::new(|| {
    let script = include_str!("../examples/acme.answers");
    machine(script)
});

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.to_owned() }
}

fn compiled(script: &str) -> Compiled {
    compile(&support::source(script))
}

fn machine_of(script: &str) -> Option<Vec<u8>> {
    compiled(script).machine.map(|machine| machine.bytes)
}

/// Lines of a head, a few topics and what may stand in them; most compile.
fn generated() -> impl Strategy<Value = String> {
    let word =
        || select(vec!["parcel", "late", "money", "back", "refund", "lost", "größe", "where"]);
    let text = || {
        select(vec![
            "Hi {name}!",
            "Sorry   about that",
            "{n, plural: one: an item | other: {n} items}.",
            "😀 \\{braces\\} #tag",
            "{if vip: dear | else: hello} {upper(name)}",
            "{n + 1} {days(day, now) or 0}",
            "https://example.org/a?b=c",
        ])
    };
    let guard = || {
        select(vec![
            "",
            "",
            "[on x] ",
            "[if vip] ",
            "[if n > 2 and not vip] ",
            "[once] ",
            "[lang fr] [tag t] ",
        ])
    };
    let reply = (guard(), text(), prop::option::of(text()), prop::option::of(text())).prop_map(
        |(guard, a, b, c)| {
            let or = b.map(|text| format!("or\n> {text}\n")).unwrap_or_default();
            let also = c.map(|text| format!("also\n>   {text}\n")).unwrap_or_default();
            format!("> {guard}{a}\n{or}{also}")
        },
    );
    let leaf = prop_oneof![
        4 => reply,
        1 => text().prop_map(|text| format!("step   {text}\n")),
        1 => text().prop_map(|text| format!("note [if vip] {text}   \n")),
        1 => Just("set n = n+1\n".to_owned()),
        1 => Just("do act( a : n ,b: name)\n".to_owned()),
        1 => Just("# a comment\n\n\n".to_owned()),
    ];
    let body = prop::collection::vec(leaf, 1..4).prop_map(|lines| lines.concat());
    let choices =
        prop::collection::vec((guard(), word(), body.clone()), 0..4).prop_map(|choices| {
            let each = choices.iter().enumerate();
            each.map(|(at, (guard, label, body))| format!("* {guard}{label} {at}\n   {body}"))
                .collect::<String>()
        });
    let topic = (
        prop::collection::vec((word(), word(), word()), 2..5),
        word(),
        word(),
        body,
        choices,
        any::<bool>(),
    );
    prop::collection::vec(topic, 1..5).prop_map(|topics| {
        let mut out = "script  S\nlanguage en,fr\nchannel x limit 100   weighted public\nfact name text=there\nfact n number = 0\nfact vip yes/no\nfact day date\n".to_owned();
        for (at, (examples, a, b, body, choices, need)) in topics.iter().enumerate() {
            out += &format!("==t{at} :  Topic {at}\n");
            for (x, y, z) in examples {
                out += &format!("-   {x} {y} {z} {at}\n");
            }
            out += &format!("when {a} ..{b}|{at}x\n");
            if *need {
                out += "need day,n\n";
            }
            out += body;
            out += choices;
        }
        out
    })
}

/// A script of the repository with a few lines left out, doubled, swapped, or their spaces changed.
fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<Index>(), any::<Index>(), 0..5_usize);
    (any::<Index>(), prop::collection::vec(change, 1..4)).prop_map(|(which, changes)| {
        let mut lines: Vec<String> = which.get(&SCRIPTS).lines().map(str::to_owned).collect();
        for (at, to, how) in changes {
            if lines.is_empty() {
                break;
            }
            let (at, to) = (at.index(lines.len()), to.index(lines.len()));
            match how {
                0 => {
                    lines.remove(at);
                }
                1 => lines.insert(to, lines[at].clone()),
                2 => lines.swap(at, to),
                3 => lines[at] = format!("\t{}  ", lines[at]),
                _ => lines.insert(at, String::new()),
            }
        }
        lines.join("\r\n")
    })
}

/// What customers write, and worse.
fn message() -> impl Strategy<Value = String> {
    let bit = select(vec![
        "where",
        "is",
        "my",
        "parcel",
        "late",
        "refund",
        "money back",
        "AB123456",
        "z\u{338}\u{322}\u{31b}a\u{334}\u{349}l",
        "👩‍👩‍👧‍👦",
        "🇬🇧",
        "\u{202e}evil\u{202c}",
        "متى",
        "طلبي",
        "配送が遅い",
        "\u{200b}",
        "\u{ad}",
        "İ",
        "ﬁ",
        "ß",
        "e\u{301}",
        "ｌａｔｅ",
        "#lost",
        "@acme",
        "https://example.org/x?y=1#z",
        "$5.50",
        "1,234",
        "24/12/2026",
        "8.30pm",
        "noon",
        "isn’t",
        "sooooo",
        "!!!",
        "…",
        "\n",
        "\t",
        " ",
        "'",
        "-",
        "large",
        "\u{feff}",
        "\u{0}",
        "12:00",
        "tomorrow",
    ]);
    prop_oneof![
        6 => prop::collection::vec((bit, any::<bool>()), 0..40)
            .prop_map(|bits| bits.iter().map(|(bit, space)| format!("{bit}{}", if *space { " " } else { "" })).collect()),
        2 => any::<String>(),
        1 => (select(vec!["a", "where is my ", "é", "😀", "late late ", "\u{301}", "1", "#", "https://"]), 1..2_000_usize)
            .prop_map(|(bit, times)| bit.repeat(times)),
    ]
}

fn context() -> impl Strategy<Value = Context> {
    let name = select(vec![
        "name",
        "order_id",
        "card",
        "days_late",
        "refunds",
        "vip",
        "size",
        "n",
        "t",
        "l",
        "none",
    ]);
    let value = prop_oneof![
        select(vec![
            "Sam",
            "AB123456",
            "yes",
            "no",
            "3",
            "2026-12-24",
            "08:30",
            "large",
            "",
            "{name}"
        ])
        .prop_map(|text| FactValue::Text(text.to_owned())),
        any::<String>().prop_map(FactValue::Text),
        (-1_000_i64..1_000).prop_map(|n| FactValue::Number(Decimal::whole(n).unwrap())),
        any::<bool>().prop_map(FactValue::YesNo),
        prop::collection::vec("[a-c]{0,3}", 0..4).prop_map(FactValue::List),
    ];
    let facts = prop::collection::vec((name.prop_map(str::to_owned), value), 0..4);
    let channel = prop::option::of(select(vec!["x", "email", "chat", "facebook", "pigeon"]));
    let language = prop::option::of(select(vec!["en", "fr", "FR-ca", "ru", "", "x-y-z"]));
    let now = prop::option::of(prop_oneof![1_700_000_000_000..1_900_000_000_000_i64, any::<i64>()]);
    let visits = prop::collection::vec((select(vec!["late", "a", "none"]), any::<u32>()), 0..3);
    (facts, channel, language, now, any::<u32>(), visits, 0..30_usize, any::<bool>()).prop_map(
        |(facts, channel, language, now, seed, visits, limit, explain)| Context {
            channel: channel.map(str::to_owned),
            language: language.map(str::to_owned),
            facts,
            now,
            seed,
            visits: visits.into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
            limit,
            explain,
        },
    )
}

fn holds_text(range: Range, message: &str) -> bool {
    message
        .get(range.start as usize..range.end as usize)
        .is_some_and(|part| !part.trim().is_empty())
}

/// What every turn keeps.
fn sound(turn: &Turn<'_>, message: &str, context: &Context) -> Result<(), TestCaseError> {
    prop_assert!(turn.suggestions.len() <= context.limit.clamp(1, 20));
    let mut fits: Vec<bool> = Vec::new();
    for suggestion in &turn.suggestions {
        for because in &suggestion.because {
            for span in &because.spans {
                prop_assert!(holds_text(*span, message), "{because:?}");
            }
            prop_assert!(because.spans.is_sorted(), "{because:?}");
            prop_assert!(because.confidence.value() <= 1000);
        }
        prop_assert!(!suggestion.because.is_empty(), "{suggestion:?}");
        prop_assert!(suggestion.confidence.value() <= 1000);
        fits.push(suggestion.length.fits());
    }
    for filled in &turn.filled {
        prop_assert!(holds_text(filled.span, message), "{filled:?}");
    }
    // What can be sent comes first. Within either part the topics that the message speaks of come in the order written, the others behind
    // them, the surer first.
    let sent = fits.iter().take_while(|fits| **fits).count();
    prop_assert!(fits[sent..].iter().all(|fits| !fits), "{fits:?}");
    for part in [&turn.suggestions[..sent], &turn.suggestions[sent..]] {
        let begins = |s: &Suggestion<'_>| {
            s.because.iter().flat_map(|because| &because.spans).map(|span| span.start).min()
        };
        let ordered = (0..=part.len()).any(|spoken| {
            let (spoken, others) = part.split_at(spoken);
            spoken.is_sorted_by_key(begins)
                && others.is_sorted_by(|a, b| a.confidence >= b.confidence)
        });
        prop_assert!(ordered, "{part:?}");
    }
    prop_assert!(context.explain || turn.ruled_out.is_empty());
    let text = json::turn(turn, message);
    prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn formatting_keeps_the_machine_of_generated_scripts(script in generated()) {
        let before = compiled(&script);
        let wrong: Vec<_> = before.problems.iter().filter(|p| p.severity() == answertree::problem::Severity::Error).collect();
        prop_assert!(wrong.is_empty(), "{wrong:?}\n{script}");
        let formatted = syntax::format(&script);
        prop_assert_eq!(before.machine.map(|machine| machine.bytes), machine_of(&formatted), "{}", formatted);
        prop_assert_eq!(syntax::format(&formatted), formatted);
    }

    #[test]
    fn formatting_keeps_the_machine_of_changed_scripts(script in mutated()) {
        let formatted = syntax::format(&script);
        prop_assert_eq!(machine_of(&script), machine_of(&formatted), "{}", formatted);
    }

    /// Hash tables differ between threads; nothing of them shows.
    #[test]
    fn compiling_again_elsewhere_gives_the_same(script in prop_oneof![generated(), mutated()]) {
        let first = compiled(&script);
        let again = thread::scope(|scope| scope.spawn(|| compiled(&script)).join().unwrap());
        prop_assert_eq!(&first.problems, &again.problems);
        prop_assert_eq!(first.machine.map(|m| m.bytes), again.machine.map(|m| m.bytes));
    }

    /// Only the first file's place matters: the others are found by name.
    #[test]
    fn the_order_of_included_files_does_not_matter(scripts in prop::collection::vec(mutated(), 3), order in Just(vec![0, 1, 2]).prop_shuffle()) {
        let main = source("main.answers", "include a.answers\ninclude b.answers\ninclude c.answers\n");
        let parts: Vec<Source> = ["a.answers", "b.answers", "c.answers"].iter().zip(&scripts).map(|(name, text)| source(name, text)).collect();
        let arranged = |order: &[usize]| {
            let mut sources = vec![main.clone()];
            sources.extend(order.iter().map(|at| parts[*at].clone()));
            let compiled = compile(&sources);
            let mut told: Vec<_> = compiled.problems.iter().map(|problem| {
                let name = sources[usize::from(problem.span.file)].name.clone();
                (name, problem.span.start, problem.span.end, problem.code.id(), problem.message.clone())
            }).collect();
            told.sort();
            (told, compiled.machine.map(|machine| machine.bytes))
        };
        prop_assert_eq!(arranged(&[0, 1, 2]), arranged(&order));
    }

    #[test]
    fn any_message_in_any_context_is_answered(which in any::<Index>(), message in message(), context in context()) {
        let machine = which.get(&MACHINES);
        let mut suggester = Suggester::new();
        match suggester.suggest(machine, &message, &context) {
            Ok(turn) => {
                sound(&turn, &message, &context)?;
                let again = suggester.suggest(machine, &message, &context);
                prop_assert_eq!(again.as_ref(), Ok(&turn));
                prop_assert_eq!(Suggester::new().suggest(machine, &message, &context), Ok(turn));
            }
            Err(error) => prop_assert!(["AC0001", "AC0002"].contains(&error.code())),
        }
    }

    #[test]
    fn messages_to_the_example_are_answered(message in message(), mut context in context()) {
        context.facts.clear();
        context.channel = context.channel.filter(|name| name != "pigeon");
        let turn = Suggester::new().suggest(&ACME, &message, &context);
        sound(&turn.unwrap(), &message, &context)?;
    }

    #[test]
    fn other_channels_are_refused_by_name(name in "[a-z]{1,8}|.{0,4}") {
        prop_assume!(!["x", "facebook", "email", "chat"].contains(&name.as_str()));
        let context = Context { channel: Some(name.clone()), ..Context::default() };
        let error = Suggester::new().suggest(&ACME, "hello", &context).unwrap_err();
        prop_assert_eq!(error.code(), "AC0001");
        prop_assert!(error.to_string().contains(&name));
    }
}

#[test]
fn values_of_another_kind_are_refused() {
    let text = |text: &str| FactValue::Text(text.to_owned());
    let number = || FactValue::Number(Decimal::whole(3).unwrap());
    let list = || FactValue::List(vec!["a".to_owned()]);
    let wrong = [
        ("name", FactValue::YesNo(true)),
        ("name", list()),
        ("days_late", text("three")),
        ("days_late", FactValue::YesNo(false)),
        ("vip", number()),
        ("vip", text("Yes")),
        ("size", text("huge")),
        ("size", number()),
        ("refunds", list()),
    ];
    for (fact, value) in wrong {
        let facts = vec![(fact.to_owned(), value.clone())];
        let context = Context { facts, ..Context::default() };
        let error = Suggester::new().suggest(&ACME, "hello", &context).unwrap_err();
        assert_eq!(error.code(), "AC0002", "{fact}: {value:?}");
        assert!(error.to_string().contains(fact), "{error}");
    }
    let right = [
        ("days_late", text(" 3 ")),
        ("vip", text("yes")),
        ("size", text("large")),
        ("nobody", list()),
    ];
    for (fact, value) in right {
        let facts = vec![(fact.to_owned(), value)];
        let context = Context { facts, ..Context::default() };
        assert!(Suggester::new().suggest(&ACME, "hello", &context).is_ok(), "{fact}");
    }
}

/// However long a message is, only so much of it is read, and the turn says so.
#[test]
fn long_messages_are_cut_and_say_so() {
    for bit in [
        "where is my parcel ",
        "a ",
        "late",
        "é",
        "😀 ",
        "#a",
        "\u{301}",
        "https://example.org/ ",
        "12:00 ",
        "AB123456 ",
    ] {
        let short = bit.repeat(20);
        let turn = Suggester::new().suggest(&ACME, &short, &Context::default()).unwrap();
        assert!(!turn.truncated, "{short}");
        let long = bit.repeat(400_000);
        let turn = Suggester::new().suggest(&ACME, &long, &Context::default()).unwrap();
        assert!(turn.truncated, "{bit:?} 400,000 times");
        sound(&turn, &long, &Context::default()).unwrap();
    }
}

/// Many gaps that all wait for the same words: the work is bounded, and the turn says where it was cut.
#[test]
fn patterns_with_gaps_stay_within_their_fuel() {
    let mut script = String::new();
    for at in 0..600 {
        script += &format!("== t{at}\nwhen a .. b .. a .. b .. w{at}\n> {at}\n");
    }
    let machine = machine(script.as_str());
    let mut suggester = Suggester::new();
    let turn = suggester.suggest(&machine, &"a b ".repeat(2_000), &Context::default()).unwrap();
    assert!(turn.suggestions.is_empty());
    let turn = suggester.suggest(&machine, "a b a b w77", &Context::default()).unwrap();
    assert_eq!(turn.topic, Some("t77"));
    assert!(!turn.truncated);
}

#[test]
fn the_last_of_many_conditions_is_looked_at_as_the_first_is() {
    let mut script = "fact a number = 1\n".to_owned();
    let condition = ["a < 0"; 20].join(" or ");
    for at in 0..3_000 {
        script += &format!("== t{at}\nwhen if {condition}\n> {at}\n");
    }
    script += &format!("== last\nwhen if {condition} or a = 1\n> Here.\n");
    answer(&script, |turn| assert_eq!(turn.topic, Some("last")));
}

/// The turn for `go`: what runs in circles says that it was cut, and collects no more than a turn can use.
fn answer<T>(script: &str, look: impl FnOnce(&Turn<'_>) -> T) -> T {
    let machine = machine(script);
    let mut suggester = Suggester::new();
    look(&suggester.suggest(&machine, "go", &Context::default()).unwrap())
}

#[test]
fn circles_without_a_reply_say_that_they_were_cut() {
    assert!(answer("== a: A\nwhen go\n-> b\n== b: B\n-> a\n", |turn| turn.truncated));
    assert!(answer("== a: A\nwhen go\ncall a\n> never\n", |turn| turn.truncated));
}

#[test]
fn texts_cannot_double_for_ever() {
    let double = "set t = t + t\n".repeat(20);
    let script = format!("fact t text = x\n== a: A\nwhen go\n{double}do log(t: t)\n> done\n");
    let longest = answer(&script, |turn| {
        turn.actions.iter().flat_map(|action| &action.arguments).map(|(_, t)| t.len()).max()
    });
    assert!(longest.is_none() || longest <= Some(MAX_MESSAGE_BYTES), "{longest:?}");
}

#[test]
fn circles_collect_no_more_than_a_turn_can_use() {
    answer("== a: A\nwhen go\nstep again\ndo ping\n-> a\n", |turn| {
        assert!(turn.truncated);
        assert!(turn.steps.len() <= 1_000, "{} steps", turn.steps.len());
        assert!(turn.actions.len() <= 1_000, "{} actions", turn.actions.len());
    });
}
