//! `answertree pack adapt`.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use answertree::adapt::{Adapted, LEAST_MESSAGES, MAX_MESSAGES, Messages, Step};
use answertree::pack::{MAX_PACK_BYTES, Pack};
use serde_json::json;

use super::{CARRIED, ENDING, english, given};
use crate::args::Adapt;
use crate::files;
use crate::messages::{Files, named};
use crate::output::{Done, End, Failure, Output, count};
use crate::progress::{during, measured};

pub(crate) fn run(args: &Adapt, output: Output) -> Done<End> {
    if args.messages.iter().filter(|path| files::is_stdin(path)).count() > 1 {
        return Err(Failure::new("only one of the files can be the standard input"));
    }
    let to = &args.output;
    // A script finds it by this ending.
    if to.extension().is_none_or(|ending| ending != ENDING) {
        let named = named(to);
        return Err(Failure::new(format!(
            "{named} does not end in .{ENDING}, as scripts look for it"
        )));
    }
    if to.exists() && !args.force {
        let named = named(to);
        return Err(Failure::new(format!("{named} is there already; `--force` writes over it")));
    }
    let from = from(&args.from)?;
    let files = Files::unlabelled(args.text.as_ref());
    let messages = files.messages(&args.messages)?;
    let (adapted, all, empty, left_out) = during(1, |bar| {
        let mut kept = Messages::new(&from);
        let (mut all, mut empty) = (0_usize, 0_usize);
        for message in messages {
            all += 1;
            empty += usize::from(!kept.add(&message.text));
            bar.set_message(format!("reading messages: {all}"));
        }
        measured(bar);
        let adapted = kept.adapt(0, |progress| {
            bar.set_message(match progress.step {
                Step::Near => "which messages are alike",
                Step::Fit => "what their words mean",
            });
            bar.set_length(u64::try_from(progress.of).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(progress.done).unwrap_or(u64::MAX));
            ControlFlow::Continue(())
        });
        (adapted, all, empty, kept.left_out())
    });
    let Some(adapted) = adapted else {
        files.tell(output, "no pack was written")?;
        return Err(Failure::new(format!(
            "a pack is fitted on {LEAST_MESSAGES} different messages of words that it knows at the least \
             ({} read); no pack was written",
            count(all, "message")
        )));
    };
    let wrong = || Failure::new("what was fitted is not a pack, which is a mistake in answertree");
    let bytes = adapted.parts.bytes().ok_or_else(wrong)?;
    if bytes.len() > MAX_PACK_BYTES {
        let most = MAX_PACK_BYTES >> 20;
        return Err(Failure::new(format!(
            "the pack would be larger than {most} MB, which is the most that is read; no pack was written"
        )));
    }
    let pack = Pack::read(&bytes).map_err(|_| wrong())?;
    files::write(to, &bytes)?;
    let told = if args.json {
        json(&adapted, &pack, all, bytes.len())
    } else {
        pretty(&adapted, to, all, bytes.len())
    };
    output.print(&told)?;
    if left_out > 0 {
        output.tell(&format!(
            "note: the pack was fitted on {MAX_MESSAGES} different messages; {left_out} more were not looked at\n"
        ));
    }
    if empty > 0 {
        let messages = count(empty, "message");
        output.tell(&format!("note: {messages} without a word\n"));
    }
    files.tell(output, "the pack was fitted on the others")?;
    Ok(End::Fine)
}

/// The pack to begin with: a name that the command carries, or a file.
fn from(path: &Path) -> Done<Arc<Pack>> {
    if path.as_os_str() == CARRIED {
        return english().cloned();
    }
    if path.extension().is_none() && !path.exists() {
        let named = named(path);
        return Err(Failure::new(format!(
            "there is no pack {named}: the command carries `{CARRIED}`, any other is a file"
        )));
    }
    given(path)
}

fn pretty(adapted: &Adapted, to: &Path, all: usize, bytes: usize) -> String {
    let mut out = format!(
        "{}: fitted on {} different of {}; {} and {} are new; {bytes} bytes\n",
        to.display(),
        adapted.messages,
        count(all, "message"),
        count(adapted.words.len(), "word"),
        count(adapted.pairs, "pair"),
    );
    if let Some(name) = to.file_stem().map(|name| name.to_string_lossy()) {
        out.push_str(&format!("a script beside it says `pack {name}`\n"));
    }
    out
}

fn json(adapted: &Adapted, pack: &Pack, all: usize, bytes: usize) -> String {
    let value = json!({
        "language": pack.language(),
        "checksum": format!("{:016x}", pack.checksum()),
        "bytes": bytes,
        "messages": all,
        "different": adapted.messages,
        "words": adapted.words,
        "pairs": adapted.pairs,
    });
    format!("{value:#}\n")
}
