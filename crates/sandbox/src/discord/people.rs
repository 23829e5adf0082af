//! What people do: type commands, press buttons, fill in forms. The page and the test handle both come through here.
//!
//! What Discord's client would not let a person do is refused, as the client refuses it.

use serde_json::{Value, json};

use super::{
    interaction::{Cause, Kind},
    resolved::{self, Typist, resolve},
    state::{Discord, Message, snowflake},
    world,
    written::{Author, Written},
};
use crate::page::wire::{PageClick, PageCommand, PageError, PageSubmit, PageText};

/// A command as typed: the options as Discord's client sends them.
pub(crate) struct Typed {
    pub(crate) command: PageCommand,
    pub(crate) kind: Kind,
}

/// The type of a command that is typed.
const CHAT_INPUT: u64 = 1;

/// A command that a member uses.
pub(super) struct Asked<'a> {
    pub(super) user: u64,
    pub(super) channel: u64,
    /// Discord's number: typed, in the menu of a user, or of a message.
    pub(super) kind: u64,
    pub(super) name: &'a str,
    /// Its registered id; empty where the one of that name is meant.
    pub(super) id: &'a str,
}

pub(super) fn id(text: &str) -> Result<u64, PageError> {
    text.parse().map_err(|_| PageError::new(400, "that is no id"))
}

/// The options of the innermost subcommand, and the names on the way.
fn innermost<'v>(options: &'v [Value], names: &mut Vec<String>) -> &'v [Value] {
    match options.first() {
        Some(option) if matches!(option["type"].as_u64(), Some(1 | 2)) => {
            names.extend(option["name"].as_str().map(str::to_owned));
            innermost(option["options"].as_array().map_or(&[], Vec::as_slice), names)
        }
        _ => options,
    }
}

impl Discord {
    /// Sends a command, or the question for an option's choices, to the bot.
    pub(crate) fn type_command(&self, typed: &Typed) -> Result<u64, PageError> {
        let PageCommand { member_id, channel_id, command_id, name, options, .. } = &typed.command;
        let (user, channel) = (id(member_id)?, id(channel_id)?);
        let asked = Asked { user, channel, kind: CHAT_INPUT, name, id: command_id };
        let (guild, registered) = self.registered(&asked)?;
        let mut options = options.clone();
        let resolved = {
            let state = self.lock();
            let guild = state.guild_of(channel).ok_or_else(|| PageError::new(404, "there is no such channel"))?;
            let typist = Typist { state: &state, guild, user, channel, now_ms: self.now_ms() };
            resolve(&typist, &mut options).map_err(|problem| PageError::new(400, problem))?
        };
        let mut names = vec![name.clone()];
        let given = innermost(&options, &mut names);
        let known = names[1..].iter().try_fold(&registered, |command, name| {
            command["options"]
                .as_array()
                .and_then(|options| options.iter().find(|option| option["name"] == name.as_str()))
        });
        let known = known.ok_or_else(|| PageError::new(400, format!("there is no command /{}", names.join(" "))))?;
        check_options(known, given, typed.kind == Kind::Autocomplete)?;
        let mut data = json!({
            "id": registered["id"], "name": name, "type": 1, "options": options, "guild_id": guild.to_string(),
        });
        if !resolved.is_null() {
            if typed.kind == Kind::Command {
                let mut state = self.lock();
                for file in resolved::files(&resolved) {
                    state.spend(file);
                }
            }
            data["resolved"] = resolved;
        }
        self.interact(Cause { kind: typed.kind, user, channel, data, source: None, name: names.join(" ") })
    }

    /// Uses a button or a select of a message.
    pub(crate) fn press(&self, click: &PageClick) -> Result<u64, PageError> {
        let (user, message) = (id(&click.member_id)?, id(&click.message_id)?);
        let (channel, component) = {
            let state = self.lock();
            let found = state.messages.get(&message).ok_or_else(|| PageError::new(404, "there is no such message"))?;
            if found.visible_to.is_some_and(|only| only != user) {
                return Err(PageError::new(404, "there is no such message for this member"));
            }
            (found.channel, component(found, &click.custom_id))
        };
        let component = component.ok_or_else(|| PageError::new(404, "the message has no such component"))?;
        if component["disabled"] == true {
            return Err(PageError::new(400, "the component is disabled"));
        }
        let values = click.values.clone().unwrap_or_default();
        let mut data =
            json!({ "custom_id": click.custom_id, "component_type": component["type"], "id": component["id"] });
        match component["type"].as_u64() {
            Some(3) => check_values(&component, &values)?,
            Some(6) => {
                check_count(&component, &values)?;
                let state = self.lock();
                let guild = state.guild_of(channel).ok_or_else(|| PageError::new(404, "there is no such channel"))?;
                let resolved = resolved::roles(guild, &values).map_err(|problem| PageError::new(400, problem))?;
                if !resolved.is_null() {
                    data["resolved"] = resolved;
                }
            }
            _ => {}
        }
        if component["type"] != 2 {
            data["values"] = json!(values);
        }
        let name = component["label"].as_str().unwrap_or("select").to_owned();
        self.interact(Cause { kind: Kind::Component, user, channel, data, source: Some(message), name })
    }

    /// The registered command that a member uses, and its server.
    pub(super) fn registered(&self, asked: &Asked<'_>) -> Result<(u64, Value), PageError> {
        let Asked { user, channel, kind, name, id } = *asked;
        let shown = if kind == CHAT_INPUT { format!("/{name}") } else { name.to_owned() };
        let (guild, registered) = {
            let state = self.lock();
            let guild = state.guild_of(channel).ok_or_else(|| PageError::new(404, "there is no such channel"))?.id;
            let mut all = state.commands.get(&Some(guild)).into_iter().chain(state.commands.get(&None)).flatten();
            let is_it = |command: &&Value| command["name"] == name && command["type"].as_u64().unwrap_or(1) == kind;
            let found = all.find(is_it).cloned();
            (guild, found.ok_or_else(|| PageError::new(400, format!("there is no command {shown}")))?)
        };
        if !id.is_empty() && registered["id"] != id {
            return Err(PageError::new(400, format!("{shown} was registered again; choose it once more")));
        }
        if !self.is_shown(&registered, guild, user) {
            return Err(PageError::new(403, format!("{shown} is not shown to this member")));
        }
        Ok((guild, registered))
    }

    /// Whether Discord shows a command to a member: they have the permissions that it names by default, or are an administrator.
    fn is_shown(&self, command: &Value, guild: u64, user: u64) -> bool {
        let needed = command["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok());
        let state = self.lock();
        let member = state.guild(guild).and_then(|guild| Some(guild.permissions(guild.member(user)?)));
        needed.is_none_or(|needed| member.is_some_and(|has| has & needed == needed || has & world::ADMINISTRATOR != 0))
    }

    /// Sends a form that an interaction was answered with.
    pub(crate) fn send_form(&self, form: &PageSubmit) -> Result<u64, PageError> {
        let opened =
            self.interaction(id(&form.interaction_id)?).filter(|opened| opened.user.to_string() == form.member_id);
        let opened = opened.ok_or_else(|| PageError::new(404, "there is no such form"))?;
        let modal = opened.modal.clone().ok_or_else(|| PageError::new(404, "that was not answered with a form"))?;
        if modal["custom_id"] != form.custom_id.as_str() {
            return Err(PageError::new(400, "that is another form"));
        }
        let inputs = modal["components"].as_array().into_iter().flatten().filter_map(|row| row["components"].get(0));
        for input in inputs {
            let given = form.components.iter().filter_map(|row| row["components"].get(0));
            let given = given.clone().find(|given| given["custom_id"] == input["custom_id"]);
            let length = given.and_then(|given| given["value"].as_str()).unwrap_or_default().chars().count() as u64;
            let required = input["required"].as_bool().unwrap_or(true);
            let (min, max) = (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4000));
            if (length == 0 && required) || (length > 0 && length < min) || length > max {
                return Err(PageError::new(400, format!("{} is too short or too long", input["label"])));
            }
        }
        let data = json!({ "custom_id": form.custom_id, "components": form.components });
        let (user, channel, source) = (opened.user, opened.channel, opened.source);
        self.interact(Cause { kind: Kind::Modal, user, channel, data, source, name: opened.name })
    }

    /// Posts a person's own message.
    pub(crate) fn post(&self, text: &PageText) -> Result<String, PageError> {
        let (user, channel) = (id(&text.member_id)?, id(&text.channel_id)?);
        if text.content.trim().is_empty() || text.content.chars().count() > 2000 {
            return Err(PageError::new(400, "a message has 1 to 2000 characters"));
        }
        let written = Written { content: text.content.clone(), ..Written::default() };
        self.write(Author::Person(user), channel, written).map(|id| id.to_string())
    }
}

fn component(message: &Message, custom_id: &str) -> Option<Value> {
    let rows = message.value["components"].as_array()?;
    let mut all = rows.iter().filter_map(|row| row["components"].as_array()).flatten();
    all.find(|component| component["custom_id"] == custom_id).cloned()
}

fn check_values(select: &Value, values: &[String]) -> Result<(), PageError> {
    let offered = select["options"].as_array().map_or(&[][..], Vec::as_slice);
    if let Some(value) = values.iter().find(|value| !offered.iter().any(|option| option["value"] == value.as_str())) {
        return Err(PageError::new(400, format!("the select does not offer {value}")));
    }
    check_count(select, values)
}

fn check_count(select: &Value, values: &[String]) -> Result<(), PageError> {
    if let Some(value) = values.iter().enumerate().find(|(at, value)| values[..*at].contains(value)) {
        return Err(PageError::new(400, format!("{} is chosen twice", value.1)));
    }
    let (min, max) = (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
    if (min..=max).contains(&(values.len() as u64)) {
        return Ok(());
    }
    Err(PageError::new(400, format!("choose {min} to {max}")))
}

/// Checks options as Discord's client does before it sends them.
fn check_options(command: &Value, given: &[Value], completing: bool) -> Result<(), PageError> {
    let known = command["options"].as_array().map_or(&[][..], Vec::as_slice);
    for option in given {
        let name = option["name"].as_str().unwrap_or_default();
        let Some(known) = known.iter().find(|known| known["name"] == name) else {
            return Err(PageError::new(400, format!("there is no option {name}")));
        };
        if known["type"] != option["type"] {
            return Err(PageError::new(400, format!("{name} is of another type")));
        }
        if option["focused"] == true {
            if known["autocomplete"] != true {
                return Err(PageError::new(400, format!("{name} does not complete")));
            }
        } else if !completing {
            check_value(name, known, &option["value"])?;
        }
    }
    let missing = known
        .iter()
        .find(|known| known["required"] == true && !given.iter().any(|given| given["name"] == known["name"]));
    match missing {
        Some(missing) if !completing => Err(PageError::new(400, format!("{} is required", missing["name"]))),
        _ => Ok(()),
    }
}

fn check_value(name: &str, known: &Value, value: &Value) -> Result<(), PageError> {
    let refuse = |what: &str| Err(PageError::new(400, format!("{name}: {what}")));
    let choices = known["choices"].as_array();
    if choices.is_some_and(|choices| !choices.iter().any(|choice| choice["value"] == *value)) {
        return refuse("is not one of the choices");
    }
    match known["type"].as_u64() {
        Some(3) => {
            let Some(text) = value.as_str() else { return refuse("must be a text") };
            let length = text.chars().count() as u64;
            let (min, max) = (known["min_length"].as_u64().unwrap_or(0), known["max_length"].as_u64().unwrap_or(6000));
            if (min..=max).contains(&length) { Ok(()) } else { refuse("is too short or too long") }
        }
        Some(4 | 10) => {
            let Some(number) = value.as_f64() else { return refuse("must be a number") };
            let (min, max) = (known["min_value"].as_f64(), known["max_value"].as_f64());
            let is_in = min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max);
            if is_in { Ok(()) } else { refuse("is too small or too large") }
        }
        Some(5) if !value.is_boolean() => refuse("must be yes or no"),
        Some(7) if known["channel_types"].as_array().is_some_and(|types| !types.contains(&json!(world::TEXT))) => {
            refuse("must be a channel of another kind")
        }
        Some(6..=9 | 11) if snowflake(value).is_none() => refuse("must be picked"),
        _ => Ok(()),
    }
}
