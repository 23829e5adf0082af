//! The knowledgebase: what a search finds, and an entry to read.

mod changed;
mod entry;
mod search;

pub use changed::Changed;
pub use entry::{CHILDREN, Entry, show};
pub use search::{Search, search};
