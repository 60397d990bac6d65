//! What a customer who walks alone means: a key, a label, a command, or own words.

use super::alone::keys;
use super::distance::within_one;
use crate::machine::Machine;
use crate::runtime::turn::Choice;
use crate::text::tokenize::Tokens;

/// What a customer can ask for anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Person,
    Repeat,
    Back,
    Menu,
}

impl Command {
    const ALL: [Self; 4] = [Self::Person, Self::Repeat, Self::Back, Self::Menu];
}

/// The words of a message, beside those of what it is compared with.
pub(super) struct Reader<'t> {
    message: &'t str,
    tokens: Tokens,
}

impl<'t> Reader<'t> {
    pub(super) fn new(message: &'t str) -> Self {
        let mut tokens = Tokens::new();
        tokens.read(message);
        Self { message, tokens }
    }

    /// The choice whose key or number the message is.
    pub(super) fn key(&self, choices: &[Choice<'_>]) -> Option<usize> {
        let typed = self.bare();
        keys(choices).position(|(key, _)| !typed.is_empty() && typed == key)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.bare() == "0"
    }

    /// The message without what people put around a number.
    fn bare(&self) -> &str {
        self.message.trim_matches(|c: char| c.is_whitespace() || "#().,:!".contains(c))
    }

    /// The choice whose label the message is.
    pub(super) fn label(&self, choices: &[Choice<'_>]) -> Option<usize> {
        choices.iter().position(|choice| self.is(&choice.label))
    }

    /// Whether the message has the words of a text, and no others.
    fn is(&self, text: &str) -> bool {
        let mut other = Tokens::new();
        other.read(text);
        !other.is_empty()
            && other.len() == self.tokens.len()
            && self.tokens.iter().zip(other.iter()).all(|(a, b)| a.text == b.text)
    }

    /// The command that the message is.
    pub(super) fn command(&self, machine: &Machine) -> Option<Command> {
        let is = |command: &Command| machine.command(*command as usize).any(|words| self.is(words));
        Command::ALL.into_iter().find(is)
    }

    /// Whether words of the command for a person stand in the message.
    pub(super) fn holds_person(&self, machine: &Machine) -> bool {
        machine.command(Command::Person as usize).any(|words| {
            let mut other = Tokens::new();
            other.read(words);
            let size = other.len();
            size > 0
                && (0..self.tokens.len()).any(|at| {
                    (0..size).all(|i| {
                        let (a, b) = (self.tokens.get(at + i), other.get(i));
                        a.zip(b).is_some_and(|(a, b)| a.text == b.text)
                    })
                })
        })
    }

    /// The one choice whose label the message's own words mean.
    pub(super) fn own_words(&self, machine: &Machine, choices: &[Choice<'_>]) -> Option<usize> {
        if self.tokens.is_empty() {
            return None;
        }
        let mut meant = None;
        for (at, choice) in choices.iter().enumerate() {
            let mut label = Tokens::new();
            label.read(&choice.label);
            let has = |tokens: &Tokens, word: &str| {
                tokens.iter().any(|token| alike(machine, token.text, word))
            };
            let within = self.tokens.iter().all(|token| has(&label, token.text));
            let whole = !label.is_empty() && label.iter().all(|t| has(&self.tokens, t.text));
            if within || whole {
                if meant.is_some() {
                    return None;
                }
                meant = Some(at);
            }
        }
        meant
    }
}

/// Whether two words mean the same: they are, a list of the script has both, or one letter is wrong in a long one.
fn alike(machine: &Machine, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let lists = |word: &str| {
        machine.word(word).map_or(&[][..], |id| machine.classes.members.get(id.index()))
    };
    lists(a).iter().any(|list| lists(b).contains(list)) || within_one(a, b)
}
