//! Texts for people: literals joined, holes and conditions read, plural forms checked.

use super::exprs::{Bare, condition, expression};
use crate::calendar::plural::Category;
use crate::check::context::Cx;
use crate::check::kinds::Kind;
use crate::check::lints;
use crate::check::script::{Expr, Piece, PluralCase, Text};
use crate::machine::id::LanguageId;
use crate::problem::{Code, Problem, nearest};
use crate::span::Span;
use crate::syntax::tree::{self, Name};
use crate::text::decimal::Decimal;

/// Reads a text.
pub(crate) fn text(cx: &mut Cx<'_>, text: &tree::Text) -> Text {
    let mut out = Text { span: text.span, pieces: Vec::with_capacity(text.pieces.len()) };
    append(cx, &mut out, text);
    out
}

/// Reads the lines of one message into one text.
pub(crate) fn lines(cx: &mut Cx<'_>, lines: &[tree::Text]) -> Text {
    let mut out = Text::default();
    for (index, line) in lines.iter().enumerate() {
        if index == 0 {
            out.span = line.span;
        } else {
            push_literal(&mut out.pieces, "\n");
            out.span = out.span.to(line.span);
        }
        append(cx, &mut out, line);
    }
    out
}

fn append(cx: &mut Cx<'_>, out: &mut Text, text: &tree::Text) {
    for piece in &text.pieces {
        match piece {
            tree::Piece::Literal(literal) => push_literal(&mut out.pieces, &literal.value),
            tree::Piece::Hole { span, value, default } => {
                let shown = expression(cx, value, Bare::Nothing);
                lints::facts::shown(cx, &shown.expr, *span, default.is_some());
                lints::secrets::shown(cx, &shown.expr, *span);
                let default = default.as_ref().map(|text| text.value.clone());
                out.pieces.push(Piece::Hole(shown.expr, default));
            }
            tree::Piece::If { arms, otherwise, .. } => {
                let piece = conditional(cx, arms, otherwise.as_ref());
                out.pieces.push(piece);
            }
            tree::Piece::Plural { span, value, cases } => {
                let piece = plural(cx, *span, value, cases);
                out.pieces.push(piece);
            }
        }
    }
}

fn push_literal(pieces: &mut Vec<Piece>, literal: &str) {
    match pieces.last_mut() {
        _ if literal.is_empty() => {}
        Some(Piece::Literal(last)) => last.push_str(literal),
        _ => pieces.push(Piece::Literal(literal.to_owned())),
    }
}

fn conditional(
    cx: &mut Cx<'_>,
    arms: &[(tree::Expr, tree::Text)],
    otherwise: Option<&tree::Text>,
) -> Piece {
    let around = cx.place.conditions.len();
    let mut out = Vec::with_capacity(arms.len());
    for (test, shown) in arms {
        let test = condition(cx, test);
        cx.place.conditions.push(test.clone());
        let shown = text(cx, shown);
        cx.place.conditions.truncate(around);
        out.push((test, shown));
    }
    let otherwise = otherwise.map(|otherwise| {
        // What the conditions read is known to have been thought of here too.
        cx.place.conditions.extend(out.iter().map(|(test, _)| Expr::Not(Box::new(test.clone()))));
        let otherwise = text(cx, otherwise);
        cx.place.conditions.truncate(around);
        Box::new(otherwise)
    });
    Piece::If(out, otherwise)
}

fn plural(cx: &mut Cx<'_>, span: Span, value: &tree::Expr, cases: &[(Name, tree::Text)]) -> Piece {
    let number = expression(cx, value, Bare::Nothing);
    if !matches!(number.kind, Kind::Number | Kind::Unknown) {
        let (text, noun) = (cx.quote(value.span), number.kind.noun());
        cx.report(
            Problem::new(
                Code::WrongType,
                value.span,
                format!("a plural needs a number, but `{text}` is {noun}"),
            )
            .help("write a fact that is a number before `, plural:`"),
        );
    }
    lints::facts::shown(cx, &number.expr, value.span, false);
    let taken = categories(cx);
    let mut out: Vec<(PluralCase, Text)> = Vec::with_capacity(cases.len());
    let mut whole = true;
    for (name, shown) in cases {
        let shown = text(cx, shown);
        let Some(case) = plural_case(cx, name) else {
            whole = false;
            continue;
        };
        if out.iter().any(|(known, _)| *known == case) {
            let text = &name.value;
            cx.report(
                Problem::new(Code::DuplicateName, name.span, format!("`{text}` is there twice"))
                    .help("keep one of the two"),
            );
        }
        if let PluralCase::Category(category) = case
            && !taken.contains(&category)
        {
            never_taken(cx, name, &taken);
        }
        out.push((case, shown));
    }
    let has_other = out.iter().any(|(case, _)| *case == PluralCase::Category(Category::Other));
    if whole && !has_other {
        cx.report(
            Problem::new(Code::MissingPlural, span, "the plural has no `other`")
                .help("add `| other: …` for every number that has no text of its own"),
        );
    }
    Piece::Plural(number.expr, out)
}

fn plural_case(cx: &mut Cx<'_>, name: &Name) -> Option<PluralCase> {
    let text = name.value.as_str();
    if let Some(digits) = text.strip_prefix('=') {
        let number = Decimal::parse(digits.trim());
        if number.is_none() {
            cx.report(
                Problem::new(Code::BadValue, name.span, format!("`{text}` is not a number"))
                    .help("write `=` and a number, such as `=0`"),
            );
        }
        return number.map(PluralCase::Exactly);
    }
    let category = Category::ALL.into_iter().find(|category| category.name() == text);
    if category.is_none() {
        let names = Category::ALL.map(Category::name);
        let problem =
            Problem::new(Code::UnknownName, name.span, format!("there is no plural form `{text}`"));
        let problem = match nearest(text, names) {
            Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near),
            None => problem
                .help("the forms are zero, one, two, few, many, other, or a number such as `=0`"),
        };
        cx.report(problem);
    }
    category.map(PluralCase::Category)
}

/// The plural forms of the languages that the text around is written in.
fn categories(cx: &Cx<'_>) -> Vec<Category> {
    let own = [LanguageId::new(0)];
    let languages = if cx.place.languages.is_empty() { &own[..] } else { &cx.place.languages };
    let mut out = vec![Category::Other];
    for language in languages {
        match cx.plurals.get(language.usize()).and_then(Option::as_ref) {
            Some(rules) => out.extend(rules.categories()),
            // Nothing is known of the language: its author knows better.
            None => out.extend(Category::ALL),
        }
    }
    out
}

fn never_taken(cx: &mut Cx<'_>, name: &Name, taken: &[Category]) {
    let mut forms: Vec<&str> = Vec::new();
    for category in Category::ALL {
        if taken.contains(&category) {
            forms.push(category.name());
        }
    }
    let (form, forms) = (&name.value, forms.join(", "));
    let language = cx.place.languages.first().map_or(0, |language| language.index());
    let language = cx.scope.languages.name(language);
    cx.report(
        Problem::new(
            Code::NeverTrue,
            name.span,
            format!("no number takes the form `{form}` in the language `{language}`"),
        )
        .help(format!("its forms are {forms}; for one number write it: `=0`")),
    );
}
