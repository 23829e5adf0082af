//! What can be seen of this half from outside: for the test handle.

use serde_json::{Value, json};

use super::{
    state::{Discord, Message},
    world::Guild,
};

impl Discord {
    /// All servers.
    pub(crate) fn guild_ids(&self) -> Vec<u64> {
        self.lock().guilds.iter().map(|guild| guild.id).collect()
    }

    /// Whether the bot is no longer in a server.
    pub(crate) fn has_left(&self, guild: u64) -> bool {
        self.lock().guild(guild).is_none_or(|guild| !guild.has_bot)
    }

    /// Whether every server that a bot is in has commands.
    pub(crate) fn has_commands(&self) -> bool {
        let state = self.lock();
        let has = |guild: u64| state.commands.get(&Some(guild)).is_some_and(|commands| !commands.is_empty());
        state.guilds.iter().filter(|guild| guild.has_bot).all(|guild| has(guild.id))
    }

    /// The commands that members of a server see.
    pub(crate) fn commands_of(&self, guild: u64) -> Vec<Value> {
        let state = self.lock();
        [Some(guild), None].iter().filter_map(|scope| state.commands.get(scope)).flatten().cloned().collect()
    }

    /// How often a bot has identified, of which Discord allows 1,000 a day.
    #[must_use]
    pub fn identifies(&self) -> usize {
        self.lock().identifies
    }

    /// How often commands were registered.
    #[must_use]
    pub fn registrations(&self) -> usize {
        self.lock().registrations
    }

    /// How often a bot has identified or resumed.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.lock().connections
    }

    /// What a member may do from now on: the bits of the roles they have instead of theirs.
    pub fn give_roles(&self, member: &str, roles: &[&str]) {
        let mut state = self.lock();
        for guild in &mut state.guilds {
            let ids: Vec<u64> =
                guild.roles.iter().filter(|role| roles.contains(&role.name.as_str())).map(|role| role.id).collect();
            for member in guild.members.iter_mut().filter(|known| known.name == member) {
                member.roles.clone_from(&ids);
            }
        }
    }

    /// Sends all events of a name in a form that bots of today can't read, or as they are again.
    pub fn send_odd(&self, event: &str, odd: bool) {
        let mut state = self.lock();
        if odd {
            state.odd_events.insert(event.to_owned());
        } else {
            state.odd_events.remove(event);
        }
    }

    /// Takes the bot out of a server.
    pub fn kick_bot(&self, guild: u64) {
        self.move_bot(guild, false);
    }

    /// Has somebody invite the bot to a server.
    pub fn invite_bot(&self, guild: u64) {
        self.move_bot(guild, true);
    }

    fn move_bot(&self, guild: u64, is_in: bool) {
        let mut state = self.lock();
        let Some(found) = state.guilds.iter_mut().find(|known| known.id == guild) else { return };
        found.has_bot = is_in;
        let (event, data) = if is_in {
            ("GUILD_CREATE", found.created())
        } else {
            ("GUILD_DELETE", json!({ "id": guild.to_string() }))
        };
        state.dispatch(event, &data, Some(guild));
        drop(state);
        self.changed();
    }

    /// Deletes a channel.
    pub fn delete_channel(&self, channel: &str) {
        let mut state = self.lock();
        let mut deleted = Vec::new();
        for guild in &mut state.guilds {
            deleted.extend(
                guild.channels.iter().filter(|known| known.name == channel).map(|gone| (guild.id, gone.json(guild.id))),
            );
            guild.channels.retain(|known| known.name != channel);
        }
        for (guild, channel) in deleted {
            state.dispatch("CHANNEL_DELETE", &channel, Some(guild));
        }
    }

    pub(crate) fn member_id(&self, guild: u64, name: &str) -> Option<u64> {
        let state = self.lock();
        state.guild(guild)?.members.iter().find(|member| member.name == name).map(|member| member.id)
    }

    pub(crate) fn channel_id(&self, guild: u64, name: &str) -> Option<u64> {
        let state = self.lock();
        state.guild(guild)?.channels.iter().find(|channel| channel.name == name).map(|channel| channel.id)
    }

    /// A message as Discord has it; `Null` where it is gone.
    pub(crate) fn message(&self, id: u64) -> Value {
        self.lock().messages.get(&id).map_or(Value::Null, |message| message.value.clone())
    }

    /// Makes a message's components those of another version of the bot, as after an update: every id gets this prefix.
    pub fn outdate(&self, message: u64, prefix: &str) {
        let mut state = self.lock();
        let Some(message) = state.messages.get_mut(&message) else { return };
        let rows = message.value["components"].as_array_mut().into_iter().flatten();
        for part in rows.filter_map(|row| row["components"].as_array_mut()).flatten() {
            if let Some(id) = part["custom_id"].as_str() {
                part["custom_id"] = Value::String(format!("{prefix}{id}"));
            }
        }
    }

    /// Gives the first component of a message another id, as if the bot had sent it so.
    pub fn forge(&self, message: u64, custom_id: &str) {
        let mut state = self.lock();
        let first = state.messages.get_mut(&message).and_then(|message| message.value["components"].get_mut(0));
        if let Some(part) = first.and_then(|row| row["components"].get_mut(0)) {
            part["custom_id"] = Value::String(custom_id.to_owned());
        }
    }

    pub(crate) fn pings(&self, id: u64) -> usize {
        self.lock().messages.get(&id).map_or(0, |message| message.pings)
    }

    pub(crate) fn messages_in(&self, guild: u64, channel: &str) -> Vec<Value> {
        let state = self.lock();
        let of = |guild: &Guild| guild.channels.iter().find(|known| known.name == channel).map(|channel| channel.id);
        let id = state.guild(guild).and_then(of);
        let its = |message: &&Message| Some(message.channel) == id && message.visible_to.is_none();
        state.messages.values().filter(its).map(|message| message.value.clone()).collect()
    }

    pub(crate) fn unknown_routes(&self) -> Vec<String> {
        self.lock().unknown_routes.clone()
    }
}
