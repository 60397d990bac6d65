//! Ids that two lines of a topic share.

use crate::check::context::Cx;
use crate::check::script::Guards;
use crate::problem::{Code, Problem};
use crate::syntax::tree::{Guard, GuardKind};

/// Notes the id of a line, and reports one that another line of the topic has in the same languages. A translation keeps
/// the id of what it translates.
pub(crate) fn note(cx: &mut Cx<'_>, guards: &Guards, trees: &[Guard]) {
    let Some(id) = &guards.id else { return };
    let span = trees.iter().find_map(|guard| match &guard.kind {
        GuardKind::Id(name) => Some(name.span),
        _ => None,
    });
    let Some(span) = span else { return };
    let overlaps = |languages: &[crate::machine::id::LanguageId]| {
        (languages.is_empty() && guards.languages.is_empty())
            || languages.iter().any(|language| guards.languages.contains(language))
    };
    let earlier = cx
        .used
        .ids
        .iter()
        .find(|(known, languages, _)| known == id && overlaps(languages))
        .map(|&(_, _, place)| place);
    // A heading that could not be read makes one topic of two.
    if let Some(earlier) = earlier.filter(|_| !cx.in_broken) {
        cx.report(
            Problem::new(
                Code::DuplicateName,
                span,
                format!("another line of this topic has the id `{id}`"),
            )
            .label(earlier, "first given here")
            .help("give each line an id of its own"),
        );
    }
    cx.used.ids.push((id.clone(), guards.languages.clone(), span));
}
