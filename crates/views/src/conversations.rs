//! Conversations: lists of them, one of them, its messages and tags, and what changed about it.

mod acts;
mod attachment;
mod changes;
mod filter;
mod forms;
mod head;
mod list;
mod messages;
mod show;
mod thread;

pub use acts::{AddNote, AddTag, ChooseTags, RemoveTag, Retag, SetStatus};
pub use changes::{not_noted, noted, status_changed, tagged, tags_set, untagged};
pub use forms::{NOTE_TEXT, NoteForm, TagsForm, note_form, tags_form};
pub(crate) use head::subject;
pub use head::{label, label_of};
pub use list::{List, list};
pub use messages::{Messages, Thread, messages, messages_within};
pub use show::{Show, Tags, show, tags};
