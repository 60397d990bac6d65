//! Sources to a checked script: includes resolved among the given files, every problem of all of them in one run.

use std::collections::HashMap;

use crate::advice;
use crate::check::names::{self, Names};
use crate::check::script::Script;
use crate::check::{self, Checked};
use crate::lower::{self, Extras, Lowered};
use crate::problem::{Code, Problem, Severity, nearest};
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{Item, Name, Tree};
use crate::threads::take_apart;

/// One file of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path with `/` between folders; what `include` names, relative to the including file's folder.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// What [`compile`] made.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The machine, where no problem is an error.
    pub machine: Option<Lowered>,
    /// Every problem, by file and place.
    pub problems: Vec<Problem>,
}

/// Reads, checks and lowers the script whose first file is the first source.
///
/// ```
/// use answertree::compile::{Source, compile};
/// use answertree::machine::Machine;
/// let text = "== late: Late delivery\n- where is my order\n- where is my parcel\n> We are looking into it.\n";
/// let compiled = compile(&[Source { name: "main.answers".into(), text: text.into() }]);
/// let machine = Machine::load(compiled.machine.unwrap().bytes).unwrap();
/// assert_eq!(machine.topic_count(), 1);
/// ```
pub fn compile(sources: &[Source]) -> Compiled {
    compile_with(sources, Extras::default())
}

/// As [`compile`], to a machine with more than it needs to run.
///
/// ```
/// use answertree::compile::{Source, compile_with};
/// use answertree::lower::Extras;
/// use answertree::machine::Machine;
/// let text = "== late: Late\n- where is it\n- where was it\n> Soon!\ntest late\n  customer: where is it\n  expect topic late\n";
/// let compiled = compile_with(&[Source { name: "main.answers".into(), text: text.into() }], Extras { tests: true, ..Extras::default() });
/// let machine = Machine::load(compiled.machine.unwrap().bytes).unwrap();
/// assert_eq!(machine.tests().next(), Some(("late", "customer: where is it\nexpect topic late")));
/// ```
pub fn compile_with(sources: &[Source], extras: Extras<'_>) -> Compiled {
    let (Analysed { script, mut problems, .. }, files) = analyse_files(sources);
    let bytes = sources.iter().map(|source| source.text.len()).sum();
    let machine = script.and_then(|script| {
        let texts: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
        let (items, _) = in_order(&files, &texts, &mut Vec::new());
        let book = advice::Book::new(&items, &script);
        let told = advice::places(&problems);
        let on_patterns = |noted: &lower::Noted| advice::on_patterns(&book, noted, &told);
        let (machine, more) = match lower::lower_advised(&script, extras, on_patterns) {
            Ok(lower::Advised { lowered, mut advice, doubts }) => {
                advice.extend(advice::mistaken(&book, &doubts, &told));
                (Some(lowered), advice)
            }
            Err(problems) => (None, problems),
        };
        if !more.is_empty() {
            problems.extend(more);
            problems.sort_by_key(|problem| (problem.span, problem.code));
        }
        take_apart(script, bytes);
        machine
    });
    take_apart(files, bytes);
    Compiled { machine, problems }
}

/// What [`analyse`] found.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysed {
    /// The script, where no problem is an error.
    pub script: Option<Script>,
    /// Every problem, by file and place.
    pub problems: Vec<Problem>,
    /// By source: whether the script includes it, and so it was read.
    pub read: Vec<bool>,
}

/// Reads and checks the script whose first file is the first source. The number of a file in spans is its place in `sources`.
///
/// A file that is included twice is read once, where it is included first.
///
/// ```
/// use answertree::compile::{Source, analyse};
/// let text = "== late: Late delivery\n- where is my order\n- where is my parcel\n> We are looking into it.\n";
/// let found = analyse(&[Source { name: "main.answers".into(), text: text.into() }]);
/// assert!(found.problems.is_empty());
/// assert_eq!(found.script.unwrap().topics[0].title, "Late delivery");
/// ```
pub fn analyse(sources: &[Source]) -> Analysed {
    analyse_files(sources).0
}

/// Where the names of the script whose first file is the first source are declared and used, whatever is wrong with it.
///
/// ```
/// use answertree::check::names::{Sort, Symbol};
/// use answertree::compile::{Source, names};
/// let text = "== late: Late delivery\n-> late\n-> nowhere\n";
/// let found = names(&[Source { name: "main.answers".into(), text: text.into() }]);
/// let late = Symbol::Named(Sort::Topic, "late".into());
/// assert_eq!(found.of(&late).count(), 2);
/// ```
pub fn names(sources: &[Source]) -> Names {
    let files = read(sources, &mut Vec::new());
    let texts: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
    let (items, _) = in_order(&files, &texts, &mut Vec::new());
    names::find(&items, &texts)
}

/// As [`analyse`], with the trees that it was found in.
fn analyse_files(sources: &[Source]) -> (Analysed, Vec<File>) {
    let mut problems = Vec::new();
    let files = read(sources, &mut problems);
    let texts: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
    let (items, incomplete) = in_order(&files, &texts, &mut problems);
    let mut unread: Vec<Span> = files
        .iter()
        .flat_map(|file| &file.problems)
        .filter(|problem| problem.severity() == Severity::Error)
        .map(|problem| problem.span)
        .collect();
    unread.sort_unstable();
    let broken: Vec<Span> = unread
        .iter()
        .map(|&span| whole_line(span, texts.get(usize::from(span.file)).copied().unwrap_or("")))
        .collect();
    let input = check::Input { items: &items, texts: &texts, broken: &broken, incomplete };
    let Checked { script, problems: found } = check::check(&input);
    problems.extend(found.into_iter().filter(|problem| !follows(problem, &unread)));
    problems.extend(files.iter().flat_map(|file| file.problems.iter().cloned()));
    problems.sort_by_key(|problem| (problem.span, problem.code));
    let error = problems.iter().any(|problem| problem.severity() == Severity::Error);
    let script = script.filter(|_| !error);
    let read = files.iter().map(|file| file.tree.is_some()).collect();
    (Analysed { script, problems, read }, files)
}

/// Whether a problem lies within what could not be read, and so follows from that.
fn follows(problem: &Problem, unread: &[Span]) -> bool {
    /// So many places that begin before a problem are looked at: they hardly ever lie within each other.
    const NEAR: usize = 8;
    let span = problem.span;
    let before = unread.partition_point(|bad| (bad.file, bad.start) <= (span.file, span.start));
    problem.severity() == Severity::Error
        && unread
            .get(before.saturating_sub(NEAR)..before)
            .unwrap_or(&[])
            .iter()
            .any(|bad| bad.file == span.file && span.end <= bad.end)
}

/// The line around a place.
fn whole_line(span: Span, text: &str) -> Span {
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let before = text.get(..place(span.start)).unwrap_or("");
    let behind = text.get(place(span.start)..).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = before.len() + behind.find('\n').unwrap_or(behind.len());
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(span.file, narrow(start), narrow(end))
}

/// A file of the script.
#[derive(Debug, Default)]
struct File {
    tree: Option<Tree>,
    /// What is wrong with how it is written.
    problems: Vec<Problem>,
    /// What each `include` of it names, in order.
    includes: Vec<Option<usize>>,
}

/// Reads the first file and all that it includes.
fn read(sources: &[Source], problems: &mut Vec<Problem>) -> Vec<File> {
    let names: Vec<Option<String>> = sources.iter().map(|source| path("", &source.name)).collect();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Some(name) = name {
            by_name.entry(name).or_insert(index);
        }
    }
    let mut files: Vec<File> = sources.iter().map(|_| File::default()).collect();
    let mut waiting = vec![0];
    while let Some(index) = waiting.pop() {
        let (Some(source), Some(file)) = (sources.get(index), files.get_mut(index)) else {
            continue;
        };
        let Ok(number) = u16::try_from(index) else { continue };
        if file.tree.is_some() {
            continue;
        }
        let (tree, told) = syntax::parse_tree(number, &source.text);
        let folder = folder(&source.name);
        for item in &tree.items {
            let Item::Include(name) = item else { continue };
            let found =
                path(folder, &name.value).and_then(|path| by_name.get(path.as_str()).copied());
            match found {
                Some(found) if u16::try_from(found).is_ok() => waiting.push(found),
                Some(_) => problems.push(too_many(name)),
                None => problems.push(unknown(name, folder, &names)),
            }
            file.includes.push(found);
        }
        file.tree = Some(tree);
        file.problems = told;
    }
    files
}

fn too_many(name: &Name) -> Problem {
    Problem::new(Code::TooMany, name.span, "the script has more files than can be read")
        .help(format!("the most is {}", u32::from(u16::MAX) + 1))
}

fn unknown(name: &Name, folder: &str, names: &[Option<String>]) -> Problem {
    let text = &name.value;
    let problem = Problem::new(Code::UnknownFile, name.span, format!("there is no file `{text}`"));
    // The name may be right and the folder wrong.
    let wanted = path(folder, text).unwrap_or_else(|| text.clone());
    let known = || names.iter().flatten().map(String::as_str);
    let last = |path: &str| path.rsplit('/').next().unwrap_or("").to_owned();
    let near =
        nearest(&wanted, known()).or_else(|| known().find(|known| last(known) == last(&wanted)));
    match near {
        Some(near) => {
            let near = relative(folder, near);
            problem.help(format!("did you mean `{near}`?")).fix(name.span, near)
        }
        None if text.contains('\\') => problem.help("write `/` between folders"),
        None => problem.help("write the file's name as seen from the folder of this one"),
    }
}

/// The name of the file that the file `name` means by `include`, as [`Source::name`] has it.
///
/// `None` where it leads out of the folders that there are, or from the root.
///
/// ```
/// use answertree::compile::included;
/// assert_eq!(included("shop/main.answers", "../billing.answers").as_deref(), Some("billing.answers"));
/// assert_eq!(included("main.answers", "../billing.answers"), None);
/// ```
pub fn included(name: &str, include: &str) -> Option<String> {
    path(folder(name), include)
}

/// How an `include` in the file `name` names the file `other`.
///
/// ```
/// use answertree::compile::include_name;
/// assert_eq!(include_name("shop/main.answers", "billing.answers"), "../billing.answers");
/// ```
pub fn include_name(name: &str, other: &str) -> String {
    relative(folder(name), other)
}

/// The folder of a file, without the `/` at its end.
fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A name seen from a folder, without `.` and `..`; `None` where it leads out of what is given.
fn path(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if name.starts_with('/') && !folder.is_empty() {
        return None;
    }
    let from = if folder.is_empty() { None } else { Some(folder) };
    for part in from.into_iter().chain([name]).flat_map(|path| path.split('/')) {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How a file is named from a folder.
fn relative(folder: &str, name: &str) -> String {
    let folder = path("", folder).unwrap_or_default();
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.len() - same;
    let mut parts = vec![".."; up];
    parts.extend(to.iter().skip(same));
    parts.join("/")
}

/// The items of all files, those of an included file in the place of its `include`; and whether a file is missing.
fn in_order<'a>(
    files: &'a [File],
    texts: &[&str],
    problems: &mut Vec<Problem>,
) -> (Vec<&'a Item>, bool) {
    /// A file that is being read.
    struct Open {
        file: usize,
        item: usize,
        include: usize,
    }
    let mut items = Vec::new();
    let mut incomplete = false;
    let mut seen = vec![false; files.len()];
    let mut open = vec![Open { file: 0, item: 0, include: 0 }];
    while let Some(top) = open.last_mut() {
        let file = files.get(top.file);
        if let Some(flag) = seen.get_mut(top.file) {
            *flag = true;
        }
        let next =
            file.and_then(|file| file.tree.as_ref()).and_then(|tree| tree.items.get(top.item));
        let Some(item) = next else {
            open.pop();
            continue;
        };
        top.item += 1;
        let Item::Include(name) = item else {
            items.push(item);
            continue;
        };
        let target = file.and_then(|file| file.includes.get(top.include)).copied().flatten();
        top.include += 1;
        let Some(target) = target else {
            incomplete = true;
            continue;
        };
        if open.iter().any(|frame| frame.file == target) {
            problems.push(cycle(name, texts));
        } else if !seen.get(target).copied().unwrap_or(true) {
            open.push(Open { file: target, item: 0, include: 0 });
        }
    }
    (items, incomplete)
}

fn cycle(name: &Name, texts: &[&str]) -> Problem {
    let text = &name.value;
    let source = texts.get(usize::from(name.span.file)).copied().unwrap_or("");
    let line = whole_line(name.span, source);
    Problem::new(
        Code::IncludeCycle,
        name.span,
        format!("`{text}` includes this file, or is this file, so it would be read without end"),
    )
    .help("remove this line: what is read once is known in all files of the script")
    .fix(line, "")
}

#[cfg(test)]
mod tests {
    use super::{Analysed, Source, analyse, path, relative};

    const LATE: &str =
        "== late: Late\n- where is my order\n- where is my parcel\n> Hello {name}.\n";
    const FACTS: &str = "fact name text = there\n";

    fn of(files: &[(&str, &str)]) -> Analysed {
        let source = |&(name, text): &(&str, &str)| Source { name: name.into(), text: text.into() };
        analyse(&files.iter().map(source).collect::<Vec<_>>())
    }

    /// File, code, message and fix of each problem.
    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let found = of(files);
        found
            .problems
            .iter()
            .map(|problem| {
                let fix = problem.fix.as_ref().map_or("", |fix| &fix.text);
                format!("{} {} {} [{fix}]", problem.span.file, problem.code.id(), problem.message)
            })
            .collect()
    }

    #[test]
    fn names_are_seen_from_the_including_folder() {
        for (folder, name, expected) in [
            ("", "a.answers", Some("a.answers")),
            ("", "./a.answers", Some("a.answers")),
            ("shop", "a.answers", Some("shop/a.answers")),
            ("shop/uk", "../a.answers", Some("shop/a.answers")),
            ("shop", "../../a.answers", None),
            ("shop", "/a.answers", None),
            ("/home/shop", "a.answers", Some("/home/shop/a.answers")),
            ("shop", "uk//a.answers", Some("shop/uk/a.answers")),
        ] {
            assert_eq!(path(folder, name).as_deref(), expected, "{folder} {name}");
        }
        assert_eq!(relative("shop/uk", "shop/a.answers"), "../a.answers");
        assert_eq!(relative("", "shop/a.answers"), "shop/a.answers");
        assert_eq!(relative("shop", "shop/uk/a.answers"), "uk/a.answers");
        assert_eq!(relative("/shop/uk", "/shop/a.answers"), "../a.answers");
    }

    #[test]
    fn what_an_included_file_declares_is_known() {
        let main = format!("include shared/facts.answers\n{LATE}");
        let found =
            of(&[("main.answers", &main), ("shared/facts.answers", FACTS), ("b", "not read {")]);
        assert_eq!(found.problems, []);
        assert_eq!(found.script.unwrap().facts.len(), 1);
        assert_eq!(found.read, [true, true, false]);
    }

    #[test]
    fn a_file_is_read_once_in_its_first_place() {
        let main = "include b.answers\ninclude c/c.answers\ninclude b.answers\n";
        let c = format!("include ../b.answers\n{LATE}");
        let files = [("main.answers", main), ("b.answers", FACTS), ("c/c.answers", &c)];
        assert_eq!(told(&files), [] as [&str; 0]);
    }

    #[test]
    fn items_stand_in_the_order_of_the_includes() {
        let topic = |name: &str| format!("== {name}: T\n- {name} one\n- {name} two\n> Hello.\n");
        let main = format!("{}include b.answers\n{}", topic("first"), topic("third"));
        let found = of(&[("main.answers", &main), ("b.answers", &topic("second"))]);
        let script = found.script.unwrap();
        let names: Vec<&str> = script.topics.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(names, ["first", "second", "third"]);
        let intents: Vec<&str> = script.intents.iter().map(|intent| intent.name.as_str()).collect();
        assert_eq!(intents, names);
    }

    #[test]
    fn a_missing_file_is_told_and_nothing_that_follows_from_it() {
        let main =
            format!("include shared/fcts.answers\ninclude other.answers\n{LATE}-> nowhere\n");
        let files = [("main.answers", main.as_str()), ("shared/facts.answers", FACTS)];
        assert_eq!(
            told(&files),
            [
                "0 AT0203 there is no file `shared/fcts.answers` [shared/facts.answers]",
                "0 AT0203 there is no file `other.answers` []",
            ]
        );
        assert_eq!(of(&files).script, None);
    }

    #[test]
    fn a_file_in_another_folder_is_offered() {
        let main = format!("include facts.answers\n{LATE}");
        let files = [("uk/main.answers", main.as_str()), ("shared/facts.answers", FACTS)];
        assert_eq!(
            told(&files),
            ["0 AT0203 there is no file `facts.answers` [../shared/facts.answers]"]
        );
    }

    #[test]
    fn a_ring_of_files_is_told_where_it_closes() {
        let main = format!("include b.answers\n{LATE}");
        let b = format!("include main.answers\n{FACTS}");
        let found = told(&[("main.answers", &main), ("b.answers", &b)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("1 AT0205 `main.answers`"), "{found:?}");
    }

    #[test]
    fn problems_of_all_files_come_in_one_run_in_order() {
        let main = format!("include b.answers\n{LATE}-> nowhere\n");
        let b = format!(
            "{FACTS}chanel x\n== lost: Lost\n- it is lost\n- it never came\n> [on y] {{nam}}\n"
        );
        let found = told(&[("main.answers", &main), ("b.answers", &b)]);
        let codes: Vec<&str> = found.iter().map(|line| line.get(..8).unwrap_or("")).collect();
        assert_eq!(codes, ["0 AT0201", "1 AT0101", "1 AT0201", "1 AT0201"], "{found:?}");
    }

    #[test]
    fn no_sources_and_empty_sources_are_scripts_without_problems() {
        assert_eq!(analyse(&[]).problems, []);
        assert_eq!(told(&[("main.answers", "")]), [] as [&str; 0]);
        assert!(of(&[("main.answers", "")]).script.is_some());
    }
}
