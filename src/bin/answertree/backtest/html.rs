//! Figures as a page with plots and tables. It asks for nothing from anywhere and runs no script.

use answertree::backtest::LabelFigures;

use super::text::{NOTHING, label_of, percent, summary};
use super::{Report, plots};
use crate::graph::escaped;
use crate::output::{Done, Failure, put};

/// Pairs that are listed; one that happened once is no pattern, and `--json` has all.
const MOST_PAIRS: usize = 200;

const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2128;--soft:#59636f;--grid:#d9dee4;--first:#1f6feb;--second:#b35900}\
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#eef1f4;--soft:#9aa7b4;--grid:#343c46;--first:#6cb0ff;--second:#ffb36b}}\
*{box-sizing:border-box}body{margin:0;padding:1rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\
main{max-width:72rem;margin:0 auto}h1{font-size:1.4rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.25rem 0}\
h1,p,td,th{overflow-wrap:anywhere}.soft{color:var(--soft)}\
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.75rem;margin:1rem 0}\
dl div{border:1px solid var(--grid);border-radius:8px;padding:.5rem .75rem}dt{color:var(--soft);font-size:.875rem}\
dd{margin:0;font-size:1.25rem;font-variant-numeric:tabular-nums}dd span{display:block;font-size:.8125rem;color:var(--soft)}\
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1.5rem}\
figure{margin:0}figure svg{display:block;width:100%;max-width:34rem;height:auto}figcaption{font-size:.9375rem}\
.key{display:inline-block;width:1.75rem;height:0;border-top:3px solid var(--first);vertical-align:middle;margin-right:.35rem}\
.key.two{border-top:3px dashed var(--second)}.key.equal{border-top:2px solid var(--ink)}\
.key.bar{height:.8rem;width:.8rem;border:0;background:var(--first)}\
.view{overflow-x:auto}.view:focus-visible,summary:focus-visible{outline:3px solid var(--first);outline-offset:2px}\
table{border-collapse:collapse;width:100%;font-size:.9375rem}td,th{padding:.3rem .5rem;text-align:left;border-bottom:1px solid var(--grid);vertical-align:top}\
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;overflow-wrap:normal}tbody th{font-weight:400;min-width:8rem}\
summary{cursor:pointer;padding:.25rem 0}";

/// The page.
pub(super) fn page(report: &Report) -> Done<String> {
    let subject = escaped(&report.subject.replace('`', ""));
    let mut out = String::new();
    put(
        &mut out,
        format_args!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Backtest of {subject}</title>\n\
             <style>{STYLE}{}</style>\n<main>\n<h1>Backtest</h1>\n<p class=\"soft\"><bdi>{subject}</bdi>: {} messages, {} topics</p>\n<dl>\n",
            plots::STYLE,
            report.figures.messages,
            report.topics
        ),
    );
    for (name, value, more) in summary(report) {
        let more = if more.is_empty() { more } else { format!("<span>{}</span>", escaped(&more)) };
        put(&mut out, format_args!("<div><dt>{name}</dt><dd>{value}{more}</dd></div>\n"));
    }
    out.push_str("</dl>\n");
    plots_of(&mut out, report)?;
    confusions(&mut out, report);
    labels(&mut out, report);
    tables(&mut out, report);
    out.push_str("</main>\n</html>\n");
    Ok(out)
}

fn plots_of(out: &mut String, report: &Report) -> Done<()> {
    let failed =
        |error: Box<dyn std::error::Error>| Failure::new(format!("cannot draw the plots: {error}"));
    let figures = &report.figures;
    out.push_str("<h2>How far to trust a confidence</h2>\n<div class=\"plots\">\n");
    let key = |class: &str, text: &str| format!("<span class=\"key {class}\"></span>{text}");
    let mut figure = |svg: String, title: &str, keys: &str| {
        put(
            out,
            format_args!(
                "<figure>\n<figcaption><strong>{title}</strong><br>{keys}</figcaption>\n{svg}\n</figure>\n"
            ),
        );
    };
    let keys = [key("bar", "right"), key("equal", "as it should be")].join("&emsp;");
    figure(plots::calibration(&figures.bins).map_err(failed)?, "Calibration", &keys);
    let keys = [key("", "answered"), key("two", "of these right")].join("&emsp;");
    figure(plots::coverage(&figures.coverage).map_err(failed)?, "Coverage", &keys);
    if figures.none.is_some() {
        let keys = [key("", "none found"), key("two", "in scope refused")].join("&emsp;");
        figure(plots::refusals(&figures.coverage).map_err(failed)?, "None of these", &keys);
    }
    out.push_str("</div>\n");
    Ok(())
}

/// A table with its head; cells whose names begin with `#` are numbers.
fn table(out: &mut String, label: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    put(
        out,
        format_args!(
            "<div class=\"view\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">\n<table>\n<thead><tr>",
            escaped(label)
        ),
    );
    for name in head {
        match name.strip_prefix('#') {
            Some(name) => put(out, format_args!("<th scope=\"col\" class=\"n\">{name}</th>")),
            None => put(out, format_args!("<th scope=\"col\">{name}</th>")),
        }
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, (cell, name)) in row.iter().zip(head).enumerate() {
            let cell = escaped(cell);
            match (name.starts_with('#'), at) {
                (true, 0) => put(out, format_args!("<th scope=\"row\" class=\"n\">{cell}</th>")),
                (true, _) => put(out, format_args!("<td class=\"n\">{cell}</td>")),
                (false, 0) => put(out, format_args!("<th scope=\"row\"><bdi>{cell}</bdi></th>")),
                (false, _) => put(out, format_args!("<td><bdi>{cell}</bdi></td>")),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn confusions(out: &mut String, report: &Report) {
    let all = &report.figures.confusions;
    out.push_str("<h2>What is taken for what</h2>\n");
    if all.is_empty() {
        out.push_str("<p>Nothing: every message found its topic.</p>\n");
        return;
    }
    let rows = all.iter().take(MOST_PAIRS).map(|confusion| {
        vec![
            label_of(report, confusion.label.as_deref()).to_owned(),
            confusion.suggested.as_deref().unwrap_or(NOTHING).to_owned(),
            confusion.messages.to_string(),
        ]
    });
    let head = ["label", "first suggestion", "#messages"];
    let more = all.len().saturating_sub(MOST_PAIRS);
    table(out, "What is taken for what", &head, rows);
    if more > 0 {
        put(out, format_args!("<p class=\"soft\">And {more} more pairs, each rarer.</p>\n"));
    }
}

fn labels(out: &mut String, report: &Report) {
    let mut all: Vec<&LabelFigures> = report.figures.labels.iter().collect();
    // Those that never were a label nor suggested have no figure, and come last.
    all.sort_by(|a, b| a.f1().unwrap_or(2.0).total_cmp(&b.f1().unwrap_or(2.0)));
    out.push_str("<h2>Topics, weakest first</h2>\n");
    let rows = all.into_iter().map(|label| {
        vec![
            label.label.clone(),
            percent(label.precision()),
            percent(label.recall()),
            percent(label.f1()),
            label.messages.to_string(),
        ]
    });
    table(out, "Topics", &["topic", "#precision", "#recall", "#F1", "#messages"], rows);
}

/// The plots as numbers.
fn tables(out: &mut String, report: &Report) {
    let figures = &report.figures;
    out.push_str("<h2>The plots as tables</h2>\n<details><summary>Calibration</summary>\n");
    let rows = figures.bins.iter().map(|bin| {
        vec![
            format!("{:.1}–{}", bin.from * 100.0, percent(Some(bin.to))),
            bin.messages.to_string(),
            percent(bin.confidence),
            percent(bin.right),
        ]
    });
    let head = ["#confidence", "#messages", "#mean", "#right"];
    table(out, "Calibration", &head, rows);
    out.push_str("</details>\n<details><summary>Coverage</summary>\n");
    let has_none = figures.none.is_some();
    let rows = figures.coverage.iter().map(|row| {
        let mut cells =
            vec![percent(Some(row.from)), percent(Some(row.coverage)), percent(row.right)];
        if has_none {
            cells.extend([percent(row.none_found), percent(row.refused)]);
        }
        cells
    });
    let head = ["#from", "#answered", "#right", "#none found", "#refused"];
    let head = head.get(..if has_none { 5 } else { 3 }).unwrap_or(&head);
    table(out, "Coverage", head, rows);
    out.push_str("</details>\n");
}
