//! Graphs in the languages of Mermaid and Graphviz.

use super::{Edge, EdgeKind, Graph, NodeKind};

/// The graph as a Mermaid flow chart.
///
/// Labels stand in quotes, with what could end them or be markup as entities.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (at, node) in graph.nodes.iter().enumerate() {
        let label = entities(&node.label);
        let (open, close) = match node.kind {
            NodeKind::Topic | NodeKind::Menu => ("([", "])"),
            NodeKind::Elsewhere => ("[[", "]]"),
            NodeKind::Choice => ("[", "]"),
            NodeKind::Join => ("((", "))"),
            NodeKind::Handoff => ("{{", "}}"),
            NodeKind::End => ("(((", ")))"),
        };
        out.push_str(&format!("  n{at}{open}\"{label}\"{close}\n"));
    }
    for Edge { from, to, kind, label } in &graph.edges {
        let arrow = match kind {
            EdgeKind::Next => "-->",
            EdgeKind::Goto | EdgeKind::Handler => "-.->",
            EdgeKind::Call => "<-.->",
        };
        let label =
            if label.is_empty() { String::new() } else { format!("|\"{}\"|", entities(label)) };
        out.push_str(&format!("  n{from} {arrow}{label} n{to}\n"));
    }
    out
}

/// Text in which nothing means anything to Mermaid or HTML. One space stands for a text without characters: quotes with nothing
/// between cannot be read.
fn entities(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '*' | '_' | '~' | '|' | '{' | '}' | '['
            | ']' | '(' | ')' => {
                out.push_str(&format!("#{};", u32::from(c)));
            }
            // `1. text` and `- text` would be read as lists.
            '.' | '-' | '+' if out.len() < 6 => out.push_str(&format!("#{};", u32::from(c))),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
    }
    if out.trim().is_empty() { " ".to_owned() } else { out }
}

/// The graph in the language of Graphviz.
pub fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph answertree {\n  rankdir=LR;\n");
    out.push_str(&format!("  label={};\n", quoted(&graph.title)));
    out.push_str("  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
    for (at, node) in graph.nodes.iter().enumerate() {
        let shape = match node.kind {
            NodeKind::Topic | NodeKind::Menu => "shape=box, style=\"rounded,bold\"",
            NodeKind::Elsewhere => "shape=box, style=\"rounded,dashed\"",
            NodeKind::Choice => "shape=box",
            NodeKind::Join => "shape=point",
            NodeKind::Handoff => "shape=hexagon, style=solid",
            NodeKind::End => "shape=doubleoctagon, style=solid",
        };
        out.push_str(&format!("  n{at} [label={}, {shape}];\n", quoted(&node.label)));
    }
    for Edge { from, to, kind, label } in &graph.edges {
        let style = match kind {
            EdgeKind::Next => "solid",
            EdgeKind::Goto | EdgeKind::Handler => "dashed",
            EdgeKind::Call => "dashed, dir=both",
        };
        out.push_str(&format!("  n{from} -> n{to} [style={style}, label={}];\n", quoted(label)));
    }
    out.push_str("}\n");
    out
}

/// A text in quotes; `\` is doubled, since Graphviz gives meaning to it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            // Graphviz reads entities of HTML in every label.
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
