//! Colours, as the protocol packs them.

use answertree::assist::{self, Token, TokenKind};
use lsp_types::{
    Position, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
};

use super::place::narrow;
use super::state::{At, State};

/// The types, in the order of their numbers.
pub(super) const TYPES: [SemanticTokenType; 11] = [
    SemanticTokenType::KEYWORD,
    SemanticTokenType::COMMENT,
    SemanticTokenType::STRING,
    SemanticTokenType::NUMBER,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::TYPE,
    SemanticTokenType::CLASS,
];
/// The modifiers, in the order of their bits.
pub(super) const MODIFIERS: [SemanticTokenModifier; 1] = [SemanticTokenModifier::DECLARATION];

/// The tokens of a document.
pub(super) fn tokens(state: &State, at: At<'_>) -> SemanticTokens {
    let script = state.scripts_of(at.name).next();
    let names = script.map_or(&[][..], |(script, file)| script.names().in_file(file));
    encoded(at, &assist::tokens(&at.document.text, names))
}

/// Tokens as the protocol packs them: each from the one before.
fn encoded(at: At<'_>, tokens: &[Token]) -> SemanticTokens {
    let (text, lines) = (&at.document.text, &at.document.lines);
    let (mut last, mut at_byte) = (Position::new(0, 0), 0);
    let mut data = Vec::with_capacity(tokens.len());
    for token in tokens {
        let (from, to) = (token.start, token.end);
        let (Ok(start), Ok(end)) = (usize::try_from(from), usize::try_from(to)) else { continue };
        // From the token before where that is in the line, so that a long line is counted once.
        let place = match text.get(at_byte..start) {
            Some(between) if !between.contains(['\n', '\r']) => {
                Position::new(last.line, last.character + lines.width(between))
            }
            _ => lines.position(text, from),
        };
        let length = lines.width(text.get(start..end).unwrap_or(""));
        if length == 0 {
            continue;
        }
        let before = if place.line == last.line { last.character } else { 0 };
        data.push(SemanticToken {
            delta_line: place.line.saturating_sub(last.line),
            delta_start: place.character.saturating_sub(before),
            length,
            token_type: number(token.kind),
            token_modifiers_bitset: u32::from(token.declares),
        });
        (last, at_byte) = (place, start);
    }
    SemanticTokens { result_id: None, data }
}

/// The number of a type.
fn number(kind: TokenKind) -> u32 {
    TokenKind::ALL.iter().position(|other| *other == kind).map_or(0, narrow)
}
