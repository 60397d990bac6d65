//! The arguments of `pack`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Make a language pack of your own
#[derive(Debug, Subcommand)]
pub(crate) enum Pack {
    Adapt(Adapt),
}

/// Refit a language pack on messages of your own customers; they need no labels
#[derive(Debug, Args)]
#[command(
    after_help = "A file ending in .txt has a message a line; others are read as `backtest` reads them, and their labels are not looked at. \
                        A script that says `pack acme` is trained with the file acme.pack beside it. docs/pack.md says what is done, and what it gains.\n\n\
                        Examples:\n  answertree pack adapt messages.txt -o acme.pack\n  \
                        answertree pack adapt messages.csv --text body --from old.pack -o acme.pack --force"
)]
pub(crate) struct Adapt {
    /// Messages: one a line, TSV, CSV or JSON Lines; may be given many times; `-` is TSV from the standard input
    #[arg(required = true, value_name = "MESSAGES")]
    pub(crate) messages: Vec<PathBuf>,
    /// The pack to begin with: the one of English that the command carries, or a file
    #[arg(long, value_name = "PACK", default_value = "en")]
    pub(crate) from: PathBuf,
    /// The pack's file; scripts name it without its ending
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The column or key of the messages [default: text]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) text: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Print what came of it as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
