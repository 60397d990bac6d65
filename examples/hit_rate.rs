//! Prints how often the suggestions of a script are what a reader would accept: `cargo run --release --example hit_rate`.
//!
//! Without arguments it reads `examples/games` and its two lists of labelled messages. With `--pack` the script is trained with the pack of English, with `--pack=FILE` with
//! that of a file. With `--misses` it also prints
//! each message whose first topic is not an accepted one. Other scripts: `hit_rate FOLDER LABELS.tsv …`, where the
//! folder has a `main.answers` and the lists have the columns id, brand, accepted topics, message.

#[path = "support/mod.rs"]
mod support;

#[path = "support/machine.rs"]
mod script;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use answertree::compile::Source;
use answertree::machine::Machine;
use answertree::pack::Pack;
use answertree::runtime::{Context, Suggester};

/// A message and the topics that a reader accepts; none of them where no suggestion is right.
#[derive(Debug)]
struct Labelled {
    id: String,
    accepted: Vec<String>,
    none: bool,
    message: String,
}

/// What became of a list of messages.
#[derive(Debug, Default)]
struct Tally {
    with_topic: usize,
    first: usize,
    in_three: usize,
    silent: usize,
    without_topic: usize,
    refused: usize,
    misses: Vec<String>,
}

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let known = ["--misses", "--pack"];
    let file = flags.iter().find_map(|flag| flag.strip_prefix("--pack="));
    let is_known = |flag: &str| known.contains(&flag) || flag.starts_with("--pack=");
    if let Some(unknown) = flags.iter().find(|flag| !is_known(flag)) {
        let _ = writeln!(
            io::stderr(),
            "unknown option {unknown}\nusage: hit_rate [--misses] [--pack[=FILE]] [FOLDER LABELS.tsv …]"
        );
        return ExitCode::from(2);
    }
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    support::end(run(&paths, has("--misses"), file.or(has("--pack").then_some(""))))
}

fn run(paths: &[String], show_misses: bool, pack: Option<&str>) -> Result<String, String> {
    let games = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/games");
    let (folder, lists) = match paths.split_first() {
        Some((folder, lists)) => (
            Path::new(folder).to_path_buf(),
            lists.iter().map(|p| Path::new(p).to_path_buf()).collect(),
        ),
        None => (
            games.clone(),
            ["dev", "heldout"].map(|half| games.join(format!("labels/{half}.tsv"))).to_vec(),
        ),
    };
    let read = |file: &str| support::pack((!file.is_empty()).then_some(Path::new(file)));
    let pack = pack.map(|file| read(file).map(Arc::new)).transpose()?;
    let machine = load(&folder, pack.as_ref())?;
    let mut report = String::new();
    for list in lists {
        let labelled = read_labels(&list)?;
        let tally = count(&machine, &labelled)?;
        report += &list.display().to_string();
        report += &[": ", &labelled.len().to_string(), " messages\n"].concat();
        report.push_str(&describe(&tally));
        if show_misses {
            for miss in &tally.misses {
                report += "  ";
                report += miss;
                report += "\n";
            }
        }
    }
    Ok(report)
}

/// Compiles the script of a folder, `main.answers` first.
fn load(folder: &Path, pack: Option<&Arc<Pack>>) -> Result<Machine, String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".answers"))
        .collect();
    names.sort_by_key(|name| (name != "main.answers", name.clone()));
    let sources = names
        .into_iter()
        .map(|name| Ok(Source { text: read(&folder.join(&name))?, name }))
        .collect::<Result<_, String>>()?;
    script::machine(sources, pack)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn read_labels(path: &Path) -> Result<Vec<Labelled>, String> {
    let text = read(path)?;
    let rows =
        text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    rows.map(|(number, line)| {
        let mut columns = line.splitn(4, '\t');
        let mut next = || columns.next().map(str::to_owned);
        let (Some(id), Some(_), Some(topics), Some(message)) = (next(), next(), next(), next())
        else {
            return Err(format!("{}:{}: four columns are expected", path.display(), number + 1));
        };
        let (none, accepted) =
            topics.split('|').map(str::to_owned).partition::<Vec<_>, _>(|topic| topic == "none");
        Ok(Labelled { id, accepted, none: !none.is_empty(), message })
    })
    .collect()
}

fn count(machine: &Machine, labelled: &[Labelled]) -> Result<Tally, String> {
    let context = Context { channel: Some("x".into()), limit: 20, ..Context::default() };
    let mut suggester = Suggester::new();
    let mut tally = Tally::default();
    for row in labelled {
        let turn = suggester
            .suggest(machine, &row.message, &context)
            .map_err(|error| error.to_string())?;
        // A topic may offer several replies; what counts is the order of topics.
        let mut topics: Vec<(&str, u32)> = Vec::new();
        for suggestion in &turn.suggestions {
            if !topics.iter().any(|(topic, _)| *topic == suggestion.topic) {
                topics.push((suggestion.topic, suggestion.confidence.value()));
            }
        }
        topics.truncate(3);
        let accepted = |topic: &(&str, u32)| row.accepted.iter().any(|wanted| wanted == topic.0);
        let hit = topics.first().is_some_and(accepted) || (topics.is_empty() && row.none);
        if row.accepted.is_empty() {
            tally.without_topic += 1;
            tally.refused += usize::from(topics.is_empty());
        } else {
            tally.with_topic += 1;
            tally.first += usize::from(hit);
            tally.in_three += usize::from(hit || topics.iter().any(accepted));
            tally.silent += usize::from(topics.is_empty() && !row.none);
        }
        if !hit {
            let wanted =
                if row.accepted.is_empty() { "none".to_owned() } else { row.accepted.join("|") };
            tally
                .misses
                .push(format!("{} wanted {wanted}, got {topics:?}: {}", row.id, row.message));
        }
    }
    Ok(tally)
}

fn describe(tally: &Tally) -> String {
    let line = |name: &str, part: usize, whole: usize| match (part * 1_000).checked_div(whole) {
        Some(share) => {
            format!("  {name:<46}{part:>4} of {whole:<4}{:>3}.{} %\n", share / 10, share % 10)
        }
        None => format!("  {name:<46}   none to judge\n"),
    };
    let wrong = tally.with_topic - tally.first - tally.silent;
    [
        line("first topic accepted", tally.first, tally.with_topic),
        line("accepted topic among the first three", tally.in_three, tally.with_topic),
        line("no suggestion though a topic fits", tally.silent, tally.with_topic),
        line("first topic wrong", wrong, tally.with_topic),
        line("rightly no suggestion where none fits", tally.refused, tally.without_topic),
        line(
            "a suggestion where none fits",
            tally.without_topic - tally.refused,
            tally.without_topic,
        ),
    ]
    .concat()
}
