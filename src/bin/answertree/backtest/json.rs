//! Figures as JSON.

use answertree::backtest::{Bin, Confusion, Covered, LabelFigures};
use serde_json::{Value, json};

use super::Report;

/// One document in a line.
pub(super) fn json(report: &Report) -> String {
    let figures = &report.figures;
    let mut all = json!({
        "messages": figures.messages,
        "topics": report.topics,
        "accuracy": round(figures.accuracy),
        "accuracy_suggested": round(figures.accuracy_suggested),
        "ece": round(figures.ece),
        "ece_suggested": round(figures.ece_suggested),
        "train_seconds": share(report.train_seconds),
        "model_bytes": report.model_bytes,
        "model_bytes_gzip": report.model_bytes_gzip,
        "microseconds_per_message": round(figures.latency.mean),
        "microseconds_median": round(figures.latency.median),
        "microseconds_p99": round(figures.latency.p99),
        "microseconds_suggestion": round(report.whole),
        "calibration": figures.bins.iter().map(bin).collect::<Vec<_>>(),
        "coverage": figures.coverage.iter().map(covered).collect::<Vec<_>>(),
        "labels": figures.labels.iter().map(label).collect::<Vec<_>>(),
        "confusions": figures.confusions.iter().map(confusion).collect::<Vec<_>>(),
        "unknown_labels": report.unknown,
    });
    if let (Some(none), Some(all)) = (figures.none, all.as_object_mut()) {
        let more = [
            ("none_messages", json!(none.messages)),
            ("none_recall", share(none.recall)),
            ("none_precision", share(none.precision)),
            ("accuracy_in_scope", share(none.accuracy_in_scope)),
            ("in_scope_refused", share(none.in_scope_refused)),
        ];
        all.extend(more.map(|(key, value)| (key.to_owned(), value)));
    }
    format!("{all}\n")
}

/// Six places are more than any of the figures means.
fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn share(value: Option<f64>) -> Value {
    value.map_or(Value::Null, |value| json!(round(value)))
}

fn bin(bin: &Bin) -> Value {
    json!({
        "from": round(bin.from),
        "to": round(bin.to),
        "messages": bin.messages,
        "confidence": share(bin.confidence),
        "right": share(bin.right),
    })
}

fn covered(covered: &Covered) -> Value {
    json!({
        "from": round(covered.from),
        "coverage": round(covered.coverage),
        "right": share(covered.right),
        "none_found": share(covered.none_found),
        "in_scope_refused": share(covered.refused),
    })
}

fn label(label: &LabelFigures) -> Value {
    json!({
        "label": label.label,
        "messages": label.messages,
        "suggested": label.suggested,
        "right": label.right,
        "precision": share(label.precision()),
        "recall": share(label.recall()),
        "f1": share(label.f1()),
    })
}

fn confusion(confusion: &Confusion) -> Value {
    json!({
        "label": confusion.label,
        "suggested": confusion.suggested,
        "messages": confusion.messages,
    })
}
