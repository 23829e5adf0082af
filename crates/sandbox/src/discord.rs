//! Discord, as far as a bot sees it: the gateway, the REST API and the people who type; as strict as the real one.
//!
//! Deliberately lacks: voice, threads, reactions, and everything else that the bot has no use for.

mod ends;
mod error;
mod files;
mod gateway;
mod interaction;
mod limits;
mod menus;
mod page;
mod people;
mod resolved;
mod rest;
mod room;
mod roster;
mod starts;
mod state;
pub mod validate;
mod view;
mod world;
mod written;

pub use self::{ends::End, state::Discord};
pub(crate) use self::{
    files::{LARGEST, Upload},
    interaction::{Interaction, Kind},
    people::Typed,
    rest::{cdn, router, unknown},
    world::OTHER_BOT,
    written::{Author, Written},
};
