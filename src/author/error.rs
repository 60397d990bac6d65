//! Why a question has no answer.

use core::fmt;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorError {
    /// There is no such question.
    Unknown(String),
    /// It was asked with something else than it takes: what is missing or of another kind.
    Asked(String),
    /// The script has errors, and the answer needs one without.
    Errors,
}

impl AuthorError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "AQ0001",
            Self::Asked(_) => "AQ0002",
            Self::Errors => "AQ0003",
        }
    }
}

impl fmt::Display for AuthorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(question) => write!(f, "there is no question `{question}`"),
            Self::Asked(what) => write!(f, "{what}"),
            Self::Errors => f.write_str("the script has errors"),
        }
    }
}

impl core::error::Error for AuthorError {}
