//! The Discord half over raw HTTP and a raw websocket.
#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod bot;
mod clock;
mod ends;
mod files;
mod members;
mod menus;
mod roles;
