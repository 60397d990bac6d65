//! Suggestions that the last turn offered, and what stands behind each.

use core::ops::Range;
use std::sync::Arc;

use super::state::Held;
use crate::machine::id::{FactId, TopicId};
use crate::runtime::turn::{Suggestion, SuggestionKind};

/// What stands behind a suggestion that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The walk from where the tree stands.
    Own,
    /// The replies accepted last, with a corrected fact.
    Again,
    /// Another topic.
    Other(TopicId),
}

/// A suggestion that is offered.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) id: Arc<str>,
    pub(super) source: Source,
    pub(super) ask: bool,
    text: Range<usize>,
    /// What the message says for the facts that another topic needs.
    pub(super) filled: Vec<(FactId, Held)>,
}

/// What is offered; the texts stand one behind the other, so that a turn needs no memory for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Offers {
    pub(super) list: Vec<Offer>,
    texts: String,
}

impl Offers {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.texts.clear();
    }

    /// What a suggestion says.
    pub(super) fn text(&self, offer: &Offer) -> &str {
        self.texts.get(offer.text.clone()).unwrap_or("")
    }

    /// Remembers what stands behind suggestions that were added.
    pub(super) fn note(
        &mut self,
        suggestions: &[Suggestion<'_>],
        source: Source,
        filled: &[(FactId, Held)],
    ) {
        let Self { list, texts } = self;
        for suggestion in suggestions {
            if list.iter().any(|offer| offer.id == suggestion.id) {
                continue;
            }
            let start = texts.len();
            texts.push_str(&suggestion.text);
            list.push(Offer {
                id: suggestion.id.clone(),
                source,
                ask: suggestion.kind == SuggestionKind::Ask,
                text: start..texts.len(),
                filled: filled.to_vec(),
            });
        }
    }
}
