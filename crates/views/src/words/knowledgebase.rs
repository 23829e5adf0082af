//! Kinds and states of knowledgebase entries.

use liveagent::{Access, EntryStatus, EntryType};

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
pub fn entry_word(kind: EntryType) -> &'static str {
    words_of(kind).1
}

fn words_of(kind: EntryType) -> (&'static str, &'static str) {
    match kind {
        EntryType::Home => ("🏠", "Start page"),
        EntryType::Category => ("📁", "Category"),
        EntryType::Article => ("📄", "Article"),
        EntryType::Forum => ("👥", "Forum"),
        EntryType::Topic => ("💬", "Topic"),
        EntryType::SuggestionCategory => ("🗳️", "Suggestion category"),
        EntryType::Suggestion => ("💡", "Suggestion"),
        EntryType::Other(_) => ("❔", "Entry"),
    }
}

/// How far an entry is.
#[must_use]
pub fn entry_status(status: EntryStatus) -> &'static str {
    match status {
        EntryStatus::New => "🆕 New",
        EntryStatus::Completed => "✅ Completed",
        EntryStatus::Published => "🟢 Published",
        EntryStatus::Draft => "✏️ Draft",
        EntryStatus::Init => "⏳ Being set up",
        EntryStatus::Review => "🔍 In review",
        EntryStatus::Planned => "🗓️ Planned",
        EntryStatus::Started => "🚧 Started",
        EntryStatus::Declined => "⛔ Declined",
        EntryStatus::Other(_) => "⚪ Unknown state",
    }
}

/// Who may read an entry.
#[must_use]
pub fn access(access: Access) -> &'static str {
    match access {
        Access::Internal => "🔒 Internal",
        Access::Public => "🌍 Public",
        Access::Other(_) => "❔ Unknown",
    }
}
