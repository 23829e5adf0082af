//! Names of things: finding the thing that a typed name or id means, autocomplete, and showing names instead of ids.
//!
//! The things themselves are kept by `answers::names`.

pub(crate) mod complete;
mod conversations;
pub(crate) mod identify;
mod pick;

pub(crate) use answers::fuzzy;
