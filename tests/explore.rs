//! Walking every conversation: what is found is so, since the tests that are written of it pass.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    dead_code,
    reason = "a test may panic; of the interpreter only the random scripts are used"
)]

mod naive;
#[path = "support/script.rs"]
mod support;

use std::fs;
use std::path::Path;

use answertree::check::script::Script;
use answertree::compile::{Source, analyse};
use answertree::explore::{Options, Report, explore};
use answertree::problem::Severity;
use answertree::runtime::Suggester;
use answertree::trial::Trials;
use naive::generate;
use proptest::prelude::*;

fn script(sources: &[Source]) -> Script {
    let found = analyse(sources);
    let errors = found.problems.iter().filter(|p| p.severity() == Severity::Error);
    let errors: Vec<_> = errors.collect();
    found.script.unwrap_or_else(|| panic!("{errors:?}\n{}", sources[0].text))
}

fn walk(script: &Script, budget: usize) -> Report {
    let mut last = 0;
    let report = explore(script, Options { budget }, &mut |progress| {
        assert!(progress.turns >= last && progress.budget == budget);
        last = progress.turns;
    });
    assert!(report.turns <= budget + 1, "{} of {budget}", report.turns);
    report
}

/// Plays the tests that were written of what was found.
fn play(sources: &[Source], report: &Report) -> usize {
    let tests: Vec<&str> =
        report.findings.iter().filter_map(|found| found.test.as_deref()).collect();
    let mut sources = sources.to_vec();
    let own = script(&sources).tests.len();
    sources[0].text.push_str(&format!("\n{}", tests.join("\n")));
    let script = script(&sources);
    assert_eq!(script.tests.len(), own + tests.len(), "{}", sources[0].text);
    let trials = Trials::new(&script).unwrap();
    for test in script.tests.iter().skip(own) {
        let played = trials.play(&mut Suggester::new(), test);
        assert_eq!(played.failure, None, "{}\n{}", test.name, sources[0].text);
    }
    tests.len()
}

fn files(folder: &str, main: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder);
    let read = |name: &str| Source {
        name: name.to_owned(),
        text: fs::read_to_string(folder.join(name)).unwrap(),
    };
    let mut sources = vec![read(main)];
    let includes: Vec<String> = sources[0]
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("include ").map(|name| name.trim().to_owned()))
        .collect();
    sources.extend(includes.iter().map(|name| read(name)));
    sources
}

#[test]
fn the_tests_of_the_examples_pass() {
    for (folder, main, least) in
        [("", "acme.answers", 1), ("", "library.answers", 0), ("games", "main.answers", 2)]
    {
        let sources = files(folder, main);
        let report = walk(&script(&sources), 4_000);
        let played = play(&sources, &report);
        assert!(played >= least, "{main}: {played}");
    }
}

#[test]
fn the_same_script_gives_the_same_report() {
    let script = script(&files("", "acme.answers"));
    assert_eq!(walk(&script, 1_000), walk(&script, 1_000));
}

#[test]
fn a_tree_that_counts_for_ever_ends_with_the_longest_way() {
    let text = "fact n number = 0\n== a: A\n- count up\n- count on\n> {n}\n* More\n  set n = n + 1\n  -> a\n* Stop\n  end resolved\n";
    let sources = support::source(text);
    let report = walk(&script(&sources), 5_000);
    assert_eq!(report.findings, []);
    // A way of sixty steps is the longest.
    assert!(!report.whole && report.turns < 5_000, "{}", report.turns);
}

#[test]
fn the_way_is_the_shortest() {
    let text = "fact n number\n== a: A\n- go on\n- go on and on\n* One\n** Two\n   > [if n > 3] {n}\n* Short\n  > [if n > 4] Yes.\n";
    let sources = support::source(text);
    let report = walk(&script(&sources), 5_000);
    assert!(report.whole);
    let ways: Vec<_> =
        report.findings.iter().map(|found| (found.given.clone(), found.done.clone())).collect();
    let given = vec!["given topic a".to_owned()];
    let way = |done: &[&str]| {
        (given.clone(), done.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(ways, [way(&["choose One", "choose Two"]), way(&["choose Short"])]);
    assert_eq!(play(&sources, &report), 2);
}

/// The ways that were found, in one line each.
fn ways(text: &str) -> (Report, Vec<String>) {
    let sources = support::source(text);
    let report = walk(&script(&sources), 20_000);
    assert!(report.whole && report.undecided == 0, "{} turns", report.turns);
    let tested = report.findings.iter().filter(|found| found.test.is_some()).count();
    assert_eq!(play(&sources, &report), tested);
    let found = report.findings.iter();
    let line = |found: &answertree::explore::Finding| {
        format!("{} {}", found.problem.code.id(), found.done.join("; "))
    };
    let ways = found.map(line).collect();
    (report, ways)
}

#[test]
fn who_goes_to_another_topic_was_in_one_before() {
    let text = "fact order text\n== a: A\n- where is my parcel\n- my parcel is late\n> Soon!\n\
        == b: B\n- I want my money back\n- please refund me\n> Here.\n\
        * [if visits(a) > 0] Again\n  > [if visits(a) > 1] {order}\n\n  > Once.\n\
        * [if visits(a) > 0 and visits(a) = 0] Never\n  end resolved\n* Enough\n  end resolved\n";
    let (_, found) = ways(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("AT0504 ") && found[0].contains("choose Again"), "{found:?}");
    assert_eq!(found[0].matches("customer: ").count(), 2, "{found:?}");
    assert_eq!(found[1], "AT0505 ");
}

#[test]
fn a_tree_that_was_left_is_come_back_to() {
    let text = "fact order text\nfact early number\n== a: A\n- where is my parcel\n- my parcel is late\n\
        set early = visits(b) + 1\n* First\n  ** [if early = 1 and visits(b) > 0] Both {order}\n     end resolved\n  ** Neither\n     end resolved\n\
        * Second\n  end resolved\n== b: B\n- I want my money back\n- please refund me\n> Here.\n";
    let (_, found) = ways(text);
    assert_eq!(found, ["AT0504 choose First; customer: I want my money back; accept; choose a"]);
}

#[test]
fn commands_are_said() {
    let text = "channel chat\ndepartment support S\nfact order text\nmenu m: M\n> [if visits(m) = 0] Hello\n\n> [if visits(m) > 0] Again {order}\n\
        * 1 One\n  > One.\n** 1 Two\n   end resolved\n** [if visits(m) > 1] 2 {order}\n   end resolved\n* 2 Two\n  end resolved\n";
    let (_, found) = ways(text);
    assert_eq!(
        found,
        ["AT0504 customer: menu", "AT0504 customer: menu; customer: menu; customer: 1"]
    );
}

#[test]
fn what_a_budget_does_not_decide_is_counted() {
    let text = "fact n number\n== a: A\n- go on\n- go on and on\n* [if n > 3] One\n  > [if n > 3 and n < 2] Never.\n\n  > Fine.\n\
        * [if n > 3 and n < 2] Never\n  end resolved\n* Two\n  end resolved\n";
    let script = script(&support::source(text));
    let (short, long) = (walk(&script, 2), walk(&script, 5_000));
    assert_eq!((short.whole, short.findings.len(), short.undecided), (false, 0, 2));
    assert_eq!((long.whole, long.findings.len(), long.undecided), (true, 2, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// On random scripts, too, what is found is so.
    #[test]
    fn random_scripts(text in generate::script()) {
        let sources = support::source(text);
        let report = walk(&script(&sources), 400);
        play(&sources, &report);
    }
}
