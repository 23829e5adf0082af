//! Access levels.

/// An access level, lowest first. Each includes the ones before it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// Read the help: any member of the server.
    Everyone,
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
    /// The role that gives the level, as refusals name it.
    #[must_use]
    pub fn role(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Viewer => "Viewer",
            Self::Agent => "Agent",
            Self::Manager => "Manager",
            Self::Owner => "Owner",
        }
    }

    /// The level's name, as help shows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }
}
