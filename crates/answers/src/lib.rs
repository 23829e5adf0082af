//! Questions asked of LiveAgent, each answered with a view.
//!
//! An [`Answer`] is how a request is answered, whatever asks for it: a command, a button, a digest, a board. Named things ([`names`]),
//! shared answers ([`collector`]) and charts of samples ([`charts`]) are here too. Nothing here knows Discord, who asks, or what is posted where.

mod answer;
mod application;
pub mod charts;
pub mod clock;
pub mod collector;
pub mod composed;
mod conversations;
mod departments;
mod drawing;
mod error;
mod help_desk;
mod knowledgebase;
mod level;
pub mod names;
mod overview;
mod request;
mod tags;
mod troubles;

pub use self::{
    answer::{Answer, Asking, Opened},
    clock::Clock,
    error::{Error, PERHAPS, TOO_SLOW, UserError, quote, sentence},
    help_desk::{HelpDesk, Parts},
    level::Level,
    request::{RequestInfo, Sends, outdated, owned},
    troubles::Troubles,
};
