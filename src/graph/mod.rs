//! The trees of a script as a graph: topics, choices, where branches come together, and where they lead.
//!
//! What is said on the way is not drawn; a node carries the replies that stand in it, for who wants to show them.

mod text;

pub use text::{dot, mermaid};

use std::collections::HashMap;

use crate::check::identity::{Thing, names};
use crate::check::say::{self, Say};
use crate::check::script::{
    Choice, HandlerAction, Script, Statement, StatementKind, Target, Topic,
};
use crate::machine::id::TopicId;
use crate::span::Span;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A topic.
    Topic,
    /// A menu.
    Menu,
    /// A topic that is not drawn, but that something leads to.
    Elsewhere,
    /// A choice.
    Choice,
    /// Where branches come together.
    Join,
    /// The conversation goes to a department.
    Handoff,
    /// The conversation ends, or comes back from a call.
    End,
}

impl NodeKind {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Menu => "menu",
            Self::Elsewhere => "another topic",
            Self::Choice => "choice",
            Self::Join => "then",
            Self::Handoff => "hand-off",
            Self::End => "end",
        }
    }
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// What people read; empty for a join.
    pub label: String,
    /// Its stable name; empty for what has none.
    pub name: String,
    /// What must hold for it, and what it needs or does: a line each.
    pub details: Vec<String>,
    /// What is said there, a reply each.
    pub replies: Vec<String>,
    /// Where it is written: a topic's heading, a choice, the line that leads to a department or to an end.
    pub span: Option<Span>,
}

/// What an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// From a branch to what follows in it.
    Next,
    /// To a topic, for good.
    Goto,
    /// To a topic and back.
    Call,
    /// What a menu does when an answer fits nothing, or none comes.
    Handler,
}

/// An edge between two nodes, as indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// From where.
    pub from: usize,
    /// To where.
    pub to: usize,
    /// What it is.
    pub kind: EdgeKind,
    /// What stands at it; mostly nothing.
    pub label: String,
}

/// Nodes and edges, in the order of the script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The script's name, and the topic's where only one is drawn.
    pub title: String,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
}

/// The graph of a script, or of one topic of it.
///
/// ```
/// use answertree::compile::{Source, analyse};
/// use answertree::graph::{graph, mermaid};
/// let text = "== late: Late\n- where is it\n- it is late\n> Sorry!\n* It came\n  end resolved\n* It broke\n  -> late\n";
/// let script = analyse(&[Source { name: "main.answers".into(), text: text.into() }]).script.unwrap();
/// let graph = graph(&script, None);
/// assert_eq!(graph.nodes.len(), 4);
/// assert!(mermaid(&graph).contains("n3 -.-> n0"));
/// ```
pub fn graph(script: &Script, topic: Option<TopicId>) -> Graph {
    let mut choices = HashMap::new();
    for named in names(script) {
        if let Thing::Choice(choice) = named.thing {
            choices.insert(key(choice), named.name);
        }
    }
    let mut out = Graph { title: script.name.clone(), ..Graph::default() };
    let mut places = Vec::with_capacity(script.topics.len());
    for (index, drawn) in script.topics.iter().enumerate() {
        let is_drawn = topic.is_none_or(|topic| topic.usize() == index);
        places.push(is_drawn.then_some(out.nodes.len()));
        if is_drawn {
            if topic.is_some() {
                out.title = [out.title.as_str(), &drawn.title].join(" – ");
            }
            out.nodes.push(of_topic(script, drawn));
        }
    }
    let mut builder = Builder { say: Say(script), choices, places, out };
    for (index, drawn) in script.topics.iter().enumerate() {
        let Some(node) = builder.places.get(index).copied().flatten() else { continue };
        builder.body(&drawn.body, vec![node]);
        for handler in &drawn.handlers {
            let HandlerAction::Goto(target) = &handler.action else { continue };
            let label = say::event(handler.event);
            let to = builder.target(target, None);
            builder.edge(node, to, EdgeKind::Handler, label);
        }
    }
    builder.out.title = builder.out.title.trim_start_matches(" – ").to_owned();
    builder.out
}

/// A choice is known by where it stands.
fn key(choice: &Choice) -> (u16, u32) {
    (choice.span.file, choice.span.start)
}

fn of_topic(script: &Script, topic: &Topic) -> Node {
    let owner = topic.department.and_then(|id| script.departments.get(id.usize()));
    Node {
        kind: if topic.menu { NodeKind::Menu } else { NodeKind::Topic },
        label: topic.title.clone(),
        name: topic.name.clone(),
        details: owner.map(|owner| format!("department {}", owner.title)).into_iter().collect(),
        replies: Vec::new(),
        span: Some(topic.span),
    }
}

struct Builder<'s> {
    say: Say<'s>,
    /// Stable names of choices.
    choices: HashMap<(u16, u32), String>,
    /// The nodes of topics, by topic; `None` for those that are not drawn.
    places: Vec<Option<usize>>,
    out: Graph,
}

impl Builder<'_> {
    fn node(&mut self, kind: NodeKind, label: impl Into<String>, span: Option<Span>) -> usize {
        let (name, details, replies) = (String::new(), Vec::new(), Vec::new());
        self.out.nodes.push(Node { kind, label: label.into(), name, details, replies, span });
        self.out.nodes.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, kind: EdgeKind, label: impl Into<String>) {
        self.out.edges.push(Edge { from, to, kind, label: label.into() });
    }

    /// What follows from `ends`; the answer is where the statements leave off. Choices lie at most as deep in each other as
    /// the syntax lets them.
    fn body(&mut self, statements: &[Statement], mut ends: Vec<usize>) -> Vec<usize> {
        for statement in statements {
            if ends.is_empty() {
                break;
            }
            match &statement.kind {
                StatementKind::Choices(choices) => {
                    let from = self.one(&mut ends);
                    // Where every choice has a condition, none may be there, and it goes on behind them.
                    let all_guarded =
                        choices.iter().all(|choice| !choice.guards.conditions.is_empty());
                    let mut next = if all_guarded { vec![from] } else { Vec::new() };
                    for choice in choices {
                        let node = self.choice(choice);
                        self.edge(from, node, EdgeKind::Next, "");
                        next.extend(self.body(&choice.body, vec![node]));
                    }
                    ends = next;
                }
                StatementKind::Goto(target) => {
                    let from = self.one(&mut ends);
                    let to = self.target(target, Some(statement.span));
                    let kind = match target {
                        Target::Topic(_) => EdgeKind::Goto,
                        Target::Handoff(..) | Target::End(_) => EdgeKind::Next,
                    };
                    self.edge(from, to, kind, "");
                    ends.clear();
                }
                StatementKind::Call(topic) => {
                    let from = self.one(&mut ends);
                    let to = self.topic(*topic);
                    self.edge(from, to, EdgeKind::Call, "call");
                }
                StatementKind::Return => {
                    let from = self.one(&mut ends);
                    let to = self.node(NodeKind::End, "return", Some(statement.span));
                    self.edge(from, to, EdgeKind::Next, "");
                    ends.clear();
                }
                StatementKind::Replies(replies) => {
                    let from = self.one(&mut ends);
                    let said = replies.iter().filter_map(|reply| {
                        let text = reply.messages.first().and_then(|wordings| wordings.first())?;
                        let guards = self.say.guards(&reply.guards);
                        Some(format!("{guards} {}", self.say.text(text)).trim().to_owned())
                    });
                    let said: Vec<String> = said.collect();
                    if let Some(node) = self.out.nodes.get_mut(from) {
                        node.replies.extend(said);
                    }
                }
                StatementKind::Need(_) | StatementKind::Do(..) | StatementKind::Set(..) => {
                    let from = self.one(&mut ends);
                    let line = self.say.statement(statement);
                    if let Some(node) = self.out.nodes.get_mut(from) {
                        node.details.extend(line);
                    }
                }
                StatementKind::Step(..) | StatementKind::Note(..) => {}
            }
        }
        ends
    }

    /// The one node from which it goes on: a join where there are several.
    fn one(&mut self, ends: &mut Vec<usize>) -> usize {
        if let [only] = ends.as_slice() {
            return *only;
        }
        let join = self.node(NodeKind::Join, "", None);
        for end in ends.drain(..) {
            self.edge(end, join, EdgeKind::Next, "");
        }
        ends.push(join);
        join
    }

    fn choice(&mut self, choice: &Choice) -> usize {
        let label = self.say.text(&choice.label);
        let label = match &choice.key {
            Some(key) => format!("{key} {label}"),
            None => label,
        };
        let node = self.node(NodeKind::Choice, label, Some(choice.span));
        let guards = self.say.guards(&choice.guards);
        let name = self.choices.get(&key(choice)).cloned().unwrap_or_default();
        if let Some(node) = self.out.nodes.get_mut(node) {
            node.name = name;
            node.details.extend(Some(guards).filter(|guards| !guards.is_empty()));
        }
        node
    }

    fn topic(&mut self, id: TopicId) -> usize {
        if let Some(node) = self.places.get(id.usize()).copied().flatten() {
            return node;
        }
        let topic = self.say.0.topics.get(id.usize());
        let (title, name) = topic.map_or(("", ""), |topic| (&topic.title, &topic.name));
        let span = topic.map(|topic| topic.span);
        let node = self.node(NodeKind::Elsewhere, title, span);
        if let Some(node) = self.out.nodes.get_mut(node) {
            name.clone_into(&mut node.name);
        }
        if let Some(place) = self.places.get_mut(id.usize()) {
            *place = Some(node);
        }
        node
    }

    fn target(&mut self, target: &Target, span: Option<Span>) -> usize {
        match target {
            Target::Topic(id) => self.topic(*id),
            Target::End(outcome) => self.node(NodeKind::End, say::outcome_word(*outcome), span),
            Target::Handoff(id, why) => {
                let title = self.say.0.departments.get(id.usize()).map_or("", |d| &d.title);
                let node = self.node(NodeKind::Handoff, title, span);
                if let (Some(why), Some(node)) = (why, self.out.nodes.get_mut(node)) {
                    node.details.push(self.say.text(why));
                }
                node
            }
        }
    }
}
