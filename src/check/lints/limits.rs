//! Wordings that can be longer than a channel allows.
//!
//! What a fact can hold is taken at its longest where the script says so (options, a bounded `like`, a number of ten
//! digits, a date) and at [`USUAL_TEXT`] characters where it does not.

use super::conditions::truth;
use super::places::can_go;
use crate::check::context::Cx;
use crate::check::kinds::Kind;
use crate::check::script::{Expr, Piece, Text};
use crate::problem::{Code, Problem};
use crate::syntax::tree::{self, FactKind, Like};
use crate::text::length;

/// Characters of a text of which nothing is known: a first name and a surname.
const USUAL_TEXT: usize = 20;
/// Characters of a list of texts: two of them with a comma.
const USUAL_LIST: usize = 42;
/// Characters of a number and of a date.
const NUMBER: usize = 10;
/// Characters of a time of day.
const TIME: usize = 5;
/// Characters of a moment: a date and a time.
const MOMENT: usize = 16;
/// Characters of `yes`.
const YES: usize = 3;
/// The longest value that a `like` pattern is believed to hold, so that `.{9999}` does not count.
const MAX_LIKE: usize = 100;
/// What a link counts where links count more than their letters.
const LINK: usize = 23;

/// Looks at the messages of the reply that is being read, at its place.
pub(crate) fn reply(cx: &mut Cx<'_>, messages: &[Vec<Text>]) {
    // A reply for the channel may stand in a line that could not be read.
    if cx.in_broken {
        return;
    }
    for wording in messages.iter().flatten() {
        let bound = bound(cx, wording);
        let mut worst: Option<(usize, u32, &str)> = None;
        for (id, channel) in (0_u32..).zip(&cx.scope.channel_trees) {
            let Some(limit) = channel.limit.as_ref().map(|limit| limit.value) else { continue };
            let allowed = usize::try_from(limit).unwrap_or(usize::MAX);
            // Long replies go in parts there.
            if channel.split || bound <= allowed || !can_go(cx, id) {
                continue;
            }
            if worst.is_some_and(|(_, smallest, _)| smallest <= limit) {
                continue;
            }
            let longest = longest(cx, wording, channel);
            let length = measure(&longest, channel);
            if length > allowed {
                worst = Some((length, limit, &channel.name.value));
            }
        }
        let Some((length, limit, channel)) = worst else { continue };
        cx.report(
            Problem::new(
                Code::TooLongForChannel,
                wording.span,
                format!("this can be {length} long on `{channel}`, which takes {limit}"),
            )
            .help(format!(
                "shorten it, or write another reply for the channel: `> [on {channel}] …`"
            )),
        );
    }
}

/// The length as the channel counts.
fn measure(text: &str, channel: &tree::Channel) -> usize {
    let length = if channel.weighted { length::weighted(text) } else { length::characters(text) };
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// At least as much as any wording of a text counts on any channel: where that fits nothing needs to be measured.
fn bound(cx: &Cx<'_>, text: &Text) -> usize {
    text.pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(literal) => most(literal),
            Piece::Hole(expr, default) => {
                let value = match expr {
                    Expr::Text(text) => most(text),
                    Expr::Fact(id) => {
                        let options = cx.scope.options(id.index()).iter();
                        let longest = options.map(|option| most(&option.value)).max();
                        longest.unwrap_or(0).max(width(cx, expr))
                    }
                    _ => width(cx, expr),
                };
                value.max(default.as_ref().map_or(0, |default| most(default)))
            }
            Piece::If(arms, otherwise) => {
                let arms = arms.iter().map(|(_, text)| bound(cx, text)).max().unwrap_or(0);
                arms.max(otherwise.as_ref().map_or(0, |text| bound(cx, text)))
            }
            Piece::Plural(_, cases) => {
                cases.iter().map(|(_, text)| bound(cx, text)).max().unwrap_or(0)
            }
        })
        .fold(0, usize::saturating_add)
}

/// At least as much as a part of a wording counts: a character of several bytes counts two at most, once for each that it is
/// composed of, and a link has a point with something behind it.
fn most(text: &str) -> usize {
    let letters = if text.is_ascii() { text.len() } else { text.len().saturating_mul(2) };
    let points = text.split('.').skip(1).filter(|behind| !behind.starts_with(' ')).count();
    letters.saturating_add(points.saturating_mul(LINK))
}

/// The longest wording of a text on a channel.
fn longest(cx: &Cx<'_>, text: &Text, channel: &tree::Channel) -> String {
    let mut out = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Literal(literal) => out.push_str(literal),
            Piece::Hole(expr, default) => {
                let value = shown(cx, expr);
                out.push_str(longer(channel, value, default.clone().into_iter()).as_str());
            }
            Piece::If(arms, otherwise) => {
                let name = Some(channel.name.value.as_str());
                let mut texts = Vec::new();
                let mut decided = false;
                for (condition, text) in arms {
                    match truth(condition, name) {
                        Some(false) => continue,
                        Some(true) => decided = true,
                        None => {}
                    }
                    texts.push(longest(cx, text, channel));
                    if decided {
                        break;
                    }
                }
                if let (false, Some(text)) = (decided, otherwise) {
                    texts.push(longest(cx, text, channel));
                }
                out.push_str(&longer(channel, String::new(), texts.into_iter()));
            }
            Piece::Plural(_, cases) => {
                let texts = cases.iter().map(|(_, text)| longest(cx, text, channel));
                out.push_str(&longer(channel, String::new(), texts));
            }
        }
    }
    out
}

/// The longest of some texts.
fn longer(channel: &tree::Channel, first: String, others: impl Iterator<Item = String>) -> String {
    others.fold(first, |best, other| {
        if measure(&other, channel) > measure(&best, channel) { other } else { best }
    })
}

/// A value of the longest that an expression can show: the longest option, or as many `x` as it can have characters.
fn shown(cx: &Cx<'_>, expr: &Expr) -> String {
    match expr {
        Expr::Text(text) => text.clone(),
        Expr::Fact(id) => match cx.scope.fact(id.index()).map(|fact| &fact.kind) {
            Some(FactKind::OneOf(options)) => options
                .iter()
                .map(|option| option.value.as_str())
                .max_by_key(|option| option.chars().count())
                .unwrap_or("")
                .to_owned(),
            _ => "x".repeat(width(cx, expr)),
        },
        _ => "x".repeat(width(cx, expr)),
    }
}

/// How many characters an expression can show.
fn width(cx: &Cx<'_>, expr: &Expr) -> usize {
    match expr {
        Expr::Text(text) => text.len(),
        Expr::Fact(id) if cx.scope.vague.contains(&id.index()) => 0,
        Expr::Fact(id) => cx.scope.fact(id.index()).map_or(USUAL_TEXT, fact_width),
        Expr::Upper(inner) | Expr::Lower(inner) | Expr::Trim(inner) => width(cx, inner),
        Expr::YesNo(_) | Expr::Not(_) | Expr::Known(_) | Expr::Open(_) => YES,
        Expr::Number(_)
        | Expr::Minus(_)
        | Expr::Visits(_)
        | Expr::Length(_)
        | Expr::Days(..)
        | Expr::Date(_) => NUMBER,
        Expr::Time(_) => TIME,
        Expr::Now | Expr::Opens(_) => MOMENT,
        Expr::Channel | Expr::Language => USUAL_TEXT,
        Expr::List(members) => members.iter().map(|member| width(cx, member) + 2).sum(),
        Expr::Binary(op, a, b) => match op {
            tree::BinaryOp::Add => width(cx, a) + width(cx, b),
            tree::BinaryOp::Subtract | tree::BinaryOp::Multiply | tree::BinaryOp::Divide => NUMBER,
            _ => YES,
        },
    }
}

fn fact_width(fact: &tree::Fact) -> usize {
    match Kind::of(0, &fact.kind) {
        Kind::Number | Kind::Date => NUMBER,
        Kind::YesNo => YES,
        Kind::Time => TIME,
        Kind::List => USUAL_LIST,
        Kind::Options(_) => match &fact.kind {
            FactKind::OneOf(options) => {
                options.iter().map(|option| option.value.len()).max().unwrap_or(0)
            }
            _ => USUAL_TEXT,
        },
        Kind::Text | Kind::Channel | Kind::Language | Kind::Moment | Kind::Unknown => {
            let like = fact.like.as_ref().and_then(|like| like_width(&like.value));
            like.map_or(USUAL_TEXT, |width| width.min(MAX_LIKE))
        }
    }
}

/// The most characters that a pattern matches; `None` where there is no bound. As deep as its brackets nest.
fn like_width(like: &Like) -> Option<usize> {
    match like {
        Like::Char(_) | Like::Class { .. } => Some(1),
        Like::Sequence(parts) => {
            parts.iter().try_fold(0_usize, |sum, part| Some(sum.saturating_add(like_width(part)?)))
        }
        Like::Either(branches) => {
            branches.iter().try_fold(0_usize, |most, branch| Some(most.max(like_width(branch)?)))
        }
        Like::Repeat { inner, max, .. } => {
            let times = usize::try_from((*max)?).ok()?;
            Some(like_width(inner)?.saturating_mul(times))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{like_width, most};
    use crate::syntax::tree::Like;
    use crate::text::length;

    proptest! {
        #[test]
        fn nothing_counts_more_than_its_bound(
            parts in prop::collection::vec(
                prop_oneof![
                    any::<String>(),
                    prop::sample::select(vec![
                        "a", ".", "t.co", "example.com", "https://", "www.a.de/b?c", "日", "👨‍👩‍👧", "\u{1D160}", "\u{958}", "e\u{301}", " ",
                        "\u{FB2C}", "\u{3000}", "ａ．ｃｏｍ",
                    ]).prop_map(str::to_owned),
                ],
                0..12,
            ),
        ) {
            let whole = parts.concat();
            let bound: usize = parts.iter().map(|part| most(part)).sum();
            for text in [whole.as_str(), &whole.to_lowercase()] {
                let length = usize::try_from(length::weighted(text)).unwrap();
                prop_assert!(length <= most(text), "{text:?}");
            }
            prop_assert!(usize::try_from(length::weighted(&whole)).unwrap() <= bound, "{parts:?}");
        }
    }

    #[test]
    fn a_pattern_is_as_wide_as_it_can_match() {
        let digit = || Like::Class { ranges: vec![('0', '9')], negated: false };
        let times = |min, max| Like::Repeat { inner: Box::new(digit()), min, max };
        let order = Like::Sequence(vec![Like::Char('A'), times(6, Some(6)), times(0, Some(1))]);
        assert_eq!(like_width(&order), Some(8));
        assert_eq!(like_width(&Like::Either(vec![order, digit()])), Some(8));
        assert_eq!(like_width(&Like::Sequence(vec![digit(), times(1, None)])), None);
    }
}
