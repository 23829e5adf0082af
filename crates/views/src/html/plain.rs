//! Text that is not HTML: its lines are its lines.

use html5gum::{DefaultEmitter, State, Token, Tokenizer};

use super::fold::{Fold, Line};
use crate::text;

/// Reads `text` line by line.
pub(super) fn read(text: &str, fold: &mut Fold<'_>) {
    // What is not taken in need not be decoded.
    let text = text::start(text, fold.room().saturating_mul(4));
    fold.steps.count(text.len());
    for line in text::clean(&entities(text)).lines() {
        let line = line.trim_end();
        // Each of: decoding, cleaning, escaping, keeping.
        fold.steps.count(line.len() * 4 + 1);
        if line.is_empty() {
            fold.blank();
        } else {
            fold.line(Line::new(text::escape_lines(line), line, line.starts_with('>')));
        }
        if fold.is_full() {
            return;
        }
    }
}

/// `text` with its entities decoded, once.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut tokenizer = Tokenizer::new_with_emitter(text, DefaultEmitter::default());
    // As in a title: entities count, and no tag does.
    tokenizer.set_state(State::RcData);
    let strings = tokenizer.map_while(Result::ok).filter_map(|token| match token {
        Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    strings.collect()
}
