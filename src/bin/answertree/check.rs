//! `answertree check`.

use answertree::compile::{Source, compile_with};
use answertree::json;
use answertree::lower::Extras;
use answertree::problem::{Problem, Severity};

use crate::args::{Check, Format};
use crate::files;
use crate::output::{BAD, Done, End, GOOD, Output, count, put};
use crate::packs::AtHand;
use crate::progress::during;
use crate::{render, sarif};

/// What was found in one script.
struct Checked {
    sources: Vec<Source>,
    files: usize,
    problems: Vec<Problem>,
}

pub(crate) fn run(args: &Check, output: Output) -> Done<End> {
    let paths = files::main_files(&args.paths)?;
    let (scripts, failures) = during(paths.len(), |bar| {
        let (mut scripts, mut failures) = (Vec::new(), Vec::new());
        for path in &paths {
            bar.set_message(format!("checking {}", path.display()));
            match files::script(path) {
                Ok(script) => {
                    let problems =
                        compile_with(&script.sources, AtHand::of(&script.sources).extras())
                            .problems;
                    scripts.push(Checked {
                        files: script.files,
                        sources: script.shown(),
                        problems,
                    });
                }
                Err(failure) => failures.push(failure),
            }
            bar.inc(1);
        }
        (scripts, failures)
    });
    if scripts.is_empty() {
        return output.all(failures, End::Fine);
    }
    let (mut errors, mut warnings) = (0, 0);
    for script in &scripts {
        let (more_errors, more_warnings) = render::tally(&script.problems);
        errors += more_errors;
        warnings += more_warnings;
    }
    match if args.json { Format::Json } else { args.format } {
        Format::Pretty => {
            let mut out = String::new();
            for script in &scripts {
                out.push_str(&render::problems(&script.problems, &script.sources));
            }
            let read: usize = scripts.iter().map(|script| script.files).sum();
            let color = if errors + warnings == 0 { GOOD } else { BAD };
            let sum = render::sum(errors, warnings);
            let scripts = count(scripts.len(), "script");
            put(
                &mut out,
                format_args!("{scripts} in {}: {color}{sum}{color:#}\n", count(read, "file")),
            );
            output.print(&out)?;
        }
        Format::Json => {
            let lists: Vec<String> = scripts
                .iter()
                .map(|script| json::problems(&script.problems, &script.sources))
                .collect();
            output.print(&format!("{}\n", joined(&lists)))?;
        }
        Format::Sarif => {
            let log = sarif::log(
                scripts
                    .iter()
                    .map(|script| (script.problems.as_slice(), script.sources.as_slice())),
            );
            output.print(&log)?;
        }
    }
    let bad = errors > 0 || (args.deny_warnings && warnings > 0);
    output.all(failures, if bad { End::Problems } else { End::Fine })
}

/// Several JSON lists as one.
fn joined(lists: &[String]) -> String {
    let items = lists
        .iter()
        .filter_map(|list| list.strip_prefix('[').and_then(|list| list.strip_suffix(']')));
    let items: Vec<&str> = items.filter(|items| !items.is_empty()).collect();
    format!("[{}]", items.join(","))
}

/// Compiles a script; where it has errors, tells them and gives none.
pub(crate) fn compiled(
    script: files::Script,
    extras: Extras<'_>,
    output: Output,
    warnings: bool,
) -> Option<Vec<u8>> {
    let compiled = during(1, |bar| {
        bar.set_message("compiling");
        compile_with(&script.sources, extras)
    });
    let worst = compiled
        .problems
        .iter()
        .filter(|problem| warnings || problem.severity() == Severity::Error);
    let worst: Vec<Problem> = worst.cloned().collect();
    if !worst.is_empty() {
        let (errors, warnings) = render::tally(&worst);
        let problems = render::problems(&worst, &script.shown());
        output.tell(&format!("{problems}{}\n", render::sum(errors, warnings)));
    }
    compiled.machine.map(|machine| machine.bytes)
}

/// Checks a script; where it has errors, tells them and gives none.
pub(crate) fn analysed(
    script: &files::Script,
    output: Output,
) -> Option<answertree::check::script::Script> {
    let analysed = answertree::compile::analyse(&script.sources);
    if analysed.script.is_none() {
        let errors = analysed.problems.iter().filter(|p| p.severity() == Severity::Error);
        let errors: Vec<Problem> = errors.cloned().collect();
        let (count, _) = render::tally(&errors);
        let told = render::problems(&errors, &script.clone().shown());
        output.tell(&format!("{told}{}\n", render::sum(count, 0)));
    }
    analysed.script
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn lists_become_one() {
        assert_eq!(joined(&[]), "[]");
        assert_eq!(joined(&["[]".into(), "[1,2]".into(), "[]".into(), "[3]".into()]), "[1,2,3]");
    }
}
