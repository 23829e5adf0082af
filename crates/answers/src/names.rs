//! The help desk's named things: what LiveAgent lists, kept in memory by kind.
//!
//! A kind of thing is one [`Listed`] implementation and one line of the [`Directory`]. All else works for every kind. Conversations are too many
//! to list: those read lately are remembered ([`Memory`]).

mod ahead;
mod cached;
mod conversations;
mod directory;
mod field_codes;
mod listed;
mod memory;

pub(crate) use self::conversations::is_mail;
pub use self::{
    directory::{Directory, List, Things},
    field_codes::FieldCodes,
    listed::{EntryTitle, Listed, WidgetName},
    memory::{Memory, Remembered},
};
