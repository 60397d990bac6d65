//! What belongs to what, and what binds how: trees in a short notation.

#![allow(
    clippy::format_push_string,
    clippy::needless_raw_string_hashes,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use answertree::syntax::parse;
use answertree::syntax::tree::{
    BinaryOp, Element, Expr, ExprKind, Guard, Item, LineKind, Pattern, Piece, Reply, Statement,
    StatementKind, Text, Topic, UnaryOp, Way,
};
use expect_test::{Expect, expect};

#[track_caller]
fn body(source: &str, expected: &Expect) {
    let source = format!("== t: T\n{source}");
    let parsed = parse(0, &source);
    assert_eq!(parsed.problems, []);
    let Some(Item::Topic(topic)) = parsed.tree.items.first() else { panic!("a topic comes first") };
    let mut out = String::new();
    statements(&topic.body, 0, &source, &mut out);
    expected.assert_eq(&out);
}

fn statements(body: &[Statement], depth: usize, source: &str, out: &mut String) {
    for statement in body {
        out.push_str(&"  ".repeat(depth));
        match &statement.kind {
            StatementKind::Replies(replies) => {
                let shown: Vec<String> = replies.iter().map(|one| reply(one, source)).collect();
                out.push_str(&format!("replies {}\n", shown.join(" + ")));
            }
            StatementKind::Choices(choices) => {
                out.push_str("choices\n");
                for choice in choices {
                    let key = choice
                        .key
                        .as_ref()
                        .map_or(String::new(), |key| format!("<{}> ", key.value));
                    let target = if choice.target.is_some() { " ->" } else { "" };
                    let label = text(&choice.label);
                    out.push_str(&format!("{}* {key}{label}{target}\n", "  ".repeat(depth + 1)));
                    statements(&choice.body, depth + 2, source, out);
                }
            }
            _ => out.push_str(&format!("{}\n", statement.span.text(source))),
        }
    }
}

/// Messages part by `;`, wordings by `|`, lines by `/`.
fn reply(reply: &Reply, source: &str) -> String {
    let guards: String = reply.guards.iter().map(|guard: &Guard| guard.span.text(source)).collect();
    let wording = |lines: &Vec<Text>| lines.iter().map(text).collect::<Vec<_>>().join("/");
    let message =
        |wordings: &Vec<Vec<Text>>| wordings.iter().map(wording).collect::<Vec<_>>().join("|");
    let messages: Vec<String> = reply.messages.iter().map(message).collect();
    format!("{guards}<{}>", messages.join(";"))
}

fn text(text: &Text) -> String {
    text.pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(words) => words.value.clone(),
            Piece::Hole { value, default, .. } => match default {
                Some(default) => format!("{{{} or {:?}}}", expr(value), default.value),
                None => format!("{{{}}}", expr(value)),
            },
            Piece::If { arms, otherwise, .. } => {
                let mut out: Vec<String> = arms
                    .iter()
                    .map(|(condition, said)| format!("{}: {:?}", expr(condition), self::text(said)))
                    .collect();
                out.extend(otherwise.iter().map(|said| format!("else {:?}", self::text(said))));
                format!("{{{}}}", out.join(", "))
            }
            Piece::Plural { value, cases, .. } => {
                let cases: Vec<String> = cases
                    .iter()
                    .map(|(key, said)| format!("{} {:?}", key.value, self::text(said)))
                    .collect();
                format!("{{{} plural {}}}", expr(value), cases.join(", "))
            }
        })
        .collect()
}

fn expr(e: &Expr) -> String {
    let list = |items: &[Expr]| items.iter().map(expr).collect::<Vec<_>>().join(" ");
    match &e.kind {
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::Number(number) => number.to_string(),
        ExprKind::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        ExprKind::Date(day) => format!("{:?}-{}-{}", day.year.unwrap_or(0), day.month, day.day),
        ExprKind::Time(minutes) => format!("{minutes}min"),
        ExprKind::Name(name) => name.clone(),
        ExprKind::List(items) => format!("[{}]", list(items)),
        ExprKind::Unary(UnaryOp::Not, inner) => format!("(not {})", expr(inner)),
        ExprKind::Unary(UnaryOp::Minus, inner) => format!("(neg {})", expr(inner)),
        ExprKind::Binary(op, left, right) => {
            let op = match op {
                BinaryOp::Or => "or",
                BinaryOp::And => "and",
                BinaryOp::Equal => "=",
                BinaryOp::NotEqual => "!=",
                BinaryOp::Less => "<",
                BinaryOp::LessEqual => "<=",
                BinaryOp::Greater => ">",
                BinaryOp::GreaterEqual => ">=",
                BinaryOp::Has => "has",
                BinaryOp::In => "in",
                BinaryOp::Add => "+",
                BinaryOp::Subtract => "-",
                BinaryOp::Multiply => "*",
                BinaryOp::Divide => "/",
            };
            format!("({op} {} {})", expr(left), expr(right))
        }
        ExprKind::Known(inner, known) => {
            format!("({} {})", if *known { "known" } else { "unknown" }, expr(inner))
        }
        ExprKind::Call(name, items) => format!("{}({})", name.value, list(items)),
    }
}

fn pattern(p: &Pattern) -> String {
    let each = |element: &Element| match element {
        Element::Word { word, stem, near } => {
            let (near, stem) = (if *near { "~" } else { "" }, if *stem { "*" } else { "" });
            format!("{near}{}{stem}", word.value)
        }
        Element::Exact(words) => format!("{:?}", words.value),
        Element::List(name) => format!("<{}>", name.value),
        Element::Either(branches) => {
            format!("({})", branches.iter().map(pattern).collect::<Vec<_>>().join("|"))
        }
        Element::Optional(inner) => format!("[{}]", pattern(inner)),
        Element::Gap { max, .. } => {
            format!("..{}", max.map_or(String::new(), |max| max.to_string()))
        }
    };
    p.elements.iter().map(each).collect::<Vec<_>>().join(" ")
}

/// One expression or pattern a line, and what is read.
#[track_caller]
fn read_each(before: &str, sources: &[&str], expected: &Expect) {
    let mut out = String::new();
    for source in sources {
        let parsed = parse(0, &format!("== t: T\n{before}{source}"));
        assert_eq!(parsed.problems, [], "{source}");
        let shown = match parsed.file.lines.last().map(|line| &line.kind) {
            Some(LineKind::Set { value, .. }) => expr(value),
            Some(LineKind::When(when)) => match &when.way {
                Way::Pattern(found) => {
                    format!("{}{}", if when.not { "not: " } else { "" }, pattern(found))
                }
                way => format!("{way:?}"),
            },
            Some(LineKind::Reply { text: Some(said), .. }) => text(said),
            Some(LineKind::Example(said)) => said.value.clone(),
            other => format!("{other:?}"),
        };
        out.push_str(&format!("{shown}\n"));
    }
    expected.assert_eq(&out);
}

#[test]
fn replies() {
    body(
        "> a\n> b\n",
        &expect![[r#"
        replies <a/b>
    "#]],
    );
    body(
        "> a\n\n> b\n",
        &expect![[r#"
        replies <a> + <b>
    "#]],
    );
    body(
        "> a\n# nothing\n> b\n",
        &expect![[r#"
        replies <a/b>
    "#]],
    );
    body(
        "> [on x] a\n> b\n> c\n",
        &expect![[r#"
        replies [on x]<a> + <b/c>
    "#]],
    );
    body(
        "> [on x]\n> b\n>\n> c\n> [on y]\n> d\n> [once] e\n",
        &expect![[r#"
        replies [on x]<b//c> + [on y]<d> + [once]<e>
    "#]],
    );
    body(
        "> a\nor\n> b\n> c\nalso\n> d\nor\n> e\n> [on x] f\nor\n> g\n> h\n",
        &expect![[r#"
        replies <a|b/c;d|e> + [on x]<f|g/h>
    "#]],
    );
    body(
        "> a\n\nor\n> b\n",
        &expect![[r#"
        replies <a|b>
    "#]],
    );
    body(
        "> a\nstep S\n> b\nneed x\n-> t\n",
        &expect![[r#"
        replies <a>
        step S
        replies <b>
        need x
        -> t
    "#]],
    );
}

#[test]
fn choices() {
    body(
        "* a\n** b\n  > in b\n** c\nthen\n> after b and c\n* d\n> in d\nthen\n> after all\n",
        &expect![[r#"
            choices
              * a
                choices
                  * b
                    replies <in b>
                  * c
                replies <after b and c>
              * d
                replies <in d>
            replies <after all>
        "#]],
    );
    body(
        "* a\n* b\nthen\n* c -> t\n",
        &expect![[r#"
        choices
          * a
          * b
        choices
          * c ->
    "#]],
    );
    body(
        "* a\n** b\n* c\n** d\n",
        &expect![[r#"
            choices
              * a
                choices
                  * b
              * c
                choices
                  * d
        "#]],
    );
}

#[test]
fn menu_keys() {
    let parsed = parse(0, "menu m: M\n* 1 One\n* 2. Two -> m\n* 3) {x}\n* 4\n* 24h help\n* Five\n");
    assert_eq!(parsed.problems, []);
    let Some(Item::Topic(Topic { body, .. })) = parsed.tree.items.first() else {
        panic!("a menu comes first")
    };
    let mut out = String::new();
    statements(body, 0, "", &mut out);
    expect![[r#"
        choices
          * <1> One
          * <2> Two ->
          * <3> {x}
          * 4
          * 24h help
          * Five
    "#]]
    .assert_eq(&out);
}

#[test]
fn expressions() {
    read_each(
        "set x = ",
        &[
            "a or b and not c = d",
            "not a and b",
            "1 + 2 * 3 - 4 / 2",
            "-a * -3 - -2",
            "(a or b) and c",
            "a is known and b is not known or c + 1 is known",
            "a in (b, \"c d\") and t has “e”",
            "a-b - 3-1",
            "days(now, 2026-12-24) >= 2 and opens(x) < 08:30",
            "f() = 2.50",
            "yes != no",
            "a = b = c",
        ],
        &expect![[r#"
            (or a (and b (not (= c d))))
            (and (not a) b)
            (- (+ 1 (* 2 3)) (/ 4 2))
            (- (* (neg a) (neg 3)) (neg 2))
            (and (or a b) c)
            (or (and (known a) (unknown b)) (known (+ c 1)))
            (and (in a [b "c d"]) (has t "e"))
            (- (- a-b 3) 1)
            (and (>= days(now 2026-12-24) 2) (< opens(x) 510min))
            (= f() 2.5)
            (!= yes no)
            (= (= a b) c)
        "#]],
    );
}

#[test]
fn patterns() {
    read_each(
        "when ",
        &[
            "<parcel> .. late|delayed|missing",
            "not where (is|are) my [own] order*",
            "(on hold|stuck) [late|(very late)] ..3 \"So it\"",
            "a | b c",
            "c# don't 3.5 é @us … x",
            "\\#tag \\<b\\>  # comment",
        ],
        &expect![[r#"
            <parcel> .. (late|delayed|missing)
            not: where (is|are) my [own] order*
            (on hold|stuck) [(late|very late)] ..3 "So it"
            (a|b) c
            c# don't 3.5 é @us .. x
            #tag <b>
        "#]],
    );
}

#[test]
fn texts() {
    read_each(
        "> ",
        &[
            "a {name or \"you all\"} b # no comment",
            "{ if a: x y  | else if b :  {c}  | else: }.",
            "{n, plural: one: an item | =3 : three | other: {n} items}",
            "\\{ \\} \\[ ¯\\_(ツ)_/¯ \\\\ -> :(",
            "{a + 1}{upper(b)}{(a or b)}",
            "\\[sic] | : \"q\"",
            "{if a: \\ x\\  | else: \\|}",
        ],
        &expect![[r#"
            a {name or "you all"} b # no comment
            {a: "x y", b: "{c}", else ""}.
            {n plural one "an item", =3 "three", other "{n} items"}
            { } [ ¯\_(ツ)_/¯ \ -> :(
            {(+ a 1)}{upper(b)}{(or a b)}
            [sic] | : "q"
            {a: " x ", else "|"}
        "#]],
    );
    read_each(
        "- ",
        &["where is my #order {x} \\# [y]", "-> t"],
        &expect![[r#"
        where is my #order {x} # [y]
        -> t
    "#]],
    );
}
