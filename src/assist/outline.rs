//! The outline of a file: its names with what is in them, and what can be folded away.

use super::narrow;
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{Choice, Item, Name, Statement, StatementKind, Topic};

/// Something that has a name, with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its name; of a choice, its label; `…` where that is empty.
    pub name: String,
    /// What people read, where it has a title.
    pub title: Option<String>,
    /// The name alone.
    pub span: Span,
    /// From the beginning of its line to the end of what belongs to it.
    pub whole: Span,
    /// The choices of a topic, and those of a choice.
    pub children: Vec<Entry>,
}

/// What an entry of an outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// The name of the script.
    Script,
    /// A channel.
    Channel,
    /// A department.
    Department,
    /// A fact.
    Fact,
    /// A list of words.
    Words,
    /// Examples of an intent.
    Intent,
    /// A topic.
    Topic,
    /// A topic that a customer walks alone.
    Menu,
    /// A test.
    Test,
    /// A choice.
    Choice,
}

impl EntryKind {
    /// Its word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Channel => "channel",
            Self::Department => "department",
            Self::Fact => "fact",
            Self::Words => "words",
            Self::Intent => "intent",
            Self::Topic => "topic",
            Self::Menu => "menu",
            Self::Test => "test",
            Self::Choice => "choice",
        }
    }
}

/// The names of a file in its order, with the choices of topics in them.
///
/// ```
/// use answertree::assist::outline;
/// let found = outline(0, "fact a text\n== late: Late\n> Soon!\n* It is lost\n");
/// assert_eq!(found[1].title.as_deref(), Some("Late"));
/// assert_eq!(found[1].children[0].name, "It is lost");
/// ```
pub fn outline(file: u16, text: &str) -> Vec<Entry> {
    let items = syntax::parse(file, text).tree.items;
    let pen = Pen { file, text };
    let mut out: Vec<Entry> = Vec::new();
    let starts: Vec<u32> = items.iter().filter_map(head).map(|(_, name)| name.span.start).collect();
    for item in &items {
        let Some((kind, name)) = head(item) else { continue };
        // A thing goes to where the next one's line begins.
        let next = starts.get(starts.partition_point(|&start| start <= name.span.start)).copied();
        let end = next.map_or(narrow(text.len()), |next| pen.line_start(next));
        let children = match item {
            Item::Topic(topic) => pen.choices(&topic.body),
            _ => Vec::new(),
        };
        let title = match item {
            Item::Topic(topic) => topic.title.as_ref(),
            Item::Department(department) => department.title.as_ref(),
            _ => None,
        };
        let entry = pen.entry(kind, &name.value, name.span, end, children);
        out.push(Entry { title: title.map(|title| title.value.clone()), ..entry });
    }
    out
}

/// What can be folded away: from the end of a thing's first line to its end, for each that has more than one.
pub fn folds(text: &str) -> Vec<Span> {
    fn gather(text: &str, entries: &[Entry], out: &mut Vec<Span>) {
        for entry in entries {
            // Below the others stand lines that are not theirs.
            let owns =
                !matches!(entry.kind, EntryKind::Script | EntryKind::Channel | EntryKind::Words);
            if let Some(first) = entry.whole.text(text).find(['\n', '\r']).filter(|_| owns) {
                out.push(Span::new(0, entry.whole.start + narrow(first), entry.whole.end));
            }
            gather(text, &entry.children, out);
        }
    }
    let mut out = Vec::new();
    gather(text, &outline(0, text), &mut out);
    out
}

/// What an item is called, and what it is; `None` for what has no name.
fn head(item: &Item) -> Option<(EntryKind, &Name)> {
    Some(match item {
        Item::Script(name) => (EntryKind::Script, name),
        Item::Channel(channel) => (EntryKind::Channel, &channel.name),
        Item::Department(department) => (EntryKind::Department, &department.name),
        Item::Fact(fact, _) => (EntryKind::Fact, &fact.name),
        Item::Words(name, _) => (EntryKind::Words, name),
        Item::Intent(name, _) => (EntryKind::Intent, name),
        Item::Topic(Topic { name, menu, .. }) => {
            (if *menu { EntryKind::Menu } else { EntryKind::Topic }, name)
        }
        Item::Test(test) => (EntryKind::Test, &test.name),
        Item::Version(_)
        | Item::Pack(_)
        | Item::Threshold(_)
        | Item::Language(_)
        | Item::Include(_)
        | Item::Prefer(_) => return None,
    })
}

struct Pen<'a> {
    file: u16,
    text: &'a str,
}

impl Pen<'_> {
    fn line_start(&self, byte: u32) -> u32 {
        let at = usize::try_from(byte).unwrap_or(usize::MAX);
        let before = self.text.get(..at).unwrap_or("");
        before.rfind(['\n', '\r']).map_or(0, |at| narrow(at + 1))
    }

    fn entry(
        &self,
        kind: EntryKind,
        name: &str,
        span: Span,
        end: u32,
        children: Vec<Entry>,
    ) -> Entry {
        let start = self.line_start(span.start);
        let written = Span::new(self.file, start, end.max(span.end)).text(self.text).trim_end();
        let whole = Span::new(self.file, start, (start + narrow(written.len())).max(span.end));
        let name = if name.trim().is_empty() { "…" } else { name.trim() };
        Entry { kind, name: name.to_owned(), title: None, span, whole, children }
    }

    fn choices(&self, body: &[Statement]) -> Vec<Entry> {
        let choices = body.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Choices(choices) => Some(choices),
            _ => None,
        });
        choices.flatten().map(|choice| self.choice(choice)).collect()
    }

    fn choice(&self, choice: &Choice) -> Entry {
        let children = self.choices(&choice.body);
        let label = choice.label.span;
        self.entry(EntryKind::Choice, label.text(self.text), label, last(choice), children)
    }
}

/// Where the last line of a branch ends.
fn last(choice: &Choice) -> u32 {
    let mut end = choice.span.end;
    for statement in &choice.body {
        end = end.max(statement.span.end);
        match &statement.kind {
            StatementKind::Choices(choices) => {
                end = choices.iter().map(last).fold(end, u32::max);
            }
            StatementKind::Replies(replies) => {
                end = replies.iter().map(|reply| reply.span.end).fold(end, u32::max);
            }
            _ => {}
        }
    }
    end
}
