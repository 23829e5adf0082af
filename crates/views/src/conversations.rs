//! Conversations: lists of them, one of them, its messages and tags, and what changed about it.

mod attachment;
mod changes;
mod filter;
mod forms;
mod head;
mod list;
mod messages;
mod show;
mod thread;

pub use changes::{not_noted, noted, status_changed, tagged, tags_set, untagged};
pub use forms::{NOTE_TEXT, note_form, tags_form};
pub use head::{label, label_of};
pub use list::list;
pub use messages::{Thread, messages, messages_within};
pub use show::{show, tags};
