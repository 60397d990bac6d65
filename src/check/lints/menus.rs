//! Menu keys that two choices share.

use std::collections::BTreeMap;

use crate::check::context::Cx;
use crate::check::script::{Choice, Guards};
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree;

/// Reports a key that another choice at the same place has too, unless their guards keep them apart.
pub(crate) fn keys(cx: &mut Cx<'_>, trees: &[tree::Choice], choices: &[Choice]) {
    let mut known: BTreeMap<&str, Vec<(&Guards, Span)>> = BTreeMap::new();
    for (tree, choice) in trees.iter().zip(choices) {
        let Some(key) = &tree.key else { continue };
        let same = known.entry(key.value.as_str()).or_default();
        let earlier = same.iter().find(|(guards, _)| can_meet(&choice.guards, guards));
        let Some(&(_, place)) = earlier else {
            same.push((&choice.guards, key.span));
            continue;
        };
        let text = &key.value;
        cx.report(
            Problem::new(
                Code::DuplicateKey,
                key.span,
                format!("`{text}` is the key of another choice of this menu"),
            )
            .label(place, "first used here")
            .help("give each choice a key of its own"),
        );
    }
}

/// Whether both can be offered in one turn, as far as channels and languages say; conditions may keep them apart.
fn can_meet(a: &Guards, b: &Guards) -> bool {
    fn meet<T: PartialEq>(a: &[T], b: &[T]) -> bool {
        a.is_empty() || b.is_empty() || a.iter().any(|one| b.contains(one))
    }
    let languages = if a.languages.is_empty() || b.languages.is_empty() {
        a.languages.len() == b.languages.len()
    } else {
        meet(&a.languages, &b.languages)
    };
    let free = |guards: &Guards| {
        guards.conditions.is_empty() && guards.from.is_none() && guards.until.is_none()
    };
    languages && meet(&a.channels, &b.channels) && free(a) && free(b)
}
