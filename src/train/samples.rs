//! What the tests of this module train on.

/// Three intents of which each example is plain.
pub(crate) const INTENTS: [[&str; 3]; 3] = [
    ["where is my parcel", "my parcel is late", "has my order shipped"],
    ["i want my money back", "refund please", "can i get a refund"],
    ["how do i log in", "i forgot my password", "my password does not work"],
];
