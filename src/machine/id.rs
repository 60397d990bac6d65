//! Ids: which entry of which table, one type a table so that they do not mix.

macro_rules! define_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            pub(crate) fn new(index: u32) -> Self {
                Self(index)
            }

            /// The place in its table, from 0.
            pub fn index(self) -> u32 {
                self.0
            }
        }
    )*};
}

define_ids! {
    /// A name or a title in the machine's string table.
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
}
