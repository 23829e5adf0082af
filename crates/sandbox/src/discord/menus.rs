//! Commands in the menus of messages and people, as Discord's clients send them.

use serde_json::{Value, json};

use super::{
    interaction::{Cause, Kind},
    people::{Asked, id},
    resolved::{Typist, person},
    state::Discord,
};
use crate::page::wire::{PageError, PageMenu};

/// The types of commands in menus. Discord's numbers.
const OF_USER: u64 = 2;
const OF_MESSAGE: u64 = 3;

impl Discord {
    /// Picks a command in the menu of a message or a person.
    pub(crate) fn pick(&self, menu: &PageMenu) -> Result<u64, PageError> {
        let PageMenu { member_id, channel_id, command_id, name, kind, target_id } = menu;
        let (user, channel, target) = (id(member_id)?, id(channel_id)?, id(target_id)?);
        let (guild, registered) = self.registered(&Asked { user, channel, kind: *kind, name, id: command_id })?;
        let resolved = match *kind {
            OF_USER => self.told_of_user(user, channel, target)?,
            OF_MESSAGE => self.told_of_message(user, channel, target)?,
            _ => return Err(PageError::new(400, format!("{name} is in no menu"))),
        };
        let data = json!({
            "id": registered["id"], "name": name, "type": kind, "target_id": target.to_string(), "resolved": resolved,
            "guild_id": guild.to_string(),
        });
        self.interact(Cause { kind: Kind::Command, user, channel, data, source: None, name: name.clone() })
    }

    fn told_of_user(&self, user: u64, channel: u64, target: u64) -> Result<Value, PageError> {
        let state = self.lock();
        let guild = state.guild_of(channel).ok_or_else(|| PageError::new(404, "there is no such channel"))?;
        let typist = Typist { state: &state, guild, user, channel, now_ms: self.now_ms() };
        person(&typist, target).ok_or_else(|| PageError::new(404, "there is no such user"))
    }

    fn told_of_message(&self, user: u64, channel: u64, target: u64) -> Result<Value, PageError> {
        let state = self.lock();
        let found = state.messages.get(&target).filter(|message| message.channel == channel);
        let found = found.filter(|message| message.visible_to.is_none_or(|only| only == user));
        let found = found.ok_or_else(|| PageError::new(404, "there is no such message for this member"))?;
        let message = state.fresh(self.now_ms(), found.value.clone());
        Ok(json!({ "messages": { target.to_string(): message } }))
    }
}
