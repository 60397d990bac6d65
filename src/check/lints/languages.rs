//! Languages without a wording.

use super::statements;
use crate::check::context::Cx;
use crate::check::script::{Script, StatementKind};
use crate::machine::id::LanguageId;
use crate::problem::{Code, Problem};

/// Reports a language that no reply is written in and no condition asks for, and places that have replies in other languages but none in the
/// script's own, which everybody else would get.
pub(crate) fn missing(cx: &mut Cx<'_>, script: &Script) {
    let own = LanguageId::new(0);
    let mut written: Vec<LanguageId> = Vec::new();
    let mut any = false;
    for (index, topic) in script.topics.iter().enumerate() {
        for statement in statements(&topic.body) {
            let StatementKind::Replies(replies) = &statement.kind else { continue };
            any = true;
            for language in replies.iter().flat_map(|reply| &reply.guards.languages) {
                if !written.contains(language) {
                    written.push(*language);
                }
            }
            let in_own = replies.iter().any(|reply| {
                reply.guards.languages.is_empty() || reply.guards.languages.contains(&own)
            });
            if let (false, Some(reply)) = (in_own || cx.is_broken(index), replies.first()) {
                let language = cx.scope.languages.name(0);
                cx.report(
                    Problem::new(
                        Code::MissingLanguage,
                        reply.span,
                        format!(
                            "there is no reply in `{language}` here, the script's own language"
                        ),
                    )
                    .help("write one without `[lang …]` behind it"),
                );
            }
        }
    }
    if !any || !cx.broken.is_empty() || cx.scope.incomplete {
        return;
    }
    for (id, (name, span)) in (0_u32..).zip(cx.scope.languages.names.clone()).skip(1) {
        let first = cx.scope.languages.id(name) == Some(id);
        let language = LanguageId::new(id);
        if first && !written.contains(&language) && !cx.used.languages.contains(&language) {
            cx.report(
                Problem::new(
                    Code::MissingLanguage,
                    span,
                    format!("no reply is written in `{name}`"),
                )
                .help(format!("begin a reply with `> [lang {name}]`, or leave the language out")),
            );
        }
    }
}
