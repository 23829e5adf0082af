//! Conversations: lists of them, one of them, its messages and tags, and what changed about it.

mod acts;
mod attachment;
mod changes;
mod filter;
mod find;
mod forms;
mod found;
mod head;
mod list;
mod messages;
mod quoted;
mod reply;
mod show;
mod thread;

pub use acts::{
    AddNote, AddTag, ChooseTags, Delete, RemoveTag, Retag, SetStatus, Take, ToAgent, ToDepartment, Transfer,
};
pub use changes::{
    Transferred, Written, deleted, deletion, not_taken, noted, status_changed, status_stale, tagged, tags_set,
    transfer_stale, transferred, untagged,
};
pub use find::{Find, Span};
pub use forms::{NOTE_TEXT, NoteForm, TagsForm, Targets, TransferForm, note_form, tags_form, transfer_form};
pub use found::{Found, Searched, Through, found};
pub(crate) use head::{card, subject};
pub use head::{label, label_of, offered};
pub use list::{List, list};
pub(crate) use list::{line_of, option_of};
pub use messages::{Messages, Thread, messages, messages_within};
pub use quoted::{Candidate, QuotedFile, QuotedMessage, SaveNote, candidates, save_form};
pub use reply::{
    CheckReply, DiscardReply, MAX_REPLY_LENGTH, Preview, REPLY_TEXT, Reply, ReplyFile, ReplyForm, SendReply,
    WriteReply, discarded, is_said, last_said, preview, replied, reply_form, said_since, unclear,
};
pub use show::{Show, Tags, show, tags};
