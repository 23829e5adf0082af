//! What is asked of Discord, each once.

use std::time::Duration;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::{
    all::{ChannelId, GuildId, InteractionId, MessageId, UserId},
    http::Route,
};
use tokio::time::Instant;
use views::File;

use super::Failure;
use super::rest::{Call, Rest};

/// How long a look at a channel or a server waits where Discord wants fewer requests: somebody waits for its outcome.
const LOOK_TIME: Duration = Duration::from_secs(8);

/// An interaction's answer: to whom, and until when Discord takes it.
#[derive(Clone, Copy, Debug)]
pub struct InteractionResponse<'a> {
    /// The interaction's id.
    pub id: u64,
    /// Its token.
    pub token: &'a str,
    /// Until when it is of use.
    pub until: Instant,
}

/// The gateway: its address, how many sessions may be started, and when there are more of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Gateway {
    /// The address.
    pub url: String,
    /// How many sessions may be started now.
    pub starts_left: u64,
    /// How long until that is counted afresh.
    pub starts_again: Duration,
}

/// A message in a channel, as far as it is looked at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    /// Its id.
    pub id: u64,
    /// Whose it is.
    pub author: u64,
    /// The footer of its first embed.
    pub footer: Option<String>,
    /// The time of its first embed, in seconds.
    pub at: Option<i64>,
}

#[derive(Deserialize)]
struct WithId {
    id: Id,
}

/// Discord writes ids as texts, stand-ins of Discord also as numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(u64),
}

impl Id {
    fn number(&self) -> Option<u64> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(number) => Some(*number),
        }
        .filter(|id| *id > 0)
    }
}

fn id_of(value: &Value) -> Option<u64> {
    Id::deserialize(value).ok()?.number()
}

impl Found {
    /// Reads what there is; none without an id.
    fn of(message: &Value) -> Option<Self> {
        let embed = &message["embeds"][0];
        let at = embed["timestamp"].as_str().and_then(|at| at.parse::<jiff::Timestamp>().ok());
        Some(Self {
            id: id_of(&message["id"])?,
            author: id_of(&message["author"]["id"]).unwrap_or_default(),
            footer: embed["footer"]["text"].as_str().map(str::to_owned),
            at: at.map(jiff::Timestamp::as_second),
        })
    }
}

impl Rest {
    /// Posts a message. Its id, unless the answer can't be read.
    pub async fn post(&self, channel: u64, body: &impl Serialize, files: &[File]) -> Result<Option<u64>, Failure> {
        let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
        let answer = self.send(Call::new(Method::POST, route, ("post", channel)).body(body).files(files)).await?;
        Ok(answer.read::<WithId>().ok().and_then(|message| message.id.number()))
    }

    /// Changes a message.
    pub async fn edit(&self, channel: u64, id: u64, body: &impl Serialize, files: &[File]) -> Result<(), Failure> {
        let route = Route::ChannelMessage { channel_id: ChannelId::new(channel), message_id: MessageId::new(id) };
        self.send(Call::new(Method::PATCH, route, ("edit", channel)).body(body).files(files)).await.map(drop)
    }

    /// Takes a message away.
    pub async fn delete(&self, channel: u64, id: u64) -> Result<(), Failure> {
        let route = Route::ChannelMessage { channel_id: ChannelId::new(channel), message_id: MessageId::new(id) };
        self.send(Call::new(Method::DELETE, route, ("delete", channel))).await.map(drop)
    }

    /// Opens a thread that has fallen asleep.
    pub async fn unarchive(&self, thread: u64) -> Result<(), Failure> {
        let route = Route::Channel { channel_id: ChannelId::new(thread) };
        let call = Call::new(Method::PATCH, route, ("unarchive", thread)).body(&json!({ "archived": false }));
        self.send(call).await.map(drop)
    }

    /// The channel of direct messages with a member.
    pub async fn direct_channel(&self, user: u64) -> Result<u64, Failure> {
        let body = json!({ "recipient_id": user.to_string() });
        let answer = self.send(Call::new(Method::POST, Route::UserMeDmChannels, ("direct", 0)).body(&body)).await?;
        answer.read::<WithId>()?.id.number().ok_or(Failure::Unreadable)
    }

    /// The messages of a channel after this id, `most` at most, as far as they can be read.
    pub async fn messages_after(&self, channel: u64, after: u64, most: u8) -> Result<Vec<Found>, Failure> {
        let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
        let call = Call::new(Method::GET, route, ("read", channel)).query("after", after).query("limit", most.into());
        let messages: Vec<Value> = self.send(call).await?.read()?;
        Ok(messages.iter().filter_map(Found::of).collect())
    }

    /// A channel, as Discord has it.
    pub async fn channel(&self, channel: u64) -> Result<Value, Failure> {
        let route = Route::Channel { channel_id: ChannelId::new(channel) };
        self.send(Call::new(Method::GET, route, ("channel", channel)).until(Instant::now() + LOOK_TIME)).await?.read()
    }

    /// The id of the newest message of a channel, deleted or not.
    pub async fn newest_message(&self, channel: u64) -> Result<Option<u64>, Failure> {
        Ok(id_of(&self.channel(channel).await?["last_message_id"]))
    }

    /// A server, as Discord has it.
    pub async fn guild(&self, guild: u64) -> Result<Value, Failure> {
        let route = Route::Guild { guild_id: GuildId::new(guild) };
        self.send(Call::new(Method::GET, route, ("guild", guild)).until(Instant::now() + LOOK_TIME)).await?.read()
    }

    /// The application that the token is of: its id and its name.
    pub async fn application(&self) -> Result<(u64, String), Failure> {
        let application: Value =
            self.send(Call::new(Method::GET, Route::Oauth2ApplicationCurrent, ("application", 0))).await?.read()?;
        let id = id_of(&application["id"]).ok_or(Failure::Unreadable)?;
        Ok((id, application["name"].as_str().unwrap_or_default().to_owned()))
    }

    /// The gateway, as it is for this bot.
    pub async fn gateway(&self) -> Result<Gateway, Failure> {
        let gateway: Value = self.send(Call::new(Method::GET, Route::GatewayBot, ("gateway", 0))).await?.read()?;
        let starts = &gateway["session_start_limit"];
        Ok(Gateway {
            url: gateway["url"].as_str().ok_or(Failure::Unreadable)?.to_owned(),
            // Who says nothing of it sets no limit.
            starts_left: starts["remaining"].as_u64().unwrap_or(1),
            starts_again: Duration::from_millis(starts["reset_after"].as_u64().unwrap_or_default()),
        })
    }

    /// A member of a server, as Discord has them.
    pub async fn member(&self, guild: u64, user: u64) -> Result<Value, Failure> {
        let route = Route::GuildMember { guild_id: GuildId::new(guild), user_id: UserId::new(user) };
        self.send(Call::new(Method::GET, route, ("member", guild)).until(Instant::now() + LOOK_TIME)).await?.read()
    }

    /// Our own user.
    pub async fn me(&self) -> Result<u64, Failure> {
        let call = Call::new(Method::GET, Route::UserMe, ("me", 0)).until(Instant::now() + LOOK_TIME);
        let answer = self.send(call).await?;
        answer.read::<WithId>()?.id.number().ok_or(Failure::Unreadable)
    }

    /// Leaves a server.
    pub async fn leave(&self, guild: u64) -> Result<(), Failure> {
        let route = Route::UserMeGuild { guild_id: GuildId::new(guild) };
        self.send(Call::new(Method::DELETE, route, ("leave", guild))).await.map(drop)
    }

    /// The commands that a server has of ours.
    pub async fn commands(&self, guild: u64) -> Result<Vec<Value>, Failure> {
        self.send(Call::new(Method::GET, self.commands_of(guild)?, ("commands", guild))).await?.read()
    }

    /// Gives a server these commands, in place of those it has.
    pub async fn set_commands(&self, guild: u64, commands: &impl Serialize) -> Result<(), Failure> {
        let call = Call::new(Method::PUT, self.commands_of(guild)?, ("set commands", guild)).body(commands);
        self.send(call).await.map(drop)
    }

    fn commands_of(&self, guild: u64) -> Result<Route<'static>, Failure> {
        let application_id = self.http().application_id().ok_or(Failure::Lost("the application is not known yet"))?;
        Ok(Route::GuildCommands { application_id, guild_id: GuildId::new(guild) })
    }

    /// Gives an interaction its first response.
    pub async fn respond(
        &self,
        to: InteractionResponse<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<(), Failure> {
        let route = Route::InteractionResponse { interaction_id: InteractionId::new(to.id), token: to.token };
        let call = Call::new(Method::POST, route, ("respond", to.id)).body(body).files(files);
        self.send(call.until(to.until)).await.map(drop)
    }

    /// Changes an interaction's first response.
    pub async fn edit_response(
        &self,
        to: InteractionResponse<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<(), Failure> {
        let application_id = self.http().application_id().ok_or(Failure::Lost("the application is not known yet"))?;
        let route = Route::WebhookOriginalInteractionResponse { application_id, token: to.token };
        let call = Call::new(Method::PATCH, route, ("edit response", to.id)).body(body).files(files);
        self.send(call.until(to.until)).await.map(drop)
    }

    /// Posts another message that answers an interaction.
    pub async fn follow_up(
        &self,
        to: InteractionResponse<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<(), Failure> {
        let application_id = self.http().application_id().ok_or(Failure::Lost("the application is not known yet"))?;
        let route = Route::WebhookFollowupMessages { application_id, token: to.token };
        let call = Call::new(Method::POST, route, ("follow up", to.id)).body(body).files(files);
        self.send(call.until(to.until)).await.map(drop)
    }
}
