//! Registers the commands with Discord, but only where they differ from what is registered: an unneeded write counts
//! against a daily limit and makes clients reload their pickers.

use serde::Serialize;
use serde_json::Value;
use serenity::all::{CreateCommand, GuildId};

use crate::{commands, menus};
use notifications::discord::{Failure, Rest};

/// What registering came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Registered {
    /// The server had these very commands.
    Unchanged,
    /// The server has them now.
    Written,
}

/// Registers every command with one server.
pub(crate) async fn register(rest: &Rest, guild: GuildId) -> Result<Registered, Failure> {
    let name = |command: &Value| command["name"].as_str().unwrap_or_default().to_owned();
    let mut present = rest.commands(guild.get()).await?;
    present.sort_by_cached_key(name);
    let wanted = wanted();
    if same_commands(&wanted, &present) {
        return Ok(Registered::Unchanged);
    }
    rest.set_commands(guild.get(), &wanted).await?;
    Ok(Registered::Written)
}

/// Every command, by its name. No two have the same.
fn wanted() -> Vec<CreateCommand> {
    let typed = commands();
    let typed = typed.iter().filter_map(|command| Some((command.name.to_string(), command.create_as_slash_command()?)));
    let in_menus = menus().into_iter().map(|menu| (menu.name.to_owned(), menu.create()));
    let mut all: Vec<(String, CreateCommand)> = typed.chain(in_menus).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all.into_iter().map(|(_, command)| command).collect()
}

/// Whether the two lists, in the same order, are of the same commands. Compares one after the other: the trees of all are a
/// megabyte.
fn same_commands(wanted: &[impl Serialize], present: &[Value]) -> bool {
    let is_same = |wanted, present| serde_json::to_value(wanted).is_ok_and(|wanted| same(&wanted, present));
    wanted.len() == present.len() && wanted.iter().zip(present).all(|(wanted, present)| is_same(wanted, present))
}

/// Whether Discord has what we would send. It leaves out what is unset and adds fields of its own, so the two are compared
/// in the fields that describe a command, and unset is as good as missing.
fn same(wanted: &Value, present: &Value) -> bool {
    const DESCRIBES: [&str; 17] = [
        "type",
        "name",
        "description",
        "options",
        "choices",
        "required",
        "autocomplete",
        "min_value",
        "max_value",
        "min_length",
        "max_length",
        "channel_types",
        "value",
        "default_member_permissions",
        "name_localizations",
        "description_localizations",
        "nsfw",
    ];
    let unset = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        // A command in a menu has an empty description.
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    };
    match (wanted, present) {
        (Value::Object(wanted), Value::Object(present)) => DESCRIBES.iter().all(|field| {
            let wanted = wanted.get(*field).filter(|value| !unset(value));
            let present = present.get(*field).filter(|value| !unset(value));
            match (wanted, present) {
                (Some(wanted), Some(present)) => same(wanted, present),
                // A command's type is 1 where it is not said.
                (None, Some(kind)) | (Some(kind), None) => *field == "type" && *kind == 1,
                (None, None) => true,
            }
        }),
        (Value::Array(wanted), Value::Array(present)) => {
            wanted.len() == present.len() && wanted.iter().zip(present).all(|(wanted, present)| same(wanted, present))
        }
        (Value::Number(wanted), Value::Number(present)) => wanted.as_f64() == present.as_f64(),
        _ => wanted == present,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_discord_adds_and_leaves_out_is_no_difference() {
        let wanted = [json!({"name": "kb", "description": "d", "type": 1, "options": [
            {"type": 1, "name": "show", "description": "s", "options": [
                {"type": 3, "name": "entry", "description": "e", "required": true, "autocomplete": true, "choices": []}
            ]}
        ]})];
        let present =
            [json!({"id": "1", "version": "9", "application_id": "2", "guild_id": "3", "nsfw": false, "name": "kb",
                "description": "d", "default_member_permissions": null, "options": [
                {"type": 1, "name": "show", "description": "s", "options": [
                    {"type": 3, "name": "entry", "description": "e", "required": true, "autocomplete": true}
                ]}
            ]})];
        assert!(same_commands(&wanted, &present));
    }

    #[test]
    fn a_command_in_a_menu_is_the_same_with_an_empty_description() {
        let wanted = menus().into_iter().map(|menu| serde_json::to_value(menu.create()).unwrap());
        for wanted in wanted {
            let present = json!({"id": "1", "version": "9", "guild_id": "3", "name": wanted["name"], "type": wanted["type"],
                "description": "", "nsfw": false, "default_member_permissions": null});
            assert!(same(&wanted, &present), "{wanted}");
            assert!(!same(&wanted, &json!({"name": wanted["name"], "description": ""})), "another type");
        }
    }

    #[test]
    fn names_are_sent_in_order_and_each_once() {
        let names: Vec<String> = wanted()
            .iter()
            .map(|command| serde_json::to_value(command).unwrap()["name"].as_str().unwrap().to_owned())
            .collect();
        assert!(names.is_sorted_by(|one, other| one < other), "{names:?}");
        assert!(names.len() > menus().len());
    }

    #[test]
    fn every_real_difference_is_seen() {
        let wanted = [json!({"name": "kb", "description": "d", "type": 1, "options": [
            {"type": 3, "name": "entry", "description": "e", "required": true, "max_length": 5}
        ]})];
        let changed = [
            ("/name", json!("knowledge")),
            ("/description", json!("other")),
            ("/type", json!(2)),
            ("/options/0/required", json!(false)),
            ("/options/0/max_length", json!(6)),
            ("/options/0/type", json!(4)),
            ("/options", json!([])),
        ];
        for (path, value) in changed {
            let mut present = wanted.clone();
            *present[0].pointer_mut(path).unwrap() = value;
            assert!(!same_commands(&wanted, &present), "{path}");
        }
        assert!(!same_commands(&wanted, &[]));
        assert!(!same_commands(&[] as &[Value], &wanted));
    }
}
