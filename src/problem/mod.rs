//! What is wrong with a script, as data: a stable code, a place, a sentence, and what to write instead.
//!
//! Problems are never errors of the compiler: every stage returns what it could read and a list of these.

mod code;
mod nearest;

pub use code::{Code, Severity};
pub(crate) use nearest::distance;
pub use nearest::nearest;

use crate::span::Span;

/// One thing an author should know about a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which kind; fixes the severity and the page of the reference.
    pub code: Code,
    /// Where the author should look first.
    pub span: Span,
    /// One sentence, lower case, without a full stop, in the author's words.
    pub message: String,
    /// Other places that matter, each with what it shows.
    pub labels: Vec<(Span, String)>,
    /// What to write.
    pub help: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

/// Text to put in the place of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to replace; empty to insert.
    pub span: Span,
    /// The text to write there.
    pub text: String,
}

impl Problem {
    /// A problem without labels, help or fix.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::said(code, span, message.into())
    }

    /// One function that is called: made in place at each of a hundred sites it would be a good part of the module.
    #[inline(never)]
    fn said(code: Code, span: Span, message: String) -> Self {
        Self { code, span, message, labels: Vec::new(), help: None, fix: None }
    }

    /// Adds what the author should write.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// Adds a change that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}
