//! Types shared by all kinds of requests.

use crate::{Level, UserError};

/// The names of the operations that a request may send to LiveAgent, except those that load the lists in `names`.
pub type Sends = &'static [&'static str];

/// The operations of these types.
#[macro_export]
macro_rules! sends {
    ($($operation:ident),* $(,)?) => { &[$(<liveagent::$operation as liveagent::Operation>::NAME),*] };
}

/// A request, for documents and tests.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RequestInfo {
    /// `look`, `act` or `form`.
    pub kind: &'static str,
    /// Its tag in ids, unique within its kind.
    pub tag: &'static str,
    /// Its name in the log and the audit.
    pub name: &'static str,
    /// The level that it needs.
    pub level: Level,
    /// The names of the operations that it may send to LiveAgent.
    pub sends: &'static [&'static str],
}

/// The error for a button that another version of Switchboard made.
#[must_use]
pub fn outdated() -> UserError {
    UserError::new("This button is from another version of Switchboard. Use the command again.")
}

/// Clones the ids in a request.
pub fn owned<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names.cloned().collect()
}
