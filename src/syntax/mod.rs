//! Script text to syntax tree: one grammar, every line on its own, every problem in one run.
//!
//! Two steps. [`tree::File`]: the source is cut into lines, the first mark of a line chooses its grammar rule, and a
//! line that cannot be read costs only itself. [`tree::Tree`]: the lines are nested into topics, replies and choices.
//! Nothing here knows what a name means.

mod direct;
pub(crate) mod escape;
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

use core::ops::Range;

use pest::Parser as _;

pub use self::format::format;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::threads::{each, for_bytes};
use grammar::{Grammar, Rule};

/// Whether the language reads a text as one name, of a topic, a fact, a list or a choice.
///
/// ```
/// use answertree::syntax::is_name;
/// assert!(is_name("late-delivery") && is_name("größe") && is_name("_2"));
/// assert!(!is_name("2nd") && !is_name("late delivery") && !is_name("late-") && !is_name(""));
/// ```
pub fn is_name(text: &str) -> bool {
    // The rule stops before what is no part of a name.
    Grammar::parse(Rule::name, text).is_ok_and(|read| read.as_str() == text)
}

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

/// The same without the lines, as the checks read it: the tree and the problems.
pub(crate) fn parse_tree(file: u16, source: &str) -> (tree::Tree, Vec<Problem>) {
    let whole = read(file, source, false, for_bytes(source.len()));
    (whole.nested.tree, whole.problems)
}

/// The same, with how far in the formatter writes each line.
fn parse_with_indents(file: u16, source: &str) -> (Parsed, Vec<u8>) {
    let mut whole = read(file, source, true, for_bytes(source.len()));
    nest::indent_comments(&whole.lines, &mut whole.indents);
    let file = tree::File { lines: whole.lines };
    let parsed = Parsed { file, tree: whole.nested.tree, problems: whole.problems };
    (parsed, whole.indents)
}

/// Reads a file in so many parts, each on its thread; `keep`: with its lines.
fn read(file: u16, source: &str, keep: bool, threads: usize) -> Part {
    if source.len() > limits::MAX_SOURCE_BYTES {
        let place = Span::new(file, 0, 0);
        let problem = Problem::new(
            Code::SourceTooLarge,
            place,
            format!("this file has {} bytes", source.len()),
        )
        .help(format!(
            "the most is {}; split it and `include` the parts",
            limits::MAX_SOURCE_BYTES
        ));
        return Part { problems: vec![problem], ..Part::default() };
    }
    let parts = each(source::parts(source, threads), |part| read_part(file, source, part, keep));
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap_or_default();
    parts.for_each(|part| whole.append(part));
    whole.problems.append(&mut whole.nested.problems);
    whole.problems.sort_by_key(|problem| problem.span);
    let untold = whole.untold + whole.nested.untold + cut(&mut whole.problems);
    if untold > 0 {
        let place = whole.problems.last().map_or(Span::new(file, 0, 0), |last| last.span);
        whole.problems.push(
            Problem::new(Code::TooMany, place, format!("{untold} more problems are not told"))
                .help("mend these first"),
        );
    }
    whole
}

/// What was read of a part of a file.
#[derive(Default)]
struct Part {
    /// Every line, and how far in the formatter writes it, where they are kept.
    lines: Vec<tree::Line>,
    indents: Vec<u8>,
    nested: nest::Nested,
    /// What is wrong with lines by themselves, in their order.
    problems: Vec<Problem>,
    /// How many more problems there are.
    untold: usize,
}

impl Part {
    /// Adds the part behind this one.
    fn append(&mut self, mut next: Self) {
        self.lines.append(&mut next.lines);
        self.indents.append(&mut next.indents);
        self.nested.tree.items.append(&mut next.nested.tree.items);
        self.nested.problems.append(&mut next.nested.problems);
        self.nested.untold += next.nested.untold + cut(&mut self.nested.problems);
        self.problems.append(&mut next.problems);
        self.untold += next.untold + cut(&mut self.problems);
    }
}

/// Reads the lines of a part of a file, and puts them into each other.
fn read_part(file: u16, source: &str, range: Range<usize>, keep: bool) -> Part {
    let begins = range.start;
    let mut nester = nest::Nester::new(source);
    let (mut lines, mut indents, mut problems, mut untold) =
        (Vec::new(), Vec::new(), Vec::new(), 0);
    for (start, text) in source::lines(source.get(range).unwrap_or("")) {
        let start = u32::try_from(begins + start).unwrap_or(u32::MAX);
        let line = line::read(file, start, text, &mut problems);
        untold += cut(&mut problems);
        if keep {
            lines.push(line.clone());
            indents.push(nester.add(line));
        } else {
            nester.add(line);
        }
    }
    Part { lines, indents, nested: nester.finish(), problems, untold }
}

/// Keeps as many problems as are told; the answer is how many are not.
fn cut(problems: &mut Vec<Problem>) -> usize {
    let untold = problems.len().saturating_sub(limits::MAX_PROBLEMS);
    problems.truncate(limits::MAX_PROBLEMS);
    untold
}

#[cfg(test)]
mod tests {
    use super::{read, source};

    /// However many threads read a file, it says the same.
    #[test]
    fn parts_make_the_whole() {
        let topic = "> [on x] Text, {name}!\nor\n\nor\n* One\n  > {\n** Two -> a\n# comment\nbad line\n- late\n";
        for end in ["\n", "\r\n", "\n \n", "\r"] {
            let text: String = (0..9)
                .map(|n| format!("== t{n}: T\n{topic}==\n> lost\n== {n}\n{topic}\n"))
                .collect::<String>()
                .replace('\n', end);
            let whole = read(1, &text, true, 1);
            for count in 2..12 {
                let found = source::parts(&text, count).count();
                assert!(found <= count && (found > 1) == end.contains('\n'), "{found} of {count}");
                let parts = read(1, &text, true, count);
                assert_eq!(parts.lines, whole.lines);
                assert_eq!(parts.indents, whole.indents);
                assert_eq!(parts.nested.tree, whole.nested.tree);
                assert_eq!(parts.problems, whole.problems);
            }
        }
    }
}
