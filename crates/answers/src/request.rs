//! What requests of all kinds have in common.

use crate::{Level, UserError};

/// The names of the operations that a request may send to LiveAgent before it is answered, except those by which `names/` reads its lists.
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
    /// What it is called in ids, among its kind.
    pub tag: &'static str,
    /// What it is called in the log and the audit.
    pub name: &'static str,
    /// The level that it needs.
    pub level: Level,
    /// The names of the operations that it may send to LiveAgent.
    pub sends: &'static [&'static str],
}

/// What is said of a button that another version made.
#[must_use]
pub fn outdated() -> UserError {
    UserError::new("This button is from another version of Switchboard. Use the command again.")
}

/// The ids that a request names.
pub fn owned<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names.cloned().collect()
}
