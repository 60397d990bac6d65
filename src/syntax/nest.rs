//! From lines to a tree: which line belongs to what.
//!
//! Indentation says nothing. A line belongs to the item above it; in the body of a topic, to the choice above it.

mod topic;

use self::topic::Building;
use super::mark;
use crate::problem::{Code, Problem};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{
    Department, Fact, Hours, Item, Line, LineKind, Name, Test, TestLine, Text, Tree,
};

/// The tree and what stands where it has no meaning.
#[derive(Default)]
pub(super) struct Nested {
    pub(super) tree: Tree,
    pub(super) problems: Vec<Problem>,
    /// How many more problems there are.
    pub(super) untold: usize,
}

/// A comment stands as far in as the line it speaks of, which is the next one.
pub(super) fn indent_comments(lines: &[Line], indents: &mut [u8]) {
    let mut below = 0;
    for (line, indent) in lines.iter().zip(indents).rev() {
        match line.kind {
            LineKind::Comment => *indent = below,
            LineKind::Blank => {}
            _ => below = *indent,
        }
    }
}

/// What the next line may belong to.
enum Place {
    /// Nothing.
    Top,
    /// Something that could not be read, or that nobody asked for: what belongs to it is not told again.
    Lost,
    Department(Department),
    Fact(Fact, Option<Text>),
    Intent(Name, Vec<Name>),
    Topic(Box<Building>),
    Test(Test),
}

/// Puts lines into each other as they come.
pub(super) struct Nester<'a> {
    source: &'a str,
    tree: Tree,
    problems: Vec<Problem>,
    untold: usize,
    place: Place,
}

impl<'a> Nester<'a> {
    /// Begins with lines that were read from `source`.
    pub(super) fn new(source: &'a str) -> Self {
        let (tree, problems) = (Tree::default(), Vec::new());
        Self { source, tree, problems, untold: 0, place: Place::Top }
    }

    /// Puts a line where it belongs; the answer is how many spaces the formatter writes before it.
    pub(super) fn add(&mut self, line: Line) -> u8 {
        let indent = self.put(line.span, line.kind);
        self.untold += super::cut(&mut self.problems);
        indent
    }

    /// What the lines make.
    pub(super) fn finish(mut self) -> Nested {
        self.close();
        Nested { tree: self.tree, problems: self.problems, untold: self.untold }
    }

    /// Ends the item that is open.
    fn close(&mut self) {
        let item = match core::mem::replace(&mut self.place, Place::Top) {
            Place::Top | Place::Lost => return,
            Place::Department(department) => Item::Department(department),
            Place::Fact(fact, ask) => Item::Fact(fact, ask),
            Place::Intent(name, examples) => Item::Intent(name, examples),
            Place::Topic(building) => Item::Topic(building.finish(&mut self.problems)),
            Place::Test(test) => Item::Test(test),
        };
        self.tree.items.push(item);
    }

    fn item(&mut self, item: Item) {
        self.close();
        self.tree.items.push(item);
    }

    fn open(&mut self, place: Place) {
        self.close();
        self.place = place;
    }

    /// Puts what a line says where it belongs; the answer is how far in it stands.
    fn put(&mut self, span: Span, kind: LineKind) -> u8 {
        match kind {
            LineKind::Blank => {
                if let Place::Topic(building) = &mut self.place {
                    building.blank();
                }
            }
            LineKind::Comment => {}
            LineKind::Bad => {
                let rule = mark::rule_of(span.text(self.source));
                if rule.is_some_and(|(rule, _)| mark::is_top(rule)) {
                    self.open(Place::Lost);
                }
                return self.inside();
            }
            LineKind::Script(name) => self.item(Item::Script(name)),
            LineKind::Version(version) => self.item(Item::Version(version)),
            LineKind::Language(names) => self.item(Item::Language(names)),
            LineKind::Pack(language) => self.item(Item::Pack(language)),
            LineKind::Threshold(percent) => self.item(Item::Threshold(percent)),
            LineKind::Include(file) => self.item(Item::Include(file)),
            LineKind::Channel(channel) => self.item(Item::Channel(channel)),
            LineKind::Words { name, members } => self.item(Item::Words(name, members)),
            LineKind::Prefer(prefer) => self.item(Item::Prefer(prefer)),
            LineKind::Fact(fact) => self.open(Place::Fact(fact, None)),
            LineKind::Intent(name) => self.open(Place::Intent(name, Vec::new())),
            LineKind::Test(name) => self.open(Place::Test(Test { name, lines: Vec::new() })),
            LineKind::Topic { name, title } => {
                self.open(Place::Topic(Box::new(Building::new(span, false, name, title))));
            }
            LineKind::Menu { name, title } => {
                self.open(Place::Topic(Box::new(Building::new(span, true, name, title))));
            }
            LineKind::Department { name, title } => self.department(span, name, title),
            LineKind::Open { hours, zone } => return self.hours(span, hours, zone),
            LineKind::Closed(days) => {
                if let Place::Department(department) = &mut self.place {
                    department.closed.extend(days);
                    return 2;
                }
                return self.misplaced(
                    span,
                    "closed days belong to a department",
                    "write them below `department name Title`",
                );
            }
            LineKind::Ask(text) => return self.ask(span, text),
            LineKind::Example(example) => {
                if let Place::Intent(_, examples) = &mut self.place {
                    examples.push(example);
                    return 2;
                }
                return self.in_topic(span, LineKind::Example(example));
            }
            LineKind::TestLine(test) => return self.test_line(span, test),
            kind => return self.in_topic(span, kind),
        }
        0
    }

    fn department(&mut self, span: Span, name: Name, title: Option<Name>) {
        if let (Place::Topic(building), None) = (&mut self.place, &title) {
            building.owner(span, name, &mut self.problems);
            return;
        }
        self.open(Place::Department(Department {
            name,
            title,
            hours: Vec::new(),
            has_hours: false,
            zone: None,
            closed: Vec::new(),
        }));
    }

    fn hours(&mut self, span: Span, hours: Vec<Hours>, zone: Option<Name>) -> u8 {
        let Place::Department(department) = &mut self.place else {
            return self.misplaced(
                span,
                "opening hours belong to a department",
                "write them below `department name Title`",
            );
        };
        department.hours.extend(hours);
        department.has_hours = true;
        match (&department.zone, zone) {
            (Some(first), Some(second)) if first.value != second.value => {
                self.problems.push(
                    Problem::new(Code::Misplaced, second.span, "a department has one time zone")
                        .label(first.span, "the first one")
                        .help("leave the second out"),
                );
            }
            (None, zone) => department.zone = zone,
            _ => {}
        }
        2
    }

    fn ask(&mut self, span: Span, text: Text) -> u8 {
        match &mut self.place {
            Place::Fact(_, ask @ None) => {
                *ask = Some(text);
                2
            }
            Place::Fact(_, Some(first)) => {
                self.problems.push(
                    Problem::new(Code::Misplaced, span, "this fact has a question already")
                        .label(first.span, "the first one")
                        .help("leave one out"),
                );
                2
            }
            _ => self.misplaced(
                span,
                "a question belongs to a fact",
                "write it below `fact name text`",
            ),
        }
    }

    fn test_line(&mut self, span: Span, line: TestLine) -> u8 {
        if let Place::Test(test) = &mut self.place {
            test.lines.push(Spanned { value: line, span });
            return 2;
        }
        self.misplaced(span, "this line belongs to a test", "write it below `test what it shows`")
    }

    /// A line of the head or body of a topic.
    fn in_topic(&mut self, span: Span, kind: LineKind) -> u8 {
        if let Place::Topic(building) = &mut self.place {
            return building.add(span, kind, self.source, &mut self.problems);
        }
        let what = match &kind {
            LineKind::Example(_) => {
                return self.misplaced(
                    span,
                    "an example belongs to a topic or an intent",
                    "write it below `== id: Title` or `intent name`",
                );
            }
            LineKind::On { .. } => {
                return self.misplaced(
                    span,
                    "`on` belongs to a menu",
                    "write it below `menu id: Title`",
                );
            }
            LineKind::Reply { .. } if matches!(self.place, Place::Test(_)) => {
                return self.misplaced(
                    span,
                    "a reply does not belong to a test",
                    "write `expect reply has \"…\"`, or begin a topic with `== id: Title`",
                );
            }
            LineKind::Reply { .. } => "a reply",
            LineKind::Choice { .. } => "a choice",
            LineKind::When(_) => "`when`",
            _ => "this line",
        };
        self.misplaced(
            span,
            &format!("{what} belongs to a topic"),
            "begin one above with `== id: Title`",
        )
    }

    /// Tells a line that stands where it has no meaning; those that follow it are not told again.
    fn misplaced(&mut self, span: Span, message: &str, help: &str) -> u8 {
        match self.place {
            Place::Lost => {}
            Place::Topic(_) | Place::Test(_) => {
                self.problems.push(Problem::new(Code::Misplaced, span, message).help(help));
                return self.inside();
            }
            _ => {
                self.problems.push(Problem::new(Code::Misplaced, span, message).help(help));
                self.open(Place::Lost);
            }
        }
        0
    }

    /// How far in a line stands that belongs to the open item.
    fn inside(&self) -> u8 {
        match &self.place {
            Place::Top | Place::Lost => 0,
            Place::Department(_) | Place::Fact(..) | Place::Intent(..) | Place::Test(_) => 2,
            Place::Topic(building) => building.indent(),
        }
    }
}
