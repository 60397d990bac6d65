//! Bytes to a machine that is ready to run: everything is verified.

#![allow(missing_docs, reason = "criterion's macros write functions")]
#![allow(clippy::expect_used, reason = "a benchmark without its data has nothing to measure")]

mod prepare;

use std::hint::black_box;
use std::time::Duration;

use answertree::machine::Machine;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for size in prepare::SIZES {
        let bytes = prepare::bytes(size);
        group.bench_function(size.to_string(), |bench| {
            bench.iter_batched(
                || bytes.clone(),
                |bytes| black_box(Machine::load(bytes).expect("a machine")),
                BatchSize::LargeInput,
            );
        });
    }
}

criterion_group!(benches, load);
criterion_main!(benches);
