//! Holes that show nothing: a copy of the script says a mark in the place of what is unknown, so that walking tells where.

use crate::check::say::Say;
use crate::check::script::{
    HandlerAction, Piece, Script, Statement, StatementKind, Target, Text, Topic,
};
use crate::span::Span;

/// Around the number of a hole: characters that no text has, since Unicode keeps them from being any.
pub(super) const MARKS: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];

/// A hole without anything for when its value is unknown.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    /// The text it stands in.
    pub(super) span: Span,
    /// What is written in it.
    pub(super) said: String,
}

/// The script with marks, and what the marks mean.
pub(super) fn instrumented(script: &Script) -> (Script, Vec<Hole>) {
    let mut copy = script.clone();
    let mut marker = Marker { script, holes: Vec::new() };
    for fact in &mut copy.facts {
        fact.ask.iter_mut().for_each(|ask| marker.text(ask));
    }
    copy.topics.iter_mut().for_each(|topic| marker.topic(topic));
    (copy, marker.holes)
}

/// A text as people would see it, and the holes in it that show nothing.
pub(super) fn read(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut holes = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(MARKS[0]) {
        out.push_str(before);
        let Some((number, behind)) = behind.split_once(MARKS[1]) else {
            rest = behind;
            continue;
        };
        holes.extend(number.parse::<usize>());
        rest = behind;
    }
    out.push_str(rest);
    (out, holes)
}

struct Marker<'s> {
    script: &'s Script,
    holes: Vec<Hole>,
}

impl Marker<'_> {
    fn topic(&mut self, topic: &mut Topic) {
        self.body(&mut topic.body);
        for handler in &mut topic.handlers {
            match &mut handler.action {
                HandlerAction::Reply(text) => self.text(text),
                HandlerAction::Goto(target) => self.target(target),
            }
        }
    }

    /// Choices lie at most as deep in each other as the syntax lets them.
    fn body(&mut self, body: &mut [Statement]) {
        for statement in body {
            match &mut statement.kind {
                StatementKind::Replies(replies) => {
                    let messages = replies.iter_mut().flat_map(|reply| &mut reply.messages);
                    messages.flatten().for_each(|text| self.text(text));
                }
                StatementKind::Step(_, text) | StatementKind::Note(_, text) => self.text(text),
                StatementKind::Choices(choices) => {
                    for choice in choices {
                        self.text(&mut choice.label);
                        self.body(&mut choice.body);
                    }
                }
                StatementKind::Goto(target) => self.target(target),
                StatementKind::Need(_)
                | StatementKind::Call(_)
                | StatementKind::Return
                | StatementKind::Do(..)
                | StatementKind::Set(..) => {}
            }
        }
    }

    fn target(&mut self, target: &mut Target) {
        if let Target::Handoff(_, Some(why)) = target {
            self.text(why);
        }
    }

    fn text(&mut self, text: &mut Text) {
        self.pieces(text.span, &mut text.pieces);
    }

    /// Templates lie at most as deep in each other as the syntax lets them.
    fn pieces(&mut self, span: Span, pieces: &mut [Piece]) {
        for piece in pieces {
            match piece {
                Piece::Hole(value, default @ None) => {
                    *default = Some(format!("{}{}{}", MARKS[0], self.holes.len(), MARKS[1]));
                    self.holes.push(Hole { span, said: Say(self.script).expr(value) });
                }
                Piece::If(arms, otherwise) => {
                    arms.iter_mut().for_each(|(_, text)| self.pieces(span, &mut text.pieces));
                    otherwise.iter_mut().for_each(|text| self.pieces(span, &mut text.pieces));
                }
                Piece::Plural(_, cases) => {
                    cases.iter_mut().for_each(|(_, text)| self.pieces(span, &mut text.pieces));
                }
                Piece::Literal(_) | Piece::Hole(_, Some(_)) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn marks_are_read_and_taken_away() {
        let (text, holes) = read("Hi \u{fdd0}3\u{fdd1}, it is \u{fdd0}12\u{fdd1}.\u{fdd0}");
        assert_eq!((text.as_str(), holes), ("Hi , it is .", vec![3, 12]));
    }
}
