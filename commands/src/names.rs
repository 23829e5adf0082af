//! What people call things: which thing a typed name or id means, what is offered while somebody types, and what ids are called in
//! answers.
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
