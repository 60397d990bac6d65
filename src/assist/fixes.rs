//! What a fix is called.

/// Longer texts are cut.
const MAX_CHARS: usize = 40;

/// What a fix that puts `new` in the place of `old` does, in a few words.
///
/// ```
/// use answertree::assist::fix_title;
/// assert_eq!(fix_title("refnd", "refund"), "Change `refnd` to `refund`");
/// assert_eq!(fix_title("", "end\n"), "Insert `end`");
/// ```
pub fn fix_title(old: &str, new: &str) -> String {
    let short = |text: &str| -> String {
        let text = text.trim().lines().next().unwrap_or("");
        let mut out: String = text.chars().take(MAX_CHARS).collect();
        if out.len() < text.len() {
            out.push('…');
        }
        out
    };
    match (old.trim().is_empty(), new.trim().is_empty()) {
        (_, true) => format!("Remove `{}`", short(old)),
        (true, false) => format!("Insert `{}`", short(new)),
        (false, false) => format!("Change `{}` to `{}`", short(old), short(new)),
    }
}
