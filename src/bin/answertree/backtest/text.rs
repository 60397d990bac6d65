//! Figures for people at a terminal, and the words that the report shares.

use answertree::backtest::{Figures, LabelFigures};

use super::Report;
use crate::output::{BOLD, DIM, count, put, tame};

/// Confusions and weak labels that are listed; `--json` and the report have more.
const MOST: usize = 10;

/// What stands for no topic.
pub(super) const NOTHING: &str = "(none)";

/// Every second step of the curve is enough to read.
const ROWS: usize = 2;

pub(super) fn pretty(report: &Report) -> String {
    let figures = &report.figures;
    let mut out = format!(
        "{BOLD}{}, {}{BOLD:#}\n\n",
        count(figures.messages, "message"),
        count(report.topics, "topic")
    );
    for (name, value, more) in summary(report) {
        let more = if more.is_empty() { more } else { format!("  {DIM}{more}{DIM:#}") };
        put(&mut out, format_args!("{name:<20}{value:>10}{more}\n"));
    }
    coverage(&mut out, figures);
    confusions(&mut out, report);
    weakest(&mut out, figures);
    out
}

/// The figures of one line: a name, a value, and what else to say of it.
pub(super) fn summary(report: &Report) -> Vec<(&'static str, String, String)> {
    let figures = &report.figures;
    let shown = format!("{} as an agent sees it", percent(Some(figures.accuracy_suggested)));
    let mut rows = vec![("accuracy", percent(Some(figures.accuracy)), shown)];
    if let Some(none) = figures.none {
        let of = count(none.messages, "message");
        rows.push(("accuracy in scope", percent(none.accuracy_in_scope), String::new()));
        rows.push(("in scope refused", percent(none.in_scope_refused), String::new()));
        rows.push(("none found", percent(none.recall), format!("of {of}")));
        rows.push(("none right", percent(none.precision), "of what got no suggestion".into()));
    }
    let suggested = format!("{:.3} of messages with a suggestion", figures.ece_suggested);
    rows.push(("calibration error", format!("{:.3}", figures.ece), suggested));
    if let Some(seconds) = report.train_seconds {
        rows.push(("compiled in", format!("{seconds:.2} s"), String::new()));
    }
    let plain = format!("{} bytes as it is", grouped(report.model_bytes));
    rows.push(("machine in gzip", format!("{} B", grouped(report.model_bytes_gzip)), plain));
    let time = figures.latency;
    let more = format!(
        "half within {:.1} µs, 99 % within {:.1} µs; {:.1} µs with its suggestions",
        time.median, time.p99, report.whole
    );
    rows.push(("a message", format!("{:.1} µs", time.mean), more));
    rows
}

fn coverage(out: &mut String, figures: &Figures) {
    let has_none = figures.none.is_some();
    let more = if has_none { "   none found  in scope refused" } else { "" };
    put(out, format_args!("\n{BOLD}confidence from  answered     right{more}{BOLD:#}\n"));
    let rows = figures.coverage.iter().step_by(ROWS);
    for row in rows {
        put(
            out,
            format_args!(
                "{:>15}{:>10}{:>10}",
                percent(Some(row.from)),
                percent(Some(row.coverage)),
                percent(row.right)
            ),
        );
        if has_none {
            put(out, format_args!("{:>13}{:>18}", percent(row.none_found), percent(row.refused)));
        }
        out.push('\n');
    }
}

fn confusions(out: &mut String, report: &Report) {
    let all = &report.figures.confusions;
    if all.is_empty() {
        return;
    }
    put(out, format_args!("\n{BOLD}most often wrong{BOLD:#}\n"));
    for confusion in all.iter().take(MOST) {
        put(
            out,
            format_args!(
                "{:>6}  {} taken for {}\n",
                confusion.messages,
                line(label_of(report, confusion.label.as_deref())),
                line(confusion.suggested.as_deref().unwrap_or(NOTHING))
            ),
        );
    }
    more(out, all.len(), "pair");
}

fn weakest(out: &mut String, figures: &Figures) {
    let weak = weak(figures);
    if weak.is_empty() {
        return;
    }
    put(out, format_args!("\n{BOLD}precision  recall  messages  weakest topics{BOLD:#}\n"));
    for label in weak.iter().take(MOST) {
        put(
            out,
            format_args!(
                "{:>9}{:>8}{:>10}  {}\n",
                percent(label.precision()),
                percent(label.recall()),
                label.messages,
                line(&label.label)
            ),
        );
    }
    more(out, weak.len(), "topic");
}

/// Labels with mistakes, the weakest first.
fn weak(figures: &Figures) -> Vec<&LabelFigures> {
    let all = figures.labels.iter();
    let mut weak: Vec<&LabelFigures> = all.filter(|l| l.f1().is_some_and(|f1| f1 < 1.0)).collect();
    weak.sort_by(|a, b| a.f1().unwrap_or(0.0).total_cmp(&b.f1().unwrap_or(0.0)));
    weak
}

fn more(out: &mut String, all: usize, one: &str) {
    let more = all.saturating_sub(MOST);
    if more > 0 {
        put(out, format_args!("{DIM}and {} more{DIM:#}\n", count(more, one)));
    }
}

/// How a label is called; what belongs to no topic has the label that the command line names.
pub(super) fn label_of<'r>(report: &'r Report, label: Option<&'r str>) -> &'r str {
    label.or(report.none.as_deref()).unwrap_or(NOTHING)
}

/// A label in one line.
fn line(text: &str) -> String {
    tame(text).replace(['\n', '\t'], " ")
}

pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A number with commas between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{grouped, percent};

    #[test]
    fn numbers_for_people() {
        let all: Vec<String> = [0, 999, 1000, 123_456, 1_234_567].map(grouped).into();
        assert_eq!(all, ["0", "999", "1,000", "123,456", "1,234,567"]);
        assert_eq!((percent(Some(0.1234)), percent(None)), ("12.3 %".to_owned(), "–".to_owned()));
    }
}
