//! Channels as the test handle sees and changes them.

use serde_json::{Value, json};

use super::{
    state::Discord,
    world::{Channel, Role},
};

impl Discord {
    /// The messages of a channel that everybody sees, oldest first.
    pub(crate) fn message_ids(&self, guild: u64, channel: &str) -> Vec<u64> {
        let Some(channel) = self.channel_id(guild, channel) else { return Vec::new() };
        let state = self.lock();
        let its = state.messages.iter().filter(|(_, found)| found.channel == channel && found.visible_to.is_none());
        its.map(|(id, _)| *id).collect()
    }

    /// What the bot has sent to a member directly, oldest first.
    pub(crate) fn direct_messages(&self, guild: u64, member: &str) -> Vec<Value> {
        let state = self.lock();
        let mut people = state.guild(guild).into_iter().flat_map(|guild| guild.members.iter().chain(&guild.left));
        let user = people.find(|person| person.name == member).map(|person| person.id);
        let Some(channel) = user.and_then(|user| state.direct.get(&user)) else { return Vec::new() };
        state.messages.values().filter(|found| found.channel == *channel).map(|found| found.value.clone()).collect()
    }

    /// Whether a member takes no direct messages.
    pub(crate) fn close_direct(&self, guild: u64, member: &str, closed: bool) {
        let Some(user) = self.member_id(guild, member) else { return };
        let mut state = self.lock();
        if closed {
            state.closed.insert(user);
        } else {
            state.closed.remove(&user);
        }
    }

    /// Changes what a channel of this name lets the bot do, of which Discord tells it.
    pub(crate) fn change_channel(&self, guild: u64, channel: &str, change: impl Fn(&mut Channel)) {
        let mut state = self.lock();
        let channels = state.guilds.iter_mut().filter(|each| each.id == guild).flat_map(|each| &mut each.channels);
        let mut changed = Vec::new();
        for found in channels.filter(|found| found.name == channel) {
            change(found);
            changed.push(found.json(guild));
        }
        for channel in changed {
            state.dispatch("CHANNEL_UPDATE", &channel, Some(guild));
        }
    }

    /// Tells that a role was changed.
    pub(crate) fn change_role(&self, guild: u64, role: &str) {
        let mut state = self.lock();
        let found = state.guild(guild).and_then(|guild| guild.roles.iter().find(|known| known.name == role));
        let Some(role) = found.map(Role::json) else { return };
        state.dispatch("GUILD_ROLE_UPDATE", &json!({ "guild_id": guild.to_string(), "role": role }), Some(guild));
    }

    /// Deletes any message, whoever wrote it.
    pub(crate) fn moderate(&self, message: u64) {
        let gone = self.lock().messages.remove(&message);
        if let Some(gone) = gone {
            let data = json!({ "id": message.to_string(), "channel_id": gone.channel.to_string() });
            self.tell("message_delete", data);
        }
    }
}
