//! A graph as a page: the picture, and the same as a list for who does not see pictures. It asks for nothing from anywhere.

use answertree::graph::{EdgeKind, Graph, Node, NodeKind};

use super::layout::Layout;
use super::svg::{escaped, picture};
use crate::output::put;

/// Lists in lists: deeper ones are shown at this depth.
const MAX_DEPTH: usize = 24;

const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2128;--soft:#5b6673}\
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#eef1f4;--soft:#9aa7b4}}\
body{margin:0;padding:1.5rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\
h1{font-size:1.4rem;margin:0 0 .5rem}h2{font-size:1.1rem}\
.view{overflow:auto;max-height:85vh;border:1px solid var(--soft);border-radius:8px}.view:focus-visible{outline:3px solid #3b82f6;outline-offset:2px}\
.view svg{display:block}.soft{color:var(--soft)}q{font-style:italic}li{margin:.15rem 0}";

/// The page.
pub(super) fn html(graph: &Graph, layout: &Layout, language: &str) -> String {
    let title = if graph.title.is_empty() { "Script".to_owned() } else { escaped(&graph.title) };
    let mut out = String::new();
    put(
        &mut out,
        format_args!(
            "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             <main>\n<h1 dir=\"auto\">{title}</h1>\n",
            escaped(language)
        ),
    );
    put(
        &mut out,
        format_args!(
            "<div class=\"view\" role=\"region\" aria-label=\"Picture\" tabindex=\"0\" lang=\"en\">\n{}\n</div>\n",
            picture(graph, layout)
        ),
    );
    out.push_str("<h2 lang=\"en\">As a list</h2>\n");
    list(&mut out, graph);
    out.push_str("</main>\n</html>\n");
    out
}

/// A node, how deep it stands, and what leads to it.
type Waiting<'g> = (usize, usize, Option<(EdgeKind, &'g str)>);

/// Topics with their choices in each other, each once.
fn list(out: &mut String, graph: &Graph) {
    let mut leaving: Vec<Vec<(usize, EdgeKind, &str)>> = vec![Vec::new(); graph.nodes.len()];
    // How many branches are still to come before what follows where they come together.
    let mut branches = vec![0_usize; graph.nodes.len()];
    for edge in &graph.edges {
        if let Some(branches) = branches.get_mut(edge.to) {
            *branches += 1;
        }
        if let Some(leaving) = leaving.get_mut(edge.from) {
            leaving.push((edge.to, edge.kind, edge.label.as_str()));
        }
    }
    let mut seen = vec![false; graph.nodes.len()];
    let mut depth = 0;
    let roots = graph.nodes.iter().enumerate().filter(|(_, node)| is_topic(node.kind));
    for (root, _) in roots {
        let mut waiting: Vec<Waiting<'_>> = vec![(root, 1, None)];
        while let Some((at, level, edge)) = waiting.pop() {
            let Some(node) = graph.nodes.get(at) else { continue };
            let led = edge.is_some_and(|(kind, _)| kind != EdgeKind::Next);
            let known = seen.get(at).copied().unwrap_or(true);
            if known && !is_topic(node.kind) {
                continue;
            }
            // What follows where branches come together stands where they stood, behind the last of them.
            let is_join = node.kind == NodeKind::Join;
            let shown = !is_join || !node.replies.is_empty();
            if let Some(branches) = branches.get_mut(at).filter(|_| is_join) {
                *branches -= 1;
                if *branches > 0 {
                    continue;
                }
            }
            let level = level.min(MAX_DEPTH);
            if shown {
                nest(out, &mut depth, level);
                item(out, at, node, edge.filter(|_| led));
            }
            if led || (is_topic(node.kind) && level > 1) {
                continue;
            }
            if let Some(seen) = seen.get_mut(at) {
                *seen = true;
            }
            let below = if shown { level + 1 } else { level };
            let next = leaving.get(at).into_iter().flatten().rev();
            waiting.extend(next.map(|&(to, kind, label)| {
                let is_join = graph.nodes.get(to).is_some_and(|node| node.kind == NodeKind::Join);
                (to, if is_join && shown { level.max(2) } else { below }, Some((kind, label)))
            }));
        }
    }
    nest(out, &mut depth, 0);
}

fn is_topic(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Topic | NodeKind::Menu | NodeKind::Elsewhere)
}

/// Opens and closes lists until so many are open; an item stays open for the list in it.
fn nest(out: &mut String, depth: &mut usize, level: usize) {
    if *depth >= level && *depth > 0 {
        out.push_str("</li>\n");
    }
    while *depth > level {
        *depth -= 1;
        out.push_str(if *depth > 0 { "</ul></li>\n" } else { "</ul>\n" });
    }
    while *depth < level {
        *depth += 1;
        out.push_str("<ul>");
        if *depth < level {
            out.push_str("<li>");
        }
    }
}

fn item(out: &mut String, at: usize, node: &Node, edge: Option<(EdgeKind, &str)>) {
    let word = match (edge, node.kind) {
        (Some((EdgeKind::Call, _)), _) => "goes there and back: ",
        (_, NodeKind::Handoff) => "hands over to ",
        (_, NodeKind::End) => "ends: ",
        (Some((EdgeKind::Handler | EdgeKind::Goto, _)), _) => "goes on in: ",
        (_, NodeKind::Menu) => "menu ",
        (_, NodeKind::Join) => "then",
        _ => "",
    };
    let event = edge.filter(|(kind, _)| *kind == EdgeKind::Handler).map_or("", |(_, label)| label);
    out.push_str("<li>");
    if !event.is_empty() {
        put(out, format_args!("<span class=\"soft\">{}</span> ", escaped(event)));
    }
    if !word.is_empty() {
        put(out, format_args!("<span class=\"soft\" lang=\"en\">{word}</span>"));
    }
    let label = escaped(&node.label);
    if edge.is_some() && is_topic(node.kind) && node.kind != NodeKind::Elsewhere {
        put(out, format_args!("<a href=\"#t{at}\"><bdi>{label}</bdi></a>"));
    } else if is_topic(node.kind) {
        put(out, format_args!("<strong id=\"t{at}\"><bdi>{label}</bdi></strong>"));
    } else {
        put(out, format_args!("<bdi>{label}</bdi>"));
    }
    if edge.is_none() {
        for detail in &node.details {
            put(out, format_args!(" <span class=\"soft\">· <bdi>{}</bdi></span>", escaped(detail)));
        }
        for reply in &node.replies {
            put(
                out,
                format_args!("<br><q dir=\"auto\">{}</q>", escaped(reply).replace('\n', "<br>")),
            );
        }
    }
}
