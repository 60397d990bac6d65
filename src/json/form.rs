//! What turns and machines are made of, however it is written: as JSON text, or packed for a host that unpacks it.

/// A way of writing objects with keys, lists, texts, numbers, and yes or no. Values follow their keys.
pub(crate) trait Form: Sized {
    /// Begins an object.
    fn open(&mut self) -> &mut Self;

    /// Ends an object.
    fn close(&mut self);

    /// Begins a list of so many values.
    fn begin(&mut self, count: usize);

    /// Ends a list.
    fn end(&mut self);

    /// The key of the value that comes next.
    fn key(&mut self, key: &str) -> &mut Self;

    /// A text.
    fn string(&mut self, text: &str);

    /// A key and a text or nothing.
    fn option(&mut self, key: &str, text: Option<&str>) -> &mut Self;

    /// A key and a number.
    fn number(&mut self, key: &str, n: u32) -> &mut Self;

    /// A key and a number or nothing.
    fn limit(&mut self, key: &str, n: Option<u32>) -> &mut Self;

    /// A key and a number that may be large or below zero, or nothing.
    fn moment(&mut self, key: &str, ms: Option<i64>) -> &mut Self;

    /// A key and a number in thousandths.
    fn thousandths(&mut self, key: &str, n: u32) -> &mut Self;

    /// A key and yes or no.
    fn bool(&mut self, key: &str, yes: bool) -> &mut Self;

    /// A key, and whether its object follows or there is none.
    fn some(&mut self, key: &str, there: bool) -> &mut Self;

    /// A key and a text.
    fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key).string(text);
        self
    }

    /// A key and a list.
    fn list<T>(&mut self, key: &str, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.key(key).begin(items.len());
        for item in items {
            each(self, item);
        }
        self.end();
    }
}
