//! Switchboard's slash commands, buttons, selects and forms: parse, ask LiveAgent, answer with a view.
//!
//! One file per area of LiveAgent, which the area's `AREA` lists. A command turns its options into a request (a [`views::Look`] or a
//! [`views::Act`]); `answer.rs` and `perform.rs` take each to its implementation; a button carries the same request in its
//! `custom_id`, so it ends in the same place. Nothing here draws: `views` does. Nothing here is kept on disk.

mod access;
mod alerts;
mod answer;
mod application;
mod area;
mod audit;
mod boards;
mod bot;
mod channels;
mod choice;
mod claims;
mod context;
mod conversations;
mod dates;
mod departments;
mod digests;
mod drawing;
mod error;
mod files;
mod floods;
mod form;
mod framework;
mod guilds;
mod help;
mod knowledgebase;
mod last_known;
mod names;
mod needs;
mod overview;
mod panics;
mod perform;
mod press;
mod recent;
mod register;
mod replicas;
mod request;
mod respond;
mod servers;
mod subscribed;
mod subscriptions;
mod suggest;
mod tags;
mod troubles;
mod unread;
mod upkeep;
mod uses;

use std::sync::Arc;

pub use self::{
    access::Level,
    area::requests,
    bot::{Bot, Parts},
    error::{Error, UserError},
    framework::framework,
    guilds::invite,
    help::examples,
    needs::Needs,
    request::RequestInfo,
    upkeep::keep_up,
};
use self::{area::Area, context::Ask};
pub use notifications::{Clock, discord};
pub use unread::{EventCounts, Unread};

/// A slash command of ours.
pub type Command = poise::Command<Arc<Bot>, Error>;
/// What a slash command is called with.
type Context<'a> = poise::ApplicationContext<'a, Arc<Bot>, Error>;
/// How a slash command ends: an error here is told to whoever called.
type Outcome = Result<(), Error>;

/// The areas, in the order of their help.
const AREAS: [Area; 11] = [
    knowledgebase::AREA,
    conversations::AREA,
    tags::AREA,
    departments::AREA,
    overview::AREA,
    digests::AREA,
    boards::AREA,
    alerts::AREA,
    subscribed::AREA,
    application::AREA,
    help::AREA,
];

/// Every command, as it is registered with Discord.
#[must_use]
pub fn commands() -> Vec<Command> {
    let mut commands: Vec<Command> = AREAS.iter().flat_map(|area| (area.commands)()).collect();
    poise::framework::set_qualified_names(&mut commands);
    commands
}
