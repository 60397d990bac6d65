//! `answertree explore`.

use answertree::author::explored;
use answertree::compile::Source;
use answertree::explore::{Finding, Options, Progress, Report, explore};
use answertree::problem::Problem;

use crate::args::{Explore, ExploreFormat};
use crate::check::analysed;
use crate::output::{BAD, Done, End, Failure, GOOD, Output, count, put};
use crate::progress::during;
use crate::{files, render};

pub(crate) fn run(args: &Explore, output: Output) -> Done<End> {
    let read = files::script(&args.file)?;
    let script = analysed(&read, output).ok_or_else(|| {
        Failure::new(format!("{} has errors, so it cannot be walked", files::named(&args.file)))
    })?;
    let options = Options { budget: usize::try_from(args.budget).unwrap_or(usize::MAX) };
    let report = during(options.budget, |bar| {
        explore(&script, options, &mut |progress: Progress| {
            bar.set_position(u64::try_from(progress.turns).unwrap_or(u64::MAX));
            bar.set_message(match progress.different {
                0 => "walking".to_owned(),
                n => format!("walking with {} different", count(n, "thing")),
            });
        })
    });
    let sources = read.shown();
    let found = match args.format {
        ExploreFormat::Pretty => pretty(&report, &sources),
        ExploreFormat::Json => format!("{}\n", explored(&report, &sources)),
    };
    if let Some(path) = &args.write {
        let tests = tests(&report);
        if files::is_stdin(path) {
            output.print(&tests)?;
            output.tell(&found);
        } else {
            files::write(path, tests.as_bytes())?;
            output.print(&found)?;
        }
    } else {
        output.print(&found)?;
    }
    Ok(if report.findings.is_empty() { End::Fine } else { End::Problems })
}

fn pretty(report: &Report, sources: &[Source]) -> String {
    let problems = problems(&report.findings);
    let mut out = render::problems(&problems, sources);
    let color = if problems.is_empty() { GOOD } else { BAD };
    let found = match problems.len() {
        0 => "nothing found".to_owned(),
        n => count(n, "finding"),
    };
    put(&mut out, format_args!("{}: {color}{found}{color:#}", count(report.turns, "turn")));
    if !report.whole {
        put(&mut out, format_args!("; not all was walked"));
        if report.undecided > 0 {
            let (lines, turns) = (count(report.undecided, "line"), count(report.turns, "turn"));
            put(
                &mut out,
                format_args!(
                    ", and whether anything leads to {lines} is not decided within {turns}"
                ),
            );
        }
        put(&mut out, format_args!(": `--budget` says how much is walked"));
    }
    out.push('\n');
    out
}

fn problems(findings: &[Finding]) -> Vec<Problem> {
    findings.iter().map(|finding| finding.problem.clone()).collect()
}

/// The ways as tests.
fn tests(report: &Report) -> String {
    let tests: Vec<&str> = report.findings.iter().filter_map(|f| f.test.as_deref()).collect();
    tests.join("\n")
}
