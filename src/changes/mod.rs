//! What changed between two scripts for the people who use them: not which lines, but what is said, asked, offered and done.
//!
//! Things are matched by their [stable names](crate::check::identity); where a name went because a text was reworded or a reply
//! was put between, by what they say, and by their place.

mod head;
mod matching;
mod tree;

use crate::check::script::Script;

/// What something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The script's name.
    Script,
    /// Its version.
    Version,
    /// The language pack that it is trained with.
    Pack,
    /// How sure a suggestion is at least.
    Threshold,
    /// Its languages.
    Languages,
    /// A channel.
    Channel,
    /// A department's title.
    Department,
    /// When a department is open.
    Hours,
    /// A fact.
    Fact,
    /// The question for a fact.
    Question,
    /// A word of a list.
    Words,
    /// A shared intent.
    Intent,
    /// Which channel is offered.
    Prefer,
    /// A topic or a menu.
    Topic,
    /// A topic's title.
    Title,
    /// Who owns a topic.
    Owner,
    /// A way into a topic.
    When,
    /// What keeps a message out of a topic.
    WhenNot,
    /// An example of what customers write.
    Example,
    /// A reply.
    Reply,
    /// A wording of a reply, or a further message.
    Wording,
    /// A step for the agent.
    Step,
    /// A note for the agent.
    Note,
    /// A choice.
    Choice,
    /// What must hold for a reply, a choice, a step or a note.
    Guards,
    /// The id of something: the stable name that it goes by.
    Id,
    /// What must be known.
    Need,
    /// Where it leads: another topic, a department, an end.
    Way,
    /// An action for the host.
    Action,
    /// A fact that gets a value.
    Set,
    /// The order of what stands in a branch.
    Order,
    /// What a menu does on no match or silence.
    Handler,
}

impl Subject {
    /// Its word, which stands for it in JSON too.
    pub fn word(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Version => "version",
            Self::Pack => "pack",
            Self::Threshold => "threshold",
            Self::Languages => "languages",
            Self::Channel => "channel",
            Self::Department => "department",
            Self::Hours => "hours",
            Self::Fact => "fact",
            Self::Question => "question",
            Self::Words => "words",
            Self::Intent => "intent",
            Self::Prefer => "prefer",
            Self::Topic => "topic",
            Self::Title => "title",
            Self::Owner => "owner",
            Self::When => "when",
            Self::WhenNot => "when not",
            Self::Example => "example",
            Self::Reply => "reply",
            Self::Wording => "wording",
            Self::Step => "step",
            Self::Note => "note",
            Self::Choice => "choice",
            Self::Guards => "guards",
            Self::Id => "id",
            Self::Need => "need",
            Self::Way => "leads",
            Self::Action => "do",
            Self::Set => "set",
            Self::Order => "order",
            Self::Handler => "handler",
        }
    }
}

/// One thing that changed: added where there is no `old`, removed where there is no `new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is.
    pub subject: Subject,
    /// The stable name of it, or of what it belongs to; in the new script where it is there.
    pub name: String,
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
}

/// What changed in one topic, or outside of topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The topic's name, in the new script where it is there; empty for what stands outside of topics.
    pub topic: String,
    /// Its title.
    pub title: String,
    /// In the order of the new script.
    pub changes: Vec<Change>,
}

/// What changed from one script to another: first outside of topics, then in each topic in the order of the new script, then topics
/// that went. Nothing for scripts that say the same.
///
/// ```
/// use answertree::changes::{Subject, changes};
/// use answertree::compile::{Source, analyse};
/// let script = |text: &str| analyse(&[Source { name: "main.answers".into(), text: text.into() }]).script.unwrap();
/// let old = script("== late: Late\n- where is it\n- it is late\n> Sorry about the wait.\n");
/// let new = script("== late: Late\n- where is it\n- it is late\n> Sorry for the wait!\n");
/// let found = changes(&old, &new);
/// assert_eq!(found[0].topic, "late");
/// assert_eq!(found[0].changes[0].subject, Subject::Reply);
/// assert_eq!(found[0].changes[0].new.as_deref(), Some("Sorry for the wait!"));
/// assert!(changes(&old, &old).is_empty());
/// ```
pub fn changes(old: &Script, new: &Script) -> Vec<Group> {
    let mut out = vec![Group {
        topic: String::new(),
        title: String::new(),
        changes: head::changes(old, new),
    }];
    tree::changes(old, new, &mut out);
    out.retain(|group| !group.changes.is_empty());
    out
}

/// Collects changes.
#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, subject: Subject, name: &str, old: Option<String>, new: Option<String>) {
        self.0.push(Change { subject, name: name.to_owned(), old, new });
    }

    /// Something that is in both.
    fn both(&mut self, subject: Subject, name: &str, old: &str, new: &str) {
        if old != new {
            self.add(subject, name, Some(old.to_owned()), Some(new.to_owned()));
        }
    }

    /// Things without an order, each by what it says; a thing that is there twice counts twice.
    fn sets(&mut self, subject: Subject, name: &str, old: &[String], new: &[String]) {
        let (gone, come) = apart(old, new);
        for text in gone {
            self.add(subject, name, Some(text), None);
        }
        for text in come {
            self.add(subject, name, None, Some(text));
        }
    }
}

/// What is only in one, and what is only in the other.
fn apart(old: &[String], new: &[String]) -> (Vec<String>, Vec<String>) {
    let mut counts = std::collections::HashMap::<&str, usize>::new();
    for text in old {
        *counts.entry(text).or_default() += 1;
    }
    let mut come = Vec::new();
    for text in new {
        match counts.get_mut(text.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => come.push(text.clone()),
        }
    }
    let mut gone = Vec::new();
    for text in old.iter().rev() {
        if let Some(count) = counts.get_mut(text.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            gone.push(text.clone());
        }
    }
    gone.reverse();
    (gone, come)
}
