//! Checks the channel and the role of a digest, a board or an alert: both the member and the bot must be able to post there. The bot posts
//! and pings for nobody who couldn't do it themselves.

use serde_json::Value;
use serenity::all::{ChannelId, GuildId, PartialChannel, Permissions, Role};
use store::Subscription;

use crate::{Context, Error, error::UserError};
use notifications::discord::{Asked, Failure, Verdict};

/// Discord's types of threads: of announcements, public, private.
const THREADS: [u64; 3] = [10, 11, 12];

/// The permissions that posting takes, with Discord's names for them.
const NEEDED: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];
const SEND: (Permissions, &str) = (Permissions::SEND_MESSAGES, "Send Messages");
const SEND_IN_THREADS: (Permissions, &str) = (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads");

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
    let rights = rights(ctx, place).await.map_err(|why| match why {
        Why::Elsewhere => UserError::new(format!("<#{channel}> isn't in this server. Choose a channel that is.")),
        Why::Failed(failure) => {
            let reason = views::text::escape(&failure.to_string());
            UserError::new(match failure.verdict(Asked::Look) {
                Verdict::Retry => format!("Discord isn't responding ({reason}). Try again in a minute."),
                _ => format!(
                    "I can't see <#{channel}> ({reason}). Allow me to view it and send messages there, then try again."
                ),
            })
        }
    })?;
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

/// Whether a channel is a thread.
pub(crate) fn is_thread(channel: &PartialChannel) -> bool {
    THREADS.contains(&u64::from(u8::from(channel.kind)))
}

/// Whether a member with these permissions may write in a channel.
pub(crate) fn may_write(theirs: Permissions, channel: &PartialChannel) -> bool {
    let (send, _) = if is_thread(channel) { SEND_IN_THREADS } else { SEND };
    theirs.intersects(send | Permissions::ADMINISTRATOR)
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

async fn rights(ctx: Context<'_>, place: Place) -> Result<Rights, Why> {
    let (bot, caller) = (ctx.data(), ctx.interaction);
    let guild = caller.guild_id.ok_or(Why::Elsewhere)?;
    let found = bot.rest.channel(place.channel.get()).await?;
    if id(&found["guild_id"]) != Some(guild.get()) {
        return Err(Why::Elsewhere);
    }
    let is_thread = found["type"].as_u64().is_some_and(|kind| THREADS.contains(&kind));
    let parent = id(&found["parent_id"]).filter(|_| is_thread);
    let of_place = async {
        match parent {
            // A thread has the overwrites of its channel.
            Some(parent) => bot.rest.channel(parent).await,
            None => Ok(found),
        }
    };
    let (place_of, server) = tokio::try_join!(of_place, bot.servers.get(&bot.rest, guild))?;
    let of = |user, roles: &[u64]| permissions(&server.guild, user, roles, &place_of["permission_overwrites"]);
    let our_roles: Vec<u64> = server.member["roles"].as_array().into_iter().flatten().filter_map(id).collect();
    let their_roles =
        || caller.member.iter().flat_map(|member| &member.roles).map(|role| role.get()).collect::<Vec<_>>();
    Ok(Rights {
        ours: of(server.me, &our_roles),
        theirs: place.theirs.unwrap_or_else(|| of(caller.user.id.get(), &their_roles())),
        is_thread,
    })
}

/// A member's permissions in a channel with these overwrites, by Discord's rules: their roles, then the overwrites of @everyone, of their
/// roles combined, and their own.
fn permissions(server: &Value, user: u64, roles: &[u64], overwrites: &Value) -> Permissions {
    let everyone = id(&server["id"]);
    let has = |role: &Value| id(&role["id"]).is_some_and(|role| Some(role) == everyone || roles.contains(&role));
    let all = server["roles"].as_array().into_iter().flatten().filter(|role| has(role));
    let base = all.fold(0, |all, role| all | bits(&role["permissions"]));
    if id(&server["owner_id"]) == Some(user) || base & Permissions::ADMINISTRATOR.bits() != 0 {
        return Permissions::all();
    }
    let overwrites: Vec<&Value> = overwrites.as_array().into_iter().flatten().collect();
    let of = |wanted: &dyn Fn(u64) -> bool| {
        let fitting = overwrites.iter().filter(|each| id(&each["id"]).is_some_and(wanted));
        fitting.fold((0, 0), |(allow, deny), each| (allow | bits(&each["allow"]), deny | bits(&each["deny"])))
    };
    let steps = [of(&|id| Some(id) == everyone), of(&|id| roles.contains(&id)), of(&|id| id == user)];
    let granted = steps.into_iter().fold(base, |granted, (allow, deny)| granted & !deny | allow);
    Permissions::from_bits_truncate(granted)
}

fn id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

fn bits(value: &Value) -> u64 {
    value.as_str().and_then(|bits| bits.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rights_are_worked_out_as_discord_does() {
        let server = |bot_role: u64| {
            json!({ "id": "1", "owner_id": "9", "roles": [
            { "id": "1", "permissions": "3072" }, { "id": "2", "permissions": bot_role.to_string() },
            { "id": "3", "permissions": "65536" },
        ] })
        };
        let overwrite =
            |id: &str, allow: u64, deny: u64| json!({ "id": id, "allow": allow.to_string(), "deny": deny.to_string() });
        for (role, overwrites, expected) in [
            (0x4000, json!([]), 0x4c00),
            (0x4000, json!(null), 0x4c00),
            (0x4000, json!([overwrite("1", 0, 2048)]), 0x4400),
            (0x4000, json!([overwrite("2", 2048, 0), overwrite("1", 0, 2048)]), 0x4c00),
            (0x4000, json!([overwrite("7", 0, 1024), overwrite("2", 1024, 0)]), 0x4800),
            (0x4000, json!([overwrite("3", 0, 1024)]), 0x4c00),
            (8, json!([overwrite("1", 0, u64::MAX)]), Permissions::all().bits()),
        ] {
            let may = permissions(&server(role), 7, &[2], &overwrites);
            assert_eq!(may.bits(), expected, "{role} {overwrites}");
        }
        assert_eq!(permissions(&server(0), 9, &[2], &json!([])), Permissions::all(), "the owner");
    }

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
