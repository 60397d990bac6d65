//! Figures against what was worked out by hand.

use super::{Confusion, Figures, Labels, Tried, bin_of, figures};

/// Messages as `label first/likeliest confidence`: `-` is none.
fn tried(rows: &[(&str, &str, &str, u32)]) -> (Labels, Vec<Tried>) {
    let mut labels = Labels::default();
    let list = rows
        .iter()
        .zip(1..)
        .map(|(&(label, first, likeliest, sure), at)| {
            let mut number = |name: &str| (name != "-").then(|| labels.number(name));
            let (label, first, likeliest) = (number(label), number(first), number(likeliest));
            let sure = |topic: usize| (topic, sure);
            Tried {
                label,
                first: first.map(sure),
                likeliest: likeliest.map(sure),
                nanoseconds: at * 1000,
            }
        })
        .collect();
    (labels, list)
}

/// Ten messages: 8 with a topic, of which 5 right, 1 refused; 2 without, of which 1 refused.
fn ten() -> Figures {
    let (labels, tried) = tried(&[
        ("late", "late", "late", 900),
        ("late", "late", "late", 900),
        ("late", "refund", "refund", 600),
        ("late", "-", "late", 300),
        ("refund", "refund", "refund", 800),
        ("refund", "refund", "refund", 600),
        ("refund", "late", "late", 500),
        ("price", "price", "price", 1000),
        ("-", "-", "-", 0),
        ("-", "late", "late", 450),
    ]);
    figures(&labels, &tried, true)
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn shares() {
    let found = ten();
    assert_eq!(found.messages, 10);
    // Of the refused one the likeliest topic is right, too.
    near(found.accuracy, 0.7);
    near(found.accuracy_suggested, 0.6);
    let none = found.none.unwrap();
    assert_eq!(none.messages, 2);
    near(none.recall.unwrap(), 0.5);
    near(none.precision.unwrap(), 0.5);
    near(none.accuracy_in_scope.unwrap(), 6.0 / 8.0);
    near(none.in_scope_refused.unwrap(), 1.0 / 8.0);
}

#[test]
fn labels_in_order_of_their_names() {
    let found = ten();
    let told: Vec<_> =
        found.labels.iter().map(|l| (l.label.as_str(), l.messages, l.suggested, l.right)).collect();
    assert_eq!(told, [("late", 4, 4, 2), ("price", 1, 1, 1), ("refund", 3, 3, 2)]);
    near(found.labels[0].precision().unwrap(), 0.5);
    near(found.labels[2].recall().unwrap(), 2.0 / 3.0);
    near(found.labels[2].f1().unwrap(), 2.0 / 3.0);
}

#[test]
fn calibration() {
    let found = ten();
    // Bins of 1/15: 0 | .3 | .45 and .5 in (.4, .4667] and (.4667, .5333] | .6 twice, (.5333, .6] | .8 | .9 twice | 1.
    // Gaps: 0, .7 (right though refused), .45, .5, |.6 - .5| twice, .2, .1 twice, 0.
    near(found.ece, (0.7 + 0.45 + 0.5 + 0.2 + 0.2 + 0.2) / 10.0);
    near(found.ece_suggested, (0.45 + 0.5 + 0.2 + 0.2 + 0.2) / 8.0);
    assert_eq!(found.bins.len(), 15);
    assert_eq!(found.bins.iter().map(|bin| bin.messages).sum::<usize>(), 10);
    let edges: Vec<usize> = [0, 1, 66, 67, 133, 134, 600, 601, 933, 934, 1000].map(bin_of).into();
    assert_eq!(edges, [0, 0, 0, 1, 1, 2, 8, 9, 13, 14, 14]);
}

#[test]
fn coverage_from_each_confidence() {
    let found = ten();
    assert_eq!(found.coverage.len(), 21);
    let (all, half, top) = (found.coverage[0], found.coverage[12], found.coverage[20]);
    near(all.coverage, 0.8);
    near(all.right.unwrap(), 5.0 / 8.0);
    near(all.none_found.unwrap(), 0.5);
    near(half.from, 0.6);
    near(half.coverage, 0.6);
    near(half.right.unwrap(), 5.0 / 6.0);
    near(half.none_found.unwrap(), 1.0);
    near(half.refused.unwrap(), 0.25);
    near(top.coverage, 0.1);
    near(top.right.unwrap(), 1.0);
}

#[test]
fn confusions_most_often_first() {
    let (labels, rows) = tried(&[
        ("b", "a", "a", 500),
        ("a", "b", "b", 500),
        ("c", "-", "-", 0),
        ("b", "a", "a", 500),
        ("-", "b", "b", 500),
    ]);
    let some = |name: &str| Some(name.to_owned());
    let of = |label, suggested, messages| Confusion { label, suggested, messages };
    assert_eq!(
        figures(&labels, &rows, true).confusions,
        [
            of(some("b"), some("a"), 2),
            of(None, some("b"), 1),
            of(some("a"), some("b"), 1),
            of(some("c"), None, 1),
        ]
    );
}

#[test]
fn times() {
    let latency = ten().latency;
    near(latency.mean, 5.5);
    near(latency.median, 5.0);
    near(latency.p99, 10.0);
}

#[test]
fn nothing_tried_has_no_shares() {
    let found = figures(&Labels::default(), &[], true);
    assert_eq!((found.messages, found.accuracy, found.ece), (0, 0.0, 0.0));
    assert_eq!(found.none.unwrap().recall, None);
    assert!(found.coverage.iter().all(|row| row.right.is_none() && row.refused.is_none()));
    let none = figures(&Labels::default(), &[], false);
    assert_eq!(none.none, None);
}
