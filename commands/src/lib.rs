//! Switchboard's slash commands, buttons, selects and forms: parse, ask LiveAgent, answer with a view.
//!
//! One file per area of LiveAgent. A command turns its options into a [`views::Look`] (a question) or a [`views::Act`] (a
//! change); `look.rs` and `act.rs` take each to the function of its area; a button carries the same values in its
//! `custom_id`, so it ends in the same place. Nothing here draws: `views` does. Nothing here is kept on disk.

mod access;
mod act;
mod alerts;
mod application;
mod boards;
mod bot;
mod cached;
mod channels;
mod claims;
mod complete;
mod context;
mod conversations;
mod dates;
mod departments;
mod digests;
mod directory;
mod drawing;
mod error;
mod files;
mod floods;
mod framework;
mod fuzzy;
mod guilds;
mod help;
mod identify;
mod knowledgebase;
mod last_known;
mod look;
mod overview;
mod pick;
mod press;
mod recent;
mod register;
mod replicas;
mod respond;
mod servers;
mod subscriptions;
mod suggest;
mod tags;
mod troubles;
mod unread;
mod upkeep;
mod uses;

use std::sync::Arc;

use self::context::Ask;
pub use self::{
    access::Level,
    bot::{Bot, Parts},
    error::{Error, UserError},
    framework::framework,
    guilds::invite,
    upkeep::keep_up,
};
pub use notifications::{Clock, discord};
pub use unread::{EventCounts, Unread};

/// A slash command of ours.
pub type Command = poise::Command<Arc<Bot>, Error>;
/// What a slash command is called with.
type Context<'a> = poise::ApplicationContext<'a, Arc<Bot>, Error>;
/// How a slash command ends: an error here is told to whoever called.
type Outcome = Result<(), Error>;

/// Every command, as it is registered with Discord.
#[must_use]
pub fn commands() -> Vec<Command> {
    let mut commands = [
        knowledgebase::commands(),
        conversations::commands(),
        tags::commands(),
        departments::commands(),
        overview::commands(),
        digests::commands(),
        boards::commands(),
        alerts::commands(),
        application::commands(),
        help::commands(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>();
    poise::framework::set_qualified_names(&mut commands);
    commands
}
