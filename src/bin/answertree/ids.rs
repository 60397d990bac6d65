//! `answertree ids`.

use std::path::Path;

use answertree::check::identity::{Named, Thing, names};
use answertree::check::say::Say;
use answertree::check::script::Script;
use answertree::compile::{Source, analyse};
use answertree::edits::apply;
use answertree::ids::missing;
use answertree::span::LineIndex;

use crate::args::Ids;
use crate::check::analysed;
use crate::fmt::diff;
use crate::output::{BAD, BOLD, DIM, Done, End, Failure, GOOD, Output, count, put, tame};
use crate::{files, progress};

pub(crate) fn run(args: &Ids, output: Output) -> Done<End> {
    let paths = files::main_files(&args.paths)?;
    let mut seen = Seen::default();
    progress::during(paths.len(), |bar| {
        for path in &paths {
            bar.set_message(format!("reading {}", path.display()));
            if let Err(failure) = seen.script(path, args, output) {
                seen.failures.push(failure);
            }
            bar.inc(1);
        }
    });
    output.print(&seen.out)?;
    if seen.scripts > 0 && !args.list && (args.check || seen.piped.is_none()) {
        let ids = count(seen.ids, "id");
        let verdict = match (seen.ids, args.check) {
            (0, _) => "nothing without an id".to_owned(),
            (_, true) => format!("{ids} missing"),
            (_, false) => format!("{ids} written"),
        };
        let color = if args.check && seen.ids > 0 { BAD } else { GOOD };
        let scripts = count(seen.scripts, "script");
        output.tell(&format!("{scripts}: {color}{verdict}{color:#}\n"));
    }
    if let Some(text) = &seen.piped {
        output.bytes(text.as_bytes())?;
    }
    let bad = seen.problems || (args.check && seen.ids > 0);
    output.all(seen.failures, if bad { End::Problems } else { End::Fine })
}

/// What became of the scripts.
#[derive(Default)]
struct Seen {
    scripts: usize,
    ids: usize,
    problems: bool,
    out: String,
    /// What goes to the standard output.
    piped: Option<String>,
    failures: Vec<Failure>,
}

impl Seen {
    fn script(&mut self, path: &Path, args: &Ids, output: Output) -> Done<()> {
        let files = files::script(path)?;
        let Some(script) = analysed(&files, output) else {
            self.problems = true;
            return Ok(());
        };
        self.scripts += 1;
        if args.list {
            list(&script, &files.clone().shown(), &mut self.out);
            return Ok(());
        }
        let edits = missing(&script, &files.sources);
        self.ids += edits.len();
        let changed = apply(&files.sources, edits);
        let mut after = files.sources.clone();
        for (source, text) in after.iter_mut().zip(&changed) {
            if let Some(text) = text {
                source.text.clone_from(text);
            }
        }
        if analyse(&after).script.is_none_or(|script| !missing(&script, &after).is_empty()) {
            return Err(Failure::new(format!(
                "the ids for {} cannot be written, which is a mistake in answertree",
                files::named(path)
            )));
        }
        if !args.check && files::is_stdin(path) {
            self.piped = after.into_iter().next().map(|source| source.text);
            return Ok(());
        }
        for ((old, shown), new) in files.sources.iter().zip(files.clone().shown()).zip(&changed) {
            let Some(new) = new else { continue };
            if args.check {
                self.out.push_str(&diff(Path::new(&shown.name), &old.text, new));
            } else {
                files::write(Path::new(&old.name), new.as_bytes())?;
                put(&mut self.out, format_args!("{}\n", shown.name));
            }
        }
        Ok(())
    }
}

/// Every stable name, what it is, where it stands, and how it begins.
fn list(script: &Script, sources: &[Source], out: &mut String) {
    let indices: Vec<LineIndex> =
        sources.iter().map(|source| LineIndex::new(&source.text)).collect();
    for named in names(script) {
        let file = usize::from(named.span.file);
        let place = sources.get(file).zip(indices.get(file)).map(|(source, index)| {
            format!("{}:{}", source.name, index.position(&source.text, named.span.start).line)
        });
        put(
            out,
            format_args!(
                "{BOLD}{}{BOLD:#}  {DIM}{}, {}{DIM:#}  {}\n",
                named.name,
                named.kind().word(),
                place.unwrap_or_default(),
                tame(&said(script, &named))
            ),
        );
    }
}

fn said(script: &Script, named: &Named<'_>) -> String {
    match named.thing {
        Thing::Topic(topic) => short(&topic.title),
        Thing::Handler(handler) => short(&Say(script).handler(handler)),
        _ => named.text().map(|text| short(&Say(script).text(text))).unwrap_or_default(),
    }
}

/// One line of a text, and not all of a long one.
pub(crate) fn short(text: &str) -> String {
    /// What fits beside a name on a line of a terminal.
    const MOST: usize = 60;
    let line = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    let line = line.collect::<Vec<&str>>().join(" / ");
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("").trim_end()),
        None => line,
    }
}
