//! HTML of replies as plain text.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    states::RawKind,
};

/// The text of a page: paragraphs, lists and links stay what they are, the rest goes. The parser has no tree, so nothing is too deep.
pub(super) fn text(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    // Without scripts that run nothing stops the parser before the end.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let text = tokenizer.sink.0.into_inner().text;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

#[derive(Debug, Default)]
struct Sink(RefCell<Page>);

/// What was read so far.
#[derive(Debug, Default)]
struct Page {
    text: String,
    /// Elements around whose content is not for people.
    hidden: usize,
    /// Where a link began, and where it leads; none is within another.
    link: Option<(usize, String)>,
    /// Lists around: the number of the next item, or none where items have no numbers.
    lists: Vec<Option<u32>>,
    /// Elements around whose white space counts.
    kept: usize,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.words(&text),
            Token::TagToken(tag) => {
                page.tag(&tag);
                // What is in these is no page, whatever it looks like.
                match (&*tag.name, tag.kind) {
                    ("script", TagKind::StartTag) => {
                        return TokenSinkResult::RawData(RawKind::ScriptData);
                    }
                    ("style", TagKind::StartTag) => {
                        return TokenSinkResult::RawData(RawKind::Rawtext);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    fn words(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        if self.kept > 0 {
            self.text.push_str(words);
            return;
        }
        for c in words.chars() {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    /// Ends the line, with so many line breaks at least.
    fn line(&mut self, breaks: usize) {
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
        if self.text.is_empty() {
            return;
        }
        let there = self.text.bytes().rev().take(breaks).take_while(|&byte| byte == b'\n').count();
        for _ in there..breaks {
            self.text.push('\n');
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let opens = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "script" | "style" | "head" | "title" | "template" => {
                self.hidden = if opens { self.hidden + 1 } else { self.hidden.saturating_sub(1) };
            }
            "br" => self.text.push('\n'),
            "hr" | "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "table" => {
                self.line(2);
            }
            "pre" => {
                self.line(2);
                self.kept = if opens { self.kept + 1 } else { self.kept.saturating_sub(1) };
            }
            "ul" | "ol" => {
                // A list within a list follows its item at once.
                self.line(if self.lists.len() > usize::from(!opens) { 1 } else { 2 });
                if opens {
                    self.lists.push((&*tag.name == "ol").then_some(1));
                } else {
                    self.lists.pop();
                }
            }
            "li" if opens => self.item(),
            "td" | "th" if opens => self.words(" "),
            "div" | "li" | "tr" | "section" | "article" | "header" | "footer" => self.line(1),
            "a" if opens => {
                let href = attribute(tag, "href").unwrap_or_default();
                self.link = Some((self.text.len(), href));
            }
            "a" => self.end_link(),
            "img" => {
                if let Some(alt) = attribute(tag, "alt") {
                    self.words(&alt);
                }
            }
            _ => {}
        }
    }

    fn item(&mut self) {
        self.line(1);
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number = number.saturating_add(1);
            }
            _ => self.text.push_str("- "),
        }
    }

    /// Ends a link: where it leads stands behind its words, unless they say so.
    fn end_link(&mut self) {
        let Some((start, href)) = self.link.take() else { return };
        let words = self.text.get(start..).unwrap_or("").trim();
        let plain = href.strip_prefix("mailto:").or_else(|| href.strip_prefix("tel:"));
        let plain = plain.unwrap_or(&href);
        if href.is_empty() || href.starts_with('#') || words.contains(plain) || self.hidden > 0 {
            return;
        }
        let link = if words.is_empty() { plain.to_owned() } else { format!(" ({plain})") };
        self.text.push_str(&link);
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn pages_become_text() {
        for (html, expected) in [
            (
                "<p>Hi {{ticket.requester.name}},</p><p>It&#39;s&nbsp;late &amp; sorry.</p>",
                "Hi {{ticket.requester.name}},\n\nIt's late & sorry.",
            ),
            ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
            ("<div>a</div><div>b</div>", "a\nb"),
            (
                "Do this:<ul><li>one <b>bold</b></li><li>two<ol><li>x</li><li>y</li></ol></li></ul>end",
                "Do this:\n\n- one bold\n- two\n1. x\n2. y\n\nend",
            ),
            (
                "See <a href=\"https://a.example/b?c=1&amp;d\">our page</a>, <a href='mailto:a@b.example'>a@b.example</a>.",
                "See our page (https://a.example/b?c=1&d), a@b.example.",
            ),
            ("<style>p { color: red }</style><script>if (a<b) {}</script>ok", "ok"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("a < b & c > d", "a < b & c > d"),
            ("<p>", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn deep_and_broken_pages_end() {
        let deep = "<div><ul><li><a href=x>".repeat(50_000);
        assert!(text(&deep).starts_with('-'));
        for broken in
            ["<", "</", "<!--", "<a href=\"", "&#x110000;", "&nosuch;", "</ul></li></a>\0"]
        {
            text(broken);
        }
    }
}
