//! Looking at a turn: what of it is wrong, and what of the script it shows.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::instrument::{Hole, read};
use super::state::{At, Move};
use super::told::{Path, excerpt};
use crate::check::identity::Named;
use crate::check::script::{Script, Statement, StatementKind, Target};
use crate::problem::{Code, Problem};
use crate::runtime::{Event, EventKind, SuggestionKind};
use crate::span::Span;
use crate::text::length::{characters, weighted};

/// Replies to a customer alone in one turn that are more than any tree says.
const MANY: usize = 32;

/// A hand-off at one place.
#[derive(Debug)]
struct Handed {
    department: String,
    open: bool,
    finding: Finding,
}

/// A hand-off to a department that is closed.
#[derive(Debug)]
pub(super) struct Closed {
    place: String,
    pub(super) department: String,
}

/// What was found so far.
#[derive(Debug)]
pub(super) struct Looker<'s> {
    pub(super) script: &'s Script,
    pub(super) names: Vec<Named<'s>>,
    by_name: BTreeMap<String, usize>,
    holes: Vec<Hole>,
    pub(super) findings: Vec<Finding>,
    known: BTreeSet<(Code, Span, String)>,
    /// Names of what was shown, and of branches that were taken.
    pub(super) shown: BTreeSet<String>,
    pub(super) chosen: BTreeSet<String>,
    handed: BTreeMap<(String, String), Handed>,
}

/// A turn with the way to it.
struct View<'v, 'w, 'm> {
    path: &'v Path<'w>,
    at: &'v At<'m>,
    channel: &'v str,
}

impl<'s> Looker<'s> {
    pub(super) fn new(script: &'s Script, names: Vec<Named<'s>>, holes: Vec<Hole>) -> Self {
        let by_name = names.iter().enumerate().map(|(at, named)| (named.name.clone(), at));
        Self {
            script,
            by_name: by_name.collect(),
            names,
            holes,
            findings: Vec::new(),
            known: BTreeSet::new(),
            shown: BTreeSet::new(),
            chosen: BTreeSet::new(),
            handed: BTreeMap::new(),
        }
    }

    /// Looks at a turn.
    pub(super) fn look(
        &mut self,
        path: &Path<'_>,
        from: Option<&At<'_>>,
        at: &At<'_>,
        events: &[Event],
        circles: bool,
    ) -> Option<Closed> {
        let root = path.nodes.get(at.node).and_then(|node| path.roots.get(node.root));
        let channel = root.and_then(|root| path.starts.channel(root));
        let view = View { path, at, channel: channel.unwrap_or("") };
        self.note(at, events);
        self.holes_of(&view);
        self.suggestions(&view);
        self.messages(&view, events);
        let step = path.nodes.get(at.node).and_then(|node| node.step.as_ref());
        // A hand-off that a customer asks for is none that the script has.
        let closed = if let Some(Move::Say(_)) = step { None } else { self.handoff(&view) };
        let sent = events.iter().filter(|e| matches!(e.kind, EventKind::Sent { .. })).count();
        if circles || at.turn.turn.truncated || sent >= MANY {
            self.circle(&view);
        } else if self.is_dead(path, from, at) {
            self.dead_end(&view);
        }
        closed
    }

    /// A hand-off was seen while its department is open.
    pub(super) fn was_open(&mut self, closed: &Closed) {
        let key = (closed.place.clone(), closed.department.clone());
        if let Some(handed) = self.handed.get_mut(&key) {
            handed.open = true;
        }
    }

    /// The id that a choice has of its own.
    pub(super) fn own_id(&self, name: &str) -> Option<String> {
        let named = self.by_name.get(name).and_then(|at| self.names.get(*at))?;
        named.guards()?.id.clone()
    }

    /// Where something stands.
    fn span(&self, name: &str) -> Span {
        let mut name = name;
        loop {
            if let Some(named) = self.by_name.get(name).and_then(|at| self.names.get(*at)) {
                return named.span;
            }
            match name.rsplit_once('/') {
                Some((branch, _)) => name = branch,
                None => return Span::default(),
            }
        }
    }

    /// Remembers what a turn shows of the script.
    fn note(&mut self, at: &At<'_>, events: &[Event]) {
        let turn = &at.turn.turn;
        let suggested = turn.suggestions.iter().map(|s| &s.id);
        let offered = turn.choices.iter().map(|choice| &choice.id);
        let crumbs = at.turn.crumbs.iter().map(|crumb| &crumb.id);
        for id in suggested.chain(offered).chain(crumbs) {
            if !self.shown.contains(&**id) {
                self.shown.insert(id.to_string());
            }
        }
        for event in events {
            match &event.kind {
                EventKind::Sent { id } => {
                    self.shown.insert(id.to_string());
                }
                EventKind::Chosen { id } => {
                    self.chosen.insert(id.to_string());
                }
                _ => {}
            }
        }
    }

    /// Tells something once, with the first way to it.
    fn tell(&mut self, view: &View<'_, '_, '_>, problem: Problem, of: &str, expected: &[String]) {
        if self.known.insert((problem.code, problem.span, of.to_owned())) {
            let finding = Self::finding(view, problem, expected);
            self.findings.push(finding);
        }
    }

    fn finding(view: &View<'_, '_, '_>, mut problem: Problem, expected: &[String]) -> Finding {
        let way = view.path.to(view.at.node);
        problem.help = Some(match problem.help {
            Some(help) => format!("{help}\nthe way there: {}", way.line()),
            None => format!("the way there: {}", way.line()),
        });
        let name = format!("{} {}", problem.code.id(), view.at.place);
        let test = way.test(&name, &problem.message, expected);
        Finding { problem, given: way.given, done: way.done, test }
    }

    /// Holes that show nothing, wherever they are shown.
    fn holes_of(&mut self, view: &View<'_, '_, '_>) {
        let turn = &view.at.turn.turn;
        let replies =
            turn.suggestions.iter().flat_map(|s| core::iter::once(&s.text).chain(&s.also));
        let mut texts: Vec<(&str, Option<String>)> = Vec::new();
        let messages = view.at.turn.messages.iter().map(String::as_str);
        for text in replies.map(|text| &**text).chain(messages) {
            let words = excerpt(text).map(|words| format!("expect reply has \"{words}\""));
            texts.push((text, words));
        }
        texts.extend(
            turn.asks.iter().map(|a| (&*a.question, Some(format!("expect ask {}", a.fact)))),
        );
        texts.extend(turn.choices.iter().map(|choice| (&*choice.label, None)));
        texts.extend(turn.steps.iter().chain(&turn.notes).map(|step| (&*step.text, None)));
        let handoff = turn.handoff.iter();
        texts.extend(handoff.map(|h| (&*h.why, Some(format!("expect handoff {}", h.department)))));
        for (text, expected) in texts {
            let (_, holes) = read(text);
            for number in holes {
                let Some(Hole { span, said }) = self.holes.get(number).cloned() else { continue };
                let problem = Problem::new(
                    Code::EmptyHole,
                    span,
                    format!("`{{{said}}}` shows nothing: nobody knows it here"),
                )
                .help(format!(
                    "say what stands there then: `{{{said} or …}}`, or ask for it before: `need`"
                ));
                self.tell(view, problem, &said, expected.as_slice());
            }
        }
    }

    /// Suggestions that cannot be sent as they are.
    fn suggestions(&mut self, view: &View<'_, '_, '_>) {
        for suggestion in &view.at.turn.turn.suggestions {
            let reply = suggestion.kind == SuggestionKind::Reply;
            let span = match view.at.turn.turn.asks.first() {
                Some(ask) if !reply => self.span(&format!("fact/{}", ask.fact)),
                _ => self.span(&suggestion.id),
            };
            let words = excerpt(&suggestion.text);
            let expected: Vec<String> =
                words.iter().map(|words| format!("expect reply has \"{words}\"")).collect();
            let marked = core::iter::once(&suggestion.text)
                .chain(&suggestion.also)
                .any(|text| !read(text).1.is_empty());
            if let (false, Some(limit), false) =
                (suggestion.length.fits(), suggestion.length.limit, marked)
            {
                let count = suggestion.length.count;
                self.too_long(view, span, count, limit, &expected);
            }
            if reply && !suggestion.secrets.is_empty() {
                let secrets = suggestion.secrets.join("`, `");
                let problem = Problem::new(
                    Code::SecretShown,
                    span,
                    format!(
                        "on {}, where everybody can read it, `{secrets}` is hidden from this reply",
                        view.channel
                    ),
                )
                .help("guard it with `[on …]`, and write another reply for public channels");
                self.tell(view, problem, "", &expected);
            }
        }
    }

    /// Messages to a customer alone that are longer than the channel allows.
    fn messages(&mut self, view: &View<'_, '_, '_>, events: &[Event]) {
        let row = self.script.channels.iter().find(|row| row.name == view.channel);
        let Some((row, limit)) = row.and_then(|row| Some((row, row.limit?))) else { return };
        for message in &view.at.turn.messages {
            let count = if row.weighted { weighted(message) } else { characters(message) };
            if count <= limit || !read(message).1.is_empty() {
                continue;
            }
            let sent = events.iter().rev().find_map(|event| match &event.kind {
                EventKind::Sent { id } => Some(&**id),
                _ => None,
            });
            let step = view.path.nodes.get(view.at.node).and_then(|node| node.step.as_ref());
            // What is said again was looked at when it was said.
            if sent.is_none() && matches!(step, Some(Move::Say(_))) {
                continue;
            }
            let span = self.span(sent.unwrap_or(&view.at.place));
            let words = excerpt(message).map(|words| format!("expect reply has \"{words}\""));
            self.too_long(view, span, count, limit, words.as_slice());
        }
    }

    fn too_long(
        &mut self,
        view: &View<'_, '_, '_>,
        span: Span,
        count: u32,
        limit: u32,
        expected: &[String],
    ) {
        let channel = &view.channel;
        let text = format!("this is {count} long on {channel}, which takes {limit}");
        let problem = Problem::new(Code::TooLongToSend, span, text)
            .help(format!("shorten it, or write a shorter one with `[on {channel}]` before it"));
        self.tell(view, problem, "", expected);
    }

    /// Remembers whether a hand-off ever finds its department open; gives one that is seen for the first time, and closed.
    fn handoff(&mut self, view: &View<'_, '_, '_>) -> Option<Closed> {
        let handoff = view.at.turn.turn.handoff.as_ref()?;
        let (place, department) = (view.at.place.clone(), handoff.department.to_owned());
        let key = (place.clone(), department.clone());
        if let Some(known) = self.handed.get_mut(&key) {
            known.open |= handoff.open;
            return None;
        }
        let problem = Problem::new(
            Code::OnlyClosed,
            self.leads(&place, &department),
            format!("`{department}` is closed whenever this hands over to it"),
        )
        .help("hand over while it is open, or to a department that is");
        let finding = Self::finding(view, problem, &[format!("expect handoff {department}")]);
        let handed = Handed { department: department.clone(), open: handoff.open, finding };
        self.handed.insert(key, handed);
        (!handoff.open).then_some(Closed { place, department })
    }

    /// Where a topic or a branch hands over.
    fn leads(&self, place: &str, department: &str) -> Span {
        let named = self.by_name.get(place).and_then(|at| self.names.get(*at));
        let hands = |statement: &&Statement| match &statement.kind {
            StatementKind::Goto(Target::Handoff(id, _)) => {
                self.script.departments.get(id.usize()).is_some_and(|d| d.name == department)
            }
            _ => false,
        };
        let found = named.and_then(|named| named.body().iter().find(hands));
        found.map_or_else(|| self.span(place), |statement| statement.span)
    }

    fn circle(&mut self, view: &View<'_, '_, '_>) {
        let problem = Problem::new(
            Code::Circle,
            self.span(&view.at.place),
            "this goes round in a circle, and nobody is asked anything",
        )
        .help("leave the circle with `end` or `handoff`, or ask the customer something in it");
        let turn = &view.at.turn.turn;
        let expected = match (&turn.handoff, turn.ended) {
            (Some(handoff), _) => format!("expect handoff {}", handoff.department),
            (None, Some(_)) => "expect end".to_owned(),
            (None, None) => "expect no end".to_owned(),
        };
        self.tell(view, problem, "", &[expected]);
    }

    fn dead_end(&mut self, view: &View<'_, '_, '_>) {
        let problem = Problem::new(
            Code::Stuck,
            self.span(&view.at.place),
            "nothing is said or offered here, and the conversation does not end",
        )
        .help("write a reply, a choice without `[if …]`, `end …` or `handoff …`");
        let expected = ["reply", "ask", "handoff", "end"].map(|what| format!("expect no {what}"));
        self.tell(view, problem, "", &expected);
    }

    /// Whether nothing is offered and nothing ended, though something was to come.
    fn is_dead(&self, path: &Path<'_>, from: Option<&At<'_>>, at: &At<'_>) -> bool {
        let turn = &at.turn.turn;
        let silent = turn.suggestions.is_empty()
            && turn.asks.is_empty()
            && turn.choices.is_empty()
            && turn.steps.is_empty()
            && turn.notes.is_empty()
            && turn.actions.is_empty()
            && turn.handoff.is_none()
            && turn.ended.is_none()
            && at.turn.messages.is_empty();
        if !silent || !at.turn.open {
            return false;
        }
        let step = path.nodes.get(at.node).and_then(|node| node.step.as_ref());
        match step {
            // What was sent is an end of its own, but where choices stand behind it and none is open.
            Some(Move::Accept { id, .. }) => {
                from.is_some_and(|from| from.turn.turn.choices.is_empty()) && self.has_choices(id)
            }
            Some(Move::Miss | Move::Wait(_)) => false,
            // What was not understood leads nowhere; what a tree says that was left or come back to was said before.
            Some(Move::Mean { .. } | Move::Say(_) | Move::Switch { .. }) => {
                let before = from.map(|from| &from.turn.crumbs);
                !at.turn.crumbs.is_empty() && before != Some(&at.turn.crumbs)
            }
            _ => true,
        }
    }

    /// Whether choices follow a reply in its body.
    fn has_choices(&self, reply: &str) -> bool {
        let named = self.by_name.get(reply).and_then(|at| self.names.get(*at));
        let branch = named.and_then(|named| self.by_name.get(&named.branch));
        let (Some(named), Some(branch)) = (named, branch.and_then(|at| self.names.get(*at))) else {
            return false;
        };
        let behind = branch.body().iter().skip_while(|s| !within(s.span, named.span)).skip(1);
        let mut behind = behind.take_while(|s| !matches!(s.kind, StatementKind::Replies(_)));
        behind.any(|statement| matches!(statement.kind, StatementKind::Choices(_)))
    }

    /// Everything that was found, by place, and how many lines are undecided; `whole` where everything was walked.
    pub(super) fn findings(mut self, whole: bool) -> (Vec<Finding>, usize) {
        for handed in core::mem::take(&mut self.handed).into_values().filter(|h| !h.open) {
            let problem = &handed.finding.problem;
            if self.known.insert((problem.code, problem.span, handed.department)) {
                self.findings.push(handed.finding);
            }
        }
        let never = self.never();
        let undecided = if whole { 0 } else { never.len() };
        let mut findings = self.findings;
        findings.extend(never.into_iter().filter(|_| whole));
        findings.sort_by_key(|finding| (finding.problem.span, finding.problem.code));
        (findings, undecided)
    }
}

/// Whether a span lies within another.
fn within(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}
