//! The server that the sandbox begins with: its people, roles and channels, and who may do what.
//!
//! What happens in it later (messages, interactions) is in `state.rs`.

use serde_json::{Value, json};

/// Discord's permission bits that matter here.
pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
const EMBED_LINKS: u64 = 1 << 14;
const ATTACH_FILES: u64 = 1 << 15;
const READ_HISTORY: u64 = 1 << 16;
const USE_COMMANDS: u64 = 1 << 31;
/// What `@everyone` has.
const EVERYONE: u64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | USE_COMMANDS;

/// The type of all channels here.
pub(crate) const TEXT: u64 = 0;
/// The type of a public thread.
pub(crate) const THREAD: u64 = 11;

/// The bot's own user, which is its application too, as it is of every bot made since 2016.
pub(crate) const BOT: u64 = 1_290_000_000_000_000_001;

/// Another bot, which writes in the same channels.
pub(crate) const OTHER_BOT: u64 = 1_290_000_000_000_000_002;

/// What the bot may do where nothing is forbidden to it: all but an administrator's.
pub(crate) const BOT_PERMISSIONS: u64 = 2_222_085_186_636_864;

/// A server.
#[derive(Clone, Debug)]
pub(crate) struct Guild {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) members: Vec<Member>,
    /// People who were members.
    pub(crate) left: Vec<Member>,
    pub(crate) channels: Vec<Channel>,
    /// Whether the bot is in it.
    pub(crate) has_bot: bool,
}

/// A role.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    pub(crate) color: u32,
}

/// A member.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) roles: Vec<u64>,
}

/// A text channel.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) topic: String,
    /// Whether the bot may see it, and write in it.
    pub(crate) bot_sees: bool,
    pub(crate) bot_writes: bool,
    /// Whether it may read what was written before.
    pub(crate) bot_reads_history: bool,
    /// What people may not do in it.
    pub(crate) people_denied: u64,
    /// Whether it is asleep, of a thread. A channel is never.
    pub(crate) archived: Option<bool>,
    /// The newest message that was ever written here; it may be deleted.
    pub(crate) last_message: Option<u64>,
}

/// The `index`th server. Its ids follow from the index, so that they are the same in every run.
pub(crate) fn guild(index: u64) -> Guild {
    // Neighbours are of neighbouring shards.
    let base = 1_300_000_000_000_000_000 + (index << 22);
    let role =
        |n: u64, name: &str, permissions, color| Role { id: base + n, name: name.to_owned(), permissions, color };
    let roles = vec![
        Role { id: base, name: "@everyone".to_owned(), permissions: EVERYONE, color: 0 },
        role(11, "Team leads", MANAGE_GUILD, 0x00e6_7e22),
        role(12, "Support", 0, 0x003b_a55d),
        role(13, "Shift leads", 0, 0x0034_98db),
        role(14, "Sales", 0, 0x009b_59b6),
    ];
    let member = |id: u64, name: &str, roles: Vec<u64>| Member { id, name: name.to_owned(), roles };
    let people = 1_200_000_000_000_000_000;
    let members = vec![
        member(people + 1, "Ada", vec![base + 11, base + 12]),
        member(people + 2, "Bob", vec![base + 12]),
        member(people + 3, "Chloe", vec![base + 12]),
        member(people + 4, "Eve", vec![]),
        member(people + 5, "Dora", vec![base + 11]),
        member(people + 6, "Finn", vec![base + 13]),
        member(people + 7, "Gita", vec![base + 14]),
    ];
    let channel = |n: u64, name: &str, topic: &str| Channel {
        id: base + n,
        name: name.to_owned(),
        topic: topic.to_owned(),
        bot_sees: true,
        bot_writes: true,
        bot_reads_history: true,
        people_denied: 0,
        archived: None,
        last_message: None,
    };
    let channels = vec![
        channel(101, "support", "The help desk, day by day"),
        channel(102, "support-leads", "Digests, boards and alerts"),
        channel(103, "random", "Everything else"),
    ];
    let name = if index == 0 { "Fjell & Fern".to_owned() } else { format!("Server {index}") };
    Guild { id: base, name, roles, members, left: Vec::new(), channels, has_bot: true }
}

impl Guild {
    /// What a member may do in a channel.
    pub(crate) fn permissions_in(&self, member: &Member, channel: u64) -> u64 {
        let permissions = self.permissions(member);
        let denied = self.channel(channel).map_or(0, |channel| channel.people_denied);
        if permissions & ADMINISTRATOR == 0 { permissions & !denied } else { permissions }
    }

    /// What a member may do in the server: all bits where an administrator's are among them.
    pub(crate) fn permissions(&self, member: &Member) -> u64 {
        let of = |id: &u64| self.roles.iter().find(|role| role.id == *id).map_or(0, |role| role.permissions);
        let permissions = of(&self.id) | member.roles.iter().map(of).fold(0, |all, each| all | each);
        // The server is the first one's.
        let is_owner = self.members.first().is_some_and(|owner| owner.id == member.id);
        if permissions & ADMINISTRATOR == 0 && !is_owner { permissions } else { u64::MAX >> 14 }
    }

    pub(crate) fn member(&self, id: u64) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    pub(crate) fn channel(&self, id: u64) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// The server as `GET /guilds/{id}` and `GUILD_CREATE` have it, less what only the latter has.
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "icon": null, "splash": null, "discovery_splash": null,
            "owner_id": self.members[0].id.to_string(), "afk_channel_id": null, "afk_timeout": 300, "verification_level": 1,
            "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": [], "features": [], "mfa_level": 0,
            "application_id": null, "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
            "max_presences": null, "max_members": 500_000, "vanity_url_code": null, "description": null, "banner": null,
            "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US", "public_updates_channel_id": null,
            "nsfw_level": 0, "premium_progress_bar_enabled": false, "stickers": [],
            "roles": self.roles.iter().map(Role::json).collect::<Vec<_>>(),
        })
    }

    /// What `GUILD_CREATE` adds.
    pub(crate) fn created(&self) -> Value {
        let mut guild = self.json();
        guild["joined_at"] = json!("2026-01-05T08:00:00.000000+00:00");
        guild["large"] = json!(false);
        guild["unavailable"] = json!(false);
        guild["member_count"] = json!(self.members.len() + 1);
        for empty in
            ["voice_states", "threads", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"]
        {
            guild[empty] = json!([]);
        }
        guild["members"] = json!([Self::bot_member()]);
        guild["channels"] = self.channels.iter().map(|channel| channel.json(self.id)).collect();
        guild
    }

    /// A member, with what they may do where an interaction came from.
    pub(crate) fn member_json(&self, member: &Member) -> Value {
        json!({
            "user": user(member.id, &member.name), "nick": null, "avatar": null, "banner": null,
            "roles": member.roles.iter().map(u64::to_string).collect::<Vec<_>>(), "joined_at": "2026-01-05T08:00:00.000000+00:00",
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "permissions": self.permissions(member).to_string(),
        })
    }

    pub(crate) fn bot_member() -> Value {
        json!({
            "user": bot(), "nick": null, "avatar": null, "banner": null, "roles": [], "joined_at": "2026-01-05T08:00:00.000000+00:00",
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false, "communication_disabled_until": null,
        })
    }
}

impl Role {
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "color": self.color, "hoist": false, "icon": null, "unicode_emoji": null,
            "position": 0, "permissions": self.permissions.to_string(), "managed": false, "mentionable": false, "flags": 0,
            "colors": { "primary_color": self.color, "secondary_color": null, "tertiary_color": null },
        })
    }
}

impl Channel {
    /// What the bot may do here.
    pub(crate) fn bot_permissions(&self) -> u64 {
        let without = |allowed: bool, permission: u64| if allowed { u64::MAX } else { !permission };
        BOT_PERMISSIONS
            & without(self.bot_sees, VIEW_CHANNEL)
            & without(self.bot_writes, SEND_MESSAGES)
            & without(self.bot_reads_history, READ_HISTORY)
    }

    pub(crate) fn let_people_write(&mut self, write: bool) {
        self.people_denied = if write { 0 } else { SEND_MESSAGES };
    }

    /// What everybody may not do here, and what the bot may.
    fn overwrites(&self, guild: u64) -> Value {
        let (allowed, denied) = (self.bot_permissions(), BOT_PERMISSIONS & !self.bot_permissions());
        json!([
            { "id": guild.to_string(), "type": 0, "allow": "0", "deny": self.people_denied.to_string() },
            { "id": BOT.to_string(), "type": 1, "allow": allowed.to_string(), "deny": denied.to_string() },
        ])
    }

    pub(crate) fn json(&self, guild: u64) -> Value {
        let mut channel = json!({
            "id": self.id.to_string(), "guild_id": guild.to_string(), "name": self.name, "topic": self.topic, "type": TEXT,
            "position": self.id % 100, "permission_overwrites": self.overwrites(guild), "nsfw": false, "parent_id": null,
            "last_message_id": self.last_message.map(|id| id.to_string()),
            "rate_limit_per_user": 0, "flags": 0,
        });
        if let Some(archived) = self.archived {
            channel["type"] = json!(THREAD);
            channel["parent_id"] = json!((guild + 101).to_string());
            channel["thread_metadata"] = json!({
                "archived": archived, "auto_archive_duration": 1440, "archive_timestamp": "2026-01-05T08:00:00.000000+00:00",
                "locked": false,
            });
        }
        channel
    }
}

/// A person's user object.
pub(crate) fn user(id: u64, name: &str) -> Value {
    json!({
        "id": id.to_string(), "username": name.to_lowercase(), "global_name": name, "discriminator": "0", "avatar": null,
        "public_flags": 0, "flags": 0, "banner": null, "accent_color": null, "avatar_decoration_data": null,
    })
}

/// The bot's user object.
pub(crate) fn bot() -> Value {
    json!({
        "id": BOT.to_string(), "username": "Switchboard", "global_name": null, "discriminator": "0", "avatar": null, "bot": true,
        "public_flags": 0, "flags": 0, "banner": null, "accent_color": null, "avatar_decoration_data": null, "verified": true,
        "mfa_enabled": true, "email": null,
    })
}

/// The user object of another bot.
pub(crate) fn other_bot() -> Value {
    let mut user = user(OTHER_BOT, "Courier");
    (user["bot"], user["global_name"]) = (json!(true), Value::Null);
    user["username"] = json!("Courier");
    user
}
