//! The trees of a script as nodes and edges.

use serde_json::{Value, json};

use super::places::Places;
use crate::check::script::Script;
use crate::graph::{self, EdgeKind};

pub(super) fn answer(script: &Script, places: &Places<'_>) -> Value {
    let graph = graph::graph(script, None);
    let nodes: Vec<Value> = graph
        .nodes
        .iter()
        .map(|node| {
            json!({
                "kind": node.kind.word(),
                "label": node.label,
                "name": node.name,
                "details": node.details,
                "replies": node.replies,
                "place": node.span.map(|span| places.json(span)),
            })
        })
        .collect();
    let edges: Vec<Value> = graph
        .edges
        .iter()
        .map(|edge| {
            let kind = match edge.kind {
                EdgeKind::Next => "next",
                EdgeKind::Goto => "goto",
                EdgeKind::Call => "call",
                EdgeKind::Handler => "handler",
            };
            json!({ "from": edge.from, "to": edge.to, "kind": kind, "label": edge.label })
        })
        .collect();
    json!({ "title": graph.title, "nodes": nodes, "edges": edges })
}
