//! The arguments of `import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use answertree::import::Format;

/// Make a script of tables, or of what other programs export
#[derive(Debug, Args)]
#[command(
    after_help = "The format of a file is seen from its name and its content; --from says it. Tables are read as `backtest` reads them: labels \
                        become topics, messages their examples. What cannot be carried over is told on the standard error with its place and a \
                        code; docs/import.md says what becomes what.\n\n\
                        Examples:\n  answertree import messages.csv --labels intent --reply answer -o main.answers\n  \
                        answertree import data/nlu.yml domain.yml data/rules.yml -o main.answers\n  \
                        answertree import agent.zip --strict > main.answers"
)]
pub(crate) struct Import {
    /// What to read, all into one script; `-` is the standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The format of the files [default: as each file says]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<ImportFormat>,
    /// The script's file; `-` is the standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// The column or key of the labels in tables [default: label]
    #[arg(long, visible_alias = "label", value_name = "COLUMN")]
    pub(crate) labels: Option<String>,
    /// The column or key of the messages in tables [default: text]
    #[arg(long, visible_alias = "message", value_name = "COLUMN")]
    pub(crate) text: Option<String>,
    /// The column or key of the replies in tables [default: reply, if there is one]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) reply: Option<String>,
    /// Write nothing and exit with status 1 where something cannot be carried over
    #[arg(long)]
    pub(crate) strict: bool,
    /// Tell all that cannot be carried over, not only the first of each kind
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// A format by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// Fields with tabs between them: `label<TAB>message`, or a header where columns are named
    Tsv,
    /// Comma-separated fields under a header
    Csv,
    /// An object a line
    Jsonl,
    /// Training data, domain, rules and stories of Rasa, in YAML
    Rasa,
    /// The export of a Dialogflow ES agent, a zip
    Dialogflow,
    /// A brain of `RiveScript`
    Rivescript,
    /// Macros of Zendesk, as its API gives them
    Zendesk,
    /// Canned responses of Chatwoot, as its API gives them
    Chatwoot,
}

impl ImportFormat {
    /// The same for the library.
    pub(crate) fn format(self) -> Format {
        match self {
            Self::Tsv => Format::Tsv,
            Self::Csv => Format::Csv,
            Self::Jsonl => Format::JsonLines,
            Self::Rasa => Format::Rasa,
            Self::Dialogflow => Format::Dialogflow,
            Self::Rivescript => Format::RiveScript,
            Self::Zendesk => Format::Zendesk,
            Self::Chatwoot => Format::Chatwoot,
        }
    }
}
