//! Writing JSON: text, whole numbers, thousandths, lists and objects, which is all that turns and problems have.
//!
//! Own code where a serializer would do, because the runtime module has a budget: a general one with its number tables
//! takes more room than the matching.

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

    /// `{…}`
    pub(crate) fn object(&mut self, fill: impl FnOnce(&mut Self)) {
        self.next();
        self.out.push('{');
        fill(self);
        self.out.push('}');
    }

    /// `[…]`, one call an item.
    pub(crate) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) {
        self.next();
        self.out.push('[');
        for value in items {
            item(self, value);
        }
        self.out.push(']');
    }

    /// The key of the value that comes next.
    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.string(key);
        self.out.push(':');
        self
    }

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

    pub(crate) fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
    }

    pub(crate) fn null(&mut self) {
        self.next();
        self.out.push_str("null");
    }

    pub(crate) fn bool(&mut self, value: bool) {
        self.next();
        self.out.push_str(if value { "true" } else { "false" });
    }

    pub(crate) fn number(&mut self, value: i64) {
        self.next();
        if value < 0 {
            self.out.push('-');
        }
        self.digits(value.unsigned_abs());
    }

    fn digits(&mut self, value: u64) {
        let (mut digits, mut rest) = ([0_u8; 20], value);
        let mut length = 0;
        for digit in digits.iter_mut().rev() {
            *digit = u8::try_from(rest % 10).unwrap_or(0) + b'0';
            rest /= 10;
            length += 1;
            if rest == 0 {
                break;
            }
        }
        for digit in digits.into_iter().skip(20 - length) {
            self.out.push(char::from(digit));
        }
    }

    /// `0.874` for 874; JavaScript writes every one of them the same way.
    pub(crate) fn thousandths(&mut self, value: u32) {
        self.next();
        self.digits(u64::from(value / 1000));
        let (mut rest, mut scale) = (value % 1000, 100);
        if rest > 0 {
            self.out.push('.');
        }
        while rest > 0 {
            self.digits(u64::from(rest / scale));
            rest %= scale;
            scale /= 10;
        }
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
        for n in [0, 7, -1, 10, i64::MAX, i64::MIN] {
            assert_eq!(written(|w| w.number(n)), n.to_string());
        }
        for (n, text) in
            [(0, "0"), (1, "0.001"), (40, "0.04"), (300, "0.3"), (874, "0.874"), (1000, "1")]
        {
            assert_eq!(written(|w| w.thousandths(n)), text);
        }
        let nested = written(|w| {
            w.object(|w| {
                w.key("a").list([1, 2], Writer::number);
                w.key("b").object(|w| w.key("c").null());
                w.key("d").list([] as [i64; 0], Writer::number);
            });
        });
        assert_eq!(nested, r#"{"a":[1,2],"b":{"c":null},"d":[]}"#);
    }
}
