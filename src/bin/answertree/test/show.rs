//! Results of tests as people read them.

use super::{Tested, broken, cover};
use crate::args::Test;
use crate::output::{BAD, BOLD, DIM, Done, GOOD, Output, count, put, tame};
use crate::render;

pub(super) fn pretty(args: &Test, tested: &[Tested<'_>], output: Output) -> Done<()> {
    let mut out = broken(tested);
    let (mut all, mut failed) = (0, 0);
    for script in tested {
        if args.verbose && !script.tests.is_empty() {
            put(&mut out, format_args!("{BOLD}{}{BOLD:#}\n", script.name()));
        }
        for (test, played) in &script.tests {
            all += 1;
            let name = tame(&test.name);
            match &played.failure {
                None if args.verbose => {
                    put(&mut out, format_args!("  {GOOD}ok{GOOD:#} {name}\n"));
                }
                None => {}
                Some(failure) => {
                    failed += 1;
                    put(&mut out, format_args!("{BAD}failed{BAD:#} {BOLD}{name}{BOLD:#}\n"));
                    out.push_str(&render::failure(failure, test.span, script.sources));
                }
            }
        }
    }
    let sound = tested.iter().filter(|script| script.problems.is_empty()).count();
    if args.coverage {
        out.push_str(&cover::tables(tested));
    }
    if all == 0 && sound > 0 {
        let scripts = count(sound, "script");
        put(
            &mut out,
            format_args!(
                "no test in {scripts}; {DIM}write `test` and what it shows, then `customer:` and `expect` lines{DIM:#}\n"
            ),
        );
    } else if all > 0 {
        let scripts = count(sound, "script");
        let color = if failed == 0 { GOOD } else { BAD };
        let sum = if failed == 0 {
            "passed".to_owned()
        } else {
            format!("{} passed, {failed} failed", all - failed)
        };
        put(&mut out, format_args!("{} in {scripts}: {color}{sum}{color:#}\n", count(all, "test")));
    }
    let unsound = tested.len() - sound;
    if unsound > 0 {
        let verb = if unsound == 1 { "has" } else { "have" };
        put(
            &mut out,
            format_args!(
                "{BAD}{} {verb} errors and cannot be tested{BAD:#}\n",
                count(unsound, "script")
            ),
        );
    }
    output.print(&out)
}
