//! Names of things: finding the thing that a typed name or id means, autocomplete, and showing names instead of ids.
//!
//! A kind of thing that LiveAgent lists is one [`listed::Listed`] implementation and one line of the [`Directory`]. All else works for every kind.

pub(crate) mod complete;
pub(crate) mod identify;

mod cached;
mod directory;
pub(crate) mod fuzzy;
mod listed;
mod pick;

pub(crate) use self::{directory::Directory, listed::EntryTitle};
