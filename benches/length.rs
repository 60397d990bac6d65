//! Messages of twice the length, again and again, of the kinds that are the hardest to read: each doubling is to take twice
//! the time.

#![allow(missing_docs, reason = "criterion's macros write functions")]
#![allow(clippy::expect_used, reason = "a benchmark without its data has nothing to measure")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use answertree::compile::{Source, compile_with};
use answertree::lower::Extras;
use answertree::machine::Machine;
use answertree::pack::Pack;
use answertree::runtime::Suggester;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// Bytes of a message; the longest has as many words as are read.
const LENGTHS: [usize; 5] = [1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14];

/// What is repeated until a message is long enough.
const KINDS: [(&str, &str); 10] = [
    ("one word of all gaps", "a "),
    ("the words of all gaps", "a b c d "),
    ("plain text", "my order has not arrived and nobody answers "),
    ("one letter", "o"),
    ("one word without end", "tracking"),
    ("names", "@somebody "),
    ("pictures", "😡"),
    ("marks upon marks", "e\u{301}\u{302}"),
    ("addresses", "www.a.b/c "),
    ("numbers in lists", "1,2,3,"),
];

/// Gaps that wait side by side, and examples.
const SCRIPT: &str = "\
pack en

== gaps: Gaps
when a .. a .. a .. a .. b
when a .. b .. c .. d .. e
when a ..3 a ..3 a ..3 c
when a [b] [c] [d] .. a [b] .. f
> gaps

== late: Late
- where is my order
- my parcel has not arrived yet
- tracking has not moved in days
> late

== refund: Refund
- I want my money back
- please refund me
- nobody answers about my refund
> refund
";

fn length(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/en.pack");
    let pack = Arc::new(Pack::read(&std::fs::read(path).expect("the pack")).expect("a pack"));
    let source = Source { name: "main.answers".into(), text: SCRIPT.into() };
    let extras = Extras { pack: Some(&pack), ..Extras::default() };
    let bytes = compile_with(&[source], extras).machine.expect("a machine").bytes;
    let machine = Machine::load_with(bytes, Some(&pack)).expect("a machine");
    let mut suggester = Suggester::new();
    for (kind, unit) in KINDS {
        let mut group = criterion.benchmark_group(format!("length-{}", kind.replace(' ', "-")));
        group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
        for length in LENGTHS {
            let message = unit.repeat(length.div_ceil(unit.len()));
            group.throughput(Throughput::Bytes(u64::try_from(message.len()).expect("a length")));
            group.bench_with_input(
                BenchmarkId::from_parameter(length),
                &message,
                |bench, message| {
                    bench.iter(|| black_box(suggester.read(&machine, message)));
                },
            );
        }
        group.finish();
    }
}

criterion_group!(benches, length);
criterion_main!(benches);
