//! Switchboard's slash commands, commands in menus, buttons, selects and forms: parse, ask LiveAgent, answer with a view.
//!
//! One file per area of LiveAgent, which the area's `AREA` lists. A command turns its options into a request (a [`views::Look`] or a
//! [`views::Act`]); `answer.rs` and `perform.rs` take each to its implementation; a button carries the same request in its
//! `custom_id`, so it ends in the same place. Nothing here draws: `views` does. Nothing here is kept on disk.

mod answer;
mod area;
mod areas;
mod bot;
mod choice;
mod dates;
mod discord;
mod error;
mod files;
mod form;
mod last_known;
mod menu;
mod names;
mod needs;
mod panics;
mod people;
mod perform;
mod typed;
mod unsaved;
mod upkeep;

use std::sync::Arc;

pub use answers::RequestInfo;

use self::discord::context::Ask;
pub use self::{
    areas::{help::examples, requests},
    bot::{Bot, Parts},
    discord::{framework::Events, guilds::invite, picked::On, unread::EventCounts},
    error::{Error, UserError},
    menu::Menu,
    needs::Needs,
    people::access::Level,
    upkeep::keep_up,
};

/// A slash command of ours.
pub type Command = poise::Command<Arc<Bot>, Error>;
/// What a slash command is called with.
type Context<'a> = poise::ApplicationContext<'a, Arc<Bot>, Error>;
/// How a slash command ends: an error here is told to whoever called.
type Outcome = Result<(), Error>;

/// Puts a bot together. Sends nothing yet.
#[must_use]
pub fn bot(parts: Parts) -> Arc<Bot> {
    Bot::new(parts, areas::level_of)
}

/// Every command in a menu, in the order of its help.
#[must_use]
pub fn menus() -> Vec<&'static Menu> {
    areas::ALL.iter().flat_map(|area| area.menus).collect()
}

/// Every command that is typed, as it is registered with Discord.
#[must_use]
pub fn commands() -> Vec<Command> {
    let mut commands: Vec<Command> = areas::ALL.iter().flat_map(|area| (area.commands)()).collect();
    poise::framework::set_qualified_names(&mut commands);
    commands
}
