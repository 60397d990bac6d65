//! `answertree chat`.

mod command;
mod lines;
mod save;
mod show;

use answertree::machine::Machine;
use answertree::runtime::{Context, Input, Session, SessionTurn, Start, Suggester};
use answertree::trial::Record;

use crate::args::{Chat, Who};
use crate::files;
use crate::output::{BAD, DIM, Done, End, Failure, Output};
use crate::suggest::{facts, machine};
use crate::time;

use command::Command;
use lines::Lines;

/// Milliseconds of a minute: a test knows the time no better.
const MINUTE: i64 = 60_000;

/// A conversation at the terminal.
struct Talk<'m> {
    machine: &'m Machine,
    suggester: Suggester,
    session: Session,
    turn: SessionTurn<'m>,
    record: Record,
    /// The conversation as it is was written to where it is written at its end.
    saved: bool,
    output: Output,
}

pub(crate) fn run(args: &Chat, output: Output) -> Done<End> {
    if files::is_stdin(&args.file) {
        return Err(Failure::new(
            "the standard input cannot be both the script and the conversation; name a file",
        ));
    }
    let now = time::milliseconds(&args.now)?;
    let Some(machine) = machine(&args.file, output)? else { return Ok(End::Problems) };
    let facts = facts(&machine, &args.facts)?;
    let context = Context {
        channel: args.channel.clone(),
        language: args.language.clone(),
        facts,
        now: Some(now - now.rem_euclid(MINUTE)),
        ..Context::default()
    };
    let start = Start {
        context,
        topic: args.topic.clone(),
        alone: args.who == Who::Customer,
        ..Start::default()
    };
    let mut suggester = Suggester::new();
    let (session, turn) = Session::start(&machine, &mut suggester, start.clone())
        .map_err(|error| Failure::new(format!("{error} [{}]", error.code())))?;
    let record = Record::new(&machine, &start, &turn);
    let mut talk =
        Talk { machine: &machine, suggester, session, turn, record, saved: false, output };
    let mut lines = Lines::new()?;
    if lines.is_terminal() {
        output.print(&format!(
            "{DIM}Write what the customer writes. /help lists what else you can do; Ctrl-D ends it.{DIM:#}\n"
        ))?;
    }
    talk.show()?;
    while let Some(line) = lines.next(output)? {
        if !talk.line(&line, args)? {
            break;
        }
    }
    match &args.save_test {
        Some(_) if talk.saved => Ok(End::Fine),
        Some(path) if !talk.record.is_empty() => save::save(&talk, args, path),
        Some(_) => Err(Failure::new("nothing was said, so there is no test to write")),
        None => Ok(End::Fine),
    }
}

impl Talk<'_> {
    /// Does what a line says; whether the conversation goes on.
    fn line(&mut self, line: &str, args: &Chat) -> Done<bool> {
        if line.trim().is_empty() {
            return Ok(true);
        }
        match command::read(line, &self.turn, self.record.now()) {
            Err(wrong) => self.tell(&wrong)?,
            Ok(Command::Do(input)) => self.apply(&input)?,
            Ok(Command::Undo) => self.undo()?,
            Ok(Command::Facts) => self.output.print(&show::facts(&self.turn))?,
            Ok(Command::Help) => self.output.print(command::HELP)?,
            Ok(Command::Quit) => return Ok(false),
            Ok(Command::Save(path)) => match path.as_ref().or(args.save_test.as_ref()) {
                None => self.output.print(&self.record.test())?,
                Some(_) if self.record.is_empty() => self.tell("nothing was said yet")?,
                Some(path) => match save::save(self, args, path) {
                    Ok(_) => self.saved = args.save_test.as_ref() == Some(path),
                    Err(failure) => self.tell(&failure.to_string())?,
                },
            },
        }
        Ok(true)
    }

    fn apply(&mut self, input: &Input) -> Done<()> {
        self.session.set_now(self.record.now());
        match self.session.apply(self.machine, &mut self.suggester, input.clone()) {
            Ok(turn) => {
                self.record.add(&self.turn, input, &turn);
                self.saved = false;
                self.turn = turn;
                self.show()
            }
            Err(error) => self.tell(&error.message()),
        }
    }

    /// Takes the last turn back.
    fn undo(&mut self) -> Done<()> {
        let Some(before) = self.turn.number.checked_sub(1) else {
            return self.tell("this is where the conversation began");
        };
        match self.session.apply(self.machine, &mut self.suggester, Input::Undo(before)) {
            Ok(turn) => {
                self.record.undo(before);
                self.saved = false;
                self.turn = turn;
                self.show()
            }
            Err(error) => self.tell(&error.message()),
        }
    }

    fn show(&self) -> Done<()> {
        self.output.print(&show::turn(&self.turn))
    }

    /// Tells what is wrong with a line; the conversation goes on.
    fn tell(&self, wrong: &str) -> Done<()> {
        self.output.print(&format!("{BAD}{wrong}{BAD:#}\n"))
    }
}
