//! The arguments of `backtest`.

use std::path::PathBuf;

use clap::Args;

/// Try messages whose topics are known, and tell how well they are found
#[derive(Debug, Args)]
#[command(
    after_help = "A file ending in .csv is CSV with a header, one ending in .jsonl, .ndjson or .json has an object a line, any other has \
                        `label<TAB>message` lines, or tabs under a header where --labels or --text name columns. A label is the name of a topic. \
                        Without a script the messages make one: a topic for each label, with the label's messages as examples. docs/backtest.md \
                        defines the figures.\n\n\
                        Examples:\n  answertree backtest main.answers --data messages.tsv --none other\n  \
                        answertree backtest --data messages.csv --labels intent --text body --folds 5 --html report.html\n  \
                        answertree backtest --train train.tsv --test test.tsv --json"
)]
pub(crate) struct Backtest {
    /// The script or machine; none with `--folds` or `--train`
    #[arg(value_name = "FILE", required_unless_present_any = ["folds", "train"], conflicts_with_all = ["folds", "train"], requires = "data")]
    pub(crate) file: Option<PathBuf>,
    /// Messages with their labels; may be given many times; `-` is the standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["train", "test"])]
    pub(crate) data: Vec<PathBuf>,
    /// Part the data into so many parts, and try each on a script made of the others
    #[arg(long, value_name = "N", requires = "data", value_parser = clap::value_parser!(u8).range(2..=100))]
    pub(crate) folds: Option<u8>,
    /// Messages to make a script of; may be given many times
    #[arg(long, value_name = "FILE", requires = "test")]
    pub(crate) train: Vec<PathBuf>,
    /// Messages to try on it; may be given many times
    #[arg(long, value_name = "FILE", requires = "train")]
    pub(crate) test: Vec<PathBuf>,
    /// The column or key of the labels [default: label]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) labels: Option<String>,
    /// The column or key of the messages [default: text]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) text: Option<String>,
    /// The label of messages that belong to no topic
    #[arg(long, value_name = "LABEL")]
    pub(crate) none: Option<String>,
    /// Train on at most so many messages of each label, drawn by the seed
    #[arg(long, value_name = "N", conflicts_with = "file", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) examples: Option<u32>,
    /// Chooses what is drawn, and how folds are parted
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "file")]
    pub(crate) seed: u64,
    /// Train without the language pack
    #[arg(long, conflicts_with = "file")]
    pub(crate) no_pack: bool,
    /// Train with the language pack of a file in place of the one of English
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "no_pack"])]
    pub(crate) pack: Option<PathBuf>,
    /// Also write a report with plots, a page that needs nothing else
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
