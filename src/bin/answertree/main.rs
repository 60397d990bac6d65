//! The `answertree` command: the library's calls, with files, terminals and exit statuses around them.

mod args;
mod backtest;
mod build;
mod chat;
mod check;
mod diff;
mod explore;
mod files;
mod fmt;
mod graph;
mod ids;
mod import;
mod listing;
mod lsp;
mod messages;
mod output;
mod packs;
mod pages;
mod progress;
mod render;
mod replay;
mod sarif;
mod strings;
mod suggest;
mod suggest_topics;
mod test;
mod time;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use output::Output;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = Output { color: cli.color };
    let result = match &cli.command {
        Command::Check(args) => check::run(args, output),
        Command::Fmt(args) => fmt::run(args, output),
        Command::Build(args) => build::run(args, output),
        Command::Suggest(args) => suggest::run(args, output),
        Command::Chat(args) => chat::run(args, output),
        Command::Test(args) => test::run(args, output),
        Command::Backtest(args) => backtest::run(args, output),
        Command::SuggestTopics(args) => suggest_topics::run(args, output),
        Command::Pack(args::Pack::Adapt(args)) => packs::adapt::run(args, output),
        Command::Import(args) => import::run(args, output),
        Command::Listing(args) => listing::run(args, output),
        Command::Lsp(_) => lsp::run(),
        Command::Ids(args) => ids::run(args, output),
        Command::Diff(args) => diff::run(args, output),
        Command::Graph(args) => graph::run(args, output),
        Command::Explore(args) => explore::run(args, output),
        Command::Replay(args) => replay::run(args, output),
        Command::Strings(args) => strings::run(args, output),
        Command::Completions(args) => pages::completions(args, output),
        Command::Man(args) => pages::man(args, output),
    };
    output.end(&result)
}
