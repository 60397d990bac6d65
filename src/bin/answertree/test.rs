//! `answertree test`.

mod cover;
mod forms;
mod show;
mod watch;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use answertree::check::script::{Script, Test as Written};
use answertree::compile::{Source, analyse};
use answertree::problem::{Problem, Severity, nearest};
use answertree::runtime::Suggester;
use answertree::trial::{Coverage, Played, Trials};

use crate::args::{Test, TestFormat};
use crate::files;
use crate::output::{Done, End, Failure, Output, count};
use crate::packs::AtHand;
use crate::progress::during;
use crate::render;

/// A script as it was read.
struct Read {
    /// As people see them from the working folder; the main file first.
    sources: Vec<Source>,
    /// None where it has errors.
    script: Option<Script>,
    /// The language pack that it asks for.
    pack: AtHand,
    /// Its errors.
    problems: Vec<Problem>,
}

/// A script with what its tests came to.
struct Tested<'r> {
    sources: &'r [Source],
    problems: &'r [Problem],
    /// The tests that were played, in the order written.
    tests: Vec<(&'r Written, Played)>,
    coverage: Option<Coverage>,
}

impl Tested<'_> {
    fn name(&self) -> &str {
        self.sources.first().map_or("", |source| &source.name)
    }

    fn failed(&self) -> usize {
        self.tests.iter().filter(|(_, played)| played.failure.is_some()).count()
    }
}

pub(crate) fn run(args: &Test, output: Output) -> Done<End> {
    if args.watch { watch::run(args, output) } else { once(args, output) }
}

/// The scripts that the command line names; those of the working folder where it names none.
fn paths(args: &Test) -> Vec<PathBuf> {
    if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() }
}

fn once(args: &Test, output: Output) -> Done<End> {
    let (mut read, mut failures) = (Vec::new(), Vec::new());
    for path in files::main_files(&paths(args))? {
        match files::script(&path) {
            Ok(script) => read.push(analysed(script)),
            Err(failure) => failures.push(failure),
        }
    }
    if read.is_empty() {
        return output.all(failures, End::Fine);
    }
    let mut ready = Vec::new();
    let mut unfit = Vec::new();
    for script in &read {
        let made = |checked| Trials::with(checked, script.pack.pack(), script.pack.extras());
        let trials = match script.script.as_ref().map(made) {
            Some(Ok(trials)) => Some(trials),
            Some(Err(problems)) => {
                unfit.push((ready.len(), problems));
                None
            }
            None => None,
        };
        ready.push((script, trials));
    }
    let tested = tested(args, &ready, &unfit)?;
    let mut end = End::Fine;
    if tested.iter().any(|script| script.failed() > 0 || !script.problems.is_empty()) {
        end = End::Problems;
    }
    match args.format {
        TestFormat::Pretty => show::pretty(args, &tested, output)?,
        TestFormat::Json => output.print(&forms::json(&tested))?,
        TestFormat::Junit => output.print(&forms::junit(&tested)?)?,
        TestFormat::Tap => output.print(&forms::tap(&tested))?,
    }
    if args.coverage && matches!(args.format, TestFormat::Junit | TestFormat::Tap) {
        output.tell(&cover::tables(&tested));
    }
    if let Some(path) = &args.lcov {
        let records = tested.iter().filter_map(|script| {
            script.coverage.as_ref().map(|coverage| coverage.lcov(script.sources))
        });
        files::write(path, records.collect::<String>().as_bytes())?;
    }
    if let Some(percent) = args.fail_under
        && cover::is_under(&tested, percent, output)
    {
        end = End::Problems;
    }
    output.all(failures, end)
}

fn analysed(script: files::Script) -> Read {
    let found = analyse(&script.sources);
    let error = |problem: &Problem| problem.severity() == Severity::Error;
    let problems = found.problems.into_iter().filter(error).collect();
    let pack = AtHand::of(&script.sources);
    Read { sources: script.shown(), script: found.script, pack, problems }
}

/// Plays the tests that are asked for, several at once; what comes of them stands in the order written.
fn tested<'r>(
    args: &Test,
    ready: &'r [(&'r Read, Option<Trials<'r>>)],
    unfit: &'r [(usize, Vec<Problem>)],
) -> Done<Vec<Tested<'r>>> {
    let all = || {
        ready.iter().enumerate().flat_map(|(at, (_, trials))| {
            let trials = trials.iter();
            trials.flat_map(move |trials| {
                trials.script().tests.iter().map(move |test| (at, trials, test))
            })
        })
    };
    let wanted: Vec<_> = match &args.filter {
        None => all().collect(),
        Some(filter) => {
            let filter = filter.to_lowercase();
            all().filter(|(.., test)| test.name.to_lowercase().contains(&filter)).collect()
        }
    };
    if let Some(filter) = args.filter.as_deref().filter(|_| wanted.is_empty()) {
        let near = nearest(filter, all().map(|(.., test)| test.name.as_str()));
        let help = match near {
            Some(near) => format!("; did you mean `{near}`?"),
            None => format!("; there are {}", count(all().count(), "test")),
        };
        return Err(Failure::new(format!("no test has `{filter}` in its name{help}")));
    }
    let played = during(wanted.len(), |bar| {
        bar.set_message("testing");
        play_all(wanted.len(), |at, suggester| {
            let (_, trials, test) = wanted.get(at)?;
            let played = trials.play(suggester, test);
            bar.inc(1);
            Some(played)
        })
    });
    let mut out: Vec<Tested<'r>> = Vec::new();
    for (at, (read, _)) in ready.iter().enumerate() {
        let large = unfit.iter().find(|(of, _)| *of == at).map(|(_, problems)| problems);
        let problems = large.map_or(read.problems.as_slice(), Vec::as_slice);
        out.push(Tested { sources: &read.sources, problems, tests: Vec::new(), coverage: None });
    }
    for ((at, _, test), played) in wanted.iter().zip(played) {
        if let (Some(script), Some(played)) = (out.get_mut(*at), played) {
            script.tests.push((test, played));
        }
    }
    if args.coverage || args.lcov.is_some() || args.fail_under.is_some() {
        let mut suggester = Suggester::new();
        for (script, (_, trials)) in out.iter_mut().zip(ready) {
            let played = script.tests.iter().map(|(_, played)| played);
            script.coverage = trials.as_ref().map(|trials| trials.coverage(&mut suggester, played));
        }
    }
    Ok(out)
}

/// What a function gives for each number up to `count`, on as many threads as there are.
fn play_all<R: Send>(count: usize, play: impl Fn(usize, &mut Suggester) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut suggester, mut done) = (Suggester::new(), Vec::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, play(at, &mut suggester)));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(count.div_ceil(8));
    let mut all = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(mut done) => all.append(&mut done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, played)| played).collect()
}

/// Errors of scripts that cannot be tested, as people read them.
fn broken(tested: &[Tested<'_>]) -> String {
    let scripts = tested.iter().filter(|script| !script.problems.is_empty());
    scripts.map(|script| render::problems(script.problems, script.sources)).collect()
}
