//! Text that is not HTML: its lines are its lines.

use super::fold::Fold;
use crate::text;

/// Reads `text` line by line.
pub(super) fn read(text: &str, fold: &mut Fold) {
    for line in text::clean(&entities(text)).lines() {
        let line = line.trim_end();
        if line.is_empty() {
            fold.blank();
        } else {
            fold.line(&text::escape_lines(line), line.starts_with('>'), line == "--");
        }
        if fold.is_full() {
            return;
        }
    }
}

/// `text` with the few entities that texts without elements come with. `&amp;` is last: it is decoded once.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#039;", "'"), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}
