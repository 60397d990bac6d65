//! A graph as a picture that needs nothing else: light or dark as its reader has it, with a name for each part.

use answertree::graph::{EdgeKind, Graph, Node, NodeKind};

use super::layout::{LINE_HEIGHT, Layout, Place};
use crate::output::put;

/// Colours, each with a contrast of 4.5 to what is behind it.
const STYLE: &str = "\
.at{--paper:#fff;--ink:#1c2128;--line:#5b6673;--topic:#d7e6ff;--choice:#f1f3f6;--handoff:#ffe3c2;--end:#d6f2dc;--else:#ece6fb;\
font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}\
@media(prefers-color-scheme:dark){.at{--paper:#14181d;--ink:#eef1f4;--line:#9aa7b4;--topic:#1f3a66;--choice:#262c34;--handoff:#5a3a12;\
--end:#1d4a2a;--else:#3b3160}}\
.at text{fill:var(--ink);text-anchor:middle;unicode-bidi:plaintext;white-space:pre}\
.at .box{stroke:var(--line);stroke-width:1.2}\
.at .paper{fill:var(--paper)}.at .topic,.at .menu{fill:var(--topic)}.at .topic+text,.at .menu+text{font-weight:600}\
.at .choice{fill:var(--choice)}.at .handoff{fill:var(--handoff)}.at .end{fill:var(--end)}\
.at .elsewhere{fill:var(--else);stroke-dasharray:5 3}.at .join{fill:var(--line)}\
.at .edge{fill:none;stroke:var(--line);stroke-width:1.4}.at .goto,.at .handler{stroke-dasharray:6 4}.at .call{stroke-dasharray:2 4}\
.at .tip{fill:var(--line)}.at .at-label{text-anchor:end;font-size:11px;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:4px}";

/// The whole file.
pub(super) fn svg(graph: &Graph, layout: &Layout) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", picture(graph, layout))
}

/// The picture alone, to stand in a page.
pub(super) fn picture(graph: &Graph, layout: &Layout) -> String {
    let (width, height) = (layout.width.ceil(), layout.height.ceil());
    let title = if graph.title.is_empty() { "Script".to_owned() } else { escaped(&graph.title) };
    let mut out = String::new();
    put(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"at\" role=\"group\" aria-label=\"{title}\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             <defs><marker id=\"at-tip\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
             orient=\"auto-start-reverse\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
             <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n"
        ),
    );
    for (edge, points) in graph.edges.iter().zip(&layout.edges) {
        let class = match edge.kind {
            EdgeKind::Next => "next",
            EdgeKind::Goto => "goto",
            EdgeKind::Call => "call",
            EdgeKind::Handler => "handler",
        };
        let back = if edge.kind == EdgeKind::Call { " marker-start=\"url(#at-tip)\"" } else { "" };
        put(
            &mut out,
            format_args!(
                "<path class=\"edge {class}\" aria-hidden=\"true\"{back} marker-end=\"url(#at-tip)\" d=\"{}\"/>\n",
                curve(points)
            ),
        );
        // Edges part on their way, so a label stands where they arrive.
        if let (false, Some(&(x, y))) = (edge.label.is_empty(), points.last()) {
            put(
                &mut out,
                format_args!(
                    "<text class=\"at-label\" aria-hidden=\"true\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
                    x - 10.0,
                    y - 5.0,
                    escaped(&edge.label)
                ),
            );
        }
    }
    let mut leads: Vec<Vec<String>> = vec![Vec::new(); graph.nodes.len()];
    for edge in &graph.edges {
        if let (Some(leads), Some(to)) = (leads.get_mut(edge.from), graph.nodes.get(edge.to)) {
            leads.push(format!("{} {}", to.kind.word(), to.label).trim().to_owned());
        }
    }
    for ((node, place), leads) in graph.nodes.iter().zip(&layout.places).zip(&leads) {
        drawn(&mut out, node, place, leads);
    }
    out.push_str("</svg>");
    out
}

fn drawn(out: &mut String, node: &Node, place: &Place, leads: &[String]) {
    let mut name = format!("{} {}", node.kind.word(), node.label).trim().to_owned();
    if !leads.is_empty() {
        name.push_str(&format!("; leads to {}", leads.join(", ")));
    }
    let mut tip = vec![name.clone()];
    tip.extend(Some(node.name.clone()).filter(|name| !name.is_empty()));
    tip.extend(node.details.iter().cloned());
    tip.extend(node.replies.iter().map(|reply| format!("“{reply}”")));
    let (x, y) = (place.x - place.width / 2.0, place.y - place.height / 2.0);
    let (w, h) = (place.width, place.height);
    put(
        out,
        format_args!(
            "<g role=\"img\" aria-label=\"{}\"><title>{}</title>",
            escaped(&name),
            escaped(&tip.join("\n"))
        ),
    );
    let class = match node.kind {
        NodeKind::Topic => "topic",
        NodeKind::Menu => "menu",
        NodeKind::Elsewhere => "elsewhere",
        NodeKind::Choice => "choice",
        NodeKind::Join => "join",
        NodeKind::Handoff => "handoff",
        NodeKind::End => "end",
    };
    match node.kind {
        NodeKind::Join => {
            put(
                out,
                format_args!(
                    "<circle class=\"box join\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"6\"/>",
                    place.x, place.y
                ),
            );
        }
        NodeKind::Handoff => {
            // Pointed at both sides, so that colour is not all that tells it.
            let (right, bottom) = (x + w, y + h);
            put(
                out,
                format_args!(
                    "<path class=\"box handoff\" d=\"M{x:.1} {:.1}L{:.1} {y:.1}H{:.1}L{right:.1} {:.1}L{:.1} {bottom:.1}H{:.1}z\"/>",
                    place.y,
                    x + 12.0,
                    right - 12.0,
                    place.y,
                    right - 12.0,
                    x + 12.0
                ),
            );
        }
        NodeKind::Topic
        | NodeKind::Menu
        | NodeKind::Elsewhere
        | NodeKind::Choice
        | NodeKind::End => {
            let round = match node.kind {
                NodeKind::Choice => 3.0,
                NodeKind::End => h / 2.0,
                _ => 9.0,
            };
            put(
                out,
                format_args!(
                    "<rect class=\"box {class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{round:.1}\"/>"
                ),
            );
        }
    }
    let count = f64::from(u32::try_from(place.lines.len()).unwrap_or(1));
    let mut line_y = place.y - (count - 1.0) * LINE_HEIGHT / 2.0 + 4.5;
    if !place.lines.is_empty() {
        out.push_str("<text>");
        for line in &place.lines {
            put(
                out,
                format_args!(
                    "<tspan x=\"{:.1}\" y=\"{line_y:.1}\">{}</tspan>",
                    place.x,
                    escaped(line)
                ),
            );
            line_y += LINE_HEIGHT;
        }
        out.push_str("</text>");
    }
    out.push_str("</g>\n");
}

/// A line through points that leaves and enters them sideways.
fn curve(points: &[(f64, f64)]) -> String {
    let mut out = String::new();
    let Some(&(x, y)) = points.first() else { return out };
    put(&mut out, format_args!("M{x:.1} {y:.1}"));
    let (mut from_x, mut from_y) = (x, y);
    for &(x, y) in points.iter().skip(1) {
        let middle = f64::midpoint(from_x, x);
        put(&mut out, format_args!("C{middle:.1} {from_y:.1} {middle:.1} {y:.1} {x:.1} {y:.1}"));
        (from_x, from_y) = (x, y);
    }
    out
}

/// Text between tags and in quotes; what XML cannot hold is replaced.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
