//! LiveAgent and Discord stand-ins on loopback, with a web page.

pub mod browser;
mod page;
