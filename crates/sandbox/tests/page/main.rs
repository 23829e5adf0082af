//! The page in a real browser. Where Chromium is not installed these tests say so and are left out; `REQUIRE_CHROMIUM=1` makes
//! that a failure.
#![expect(clippy::unwrap_used, reason = "tests")]

mod answers;
mod bot;
mod commands;
mod components;
mod files;
mod look;
mod markdown;
mod menus;
mod roles;
mod scene;
mod script;
