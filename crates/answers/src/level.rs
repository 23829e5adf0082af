//! The levels of what somebody may do.

/// What somebody may do, lowest first. Each level includes those below.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// Look things up.
    Viewer,
    /// Act on conversations and customers.
    Agent,
    /// Create, change and delete what others share.
    Manager,
    /// Set Switchboard up: Discord's Manage Server.
    Owner,
}

impl Level {
    /// The level's name, as help and refusals show it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }
}
