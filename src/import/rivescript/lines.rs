//! Lines of `RiveScript` as commands: comments taken away, lines that go on put together.

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    /// The line that it begins in.
    pub(super) line: u64,
    pub(super) mark: char,
    pub(super) text: String,
}

pub(super) fn commands(text: &str) -> Vec<Command> {
    let mut out: Vec<Command> = Vec::new();
    let mut in_comment = false;
    let mut between = "";
    let mut in_object = false;
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.trim();
        // Programs in objects are no commands, whatever their lines begin with.
        if in_object {
            in_object = !text.starts_with("< object");
            if in_object {
                continue;
            }
        }
        if in_comment {
            in_comment = !text.contains("*/");
            continue;
        }
        if text.starts_with("/*") {
            in_comment = !text.contains("*/");
            continue;
        }
        let text = if text.starts_with("//") { "" } else { text };
        let text = text.split_once(" //").map_or(text, |(before, _)| before).trim_end();
        let mut chars = text.chars();
        let Some(mark) = chars.next() else { continue };
        let rest = chars.as_str().trim();
        if mark == '^' {
            if let Some(before) = out.last_mut() {
                // Words of an array are parted by lines, too.
                before.text.push_str(if before.mark == '!' { "\n" } else { between });
                before.text.push_str(rest);
            }
            continue;
        }
        in_object = mark == '>' && rest.starts_with("object");
        if mark == '!' && rest.starts_with("local") && rest.contains("concat") {
            between = match rest.rsplit('=').next().map(str::trim) {
                Some("newline") => "\n",
                Some("space") => " ",
                _ => "",
            };
        }
        out.push(Command { line, mark, text: rest.to_owned() });
    }
    out
}

/// The members of an array: parted by bars where there are any, else by spaces, and `\s` is a space.
pub(super) fn members(line: &str) -> Vec<String> {
    let parts: Vec<&str> = if line.contains('|') {
        line.split('|').collect()
    } else {
        line.split_whitespace().collect()
    };
    let parts = parts.into_iter().map(|part| part.trim().replace("\\s", " "));
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{commands, members};

    #[test]
    fn lines_go_on_and_comments_go() {
        let text = "// c\n/* + no\n- no */\n  + a  // why\n- b\n^ c\n! local concat = space\n- d\n^ e\n! array x = a b\n  ^ c|d e\n> object o js\n+ no\n< object\n@ f\n";
        let all: Vec<String> =
            commands(text).iter().map(|c| format!("{} {} {}", c.line, c.mark, c.text)).collect();
        assert_eq!(
            all,
            [
                "4 + a",
                "5 - bc",
                "7 ! local concat = space",
                "8 - d e",
                "10 ! array x = a b\nc|d e",
                "12 > object o js",
                "14 < object",
                "15 @ f",
            ]
        );
        assert_eq!(members("a  b\\sc"), ["a", "b c"]);
        assert_eq!(members("a b | c"), ["a b", "c"]);
    }
}
