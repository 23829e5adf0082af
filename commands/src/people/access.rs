//! Who may do what: the levels, and the check that stands before every command, button and form.
//!
//! Discord's own overrides of who sees a command are a convenience; this is the rule. What is lacking: the roles that
//! a server's own setup stores. Until then members with Manage Server have every level, all others may look up.

pub use answers::Level;
use serenity::all::{
    ChannelId, CommandInteraction, ComponentInteraction, GuildId, InteractionId, Member, ModalInteraction, Permissions,
    UserId,
};

use crate::error::UserError;

/// The level of a member with these permissions.
fn level_of(permissions: Permissions) -> Level {
    if permissions.intersects(Permissions::ADMINISTRATOR | Permissions::MANAGE_GUILD) {
        Level::Owner
    } else {
        Level::Viewer
    }
}

/// Where an interaction comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) interaction: InteractionId,
    pub(crate) guild: Option<GuildId>,
    pub(crate) channel: ChannelId,
    pub(crate) member: Option<&'a Member>,
}

/// Somebody who was let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    pub(crate) guild: GuildId,
    pub(crate) channel: ChannelId,
    pub(crate) interaction: InteractionId,
    pub(crate) level: Level,
}

macro_rules! origin {
    ($($interaction:ident),+) => {$(
        impl<'a> From<&'a $interaction> for Origin<'a> {
            fn from(it: &'a $interaction) -> Self {
                Self { interaction: it.id, guild: it.guild_id, channel: it.channel_id, member: it.member.as_ref() }
            }
        }
    )+};
}

origin!(ComponentInteraction, ModalInteraction);

impl<'a> From<&'a CommandInteraction> for Origin<'a> {
    fn from(it: &'a CommandInteraction) -> Self {
        Self { interaction: it.id, guild: it.guild_id, channel: it.channel_id, member: it.member.as_deref() }
    }
}

impl Caller {
    /// Lets in a member of a served server; refuses direct messages and all other servers.
    pub(crate) fn admit(served: &[GuildId], origin: Origin<'_>) -> Result<Self, UserError> {
        let Origin { interaction, guild, channel, member } = origin;
        let (Some(guild), Some(member)) = (guild, member) else {
            return Err(UserError::new("Switchboard works in servers only, not in direct messages."));
        };
        if !served.contains(&guild) {
            return Err(UserError::new(
                "Switchboard isn't set up for this server. Ask the person who runs it to add the server's ID to `DISCORD_GUILD_IDS`.",
            ));
        }
        let permissions = member.permissions.unwrap_or_default();
        Ok(Self { user: member.user.id, guild, channel, interaction, level: level_of(permissions) })
    }

    /// Refuses a caller below `needed`, saying what is needed.
    pub(crate) fn require(self, needed: Level) -> Result<(), UserError> {
        if self.level >= needed {
            return Ok(());
        }
        Err(UserError::new(format!("You need the {} role for this. Ask someone with Manage Server.", needed.role())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manage_server_has_every_level_and_others_look_up() {
        let table = [
            (Permissions::empty(), Level::Viewer),
            (Permissions::SEND_MESSAGES | Permissions::MANAGE_MESSAGES, Level::Viewer),
            (Permissions::MANAGE_GUILD, Level::Owner),
            (Permissions::ADMINISTRATOR, Level::Owner),
        ];
        for (permissions, level) in table {
            assert_eq!(level_of(permissions), level, "{permissions:?}");
        }
    }

    #[test]
    fn a_level_includes_those_below_and_no_other() {
        let caller = |level| Caller {
            user: UserId::new(1),
            guild: GuildId::new(7),
            channel: ChannelId::new(9),
            interaction: InteractionId::new(10),
            level,
        };
        assert!(caller(Level::Manager).require(Level::Agent).is_ok());
        assert!(caller(Level::Agent).require(Level::Agent).is_ok());
        assert!(caller(Level::Viewer).require(Level::Agent).is_err());
        assert!(caller(Level::Manager).require(Level::Owner).is_err());
    }

    #[test]
    fn direct_messages_and_strangers_are_refused() {
        let served = [GuildId::new(7)];
        for guild in [None, Some(GuildId::new(7))] {
            let (interaction, channel) = (InteractionId::new(10), ChannelId::new(9));
            assert!(Caller::admit(&served, Origin { interaction, guild, channel, member: None }).is_err());
        }
    }
}
