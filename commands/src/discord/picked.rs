//! Commands that were picked in the menu of a message or a member, as Discord sends them.
//!
//! The message or the member is read from JSON: an interaction with a message whose components serenity doesn't know reaches us as JSON alone
//! (`unread.rs`), and all others are turned into it.

mod quoted;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::all::{
    ChannelId, CommandInteraction, CommandType, GuildId, InteractionId, Member, PartialChannel, UserId,
};

pub(crate) use self::quoted::Quoted;
use crate::{error::UserError, people::access::Origin};

/// Discord's type of interactions that are commands.
const COMMAND: u64 = 2;

/// Where a menu opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum On {
    /// On a message.
    Message,
    /// On a member.
    Member,
}

impl On {
    /// Discord's type of the commands in it.
    pub(crate) fn kind(self) -> CommandType {
        match self {
            Self::Message => CommandType::Message,
            Self::Member => CommandType::User,
        }
    }

    /// The menu of this type of command. `None` where it is typed.
    pub(crate) fn of(kind: CommandType) -> Option<Self> {
        match kind {
            CommandType::Message => Some(Self::Message),
            CommandType::User => Some(Self::Member),
            _ => None,
        }
    }
}

/// A command that was picked in a menu.
pub(crate) struct Picked {
    pub(crate) id: InteractionId,
    pub(crate) token: String,
    pub(crate) user: UserId,
    pub(crate) guild: Option<GuildId>,
    /// The name of the command.
    pub(crate) name: String,
    pub(crate) on: On,
    channel: ChannelId,
    room: Option<PartialChannel>,
    member: Option<Member>,
    /// The id of the message or the person.
    target: u64,
    /// The message or the person, as `data.resolved` has them.
    resolved: Value,
}

/// A person or a bot that a command was picked on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Person {
    pub(crate) id: u64,
    pub(crate) is_bot: bool,
    pub(crate) is_member: bool,
}

/// An id in Discord's JSON.
pub(crate) fn id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok().filter(|id| *id > 0)
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

impl Picked {
    /// From an interaction that serenity can read. `None` where the command was typed.
    pub(crate) fn of(it: &CommandInteraction) -> Option<Self> {
        Some(Self {
            id: it.id,
            token: it.token.clone(),
            user: it.user.id,
            guild: it.guild_id,
            name: it.data.name.clone(),
            on: On::of(it.data.kind)?,
            channel: it.channel_id,
            room: it.channel.clone(),
            member: it.member.as_deref().cloned(),
            target: it.data.target_id?.get(),
            resolved: serde_json::to_value(&it.data.resolved).unwrap_or_default(),
        })
    }

    /// From an interaction that serenity can't read. `None` where it is another one, or doesn't say who may do what.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let data = &value["data"];
        let kind = u8::try_from(data["type"].as_u64()?).ok().filter(|_| value["type"] == COMMAND)?;
        let guild = id(&value["guild_id"]).map(GuildId::new);
        let member: Option<Member> = read(&value["member"]);
        let user = match (guild, &member) {
            (Some(_), member) => member.as_ref()?.user.id,
            (None, _) => UserId::new(id(&value["user"]["id"])?),
        };
        Some(Self {
            id: InteractionId::new(id(&value["id"])?),
            token: value["token"].as_str()?.to_owned(),
            user,
            guild,
            name: data["name"].as_str()?.to_owned(),
            on: On::of(CommandType::from(kind))?,
            channel: ChannelId::new(id(&value["channel_id"])?),
            room: read(&value["channel"]),
            member,
            target: id(&data["target_id"])?,
            resolved: data["resolved"].clone(),
        })
    }

    /// The message that it was picked on.
    pub(crate) fn message(&self) -> Result<Quoted, UserError> {
        let message = &self.resolved["messages"][self.target.to_string()];
        let place = self.guild.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
        let link = format!("https://discord.com/channels/{place}/{}/{}", self.channel, self.target);
        if message.is_object() { Ok(Quoted::read(self.target, link, message)) } else { Err(unreadable()) }
    }

    /// The person or the bot that it was picked on.
    pub(crate) fn person(&self) -> Result<Person, UserError> {
        let key = self.target.to_string();
        let user = &self.resolved["users"][&key];
        if !user.is_object() {
            return Err(unreadable());
        }
        let is_member = self.resolved["members"][&key].is_object();
        Ok(Person { id: self.target, is_bot: user["bot"] == true, is_member })
    }

    /// The name of the channel or the thread.
    pub(crate) fn room_name(&self) -> Option<&str> {
        self.room.as_ref()?.name.as_deref()
    }
}

fn unreadable() -> UserError {
    UserError::new("Discord sent this in a form I can't read, so nothing was done. Updating Switchboard may help.")
}

impl<'a> From<&'a Picked> for Origin<'a> {
    fn from(picked: &'a Picked) -> Self {
        Self {
            interaction: picked.id,
            guild: picked.guild,
            channel: picked.channel,
            room: picked.room.as_ref(),
            member: picked.member.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn interaction() -> Value {
        json!({
            "id": "10", "type": 2, "token": "t", "guild_id": "7", "channel_id": "9",
            "channel": { "id": "9", "name": "support", "type": 0, "permissions": "0" },
            "member": {
                "user": { "id": "1", "username": "ada", "global_name": "Ada", "discriminator": "0", "avatar": null },
                "nick": null, "avatar": null, "roles": [], "joined_at": null, "premium_since": null, "deaf": false,
                "mute": false, "flags": 0, "permissions": "2048"
            },
            "data": {
                "id": "11", "name": "Save as note", "type": 3, "target_id": "42",
                "resolved": { "messages": { "42": { "content": "hello", "components": [{ "type": 99 }] } } }
            }
        })
    }

    #[test]
    fn a_message_is_read_whatever_its_components() {
        let picked = Picked::read(&interaction()).unwrap();
        assert_eq!((picked.user, picked.guild, picked.on), (UserId::new(1), Some(GuildId::new(7)), On::Message));
        assert_eq!((picked.name.as_str(), picked.room_name()), ("Save as note", Some("support")));
        let message = picked.message().unwrap();
        assert_eq!((message.text().as_str(), message.link.as_str()), ("hello", "https://discord.com/channels/7/9/42"));
        assert!(picked.person().is_err());
    }

    #[test]
    fn what_does_not_say_who_picked_what_is_not_read() {
        for (path, value) in [
            ("/type", json!(3)),
            ("/data/type", json!(1)),
            ("/data/type", json!(4)),
            ("/data/target_id", json!(null)),
            ("/member", json!({ "user": 1 })),
            ("/token", json!(null)),
            ("/channel_id", json!("0")),
        ] {
            let mut changed = interaction();
            *changed.pointer_mut(path).unwrap() = value;
            assert!(Picked::read(&changed).is_none(), "{path}");
        }
        assert!(Picked::read(&Value::Null).is_none());
    }

    #[test]
    fn a_person_is_a_member_a_bot_or_neither() {
        let mut value = interaction();
        value["data"]["type"] = json!(2);
        for (resolved, expected) in [
            (json!({ "users": { "42": { "bot": true } } }), Some((true, false))),
            (json!({ "users": { "42": {} }, "members": { "42": {} } }), Some((false, true))),
            (json!({ "users": { "41": {} } }), None),
        ] {
            value["data"]["resolved"] = resolved;
            let person = Picked::read(&value).unwrap().person().ok();
            assert_eq!(person.map(|person| (person.is_bot, person.is_member)), expected);
        }
    }
}
