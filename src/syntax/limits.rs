//! How much a script may hold; each far above what an honest script of 100,000 lines needs.

/// The longest file, in bytes: 100,000 lines of 160 bytes, and spans stay in 32 bits.
pub const MAX_SOURCE_BYTES: usize = 16 * 1024 * 1024;

/// The longest line, in bytes: a whole e-mail written as one line is a tenth of it.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// How deep `(`, `[` and `{` nest in a line: the grammar recurses there, and a browser's stack is small.
pub const MAX_NESTING: usize = 32;

/// How many brackets may open in one line where they can nest, whatever closes them: the bound that holds even where
/// quotes hide a closing bracket from the count.
pub const MAX_BRACKETS: usize = 200;

/// How many operators one line holds: every stage walks an expression by recursion.
pub const MAX_OPERATORS: usize = 256;

/// How deep choices nest: every stage walks a tree by recursion, and nobody reads sixteen levels.
pub const MAX_CHOICE_DEPTH: u32 = 16;

/// The largest number in a `like` pattern's `{…}`: order numbers and IBANs have fewer than 40 characters.
pub const MAX_REPEAT: u32 = 255;

/// How many problems of one file are told; the last says how many more there are.
pub const MAX_PROBLEMS: usize = 10_000;
