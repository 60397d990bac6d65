//! What an author's tools ask about a script: its trees as a graph, its tests, what goes wrong, what has changed.
//!
//! A question is a name with JSON, an answer is JSON; `types.ts` is the contract. The command prints the same documents.

mod batch;
mod changes;
mod error;
mod given;
mod graph;
mod groups;
mod machine;
mod places;
mod record;
mod tests;

use std::cell::OnceCell;
use std::sync::Arc;

use serde_json::Value;

use crate::check::script::Script;
use crate::compile::{Analysed, Source, analyse, compile_with};
use crate::lower::Extras;
use crate::machine::Machine;
use crate::pack::Pack;

pub use self::changes::changed;
pub use self::error::AuthorError;
pub use self::places::Places;
pub use self::tests::tested;

/// The files of a script, and what was found out about them so far.
///
/// ```
/// use answertree::author::Author;
/// use answertree::compile::Source;
/// use serde_json::json;
/// let mut author = Author::default();
/// let text = "== late: Late\n- where is it\n- where was it\n> Soon!\n";
/// author.open(vec![Source { name: "main.answers".into(), text: text.into() }]);
/// let graph = author.ask("graph", &json!({})).unwrap();
/// assert_eq!(graph["nodes"][0]["label"], "Late");
/// assert_eq!(author.ask("nonsense", &json!({})).unwrap_err().code(), "AQ0001");
/// ```
#[derive(Debug, Default)]
pub struct Author {
    sources: Vec<Source>,
    pack: Option<Arc<Pack>>,
    analysed: OnceCell<Analysed>,
    machine: OnceCell<Option<Machine>>,
}

impl Author {
    /// Takes the files of a script in place of those before; the first is the main one.
    pub fn open(&mut self, sources: Vec<Source>) {
        self.sources = sources;
        self.analysed = OnceCell::new();
        self.machine = OnceCell::new();
    }

    /// Takes the language pack for scripts that say `pack`.
    pub fn take_pack(&mut self, pack: Arc<Pack>) {
        self.pack = Some(pack);
        self.machine = OnceCell::new();
    }

    /// The answer to a question; `types.ts` names them all.
    ///
    /// # Errors
    /// Where there is no such question, it was asked with something else than it takes, or the script has errors and the
    /// answer needs one without.
    pub fn ask(&self, question: &str, asked: &Value) -> Result<Value, AuthorError> {
        match question {
            "graph" => Ok(graph::answer(self.script()?, &self.places())),
            "changes" => changes::answer(self.script()?, asked),
            "machine" => Ok(machine::answer(self.machine()?)),
            "batch" => batch::answer(self.script()?, self.machine()?, asked),
            "groups" => groups::answer(self.machine()?, self.pack.as_deref(), asked),
            "tests" => tests::answer(self.script()?, &self.sources, asked),
            "record" => record::answer(self.script()?, asked),
            _ => Err(AuthorError::Unknown(question.to_owned())),
        }
    }

    fn analysed(&self) -> &Analysed {
        self.analysed.get_or_init(|| analyse(&self.sources))
    }

    fn script(&self) -> Result<&Script, AuthorError> {
        self.analysed().script.as_ref().ok_or(AuthorError::Errors)
    }

    /// The machine, with the language pack where the script asks for one that is at hand.
    fn machine(&self) -> Result<&Machine, AuthorError> {
        let made = self.machine.get_or_init(|| {
            let extras = Extras { pack: self.pack.as_deref(), ..Extras::default() };
            let bytes = compile_with(&self.sources, extras).machine?.bytes;
            Machine::load_with(bytes, self.pack.as_ref()).ok()
        });
        made.as_ref().ok_or(AuthorError::Errors)
    }

    fn places(&self) -> Places<'_> {
        Places::new(&self.sources)
    }
}
