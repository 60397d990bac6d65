//! Plots as pictures in a page. Their colours are marks that the page's style replaces, so that they fit light and dark.

use std::error::Error;

use plotters::coord::Shift;
use plotters::prelude::*;

use answertree::backtest::{Bin, Covered};

use crate::graph::escaped;

/// A picture is drawn as wide as a phone shows it, so that its letters are never smaller than they are here.
const SIZE: (u32, u32) = (340, 250);

/// Letters of twelve points in a picture: the library counts the height of a line.
const LETTERS: i32 = 16;

const INK: RGBColor = RGBColor(0x10, 0x10, 0x10);
const GRID: RGBColor = RGBColor(0x20, 0x20, 0x20);
const SOFT: RGBColor = RGBColor(0x30, 0x30, 0x30);
const FIRST: RGBColor = RGBColor(0x40, 0x40, 0x40);
const SECOND: RGBColor = RGBColor(0x50, 0x50, 0x50);

/// What the style of a page says of the marks; `--ink` and the others are the page's.
pub(super) const STYLE: &str = "\
.plot text{fill:var(--ink)}\
.plot [stroke='#101010']{stroke:var(--ink)}.plot [fill='#101010']{fill:var(--ink)}\
.plot [stroke='#202020']{stroke:var(--grid)}\
.plot [stroke='#303030']{stroke:var(--soft)}.plot [fill='#303030']{fill:var(--soft)}\
.plot [stroke='#404040']{stroke:var(--first)}.plot [fill='#404040']{fill:var(--first)}\
.plot [stroke='#505050']{stroke:var(--second);stroke-dasharray:6 3}";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;

/// How often what was so sure was right, beside what it should be.
pub(super) fn calibration(bins: &[Bin]) -> Result<String, Box<dyn Error>> {
    picture(
        "Share that was right by confidence; a straight line shows where both are equal",
        |area| {
            let mut chart = chart(area, "confidence")?;
            let bars = bins.iter().filter_map(|bin| {
                let right = bin.right?;
                Some(Rectangle::new(
                    [(bin.from + 0.006, 0.0), (bin.to - 0.006, right)],
                    FIRST.filled(),
                ))
            });
            chart.draw_series(bars)?;
            chart.draw_series(LineSeries::new([(0.0, 0.0), (1.0, 1.0)], INK.stroke_width(2)))?;
            Ok(())
        },
    )
}

/// What is answered from each confidence up, and how much of that is right.
pub(super) fn coverage(rows: &[Covered]) -> Result<String, Box<dyn Error>> {
    let answered = rows.iter().map(|row| (row.from, row.coverage)).collect();
    let right = rows.iter().filter_map(|row| Some((row.from, row.right?))).collect();
    lines(
        "Share answered and share right by the least confidence",
        "confidence from",
        answered,
        right,
    )
}

/// What is found of messages that belong to no topic, and what is refused of the others, by the least confidence.
pub(super) fn refusals(rows: &[Covered]) -> Result<String, Box<dyn Error>> {
    let found = rows.iter().filter_map(|row| Some((row.from, row.none_found?))).collect();
    let refused = rows.iter().filter_map(|row| Some((row.from, row.refused?))).collect();
    lines(
        "Share of none found and of others refused by the least confidence",
        "confidence from",
        found,
        refused,
    )
}

/// Two lines, the second dashed.
fn lines(
    label: &str,
    below: &str,
    first: Vec<(f64, f64)>,
    second: Vec<(f64, f64)>,
) -> Result<String, Box<dyn Error>> {
    picture(label, |area| {
        let mut chart = chart(area, below)?;
        chart.draw_series(LineSeries::new(first, FIRST.stroke_width(3)))?;
        chart.draw_series(LineSeries::new(second, SECOND.stroke_width(3)))?;
        Ok(())
    })
}

type Chart<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

/// A chart with axes from 0 to 100 %.
fn chart<'a, 'b>(area: &'a Area<'b>, below: &str) -> Result<Chart<'a, 'b>, Box<dyn Error>> {
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .margin_right(24)
        .x_label_area_size(46)
        .y_label_area_size(52)
        .build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
    let percent = |share: &f64| format!("{:.0} %", share * 100.0);
    chart
        .configure_mesh()
        .x_desc(below)
        .x_labels(6)
        .y_labels(6)
        .max_light_lines(1)
        .x_label_formatter(&percent)
        .y_label_formatter(&percent)
        .bold_line_style(GRID)
        .axis_style(SOFT)
        .label_style(("system-ui, sans-serif", LETTERS, &INK))
        .axis_desc_style(("system-ui, sans-serif", LETTERS, &INK))
        .draw()?;
    Ok(chart)
}

/// A picture with a text for who does not see it.
fn picture(label: &str, draw: impl FnOnce(&Area<'_>) -> Drawn) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        draw(&area)?;
        area.present()?;
    }
    let role = format!("<svg class=\"plot\" role=\"img\" aria-label=\"{}\" ", escaped(label));
    Ok(svg.replacen("<svg ", &role, 1))
}
