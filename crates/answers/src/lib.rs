//! Questions asked of LiveAgent, each answered with a view.
//!
//! An [`Answer`] answers a look-up for a command or a button, a [`brief::Brief`] answers it in a few lines for a digest or a board. This crate also
//! has the named things ([`names`]), dates and names as people type them ([`dates`], [`fuzzy`]), shared answers ([`collector`]) and charts ([`charts`]). It doesn't know Discord, the caller, or the channel.

mod agents;
mod answer;
mod application;
pub mod audit;
pub mod brief;
pub mod charts;
pub mod clock;
pub mod collector;
mod companies;
pub mod composed;
mod conversations;
mod customer_groups;
mod customers;
pub mod dates;
mod departments;
mod drawing;
mod error;
mod files;
mod find;
pub mod fuzzy;
mod help_desk;
mod knowledgebase;
mod level;
mod log_limit;
pub mod names;
mod overview;
mod readers;
mod reports;
mod request;
mod tags;
mod troubles;
mod waiting;
mod widgets;

pub use self::{
    answer::{Answer, Asking, Opened, OpenedKind},
    clock::Clock,
    error::{Error, PERHAPS, TOO_SLOW, UserError, quote, sentence},
    help_desk::{HelpDesk, Parts},
    level::Level,
    log_limit::LogLimit,
    readers::{Readers, words},
    request::{RequestInfo, Sends, outdated, owned},
    troubles::Troubles,
};

/// The look-ups that digests and boards can be made of.
const BRIEFS: [brief::AnyBrief; 9] = [
    brief::AnyBrief::of::<views::overview::Show>(),
    brief::AnyBrief::of::<views::conversations::List>(),
    brief::AnyBrief::of::<views::departments::Status>(),
    brief::AnyBrief::of::<views::agents::Statuses>(),
    brief::AnyBrief::of::<views::reports::Yesterday>(),
    brief::AnyBrief::of::<views::reports::Sla>(),
    brief::AnyBrief::of::<views::reports::Ranking>(),
    brief::AnyBrief::of::<views::reports::Tags>(),
    brief::AnyBrief::of::<views::knowledgebase::Changed>(),
];
