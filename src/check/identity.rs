//! Stable names: what saves, reports, translations and comparisons call the things of a script.
//!
//! [`names`] gives everything that has a name, in the order of the script, as `docs/conversations.md` says under "Stable
//! names". The runtime gives the same names while it walks; `tests/identity.rs` holds the two together.

use std::collections::BTreeMap;

use super::script::{
    Choice, Fact, Guards, Handler, HandlerAction, Piece, Reply, Script, Statement, StatementKind,
    Text, Topic,
};
use crate::span::Span;

/// What kind of thing has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A topic or a menu.
    Topic,
    /// A branch of a tree.
    Choice,
    /// A reply: the first wording of its first message.
    Reply,
    /// A further wording of a reply, or of a message sent after it.
    Wording,
    /// What the agent should do.
    Step,
    /// What only the agent sees.
    Note,
    /// What asks for a fact.
    Question,
    /// What a menu does on no match or silence.
    Handler,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Choice => "choice",
            Self::Reply => "reply",
            Self::Wording => "wording",
            Self::Step => "step",
            Self::Note => "note",
            Self::Question => "question",
            Self::Handler => "handler",
        }
    }
}

/// The thing itself.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'s> {
    /// A topic or a menu.
    Topic(&'s Topic),
    /// A branch.
    Choice(&'s Choice),
    /// A reply, with all its messages.
    Reply(&'s Reply),
    /// A further wording or message; its reply stands before it.
    Wording(&'s Text),
    /// A step.
    Step(&'s Guards, &'s Text),
    /// A note.
    Note(&'s Guards, &'s Text),
    /// A fact with a question.
    Question(&'s Fact, &'s Text),
    /// A handler.
    Handler(&'s Handler),
}

/// Something that has a name.
#[derive(Clone, Debug)]
pub struct Named<'s> {
    /// Its stable name.
    pub name: String,
    /// The name of the topic or choice that it stands in; empty where it stands in none.
    pub branch: String,
    /// Which topic, as an index; `None` for a question.
    pub topic: Option<usize>,
    /// How many choices are around it.
    pub depth: usize,
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub thing: Thing<'s>,
}

impl<'s> Named<'s> {
    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self.thing {
            Thing::Topic(_) => Kind::Topic,
            Thing::Choice(_) => Kind::Choice,
            Thing::Reply(_) => Kind::Reply,
            Thing::Wording(_) => Kind::Wording,
            Thing::Step(..) => Kind::Step,
            Thing::Note(..) => Kind::Note,
            Thing::Question(..) => Kind::Question,
            Thing::Handler(_) => Kind::Handler,
        }
    }

    /// What people read of it: a label, a wording, a question. A topic has its title instead.
    pub fn text(&self) -> Option<&'s Text> {
        match self.thing {
            Thing::Choice(choice) => Some(&choice.label),
            Thing::Reply(reply) => reply.messages.first().and_then(|wordings| wordings.first()),
            Thing::Topic(_) | Thing::Handler(Handler { action: HandlerAction::Goto(_), .. }) => {
                None
            }
            Thing::Handler(Handler { action: HandlerAction::Reply(text), .. })
            | Thing::Wording(text)
            | Thing::Step(_, text)
            | Thing::Note(_, text)
            | Thing::Question(_, text) => Some(text),
        }
    }

    /// What must hold for it; `None` where nothing can.
    pub fn guards(&self) -> Option<&'s Guards> {
        match self.thing {
            Thing::Choice(choice) => Some(&choice.guards),
            Thing::Reply(reply) => Some(&reply.guards),
            Thing::Step(guards, _) | Thing::Note(guards, _) => Some(guards),
            Thing::Topic(_) | Thing::Wording(_) | Thing::Question(..) | Thing::Handler(_) => None,
        }
    }

    /// The statements that stand in it: those of a topic, those of a branch.
    pub fn body(&self) -> &'s [Statement] {
        match self.thing {
            Thing::Topic(topic) => &topic.body,
            Thing::Choice(choice) => &choice.body,
            _ => &[],
        }
    }
}

/// Whether replies that translate others count among the replies of their body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// They do: these are the stable names.
    Every,
    /// They do not, and have no name: so a name stays when a translation is added. Translations go by these.
    Sources,
}

/// Everything that has a name: questions first, then topics with what stands in them, in the order of the script.
///
/// ```
/// use answertree::check::identity::names;
/// use answertree::compile::{Source, analyse};
/// let text = "== late: Late\n- where is it\n- it is late\n> Sorry!\n* [id damaged] It broke\n  > Oh no.\nalso\n> Please wait.\n";
/// let script = analyse(&[Source { name: "main.answers".into(), text: text.into() }]).script.unwrap();
/// let found: Vec<String> = names(&script).into_iter().map(|named| named.name).collect();
/// assert_eq!(found, ["late", "late/1", "late/damaged", "late/damaged/1", "late/damaged/1/m2"]);
/// ```
pub fn names(script: &Script) -> Vec<Named<'_>> {
    counted(script, Counting::Every)
}

/// The same, and which replies count.
pub fn counted(script: &Script, counting: Counting) -> Vec<Named<'_>> {
    let mut out = Vec::new();
    for fact in &script.facts {
        let Some(ask) = &fact.ask else { continue };
        out.push(Named {
            name: format!("fact/{}", fact.name),
            branch: String::new(),
            topic: None,
            depth: 0,
            span: ask.span,
            thing: Thing::Question(fact, ask),
        });
    }
    for (index, topic) in script.topics.iter().enumerate() {
        let mut namer = Namer { topic, index, counting, out: &mut out };
        namer.add(topic.name.clone(), "", 0, topic.span, Thing::Topic(topic));
        namer.body(&topic.body, &topic.name, 0);
        for (number, handler) in (1..).zip(&topic.handlers) {
            let span = match &handler.action {
                HandlerAction::Reply(text) => text.span,
                HandlerAction::Goto(_) => topic.span,
            };
            let name = format!("{}/h{number}", topic.name);
            namer.add(name, &topic.name, 0, span, Thing::Handler(handler));
        }
    }
    out
}

/// Whether a reply is written for other languages than the script's own, and so translates one that stands beside it.
pub fn translates(guards: &Guards) -> bool {
    !guards.languages.is_empty() && guards.languages.iter().all(|language| language.index() != 0)
}

/// Names the things of one topic.
struct Namer<'s, 'o> {
    topic: &'s Topic,
    index: usize,
    counting: Counting,
    out: &'o mut Vec<Named<'s>>,
}

impl<'s> Namer<'s, '_> {
    fn add(&mut self, name: String, branch: &str, depth: usize, span: Span, thing: Thing<'s>) {
        let topic = Some(self.index);
        self.out.push(Named { name, branch: branch.to_owned(), topic, depth, span, thing });
    }

    /// The name of something with these guards, else one made of its branch and a mark.
    fn name(&self, guards: &Guards, branch: &str, mark: impl FnOnce() -> String) -> String {
        match &guards.id {
            Some(id) => format!("{}/{id}", self.topic.name),
            None => format!("{branch}/{}", mark()),
        }
    }

    /// The statements of a branch; choices lie at most as deep in each other as the syntax lets them.
    fn body(&mut self, statements: &'s [Statement], branch: &str, depth: usize) {
        let (mut replies, mut texts) = (0_usize, 0_usize);
        let mut prints: BTreeMap<u32, usize> = BTreeMap::new();
        for statement in statements {
            match &statement.kind {
                StatementKind::Replies(place) => {
                    for reply in place {
                        if self.counting == Counting::Sources && translates(&reply.guards) {
                            continue;
                        }
                        replies += 1;
                        self.reply(reply, branch, depth, replies);
                    }
                }
                StatementKind::Step(guards, text) => {
                    texts += 1;
                    let name = self.name(guards, branch, || format!("s{texts}"));
                    self.add(name, branch, depth, statement.span, Thing::Step(guards, text));
                }
                StatementKind::Note(guards, text) => {
                    texts += 1;
                    let name = self.name(guards, branch, || format!("s{texts}"));
                    self.add(name, branch, depth, statement.span, Thing::Note(guards, text));
                }
                StatementKind::Choices(choices) => {
                    for choice in choices {
                        let print = fingerprint(&choice.label);
                        let twins = prints.entry(print).or_default();
                        *twins += 1;
                        let name = self.name(&choice.guards, branch, || match twins {
                            1 => format!("{print:06x}"),
                            twins => format!("{print:06x}-{twins}"),
                        });
                        self.add(name.clone(), branch, depth, choice.span, Thing::Choice(choice));
                        self.body(&choice.body, &name, depth + 1);
                    }
                }
                StatementKind::Need(_)
                | StatementKind::Goto(_)
                | StatementKind::Call(_)
                | StatementKind::Return
                | StatementKind::Do(..)
                | StatementKind::Set(..) => {}
            }
        }
    }

    fn reply(&mut self, reply: &'s Reply, branch: &str, depth: usize, number: usize) {
        let name = self.name(&reply.guards, branch, || number.to_string());
        self.add(name.clone(), branch, depth, reply.span, Thing::Reply(reply));
        for (message, wordings) in (1..).zip(&reply.messages) {
            for (wording, text) in (1..).zip(wordings) {
                let Some(mark) = wording_mark(message, wording) else { continue };
                let name = format!("{name}/{mark}");
                self.add(name, branch, depth, text.span, Thing::Wording(text));
            }
        }
    }
}

/// What a wording is called behind the name of its reply; `None` for the first of the first message, which is the reply's own.
pub fn wording_mark(message: usize, wording: usize) -> Option<String> {
    match (message, wording) {
        (1, 1) => None,
        (message, 1) => Some(format!("m{message}")),
        (1, wording) => Some(format!("w{wording}")),
        (message, wording) => Some(format!("m{message}w{wording}")),
    }
}

/// 24 bits of FNV-1a over the words of a label, as the runtime makes them from the machine: a hole counts as a hole whatever it
/// shows, and what follows a condition does not count.
pub fn fingerprint(label: &Text) -> u32 {
    let mut h = 0x811c_9dc5_u32;
    let mut add = |byte: u8| h = (h ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    for piece in &label.pieces {
        match piece {
            Piece::Literal(words) => words.bytes().for_each(&mut add),
            Piece::Hole(..) => add(0xff),
            Piece::If(..) | Piece::Plural(..) => {
                add(0xfe);
                break;
            }
        }
    }
    (h >> 24) ^ (h & 0x00ff_ffff)
}
