//! The help desk's named things: what LiveAgent lists, kept in memory by kind.
//!
//! A kind of thing is one [`Listed`] implementation and one line of the [`Directory`]. All else works for every kind.

mod cached;
mod directory;
mod field_codes;
mod listed;

pub use self::{
    directory::{Directory, List, Newest, Things},
    field_codes::FieldCodes,
    listed::{EntryTitle, Listed, WidgetName},
};
