//! Options whose values are people, channels and roles: Discord's client sends their ids, and Discord sends along what they are.

use serde_json::{Map, Value, json};

use super::world::{self, Guild};

const USER: u64 = 6;
const CHANNEL: u64 = 7;
const ROLE: u64 = 8;

/// Turns what was picked by name into ids, as Discord's client does, and gives what Discord tells of them.
pub(super) fn resolve(guild: &Guild, options: &mut [Value]) -> Result<Value, String> {
    let mut resolved = Map::new();
    for option in innermost(options) {
        let (Some(kind), Some(given)) = (option["type"].as_u64(), option["value"].as_str().map(str::to_owned)) else {
            continue;
        };
        if option["focused"] == true {
            continue;
        }
        let named = |name: &str| name.eq_ignore_ascii_case(given.trim_start_matches(['#', '@']));
        let is = |id: u64, name: &str| id.to_string() == given || named(name);
        let mut tell = |what: &str, id: u64, value: Value| {
            let group = resolved.entry(what).or_insert_with(|| json!({}));
            group[id.to_string()] = value;
        };
        let id = match kind {
            USER => {
                let member = guild.members.iter().find(|member| is(member.id, &member.name));
                let member = member.ok_or_else(|| format!("there is no member {given}"))?;
                tell("users", member.id, world::user(member.id, &member.name));
                let mut partial = guild.member_json(member);
                for part in ["user", "deaf", "mute"] {
                    partial.as_object_mut().map(|partial| partial.remove(part));
                }
                tell("members", member.id, partial);
                member.id
            }
            CHANNEL => {
                let channel = guild.channels.iter().find(|channel| is(channel.id, &channel.name));
                let channel = channel.ok_or_else(|| format!("there is no channel {given}"))?;
                let mut partial = channel.json(guild.id);
                partial["permissions"] = json!((world::VIEW_CHANNEL | world::SEND_MESSAGES).to_string());
                tell("channels", channel.id, partial);
                channel.id
            }
            ROLE => {
                let role = guild.roles.iter().find(|role| is(role.id, &role.name));
                let role = role.ok_or_else(|| format!("there is no role {given}"))?;
                tell("roles", role.id, role.json());
                role.id
            }
            _ => continue,
        };
        option["value"] = json!(id.to_string());
    }
    Ok(Value::Object(resolved))
}

/// The options of the subcommand that was typed.
fn innermost(options: &mut [Value]) -> impl Iterator<Item = &mut Value> {
    let mut level: Vec<&mut Value> = options.iter_mut().collect();
    while level.first().is_some_and(|option| matches!(option["type"].as_u64(), Some(1 | 2))) {
        let below = level.swap_remove(0)["options"].as_array_mut();
        level = below.map(|below| below.iter_mut().collect()).unwrap_or_default();
    }
    level.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_and_discord_tells_what_they_are() {
        let guild = world::guild(0);
        let mut options = vec![json!({ "name": "create", "type": 1, "options": [
            { "name": "channel", "type": 7, "value": "#support-leads" }, { "name": "role", "type": 8, "value": "@Support" },
            { "name": "member", "type": 6, "value": "Bob" }, { "name": "text", "type": 3, "value": "Bob" },
        ] })];
        let resolved = resolve(&guild, &mut options).unwrap();
        let value = |place: usize| options[0]["options"][place]["value"].as_str().unwrap().to_owned();
        assert_eq!(resolved["channels"][value(0)]["name"], "support-leads");
        assert_eq!(resolved["roles"][value(1)]["name"], "Support");
        assert_eq!(resolved["users"][value(2)]["global_name"], "Bob");
        assert!(resolved["members"][value(2)]["user"].is_null());
        assert_eq!(value(3), "Bob");
        let mut unknown = vec![json!({ "name": "channel", "type": 7, "value": "#nowhere" })];
        assert!(resolve(&guild, &mut unknown).is_err());
    }
}
