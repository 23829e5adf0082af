//! Who asks: what they may do, what they did, how much and what they ask.

pub(crate) mod access;
pub(crate) mod agents;
pub(crate) mod audit;
pub(crate) mod floods;
pub(crate) mod recent;
pub(crate) mod reminders;
pub(crate) mod usable;
pub(crate) mod uses;
pub(crate) mod visibility;
