//! Scripts made of what authors already have: tables of messages, the training data of other engines, macros and canned replies.
//!
//! Every format has a reader, which fills one draft; one writer makes a script of it. `docs/import.md` says what becomes what. What
//! cannot be carried over is told, with its place and a code.

mod chatwoot;
mod dialogflow;
mod draft;
mod facts;
mod html;
mod leads;
mod rasa;
mod rivescript;
mod source;
mod table;
mod told;
mod words;
mod write;
mod yaml;
mod zendesk;

use self::draft::Draft;
use self::table::Header;
use crate::data::Columns;
use crate::writing::names;

pub use self::source::{Format, MAX_FILE_BYTES};
pub use self::told::{ImportError, Loss, Told, Wrong};

/// What was made of some files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The script.
    pub script: String,
    /// What could not be carried over, in the order of the files.
    pub told: Vec<Told>,
    /// How many topics it has.
    pub topics: usize,
    /// How many examples.
    pub examples: usize,
    /// How many wordings of replies.
    pub wordings: usize,
    /// Topics for which no file has a reply: what stands there has to be written.
    pub without_reply: usize,
    /// Topics for which no file has a message: their titles stand there.
    pub without_example: usize,
}

/// Reads files one after the other and makes one script of them.
#[derive(Debug)]
pub struct Import {
    draft: Draft,
    columns: Columns,
    rasa: rasa::Rasa,
    brain: rivescript::Brain,
}

impl Import {
    /// An import of nothing yet; the columns are those of tables.
    pub fn new(columns: Columns) -> Self {
        Self {
            draft: Draft::new(),
            columns,
            rasa: rasa::Rasa::default(),
            brain: rivescript::Brain::default(),
        }
    }

    /// Reads a file. `name` is how people know it.
    ///
    /// # Errors
    ///
    /// A file is refused that is larger than [`MAX_FILE_BYTES`], not in its format, or not text where it should be; what is wrong with a
    /// part of it is told when the import is done.
    pub fn read(&mut self, name: &str, format: Format, bytes: &[u8]) -> Result<(), ImportError> {
        if bytes.len() > MAX_FILE_BYTES {
            let most = MAX_FILE_BYTES >> 20;
            return Err(ImportError::new(
                name,
                Wrong::TooLarge,
                format!("it is larger than {most} MiB"),
            ));
        }
        self.draft.teller.enter(name);
        let text = || source::text(name, bytes);
        let draft = &mut self.draft;
        match format {
            Format::Tsv | Format::Csv | Format::JsonLines => {
                table::read(draft, &Header { name, format, columns: &self.columns }, bytes)
            }
            Format::Rasa => self.rasa.read(draft, name, text()?),
            Format::Dialogflow => dialogflow::read(draft, name, bytes),
            Format::RiveScript => {
                rivescript::read(draft, &mut self.brain, text()?);
                Ok(())
            }
            Format::Zendesk => zendesk::read(draft, name, text()?),
            Format::Chatwoot => chatwoot::read(draft, name, text()?),
        }
    }

    /// The script of all that was read.
    ///
    /// ```
    /// use answertree::{data::Columns, import::{Format, Import}};
    /// let mut import = Import::new(Columns::default());
    /// let file = "late delivery\twhere is {my} parcel\nlate delivery\tit is late\n";
    /// import.read("messages.tsv", Format::Tsv, file.as_bytes()).unwrap();
    /// assert_eq!(
    ///     import.finish().script,
    ///     "== late-delivery: late delivery\n- where is {my} parcel\n- it is late\n> \\[Reply: late delivery]\n"
    /// );
    /// ```
    pub fn finish(mut self) -> Imported {
        self.rasa.finish(&mut self.draft);
        self.brain.finish(&mut self.draft);
        let mut finished = self.draft.finish();
        let script = write::script(&mut finished);
        let topics = || finished.topics.iter().map(|(_, topic)| topic);
        Imported {
            script,
            topics: finished.topics.len(),
            examples: topics().map(|topic| topic.examples.len()).sum(),
            wordings: topics()
                .flat_map(|topic| &topic.body.replies)
                .flat_map(|reply| reply.messages.iter().map(Vec::len))
                .sum(),
            without_reply: finished.without_reply,
            without_example: finished.without_example,
            told: finished.teller.done(),
        }
    }

    /// Whether nothing was found in the files.
    pub fn is_empty(&self) -> bool {
        !self.draft.has_topics() && self.rasa.is_empty() && self.brain.is_empty()
    }
}
