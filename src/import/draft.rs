//! What all formats are read into: topics with examples and replies, lists, facts.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::leads::{Targets, circles};
use super::names::{Sort, Taken, name_of};
use super::told::{Loss, Place, Teller, shown};
use super::words::{Words, name_line, one_line, shows};
use crate::text::fold::folded;

/// The longest example or line of a reply, in bytes: a line of a script has room for its mark and escapes, too.
pub(super) const MAX_LINE_BYTES: usize = 30 * 1024;

/// A script in the making.
#[derive(Debug)]
pub(super) struct Draft {
    /// What the script is called; the first file that says so names it.
    pub(super) title: Option<String>,
    /// Its languages, its own first; none where no file says so.
    pub(super) languages: Vec<String>,
    pub(super) facts: Facts,
    pub(super) lists: BTreeMap<String, List>,
    pub(super) channels: BTreeSet<String>,
    topics: BTreeMap<String, Topic>,
    pub(super) teller: Teller,
}

/// Words with one meaning.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) members: Vec<String>,
}

/// A topic in the making.
#[derive(Clone, Debug)]
pub(super) struct Topic {
    /// In which order it was met.
    order: usize,
    pub(super) place: Place,
    /// What it is called where it comes from.
    pub(super) name: String,
    /// What people call it, where that is not its name.
    pub(super) title: Option<String>,
    pub(super) examples: Vec<(String, Place)>,
    /// Patterns as the language writes them.
    pub(super) patterns: Vec<String>,
    /// Its title is nothing that a customer writes.
    pub(super) is_unsaid: bool,
    /// Other ways to write that mean it; no examples, but what leads by a message to here.
    pub(super) aliases: Vec<String>,
    /// Facts by their names.
    pub(super) needs: Vec<String>,
    pub(super) body: Body,
}

/// What is said and done.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) replies: Vec<Reply>,
    pub(super) notes: Vec<Words>,
    /// `do` lines as the language writes them, without the word.
    pub(super) actions: Vec<String>,
    pub(super) choices: Vec<Choice>,
    pub(super) goto: Option<(Target, Place)>,
    /// How many replies, wordings and choices are more than it holds.
    pub(super) left_out: usize,
}

/// The most replies, wordings of one, and choices at one place: nobody reads more.
pub(super) const MOST: usize = 200;

/// When a reply fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Guards {
    pub(super) language: Option<String>,
    pub(super) channel: Option<String>,
    /// As the language writes it.
    pub(super) condition: Option<String>,
}

/// Messages that are sent together, each in several wordings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) guards: Guards,
    pub(super) messages: Vec<Vec<Words>>,
}

/// A branch.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) place: Place,
    pub(super) label: Words,
    pub(super) target: Option<Target>,
    pub(super) body: Body,
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To the topic of this name.
    Topic(String),
    /// To the topic that this message means.
    Message(String),
    /// To the topic of this id: what the other two become.
    Id(String),
}

impl Body {
    /// Adds a wording to the reply of these guards, unless it is there.
    pub(super) fn wording(&mut self, guards: &Guards, words: Words) {
        let same = self.replies.iter_mut().find(|r| r.guards == *guards && r.messages.len() == 1);
        match same.and_then(|reply| reply.messages.first_mut()) {
            Some(wordings) => self.left_out += add(wordings, words),
            None => self.reply(Reply { guards: guards.clone(), messages: vec![vec![words]] }),
        }
    }

    /// Adds a reply, unless it is there.
    pub(super) fn reply(&mut self, reply: Reply) {
        if !reply.messages.is_empty() {
            self.left_out += add(&mut self.replies, reply);
        }
    }

    /// Adds a choice, unless one of its name is there.
    pub(super) fn choice(&mut self, choice: Choice) {
        if self.choices.len() >= MOST {
            self.left_out += 1;
        } else if self.choices.iter().all(|other| other.label != choice.label) {
            self.choices.push(choice);
        }
    }
}

/// Adds to a list what is not in it; how many there was no room for.
pub(super) fn add<T: PartialEq>(list: &mut Vec<T>, more: T) -> usize {
    if list.contains(&more) {
        return 0;
    }
    if list.len() >= MOST {
        return 1;
    }
    list.push(more);
    0
}

/// What is ready to be written.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) title: Option<String>,
    pub(super) languages: Vec<String>,
    pub(super) facts: Facts,
    /// Names and members.
    pub(super) lists: Vec<(String, Vec<String>)>,
    pub(super) channels: BTreeSet<String>,
    /// Ids and topics.
    pub(super) topics: Vec<(String, Topic)>,
    /// Topics that have a reply in its place only.
    pub(super) without_reply: usize,
    /// Topics whose title stands for messages.
    pub(super) without_example: usize,
    pub(super) teller: Teller,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            title: None,
            languages: Vec::new(),
            facts: Facts::default(),
            lists: BTreeMap::new(),
            channels: BTreeSet::new(),
            topics: BTreeMap::new(),
            teller: Teller::default(),
        }
    }

    /// The topic of a name, made if it is not there.
    pub(super) fn topic(&mut self, name: &str, place: &Place) -> &mut Topic {
        let order = self.topics.len();
        let name = name.trim();
        let teller = &self.teller;
        self.topics.entry(name.to_owned()).or_insert_with(|| Topic {
            order,
            place: teller.here(place),
            name: name.to_owned(),
            title: None,
            examples: Vec::new(),
            patterns: Vec::new(),
            is_unsaid: false,
            aliases: Vec::new(),
            needs: Vec::new(),
            body: Body::default(),
        })
    }

    pub(super) fn has_topic(&self, name: &str) -> bool {
        self.topics.contains_key(name.trim())
    }

    pub(super) fn has_topics(&self) -> bool {
        !self.topics.is_empty()
    }

    /// Adds an example to a topic. One without words is told.
    pub(super) fn example(&mut self, topic: &str, text: &str, place: &Place) {
        let line = one_line(text);
        if !line.contains(shows) {
            self.teller.tell(place, Loss::Empty, "the message has no words");
        } else if line.len() > MAX_LINE_BYTES {
            self.teller.tell(place, Loss::TooLong, "the message is longer than a line can be");
        } else {
            let here = self.teller.here(place);
            self.topic(topic, place).examples.push((line, here));
        }
    }

    /// Whether a text may stand in a script; what may not is told.
    pub(super) fn fits(&mut self, words: &Words, place: &Place) -> bool {
        let line = words.text().split('\n').map(str::len).max().unwrap_or(0);
        if words.is_empty() {
            self.teller.tell(place, Loss::Empty, "the reply has no words");
            return false;
        }
        if line > MAX_LINE_BYTES {
            self.teller.tell(place, Loss::TooLong, "a line of the reply is longer than it can be");
            return false;
        }
        true
    }

    /// Adds a word to a list.
    pub(super) fn member(&mut self, list: &str, member: &str, place: &Place) {
        let line = name_line(member);
        if line.contains(char::is_alphanumeric) && line.len() <= MAX_LINE_BYTES {
            self.lists.entry(list.trim().to_owned()).or_default().members.push(line);
        } else {
            let why = format!("`{}` is no word for the list `{}`", shown(member), shown(list));
            self.teller.tell(place, Loss::Empty, why);
        }
    }

    /// Gives everything a name, finds what leads where, and puts in what a topic lacks to be found and to answer.
    pub(super) fn finish(mut self) -> Finished {
        let mut topics: Vec<Topic> = std::mem::take(&mut self.topics).into_values().collect();
        topics.sort_by_key(|topic| topic.order);
        let mut taken = Taken::default();
        let mut ids = BTreeMap::new();
        // Who has a name already keeps it.
        for exact in [true, false] {
            for topic in &topics {
                let name = name_of(&topic.name, Sort::Topic);
                if (name == topic.name) == exact {
                    ids.insert(topic.name.clone(), taken.free(&name, Sort::Topic));
                }
            }
        }
        let mut messages = BTreeMap::new();
        for topic in &topics {
            let id = ids.get(&topic.name).cloned().unwrap_or_default();
            let texts = topic.examples.iter().map(|(text, _)| text).chain(&topic.aliases);
            for text in texts {
                messages.entry(folded(text)).or_insert_with(|| id.clone());
            }
        }
        let places = Targets { ids: &ids, messages: &messages };
        let mut gotos = BTreeMap::new();
        for topic in &mut topics {
            once(&mut topic.examples, &mut self.teller);
            places.find(&mut topic.body, &topic.place, &mut self.teller);
            if let (Some(id), Some((Target::Id(to), place))) =
                (ids.get(&topic.name), &topic.body.goto)
            {
                gotos.insert(id.clone(), (to.clone(), place.clone()));
            }
        }
        let cut = circles(&gotos, &mut self.teller);
        let (mut without_reply, mut without_example) = (0, 0);
        let mut out = Vec::new();
        for mut topic in topics {
            let id = ids.get(&topic.name).cloned().unwrap_or_default();
            if cut.contains(&id) {
                topic.body.goto = None;
            }
            let title = name_line(topic.title.as_deref().unwrap_or(&topic.name));
            let is_found = !topic.examples.is_empty() || !topic.patterns.is_empty();
            if !is_found && !topic.is_unsaid && spoken(&title).contains(char::is_alphanumeric) {
                without_example += 1;
                topic.examples.push((spoken(&title), topic.place.clone()));
            }
            if topic.body.replies.is_empty() && topic.body.goto.is_none() {
                without_reply += 1;
                let words = Words::plain(&format!("[Reply: {}]", spoken(&title)));
                topic.body.wording(&Guards::default(), words);
            }
            topic.title = (title != id && title.contains(shows)).then_some(title);
            out.push((id, topic));
        }
        let lists = lists(std::mem::take(&mut self.lists));
        Finished {
            title: self.title,
            languages: self.languages,
            facts: self.facts,
            lists,
            channels: self.channels,
            topics: out,
            without_reply,
            without_example,
            teller: self.teller,
        }
    }
}

/// A name as people say it.
fn spoken(title: &str) -> String {
    name_line(&title.replace(['_', '/', ':'], " "))
}

/// Keeps each example once.
fn once(examples: &mut Vec<(String, Place)>, teller: &mut Teller) {
    let mut seen = BTreeSet::new();
    examples.retain(|(text, place)| {
        let is_new = seen.insert(folded(text));
        if !is_new {
            teller.tell(place, Loss::Twice, format!("`{}` is in its topic already", shown(text)));
        }
        is_new
    });
}

/// Names of lists, and each member once.
fn lists(all: BTreeMap<String, List>) -> Vec<(String, Vec<String>)> {
    let mut taken = Taken::default();
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for (name, mut list) in all {
        let mut seen = BTreeSet::new();
        list.members.retain(|member| seen.insert(folded(member)));
        if !list.members.is_empty() {
            out.push((taken.free(&name_of(&name, Sort::List), Sort::List), list.members));
        }
    }
    out
}
