//! Channels as tests hold them: what stands in them, and what a moderator does to them.

use std::time::Duration;

use serde_json::Value;

use super::{Answer, Sandbox};
use crate::discord::Discord;

/// How long a message may take.
const MESSAGE_TIMEOUT: Duration = Duration::from_mins(1);

impl Sandbox {
    /// Waits until the newest message of a channel that `fits` is there, a minute at most.
    ///
    /// # Panics
    ///
    /// It did not come.
    pub async fn until_message(&self, channel: &str, fits: impl Fn(&Answer) -> bool) -> Answer {
        let guild = self.guild_id();
        let found = self.discord.until(|discord| {
            let ids = discord.message_ids(guild, channel);
            ids.into_iter().rev().map(|id| Answer::of_message(discord, id)).find(|message| fits(message))
        });
        tokio::time::timeout(MESSAGE_TIMEOUT, found).await.expect("no such message came")
    }

    /// Waits until the bot has said something more after its answer.
    pub async fn follow_up(&self, answer: &Answer) -> Answer {
        let id = answer.interaction_id();
        let last = |discord: &Discord| discord.interaction(id).and_then(|of| of.followups.last().copied());
        self.discord.until(|discord| last(discord).map(|message| Answer::of_message(discord, message))).await
    }

    /// The messages of a channel that everybody sees, oldest first.
    #[must_use]
    pub fn answers_in(&self, channel: &str) -> Vec<Answer> {
        let ids = self.discord.message_ids(self.guild_id(), channel);
        ids.into_iter().map(|id| Answer::of_message(&self.discord, id)).collect()
    }

    /// The id of a channel; 0 if there is none of that name.
    #[must_use]
    pub fn channel_id(&self, channel: &str) -> u64 {
        self.discord.channel_id(self.guild_id(), channel).unwrap_or_default()
    }

    /// The id of a channel of another server; 0 if there is none of that name.
    #[must_use]
    pub fn channel_of(&self, guild: u64, channel: &str) -> u64 {
        self.discord.channel_id(guild, channel).unwrap_or_default()
    }

    /// What the bot has sent to a member directly, oldest first.
    #[must_use]
    pub fn direct_messages_to(&self, member: &str) -> Vec<Value> {
        self.discord.direct_messages(self.guild_id(), member)
    }

    /// Whether a member takes direct messages.
    pub fn take_direct_messages(&self, member: &str, takes: bool) {
        self.discord.close_direct(self.guild_id(), member, !takes);
    }

    /// Says whether the bot may see a channel, and write in it.
    pub fn let_bot(&self, channel: &str, sees: bool, writes: bool) {
        self.discord
            .change_channel(self.guild_id(), channel, |found| (found.bot_sees, found.bot_writes) = (sees, writes));
    }

    /// Says whether people may write in a channel.
    pub fn let_people_write(&self, channel: &str, write: bool) {
        self.discord.change_channel(self.guild_id(), channel, |found| found.let_people_write(write));
    }

    /// Changes a role such that only the event shows it.
    pub fn change_role(&self, role: &str) {
        self.discord.change_role(self.guild_id(), role);
    }

    /// Makes a channel a thread that has fallen asleep.
    pub fn put_to_sleep(&self, channel: &str) {
        self.discord.change_channel(self.guild_id(), channel, |found| found.archived = Some(true));
    }

    /// Makes a channel a thread of the channel `support`.
    pub fn make_thread(&self, channel: &str) {
        self.discord.change_channel(self.guild_id(), channel, |found| found.archived = Some(false));
    }

    /// Says whether the bot may read what was written in a channel before.
    pub fn let_bot_read_history(&self, channel: &str, reads: bool) {
        self.discord.change_channel(self.guild_id(), channel, |found| found.bot_reads_history = reads);
    }

    /// Deletes a message, as a moderator does.
    pub fn delete_message(&self, message: &Answer) {
        self.discord.moderate(message.id().unwrap_or_default());
    }
}
