//! Where the nodes of a graph go, and how its edges run.
//!
//! The layout is from left to right: labels are wide, and a picture that grows downwards can be scrolled as a page is.

use std::collections::{BTreeMap, BTreeSet};

use answertree::graph::{Graph, NodeKind};
use rust_sugiyama::configure::Config;
use rust_sugiyama::from_vertices_and_edges;

/// The most nodes that are drawn: more take minutes, and nobody finds anything in them.
pub(super) const MAX_NODES: usize = 1_500;

/// The most nodes, those that only bend long edges among them; with more of these, long edges run straight.
const MAX_PLACES: usize = 2_500;

/// The units of a line of a label: a wide character is two.
const LINE: usize = 28;

/// The most lines of a label; the rest is in the tooltip.
const LINES: usize = 3;

/// How much a unit, a line, and what is around them take.
const UNIT: f64 = 7.7;
pub(super) const LINE_HEIGHT: f64 = 17.0;
const PADDING: f64 = 12.0;

/// The room between two columns, and between two nodes of one.
const COLUMN_GAP: f64 = 84.0;
const GAP: f64 = 18.0;

/// A node where it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its middle.
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// Its label in lines.
    pub(super) lines: Vec<String>,
}

/// A graph where it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// By node.
    pub(super) places: Vec<Place>,
    /// By edge: the points it runs through.
    pub(super) edges: Vec<Vec<(f64, f64)>>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Lays a graph out; `None` where it has too many nodes.
pub(super) fn layout(graph: &Graph) -> Option<Layout> {
    if graph.nodes.len() > MAX_NODES {
        return None;
    }
    let mut places: Vec<Place> =
        graph.nodes.iter().map(|node| sized(node.kind, &node.label)).collect();
    let arrows: Vec<(usize, usize)> = graph.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let back = backwards(places.len(), &arrows);
    let forth: Vec<Option<(usize, usize)>> = arrows
        .iter()
        .zip(&back)
        .map(|(&(from, to), &back)| match (from == to, back) {
            (true, _) => None,
            (_, true) => Some((to, from)),
            (_, false) => Some((from, to)),
        })
        .collect();
    let single: BTreeSet<(usize, usize)> = forth.iter().copied().flatten().collect();
    let bends = bends(places.len(), &single);
    let centers = centers(&places, &single, &bends)?;
    for (place, center) in places.iter_mut().zip(&centers) {
        (place.x, place.y) = *center;
    }
    let edges = arrows.iter().zip(&forth).zip(&back).map(|((&(from, to), forth), &back)| {
        let (Some(a), Some(b)) = (places.get(from), places.get(to)) else { return Vec::new() };
        let Some(forth) = forth else { return around(a) };
        let mut points: Vec<(f64, f64)> = bends
            .get(forth)
            .into_iter()
            .flatten()
            .filter_map(|bend| centers.get(*bend).copied())
            .collect();
        let side = |place: &Place, right: bool| {
            let half = place.width / 2.0;
            (place.x + if right { half } else { -half }, place.y)
        };
        if back {
            points.reverse();
        }
        points.insert(0, side(a, !back));
        points.push(side(b, back));
        points
    });
    let edges = edges.collect();
    let width = places.iter().map(|place| place.x + place.width / 2.0).fold(0.0, f64::max);
    let height = centers
        .iter()
        .map(|center| center.1 + GAP)
        .chain(places.iter().map(|place| place.y + place.height / 2.0))
        .fold(0.0, f64::max);
    Some(Layout { places, edges, width: width + GAP, height: height + GAP })
}

/// How large a node is.
fn sized(kind: NodeKind, label: &str) -> Place {
    if kind == NodeKind::Join {
        return Place { x: 0.0, y: 0.0, width: 12.0, height: 12.0, lines: Vec::new() };
    }
    let lines = wrapped(label);
    let units = lines.iter().map(|line| units(line)).max().unwrap_or(0).max(4);
    // Ends and hand-offs have pointed or doubled sides.
    let sides = if matches!(kind, NodeKind::Handoff | NodeKind::End) { 28.0 } else { 0.0 };
    Place {
        x: 0.0,
        y: 0.0,
        width: number(units) * UNIT + 2.0 * PADDING + sides,
        height: number(lines.len().max(1)) * LINE_HEIGHT + PADDING,
        lines,
    }
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

fn units(text: &str) -> usize {
    text.chars().map(unit).sum()
}

/// How wide a character is: pictures and the characters of East Asia take twice the room, marks over others none.
fn unit(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        'm'
        | 'w'
        | 'M'
        | 'W'
        | '@'
        | '%'
        | '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{ffdc}'
        | '\u{1f000}'..='\u{3ffff}' => 2,
        _ => 1,
    }
}

/// A label in lines, cut at spaces where there are some.
fn wrapped(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut words: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        let mut part = String::new();
        for c in word.chars() {
            if units(&part) + unit(c) > LINE {
                words.push(std::mem::take(&mut part));
            }
            part.push(c);
            // What is cut off is not looked at: labels may be as long as a line of a script.
            if words.len() > LINES * LINE {
                break;
            }
        }
        words.push(part);
        if words.len() > LINES * LINE {
            break;
        }
    }
    for word in words {
        let is_full = lines.len() == LINES;
        let Some(last) = lines.last_mut() else { break };
        if last.is_empty() {
            last.push_str(&word);
        } else if units(last) + 1 + units(&word) <= LINE {
            last.push(' ');
            last.push_str(&word);
        } else if is_full {
            last.push('…');
            break;
        } else {
            lines.push(word);
        }
    }
    lines
}

/// Which edges lead back to where the way came from: without them there is no circle.
fn backwards(nodes: usize, arrows: &[(usize, usize)]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut out = vec![false; arrows.len()];
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (edge, &(from, _)) in arrows.iter().enumerate() {
        if let Some(leaving) = leaving.get_mut(from) {
            leaving.push(edge);
        }
    }
    let mut states = vec![State::New; nodes];
    for start in 0..nodes {
        if states.get(start) != Some(&State::New) {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(state) = states.get_mut(node) {
                *state = State::Open;
            }
            let edge = leaving.get(node).and_then(|edges| edges.get(*next)).copied();
            *next += 1;
            let Some(edge) = edge else {
                if let Some(state) = states.get_mut(node) {
                    *state = State::Done;
                }
                path.pop();
                continue;
            };
            let Some(&(_, to)) = arrows.get(edge) else { continue };
            match states.get(to) {
                Some(State::New) => path.push((to, 0)),
                Some(State::Open) => {
                    if let Some(back) = out.get_mut(edge) {
                        *back = true;
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// For edges over several columns the places where they bend, numbered behind the nodes.
fn bends(nodes: usize, edges: &BTreeSet<(usize, usize)>) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut entering = vec![0_usize; nodes];
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for &(from, to) in edges {
        if let (Some(count), Some(leaving)) = (entering.get_mut(to), leaving.get_mut(from)) {
            *count += 1;
            leaving.push(to);
        }
    }
    let mut columns = vec![0_usize; nodes];
    let free = entering.iter().enumerate().filter(|(_, count)| **count == 0);
    let mut ready: Vec<usize> = free.map(|(at, _)| at).collect();
    while let Some(node) = ready.pop() {
        let column = columns.get(node).copied().unwrap_or(0);
        for &to in leaving.get(node).into_iter().flatten() {
            if let (Some(count), Some(of_to)) = (entering.get_mut(to), columns.get_mut(to)) {
                *of_to = (*of_to).max(column + 1);
                *count -= 1;
                if *count == 0 {
                    ready.push(to);
                }
            }
        }
    }
    let span = |&(from, to): &(usize, usize)| {
        let columns = columns.get(to).zip(columns.get(from));
        columns.map_or(0, |(to, from)| to.saturating_sub(*from + 1))
    };
    let mut out = BTreeMap::new();
    if edges.iter().map(span).sum::<usize>() + nodes > MAX_PLACES {
        return out;
    }
    let mut next = nodes;
    for edge in edges {
        let count = span(edge);
        if count > 0 {
            out.insert(*edge, (next..next + count).collect());
            next += count;
        }
    }
    out
}

/// The middles of the nodes, then of the bends.
fn centers(
    places: &[Place],
    edges: &BTreeSet<(usize, usize)>,
    bends: &BTreeMap<(usize, usize), Vec<usize>>,
) -> Option<Vec<(f64, f64)>> {
    let id = |at: usize| u32::try_from(at).ok();
    // The library lays out downwards: sides are exchanged.
    let mut vertices: Vec<(u32, (f64, f64))> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        vertices.push((id(at)?, (place.height, place.width + COLUMN_GAP)));
    }
    for at in bends.values().flatten() {
        vertices.push((id(*at)?, (GAP / 2.0, COLUMN_GAP)));
    }
    let mut arrows: Vec<(u32, u32)> = Vec::new();
    for edge in edges {
        let middle = bends.get(edge).into_iter().flatten().copied();
        let points: Vec<usize> = [edge.0].into_iter().chain(middle).chain([edge.1]).collect();
        for pair in points.windows(2) {
            if let [from, to] = pair {
                arrows.push((id(*from)?, id(*to)?));
            }
        }
    }
    let config = Config { vertex_spacing: GAP, ..Config::default() };
    let mut parts = from_vertices_and_edges(&vertices, &arrows, &config);
    // Parts that nothing joins, in the order of their first nodes.
    for (nodes, _, _) in &mut parts {
        nodes.sort_by_key(|(at, _)| *at);
    }
    parts.sort_by_key(|(nodes, _, _)| nodes.first().map(|(at, _)| *at));
    let mut out = vec![(0.0, 0.0); vertices.len()];
    let mut top = GAP;
    for (mut nodes, _, _) in parts {
        if is_upside_down(&nodes, edges) {
            nodes.iter_mut().for_each(|(_, (y, _))| *y = -*y);
        }
        let size = |at: usize| vertices.get(at).map_or((0.0, 0.0), |(_, size)| *size);
        let edge = |first: bool| {
            let ends = nodes.iter().map(|&(at, (y, x))| {
                let (height, width) = size(at);
                (
                    x - (width - COLUMN_GAP) / 2.0,
                    if first { y - height / 2.0 } else { y + height / 2.0 },
                )
            });
            ends.collect::<Vec<(f64, f64)>>()
        };
        let left = edge(true).iter().map(|end| end.0).fold(f64::INFINITY, f64::min);
        let above = edge(true).iter().map(|end| end.1).fold(f64::INFINITY, f64::min);
        let below = edge(false).iter().map(|end| end.1).fold(f64::NEG_INFINITY, f64::max);
        for &(at, (y, x)) in &nodes {
            if let Some(center) = out.get_mut(at) {
                *center = (x - left + GAP, y - above + top);
            }
        }
        top += below - above + 2.0 * GAP;
    }
    Some(out)
}

/// Whether what a script says first mostly stands below what it says later: the library knows no order among neighbours.
fn is_upside_down(nodes: &[(usize, (f64, f64))], edges: &BTreeSet<(usize, usize)>) -> bool {
    let height: BTreeMap<usize, f64> = nodes.iter().map(|&(at, (y, _))| (at, y)).collect();
    let edges: Vec<&(usize, usize)> = edges.iter().collect();
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for pair in edges.windows(2) {
        let [a, b] = pair else { continue };
        let heights = height.get(&a.1).zip(height.get(&b.1)).filter(|_| a.0 == b.0);
        match heights {
            Some((first, second)) if first < second => right += 1,
            Some((first, second)) if first > second => wrong += 1,
            _ => {}
        }
    }
    wrong > right
}

/// An edge from a node to itself.
fn around(place: &Place) -> Vec<(f64, f64)> {
    let (right, top) = (place.x + place.width / 2.0, place.y - place.height / 2.0);
    vec![(right, place.y), (right + GAP, place.y - 6.0), (right - GAP, top)]
}
