//! LiveAgent and Discord stand-ins on loopback, with a web page.
//!
//! Both are as strict as the real services: what those refuse, these refuse, with the same codes. Nothing here knows the
//! bot's own types, which would hide a field that is misspelt on both sides; so this crate imports none of ours.

pub mod clock;
pub mod discord;
pub mod faults;
pub mod handle;
mod line;
pub mod liveagent;
mod page;
pub mod recorder;
mod server;

pub use discord::{Discord, End};
pub use handle::{Answer, Builder, Choice, Member, Sandbox};
pub use liveagent::{HelpDesk, Known, KnownTag, Queue};
