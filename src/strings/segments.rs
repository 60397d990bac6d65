//! Texts as words and codes: what translators write, and what they must keep.

use crate::calendar::plural::Category;
use crate::check::say::Say;
use crate::check::script::{Piece, PluralCase, Script, Text};
use crate::machine::id::LanguageId;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// Words.
    Words(String),
    /// A hole, or a part of one that holds words: `{name}`, `{if vip: `, ` | else: `, `}`. In it how many holes are open behind it.
    Code(String, usize),
}

impl Segment {
    /// Whether there is something to translate in it.
    pub fn has_words(&self) -> bool {
        matches!(self, Self::Words(words) if words.chars().any(char::is_alphanumeric))
    }
}

/// A text in parts. With a language, plurals have its forms: those that the text lacks say what `other` says.
pub(super) fn segments(script: &Script, text: &Text, language: Option<LanguageId>) -> Vec<Segment> {
    let mut cutter = Cutter { script, language, open: 0, out: Vec::new() };
    cutter.text(text);
    cutter.out
}

struct Cutter<'s> {
    script: &'s Script,
    language: Option<LanguageId>,
    open: usize,
    out: Vec<Segment>,
}

impl Cutter<'_> {
    fn words(&mut self, words: &str) {
        match self.out.last_mut() {
            _ if words.is_empty() => {}
            Some(Segment::Words(last)) => last.push_str(words),
            _ => self.out.push(Segment::Words(words.to_owned())),
        }
    }

    fn code(&mut self, code: String) {
        self.out.push(Segment::Code(code, self.open));
    }

    fn text(&mut self, text: &Text) {
        let say = Say(self.script);
        for piece in &text.pieces {
            match piece {
                Piece::Literal(words) => self.words(words),
                Piece::Hole(value, None) => self.code(format!("{{{}}}", say.expr(value))),
                Piece::Hole(value, Some(default)) => {
                    self.opening(format!("{{{} or ", say.expr(value)));
                    self.words(default);
                    self.closing();
                }
                Piece::If(arms, otherwise) => {
                    for (at, (test, said)) in arms.iter().enumerate() {
                        let test = say.expr(test);
                        if at == 0 {
                            self.opening(format!("{{if {test}: "));
                        } else {
                            self.code(format!(" | else if {test}: "));
                        }
                        self.text(said);
                    }
                    if let Some(otherwise) = otherwise {
                        self.code(" | else: ".to_owned());
                        self.text(otherwise);
                    }
                    self.closing();
                }
                Piece::Plural(value, cases) => {
                    self.opening(format!("{{{}, plural: ", say.expr(value)));
                    for (at, (case, said)) in self.forms(cases).iter().enumerate() {
                        let key = match case {
                            PluralCase::Exactly(n) => {
                                let mut key = "=".to_owned();
                                n.write(&mut key);
                                key
                            }
                            PluralCase::Category(category) => category.name().to_owned(),
                        };
                        self.code(format!("{}{key}: ", if at == 0 { "" } else { " | " }));
                        self.text(said);
                    }
                    self.closing();
                }
            }
        }
    }

    fn opening(&mut self, code: String) {
        self.open += 1;
        self.code(code);
    }

    fn closing(&mut self) {
        self.open = self.open.saturating_sub(1);
        self.code("}".to_owned());
    }

    /// The cases of a plural in the forms of the language.
    fn forms(&self, cases: &[(PluralCase, Text)]) -> Vec<(PluralCase, Text)> {
        let rules = self.language.and_then(|id| self.script.languages.get(id.usize()));
        let Some(rules) = rules else { return cases.to_vec() };
        let taken = rules.plurals.categories();
        let of = |category: Category| {
            cases.iter().find(|(case, _)| *case == PluralCase::Category(category))
        };
        let exact = cases.iter().filter(|(case, _)| matches!(case, PluralCase::Exactly(_)));
        let mut out: Vec<(PluralCase, Text)> = exact.cloned().collect();
        for category in Category::ALL {
            let is_taken = category == Category::Other || taken.contains(&category);
            let said = of(category).or_else(|| of(Category::Other)).filter(|_| is_taken);
            out.extend(said.map(|(_, said)| (PluralCase::Category(category), said.clone())));
        }
        out
    }
}

/// A text as people read and write it where codes stand among the words: a `{`, `}` or `\` that is a word has a `\` before it.
pub fn shown(segments: &[Segment]) -> String {
    let mut out = String::new();
    let mut open = 0;
    for segment in segments {
        match segment {
            Segment::Code(code, behind) => {
                out.push_str(code);
                open = *behind;
            }
            Segment::Words(words) => {
                for c in words.chars() {
                    if matches!(c, '{' | '}' | '\\') || (open > 0 && c == '|') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
        }
    }
    out
}

/// Reads what [`shown`] wrote, perhaps translated: the codes are those of `source`. A brace that is no code of it stands among the
/// words, so that it is not taken for words: the answer is `None`.
pub fn read(text: &str, source: &[Segment]) -> Option<Vec<Segment>> {
    let mut codes: Vec<(&str, usize)> = source
        .iter()
        .filter_map(|segment| match segment {
            Segment::Code(code, open) => Some((code.as_str(), *open)),
            Segment::Words(_) => None,
        })
        .collect();
    codes.sort_by_key(|(code, _)| core::cmp::Reverse(code.len()));
    let mut out: Vec<Segment> = Vec::new();
    let mut words = String::new();
    let (mut rest, mut open) = (text, 0_usize);
    while let Some(c) = rest.chars().next() {
        // Codes that begin with a bar or a form's name stand only in holes.
        let fits = |code: &str| rest.starts_with(code) && (open > 0 || code.starts_with('{'));
        if let Some((code, _)) = codes.iter().find(|(code, _)| fits(code)) {
            open = behind(code, open);
            out.push(Segment::Words(core::mem::take(&mut words)));
            out.push(Segment::Code((*code).to_owned(), open));
            rest = rest.get(code.len()..)?;
            continue;
        }
        let mut behind = rest.chars();
        behind.next();
        match (c, behind.clone().next()) {
            ('\\', Some(mark @ ('{' | '}' | '\\' | '|'))) => {
                words.push(mark);
                behind.next();
            }
            ('{' | '}', _) => return None,
            _ => words.push(c),
        }
        rest = behind.as_str();
    }
    out.push(Segment::Words(words));
    Some(joined(out))
}

/// Words and codes as they came, put together: words that touch are one, and each code knows how many holes are open behind it.
pub fn joined(segments: Vec<Segment>) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut open = 0;
    for segment in segments {
        match (segment, out.last_mut()) {
            (Segment::Words(words), _) if words.is_empty() => {}
            (Segment::Words(words), Some(Segment::Words(last))) => last.push_str(&words),
            (Segment::Code(code, _), _) => {
                open = behind(&code, open);
                out.push(Segment::Code(code, open));
            }
            (segment, _) => out.push(segment),
        }
    }
    out
}

/// How many holes are open behind a code.
fn behind(code: &str, open: usize) -> usize {
    match code {
        "}" => open.saturating_sub(1),
        code if code.starts_with('{') && !is_whole(code) => open + 1,
        _ => open,
    }
}

/// A hole without words in it.
fn is_whole(code: &str) -> bool {
    code.starts_with('{') && code.ends_with('}')
}

/// Whether a translation has the codes of its source: each as often, and those of one hole in their order.
pub(super) fn same_codes(source: &[Segment], target: &[Segment]) -> bool {
    let all = |segments: &[Segment]| {
        let codes = segments.iter().filter_map(|segment| match segment {
            Segment::Code(code, _) => Some(code.clone()),
            Segment::Words(_) => None,
        });
        let mut codes: Vec<String> = codes.collect();
        codes.sort_unstable();
        codes
    };
    all(source) == all(target) && holes(source) == holes(target)
}

/// The codes of each hole that holds words, the holes sorted; `None` where they do not close.
fn holes(segments: &[Segment]) -> Option<Vec<Vec<&str>>> {
    let (mut open, mut out): (Vec<Vec<&str>>, Vec<Vec<&str>>) = (Vec::new(), Vec::new());
    for segment in segments {
        let Segment::Code(code, _) = segment else { continue };
        if is_whole(code) {
            continue;
        }
        if code.starts_with('{') {
            open.push(vec![code]);
        } else if code == "}" {
            out.push(open.pop()?);
        } else {
            open.last_mut()?.push(code);
        }
    }
    out.sort_unstable();
    open.is_empty().then_some(out)
}

/// The lines of a reply that say this, without their `>`.
pub(super) fn lines(segments: &[Segment]) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut open = 0;
    // Where words in a hole begin, white space needs its `\`; so it does at their end.
    let mut begins = false;
    for (at, segment) in segments.iter().enumerate() {
        let words = match segment {
            Segment::Code(code, behind) => {
                if let Some(line) = lines.last_mut() {
                    line.push_str(code);
                }
                open = *behind;
                begins = open > 0 && !is_whole(code) && code != "}";
                continue;
            }
            Segment::Words(words) => words.replace("\r\n", "\n"),
        };
        let ends = open > 0
            && matches!(segments.get(at + 1), Some(Segment::Code(code, _)) if !code.starts_with('{'));
        let count = words.chars().count();
        for (index, c) in words.chars().enumerate() {
            let c = if c.is_control() && c != '\n' || c == '\n' && open > 0 { ' ' } else { c };
            if c == '\n' {
                lines.push(String::new());
                continue;
            }
            let Some(line) = lines.last_mut() else { break };
            let at_edge = (begins && index == 0) || (ends && index + 1 == count) || line.is_empty();
            if matches!(c, '{' | '}' | '\\')
                || (open > 0 && c == '|')
                || (line.is_empty() && c == '[')
                || (at_edge && c == ' ')
                // Words in quotes are taken out of them.
                || (begins && index == 0 && matches!(c, '"' | '“' | '”' | '„'))
            {
                line.push('\\');
            }
            line.push(c);
        }
        begins = false;
    }
    lines.iter_mut().for_each(cut_end);
    lines
}

/// Takes white space off the end of a line, where it is not kept; a `\` before it would stand for itself.
fn cut_end(line: &mut String) {
    while line.ends_with(' ') {
        line.pop();
        let marks = line.chars().rev().take_while(|c| *c == '\\').count();
        if marks % 2 == 1 {
            line.pop();
        }
    }
}
