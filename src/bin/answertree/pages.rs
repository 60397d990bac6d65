//! `answertree completions` and `answertree man`: what other programs read about this one.

use clap::CommandFactory;

use crate::args::{Cli, Completions, Man};
use crate::output::{Done, End, Failure, Output};

pub(crate) fn completions(args: &Completions, output: Output) -> Done<End> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "answertree", &mut bytes);
    output.bytes(&bytes)?;
    Ok(End::Fine)
}

pub(crate) fn man(args: &Man, output: Output) -> Done<End> {
    let mut command = Cli::command();
    command.build();
    if let Some(of) = &args.of {
        let found = command.get_subcommands().find(|sub| sub.get_name() == of).cloned();
        let Some(sub) = found else {
            return Err(Failure::new(format!(
                "there is no command `{of}`; `answertree --help` lists them"
            )));
        };
        command = sub.display_name(format!("answertree-{of}"));
    }
    let mut bytes = Vec::new();
    let rendered = clap_mangen::Man::new(command).render(&mut bytes);
    rendered.map_err(|error| Failure::new(format!("cannot make the page: {error}")))?;
    output.bytes(&bytes)?;
    Ok(End::Fine)
}
