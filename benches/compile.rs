//! Script to machine: everything, without intents, and what an editor waits for after a keystroke.

#![allow(missing_docs, reason = "criterion's macros write functions")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark without its data has nothing to measure"
)]

mod prepare;

use std::hint::black_box;
use std::time::Duration;

use answertree::compile::{analyse, compile};
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use prepare::source;

fn scripts(criterion: &mut Criterion) {
    prepare::write_all();
    let text = prepare::script(10_000);
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(1)).measurement_time(Duration::from_millis(1));
    let bare = [source(prepare::without_examples(&text))];
    group.bench_function("10000-without-intents", |bench| bench.iter(|| black_box(compile(&bare))));
    let whole = [source(text)];
    group.bench_function("10000", |bench| bench.iter(|| black_box(compile(&whole))));
}

fn keystroke(criterion: &mut Criterion) {
    let text = prepare::keystroke();
    let (before, behind) = text.split_at(text.find("\n> ").expect("a reply") + 3);
    // One letter more and one letter fewer, in turn.
    let typed = [[source(text.clone())], [source(format!("{before}a{behind}"))]];
    let mut typed = typed.iter().cycle();
    let mut next = || typed.next().expect("two texts");
    let mut group = criterion.benchmark_group("keystroke");
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    group.bench_function("problems", |bench| {
        bench.iter(|| black_box(analyse(next())));
    });
    group.bench_function("machine", |bench| {
        bench.iter(|| black_box(compile(next())));
    });
}

criterion_group!(benches, scripts, keystroke);
criterion_main!(benches);
