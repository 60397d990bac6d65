//! The arguments of `suggest-topics`.

use std::path::PathBuf;

use clap::Args;

/// Group messages that no topic answers, and draft a topic for each group
#[derive(Debug, Args)]
#[command(
    after_help = "Messages are read as `backtest` reads them; labels are not looked at. Without a script all messages are grouped. A draft has examples \
                        and a place for its reply: write that, and put the topic into your script. docs/suggest-topics.md says how groups are found.\n\n\
                        Examples:\n  answertree suggest-topics messages.jsonl main.answers\n  \
                        answertree suggest-topics messages.csv --text body --drafts drafts.answers\n  \
                        answertree suggest-topics messages.tsv main.machine --groups 20 --json"
)]
pub(crate) struct SuggestTopics {
    /// Messages: TSV, CSV or JSON Lines; `-` is the standard input
    #[arg(value_name = "MESSAGES")]
    pub(crate) messages: PathBuf,
    /// The script or machine that should answer them
    #[arg(value_name = "SCRIPT")]
    pub(crate) script: Option<PathBuf>,
    /// The column or key of the messages [default: text]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) text: Option<String>,
    /// So many groups at the most [default: as many as tell themselves apart]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) groups: Option<u32>,
    /// The fewest messages of a group [default: 3, or one in a thousand of all]
    #[arg(long, value_name = "SIZE", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) least: Option<u32>,
    /// Show so many groups
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20, conflicts_with = "json")]
    pub(crate) show: u32,
    /// Also write a script of drafts, a topic for each group
    #[arg(long, value_name = "FILE")]
    pub(crate) drafts: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "drafts")]
    pub(crate) force: bool,
    /// Group without the language pack
    #[arg(long)]
    pub(crate) no_pack: bool,
    /// Print all groups as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
