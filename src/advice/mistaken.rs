//! Examples that read like those of another intent: a model that was trained without them says so.

use std::collections::{BTreeSet, HashSet};

use super::Book;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::Name;
use crate::text::small_words::is_filling;
use crate::text::tokenize::Tokens;
use crate::train::Doubt;

/// Advice on the examples that the model doubts, but for those that something was told of.
pub(crate) fn mistaken(book: &Book<'_>, doubts: &[Doubt], told: &BTreeSet<Span>) -> Vec<Problem> {
    let mut tokens = Tokens::new();
    let mut problems = Vec::new();
    for doubt in doubts {
        let example = book.examples.get(doubt.intent).and_then(|all| all.get(doubt.example));
        let others = book.examples.get(doubt.other);
        let (Some(example), Some(others)) = (example, others) else { continue };
        let same_topics = book.leads(doubt.intent) == book.leads(doubt.other);
        if told.contains(&example.span) || same_topics {
            continue;
        }
        let (own, other) = (book.intent(doubt.intent), book.intent(doubt.other));
        let percent = doubt.sure / 10;
        let mut problem = Problem::new(
            Code::MistakenExample,
            example.span,
            format!("this reads like an example of `{other}`: from the other examples alone it is taken for that, {percent} % sure"),
        )
        .help(format!(
            "where it means `{other}`, write it there; where it means `{own}`, write two or three more here that say it this way"
        ));
        if let Some(nearest) = nearest(example, others, &mut tokens) {
            problem = problem.label(nearest.span, format!("the example of `{other}` most like it"));
        }
        problems.push(problem);
    }
    problems
}

/// The example that shares the most telling words with one (Jaccard); the first of equals.
fn nearest<'a>(example: &Name, others: &'a [Name], tokens: &mut Tokens) -> Option<&'a Name> {
    let mut words = |name: &Name| -> HashSet<String> {
        tokens.read(&name.value);
        tokens.iter().filter(|t| !is_filling(t.text)).map(|t| t.text.to_owned()).collect()
    };
    let own = words(example);
    let mut best: Option<(usize, &Name)> = None;
    for other in others {
        let theirs = words(other);
        let both = own.intersection(&theirs).count();
        let share = (both * 1000).checked_div(own.len() + theirs.len() - both).unwrap_or(0);
        if best.is_none_or(|(most, _)| share > most) {
            best = Some((share, other));
        }
    }
    best.map(|(_, name)| name)
}
