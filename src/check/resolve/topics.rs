//! Topics and menus: ways in, the tree, what a menu does when nothing fits.

use super::declarations::title;
use super::exprs::{Bare, Value, condition, expression};
use super::guards::guards;
use super::{patterns, texts};
use crate::check::context::{Cx, Place, UNKNOWN};
use crate::check::kinds::Kind;
use crate::check::lints;
use crate::check::scope::Sort;
use crate::check::script::{
    Choice, Expr, Guards, Handler, HandlerAction, Reply, Statement, StatementKind, Target, Text,
    Topic, Way,
};
use crate::machine::id::{ChannelId, DepartmentId, FactId, IntentId, TopicId};
use crate::problem::{Code, Problem};
use crate::syntax::tree::{self, Name, OnAction};
use crate::threads::{are_worth, both};

/// Reads the topics that stand in a row, the first of them with the id `first`.
pub(crate) fn topics(cx: &mut Cx<'_>, trees: &[&tree::Topic], first: u32) -> Vec<Topic> {
    let read = |cx: &mut Cx<'_>, trees: &[&tree::Topic], first: u32| {
        trees.iter().zip(first..).map(|(tree, id)| topic(cx, tree, id)).collect::<Vec<_>>()
    };
    if !are_worth(trees.len()) {
        return read(cx, trees, first);
    }
    let (front, back) = trees.split_at_checked(trees.len() / 2).unwrap_or((trees, &[]));
    let middle = first.saturating_add(u32::try_from(front.len()).unwrap_or(u32::MAX));
    let (mut before, mut behind) = (cx.fork(), cx.fork());
    let (mut rest, mut out) =
        both(|| read(&mut behind, back, middle), || read(&mut before, front, first));
    if !cx.join([before, behind]) {
        // One of the halves could not know what the other one had found.
        return read(cx, trees, first);
    }
    out.append(&mut rest);
    out
}

/// Reads a topic.
fn topic(cx: &mut Cx<'_>, topic: &tree::Topic, id: u32) -> Topic {
    cx.in_broken = usize::try_from(id).is_ok_and(|index| cx.is_broken(index));
    let department =
        topic.department.as_ref().map(|name| DepartmentId::new(cx.find(Sort::Department, name)));
    let mut ways: Vec<Way> =
        cx.scope.own_intent(id).map(|own| Way::Intent(IntentId::new(own))).into_iter().collect();
    let mut nots = Vec::new();
    for when in &topic.ways {
        let way = way(cx, &when.way);
        let side = if when.not { &mut nots } else { &mut ways };
        if !side.contains(&way) {
            side.push(way);
        }
    }
    let body = body(cx, &topic.body, topic.menu);
    let handlers = topic.handlers.iter().map(|handler| self::handler(cx, handler)).collect();
    cx.place = Place::default();
    cx.used.ids.clear();
    Topic {
        span: topic.span,
        name: topic.name.value.clone(),
        title: title(topic.title.as_ref(), &topic.name),
        menu: topic.menu,
        department,
        ways,
        nots,
        body,
        handlers,
    }
}

fn way(cx: &mut Cx<'_>, way: &tree::Way) -> Way {
    match way {
        tree::Way::Pattern(pattern) => Way::Pattern(patterns::pattern(cx, pattern)),
        tree::Way::Intent(name) => Way::Intent(IntentId::new(intent(cx, name))),
        tree::Way::If(test) => Way::If(condition(cx, test)),
    }
}

/// A shared intent, or the examples of a topic.
fn intent(cx: &mut Cx<'_>, name: &Name) -> u32 {
    if let Some(shared) = cx.look_up(Sort::Intent, &name.value) {
        return shared;
    }
    let text = &name.value;
    match cx.scope.topics.id(text) {
        None => {
            if cx.quiet(Sort::Topic, text) {
                return UNKNOWN;
            }
            cx.find(Sort::Intent, name)
        }
        Some(topic) => cx.scope.own_intent(topic).unwrap_or_else(|| {
            if !cx.quiet(Sort::Intent, text) {
                cx.report(
                    Problem::new(
                        Code::UnknownName,
                        name.span,
                        format!("topic `{text}` has no examples, and there is no intent `{text}`"),
                    )
                    .help(format!("write `intent {text}` with examples under it: `- …`")),
                );
            }
            UNKNOWN
        }),
    }
}

fn handler(cx: &mut Cx<'_>, handler: &tree::Handler) -> Handler {
    let action = match &handler.action {
        OnAction::Reply(text) => {
            cx.place.sent = true;
            let text = texts::text(cx, text);
            cx.place.sent = false;
            HandlerAction::Reply(text)
        }
        OnAction::Goto(target) => HandlerAction::Goto(self::target(cx, target)),
    };
    Handler { event: handler.event.value, action }
}

fn body(cx: &mut Cx<'_>, statements: &[tree::Statement], menu: bool) -> Vec<Statement> {
    statements.iter().map(|statement| one(cx, statement, menu)).collect()
}

fn one(cx: &mut Cx<'_>, statement: &tree::Statement, menu: bool) -> Statement {
    let kind = match &statement.kind {
        tree::StatementKind::Need(names) => StatementKind::Need(need(cx, names)),
        tree::StatementKind::Replies(replies) => {
            let taken = lints::places::taken_channels(cx, replies);
            StatementKind::Replies(replies.iter().map(|r| reply(cx, r, &taken)).collect())
        }
        tree::StatementKind::Step(step) => {
            let (guards, text) = guarded(cx, step);
            StatementKind::Step(Box::new(guards), text)
        }
        tree::StatementKind::Note(note) => {
            let (guards, text) = guarded(cx, note);
            StatementKind::Note(Box::new(guards), text)
        }
        tree::StatementKind::Choices(choices) => {
            let out: Vec<Choice> = choices.iter().map(|c| choice(cx, c, menu)).collect();
            lints::menus::keys(cx, choices, &out);
            StatementKind::Choices(out)
        }
        tree::StatementKind::Goto(target) => StatementKind::Goto(self::target(cx, target)),
        tree::StatementKind::Call(name) => {
            StatementKind::Call(TopicId::new(cx.find(Sort::Topic, name)))
        }
        tree::StatementKind::Return => StatementKind::Return,
        tree::StatementKind::Do(name, arguments) => {
            StatementKind::Do(name.value.clone(), self::arguments(cx, arguments))
        }
        tree::StatementKind::Set(fact, value) => set(cx, fact, value),
    };
    Statement { span: statement.span, kind }
}

fn need(cx: &mut Cx<'_>, names: &[Name]) -> Vec<FactId> {
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let fact = FactId::new(cx.find(Sort::Fact, name));
        cx.used.needed.push((fact, name.span));
        if !out.contains(&fact) {
            out.push(fact);
        }
    }
    out
}

/// `taken` are the channels that replies at the same place are written for.
fn reply(cx: &mut Cx<'_>, reply: &tree::Reply, taken: &[ChannelId]) -> Reply {
    let guards = guards(cx, &reply.guards);
    let around = enter(cx, &guards);
    cx.place.sent = true;
    if guards.channels.is_empty() {
        cx.place.taken = taken.to_vec();
    }
    let messages = reply
        .messages
        .iter()
        .map(|wordings| wordings.iter().map(|lines| texts::lines(cx, lines)).collect())
        .collect::<Vec<Vec<Text>>>();
    lints::limits::reply(cx, &messages);
    leave(cx, around);
    Reply { span: reply.span, guards, messages }
}

fn guarded(cx: &mut Cx<'_>, guarded: &tree::Guarded) -> (Guards, Text) {
    let guards = guards(cx, &guarded.guards);
    let around = enter(cx, &guards);
    let text = texts::text(cx, &guarded.text);
    leave(cx, around);
    (guards, text)
}

fn choice(cx: &mut Cx<'_>, choice: &tree::Choice, menu: bool) -> Choice {
    let guards = guards(cx, &choice.guards);
    let around = enter(cx, &guards);
    // A customer reads the choices of a menu; those of a topic are for the agent.
    cx.place.sent = menu;
    let label = texts::text(cx, &choice.label);
    cx.place.sent = false;
    let mut body = body(cx, &choice.body, menu);
    if let Some(target) = &choice.target {
        let target = self::target(cx, target);
        body.push(Statement { span: choice.span, kind: StatementKind::Goto(target) });
    }
    leave(cx, around);
    Choice {
        span: choice.span,
        guards,
        key: choice.key.as_ref().map(|key| key.value.clone()),
        label,
        body,
    }
}

/// Steps behind guards; gives what [`leave`] needs to step back: the place, but of its conditions only their number.
fn enter(cx: &mut Cx<'_>, guards: &Guards) -> (usize, Place) {
    let conditions = core::mem::take(&mut cx.place.conditions);
    let around = (conditions.len(), cx.place.clone());
    cx.place.conditions = conditions;
    cx.place.conditions.extend(guards.conditions.iter().cloned());
    if !guards.channels.is_empty() {
        cx.place.channels.clone_from(&guards.channels);
    }
    if !guards.languages.is_empty() {
        cx.place.languages.clone_from(&guards.languages);
    }
    around
}

fn leave(cx: &mut Cx<'_>, (count, around): (usize, Place)) {
    let mut conditions = core::mem::take(&mut cx.place.conditions);
    conditions.truncate(count);
    cx.place = Place { conditions, ..around };
}

fn target(cx: &mut Cx<'_>, target: &tree::Target) -> Target {
    match target {
        tree::Target::Topic(name) => Target::Topic(TopicId::new(cx.find(Sort::Topic, name))),
        tree::Target::Handoff { department, why } => {
            let id = DepartmentId::new(cx.find(Sort::Department, department));
            cx.used.handed.push((id, department.span));
            Target::Handoff(id, why.as_ref().map(|why| texts::text(cx, why)))
        }
        tree::Target::End(outcome) => Target::End(outcome.value),
    }
}

fn arguments(cx: &mut Cx<'_>, arguments: &[(Name, tree::Expr)]) -> Vec<(String, Expr)> {
    let mut out: Vec<(String, Expr)> = Vec::with_capacity(arguments.len());
    for (name, value) in arguments {
        if out.iter().any(|(known, _)| *known == name.value) {
            let text = &name.value;
            cx.report(
                Problem::new(Code::DuplicateName, name.span, format!("`{text}` is given twice"))
                    .help("keep one of the two"),
            );
        }
        let value = expression(cx, value, Bare::Nothing);
        out.push((name.value.clone(), value.expr));
    }
    out
}

fn set(cx: &mut Cx<'_>, name: &Name, value: &tree::Expr) -> StatementKind {
    // A `set` alone does not use a fact, but a host may read it.
    let id = cx.find(Sort::Fact, name);
    let wanted = cx.scope.kind(id);
    let given = expression(cx, value, Bare::beside(wanted));
    let fact = FactId::new(id);
    cx.used.set.insert(fact);
    if !takes(cx, wanted, &given) {
        let (name, text) = (&name.value, cx.quote(value.span));
        let noun = given.kind.noun();
        let problem = Problem::new(
            Code::WrongType,
            value.span,
            format!("`{name}` is {}, but `{text}` is {noun}", wanted.noun()),
        );
        let problem = match cx.scope.facts.place(id) {
            Some(place) => problem.label(place, "declared here"),
            None => problem,
        };
        cx.report(problem.help(to_write(wanted, name)));
    }
    // A text alone is the one member of a list.
    let value = if wanted == Kind::List && given.kind.is_text() {
        Expr::List(vec![given.expr])
    } else {
        given.expr
    };
    StatementKind::Set(fact, value)
}

/// Whether a fact of a kind takes a value.
fn takes(cx: &Cx<'_>, wanted: Kind, given: &Value) -> bool {
    match (wanted, given.kind) {
        (Kind::Options(to), Kind::Options(from)) => {
            let known = cx.scope.options(to);
            cx.scope.options(from).iter().all(|o| known.iter().any(|k| k.value == o.value))
        }
        // Constants have been compared with the options; other text may be anything.
        (Kind::Options(_), Kind::Text) => {
            matches!(given.expr, Expr::Text(_))
        }
        (Kind::Options(_), Kind::Channel | Kind::Language)
        | (Kind::Moment, Kind::Date | Kind::Time) => false,
        (Kind::List, given) if given.is_text() => true,
        (wanted, given) => wanted.fits(given),
    }
}

fn to_write(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Number => format!("write a number: `set {name} = {name} + 1`"),
        Kind::YesNo => format!("write `set {name} = yes` or `set {name} = no`"),
        Kind::Date => format!("write a date: `set {name} = 2026-12-24`, or `now`"),
        Kind::Time => format!("write a time: `set {name} = 08:30`"),
        Kind::List => format!("write `set {name} = {name} + \"…\"` to add to the list"),
        Kind::Options(_) => "write one of its options".to_owned(),
        _ => format!("write text in quotes: `set {name} = \"…\"`"),
    }
}

#[cfg(test)]
mod split {
    use std::sync::Arc;

    use super::topics;
    use crate::check::context::Cx;
    use crate::check::scope::declare;
    use crate::syntax::parse;
    use crate::syntax::tree::{Item, Topic};

    /// What many topics say, read on two threads, is what one reader finds, problems and all.
    #[test]
    fn halves_make_the_whole() {
        for every in [1, 7, 300, 5_000] {
            let mut text =
                String::from("channel x limit 280 public\nfact name text secret\nfact n number\n");
            for n in 0..1_200 {
                text.push_str(&format!(
                    "== t{n}: T\n- one of {n}\n> {{name}} {{other{}}} {{n or some}}\nneed n\n-> {}{}\n",
                    n / every,
                    if n % every == 0 { "T" } else { "t" },
                    (n * 7) % 1_200,
                ));
            }
            let parsed = parse(0, &text);
            let items: Vec<&Item> = parsed.tree.items.iter().collect();
            let trees: Vec<&Topic> = items
                .iter()
                .filter_map(|item| if let Item::Topic(topic) = item { Some(topic) } else { None })
                .collect();
            let texts = [text.as_str()];
            let read = |size: usize| {
                let mut problems = Vec::new();
                let scope = declare(&items, false, &mut problems);
                let mut cx = Cx::new(&texts, Arc::new(scope), problems);
                let mut out = Vec::new();
                for (row, part) in trees.chunks(size).enumerate() {
                    out.extend(topics(&mut cx, part, u32::try_from(row * size).unwrap()));
                }
                (out, cx.problems, format!("{:?}", cx.used))
            };
            let (whole, parts) = (read(1_200), read(100));
            assert!(!whole.1.is_empty());
            assert!(whole == parts, "{every}");
        }
    }
}
