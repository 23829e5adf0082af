//! One file or folder for each area of LiveAgent, and for what the bot does by itself: its commands, and how its requests are answered.

pub(crate) mod alerts;
pub(crate) mod application;
pub(crate) mod boards;
pub(crate) mod conversations;
pub(crate) mod departments;
pub(crate) mod digests;
pub(crate) mod help;
pub(crate) mod knowledgebase;
pub(crate) mod overview;
pub(crate) mod subscribed;
pub(crate) mod subscriptions;
pub(crate) mod tags;

use crate::area::Area;

/// The areas, in the order of their help.
pub(crate) const ALL: [Area; 11] = [
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
