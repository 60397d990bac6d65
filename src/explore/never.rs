//! What no conversation comes to.

use std::collections::BTreeSet;

use super::Finding;
use super::look::Looker;
use super::starts::is_entrance;
use crate::check::identity::Kind;
use crate::check::script::{HandlerAction, StatementKind, Target};
use crate::problem::{Code, Problem};

impl Looker<'_> {
    /// Topics, choices and replies that were never come to; what stands in one of them is not told beside it.
    pub(super) fn never(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let reached = self.reached();
        let mut within: Vec<String> = Vec::new();
        for named in &self.names {
            let known = match named.kind() {
                Kind::Topic => reached.contains(&named.name),
                Kind::Choice | Kind::Reply => self.shown.contains(&named.name),
                _ => true,
            };
            if known {
                continue;
            }
            let inside = within.contains(&named.branch);
            if named.kind() != Kind::Reply {
                within.push(named.name.clone());
            }
            if inside {
                continue;
            }
            let word = named.kind().word();
            let text =
                format!("nothing leads to this {word}, whatever is known, chosen and written");
            let help = if named.kind() == Kind::Topic {
                "lead to it with `->` where that can happen, or give it examples"
            } else {
                "look at its guards, and at what must hold on the way to it"
            };
            let problem = Problem::new(Code::NeverReached, named.span, text).help(help);
            let (given, done) = (Vec::new(), Vec::new());
            findings.push(Finding { problem, given, done, test: None });
        }
        findings
    }

    /// Topics that a message can lead to, or that something leads to which was come to.
    fn reached(&self) -> BTreeSet<String> {
        let topics = self.script.topics.iter();
        let mut reached: BTreeSet<String> =
            topics.filter(|topic| is_entrance(topic)).map(|topic| topic.name.clone()).collect();
        loop {
            let before = reached.len();
            let mut more = Vec::new();
            for named in &self.names {
                let on = match named.kind() {
                    Kind::Topic => reached.contains(&named.name),
                    Kind::Choice => {
                        let topic = named.name.split('/').next().unwrap_or("");
                        self.chosen.contains(&named.name) && reached.contains(topic)
                    }
                    _ => false,
                };
                let bodies = named.body().iter().filter(|_| on);
                more.extend(bodies.filter_map(|statement| match &statement.kind {
                    StatementKind::Goto(Target::Topic(id)) | StatementKind::Call(id) => Some(*id),
                    _ => None,
                }));
            }
            let handlers = self.script.topics.iter().filter(|t| reached.contains(&t.name));
            for handler in handlers.flat_map(|topic| &topic.handlers) {
                if let HandlerAction::Goto(Target::Topic(id)) = handler.action {
                    more.push(id);
                }
            }
            let names = more.iter().filter_map(|id| self.script.topics.get(id.usize()));
            let names: Vec<String> = names.map(|topic| topic.name.clone()).collect();
            reached.extend(names);
            if reached.len() == before {
                return reached;
            }
        }
    }
}
