//! Writing JSON: text, whole numbers, thousandths, lists and objects, which is all that turns and problems have.
//!
//! Own code where a serializer would do, because the runtime module has a budget: a general one with its number tables
//! takes more room than the matching.

use crate::text::decimal::{push_digits, push_fraction};

/// JSON while it grows. Values follow keys, and commas come by themselves.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    out: String,
}

impl Writer {
    /// The text so far.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// A comma, unless this is the first of its kind.
    fn next(&mut self) {
        if !matches!(self.out.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(',');
        }
    }

    /// `{` or `[`
    #[inline(never)]
    pub(crate) fn open(&mut self, sign: char) -> &mut Self {
        self.next();
        self.out.push(sign);
        self
    }

    /// `}` or `]`
    #[inline(never)]
    pub(crate) fn close(&mut self, sign: char) -> &mut Self {
        self.out.push(sign);
        self
    }

    /// The key of the value that comes next.
    #[inline(never)]
    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.string(key);
        self.out.push(':');
        self
    }

    /// A key and a text.
    #[inline(never)]
    pub(crate) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key).string(text);
        self
    }

    /// A key and a text or `null`.
    #[inline(never)]
    pub(crate) fn option(&mut self, key: &str, text: Option<&str>) -> &mut Self {
        self.key(key);
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
        self
    }

    /// A key and yes or no.
    #[inline(never)]
    pub(crate) fn bool(&mut self, key: &str, value: bool) -> &mut Self {
        self.key(key).out.push_str(if value { "true" } else { "false" });
        self
    }

    /// A key and a whole number or `null`.
    #[inline(never)]
    pub(crate) fn number(&mut self, key: &str, value: Option<i64>) -> &mut Self {
        self.key(key);
        match value {
            Some(value) => {
                if value < 0 {
                    self.out.push('-');
                }
                push_digits(value.unsigned_abs(), 1, &mut self.out);
            }
            None => self.null(),
        }
        self
    }

    /// A key and `0.874` for 874; JavaScript writes every one of them the same way.
    #[inline(never)]
    pub(crate) fn thousandths(&mut self, key: &str, value: u32) -> &mut Self {
        let out = &mut self.key(key).out;
        push_digits(u64::from(value / 1000), 1, out);
        push_fraction(u64::from(value % 1000), 1000, out);
        self
    }

    pub(crate) fn null(&mut self) {
        self.next();
        self.out.push_str("null");
    }

    #[inline(never)]
    pub(crate) fn string(&mut self, text: &str) {
        self.next();
        self.out.push('"');
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|b| b < 0x20 || b == b'"' || b == b'\\') {
            let (clean, behind) = rest.split_at(at);
            self.out.push_str(clean);
            self.escape(behind.bytes().next().unwrap_or(0));
            rest = behind.get(1..).unwrap_or("");
        }
        self.out.push_str(rest);
        self.out.push('"');
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            _ => {
                self.out.push_str(if byte < 0x10 { "\\u000" } else { "\\u001" });
                self.out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
                return;
            }
        };
        self.out.push_str(short);
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;

    fn written(fill: impl FnOnce(&mut Writer)) -> String {
        let mut writer = Writer::default();
        fill(&mut writer);
        writer.finish()
    }

    #[test]
    fn reads_back_as_any_reader_reads_it() {
        for text in
            ["", "plain", "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}", "é😀\u{2028}", "a\"b\"c"]
        {
            let json = written(|w| w.string(text));
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text, "{json}");
        }
        let pair = |value: &str| format!("{{\"k\":{value}}}");
        for n in [0, 7, -1, 10, i64::MAX, i64::MIN] {
            let json = written(|w| {
                w.open('{').number("k", Some(n)).close('}');
            });
            assert_eq!(json, pair(&n.to_string()));
        }
        for (n, text) in
            [(0, "0"), (1, "0.001"), (40, "0.04"), (300, "0.3"), (874, "0.874"), (1000, "1")]
        {
            let json = written(|w| {
                w.open('{').thousandths("k", n).close('}');
            });
            assert_eq!(json, pair(text));
        }
        let nested = written(|w| {
            w.open('{').key("a").open('[').string("1");
            w.string("2");
            w.close(']').key("b").open('{').option("c", None).bool("d", true).close('}');
            w.key("e").open('[').close(']').text("f", "g").number("h", None).close('}');
        });
        let expected = r#"{"a":["1","2"],"b":{"c":null,"d":true},"e":[],"f":"g","h":null}"#;
        assert_eq!(nested, expected);
    }
}
