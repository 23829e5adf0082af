//! Who may do what: the levels, and the check that stands before every command, button and form.
//!
//! Discord's own command permissions are only a convenience; these checks decide. A server's owners give levels to roles with
//! `/setup roles`. Until they do, only they can read customers' messages.

pub use answers::Level;
use notifications::levels;
use serenity::all::{
    ChannelId, CommandInteraction, ComponentInteraction, GuildId, InteractionId, Member, ModalInteraction,
    PartialChannel, Permissions, UserId,
};
use store::{Server, Servers};

use crate::{discord::threads, error::UserError};

/// The level of a member of a server.
fn level_of(member: &Member, guild: GuildId, server: &Server) -> Level {
    let permissions = member.permissions.unwrap_or_default();
    let manages = permissions.intersects(Permissions::ADMINISTRATOR | Permissions::MANAGE_GUILD);
    levels::level_of(guild.get(), manages, member.roles.iter().map(|role| role.get()), server)
}

/// The name of a member in the server, in one line.
pub(crate) fn display_name(member: &Member) -> String {
    views::text::line(member.display_name(), MAX_NAME_LENGTH)
}

/// The longest name of a member, in UTF-16 units: Discord's own limit.
const MAX_NAME_LENGTH: usize = 32;

/// Where an interaction comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) interaction: InteractionId,
    pub(crate) guild: Option<GuildId>,
    pub(crate) channel: ChannelId,
    /// The channel, with its type and its parent.
    pub(crate) room: Option<&'a PartialChannel>,
    pub(crate) member: Option<&'a Member>,
}

/// Somebody who was let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    pub(crate) guild: GuildId,
    pub(crate) channel: ChannelId,
    /// The parent of the channel, if it is a thread.
    pub(crate) parent: Option<ChannelId>,
    /// Whether the caller can write in the channel.
    pub(crate) may_write: bool,
    pub(crate) interaction: InteractionId,
    pub(crate) level: Level,
}

macro_rules! origin {
    ($($interaction:ident),+) => {$(
        impl<'a> From<&'a $interaction> for Origin<'a> {
            fn from(it: &'a $interaction) -> Self {
                Self {
                    interaction: it.id,
                    guild: it.guild_id,
                    channel: it.channel_id,
                    room: it.channel.as_ref(),
                    member: it.member.as_ref(),
                }
            }
        }
    )+};
}

origin!(ComponentInteraction, ModalInteraction);

impl<'a> From<&'a CommandInteraction> for Origin<'a> {
    fn from(it: &'a CommandInteraction) -> Self {
        Self {
            interaction: it.id,
            guild: it.guild_id,
            channel: it.channel_id,
            room: it.channel.as_ref(),
            member: it.member.as_deref(),
        }
    }
}

impl Caller {
    /// Lets in a member of a served server; refuses direct messages and all other servers.
    pub(crate) fn admit(served: &[GuildId], settings: &Servers, origin: Origin<'_>) -> Result<Self, UserError> {
        let Origin { interaction, guild, channel, room, member } = origin;
        let (Some(guild), Some(member)) = (guild, member) else {
            return Err(UserError::new("Switchboard works in servers only, not in direct messages."));
        };
        if !served.contains(&guild) {
            return Err(UserError::new(
                "Switchboard isn't set up for this server. Ask the person who runs it to add the server's ID to `DISCORD_GUILD_IDS`.",
            ));
        }
        let level = level_of(member, guild, &settings.server(guild.get()));
        // Without the database, another replica may have removed a role's level. Until that is known, the role can only look things up.
        let level = if level < Level::Owner && !settings.fresh() { level.min(Level::Viewer) } else { level };
        let may_write = room.is_some_and(|room| threads::may_write(member.permissions.unwrap_or_default(), room));
        let parent = room.filter(|room| threads::is_thread(room)).and_then(|room| room.parent_id);
        Ok(Self { user: member.user.id, guild, channel, parent, may_write, interaction, level })
    }

    /// Whether the level is high enough.
    pub(crate) fn may(self, needed: Level) -> bool {
        self.level >= needed
    }

    /// Refuses a caller below `needed`. The message names the roles that have the level, and who can assign them.
    pub(crate) fn require(self, needed: Level, settings: &Servers) -> Result<(), UserError> {
        if self.may(needed) {
            Ok(())
        } else {
            Err(refusal(needed, &settings.server(self.guild.get()), settings.fresh()))
        }
    }
}

/// The maximum number of roles that a refusal names.
const MAX_ROLES: usize = 5;

fn refusal(needed: Level, server: &Server, is_fresh: bool) -> UserError {
    const SET: &str = "Ask someone with **Manage Server** to choose one with `/setup roles`.";
    if needed == Level::Owner {
        return UserError::new("You need **Manage Server** for this. Ask an admin of this server.");
    }
    if server.roles.is_empty() {
        return UserError::new(
            "Switchboard isn't set up in this server yet. Ask someone with **Manage Server** to choose roles with `/setup roles`.",
        );
    }
    if !is_fresh {
        return UserError::new(
            "Your roles can't be checked, because Switchboard's database isn't responding. Try again in a minute.",
        );
    }
    let mut roles: Vec<u64> = server
        .roles
        .iter()
        .filter(|(_, level)| levels::level_given_by(**level) == needed)
        .map(|(role, _)| *role)
        .collect();
    roles.sort_unstable();
    let name = needed.role();
    if roles.is_empty() {
        return UserError::new(format!("You need the {name} role for this, and no role is one yet. {SET}"));
    }
    let roles: Vec<String> = roles.iter().take(MAX_ROLES).map(|role| format!("<@&{role}>")).collect();
    UserError::new(format!(
        "You need the {name} role for this ({}). Ask someone with **Manage Server** to give it to you.",
        roles.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use serenity::all::{RoleId, User};
    use store::RoleLevel;

    use super::*;

    const GUILD: GuildId = GuildId::new(7);

    fn member(permissions: Permissions, roles: &[u64]) -> Member {
        let mut member = Member::default();
        member.user = User::default();
        member.permissions = Some(permissions);
        member.roles = roles.iter().map(|role| RoleId::new(*role)).collect();
        member
    }

    fn server(roles: &[(u64, RoleLevel)]) -> Server {
        let mut server = Server::default();
        server.roles.extend(roles.iter().copied());
        server
    }

    #[test]
    fn the_highest_role_counts_and_without_one_a_member_reads_the_help() {
        let set = server(&[(1, RoleLevel::Viewer), (2, RoleLevel::Agent), (3, RoleLevel::Manager)]);
        let open = server(&[(GUILD.get(), RoleLevel::Viewer), (2, RoleLevel::Agent)]);
        let no = Permissions::empty();
        let table = [
            (no, &[][..], &set, Level::Everyone),
            (no, &[9], &set, Level::Everyone),
            (no, &[1], &set, Level::Viewer),
            (no, &[2, 1], &set, Level::Agent),
            (no, &[1, 3, 2], &set, Level::Manager),
            (no, &[], &open, Level::Viewer),
            (no, &[2], &open, Level::Agent),
            (no, &[1, 2, 3], &Server::default(), Level::Everyone),
            (Permissions::SEND_MESSAGES | Permissions::MANAGE_MESSAGES, &[], &set, Level::Everyone),
            (Permissions::MANAGE_GUILD, &[], &Server::default(), Level::Owner),
            (Permissions::ADMINISTRATOR, &[1], &set, Level::Owner),
        ];
        for (permissions, roles, server, level) in table {
            assert_eq!(level_of(&member(permissions, roles), GUILD, server), level, "{permissions:?} {roles:?}");
        }
    }

    #[test]
    fn a_level_includes_those_below_and_no_other() {
        let levels = [Level::Everyone, Level::Viewer, Level::Agent, Level::Manager, Level::Owner];
        for (place, level) in levels.into_iter().enumerate() {
            let caller = Caller {
                user: UserId::new(1),
                guild: GUILD,
                channel: ChannelId::new(9),
                parent: None,
                may_write: true,
                interaction: InteractionId::new(10),
                level,
            };
            for (other, needed) in levels.into_iter().enumerate() {
                assert_eq!(caller.may(needed), place >= other, "{level:?} {needed:?}");
            }
        }
    }

    #[test]
    fn a_refusal_says_which_roles_and_who_gives_them() {
        let set = server(&[(2, RoleLevel::Agent), (3, RoleLevel::Agent), (4, RoleLevel::Manager)]);
        let table = [
            (Level::Agent, &set, true, "the Agent role for this (<@&2>, <@&3>). Ask someone with **Manage Server**"),
            (
                Level::Viewer,
                &set,
                true,
                "no role is one yet. Ask someone with **Manage Server** to choose one with `/setup roles`",
            ),
            (Level::Agent, &set, false, "database isn't responding"),
            (Level::Viewer, &Server::default(), true, "isn't set up in this server yet"),
            (Level::Owner, &set, true, "You need **Manage Server**"),
        ];
        for (needed, server, is_fresh, said) in table {
            let refusal = refusal(needed, server, is_fresh);
            assert!(refusal.sentence().contains(said), "{needed:?}: {refusal}");
        }
    }
}
