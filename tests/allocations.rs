//! Reading a message allocates nothing once the suggester is warm.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../benches/generate/mod.rs"]
mod generate;

#[path = "support/script.rs"]
mod support;

use answertree::runtime::Suggester;
use generate::{Plan, SEED};

/// Messages of one topic, and as many of two.
fn messages(plan: &Plan, count: usize, seed: u64) -> Vec<String> {
    let mut all: Vec<String> =
        plan.messages(count, seed).into_iter().map(|(message, _)| message).collect();
    let both: Vec<String> =
        all.iter().zip(all.iter().rev()).map(|(a, b)| [a, " and ", b].concat()).collect();
    all.extend(both);
    all
}

#[test]
fn reading_a_message_allocates_nothing_once_warm() {
    let plan = Plan::new(1_000, SEED);
    let machine = support::machine(plan.script());
    let mut suggester = Suggester::new();
    let warm_up = messages(&plan, 1_000, 1);
    let cold = allocation_counter::measure(|| {
        for message in &warm_up {
            suggester.read(&machine, message);
        }
    });
    assert!(cold.count_total > 0, "nothing is counted");
    let messages = messages(&plan, 50, 2);
    let mut candidates = 0;
    let warm = allocation_counter::measure(|| {
        for message in &messages {
            candidates += suggester.read(&machine, message);
        }
    });
    assert!(candidates >= messages.len(), "only {candidates} candidates");
    // `make bench` reads this line.
    println!("allocations: {}", warm.count_total);
    assert_eq!(warm.count_total, 0, "{warm:?}");
}
