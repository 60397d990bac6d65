//! What of a script people translate: units with stable names, and translations written into the source.
//!
//! A translation stands beside what it translates, as a reply with `[lang …]`. Units go by the names that replies have where
//! translations do not count, so a name stays when one is added.

mod segments;
mod write;

pub use segments::{Segment, joined, read, shown};
pub use write::{Given, Imported, Refusal, Refused, import};

use std::collections::HashMap;

use crate::check::identity::{Counting, Kind, Named, Thing, counted, names, wording_mark};
use crate::check::say::Say;
use crate::check::script::{Reply, Script, StatementKind, Text};
use crate::check::translations::pairs;
use crate::machine::id::LanguageId;
use crate::span::Span;
use segments::segments;

/// A text to translate.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The stable name: of the reply, with its wording behind it; of the question, the choice or the handler.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// The guards of the reply it belongs to, for translators to know when it is said.
    pub guards: String,
    /// The text, with the plural forms of the language it is to be translated to.
    pub source: Vec<Segment>,
    /// Its translation.
    pub target: Option<Vec<Segment>>,
}

impl Unit {
    /// Whether a translation has a place in the script: only replies have.
    pub fn has_place(&self) -> bool {
        matches!(self.kind, Kind::Reply | Kind::Wording)
    }
}

/// The units of a script for one of its languages: what is said to customers, in the order of the script.
///
/// Replies that are written for the language already without being translations are none. Questions, and the labels and handlers of
/// menus are there too, though the script has no place for their translations. What is for agents is not: steps, notes, other labels.
///
/// ```
/// use answertree::compile::{Source, analyse};
/// use answertree::strings::{language, shown, units};
/// let text = "language en, fr\nfact name text = you\n== late: Late\n- where is it\n- it is late\n> Sorry, {name}!\n\n> [lang fr] Désolé, {name} !\n";
/// let script = analyse(&[Source { name: "main.answers".into(), text: text.into() }]).script.unwrap();
/// let found = units(&script, language(&script, "fr").unwrap());
/// assert_eq!(found[0].name, "late/1");
/// assert_eq!(shown(&found[0].source), "Sorry, {name}!");
/// assert_eq!(found[0].target.as_deref().map(shown).as_deref(), Some("Désolé, {name} !"));
/// ```
pub fn units(script: &Script, language: LanguageId) -> Vec<Unit> {
    let mut out = Vec::new();
    let places = targets(script, language);
    let cut = |text: &Text| segments(script, text, Some(language));
    for named in counted(script, Counting::Sources) {
        let in_menu =
            named.topic.and_then(|at| script.topics.get(at)).is_some_and(|topic| topic.menu);
        match named.thing {
            Thing::Reply(reply) if !reply.guards.languages.contains(&language) => {
                let target = places.get(&(reply.span.file, reply.span.start)).copied();
                of_reply(script, &named, reply, target, language, &mut out);
            }
            Thing::Question(..) => {}
            Thing::Choice(_) | Thing::Handler(_) if in_menu => {}
            _ => continue,
        }
        if !matches!(named.thing, Thing::Reply(_))
            && let Some(text) = named.text()
        {
            let (kind, guards) = (named.kind(), String::new());
            let (name, span) = (named.name.clone(), text.span);
            out.push(Unit { name, kind, span, guards, source: cut(text), target: None });
        }
    }
    out.retain(|unit| unit.source.iter().any(Segment::has_words));
    out
}

/// The language of that name; `None` where the script has none such beside its own.
pub fn language(script: &Script, name: &str) -> Option<LanguageId> {
    let at = script.languages.iter().position(|language| language.name == name)?;
    (at > 0).then(|| LanguageId::at(at))
}

/// The translation of each reply that has one, by where the reply stands.
fn targets(script: &Script, language: LanguageId) -> HashMap<(u16, u32), &Reply> {
    let mut out = HashMap::new();
    for replies in places(script) {
        for (source, target) in replies.iter().zip(pairs(replies, language)) {
            if let Some(target) = target.and_then(|target| replies.get(target)) {
                out.insert((source.span.file, source.span.start), target);
            }
        }
    }
    out
}

/// Every place where replies stand.
fn places(script: &Script) -> Vec<&Vec<Reply>> {
    let mut out = Vec::new();
    for named in names(script) {
        for statement in named.body() {
            if let StatementKind::Replies(replies) = &statement.kind {
                out.push(replies);
            }
        }
    }
    out
}

fn of_reply(
    script: &Script,
    named: &Named<'_>,
    reply: &Reply,
    target: Option<&Reply>,
    language: LanguageId,
    out: &mut Vec<Unit>,
) {
    for (message, wordings) in (1..).zip(&reply.messages) {
        for (wording, text) in (1..).zip(wordings) {
            let mark = wording_mark(message, wording);
            let (name, kind) = match mark {
                None => (named.name.clone(), Kind::Reply),
                Some(mark) => (format!("{}/{mark}", named.name), Kind::Wording),
            };
            let said = target
                .and_then(|target| target.messages.get(message - 1))
                .and_then(|wordings| wordings.get(wording - 1));
            out.push(Unit {
                name,
                kind,
                span: text.span,
                guards: Say(script).guards(&reply.guards),
                source: segments(script, text, Some(language)),
                target: said.map(|text| segments(script, text, None)),
            });
        }
    }
}
