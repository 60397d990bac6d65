//! `answertree build`.

use std::path::{Path, PathBuf};

use answertree::json;
use answertree::lower::Extras;

use crate::args::Build;
use crate::check::compiled;
use crate::files;
use crate::output::{Done, End, Failure, Output, count, put};
use crate::packs::AtHand;

/// The ending of machine files.
const ENDING: &str = "machine";

pub(crate) fn run(args: &Build, output: Output) -> Done<End> {
    let to = target(&args.script, args.output.as_deref())?;
    let script = files::script(&args.script)?;
    let pack = AtHand::of(&script.sources);
    let extras = Extras { tests: args.tests, ..pack.extras() };
    let Some(bytes) = compiled(script, extras, output, true) else { return Ok(End::Problems) };
    let machine = pack.built(bytes)?;
    if files::is_stdin(&to) {
        output.bytes(machine.bytes())?;
        return Ok(End::Fine);
    }
    files::write(&to, machine.bytes())?;
    if args.json {
        output.print(&format!("{}\n", json::info(&machine)))?;
        return Ok(End::Fine);
    }
    let topics = count(machine.topic_count(), "topic");
    let mut out = format!("{}: {topics}, {} bytes\n", to.display(), machine.bytes().len());
    if args.verbose {
        for (section, bytes) in machine.sections() {
            put(&mut out, format_args!("  {:<12}{bytes:>10}\n", section.name()));
        }
    }
    output.print(&out)?;
    Ok(End::Fine)
}

/// Where the machine goes: what is asked for, or beside the script.
fn target(script: &Path, output: Option<&Path>) -> Done<PathBuf> {
    match output {
        Some(output) if output.is_dir() => {
            Err(Failure::new(format!("`{}` is a folder; name a file in it", output.display())))
        }
        Some(output) if output != script => Ok(output.to_path_buf()),
        Some(output) if files::is_stdin(output) => Ok(output.to_path_buf()),
        Some(output) => Err(Failure::new(format!("`{}` is the script itself", output.display()))),
        None if files::is_stdin(script) => Err(Failure::new(
            "a script from the standard input has no name; say where the machine goes with `-o FILE`",
        )),
        None => {
            let beside = script.with_extension(ENDING);
            if beside == script {
                Err(Failure::new(format!(
                    "`{}` ends as machines do; say where the machine goes with `-o FILE`",
                    script.display()
                )))
            } else {
                Ok(beside)
            }
        }
    }
}
