//! From lines to a tree: which line belongs to what.
//!
//! Indentation says nothing. A line belongs to the item above it; in the body of a topic, to the choice above it.

mod topic;

use self::topic::Building;
use super::mark;
use crate::problem::{Code, Problem};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{
    Department, Fact, File, Item, Line, LineKind, Name, Test, TestLine, Text, Tree,
};

/// The tree, what stands where it has no meaning, and how far the formatter moves each line in.
pub(super) struct Nested {
    pub(super) tree: Tree,
    pub(super) problems: Vec<Problem>,
    /// How many more problems there are.
    pub(super) untold: usize,
    /// Spaces before each line.
    pub(super) indents: Vec<u8>,
}

/// Nests the lines of `file`, which were read from `source`.
pub(super) fn nest(file: &File, source: &str) -> Nested {
    let mut nester = Nester { tree: Tree::default(), problems: Vec::new(), place: Place::Top };
    let mut untold = 0;
    let mut indents = Vec::with_capacity(file.lines.len());
    for line in &file.lines {
        indents.push(nester.add(line, source));
        untold += super::cut(&mut nester.problems);
    }
    nester.close();
    // A comment stands as far in as the line it speaks of, which is the next one.
    let mut below = 0;
    for (line, indent) in file.lines.iter().zip(&mut indents).rev() {
        match line.kind {
            LineKind::Comment => *indent = below,
            LineKind::Blank => {}
            _ => below = *indent,
        }
    }
    Nested { tree: nester.tree, problems: nester.problems, untold, indents }
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

struct Nester {
    tree: Tree,
    problems: Vec<Problem>,
    place: Place,
}

impl Nester {
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

    /// Puts a line where it belongs; the answer is how far in it stands.
    fn add(&mut self, line: &Line, source: &str) -> u8 {
        match &line.kind {
            LineKind::Blank => {
                if let Place::Topic(building) = &mut self.place {
                    building.blank();
                }
            }
            LineKind::Comment => {}
            LineKind::Bad => {
                let rule = mark::rule_of(line.span.text(source));
                if rule.is_some_and(|(rule, _)| mark::is_top(rule)) {
                    self.open(Place::Lost);
                }
                return self.inside();
            }
            LineKind::Script(name) => self.item(Item::Script(name.clone())),
            LineKind::Version(version) => self.item(Item::Version(version.clone())),
            LineKind::Language(names) => self.item(Item::Language(names.clone())),
            LineKind::Include(file) => self.item(Item::Include(file.clone())),
            LineKind::Channel(channel) => self.item(Item::Channel(channel.clone())),
            LineKind::Words { name, members } => {
                self.item(Item::Words(name.clone(), members.clone()));
            }
            LineKind::Prefer(prefer) => self.item(Item::Prefer(prefer.clone())),
            LineKind::Fact(fact) => self.open(Place::Fact(fact.clone(), None)),
            LineKind::Intent(name) => self.open(Place::Intent(name.clone(), Vec::new())),
            LineKind::Test(name) => {
                self.open(Place::Test(Test { name: name.clone(), lines: Vec::new() }));
            }
            LineKind::Topic { name, title } => {
                self.open(Place::Topic(Box::new(Building::new(
                    line.span,
                    false,
                    name,
                    title.as_ref(),
                ))));
            }
            LineKind::Menu { name, title } => {
                self.open(Place::Topic(Box::new(Building::new(
                    line.span,
                    true,
                    name,
                    title.as_ref(),
                ))));
            }
            LineKind::Department { name, title } => self.department(line, name, title.as_ref()),
            LineKind::Open { hours, zone } => {
                if let Place::Department(department) = &mut self.place {
                    department.hours.extend(hours.iter().cloned());
                    department.has_hours = true;
                    match (&department.zone, zone) {
                        (Some(first), Some(second)) if first.value != second.value => {
                            self.problems.push(
                                Problem::new(
                                    Code::Misplaced,
                                    second.span,
                                    "a department has one time zone",
                                )
                                .label(first.span, "the first one")
                                .help("leave the second out"),
                            );
                        }
                        (None, Some(_)) => department.zone.clone_from(zone),
                        _ => {}
                    }
                    return 2;
                }
                return self.misplaced(
                    line.span,
                    "opening hours belong to a department",
                    "write them below `department name Title`",
                );
            }
            LineKind::Closed(days) => {
                if let Place::Department(department) = &mut self.place {
                    department.closed.extend(days.iter().cloned());
                    return 2;
                }
                return self.misplaced(
                    line.span,
                    "closed days belong to a department",
                    "write them below `department name Title`",
                );
            }
            LineKind::Ask(text) => return self.ask(line.span, text),
            LineKind::Example(example) => {
                if let Place::Intent(_, examples) = &mut self.place {
                    examples.push(example.clone());
                    return 2;
                }
                return self.in_topic(line, source);
            }
            LineKind::TestLine(test) => return self.test_line(line.span, test),
            _ => return self.in_topic(line, source),
        }
        0
    }

    fn department(&mut self, line: &Line, name: &Name, title: Option<&Name>) {
        if let (Place::Topic(building), None) = (&mut self.place, title) {
            building.owner(line.span, name, &mut self.problems);
            return;
        }
        self.open(Place::Department(Department {
            name: name.clone(),
            title: title.cloned(),
            hours: Vec::new(),
            has_hours: false,
            zone: None,
            closed: Vec::new(),
        }));
    }

    fn ask(&mut self, span: Span, text: &Text) -> u8 {
        match &mut self.place {
            Place::Fact(_, ask @ None) => {
                *ask = Some(text.clone());
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

    fn test_line(&mut self, span: Span, line: &TestLine) -> u8 {
        if let Place::Test(test) = &mut self.place {
            test.lines.push(Spanned { value: line.clone(), span });
            return 2;
        }
        self.misplaced(span, "this line belongs to a test", "write it below `test what it shows`")
    }

    /// A line of the head or body of a topic.
    fn in_topic(&mut self, line: &Line, source: &str) -> u8 {
        if let Place::Topic(building) = &mut self.place {
            return building.add(line, source, &mut self.problems);
        }
        let what = match &line.kind {
            LineKind::Example(_) => {
                return self.misplaced(
                    line.span,
                    "an example belongs to a topic or an intent",
                    "write it below `== id: Title` or `intent name`",
                );
            }
            LineKind::On { .. } => {
                return self.misplaced(
                    line.span,
                    "`on` belongs to a menu",
                    "write it below `menu id: Title`",
                );
            }
            LineKind::Reply { .. } if matches!(self.place, Place::Test(_)) => {
                return self.misplaced(
                    line.span,
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
            line.span,
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
