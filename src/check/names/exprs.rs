//! Names in expressions: a word is a fact, or one of what stands beside it.

use super::{Finder, Sort, Symbol};
use crate::span::Span;
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, Fact, FactKind};

/// What a word is where it is no fact.
#[derive(Clone, Copy)]
enum Bare<'t> {
    /// Nothing.
    Nothing,
    /// An option of this fact.
    Option(&'t str),
    Channel,
    Language,
}

impl Finder<'_> {
    /// The value that a fact has at the start, where a word is text.
    pub(super) fn default(&mut self, fact: &Fact, value: &Expr) {
        match (&fact.kind, &value.kind) {
            (FactKind::OneOf(_) | FactKind::SomeOf(_), _) => {
                self.beside(value, Bare::Option(&fact.name.value));
            }
            (FactKind::Text | FactKind::List, ExprKind::Name(_)) => {}
            _ => self.expr(value),
        }
    }

    /// A value that a fact is given.
    pub(super) fn value_of(&mut self, fact: &str, value: &Expr) {
        let bare = if self.has_options(fact) { Bare::Option(fact) } else { Bare::Nothing };
        self.beside(value, bare);
    }

    pub(super) fn expr(&mut self, expr: &Expr) {
        self.beside(expr, Bare::Nothing);
    }

    fn beside(&mut self, expr: &Expr, bare: Bare<'_>) {
        match &expr.kind {
            ExprKind::Name(name) => self.word(name, expr.span, bare),
            ExprKind::Text(text) => match bare {
                Bare::Option(fact) => self.option(fact, text, expr.span, false),
                Bare::Channel => self.named(Sort::Channel, text, expr.span),
                Bare::Language => self.named(Sort::Language, text, expr.span),
                Bare::Nothing => {}
            },
            ExprKind::List(members) => {
                members.iter().for_each(|member| self.beside(member, bare));
            }
            ExprKind::Unary(_, inner) | ExprKind::Known(inner, _) => self.expr(inner),
            ExprKind::Binary(..) => self.chain(expr),
            ExprKind::Call(name, arguments) => {
                let sort = match name.value.as_str() {
                    "open" | "opens" => Some(Sort::Department),
                    "visits" => Some(Sort::Topic),
                    _ => None,
                };
                for argument in arguments {
                    match (sort, &argument.kind) {
                        (Some(sort), ExprKind::Name(name) | ExprKind::Text(name)) => {
                            self.named(sort, name, argument.span);
                        }
                        _ => self.expr(argument),
                    }
                }
            }
            ExprKind::Number(_) | ExprKind::YesNo(_) | ExprKind::Date(_) | ExprKind::Time(_) => {}
        }
    }

    fn named(&mut self, sort: Sort, name: &str, span: Span) {
        self.note(Symbol::Named(sort, name.to_owned()), span, false);
    }

    fn word(&mut self, name: &str, span: Span, bare: Bare<'_>) {
        let is_option = |fact: &str| {
            let id = self.scope.facts.id(fact);
            id.is_some_and(|id| self.scope.options(id).iter().any(|option| option.value == name))
        };
        match bare {
            Bare::Option(fact) if is_option(fact) => self.option(fact, name, span, false),
            Bare::Channel if self.scope.channels.id(name).is_some() => {
                self.named(Sort::Channel, name, span);
            }
            Bare::Language if self.scope.languages.id(name).is_some() => {
                self.named(Sort::Language, name, span);
            }
            _ if matches!(name, "now" | "channel" | "language") => {}
            _ => self.named(Sort::Fact, name, span),
        }
    }

    /// Operators from left to right: `a + b + c` is as deep as it is long, so its left side is walked in a loop.
    fn chain(&mut self, expr: &Expr) {
        let mut leftmost = expr;
        while let ExprKind::Binary(op, left, right) = &leftmost.kind {
            let compares = is_comparison(*op);
            let swapped = compares && self.is_option_alone(left) && *op != BinaryOp::In;
            let bare = if compares && !swapped { self.kind_of(left) } else { Bare::Nothing };
            self.beside(right, bare);
            if swapped {
                let bare = self.kind_of(right);
                return self.beside(left, bare);
            }
            leftmost = left;
        }
        self.expr(leftmost);
    }

    /// Whether it says nothing by itself: a word that is no fact, or a text.
    fn is_option_alone(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Name(name) => {
                self.scope.facts.id(name).is_none()
                    && !matches!(name.as_str(), "now" | "channel" | "language")
            }
            ExprKind::Text(_) => true,
            _ => false,
        }
    }

    fn kind_of<'t>(&self, expr: &'t Expr) -> Bare<'t> {
        match &expr.kind {
            ExprKind::Name(name) if self.has_options(name) => Bare::Option(name),
            ExprKind::Name(name) if name == "channel" => Bare::Channel,
            ExprKind::Name(name) if name == "language" => Bare::Language,
            _ => Bare::Nothing,
        }
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    !matches!(
        op,
        BinaryOp::Or
            | BinaryOp::And
            | BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
    )
}
