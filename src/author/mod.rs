//! What an author's tools ask about a script: its trees as a graph, its tests, what goes wrong, what has changed.
//!
//! A question is a name with JSON, an answer is JSON; `types.ts` is the contract. The command prints the same documents.

mod batch;
mod changes;
mod considered;
mod error;
mod explore;
mod given;
mod graph;
mod groups;
mod language;
mod lines;
mod machine;
mod made;
mod places;
mod record;
mod tests;
mod win;

use std::cell::OnceCell;
use std::sync::Arc;

use serde_json::Value;

use crate::assist::Draft;
use crate::check::names::Names;
use crate::check::script::Script;
use crate::compile::{Analysed, Source, analyse};
use crate::machine::Machine;
use crate::pack::Pack;

use self::made::Made;

pub use self::changes::changed;
pub use self::error::AuthorError;
pub use self::explore::explored;
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
    made: OnceCell<Option<Made>>,
    names: OnceCell<Names>,
}

impl Author {
    /// Takes the files of a script in place of those before; the first is the main one.
    pub fn open(&mut self, sources: Vec<Source>) {
        self.sources = sources;
        self.analysed = OnceCell::new();
        self.made = OnceCell::new();
        self.names = OnceCell::new();
    }

    /// Takes the language pack for scripts that say `pack`.
    pub fn take_pack(&mut self, pack: Arc<Pack>) {
        self.pack = Some(pack);
        self.made = OnceCell::new();
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
            "tests" => tests::answer(self.script()?, self.pack.as_ref(), &self.sources, asked),
            "record" => record::answer(self.script()?, self.pack.as_ref(), asked),
            "explore" => Ok(explore::answer(self.script()?, &self.sources, asked)),
            "considered" => considered::answer(self.script()?, self.made()?, &self.sources, asked),
            "win" => {
                let (script, made, sources) = (self.script()?, self.made()?, &*self.sources);
                let pack = self.pack.as_ref();
                win::answer(&win::Question { script, made, sources, pack }, asked)
            }
            _ => language::answer(self.edited(), question, asked)
                .unwrap_or_else(|| Err(AuthorError::Unknown(question.to_owned()))),
        }
    }

    /// The script as its editor has it, whatever is wrong with it.
    fn edited(&self) -> language::Edited<'_> {
        language::Edited {
            draft: Draft::new(&self.sources, &self.names),
            problems: language::Problems(&self.sources, &self.analysed),
        }
    }

    fn analysed(&self) -> &Analysed {
        self.analysed.get_or_init(|| analyse(&self.sources))
    }

    fn script(&self) -> Result<&Script, AuthorError> {
        self.analysed().script.as_ref().ok_or(AuthorError::Errors)
    }

    fn machine(&self) -> Result<&Machine, AuthorError> {
        self.made().map(|made| &made.machine)
    }

    /// The machine with where it was written, and with the language pack where the script asks for one that is at hand.
    fn made(&self) -> Result<&Made, AuthorError> {
        let script = self.script()?;
        let made = self.made.get_or_init(|| Made::new(script, self.pack.as_ref()));
        made.as_ref().ok_or(AuthorError::Errors)
    }

    fn places(&self) -> Places<'_> {
        Places::new(&self.sources)
    }
}
