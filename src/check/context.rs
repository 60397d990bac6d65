//! What the checks carry along: the declarations, the problems so far, what is used, and where the reader stands.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::scope::{Scope, Sort};
use super::script::Expr;
use crate::calendar::plural::PluralRules;
use crate::machine::id::{ChannelId, DepartmentId, FactId, LanguageId};
use crate::problem::{Code, Problem, nearest};
use crate::span::Span;
use crate::syntax::tree::Name;
use crate::text::letters::{is_letter, is_letter_or_digit};

/// Stands for a name that is not declared; a script with one is never handed on.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// After so many unknown names no more suggestions are looked for, so that a hostile script stays cheap.
const MAX_SUGGESTIONS: u32 = 200;

/// Source text longer than this many characters is cut in messages.
const MAX_QUOTE: usize = 40;

/// The state of one run of the checks.
pub(crate) struct Cx<'a> {
    /// By file.
    pub(crate) texts: &'a [&'a str],
    pub(crate) scope: Arc<Scope<'a>>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) used: Used,
    pub(crate) place: Place,
    /// Words of lines that could not be read: what they name counts as used.
    pub(crate) mentioned: BTreeSet<&'a str>,
    /// Lines that could not be read, by place.
    pub(crate) broken: Vec<Span>,
    /// Their first words.
    marks: BTreeSet<&'a str>,
    /// Some of them begin with no mark: what stands below may not have been read either.
    pub(crate) unmarked: bool,
    /// By topic: whether it holds one of them.
    broken_topics: Vec<bool>,
    /// The topic that is being read holds one of them.
    pub(crate) in_broken: bool,
    suggestions: u32,
    /// By language: the rules of its plural forms, where they are known.
    pub(crate) plurals: Vec<Option<PluralRules>>,
}

/// What is used, by sort and id; and what facts are used for.
#[derive(Debug, Default)]
pub(crate) struct Used {
    by_sort: [Vec<bool>; 7],
    /// Facts that a `set` gives a value.
    pub(crate) set: BTreeSet<FactId>,
    /// Where each fact is needed first.
    pub(crate) needed: Vec<(FactId, Span)>,
    /// Facts shown without `or`, with nothing around that asks for their value.
    pub(crate) shown: Vec<(FactId, Span)>,
    /// Departments that conversations are handed to.
    pub(crate) handed: Vec<(DepartmentId, Span)>,
    /// Languages that a condition asks for.
    pub(crate) languages: BTreeSet<LanguageId>,
    /// Ids in the topic that is being read, with the languages they are for.
    pub(crate) ids: Vec<(String, Vec<LanguageId>, Span)>,
}

/// Where the reader stands: what is around the text or condition that is being read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// Conditions that hold here.
    pub(crate) conditions: Vec<Expr>,
    /// Channels this can go to; empty is all.
    pub(crate) channels: Vec<ChannelId>,
    /// Channels this does not go to, because a reply at the same place is written for them.
    pub(crate) taken: Vec<ChannelId>,
    /// Languages this is written in; empty is the script's own.
    pub(crate) languages: Vec<LanguageId>,
    /// The customer reads it.
    pub(crate) sent: bool,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(texts: &'a [&'a str], scope: Arc<Scope<'a>>, problems: Vec<Problem>) -> Self {
        let mut used = Used::default();
        for (flags, sort) in used.by_sort.iter_mut().zip(Sort::ALL) {
            flags.resize(scope.table(sort).names.len(), false);
        }
        Self {
            texts,
            scope,
            problems,
            used,
            place: Place::default(),
            mentioned: BTreeSet::new(),
            broken: Vec::new(),
            marks: BTreeSet::new(),
            unmarked: false,
            broken_topics: Vec::new(),
            in_broken: false,
            suggestions: 0,
            plurals: Vec::new(),
        }
    }

    /// The same for a thread that reads a part of the topics: it knows all that is declared, and has found nothing yet.
    pub(crate) fn fork(&self) -> Self {
        let by_sort = self.used.by_sort.each_ref().map(|flags| vec![false; flags.len()]);
        Self {
            texts: self.texts,
            scope: Arc::clone(&self.scope),
            problems: Vec::new(),
            used: Used { by_sort, ..Used::default() },
            place: Place::default(),
            mentioned: self.mentioned.clone(),
            broken: self.broken.clone(),
            marks: self.marks.clone(),
            unmarked: self.unmarked,
            broken_topics: self.broken_topics.clone(),
            in_broken: false,
            suggestions: 0,
            plurals: self.plurals.clone(),
        }
    }

    /// Takes over what forks found in parts that follow each other; whether it is what one reader finds. It is not where
    /// they looked for more suggestions together than one may, and then nothing is taken over.
    pub(crate) fn join(&mut self, forks: [Self; 2]) -> bool {
        let suggestions =
            forks.iter().fold(self.suggestions, |sum, fork| sum.saturating_add(fork.suggestions));
        if suggestions > MAX_SUGGESTIONS {
            return false;
        }
        self.suggestions = suggestions;
        for mut fork in forks {
            self.problems.append(&mut fork.problems);
            let flags = self.used.by_sort.iter_mut().zip(&fork.used.by_sort);
            for (flag, found) in flags.flat_map(|(flags, found)| flags.iter_mut().zip(found)) {
                *flag |= found;
            }
            self.used.set.append(&mut fork.used.set);
            self.used.needed.append(&mut fork.used.needed);
            self.used.shown.append(&mut fork.used.shown);
            self.used.handed.append(&mut fork.used.handed);
            self.used.languages.append(&mut fork.used.languages);
        }
        true
    }

    /// Notes what lines that could not be read may declare and use.
    pub(crate) fn read_broken(&mut self, broken: &[Span]) {
        self.broken = broken.to_vec();
        self.broken.sort_unstable();
        self.broken.dedup();
        for span in self.broken.clone() {
            let line = self.text(span);
            let mut words = line
                .split(|c: char| !(is_letter_or_digit(c) || matches!(c, '_' | '-')))
                .filter(|word| !word.is_empty());
            self.mentioned.extend(words.clone());
            let mark = line.split_whitespace().next().unwrap_or("");
            self.marks.insert(mark);
            if mark.starts_with(is_letter) {
                words.next();
            }
            let broken = Broken::of(mark);
            self.unmarked |= matches!(broken, Broken::Anything);
            // Nobody else knows the declarations yet.
            let Some(scope) = Arc::get_mut(&mut self.scope) else { continue };
            match broken {
                Broken::Declares(sort) => {
                    if let Some(name) = words.next() {
                        scope.may_declare(sort, name);
                    }
                    if sort == Sort::Language {
                        words.for_each(|word| scope.may_declare(sort, word));
                    }
                }
                Broken::Nothing => {}
                Broken::Anything => scope.may_declare_any(words),
            }
        }
        let vague: Vec<u32> = (0_u32..)
            .zip(&self.scope.fact_trees)
            .filter(|(_, fact)| self.is_on_broken_line(fact.name.span))
            .map(|(id, _)| id)
            .collect();
        if let Some(scope) = Arc::get_mut(&mut self.scope) {
            scope.vague.extend(vague);
        }
        self.find_broken_topics();
    }

    /// Which topics hold a line that could not be read: the last heading before it is theirs.
    fn find_broken_topics(&mut self) {
        let topics = &self.scope.topics.names;
        self.broken_topics = vec![false; topics.len()];
        if self.broken.is_empty() {
            return;
        }
        let mut headings: Vec<(Span, usize)> =
            topics.iter().enumerate().map(|(index, &(_, span))| (span, index)).collect();
        headings.sort_unstable();
        for line in &self.broken {
            let before = headings
                .partition_point(|(span, _)| (span.file, span.start) < (line.file, line.end));
            let heading = before.checked_sub(1).and_then(|last| headings.get(last));
            if let Some(&(span, topic)) = heading
                && span.file == line.file
                && let Some(flag) = self.broken_topics.get_mut(topic)
            {
                *flag = true;
            }
        }
    }

    /// Whether a topic holds a line that could not be read.
    pub(crate) fn is_broken(&self, topic: usize) -> bool {
        self.broken_topics.get(topic).copied().unwrap_or(false)
    }

    /// Whether a place is on a line that could not be read, or not all of it.
    pub(crate) fn is_on_broken_line(&self, place: Span) -> bool {
        let before = self
            .broken
            .partition_point(|line| (line.file, line.start) <= (place.file, place.start));
        before
            .checked_sub(1)
            .and_then(|last| self.broken.get(last))
            .is_some_and(|line| line.file == place.file && place.start < line.end)
    }

    pub(crate) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The text at `span`.
    pub(crate) fn text(&self, span: Span) -> &'a str {
        let text = self.texts.get(usize::from(span.file)).copied().unwrap_or("");
        span.text(text)
    }

    /// The text at `span`, cut to what fits in a message.
    pub(crate) fn quote(&self, span: Span) -> String {
        quote(self.text(span))
    }

    /// The id of a name of a sort, marked as used; a name that nothing declares is a problem.
    pub(crate) fn find(&mut self, sort: Sort, name: &Name) -> u32 {
        self.find_for(sort, &name.value, name.span, Code::UnknownName, "")
    }

    /// As [`Self::find`], with the code of the problem, and what help to give where no name is near.
    pub(crate) fn find_for(
        &mut self,
        sort: Sort,
        name: &str,
        span: Span,
        code: Code,
        hint: &str,
    ) -> u32 {
        if let Some(id) = self.look_up(sort, name) {
            return id;
        }
        if self.quiet(sort, name) {
            return UNKNOWN;
        }
        let near = self.near(sort, name);
        let noun = sort.noun();
        let problem = Problem::new(code, span, format!("there is no {noun} `{name}`"));
        let problem = match near {
            Some(near) => {
                self.look_up(sort, near);
                problem.help(format!("did you mean `{near}`?")).fix(span, near)
            }
            None => match self.other_sort(sort, name) {
                Some(other) => problem.help(format!("`{name}` is a {other}, not a {noun}")),
                None if hint.is_empty() => problem.help(sort.declaration(name)),
                None => problem.help(hint),
            },
        };
        self.report(problem);
        UNKNOWN
    }

    /// The id of a name, marked as used, without a problem where there is none.
    pub(crate) fn look_up(&mut self, sort: Sort, name: &str) -> Option<u32> {
        let id = self.scope.table(sort).id(name)?;
        self.mark(sort, id);
        Some(id)
    }

    pub(crate) fn mark(&mut self, sort: Sort, id: u32) {
        let flag = self
            .used
            .by_sort
            .get_mut(sort_index(sort))
            .and_then(|flags| usize::try_from(id).ok().and_then(|index| flags.get_mut(index)));
        if let Some(flag) = flag {
            *flag = true;
        }
    }

    pub(crate) fn is_used(&self, sort: Sort, id: u32) -> bool {
        self.used
            .by_sort
            .get(sort_index(sort))
            .and_then(|flags| usize::try_from(id).ok().and_then(|index| flags.get(index)))
            .copied()
            .unwrap_or(false)
    }

    /// Whether an unknown name is a consequence of a problem that is reported already.
    pub(crate) fn quiet(&self, sort: Sort, name: &str) -> bool {
        self.scope.incomplete
            || self.scope.table(sort).may_have(name)
            || self.scope.perhaps_any.contains(name)
    }

    /// The nearest declared name, while suggestions are cheap.
    fn near(&mut self, sort: Sort, name: &str) -> Option<&'a str> {
        self.may_suggest().then(|| nearest(name, self.scope.table(sort).iter())).flatten()
    }

    /// Whether looking for what an author may have meant is still cheap.
    pub(crate) fn may_suggest(&mut self) -> bool {
        self.suggestions = self.suggestions.saturating_add(1);
        self.suggestions <= MAX_SUGGESTIONS
    }

    fn other_sort(&self, sort: Sort, name: &str) -> Option<&'static str> {
        Sort::ALL
            .into_iter()
            .find(|&other| other != sort && self.scope.table(other).id(name).is_some())
            .map(Sort::noun)
    }

    /// Whether a line that could not be read begins with the word `mark`, or may have been meant to.
    pub(crate) fn broken_begins(&self, mark: &str) -> bool {
        self.unmarked || self.marks.contains(mark)
    }

    /// Whether a line that could not be read has the word `name`.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.mentioned.contains(name)
    }
}

/// `text` on one line, cut to what fits in a message.
pub(crate) fn quote(text: &str) -> String {
    let mut out: String =
        text.chars().take(MAX_QUOTE).map(|c| if c == '\n' || c == '`' { ' ' } else { c }).collect();
    if text.chars().nth(MAX_QUOTE).is_some() {
        out.push('…');
    }
    out
}

/// What a line that could not be read may declare.
enum Broken {
    /// A name of this sort.
    Declares(Sort),
    /// Nothing that has a name.
    Nothing,
    /// Anything: what it begins with is no mark.
    Anything,
}

/// The first words of lines that declare no name.
const USERS: [&str; 31] = [
    "when",
    "need",
    "or",
    "also",
    "step",
    "note",
    "then",
    "call",
    "return",
    "do",
    "set",
    "handoff",
    "end",
    "on",
    "given",
    "customer",
    "customer:",
    "choose",
    "accept",
    "wait",
    "expect",
    "ask",
    "open",
    "closed",
    "include",
    "prefer",
    "script",
    "version",
    "pack",
    "threshold",
    "test",
];

impl Broken {
    fn of(mark: &str) -> Self {
        match mark {
            "channel" => Self::Declares(Sort::Channel),
            "department" => Self::Declares(Sort::Department),
            "fact" => Self::Declares(Sort::Fact),
            "words" => Self::Declares(Sort::List),
            "intent" => Self::Declares(Sort::Intent),
            "menu" => Self::Declares(Sort::Topic),
            "language" => Self::Declares(Sort::Language),
            _ if mark.starts_with("==") => Self::Declares(Sort::Topic),
            _ if mark.starts_with(['>', '-', '*']) || USERS.contains(&mark) => Self::Nothing,
            _ => Self::Anything,
        }
    }
}

fn sort_index(sort: Sort) -> usize {
    match sort {
        Sort::Channel => 0,
        Sort::Department => 1,
        Sort::Fact => 2,
        Sort::List => 3,
        Sort::Intent => 4,
        Sort::Topic => 5,
        Sort::Language => 6,
    }
}
