//! What Discord has to do with it: interactions in and answers out, commands registered, permissions looked up.

pub(crate) mod channels;
pub(crate) mod claims;
pub(crate) mod context;
pub(crate) mod framework;
pub(crate) mod guilds;
pub(crate) mod press;
pub(crate) mod register;
pub(crate) mod replicas;
pub(crate) mod respond;
pub(crate) mod servers;
pub(crate) mod suggest;
pub(crate) mod threads;
pub(crate) mod unread;
