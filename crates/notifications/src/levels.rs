//! The level that a member's roles give in a server: for commands and buttons, and for the creators of what the bot posts by itself.

use answers::Level;
use store::{RoleLevel, Server};

/// The level of a member of a server: the highest that one of their roles gives. `manages` is whether they have Manage Server there.
#[must_use]
pub fn level_of(guild: u64, manages: bool, roles: impl IntoIterator<Item = u64>, server: &Server) -> Level {
    if manages {
        return Level::Owner;
    }
    // Everybody has the role @everyone, whose id is the server's. It isn't in the list.
    let roles = roles.into_iter().chain([guild]);
    let levels = roles.filter_map(|role| server.roles.get(&role).copied().map(level_given_by));
    levels.max().unwrap_or(Level::Everyone)
}

/// The level that a role gives.
#[must_use]
pub fn level_given_by(level: RoleLevel) -> Level {
    match level {
        RoleLevel::Viewer => Level::Viewer,
        RoleLevel::Agent => Level::Agent,
        RoleLevel::Manager => Level::Manager,
    }
}
