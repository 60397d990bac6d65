//! Topics: ways in, what is said and offered in them, and where they lead.

use std::collections::{HashMap, HashSet};

use super::matching::{Item, matched};
use super::{Change, Changes, Group, Subject, apart};
use crate::check::identity::{Named, Thing, names, wording_mark};
use crate::check::say::Say;
use crate::check::script::{Guards, Reply, Script, StatementKind, Topic, Way};

/// Adds a group for each topic, those that went at the end.
pub(super) fn changes(old: &Script, new: &Script, out: &mut Vec<Group>) {
    let (old_names, new_names) = (names(old), names(new));
    let (old_topics, new_topics) = (topics(&old_names), topics(&new_names));
    let (was, is) = (Side { say: Say(old) }, Side { say: Say(new) });
    let of_new = pairs(was, &old_topics, is, &new_topics);
    for (node, old_at) in new_topics.iter().zip(&of_new) {
        let old_node = old_at.and_then(|at| old_topics.get(at));
        out.extend(group(Both { was, is }, old_node, Some(node)));
    }
    let kept: HashSet<usize> = of_new.iter().copied().flatten().collect();
    for (at, node) in old_topics.iter().enumerate() {
        if !kept.contains(&at) {
            out.extend(group(Both { was, is }, Some(node), None));
        }
    }
}

/// Something with what stands in it.
struct Node<'n, 's> {
    named: &'n Named<'s>,
    children: Vec<Node<'n, 's>>,
}

/// The topics with all that stands in them.
fn topics<'n, 's>(named: &'n [Named<'s>]) -> Vec<Node<'n, 's>> {
    let topics = named.chunk_by(|a, b| a.topic == b.topic).filter_map(|topic| {
        let (head, rest) = topic.split_first()?;
        head.topic?;
        Some(Node { named: head, children: nested(rest, 0) })
    });
    topics.collect()
}

fn nested<'n, 's>(mut named: &'n [Named<'s>], depth: usize) -> Vec<Node<'n, 's>> {
    let mut out = Vec::new();
    while let Some((first, rest)) = named.split_first() {
        let inside = rest.iter().take_while(|named| named.depth > depth).count();
        let (inside, behind) = rest.split_at_checked(inside).unwrap_or((rest, &[]));
        // A wording belongs to the reply before it, which tells all of them.
        if !matches!(first.thing, Thing::Wording(_)) {
            out.push(Node { named: first, children: nested(inside, depth + 1) });
        }
        named = behind;
    }
    out
}

/// For each new topic the old one: of its name, else of its title or with the same in it.
fn pairs(
    was: Side<'_>,
    old: &[Node<'_, '_>],
    is: Side<'_>,
    new: &[Node<'_, '_>],
) -> Vec<Option<usize>> {
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (at, node) in old.iter().enumerate() {
        by_name.insert(&node.named.name, at);
    }
    let mut out: Vec<Option<usize>> =
        new.iter().map(|node| by_name.get(node.named.name.as_str()).copied()).collect();
    for key in [Side::inside, title] {
        let kept: HashSet<usize> = out.iter().copied().flatten().collect();
        let mut left: HashMap<String, usize> = HashMap::new();
        for (at, node) in old.iter().enumerate() {
            if !kept.contains(&at) {
                left.insert(key(was, node), at);
            }
        }
        if left.is_empty() {
            break;
        }
        for (slot, node) in out.iter_mut().zip(new) {
            if slot.is_none() {
                *slot = left.remove(&key(is, node));
            }
        }
    }
    out
}

fn title(_: Side<'_>, node: &Node<'_, '_>) -> String {
    topic_of(node).map(|topic| topic.title.clone()).unwrap_or_default()
}

/// One of the two scripts.
#[derive(Clone, Copy)]
struct Side<'s> {
    say: Say<'s>,
}

/// Both of them.
#[derive(Clone, Copy)]
struct Both<'s> {
    was: Side<'s>,
    is: Side<'s>,
}

impl Side<'_> {
    /// All that a thing says by itself.
    fn said(self, node: &Node<'_, '_>) -> String {
        let text = match node.named.thing {
            Thing::Reply(reply) => self.reply(reply),
            Thing::Handler(handler) => self.say.handler(handler),
            _ => node.named.text().map(|text| self.say.text(text)).unwrap_or_default(),
        };
        let key = match node.named.thing {
            Thing::Choice(choice) => choice.key.as_deref().unwrap_or(""),
            _ => "",
        };
        let guards = node.named.guards().map(|guards| self.say.guards(guards)).unwrap_or_default();
        let parts = [guards.as_str(), key, &text];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn reply(self, reply: &Reply) -> String {
        let messages: Vec<String> = reply
            .messages
            .iter()
            .map(|wordings| {
                let wordings: Vec<String> =
                    wordings.iter().map(|text| self.say.text(text)).collect();
                wordings.join("\nor\n")
            })
            .collect();
        messages.join("\nalso\n")
    }

    /// All that stands in something.
    fn inside(self, node: &Node<'_, '_>) -> String {
        let mut out: Vec<String> = lines(self, node).into_iter().map(|(_, line)| line).collect();
        for child in &node.children {
            out.push(self.said(child));
            out.push(self.inside(child));
        }
        out.join("\n")
    }

    fn item(self, node: &Node<'_, '_>) -> Item {
        let guards = node.named.guards();
        let languages = guards
            .map(|guards| Guards { languages: guards.languages.clone(), ..Guards::default() });
        let languages = languages.map(|guards| self.say.guards(&guards)).unwrap_or_default();
        let end = node.named.name.split_once('/').map_or("", |(_, end)| end);
        Item {
            name: format!("{end}{languages}"),
            has_id: guards.is_some_and(|guards| guards.id.is_some()),
            said: self.said(node),
            inner: self.inside(node),
        }
    }

    fn ways(self, topic: &Topic, ways: &[Way]) -> Vec<String> {
        ways.iter().filter_map(|way| self.say.way(topic, way)).collect()
    }

    /// The examples that a topic has of its own.
    fn examples(self, topic: &Topic) -> Vec<String> {
        let own = topic.ways.iter().filter_map(|way| match way {
            Way::Intent(id) => self.say.0.intents.get(id.usize()),
            Way::Pattern(_) | Way::If(_) => None,
        });
        own.filter(|intent| !intent.shared && intent.name == topic.name)
            .flat_map(|intent| intent.examples.iter().cloned())
            .collect()
    }
}

/// The lines of a branch that have no names: what is needed, where it leads, what is done.
fn lines(side: Side<'_>, node: &Node<'_, '_>) -> Vec<(Subject, String)> {
    let mut out = Vec::new();
    for statement in node.named.body() {
        let subject = match &statement.kind {
            StatementKind::Need(facts) => {
                let names = facts.iter().map(|fact| side.say.fact(*fact).to_owned());
                out.extend(names.map(|name| (Subject::Need, name)));
                continue;
            }
            StatementKind::Goto(_) | StatementKind::Call(_) | StatementKind::Return => Subject::Way,
            StatementKind::Do(..) => Subject::Action,
            StatementKind::Set(..) => Subject::Set,
            StatementKind::Replies(_)
            | StatementKind::Step(..)
            | StatementKind::Note(..)
            | StatementKind::Choices(_) => continue,
        };
        out.extend(side.say.statement(statement).map(|line| (subject, line)));
    }
    out
}

/// What changed in a topic, or came or went with it.
fn group(both: Both<'_>, old: Option<&Node<'_, '_>>, new: Option<&Node<'_, '_>>) -> Option<Group> {
    let (was, is) = (old.and_then(topic_of), new.and_then(topic_of));
    let shown = is.or(was)?;
    let mut out = Changes::default();
    let name = shown.name.clone();
    let sort = |topic: &Topic| if topic.menu { "menu" } else { "topic" };
    match (was, is) {
        (Some(was), Some(is)) => {
            out.both(Subject::Id, &name, &was.name, &is.name);
            out.both(Subject::Title, &name, &was.title, &is.title);
            out.both(Subject::Topic, &name, sort(was), sort(is));
        }
        (Some(was), None) => {
            out.add(Subject::Topic, &name, Some(was.title.clone()), None);
        }
        (None, Some(is)) => {
            out.add(Subject::Topic, &name, None, Some(is.title.clone()));
        }
        (None, None) => {}
    }
    let owner = |side: Side<'_>, topic: Option<&Topic>| {
        let id = topic.and_then(|topic| topic.department);
        id.map(|id| side.say.department(id).to_owned())
    };
    optional(&mut out, Subject::Owner, &name, owner(both.was, was), owner(both.is, is));
    let list = |topic: Option<&Topic>, of: &dyn Fn(&Topic) -> Vec<String>| {
        topic.map(of).unwrap_or_default()
    };
    for (subject, old, new) in [
        (
            Subject::Example,
            list(was, &|topic| both.was.examples(topic)),
            list(is, &|topic| both.is.examples(topic)),
        ),
        (
            Subject::When,
            list(was, &|topic| both.was.ways(topic, &topic.ways)),
            list(is, &|topic| both.is.ways(topic, &topic.ways)),
        ),
        (
            Subject::WhenNot,
            list(was, &|topic| both.was.ways(topic, &topic.nots)),
            list(is, &|topic| both.is.ways(topic, &topic.nots)),
        ),
    ] {
        out.sets(subject, &name, &old, &new);
    }
    branch(both, &mut out, old, new);
    Some(Group { topic: name, title: shown.title.clone(), changes: out.0 })
}

fn topic_of<'s>(node: &Node<'_, 's>) -> Option<&'s Topic> {
    match node.named.thing {
        Thing::Topic(topic) => Some(topic),
        _ => None,
    }
}

fn optional(
    out: &mut Changes,
    subject: Subject,
    name: &str,
    old: Option<String>,
    new: Option<String>,
) {
    if old != new {
        out.add(subject, name, old, new);
    }
}

/// What changed in a topic or a branch, or came or went with it.
fn branch(
    both: Both<'_>,
    out: &mut Changes,
    old: Option<&Node<'_, '_>>,
    new: Option<&Node<'_, '_>>,
) {
    let Some(shown) = new.or(old) else { return };
    let name = shown.named.name.as_str();
    let (was, is) = (
        old.map(|node| lines(both.was, node)).unwrap_or_default(),
        new.map(|node| lines(both.is, node)).unwrap_or_default(),
    );
    for subject in [Subject::Need, Subject::Action, Subject::Set] {
        one_by_one(out, subject, name, &of(&was, subject), &of(&is, subject));
    }
    let (old_children, new_children) =
        (old.map_or(&[][..], |node| &node.children), new.map_or(&[][..], |node| &node.children));
    // Where each new child was.
    let mut places: Vec<Option<usize>> = vec![None; new_children.len()];
    for sort in 0..SORTS {
        let of_sort = |children: &[Node<'_, '_>]| -> Vec<usize> {
            let found = children.iter().enumerate().filter(|(_, node)| self::sort(node) == sort);
            found.map(|(at, _)| at).collect()
        };
        let (olds, news) = (of_sort(old_children), of_sort(new_children));
        let items = |side: Side<'_>, children: &[Node<'_, '_>], at: &[usize]| -> Vec<Item> {
            at.iter().filter_map(|&at| children.get(at)).map(|node| side.item(node)).collect()
        };
        let pairs =
            matched(&items(both.was, old_children, &olds), &items(both.is, new_children, &news));
        for (was, is) in olds.iter().zip(pairs) {
            let place = is.and_then(|is| news.get(is)).and_then(|is| places.get_mut(*is));
            if let Some(place) = place {
                *place = Some(*was);
            }
        }
    }
    for (node, place) in new_children.iter().zip(&places) {
        child(both, out, place.and_then(|at| old_children.get(at)), Some(node));
    }
    let kept: Vec<usize> = places.iter().copied().flatten().collect();
    let known: HashSet<usize> = kept.iter().copied().collect();
    for (at, node) in old_children.iter().enumerate() {
        if !known.contains(&at) {
            child(both, out, Some(node), None);
        }
    }
    one_by_one(out, Subject::Way, name, &of(&was, Subject::Way), &of(&is, Subject::Way));
    if !kept.is_sorted() {
        let mut before = kept.clone();
        before.sort_unstable();
        let shown = |order: &[usize]| {
            let names = order.iter().filter_map(|at| old_children.get(*at));
            let ends = names.map(|node| node.named.name.rsplit('/').next().unwrap_or(""));
            ends.collect::<Vec<_>>().join(", ")
        };
        out.both(Subject::Order, name, &shown(&before), &shown(&kept));
    }
}

fn of(lines: &[(Subject, String)], subject: Subject) -> Vec<String> {
    lines.iter().filter(|(s, _)| *s == subject).map(|(_, line)| line.clone()).collect()
}

/// Lines that came and went; one that went and one that came are one that changed.
fn one_by_one(out: &mut Changes, subject: Subject, name: &str, old: &[String], new: &[String]) {
    let (gone, come) = apart(old, new);
    match (gone.as_slice(), come.as_slice()) {
        ([was], [is]) => out.both(subject, name, was, is),
        _ => out.sets(subject, name, old, new),
    }
}

/// How many sorts of things are matched apart from each other.
const SORTS: u8 = 5;

fn sort(node: &Node<'_, '_>) -> u8 {
    match node.named.thing {
        Thing::Reply(_) | Thing::Wording(_) => 0,
        Thing::Step(..) => 1,
        Thing::Note(..) => 2,
        Thing::Choice(_) | Thing::Topic(_) | Thing::Question(..) => 3,
        Thing::Handler(_) => 4,
    }
}

/// What became of one thing of a branch.
fn child(
    both: Both<'_>,
    out: &mut Changes,
    old: Option<&Node<'_, '_>>,
    new: Option<&Node<'_, '_>>,
) {
    let Some(shown) = new.or(old) else { return };
    let name = shown.named.name.as_str();
    let subject = match shown.named.thing {
        Thing::Reply(_) => Subject::Reply,
        Thing::Wording(_) => Subject::Wording,
        Thing::Step(..) => Subject::Step,
        Thing::Note(..) => Subject::Note,
        Thing::Choice(_) => Subject::Choice,
        Thing::Handler(_) => Subject::Handler,
        Thing::Topic(_) => Subject::Topic,
        Thing::Question(..) => Subject::Question,
    };
    let (Some(was), Some(is)) = (old, new) else {
        let side = if new.is_some() { both.is } else { both.was };
        let said = side.said(shown);
        match new {
            Some(_) => out.add(subject, name, None, Some(said)),
            None => out.add(subject, name, Some(said), None),
        }
        branch(both, out, old, new);
        return;
    };
    let id = |node: &Node<'_, '_>| node.named.guards().and_then(|guards| guards.id.clone());
    if id(was) != id(is) {
        out.both(Subject::Id, name, &was.named.name, name);
    }
    let guards = |side: Side<'_>, node: &Node<'_, '_>| {
        let said = node.named.guards().map(|guards| side.say.guards(guards)).unwrap_or_default();
        Some(said).filter(|said| !said.is_empty())
    };
    optional(out, Subject::Guards, name, guards(both.was, was), guards(both.is, is));
    match (was.named.thing, is.named.thing) {
        (Thing::Reply(old), Thing::Reply(new)) => wordings(both, out, name, old, new),
        (Thing::Choice(old), Thing::Choice(new)) => {
            let label = |side: Side<'_>, choice: &crate::check::script::Choice| {
                let key = choice.key.as_ref().map(|key| format!("{key} "));
                format!("{}{}", key.unwrap_or_default(), side.say.text(&choice.label))
            };
            out.both(subject, name, &label(both.was, old), &label(both.is, new));
        }
        (Thing::Handler(old), Thing::Handler(new)) => {
            out.both(subject, name, &both.was.say.handler(old), &both.is.say.handler(new));
        }
        _ => {
            let text = |side: Side<'_>, node: &Node<'_, '_>| {
                node.named.text().map(|text| side.say.text(text)).unwrap_or_default()
            };
            out.both(subject, name, &text(both.was, was), &text(both.is, is));
        }
    }
    branch(both, out, old, new);
}

/// The messages of a reply and their wordings, each by its place.
fn wordings(both: Both<'_>, out: &mut Changes, name: &str, old: &Reply, new: &Reply) {
    let count = old.messages.len().max(new.messages.len());
    for message in 0..count {
        let of = |side: Side<'_>, reply: &Reply| -> Vec<String> {
            let wordings = reply.messages.get(message);
            wordings.into_iter().flatten().map(|text| side.say.text(text)).collect()
        };
        let (was, is) = (of(both.was, old), of(both.is, new));
        let (gone, come) = apart(&was, &is);
        // The same wordings in another order take turns as before.
        if gone.is_empty() && come.is_empty() {
            continue;
        }
        for wording in 0..was.len().max(is.len()) {
            let (was, is) = (was.get(wording), is.get(wording));
            if was == is {
                continue;
            }
            let mark = wording_mark(message + 1, wording + 1);
            let (subject, name) = match mark {
                None => (Subject::Reply, name.to_owned()),
                Some(mark) => (Subject::Wording, format!("{name}/{mark}")),
            };
            out.0.push(Change { subject, name, old: was.cloned(), new: is.cloned() });
        }
    }
}
