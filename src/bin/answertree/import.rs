//! `answertree import`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use answertree::compile::{Source, analyse};
use answertree::data::Columns;
use answertree::import::{Format, Import, Imported, MAX_FILE_BYTES};
use answertree::problem::Severity;
use answertree::syntax::limits::MAX_SOURCE_BYTES;

use crate::args;
use crate::files;
use crate::output::{Done, End, Failure, Output, count, reason, tame};
use crate::progress::during;

/// How much of one kind is told one by one.
const MOST_TOLD: usize = 10;

pub(crate) fn run(args: &args::Import, output: Output) -> Done<End> {
    if args.files.iter().filter(|path| files::is_stdin(path)).count() > 1 {
        return Err(Failure::new("only one of the files can be the standard input"));
    }
    let to_file = args.output.as_deref().filter(|path| !files::is_stdin(path));
    if let Some(path) = to_file.filter(|path| path.exists() && !args.force) {
        return Err(Failure::new(format!(
            "{} is there already; `--force` writes over it",
            named(path)
        )));
    }
    let columns = Columns {
        label: args.labels.clone(),
        text: args.text.clone(),
        reply: args.reply.clone(),
        replies: true,
    };
    let imported = during(args.files.len(), |bar| {
        let mut import = Import::new(columns);
        let mut failures = Vec::new();
        for path in &args.files {
            bar.set_message(tame(&files::named(path)));
            if let Err(failure) = read(&mut import, path, args.from.map(args::ImportFormat::format))
            {
                failures.push(failure);
            }
            bar.inc(1);
        }
        output.all(failures, End::Fine)?;
        if import.is_empty() {
            return Err(Failure::new("nothing to make a script of was found"));
        }
        bar.set_message("checking the script");
        let imported = import.finish();
        check(&imported)?;
        Ok(imported)
    })?;
    tell(&imported, args.verbose, output);
    if args.strict && !imported.told.is_empty() {
        output.tell("error: not all could be carried over, so nothing was written\n");
        return Ok(End::Problems);
    }
    match to_file {
        Some(path) => files::write(path, imported.script.as_bytes())?,
        None => output.bytes(imported.script.as_bytes())?,
    }
    let parts = [
        count(imported.topics, "topic"),
        count(imported.examples, "example"),
        format!("{} of replies", count(imported.wordings, "wording")),
    ];
    output.tell(&format!("{}\n", parts.join(", ")));
    Ok(End::Fine)
}

fn read(import: &mut Import, path: &Path, from: Option<Format>) -> Done<()> {
    let failed =
        |error: &io::Error| Failure::new(format!("cannot read {}: {}", named(path), reason(error)));
    if path.is_dir() {
        return Err(Failure::new(format!("{} is a folder; name the files in it", named(path))));
    }
    let mut bytes = Vec::new();
    // One byte more than may be there shows that there is too much.
    let most = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let read = if files::is_stdin(path) {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|error| failed(&error))?;
    let Some(format) = from.or_else(|| Format::of(&path.to_string_lossy(), &bytes)) else {
        return Err(Failure::new(format!(
            "cannot read {}: neither its name nor its content says what it is; say it with `--from` [AI0004]",
            named(path)
        )));
    };
    import
        .read(&named(path), format, &bytes)
        .map_err(|error| Failure::new(tame(&error.to_string()).replace('\n', " ")))
}

/// A script with errors helps nobody.
fn check(imported: &Imported) -> Done<()> {
    let (size, most) = (imported.script.len() >> 20, MAX_SOURCE_BYTES >> 20);
    if imported.script.len() > MAX_SOURCE_BYTES {
        return Err(Failure::new(format!(
            "the script would have {size} MiB, and a file of a script has {most} MiB at most; import it in parts"
        )));
    }
    let source = Source { name: "import.answers".to_owned(), text: imported.script.clone() };
    let analysed = analyse(&[source]);
    let error = analysed.problems.iter().find(|problem| problem.severity() == Severity::Error);
    let Some(error) = error else { return Ok(()) };
    let (why, code) = (tame(&error.message), error.code.id());
    Err(Failure::new(format!(
        "the script that was made has errors, so nothing was written: {why} [{code}]"
    )))
}

/// Tells what is lost, and what is left to do.
fn tell(imported: &Imported, verbose: bool, output: Output) {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for told in &imported.told {
        let so_far = kinds.entry(told.loss.code()).or_default();
        *so_far += 1;
        if verbose || *so_far <= MOST_TOLD {
            out.push_str(&tame(&told.to_string()).replace(['\n', '\t'], " "));
            out.push('\n');
        }
    }
    for (code, all) in kinds.iter().filter(|(_, all)| !verbose && **all > MOST_TOLD) {
        let more = all - MOST_TOLD;
        out.push_str(&format!("and {more} more of [{code}]; `--verbose` tells all\n"));
    }
    if imported.without_reply > 0 {
        out.push_str(&format!(
            "note: {} without a reply; write one where it says `[Reply: …]`\n",
            count(imported.without_reply, "topic")
        ));
    }
    if imported.without_example > 0 {
        out.push_str(&format!(
            "note: {} without a message; the title stands as its example\n",
            count(imported.without_example, "topic")
        ));
    }
    output.tell(&out);
}

/// A file's name in messages.
fn named(path: &Path) -> String {
    tame(&files::named(path))
}
