//! Script text to syntax tree: one grammar, every line on its own, every problem in one run.
//!
//! Two steps. [`tree::File`]: the source is cut into lines, the first mark of a line chooses its grammar rule, and a
//! line that cannot be read costs only itself. [`tree::Tree`]: the lines are nested into topics, replies and choices.
//! Nothing here knows what a name means.

mod direct;
mod escape;
mod expression;
mod format;
mod grammar;
mod like;
pub mod limits;
mod line;
mod mark;
mod nest;
mod pattern;
mod reader;
mod recover;
mod source;
mod template;
mod testing;
pub mod tree;
mod value;

pub use self::format::format;
pub(crate) use self::format::written_pattern;
use crate::problem::{Code, Problem};
use crate::span::Span;

/// What was read of one file, and all that is wrong with how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// Every line.
    pub file: tree::File,
    /// The lines nested into what they belong to; what could not be read is left out.
    pub tree: tree::Tree,
    /// In the order of their places.
    pub problems: Vec<Problem>,
}

/// Reads the text of a file; `file` is its number in the spans.
///
/// Any text can be read: what makes no sense is a problem, never an error or a panic.
///
/// ```
/// let parsed = answertree::syntax::parse(0, "== late: Late delivery\n> Sorry, {name}!\n");
/// assert!(parsed.problems.is_empty());
/// assert_eq!(parsed.tree.items.len(), 1);
/// ```
pub fn parse(file: u16, source: &str) -> Parsed {
    let (parsed, _) = parse_with_indents(file, source);
    parsed
}

/// The words that begin a line, in the order of the reference; for editors.
///
/// ```
/// assert!(answertree::syntax::keywords().any(|word| word == "when"));
/// ```
pub fn keywords() -> impl Iterator<Item = &'static str> {
    mark::KEYWORDS.iter().map(|&(word, _)| word)
}

/// The same, with how far in the formatter writes each line.
fn parse_with_indents(file: u16, source: &str) -> (Parsed, Vec<u8>) {
    let mut problems = Vec::new();
    if source.len() > limits::MAX_SOURCE_BYTES {
        let place = Span::new(file, 0, 0);
        problems.push(
            Problem::new(
                Code::SourceTooLarge,
                place,
                format!("this file has {} bytes", source.len()),
            )
            .help(format!(
                "the most is {}; split it and `include` the parts",
                limits::MAX_SOURCE_BYTES
            )),
        );
        return (
            Parsed { file: tree::File::default(), tree: tree::Tree::default(), problems },
            Vec::new(),
        );
    }
    let (lines, mut untold) = read_lines(file, source, &mut problems);
    let lines = tree::File { lines };
    let nested = nest::nest(&lines, source);
    problems.extend(nested.problems);
    problems.sort_by_key(|problem| problem.span);
    untold += nested.untold + cut(&mut problems);
    if untold > 0 {
        let place = problems.last().map_or(Span::new(file, 0, 0), |last| last.span);
        problems.push(
            Problem::new(Code::TooMany, place, format!("{untold} more problems are not told"))
                .help("mend these first"),
        );
    }
    (Parsed { file: lines, tree: nested.tree, problems }, nested.indents)
}

/// So many lines are worth a thread of their own: they take some milliseconds.
const LINES_OF_A_THREAD: usize = 4_096;

/// Reads every line, on several threads where there are many; the answer is the lines and how many problems are not told.
fn read_lines(file: u16, source: &str, problems: &mut Vec<Problem>) -> (Vec<tree::Line>, usize) {
    let texts: Vec<(usize, &str)> = source::lines(source).collect();
    let read = |texts: &[(usize, &str)]| {
        let mut problems = Vec::new();
        let mut untold = 0;
        let mut lines = Vec::with_capacity(texts.len());
        for &(start, text) in texts {
            let start = u32::try_from(start).unwrap_or(u32::MAX);
            lines.push(line::read(file, start, text, &mut problems));
            untold += cut(&mut problems);
        }
        (lines, problems, untold)
    };
    // A line says the same whatever stands around it, so the parts can be read in any order.
    let threads = if cfg!(target_family = "wasm") {
        1
    } else {
        let most = std::thread::available_parallelism().map_or(1, usize::from);
        most.min(texts.len() / LINES_OF_A_THREAD).max(1)
    };
    if threads == 1 {
        let (lines, mut found, untold) = read(&texts);
        problems.append(&mut found);
        return (lines, untold + cut(problems));
    }
    let mut lines = Vec::with_capacity(texts.len());
    let mut untold = 0;
    std::thread::scope(|scope| {
        let parts: Vec<_> = texts
            .chunks(texts.len().div_ceil(threads))
            .map(|part| (part, scope.spawn(|| read(part))))
            .collect();
        for (part, thread) in parts {
            // Reading a line cannot panic; should it, it does so here as well.
            let (mut part, mut found, more) = thread.join().unwrap_or_else(|_| read(part));
            lines.append(&mut part);
            problems.append(&mut found);
            untold += more + cut(problems);
        }
    });
    (lines, untold)
}

/// Keeps as many problems as are told; the answer is how many are not.
fn cut(problems: &mut Vec<Problem>) -> usize {
    let untold = problems.len().saturating_sub(limits::MAX_PROBLEMS);
    problems.truncate(limits::MAX_PROBLEMS);
    untold
}
