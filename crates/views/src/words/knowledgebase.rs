//! Kinds and states of knowledgebase entries.

use std::borrow::Cow;

use liveagent::{Access, EntryStatus, EntryType};

use super::unknown;

/// What an entry is, with its icon: "📄 Article".
#[must_use]
pub fn entry_kind(kind: EntryType) -> String {
    let (icon, word) = words_of(kind);
    format!("{icon} {word}")
}

/// The icon of what an entry is.
#[must_use]
pub fn entry_icon(kind: EntryType) -> &'static str {
    words_of(kind).0
}

/// The word for what an entry is.
#[must_use]
pub fn entry_word(kind: EntryType) -> Cow<'static, str> {
    words_of(kind).1
}

fn words_of(kind: EntryType) -> (&'static str, Cow<'static, str>) {
    let (icon, word) = match kind {
        EntryType::Home => ("🏠", "Start page"),
        EntryType::Category => ("📁", "Category"),
        EntryType::Article => ("📄", "Article"),
        EntryType::Forum => ("👥", "Forum"),
        EntryType::Topic => ("💬", "Topic"),
        EntryType::SuggestionCategory => ("🗳️", "Suggestion category"),
        EntryType::Suggestion => ("💡", "Suggestion"),
        EntryType::Other(letter) => return ("❔", unknown("Entry", letter).into()),
    };
    (icon, word.into())
}

/// How far an entry is.
#[must_use]
pub fn entry_status(status: EntryStatus) -> Cow<'static, str> {
    let words = match status {
        EntryStatus::New => "🆕 New",
        EntryStatus::Completed => "✅ Completed",
        EntryStatus::Published => "🟢 Published",
        EntryStatus::Draft => "✏️ Draft",
        EntryStatus::Init => "⏳ Being set up",
        EntryStatus::Review => "🔍 In review",
        EntryStatus::Planned => "🗓️ Planned",
        EntryStatus::Started => "🚧 Started",
        EntryStatus::Declined => "⛔ Declined",
        EntryStatus::Other(letter) => return unknown("⚪ Unknown state", letter).into(),
    };
    words.into()
}

/// Who may read an entry.
#[must_use]
pub fn access(access: Access) -> Cow<'static, str> {
    match access {
        Access::Internal => "🔒 Internal".into(),
        Access::Public => "🌍 Public".into(),
        Access::Other(letter) => unknown("❔ Unknown", letter).into(),
    }
}
