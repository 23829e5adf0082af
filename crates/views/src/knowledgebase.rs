//! The knowledgebase: what a search finds, and an entry to read.

mod entry;
mod search;

pub use entry::{CHILDREN, Entry, show};
pub use search::{Search, search};
