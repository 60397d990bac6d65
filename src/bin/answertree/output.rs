//! What the commands print, where to, and how they end.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use crate::args::Color;

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
pub(crate) const MARKED: Style = AnsiColor::Cyan.on_default().bold().underline();

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All is well.
    Fine,
    /// A script has problems.
    Problems,
}

/// Wrong use, or input that cannot be read: what to tell, without `error:`.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(crate) type Done<T> = Result<T, Failure>;

/// The two streams, with colours where they are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) color: Color,
}

impl Output {
    /// Prints to the standard output; a reader that has gone away is no failure.
    pub(crate) fn print(self, text: &str) -> Done<()> {
        let mut stream = AutoStream::new(io::stdout(), self.choice(&io::stdout()));
        quiet(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()))
    }

    /// Prints bytes to the standard output.
    #[expect(clippy::unused_self, reason = "reads as the other ways to print")]
    pub(crate) fn bytes(self, bytes: &[u8]) -> Done<()> {
        let mut stream = io::stdout();
        quiet(stream.write_all(bytes).and_then(|()| stream.flush()))
    }

    /// Tells people something beside the output; where nobody listens, nobody is told.
    pub(crate) fn tell(self, text: &str) {
        let mut stream = AutoStream::new(io::stderr(), self.choice(&io::stderr()));
        let _: io::Result<()> = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }

    /// Whether the standard output has colours.
    pub(crate) fn has_colors(self) -> bool {
        self.choice(&io::stdout()) != ColorChoice::Never
    }

    fn choice(self, stream: &impl anstream::stream::RawStream) -> ColorChoice {
        match self.color {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto => AutoStream::choice(stream),
        }
    }

    /// The end of what was done for several files: the last of the failures after the others were told, where there are any.
    pub(crate) fn all(self, mut failures: Vec<Failure>, end: End) -> Done<End> {
        let last = failures.pop();
        for failure in &failures {
            self.failed(failure);
        }
        last.map_or(Ok(end), Err)
    }

    fn failed(self, failure: &Failure) {
        let bad = BAD.bold();
        self.tell(&format!("{bad}error{bad:#}: {failure}\n"));
    }

    /// Tells how it ended; the exit status.
    pub(crate) fn end(self, result: &Done<End>) -> ExitCode {
        match result {
            Ok(End::Fine) => ExitCode::SUCCESS,
            Ok(End::Problems) => ExitCode::from(1),
            Err(failure) => {
                self.failed(failure);
                ExitCode::from(2)
            }
        }
    }
}

fn quiet(result: io::Result<()>) -> Done<()> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write the output: {}", reason(&error))))
        }
        _ => Ok(()),
    }
}

/// Why something could not be read or written, in lower case and without the number of the system's error.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Adds to a text, which cannot fail.
pub(crate) fn put(out: &mut String, text: fmt::Arguments<'_>) {
    let _: fmt::Result = fmt::Write::write_fmt(out, text);
}

/// `1 error`, `2 errors`.
pub(crate) fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// Text of others without what would steer a terminal.
pub(crate) fn tame(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c })
        .collect()
}
