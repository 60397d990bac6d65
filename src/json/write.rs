//! Writing JSON: text, whole numbers, thousandths, lists and objects, which is all that turns and problems have.
//!
//! Own code where a serializer would do: turns are written by the same functions in this form and [packed](super::packed), so a
//! serializer would want types beside them that say it all again.

use super::form::Form;
use crate::text::decimal::{push_digits, push_fraction};

/// JSON while it grows. Commas come by themselves.
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

    /// `null`, unless there is a value.
    #[inline(never)]
    fn whole(&mut self, key: &str, value: Option<i64>) -> &mut Self {
        self.some(key, value.is_some());
        if let Some(value) = value {
            if value < 0 {
                self.out.push('-');
            }
            push_digits(value.unsigned_abs(), 1, &mut self.out);
        }
        self
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            _ => {
                self.out.push_str(if byte < 0x10 { "\\u000" } else { "\\u001" });
                self.out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
                return;
            }
        };
        self.out.push_str(short);
    }
}

impl Form for Writer {
    #[inline(never)]
    fn open(&mut self) -> &mut Self {
        self.next();
        self.out.push('{');
        self
    }

    #[inline(never)]
    fn close(&mut self) {
        self.out.push('}');
    }

    #[inline(never)]
    fn begin(&mut self, _: usize) {
        self.next();
        self.out.push('[');
    }

    #[inline(never)]
    fn end(&mut self) {
        self.out.push(']');
    }

    #[inline(never)]
    fn key(&mut self, key: &str) -> &mut Self {
        self.string(key);
        self.out.push(':');
        self
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
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

    #[inline(never)]
    fn option(&mut self, key: &str, text: Option<&str>) -> &mut Self {
        self.some(key, text.is_some());
        if let Some(text) = text {
            self.string(text);
        }
        self
    }

    fn number(&mut self, key: &str, n: u32) -> &mut Self {
        self.whole(key, Some(n.into()))
    }

    fn limit(&mut self, key: &str, n: Option<u32>) -> &mut Self {
        self.whole(key, n.map(i64::from))
    }

    fn moment(&mut self, key: &str, ms: Option<i64>) -> &mut Self {
        self.whole(key, ms)
    }

    /// `0.874` for 874; JavaScript writes every one of them the same way.
    #[inline(never)]
    fn thousandths(&mut self, key: &str, n: u32) -> &mut Self {
        let out = &mut self.key(key).out;
        push_digits(u64::from(n / 1000), 1, out);
        push_fraction(u64::from(n % 1000), 1000, out);
        self
    }

    #[inline(never)]
    fn bool(&mut self, key: &str, yes: bool) -> &mut Self {
        self.key(key).out.push_str(if yes { "true" } else { "false" });
        self
    }

    #[inline(never)]
    fn some(&mut self, key: &str, there: bool) -> &mut Self {
        self.key(key);
        if !there {
            self.out.push_str("null");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Writer};

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
            let json = written(|w| w.open().moment("k", Some(n)).close());
            assert_eq!(json, pair(&n.to_string()));
        }
        for (n, text) in
            [(0, "0"), (1, "0.001"), (40, "0.04"), (300, "0.3"), (874, "0.874"), (1000, "1")]
        {
            let json = written(|w| w.open().thousandths("k", n).close());
            assert_eq!(json, pair(text));
        }
        let nested = written(|w| {
            w.open().list("a", &["1", "2"], |w, text| w.string(text));
            w.key("b").open().option("c", None).bool("d", true).close();
            w.list("e", &[], |w, ()| w.end());
            w.text("f", "g").limit("h", None).some("i", false).close();
        });
        let expected =
            r#"{"a":["1","2"],"b":{"c":null,"d":true},"e":[],"f":"g","h":null,"i":null}"#;
        assert_eq!(nested, expected);
    }
}
