//! The channel that somebody picks for what is posted by itself: both they and the bot must be able to post there. The bot writes for
//! nobody what they could not write themselves.

use poise::serenity_prelude::{ChannelId, GuildId, PartialChannel, Permissions, Role};
use serde_json::Value;

use crate::{Bot, Error, access::Caller, discord::Failure, error::UserError};

/// Discord's types of threads: of announcements, public, private.
const THREADS: [u64; 3] = [10, 11, 12];

/// What posting takes, with how Discord calls each.
const NEEDED: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];
const SEND: (Permissions, &str) = (Permissions::SEND_MESSAGES, "Send Messages");
const SEND_IN_THREADS: (Permissions, &str) = (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads");

/// Refuses a channel in which the caller or the bot can't post. What the bot may do there.
pub(crate) async fn postable(bot: &Bot, caller: Caller, channel: &PartialChannel) -> Result<Permissions, Error> {
    let theirs = channel.permissions.unwrap_or_default();
    if let Some(lacking) = lacking(theirs, THREADS.contains(&u64::from(u8::from(channel.kind)))) {
        let sentence = format!(
            "You can't have me post to <#{}>: you need {lacking} there yourself. Ask somebody who may post there.",
            channel.id
        );
        return Err(UserError::new(sentence).into());
    }
    postable_by_bot(bot, caller.guild, channel.id).await
}

/// Refuses a channel in which the bot can't post. What it may do there.
pub(crate) async fn postable_by_bot(bot: &Bot, guild: GuildId, channel: ChannelId) -> Result<Permissions, Error> {
    let (permissions, is_thread) = rights(bot, guild, channel).await.map_err(|why| match why {
        Why::Elsewhere => UserError::new(format!("<#{channel}> is not a channel of this server. Pick one that is.")),
        Why::Failed(failure) => UserError::new(format!(
            "I can't see <#{channel}> ({}). Let me view it and send messages there, then try again.",
            views::text::escape(&failure.to_string())
        )),
    })?;
    match lacking(permissions, is_thread) {
        None => Ok(permissions),
        Some(lacking) => {
            Err(UserError::new(format!("I can't post to <#{channel}>: give me {lacking} there, then try again."))
                .into())
        }
    }
}

/// Refuses a role that the caller could not ping, in a channel where they may do this much.
pub(crate) fn pingable(caller: Caller, theirs: Permissions, role: &Role) -> Result<(), Error> {
    let sentence = if role.id.get() == caller.guild.get() {
        "I don't ping everyone. Pick a role of the people who are to look at it.".to_owned()
    } else if !role.mentionable && !theirs.intersects(Permissions::MENTION_EVERYONE | Permissions::ADMINISTRATOR) {
        format!(
            "You can't have me ping <@&{}>: only who may mention all roles can. Ask one of them, or have the role made mentionable.",
            role.id
        )
    } else {
        return Ok(());
    };
    Err(UserError::new(sentence).into())
}

/// Whether somebody who may do this much may write in a channel.
pub(crate) fn may_write(theirs: Permissions, channel: Option<&PartialChannel>) -> bool {
    let is_thread = channel.is_some_and(|channel| THREADS.contains(&u64::from(u8::from(channel.kind))));
    let (send, _) = if is_thread { SEND_IN_THREADS } else { SEND };
    theirs.intersects(send | Permissions::ADMINISTRATOR)
}

/// What is missing, in words.
fn lacking(permissions: Permissions, is_thread: bool) -> Option<String> {
    if permissions.contains(Permissions::ADMINISTRATOR) {
        return None;
    }
    let send = if is_thread { SEND_IN_THREADS } else { SEND };
    let all = NEEDED.into_iter().chain([send]);
    let lacking: Vec<&str> =
        all.filter(|(permission, _)| !permissions.contains(*permission)).map(|(_, name)| name).collect();
    (!lacking.is_empty()).then(|| format!("**{}**", lacking.join("**, **")))
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

/// What the bot may do in a channel, and whether that is a thread.
async fn rights(bot: &Bot, guild: GuildId, channel: ChannelId) -> Result<(Permissions, bool), Why> {
    let found = bot.rest.channel(channel.get()).await?;
    if id(&found["guild_id"]) != Some(guild.get()) {
        return Err(Why::Elsewhere);
    }
    let is_thread = found["type"].as_u64().is_some_and(|kind| THREADS.contains(&kind));
    let parent = id(&found["parent_id"]).filter(|_| is_thread);
    let of_place = async {
        match parent {
            // A thread has the rights of its channel.
            Some(parent) => bot.rest.channel(parent).await,
            None => Ok(found),
        }
    };
    let (place, server) = tokio::try_join!(of_place, bot.servers.get(&bot.rest, guild))?;
    let may = permissions(&server.guild, &server.member, server.me, &place["permission_overwrites"]);
    Ok((may, is_thread))
}

/// What a member may do in a channel with these overwrites, by Discord's rules: roles, then the overwrites of everyone, of their roles
/// together, and of their own.
fn permissions(server: &Value, member: &Value, user: u64, overwrites: &Value) -> Permissions {
    let everyone = id(&server["id"]);
    let roles: Vec<u64> = member["roles"].as_array().into_iter().flatten().filter_map(id).collect();
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
        let member = json!({ "roles": ["2"] });
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
            let may = permissions(&server(role), &member, 7, &overwrites);
            assert_eq!(may.bits(), expected, "{role} {overwrites}");
        }
        assert_eq!(permissions(&server(0), &member, 9, &json!([])), Permissions::all(), "the owner");
    }

    #[test]
    fn what_is_missing_is_named() {
        let all = Permissions::all() - Permissions::ADMINISTRATOR;
        assert_eq!(lacking(all, false), None);
        assert_eq!(lacking(all - Permissions::SEND_MESSAGES, true), None);
        assert_eq!(
            lacking(all - Permissions::SEND_MESSAGES_IN_THREADS, true).as_deref(),
            Some("**Send Messages in Threads**")
        );
        assert_eq!(
            lacking(all - Permissions::EMBED_LINKS - Permissions::SEND_MESSAGES, false).as_deref(),
            Some("**Embed Links**, **Send Messages**")
        );
        assert_eq!(lacking(Permissions::ADMINISTRATOR, false), None);
    }
}
