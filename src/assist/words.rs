//! What marks and words mean: one row each, for hovers and completions.

/// A row of the reference.
#[derive(Debug)]
pub(super) struct Row {
    /// The mark or word.
    pub(super) word: &'static str,
    /// How it is written.
    pub(super) example: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
}

const fn row(word: &'static str, example: &'static str, meaning: &'static str) -> Row {
    Row { word, example, meaning }
}

/// What lines begin with: the marks, then the words in the order of the reference.
pub(super) const LINES: &[Row] = &[
    row(
        "==",
        "== late: Late delivery",
        "A topic: one answer tree. Other lines call it by the name before the `:`; people read the title behind it.",
    ),
    row(
        "->",
        "-> refund",
        "Goes to a topic and does not come back. `-> handoff support \"why\"` and `-> end resolved` leave the tree.",
    ),
    row(
        "-",
        "- where is my order",
        "An example of what customers write, of the topic or intent above.",
    ),
    row(
        ">",
        "> Sorry about the wait, {name}!",
        "A line of a reply. Lines in a row are one reply; a blank line ends it. Guards such as `[on x]` stand right after the mark.",
    ),
    row(
        "*",
        "* It is on its way",
        "A choice: a branch of the tree. The number of stars is its depth; what follows belongs to it.",
    ),
    row(
        "#",
        "# a comment",
        "A comment, for authors alone. In lines of text for people a `#` behind the mark is a hashtag.",
    ),
    row("script", "script Acme social care", "The name of the script."),
    row("version", "version 3", "Counts the editions of the script."),
    row(
        "language",
        "language en, fr",
        "The languages of the script. Texts without `[lang …]` are in the first.",
    ),
    row(
        "pack",
        "pack en",
        "Trains the script with what a language pack knows of words: fewer examples find more. The machine then needs the pack to run.",
    ),
    row(
        "threshold",
        "threshold 55%",
        "How sure a suggestion is at least; 40% where a script says nothing. A customer who is surely none of the topics gets none.",
    ),
    row(
        "include",
        "include late.answers",
        "Reads another file of the same script, from the same folder or one below.",
    ),
    row(
        "channel",
        "channel x limit 280 weighted public",
        "Where messages come from and replies go: `limit`, `weighted`, `public`, `buttons`, `split` say what it can do.",
    ),
    row(
        "department",
        "department support Customer support",
        "A department, with its hours below. In a topic, without a title: who owns it.",
    ),
    row(
        "open",
        "open Mon-Fri 08:00-20:00, Sat 09:00-13:00 in Europe/London",
        "When the department above is open. Without such a line it always is.",
    ),
    row(
        "closed",
        "closed 25 Dec, 2026-12-28",
        "Days on which the department above is closed; without a year, every year.",
    ),
    row(
        "fact",
        "fact order_id text like [A-Z]{2}[0-9]{6}",
        "Something known of the customer: `text`, `number`, `yes/no`, `date`, `time`, `money`, `email`, `phone`, `link`, `one of …`, `list`, `list of one of …`; then `like …`, `secret`, `= …`.",
    ),
    row(
        "ask",
        "ask Could you send us your order number?",
        "The question for the fact above, where it is needed and unknown.",
    ),
    row(
        "words",
        "words parcel = parcel, package, gift box",
        "A list of words; `<parcel>` in a pattern stands for any of them, and as an option of a fact is found by any of them.",
    ),
    row(
        "intent",
        "intent refund",
        "Examples of what customers write, shared by topics with `when intent refund`.",
    ),
    row(
        "prefer",
        "prefer chat for refund if open(billing)",
        "Offers a channel that serves this better.",
    ),
    row(
        "menu",
        "menu welcome: Main menu",
        "A topic that a customer walks alone, by number, by label, or in own words.",
    ),
    row(
        "when",
        "when <parcel> .. late|delayed",
        "Another way into the topic: a pattern of words, `intent …`, or `if …`. `when not …` keeps a message out. `~delayed` also meets the word with a typo in it.",
    ),
    row(
        "need",
        "need order_id",
        "Facts that must be known before the tree goes on; those that are not are asked for.",
    ),
    row("or", "or", "Another wording of the reply above. Wordings take turns."),
    row("also", "also", "A further message, sent after the one above."),
    row("step", "step Open the carrier page.", "What the agent should do."),
    row("note", "note [if vip] A VIP: stay on the line.", "What only the agent sees."),
    row("then", "then", "The branches of the innermost open choices come together here."),
    row("call", "call address", "Goes to a topic and comes back to the next line."),
    row("return", "return", "Comes back to the line behind the `call`."),
    row("do", "do open_ticket(priority: \"high\")", "An action for the host to carry out."),
    row("set", "set refunds = refunds + 1", "Gives a fact a new value."),
    row(
        "handoff",
        "handoff support \"late, {order_id}\"",
        "Hands the conversation to a department, and says why.",
    ),
    row("end", "end resolved", "Ends the conversation: `resolved`, `unresolved` or `spam`."),
    row(
        "on",
        "on nomatch 3 -> handoff support",
        "What a menu does when an answer fits nothing (`nomatch`), or none comes (`silence 5m`).",
    ),
    row("test", "test late parcel on X", "A conversation that must go as the lines below say."),
    row(
        "given",
        "given channel x",
        "What the host gives: `channel`, `language`, `now = …`, a fact; `topic` begins in a topic, `alone` without an agent.",
    ),
    row("customer", "customer: where's my parcel??", "The customer writes."),
    row("choose", "choose Something else", "The agent takes a choice, by its label."),
    row("accept", "accept 2", "The agent takes a suggestion; without a number, the first."),
    row("wait", "wait 5m", "Time goes by: `30s`, `5m`, `2h`, `1d`."),
    row(
        "expect",
        "expect topic late",
        "What must be now: `topic`, `ask`, `reply has`, `choice`, `switch`, `handoff`, `end`, `do`, `fact`, `department`, `prefer`. `expect no …`: what must not be.",
    ),
];

/// What stands in square brackets after a mark.
pub(super) const GUARDS: &[Row] = &[
    row("if", "[if days_late > 3]", "Holds while the condition is true."),
    row("on", "[on x, facebook]", "Holds on these channels."),
    row("from", "[from 2026-12-01]", "Holds from that day."),
    row("until", "[until 24 Dec 2026]", "Holds up to and with that day."),
    row("once", "[once]", "Holds the first time in a conversation."),
    row("lang", "[lang fr]", "For customers of this language."),
    row("tag", "[tag apology]", "Marks the line for reports."),
    row("id", "[id late-sorry]", "Keeps the line's identity when its text changes."),
];

/// What is written with brackets behind it in expressions, and `now`.
pub(super) const FUNCTIONS: &[Row] = &[
    row("open", "open(support)", "Whether the department is open now."),
    row("opens", "opens(support)", "When the department opens next."),
    row("visits", "visits(late)", "How often the conversation was in that topic."),
    row("length", "length(name)", "How long a text is, or how many values a list has."),
    row("upper", "upper(name)", "The text in capital letters."),
    row("lower", "lower(name)", "The text in small letters."),
    row("trim", "trim(name)", "The text without white space around it."),
    row("days", "days(bought, now)", "Days from one date to another."),
];

/// The row of a word.
pub(super) fn find(rows: &'static [Row], word: &str) -> Option<&'static Row> {
    rows.iter().find(|row| row.word == word)
}

#[cfg(test)]
mod tests {
    use super::{FUNCTIONS, GUARDS, LINES, Row};
    use crate::compile::{Source, analyse};
    use crate::problem::{Code, Severity};
    use crate::syntax;

    #[test]
    fn a_row_for_each_word_that_begins_a_line_in_its_order() {
        let is_word = |row: &&Row| row.word.starts_with(|c: char| c.is_ascii_lowercase());
        let words: Vec<&str> = LINES.iter().filter(is_word).map(|row| row.word).collect();
        assert_eq!(words, syntax::keywords().collect::<Vec<_>>());
    }

    #[test]
    fn examples_can_be_read_and_begin_as_they_should() {
        let told = |text: String, allowed: &[Code]| {
            let found = analyse(&[Source { name: "main.answers".into(), text: text.clone() }]);
            let wrong: Vec<_> = found
                .problems
                .into_iter()
                .filter(|p| p.severity() == Severity::Error && !allowed.contains(&p.code))
                .collect();
            assert!(wrong.is_empty(), "{text}: {wrong:?}");
        };
        // Places and names are not what an example shows.
        let loose = [Code::Misplaced, Code::UnknownName, Code::UnknownFile, Code::TestChannel];
        for row in LINES {
            assert!(row.example.starts_with(row.word), "{row:?}");
            told(format!("{}\n", row.example), &loose);
        }
        let around = "language en, fr\nchannel x\nchannel facebook\ndepartment support S\nfact days_late number\nfact name text\nfact bought date\n== late\n";
        for row in GUARDS {
            assert!(row.example.starts_with(&format!("[{}", row.word)), "{row:?}");
            told(format!("{around}> {} x\n", row.example), &[]);
        }
        for row in FUNCTIONS {
            assert!(row.example.starts_with(&format!("{}(", row.word)), "{row:?}");
            told(format!("{around}> {{{}}}\n", row.example), &[]);
        }
    }
}
