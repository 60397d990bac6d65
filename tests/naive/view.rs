//! What a turn shows, as plain data and as lines of a test.

use std::fmt;

/// A suggestion.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Suggestion {
    pub(crate) id: String,
    pub(crate) topic: String,
    /// `reply` or `ask`.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) also: Vec<String>,
}

/// Where the conversation goes or went.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handoff {
    pub(crate) department: String,
    pub(crate) why: String,
    pub(crate) open: bool,
}

/// What a colleague is told with a hand-off.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Summary {
    /// In the order of names.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) topics: Vec<String>,
}

/// What a turn shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct View {
    /// The operation did not fit; then nothing else is here.
    pub(crate) refused: bool,
    pub(crate) topic: Option<String>,
    pub(crate) department: Option<String>,
    /// Topics of the frames and branches taken in them, the outermost first.
    pub(crate) crumbs: Vec<String>,
    pub(crate) suggestions: Vec<Suggestion>,
    /// Facts and their questions.
    pub(crate) asks: Vec<(String, String)>,
    /// Facts that the message gave, in the order of their names.
    pub(crate) filled: Vec<(String, String)>,
    /// Names, keys and labels.
    pub(crate) choices: Vec<(String, Option<String>, String)>,
    pub(crate) steps: Vec<(String, String)>,
    pub(crate) notes: Vec<(String, String)>,
    /// `name(argument: value)`
    pub(crate) actions: Vec<String>,
    pub(crate) handoff: Option<Handoff>,
    pub(crate) summary: Option<Summary>,
    /// The channel to offer.
    pub(crate) prefer: Option<String>,
    pub(crate) ended: Option<String>,
    /// Whether the conversation goes on: where not, `handoff` and `ended` have happened.
    pub(crate) open: bool,
    /// `switch:late`, `back:late`, in the order of their names.
    pub(crate) switches: Vec<String>,
    /// What a customer who walks alone is told.
    pub(crate) messages: Vec<String>,
    pub(crate) alone: bool,
    /// What is known, in the order of names.
    pub(crate) facts: Vec<(String, String)>,
}

impl View {
    /// The view of an operation that does not fit.
    pub(crate) fn refused() -> Self {
        Self { refused: true, ..Self::default() }
    }

    /// The fields in which two differ.
    pub(crate) fn differs(&self, other: &Self) -> String {
        let (own, other) = (format!("{self:#?}"), format!("{other:#?}"));
        let lines = own.lines().zip(other.lines()).filter(|(a, b)| a != b);
        lines.take(3).map(|(a, b)| format!("{} / {}\n", a.trim(), b.trim())).collect()
    }
}

/// A line for each thing that is there; `⏎` is a line of a text that ends.
impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.refused {
            return writeln!(f, "  refused");
        }
        let mut out = String::new();
        let mut line = |text: String| out += &format!("  {}\n", text.replace('\n', "⏎"));
        let department = self.department.as_ref().map_or(String::new(), |d| format!(" ({d})"));
        line(match &self.topic {
            Some(topic) => format!("topic {topic}{department}"),
            None => format!("nowhere{department}"),
        });
        if self.crumbs.len() > 1 {
            line(format!("crumbs {}", self.crumbs.join(" > ")));
        }
        for said in &self.suggestions {
            line(format!("{} {}: {}", said.kind, said.id, said.text));
            said.also.iter().for_each(|text| line(format!("  also: {text}")));
        }
        self.asks.iter().for_each(|(fact, question)| line(format!("needs {fact}: {question}")));
        self.filled.iter().for_each(|(fact, value)| line(format!("filled {fact} = {value}")));
        for (id, key, label) in &self.choices {
            let key = key.as_ref().map_or(String::new(), |key| format!("[{key}] "));
            line(format!("choice {id}: {key}{label}"));
        }
        self.steps.iter().for_each(|(id, text)| line(format!("step {id}: {text}")));
        self.notes.iter().for_each(|(id, text)| line(format!("note {id}: {text}")));
        self.actions.iter().for_each(|action| line(format!("do {action}")));
        if let Some(to) = &self.handoff {
            let open = if to.open { "open" } else { "closed" };
            line(format!("handoff {} {open} {:?}", to.department, to.why));
        }
        if let Some(summary) = &self.summary {
            let facts = summary.facts.iter().map(|(name, value)| format!("{name} = {value}"));
            let facts: Vec<String> = facts.collect();
            let topics = summary.topics.join(" > ");
            line(format!("summary {topics}: {}", facts.join(", ")).trim_end().to_owned());
        }
        self.prefer.iter().for_each(|channel| line(format!("prefer {channel}")));
        self.ended.iter().for_each(|how| line(format!("ended {how}")));
        self.switches.iter().for_each(|id| line(id.clone()));
        self.messages.iter().for_each(|text| line(format!("says {text}")));
        if !self.facts.is_empty() {
            let facts: Vec<String> =
                self.facts.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            line(format!("knows {}", facts.join(", ")));
        }
        if self.alone {
            line("alone".to_owned());
        }
        if !self.open {
            line("over".to_owned());
        }
        f.write_str(&out)
    }
}
