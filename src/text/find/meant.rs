//! Which of several values a message means: none that it denies, and what it corrects another to.

use super::{is_one_of, word};
use crate::text::scan::{run, slice};
use crate::text::tokenize::{Tokens, place_in};

/// What may stand between a `not` and the value that it denies.
const BETWEEN: &str = "the a an my your this that any in on at for from of to it be want need like mean order ordered buy bought choose take";

/// What may stand between a denied value and an `or`.
const BEHIND: &str = "one ones size";

/// What takes back a value before it, where a clause begins or after one of the words in [`BEFORE`].
const CORRECTIONS: &str = "sorry wait actually correction oops rather scratch";
const BEFORE: &str = "no oh or but and so";

/// Where reading stands between values.
#[derive(Default)]
struct Between {
    /// A value here is denied.
    denying: bool,
    /// The value before was denied: an `or` denies the next, too.
    denied: bool,
    /// A value here takes the place of those before.
    corrects: bool,
}

impl Between {
    /// Passes a token that is no value.
    #[cfg_attr(tuned, optimize(size))]
    fn pass(&mut self, message: &str, tokens: &Tokens, at: usize) {
        let Some(token) = tokens.get(at) else { return };
        let begins = begins_clause(message, tokens, at);
        if begins {
            (self.denying, self.denied) = (false, false);
        }
        let text = token.text;
        let before = if begins { "" } else { text_before(tokens, at) };
        match text {
            "not" | "never" | "without" | "nor" => self.denying = true,
            "of" if before == "instead" => self.denying = true,
            "than" if before == "rather" => self.denying = true,
            "or" if self.denied => self.denying = true,
            _ => {
                self.denying &= is_one_of(BETWEEN, text);
                self.denied &= is_one_of(BEHIND, text);
            }
        }
        let next = word(tokens, at + 1);
        self.corrects |= match text {
            "mean" | "meant" => is_one_of("i we", before),
            "no" => begins && begins_clause(message, tokens, at + 1),
            "sorry" if is_one_of("for about to but that if", next) => false,
            "rather" if next == "than" => false,
            _ => (begins || is_one_of(BEFORE, before)) && is_one_of(CORRECTIONS, text),
        };
    }
}

/// Whether a clause begins with a token: a sentence, or what stands behind a comma and the like.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
fn begins_clause(message: &str, tokens: &Tokens, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at)) else { return true };
    let between = slice(message, place_in(before.end), place_in(token.start));
    let joins = |c| !matches!(c, ',' | ';' | ':' | '(' | ')' | '…' | '—' | '–');
    token.sentence_start || run(between, 0, joins) < between.len()
}

fn text_before(tokens: &Tokens, at: usize) -> &str {
    at.checked_sub(1).and_then(|at| tokens.get(at)).map_or("", |token| token.text)
}

/// Looks for values, and takes those that are meant.
pub(crate) trait Values {
    /// Whether a value begins at a token: keeps it, and gives the token after it.
    fn find(&mut self, at: usize) -> Option<usize>;

    /// Takes the value that was found last; where it `corrects`, in place of those before.
    fn take(&mut self, corrects: bool);
}

/// Finds the values that a message does not deny, in order.
///
/// A `not` denies the value behind it, but for little words between (`not in the blue`), and what an `or` joins to that; it
/// reaches to the end of its clause at most. After `sorry`, `no wait`, `I meant` and their like a value takes the place of those
/// before. Each token is looked at once.
#[inline(never)]
#[cfg_attr(tuned, optimize(size))]
pub(crate) fn meant(message: &str, tokens: &Tokens, values: &mut dyn Values) {
    let mut between = Between::default();
    let mut at = 0;
    while at < tokens.len() {
        let Some(next) = values.find(at) else {
            between.pass(message, tokens, at);
            at += 1;
            continue;
        };
        if between.denying && !begins_clause(message, tokens, at) {
            (between.denying, between.denied) = (false, true);
        } else {
            values.take(between.corrects);
            between = Between::default();
        }
        at = next.max(at + 1);
    }
}
