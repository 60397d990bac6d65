//! Prints a generated script: `cargo run --release --example generate -- 1000 > big.answers`.
//!
//! A second number is the seed; with `--messages n` it prints `n` messages about the script's topics instead, each as
//! `topic<TAB>message`.

#[path = "../benches/generate/mod.rs"]
mod generate;

use std::io::{self, Write};
use std::process::ExitCode;

use generate::{Plan, SEED};

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(text) => match io::stdout().write_all(text.as_bytes()) {
            // A closed pipe, as by `| head`, is no fault.
            Ok(()) | Err(_) => ExitCode::SUCCESS,
        },
        Err(problem) => {
            let _ =
                writeln!(io::stderr(), "{problem}\nusage: generate TOPICS [SEED] [--messages N]");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<String, String> {
    let mut numbers = Vec::new();
    let mut messages = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--messages" {
            let n = rest.next().ok_or("--messages needs a number")?;
            messages = Some(n.parse::<usize>().map_err(|_| format!("not a number: {n}"))?);
        } else {
            numbers.push(argument.parse::<u64>().map_err(|_| format!("not a number: {argument}"))?);
        }
    }
    let topics = numbers.first().copied().ok_or("how many topics?")?;
    let topics = usize::try_from(topics).map_err(|_| "too many topics".to_owned())?;
    let seed = numbers.get(1).copied().unwrap_or(SEED);
    let plan = Plan::new(topics, seed);
    Ok(match messages {
        None => plan.script(),
        Some(n) => plan
            .messages(n, seed)
            .iter()
            .fold(String::new(), |text, (message, topic)| text + topic + "\t" + message + "\n"),
    })
}
