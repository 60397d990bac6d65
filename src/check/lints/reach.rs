//! Topics that nothing leads to.

use std::collections::BTreeSet;

use super::statements;
use crate::check::context::Cx;
use crate::check::script::{HandlerAction, Script, StatementKind, Target, Topic};
use crate::machine::id::TopicId;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::Item;

/// Which topics lead to which.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// By topic: where it goes or calls.
    next: Vec<Vec<TopicId>>,
    /// By topic: whether it is entered by `call`, or gone to from such a topic.
    called: Vec<bool>,
}

impl Graph {
    /// Walks every topic once.
    pub(crate) fn of(cx: &Cx<'_>, script: &Script) -> Self {
        let next: Vec<Vec<TopicId>> = script.topics.iter().map(targets).collect();
        let mut gone_to: Vec<TopicId> = Vec::new();
        for topic in &script.topics {
            gone_to.extend(statements(&topic.body).filter_map(|statement| match statement.kind {
                StatementKind::Call(id) => Some(id),
                _ => None,
            }));
        }
        for (id, topic) in (0_u32..).zip(&script.topics) {
            if cx.mentions(&topic.name) {
                gone_to.push(TopicId::new(id));
            }
        }
        let mut called = vec![false; script.topics.len()];
        spread(&next, &mut called, gone_to);
        Self { next, called }
    }

    /// Whether a `call` leads to a topic, so that `return` has somewhere to go.
    pub(crate) fn is_called(&self, topic: usize) -> bool {
        self.called.get(topic).copied().unwrap_or(false)
    }
}

fn targets(topic: &Topic) -> Vec<TopicId> {
    let mut out = Vec::new();
    for statement in statements(&topic.body) {
        match &statement.kind {
            StatementKind::Goto(Target::Topic(id)) | StatementKind::Call(id) => out.push(*id),
            _ => {}
        }
    }
    for handler in &topic.handlers {
        if let HandlerAction::Goto(Target::Topic(id)) = handler.action {
            out.push(id);
        }
    }
    out
}

/// Marks what can be reached from some topics, these included; what is marked already has been walked.
fn spread(next: &[Vec<TopicId>], known: &mut [bool], mut from: Vec<TopicId>) {
    while let Some(id) = from.pop() {
        let Ok(index) = usize::try_from(id.index()) else { continue };
        match known.get_mut(index) {
            Some(flag) if !*flag => *flag = true,
            _ => continue,
        }
        from.extend(next.get(index).into_iter().flatten());
    }
}

/// Reports topics that no message, menu or other topic leads to. A topic reached only from one of these is not reported
/// again; of topics that only lead to each other, the first is.
pub(crate) fn unreachable(cx: &mut Cx<'_>, items: &[&Item], script: &Script, graph: &Graph) {
    if cx.scope.incomplete || cx.unmarked {
        return;
    }
    let mut entries = Vec::new();
    for (index, id) in (0..script.topics.len()).zip(0_u32..) {
        let Some(topic) = script.topics.get(index) else { continue };
        if topic.menu
            || !topic.ways.is_empty()
            || cx.is_broken(index)
            || cx.mentions(&topic.name)
            // Declared twice: the name leads to the first.
            || cx.scope.topics.id(&topic.name) != Some(id)
        {
            entries.push(TopicId::new(id));
        }
    }
    if entries.is_empty() {
        no_way_in(cx, items, script);
        return;
    }
    let mut known = vec![false; script.topics.len()];
    spread(&graph.next, &mut known, entries);
    let mut has_source: BTreeSet<TopicId> = BTreeSet::new();
    for (from, targets) in (0_u32..).zip(&graph.next) {
        has_source.extend(targets.iter().filter(|to| **to != TopicId::new(from)));
    }
    for second_round in [false, true] {
        for (index, id) in (0..script.topics.len()).zip(0_u32..) {
            let id = TopicId::new(id);
            if known.get(index).copied().unwrap_or(true)
                || (!second_round && has_source.contains(&id))
            {
                continue;
            }
            let Some(topic) = script.topics.get(index) else { continue };
            report(cx, topic);
            spread(&graph.next, &mut known, vec![id]);
        }
    }
}

fn report(cx: &mut Cx<'_>, topic: &Topic) {
    let name = &topic.name;
    cx.report(
        Problem::new(Code::UnreachableTopic, topic.span, format!("nothing leads to topic `{name}`"))
            .help(format!("write examples (`- …`) or `when …` under it, or go there from another topic: `-> {name}`")),
    );
}

fn no_way_in(cx: &mut Cx<'_>, items: &[&Item], script: &Script) {
    // Nothing is there at all, or what is there could not be read.
    if items.is_empty() || !cx.broken.is_empty() {
        return;
    }
    let span = script.topics.first().map_or_else(Span::default, |topic| topic.span);
    let (message, help) = if script.topics.is_empty() {
        (
            "the script has no topic, so no message gets a reply",
            "write one: `== late: Late delivery`",
        )
    } else {
        (
            "no topic has a way in, so no message gets a reply",
            "write examples of what customers say under a topic: `- where is my order`",
        )
    };
    cx.report(Problem::new(Code::NoWayIn, span, message).help(help));
}
