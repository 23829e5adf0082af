//! Checks the channel and the role of a digest, a board or an alert: both the member and the bot must be able to post there. The bot posts
//! and pings for nobody who couldn't do it themselves.

use serenity::all::{ChannelId, GuildId, PartialChannel, Permissions, Role};
use store::Subscription;

use crate::{
    Bot, Context, Error,
    discord::threads::{SEND, SEND_IN_THREADS, THREADS},
    error::UserError,
    people::access::Caller,
};
use notifications::discord::{Asked, Failure, Verdict, id_of, permissions, roles_of};

/// The permissions that posting takes, with Discord's names for them.
const NEEDED: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];
/// A channel to post in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    channel: ChannelId,
    /// The caller's permissions there, which Discord sends with a channel that was just chosen.
    theirs: Option<Permissions>,
}

impl From<&PartialChannel> for Place {
    fn from(channel: &PartialChannel) -> Self {
        Self { channel: channel.id, theirs: channel.permissions }
    }
}

impl From<&Subscription> for Place {
    fn from(found: &Subscription) -> Self {
        Self { channel: ChannelId::new(found.channel), theirs: None }
    }
}

/// The permissions of the bot and of the caller in a channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rights {
    pub(crate) ours: Permissions,
    pub(crate) theirs: Permissions,
    is_thread: bool,
}

/// Refuses a channel where the caller or the bot can't post. Returns the permissions there.
pub(crate) async fn postable(ctx: Context<'_>, place: impl Into<Place>) -> Result<Rights, Error> {
    let place = place.into();
    let channel = place.channel;
    let rights = rights(ctx, place).await.map_err(|why| why.explain(channel))?;
    require(rights, channel)
}

/// Refuses the caller's channel if the caller or the bot can't post there.
pub(crate) async fn postable_here(bot: &Bot, caller: Caller) -> Result<Rights, Error> {
    let roles = Roles::read(bot, caller).await?;
    let member = Member { guild: caller.guild, user: caller.user.get(), roles: &roles.0 };
    let place = Place { channel: caller.channel, theirs: None };
    let rights = rights_of(bot, member, place).await.map_err(|why| why.explain(caller.channel))?;
    require(rights, caller.channel)
}

fn require(rights: Rights, channel: ChannelId) -> Result<Rights, Error> {
    let sentence = if let Some(missing) = missing(rights.theirs, rights.is_thread) {
        format!("You need {missing} in <#{channel}> to have me post there. Ask someone who has it.")
    } else if let Some(missing) = missing(rights.ours, rights.is_thread) {
        format!("I need {missing} in <#{channel}>. Allow it, then try again.")
    } else {
        return Ok(rights);
    };
    Err(UserError::new(sentence).into())
}

/// Refuses a role that the caller can't ping in a channel where they have these permissions.
pub(crate) fn pingable(ctx: Context<'_>, theirs: Permissions, role: &Role) -> Result<(), Error> {
    let sentence = if Some(role.id.get()) == ctx.interaction.guild_id.map(GuildId::get) {
        "I don't ping @everyone. Choose the role of the people who should act on it.".to_owned()
    } else if !role.mentionable && !theirs.intersects(Permissions::MENTION_EVERYONE | Permissions::ADMINISTRATOR) {
        format!(
            "You can't ping <@&{}>, so I can't do it for you. Ask someone who can, or have the role made mentionable.",
            role.id
        )
    } else {
        return Ok(());
    };
    Err(UserError::new(sentence).into())
}

/// The roles of a member.
#[derive(Debug)]
pub(crate) struct Roles(Vec<u64>);

impl Roles {
    /// Asks Discord for the caller's roles, which aren't known at a button.
    pub(crate) async fn read(bot: &Bot, caller: Caller) -> Result<Self, Error> {
        let (guild, user) = (caller.guild.get(), caller.user.get());
        let member =
            bot.rest.member(guild, user).await.and_then(|member| roles_of(&member, user).ok_or(Failure::Unreadable));
        member.map(Self).map_err(|failure| not_responding(&failure).into())
    }
}

/// Refuses a new owner who couldn't have created the subscription, because they can't post in its channel or ping its role.
pub(crate) async fn ownable(
    bot: &Bot,
    caller: Caller,
    roles: &Roles,
    found: &Subscription,
    role: Option<u64>,
) -> Result<(), Error> {
    let (place, what) = (Place::from(found), found.kind.name());
    let member = Member { guild: caller.guild, user: caller.user.get(), roles: &roles.0 };
    let rights = rights_of(bot, member, place).await.map_err(|why| why.explain(place.channel))?;
    if let Some(missing) = missing(rights.theirs, rights.is_thread) {
        let channel = place.channel;
        return Err(UserError::new(format!(
            "You need {missing} in <#{channel}> to take over this {what}. Ask someone who has it to do it."
        ))
        .into());
    }
    let Some(role) = role else { return Ok(()) };
    let server = bot.servers.get(&bot.rest, caller.guild).await.map_err(|failure| not_responding(&failure))?;
    let roles = server.guild["roles"].as_array().into_iter().flatten();
    let is_mentionable = roles.filter(|each| id_of(&each["id"]) == Some(role)).all(|each| each["mentionable"] == true);
    if is_mentionable || rights.theirs.intersects(Permissions::MENTION_EVERYONE | Permissions::ADMINISTRATOR) {
        return Ok(());
    }
    Err(UserError::new(format!(
        "You can't ping <@&{role}>, so you can't take over this {what}. Ask someone who can, or have the role made mentionable."
    ))
    .into())
}

/// The missing permissions, in bold.
fn missing(permissions: Permissions, is_thread: bool) -> Option<String> {
    if permissions.contains(Permissions::ADMINISTRATOR) {
        return None;
    }
    let send = if is_thread { SEND_IN_THREADS } else { SEND };
    let all = NEEDED.into_iter().chain([send]);
    let missing: Vec<&str> =
        all.filter(|(permission, _)| !permissions.contains(*permission)).map(|(_, name)| name).collect();
    (!missing.is_empty()).then(|| format!("**{}**", missing.join("**, **")))
}

enum Why {
    Elsewhere,
    Failed(Failure),
}

impl From<Failure> for Why {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Why {
    fn explain(self, channel: ChannelId) -> UserError {
        match self {
            Self::Elsewhere => UserError::new(format!("<#{channel}> isn't in this server. Choose a channel that is.")),
            Self::Failed(failure) if failure.verdict(Asked::Look) == Verdict::Retry => not_responding(&failure),
            Self::Failed(failure) => {
                let reason = views::text::escape(&failure.to_string());
                UserError::new(format!(
                    "I can't see <#{channel}> ({reason}). Allow me to view it and send messages there, then try again."
                ))
            }
        }
    }
}

fn not_responding(failure: &Failure) -> UserError {
    let reason = views::text::escape(&failure.to_string());
    UserError::new(format!("Discord isn't responding ({reason}). Try again in a minute."))
}

/// The member whose permissions are looked up.
struct Member<'a> {
    guild: GuildId,
    user: u64,
    roles: &'a [u64],
}

async fn rights(ctx: Context<'_>, place: Place) -> Result<Rights, Why> {
    let caller = ctx.interaction;
    let guild = caller.guild_id.ok_or(Why::Elsewhere)?;
    let roles: Vec<u64> = caller.member.iter().flat_map(|member| &member.roles).map(|role| role.get()).collect();
    rights_of(ctx.data(), Member { guild, user: caller.user.id.get(), roles: &roles }, place).await
}

async fn rights_of(bot: &Bot, member: Member<'_>, place: Place) -> Result<Rights, Why> {
    let Member { guild, user, roles } = member;
    let found = bot.rest.channel(place.channel.get()).await?;
    if id_of(&found["guild_id"]) != Some(guild.get()) {
        return Err(Why::Elsewhere);
    }
    let is_thread = found["type"].as_u64().is_some_and(|kind| THREADS.contains(&kind));
    let parent = id_of(&found["parent_id"]).filter(|_| is_thread);
    let of_place = async {
        match parent {
            // A thread has the overwrites of its channel.
            Some(parent) => bot.rest.channel(parent).await,
            None => Ok(found),
        }
    };
    let (place_of, server) = tokio::try_join!(of_place, bot.servers.get(&bot.rest, guild))?;
    let of = |user, roles: &[u64]| permissions(&server.guild, user, roles, &place_of["permission_overwrites"]);
    let our_roles: Vec<u64> = server.member["roles"].as_array().into_iter().flatten().filter_map(id_of).collect();
    Ok(Rights { ours: of(server.me, &our_roles), theirs: place.theirs.unwrap_or_else(|| of(user, roles)), is_thread })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let all = Permissions::all() - Permissions::ADMINISTRATOR;
        assert_eq!(missing(all, false), None);
        assert_eq!(missing(all - Permissions::SEND_MESSAGES, true), None);
        assert_eq!(
            missing(all - Permissions::SEND_MESSAGES_IN_THREADS, true).as_deref(),
            Some("**Send Messages in Threads**")
        );
        assert_eq!(
            missing(all - Permissions::EMBED_LINKS - Permissions::SEND_MESSAGES, false).as_deref(),
            Some("**Embed Links**, **Send Messages**")
        );
        assert_eq!(missing(Permissions::ADMINISTRATOR, false), None);
        for (permission, name) in [
            (Permissions::VIEW_CHANNEL, "**View Channel**"),
            (Permissions::SEND_MESSAGES, "**Send Messages**"),
            (Permissions::EMBED_LINKS, "**Embed Links**"),
            (Permissions::ATTACH_FILES, "**Attach Files**"),
            (Permissions::READ_MESSAGE_HISTORY, "**Read Message History**"),
        ] {
            assert_eq!(missing(all - permission, false).as_deref(), Some(name));
        }
    }
}
