//! Texts of others as lines of a script.

use crate::syntax::escape::MARKS;

/// Whether a character is seen, or at least takes room for a reason.
pub fn shows(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}'))
}

/// A text in one line: every run of white space is one space.
///
/// ```
/// assert_eq!(answertree::writing::lines::one_line("where\n  is it "), "where is it");
/// ```
pub fn one_line(text: &str) -> String {
    let space = |c: char| c.is_whitespace() || c.is_control();
    // What has no width is white space in a script, too; within a word it may stay.
    let width = |c: char| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    let words: Vec<&str> = text.split(space).filter(|word| word.contains(width)).collect();
    words.join(" ")
}

/// A name in one line: what has no width is white space in it, too.
pub fn name_line(text: &str) -> String {
    one_line(&text.replace(['\u{200b}', '\u{2060}', '\u{feff}'], " "))
}

/// Puts `\` before marks that have a meaning, and before a `\` that would take one from what follows.
pub fn escaped(text: &str, marks: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let takes = c == '\\' && chars.peek().is_none_or(|&next| MARKS.contains(next));
        if takes || marks.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An example, which is in one line already.
///
/// ```
/// assert_eq!(answertree::writing::lines::example(r"a \ b"), r"a \\ b");
/// ```
pub fn example(text: &str) -> String {
    escaped(text, "")
}

/// A title: a comment could begin in it. Empty where nothing of it would be seen.
pub fn title(text: &str) -> String {
    let text = name_line(text);
    if text.contains(shows) { escaped(&text, "#\"“”„") } else { String::new() }
}
