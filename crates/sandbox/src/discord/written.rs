//! Messages that somebody else than the bot writes: people, and another bot.

use serde_json::{Value, json};

use super::{
    files::Upload,
    state::{Discord, Message, iso},
    world,
};
use crate::page::wire::PageError;

/// Who writes a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Author {
    /// A member, by id.
    Person(u64),
    /// Another bot, which uses parts of Discord that not every library knows.
    OtherBot,
}

/// What is written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) content: String,
    pub(crate) files: Vec<Upload>,
    /// Other fields of the message, as Discord's JSON has them: embeds, components, flags.
    pub(crate) extra: Value,
}

impl Discord {
    /// Puts a message into a channel. Nothing is sent to the bot: it has no intent for messages.
    pub(crate) fn write(&self, author: Author, channel: u64, written: Written) -> Result<u64, PageError> {
        let now = self.now_ms();
        let mut state = self.lock();
        let guild = state.guild_of(channel).ok_or_else(|| PageError::new(404, "there is no such channel"))?;
        let author = match author {
            Author::Person(user) => {
                let member = guild.member(user).ok_or_else(|| PageError::new(404, "there is no such member"))?;
                world::user(member.id, &member.name)
            }
            Author::OtherBot => world::other_bot(),
        };
        let ids: Vec<u64> = written.files.into_iter().map(|file| state.keep_file(now, channel, file)).collect();
        let attachments: Vec<Value> = ids.into_iter().filter_map(|id| state.attachment_json(now, id)).collect();
        let id = state.id(now);
        let mut value = json!({
            "id": id.to_string(), "channel_id": channel.to_string(), "type": 0, "author": author,
            "content": written.content, "timestamp": iso(now), "edited_timestamp": null, "embeds": [], "components": [],
            "attachments": attachments, "flags": 0, "mentions": [], "mention_roles": [], "mention_everyone": false,
            "pinned": false, "tts": false,
        });
        for (field, content) in written.extra.as_object().into_iter().flatten() {
            value[field] = content.clone();
        }
        let message = Message { value, channel, visible_to: None, created_ms: now, late_edits: Vec::new(), pings: 0 };
        state.messages.insert(id, message);
        let page = state.page_message(id);
        drop(state);
        self.tell("message_create", page);
        Ok(id)
    }
}
