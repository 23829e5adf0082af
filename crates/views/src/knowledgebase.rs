//! The knowledgebase: what a search finds, and an entry to read.

mod entry;
mod search;

pub use entry::{CHILDREN, show};
pub use search::search;
