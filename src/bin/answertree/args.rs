//! What the command line says.

mod backtest;
mod import;
mod pack;
mod suggest_topics;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, builder::styling};

pub(crate) use backtest::Backtest;
pub(crate) use import::{Import, ImportFormat};
pub(crate) use pack::{Adapt, Pack};
pub(crate) use suggest_topics::SuggestTopics;

/// Colours of the help, as cargo has them.
const STYLES: styling::Styles = styling::Styles::styled()
    .header(styling::AnsiColor::Green.on_default().bold())
    .usage(styling::AnsiColor::Green.on_default().bold())
    .literal(styling::AnsiColor::Cyan.on_default().bold())
    .placeholder(styling::AnsiColor::Cyan.on_default());

/// Response scripts for written channels: check them, compile them to one machine, try messages on them.
#[derive(Debug, Parser)]
#[command(
    name = "answertree",
    version,
    styles = STYLES,
    max_term_width = 100,
    after_help = "Exit status: 0 fine, 1 problems in a script, 2 wrong use or input that cannot be read.\n\n\
                  Example: answertree suggest main.answers \"where's my parcel??\" --channel x"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Colours; `auto` uses them on a terminal, unless `NO_COLOR` is set
    // Behind the options of each command, however many commands there are.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 100)]
    pub(crate) color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Fmt(Fmt),
    Build(Build),
    Suggest(Suggest),
    Chat(Chat),
    Test(Test),
    Backtest(Backtest),
    SuggestTopics(SuggestTopics),
    #[command(subcommand)]
    Pack(Pack),
    Import(Import),
    Listing(Listing),
    Lsp(Lsp),
    Ids(Ids),
    Diff(Diff),
    Graph(Graph),
    Explore(Explore),
    Replay(Replay),
    #[command(subcommand)]
    Strings(Strings),
    Completions(Completions),
    Man(Man),
}

/// Tell every problem of scripts: what is wrong, where, and what to write
#[derive(Debug, Args)]
#[command(
    after_help = "A script is a file, with all that it includes. In a folder every .answers file is one that no other \
                        file of the folder includes.\n\n\
                        Examples:\n  answertree check scripts/\n  answertree check main.answers --format sarif > problems.sarif\n  \
                        git show HEAD:main.answers | answertree check -"
)]
pub(crate) struct Check {
    /// Scripts and folders of scripts; `-` is the standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How problems are told
    #[arg(long, default_value = "pretty")]
    pub(crate) format: Format,
    /// The same as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Warnings are problems, too: exit with status 1
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

/// How problems are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the line, what is wrong with it, and what to write
    Pretty,
    /// A list of problems with UTF-16 offsets, as editors count
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Lay scripts out in the one canonical way
#[derive(Debug, Args)]
#[command(
    after_help = "Files are changed in place; the standard input is written to the standard output.\n\n\
                        Examples:\n  answertree fmt scripts/\n  answertree fmt --check scripts/\n  \
                        answertree fmt - < main.answers"
)]
pub(crate) struct Fmt {
    /// Files and folders; `-` is the standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing: print what would change, and exit with status 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
}

/// Compile a script to one machine
#[derive(Debug, Args)]
#[command(after_help = "Example: answertree build main.answers -o main.machine")]
pub(crate) struct Build {
    /// The script; `-` is the standard input
    #[arg(value_name = "SCRIPT")]
    pub(crate) script: PathBuf,
    /// The machine's file; `-` is the standard output [default: beside the script, ending in .machine]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Put the script's tests into the machine, where `listing` shows them; it needs none to run
    #[arg(long)]
    pub(crate) tests: bool,
    /// Also print what takes how many bytes
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Print what the machine is made of as JSON
    #[arg(long, conflicts_with = "verbose")]
    pub(crate) json: bool,
}

/// Suggest replies to a message, and say why
#[derive(Debug, Args)]
#[command(
    after_help = "Example: answertree suggest main.answers \"where's my parcel??\" --channel x --fact name=Sam"
)]
pub(crate) struct Suggest {
    /// A script or a machine; `-` is a script on the standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The customer's message; `-` reads it from the standard input
    #[arg(allow_hyphen_values = true)]
    pub(crate) message: String,
    /// The channel on which the reply will be sent
    #[arg(short, long, value_name = "NAME")]
    pub(crate) channel: Option<String>,
    /// The customer's language, such as `fr` or `pt-BR`
    #[arg(short, long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    /// What is known of the customer; may be given many times
    #[arg(short, long = "fact", value_name = "NAME=VALUE", value_parser = fact)]
    pub(crate) facts: Vec<(String, String)>,
    /// When it is: `2026-12-24T10:00Z`, with any offset from UTC
    #[arg(long, value_name = "TIME", default_value = "now")]
    pub(crate) now: String,
    /// Chooses between wordings
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u32,
    /// The most suggestions
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(crate) limit: u8,
    /// Also say what was ruled out, and why
    #[arg(short, long)]
    pub(crate) explain: bool,
    /// Print the turn as JSON, as hosts get it
    #[arg(long)]
    pub(crate) json: bool,
}

/// Talk to a script: write what a customer writes, and take its suggestions
#[derive(Debug, Args)]
#[command(
    after_help = "A line is what the customer writes; a line that begins with `/` is a command, and `/help` lists them. Lines may also come \
                        from a file or a pipe.\n\n\
                        Examples:\n  answertree chat main.answers --channel x --fact name=Sam\n  \
                        answertree chat main.answers --as customer --topic welcome --save-test talk.answers"
)]
pub(crate) struct Chat {
    /// A script or a machine
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Who you are: an agent takes suggestions, a customer is answered by the script alone
    #[arg(long = "as", value_name = "WHO", default_value = "agent")]
    pub(crate) who: Who,
    /// The topic or menu to begin in
    #[arg(short, long, value_name = "NAME")]
    pub(crate) topic: Option<String>,
    /// The channel on which the customer writes
    #[arg(short, long, value_name = "NAME")]
    pub(crate) channel: Option<String>,
    /// The customer's language, such as `fr` or `pt-BR`
    #[arg(short, long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    /// What is known of the customer; may be given many times
    #[arg(short, long = "fact", value_name = "NAME=VALUE", value_parser = fact)]
    pub(crate) facts: Vec<(String, String)>,
    /// When it is: `2026-12-24T10:00Z`, with any offset from UTC; counted to the minute
    #[arg(long, value_name = "TIME", default_value = "now")]
    pub(crate) now: String,
    /// Write the conversation to a file at its end, as a test that passes
    #[arg(long, value_name = "FILE")]
    pub(crate) save_test: Option<PathBuf>,
}

/// Who talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Who {
    Agent,
    Customer,
}

/// Play the tests of scripts: conversations that must go as written
#[derive(Debug, Args)]
#[command(
    after_help = "A total counts topics entered, choices taken, replies, steps, hand-offs and ends. Guards and examples stand beside it.\n\n\
                        Examples:\n  answertree test scripts/\n  answertree test main.answers --filter refund --watch\n  \
                        answertree test scripts/ --coverage --fail-under 90 --lcov lcov.info"
)]
pub(crate) struct Test {
    /// Scripts and folders of scripts; `-` is the standard input [default: the working folder]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Only tests with this in their names, whatever the case
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// How results are told
    #[arg(long, default_value = "pretty")]
    pub(crate) format: TestFormat,
    /// Also name the tests that passed
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Test again whenever a script changes
    #[arg(long)]
    pub(crate) watch: bool,
    /// Also tell what of each topic the tests reach
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Write what the tests reach to a file, in the form of LCOV
    #[arg(long, value_name = "FILE")]
    pub(crate) lcov: Option<PathBuf>,
    /// Exit with status 1 where the tests reach less of a script
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) fail_under: Option<u8>,
}

/// How results of tests are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people: each line that does not hold, with what was there instead
    Pretty,
    /// One document
    Json,
    /// The XML that build servers read of Java tests
    Junit,
    /// TAP 14
    Tap,
}

/// A fact of the command line.
fn fact(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write a name, `=` and a value, such as `name=Sam`".to_owned()),
    }
}

/// Print a machine in a readable form: sections, tables, trees
#[derive(Debug, Args)]
#[command(after_help = "Example: answertree listing main.machine")]
pub(crate) struct Listing {
    /// A machine or a script; `-` is the standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Print what the machine is made of as JSON, without its trees
    #[arg(long)]
    pub(crate) json: bool,
}

/// Serve an editor: problems, hovers, completions, renames and more
#[derive(Debug, Args)]
#[command(
    after_help = "Editors start this and speak the Language Server Protocol over the standard input and output; \
                        docs/editors.md says how each is set up."
)]
pub(crate) struct Lsp {
    /// Speak over the standard input and output; there is no other way
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

/// Write ids into scripts where choices and replies have none
#[derive(Debug, Args)]
#[command(
    after_help = "An id keeps its name in saved conversations, reports and translations when the text changes. What had no id \
                        had another name before: write ids in before the script is in use.\n\n\
                        Files are changed in place; the standard input is written to the standard output.\n\n\
                        Examples:\n  answertree ids main.answers\n  answertree ids --check scripts/\n  \
                        answertree ids --list main.answers"
)]
pub(crate) struct Ids {
    /// Scripts and folders of scripts; `-` is the standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing: print what would be written, and exit with status 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
    /// Change nothing: print the stable name of everything that has one
    #[arg(long, conflicts_with = "check")]
    pub(crate) list: bool,
}

/// Tell what changed between two scripts for the people who use them
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 the same, 1 different, 2 one of the two cannot be compared.\n\n\
                        Examples:\n  answertree diff old.answers new.answers\n  \
                        git show HEAD:main.answers | answertree diff - main.answers --markdown"
)]
pub(crate) struct Diff {
    /// The script as it was: a file or a folder; `-` is the standard input
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The script as it is
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// Write Markdown, for reviews
    #[arg(long)]
    pub(crate) markdown: bool,
    /// Print a list of changes as JSON
    #[arg(long, conflicts_with = "markdown")]
    pub(crate) json: bool,
}

/// Draw the trees of a script: topics, choices, and where they lead
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  answertree graph main.answers -o main.html\n  answertree graph main.answers --topic late --format mermaid\n  \
                        answertree graph main.answers --format dot | dot -Tpdf > main.pdf"
)]
pub(crate) struct Graph {
    /// The script; `-` is the standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What to write [default: what the output's ending says, else mermaid]
    #[arg(long)]
    pub(crate) format: Option<GraphFormat>,
    /// Only this topic, and what it leads to
    #[arg(short, long, value_name = "NAME")]
    pub(crate) topic: Option<String>,
    /// The file to write; `-` is the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A flow chart for Markdown pages that draw Mermaid
    Mermaid,
    /// The language of Graphviz
    Dot,
    /// A picture that needs nothing else
    Svg,
    /// A page with the picture and a list
    Html,
}

/// Walk every conversation that a script allows, and tell what goes wrong in some
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 nothing was found, 1 something was, 2 the script has errors.\n\n\
                        Examples:\n  answertree explore main.answers\n  answertree explore main.answers --budget 200000 --write found.answers"
)]
pub(crate) struct Explore {
    /// The script; `-` is the standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The most turns that are looked at
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    pub(crate) budget: u32,
    /// Also write the way to each finding as a test; `-` is the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) write: Option<PathBuf>,
    /// How findings are told
    #[arg(long, default_value = "pretty")]
    pub(crate) format: ExploreFormat,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExploreFormat {
    /// For people: the line, what is wrong with it, and the way there
    Pretty,
    /// Findings as `check --format json` has problems, with the way and the test
    Json,
}

/// Do recorded conversations again, and tell which go differently
#[derive(Debug, Args)]
#[command(
    after_help = "Conversations must have been recorded with their texts (`texts` of a session); docs/events.md says what events are.\n\n\
                        Exit status: 0 all go the same, 1 some go differently, 2 something cannot be read.\n\n\
                        Examples:\n  answertree replay events.jsonl main.answers\n  answertree replay events.jsonl main.answers --against new.answers"
)]
pub(crate) struct Replay {
    /// Events, one line of JSON each; `-` is the standard input
    #[arg(value_name = "EVENTS")]
    pub(crate) events: PathBuf,
    /// The script or machine that they are compared with
    #[arg(value_name = "SCRIPT")]
    pub(crate) script: PathBuf,
    /// Compare this script or machine with the other, and not with what was recorded
    #[arg(long, value_name = "OTHER")]
    pub(crate) against: Option<PathBuf>,
    /// Print what was found as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Take the texts of a script to translators, and their translations back
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  answertree strings export main.answers --lang fr -o fr.xlf\n  answertree strings import main.answers fr.xlf\n  \
                        answertree strings check main.answers --lang fr"
)]
pub(crate) enum Strings {
    Export(StringsExport),
    Import(StringsImport),
    Check(StringsCheck),
}

/// Write the texts of a script, and the translations there are, for translators
#[derive(Debug, Args)]
pub(crate) struct StringsExport {
    /// The script; `-` is the standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The language to translate to: one of the script's
    #[arg(short, long, value_name = "TAG")]
    pub(crate) lang: String,
    /// What to write [default: what the output's ending says, else xliff]
    #[arg(long)]
    pub(crate) format: Option<StringsFormat>,
    /// The file to write; `-` is the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How texts go to translators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StringsFormat {
    /// XLIFF 2.0, as translation tools read it
    Xliff,
    /// A table for a spreadsheet
    Csv,
}

/// Write translations into a script, beside what they translate
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 1 where a translation was refused; all others are written.")]
pub(crate) struct StringsImport {
    /// The script
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What came back: a file ending in .xlf, .xliff or .csv
    #[arg(value_name = "TRANSLATED")]
    pub(crate) translated: PathBuf,
    /// The language, where the file does not say it
    #[arg(short, long, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    /// Change nothing: print what would be written, and exit with status 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
}

/// Tell which texts have no translation, and which changed since they were translated
#[derive(Debug, Args)]
pub(crate) struct StringsCheck {
    /// The script; `-` is the standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The language: one of the script's
    #[arg(short, long, value_name = "TAG")]
    pub(crate) lang: String,
    /// What was translated: texts that changed since are told
    #[arg(long, value_name = "TRANSLATED")]
    pub(crate) against: Option<PathBuf>,
}

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example: answertree completions bash > ~/.local/share/bash-completion/completions/answertree"
)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "Example: answertree man > answertree.1 && man ./answertree.1")]
pub(crate) struct Man {
    /// The page of one command, such as `suggest`
    #[arg(value_name = "COMMAND")]
    pub(crate) of: Option<String>,
}
