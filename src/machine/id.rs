//! Ids: which entry of which table, one type a table so that they do not mix.

macro_rules! define_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        #[allow(dead_code, reason = "not every table needs every way to its ids")]
        impl $name {
            /// The id of the entry at `index`.
            pub(crate) const fn new(index: u32) -> Self {
                Self(index)
            }

            /// The id of the entry at `index`; tables are far smaller than the largest id.
            pub(crate) fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The place in its table, from 0.
            pub const fn index(self) -> u32 {
                self.0
            }

            /// The place in its table as a slice counts.
            pub(crate) const fn usize(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

define_ids! {
    /// A text in the machine's string table.
    StringId
    /// A channel.
    ChannelId
    /// A department.
    DepartmentId
    /// A fact.
    FactId
    /// A topic or a menu.
    TopicId
    /// An intent: a topic's own examples, or a shared `intent`.
    IntentId
    /// A word list.
    ListId
    /// A language.
    LanguageId
    /// A word of the vocabulary.
    WordId
    /// A pattern of a `when` line.
    PatternId
    /// A state of the pattern automaton.
    StateId
}
