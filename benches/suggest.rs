//! A message of about 15 words to its topics (`read`) and to the finished turn (`suggest`).

#![allow(missing_docs, reason = "criterion's macros write functions")]
#![allow(clippy::expect_used, reason = "a benchmark without its data has nothing to measure")]

mod prepare;

use std::hint::black_box;
use std::time::Duration;

use answertree::runtime::Suggester;
use criterion::{Criterion, criterion_group, criterion_main};

fn suggest(criterion: &mut Criterion) {
    let context = prepare::context();
    for size in prepare::SIZES {
        let machine = prepare::machine(size);
        let messages = prepare::messages(size);
        let mut suggester = Suggester::new();
        let mut group = criterion.benchmark_group("suggest");
        group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
        let mut next = messages.iter().cycle();
        let mut message = || next.next().expect("messages");
        group.bench_function(format!("{size} read"), |bench| {
            bench.iter(|| black_box(suggester.read(&machine, message())));
        });
        group.bench_function(format!("{size} turn"), |bench| {
            bench.iter(|| {
                black_box(suggester.suggest(&machine, message(), &context)).expect("a turn")
            });
        });
    }
}

criterion_group!(benches, suggest);
criterion_main!(benches);
