//! Messages that a stranger could be known by: they count for their group, and are never shown for it.

use crate::text::tokenize::{Kind, Tokens};

/// So many digits, whatever stands between them, are a number of a phone, a card or an account.
const DIGITS: usize = 7;

/// What people write between the digits of a number.
const BETWEEN: &str = " \t-–./()+,:_*";

/// Whether a message has an e-mail address or a number in it that may be somebody's. Dates with times are as long, and taken for one.
pub(super) fn is_personal(message: &str, tokens: &Tokens) -> bool {
    let mut digits = 0;
    for c in message.chars() {
        if c.is_numeric() {
            digits += 1;
            if digits >= DIGITS {
                return true;
            }
        } else if !BETWEEN.contains(c) {
            digits = 0;
        }
    }
    tokens.iter().any(|token| token.kind == Kind::Email) || is_spelt(message)
}

/// Addresses that are cut short or have spaces in them.
fn is_spelt(message: &str) -> bool {
    let (mut before, mut found) = ("", false);
    for word in message.split_whitespace() {
        found |= word.contains('@') && !word.starts_with('@');
        found |= before == "@" && word.contains('.');
        before = word;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::is_personal;
    use crate::text::tokenize::Tokens;

    #[test]
    fn numbers_and_addresses_are_personal() {
        for (message, expected) in [
            ("call me on +44 20 7946 0018", true),
            ("my card 4111-1111-1111-1111 was declined", true),
            ("GB29 NWBK 6016 1331 9268 19 is my account", true),
            ("write to sam@example.com", true),
            ("write to sam @ example.com", true),
            ("phone (020) 7946 0018", true),
            ("٠١٢٣٤٥٦٧ is mine", true),
            ("order 123456 is 3 days late", false),
            ("@brand I paid 14.50 on 24/12", false),
            ("since 2019 and 2020", false),
            ("", false),
        ] {
            let mut tokens = Tokens::new();
            tokens.read(message);
            assert_eq!(is_personal(message, &tokens), expected, "{message}");
        }
    }
}
