//! What the page asks of this half, in the page's words.

use serde_json::{Value, json};

use super::{interaction::Kind, people::Typed, state::Discord, world};
use crate::page::wire::{PageClick, PageCommand, PageError, PageMenu, PageSubmit};

impl Discord {
    /// Everything that a page shows of the first server.
    pub(crate) fn page_state(&self) -> Value {
        let bot = self.is_connected().then(world::bot);
        let state = self.lock();
        let Some(guild) = state.guilds.first() else { return Value::Null };
        let mut members: Vec<Value> = guild.members.iter().map(|member| guild.member_json(member)).collect();
        members.push(world::Guild::bot_member());
        let messages: serde_json::Map<String, Value> = guild
            .channels
            .iter()
            .map(|channel| {
                let its = state.messages.iter().filter(|(_, message)| message.channel == channel.id);
                (channel.id.to_string(), its.map(|(id, _)| state.page_message(*id)).collect())
            })
            .collect();
        let commands: Vec<&Value> =
            [None, Some(guild.id)].iter().filter_map(|scope| state.commands.get(scope)).flatten().collect();
        json!({
            "me": guild.members[0].id.to_string(), "bot": bot, "application_id": world::BOT.to_string(),
            "guild": {
                "id": guild.id.to_string(), "name": guild.name,
                "roles": guild.roles.iter().map(world::Role::json).collect::<Vec<_>>(),
            },
            "members": members,
            "channels": guild.channels.iter().map(|channel| channel.json(guild.id)).collect::<Vec<_>>(),
            "commands": commands, "messages": messages,
        })
    }

    /// A command was typed on the page.
    pub(crate) fn invoke(&self, command: PageCommand) -> Result<String, PageError> {
        self.type_command(&Typed { command, kind: Kind::Command }).map(|id| id.to_string())
    }

    /// An option is being typed on the page.
    pub(crate) async fn autocomplete(&self, command: PageCommand) -> Result<Vec<Value>, PageError> {
        let id = self.type_command(&Typed { command, kind: Kind::Autocomplete })?;
        let interaction = self.until(|discord| discord.interaction(id).filter(super::Interaction::is_settled)).await;
        match interaction.choices {
            Some(Value::Array(choices)) => Ok(choices),
            _ => Err(PageError::new(504, "the bot did not answer")),
        }
    }

    /// A command was picked in a menu of the page.
    pub(crate) fn menu(&self, menu: &PageMenu) -> Result<String, PageError> {
        self.pick(menu).map(|id| id.to_string())
    }

    /// A button or a select was used on the page.
    pub(crate) fn click(&self, click: &PageClick) -> Result<String, PageError> {
        self.press(click).map(|id| id.to_string())
    }

    /// A form was sent on the page.
    pub(crate) fn submit(&self, form: &PageSubmit) -> Result<String, PageError> {
        self.send_form(form).map(|id| id.to_string())
    }
}
