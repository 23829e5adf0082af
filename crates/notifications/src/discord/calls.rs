//! The requests to Discord, one function each.

use std::time::Duration;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::{
    all::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId},
    http::Route,
};
use tokio::time::Instant;
use views::File;

use super::Failure;
use super::rest::{Call, Rest};

/// How long reading a channel or a server waits for a rate limit, while a member waits for the outcome.
const READ_TIMEOUT: Duration = Duration::from_secs(8);

/// Where an interaction's answer goes, and until when it is useful.
#[derive(Clone, Copy, Debug)]
pub struct InteractionResponse<'a> {
    /// The interaction's id.
    pub id: u64,
    /// Its token.
    pub token: &'a str,
    /// Until when a rate limit is waited for.
    pub until: Instant,
}

/// The gateway's URL and how many sessions may be started.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Gateway {
    /// The URL.
    pub url: String,
    /// The number of sessions that may still be started.
    pub starts_left: u64,
    /// How long until that number is reset.
    pub starts_again: Duration,
}

/// The fields of a message in a channel that we look at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    /// Its id.
    pub id: u64,
    /// Its author's id.
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

/// Discord writes ids as strings; some stand-ins for Discord write numbers.
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

/// An id in what Discord sends.
#[must_use]
pub fn id_of(value: &Value) -> Option<u64> {
    Id::deserialize(value).ok()?.number()
}

impl Found {
    /// Reads a message; `None` if it has no id.
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
    /// Posts a message. Returns its id, or `None` if the answer can't be read.
    pub async fn post(&self, channel: u64, body: &impl Serialize, files: &[File]) -> Result<Option<u64>, Failure> {
        let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
        let answer = self.send(Call::new(Method::POST, route, ("post", channel)).body(body).files(files)).await?;
        Ok(answer.read::<WithId>().ok().and_then(|message| message.id.number()))
    }

    /// Edits a message.
    pub async fn edit(&self, channel: u64, id: u64, body: &impl Serialize, files: &[File]) -> Result<(), Failure> {
        let route = Route::ChannelMessage { channel_id: ChannelId::new(channel), message_id: MessageId::new(id) };
        self.send(Call::new(Method::PATCH, route, ("edit", channel)).body(body).files(files)).await.map(drop)
    }

    /// Deletes a message.
    pub async fn delete(&self, channel: u64, id: u64) -> Result<(), Failure> {
        let route = Route::ChannelMessage { channel_id: ChannelId::new(channel), message_id: MessageId::new(id) };
        self.send(Call::new(Method::DELETE, route, ("delete", channel))).await.map(drop)
    }

    /// Unarchives a thread.
    pub async fn unarchive(&self, thread: u64) -> Result<(), Failure> {
        let route = Route::Channel { channel_id: ChannelId::new(thread) };
        let call = Call::new(Method::PATCH, route, ("unarchive", thread)).body(&json!({ "archived": false }));
        self.send(call).await.map(drop)
    }

    /// Opens the channel for direct messages to a member.
    pub async fn direct_channel(&self, user: u64) -> Result<u64, Failure> {
        let body = json!({ "recipient_id": user.to_string() });
        let answer = self.send(Call::new(Method::POST, Route::UserMeDmChannels, ("direct", 0)).body(&body)).await?;
        answer.read::<WithId>()?.id.number().ok_or(Failure::Unreadable)
    }

    /// Up to `most` messages of a channel after this id. Messages without an id are left out.
    pub async fn messages_after(&self, channel: u64, after: u64, most: u8) -> Result<Vec<Found>, Failure> {
        let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
        let call = Call::new(Method::GET, route, ("read", channel)).query("after", after).query("limit", most.into());
        let messages: Vec<Value> = self.send(call).await?.read()?;
        Ok(messages.iter().filter_map(Found::of).collect())
    }

    /// A channel, as Discord has it.
    pub async fn channel(&self, channel: u64) -> Result<Value, Failure> {
        let route = Route::Channel { channel_id: ChannelId::new(channel) };
        self.send(Call::new(Method::GET, route, ("channel", channel)).until(Instant::now() + READ_TIMEOUT))
            .await?
            .read()
    }

    /// The id of the newest message that was ever posted to a channel, deleted or not.
    pub async fn newest_message(&self, channel: u64) -> Result<Option<u64>, Failure> {
        Ok(id_of(&self.channel(channel).await?["last_message_id"]))
    }

    /// A server, as Discord has it.
    pub async fn guild(&self, guild: u64) -> Result<Value, Failure> {
        let route = Route::Guild { guild_id: GuildId::new(guild) };
        self.send(Call::new(Method::GET, route, ("guild", guild)).until(Instant::now() + READ_TIMEOUT)).await?.read()
    }

    /// The id and name of the token's application.
    pub async fn application(&self) -> Result<(u64, String), Failure> {
        let application: Value =
            self.send(Call::new(Method::GET, Route::Oauth2ApplicationCurrent, ("application", 0))).await?.read()?;
        let id = id_of(&application["id"]).ok_or(Failure::Unreadable)?;
        Ok((id, application["name"].as_str().unwrap_or_default().to_owned()))
    }

    /// The gateway for this bot.
    pub async fn gateway(&self) -> Result<Gateway, Failure> {
        let gateway: Value = self.send(Call::new(Method::GET, Route::GatewayBot, ("gateway", 0))).await?.read()?;
        let starts = &gateway["session_start_limit"];
        Ok(Gateway {
            url: gateway["url"].as_str().ok_or(Failure::Unreadable)?.to_owned(),
            // Without the field there is no limit.
            starts_left: starts["remaining"].as_u64().unwrap_or(1),
            starts_again: Duration::from_millis(starts["reset_after"].as_u64().unwrap_or_default()),
        })
    }

    /// A member of a server, as Discord has them.
    pub async fn member(&self, guild: u64, user: u64) -> Result<Value, Failure> {
        let route = Route::GuildMember { guild_id: GuildId::new(guild), user_id: UserId::new(user) };
        self.send(Call::new(Method::GET, route, ("member", guild)).until(Instant::now() + READ_TIMEOUT)).await?.read()
    }

    /// Our own user.
    pub async fn me(&self) -> Result<u64, Failure> {
        let call = Call::new(Method::GET, Route::UserMe, ("me", 0)).until(Instant::now() + READ_TIMEOUT);
        let answer = self.send(call).await?;
        answer.read::<WithId>()?.id.number().ok_or(Failure::Unreadable)
    }

    /// Leaves a server.
    pub async fn leave(&self, guild: u64) -> Result<(), Failure> {
        let route = Route::UserMeGuild { guild_id: GuildId::new(guild) };
        self.send(Call::new(Method::DELETE, route, ("leave", guild))).await.map(drop)
    }

    /// Our commands in a server.
    pub async fn commands(&self, guild: u64) -> Result<Vec<Value>, Failure> {
        self.send(Call::new(Method::GET, self.commands_of(guild)?, ("commands", guild))).await?.read()
    }

    /// Replaces our commands in a server.
    pub async fn set_commands(&self, guild: u64, commands: &impl Serialize) -> Result<(), Failure> {
        let call = Call::new(Method::PUT, self.commands_of(guild)?, ("set commands", guild)).body(commands);
        self.send(call).await.map(drop)
    }

    fn commands_of(&self, guild: u64) -> Result<Route<'static>, Failure> {
        Ok(Route::GuildCommands { application_id: self.application_id()?, guild_id: GuildId::new(guild) })
    }

    /// Gives an interaction its first response.
    pub async fn respond(
        &self,
        to: InteractionResponse<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<(), Failure> {
        let route = Route::InteractionResponse { interaction_id: InteractionId::new(to.id), token: to.token };
        self.answer(Call::new(Method::POST, route, ("respond", to.id)), to, body, files).await
    }

    /// Edits an interaction's first response.
    pub async fn edit_response(
        &self,
        to: InteractionResponse<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<(), Failure> {
        let route =
            Route::WebhookOriginalInteractionResponse { application_id: self.application_id()?, token: to.token };
        self.answer(Call::new(Method::PATCH, route, ("edit response", to.id)), to, body, files).await
    }

    /// Deletes an interaction's first response.
    pub async fn delete_response(&self, to: InteractionResponse<'_>) -> Result<(), Failure> {
        let route =
            Route::WebhookOriginalInteractionResponse { application_id: self.application_id()?, token: to.token };
        let call = Call::new(Method::DELETE, route, ("delete response", to.id));
        self.send(call.answer().until(to.until)).await.map(drop)
    }

    /// Posts another message in answer to an interaction.
    pub async fn follow_up(
        &self,
        to: InteractionResponse<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<(), Failure> {
        let route = Route::WebhookFollowupMessages { application_id: self.application_id()?, token: to.token };
        self.answer(Call::new(Method::POST, route, ("follow up", to.id)), to, body, files).await
    }

    async fn answer<'a>(
        &self,
        call: Call<'a>,
        to: InteractionResponse<'_>,
        body: &impl Serialize,
        files: &'a [File],
    ) -> Result<(), Failure> {
        self.send(call.answer().body(body).files(files).until(to.until)).await.map(drop)
    }

    fn application_id(&self) -> Result<ApplicationId, Failure> {
        self.http().application_id().ok_or(Failure::Lost("the application is not known yet"))
    }
}
