//! Contact widgets: all of them, one of them, and changes to one before and after they are made.
//!
//! `file.rs` is the file that a widget is read as and changed with, `difference.rs` compares two states of a widget. Nothing here knows how
//! a change is sent.

mod changes;
mod difference;
mod file;
mod list;
mod requests;
mod rows;
mod settings;
mod show;
mod word;

pub use changes::{Occasion, created, edited, preview, unchanged};
pub use difference::{changed_parts, is_same};
pub use file::{MAX_FILE_SIZE, WidgetFile};
pub use list::list;
pub use requests::{CHANGES, Create, Edit, List, Restore, Show};
pub use rows::{FileAttribute, FileField};
pub use show::show;
