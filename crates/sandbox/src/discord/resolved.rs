//! Options and selects whose values are people, channels, roles and files: Discord's client sends their ids, and Discord
//! sends along what they are.

use serde_json::{Map, Value, json};

use super::{
    state::State,
    world::{self, Guild},
};

const USER: u64 = 6;
const CHANNEL: u64 = 7;
const ROLE: u64 = 8;
const MENTIONABLE: u64 = 9;
const ATTACHMENT: u64 = 11;

/// Who types, and where and when.
pub(super) struct Typist<'s> {
    pub(super) state: &'s State,
    pub(super) guild: &'s Guild,
    pub(super) user: u64,
    pub(super) channel: u64,
    pub(super) now_ms: i64,
}

/// What Discord tells of the values, by kind and id.
#[derive(Default)]
struct Told(Map<String, Value>);

impl Told {
    fn tell(&mut self, what: &str, id: u64, value: Value) {
        let group = self.0.entry(what).or_insert_with(|| json!({}));
        group[id.to_string()] = value;
    }
}

impl From<Told> for Value {
    fn from(told: Told) -> Self {
        if told.0.is_empty() { Self::Null } else { Self::Object(told.0) }
    }
}

/// Turns what was picked by name into ids, as Discord's client does, and gives what Discord tells of them; `Null` where it
/// tells nothing.
pub(super) fn resolve(typist: &Typist<'_>, options: &mut [Value]) -> Result<Value, String> {
    let mut told = Told::default();
    for option in innermost(options) {
        let (Some(kind), Some(given)) = (option["type"].as_u64(), option["value"].as_str()) else { continue };
        if option["focused"] == true {
            continue;
        }
        let wanted = Wanted(given.trim_start_matches(['#', '@']));
        let id = match kind {
            USER => wanted.anybody(typist, &mut told).ok_or_else(|| format!("there is no member {given}"))?,
            CHANNEL => wanted.channel(typist, &mut told).ok_or_else(|| format!("there is no channel {given}"))?,
            ROLE => wanted.role(typist.guild, &mut told).ok_or_else(|| format!("there is no role {given}"))?,
            MENTIONABLE => wanted
                .person(typist.guild, &mut told)
                .or_else(|| wanted.role(typist.guild, &mut told))
                .ok_or_else(|| format!("there is no member and no role {given}"))?,
            ATTACHMENT => wanted.file(typist, &mut told).ok_or_else(|| format!("no file {given} was given"))?,
            _ => continue,
        };
        option["value"] = json!(id.to_string());
    }
    Ok(told.into())
}

/// What Discord tells of the roles that were chosen in a select, by their ids; `Null` where none was.
pub(super) fn roles(guild: &Guild, ids: &[String]) -> Result<Value, String> {
    let mut told = Told::default();
    for id in ids {
        let role = guild.roles.iter().find(|role| role.id.to_string() == *id);
        let role = role.ok_or_else(|| format!("there is no role {id}"))?;
        told.tell("roles", role.id, role.json());
    }
    Ok(told.into())
}

/// The ids of the files that options name.
pub(super) fn files(resolved: &Value) -> Vec<u64> {
    let files = resolved["attachments"].as_object();
    files.into_iter().flatten().filter_map(|(id, _)| id.parse().ok()).collect()
}

/// A name or an id.
struct Wanted<'v>(&'v str);

impl Wanted<'_> {
    fn is(&self, id: u64, name: &str) -> bool {
        id.to_string() == self.0 || name.trim_start_matches('@').eq_ignore_ascii_case(self.0)
    }

    fn person(&self, guild: &Guild, told: &mut Told) -> Option<u64> {
        let (id, user, mut partial) = if self.is(world::BOT, "Switchboard") && guild.has_bot {
            (world::BOT, world::bot(), Guild::bot_member())
        } else {
            let member = guild.members.iter().find(|member| self.is(member.id, &member.name))?;
            (member.id, world::user(member.id, &member.name), guild.member_json(member))
        };
        for part in ["user", "deaf", "mute"] {
            partial.as_object_mut().map(|partial| partial.remove(part));
        }
        told.tell("users", id, user);
        told.tell("members", id, partial);
        Some(id)
    }

    /// A member, or another user by id, for whom Discord sends no member.
    fn anybody(&self, typist: &Typist<'_>, told: &mut Told) -> Option<u64> {
        self.person(typist.guild, told).or_else(|| {
            let person = typist.state.people().find(|person| person.id.to_string() == self.0)?;
            told.tell("users", person.id, world::user(person.id, &person.name));
            Some(person.id)
        })
    }

    fn channel(&self, typist: &Typist<'_>, told: &mut Told) -> Option<u64> {
        let guild = typist.guild;
        let channel = guild.channels.iter().find(|channel| self.is(channel.id, &channel.name))?;
        let mut partial = channel.json(guild.id);
        let permissions = guild.member(typist.user).map_or(0, |member| guild.permissions_in(member, channel.id));
        partial["permissions"] = json!(permissions.to_string());
        partial.as_object_mut().map(|partial| partial.remove("permission_overwrites"));
        told.tell("channels", channel.id, partial);
        Some(channel.id)
    }

    fn role(&self, guild: &Guild, told: &mut Told) -> Option<u64> {
        let role = guild.roles.iter().find(|role| self.is(role.id, &role.name))?;
        told.tell("roles", role.id, role.json());
        Some(role.id)
    }

    fn file(&self, typist: &Typist<'_>, told: &mut Told) -> Option<u64> {
        let id = self.0.parse().ok()?;
        let ready = typist.state.has_ready(id, typist.user, typist.channel);
        let attachment = ready.then(|| typist.state.attachment_json(typist.now_ms, id)).flatten()?;
        told.tell("attachments", id, attachment);
        Some(id)
    }
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

    fn typed(options: &mut [Value]) -> Result<Value, String> {
        let (state, guild) = (State::default(), world::guild(0));
        let user = guild.members[0].id;
        resolve(&Typist { state: &state, guild: &guild, user, channel: 0, now_ms: 0 }, options)
    }

    #[test]
    fn names_become_ids_and_discord_tells_what_they_are() {
        let mut options = vec![json!({ "name": "create", "type": 1, "options": [
            { "name": "channel", "type": 7, "value": "#support-leads" }, { "name": "role", "type": 8, "value": "@Support" },
            { "name": "member", "type": 6, "value": "Bob" }, { "name": "text", "type": 3, "value": "Bob" },
            { "name": "either", "type": 9, "value": "@Team leads" }, { "name": "other", "type": 9, "value": "Switchboard" },
        ] })];
        let resolved = typed(&mut options).unwrap();
        let value = |place: usize| options[0]["options"][place]["value"].as_str().unwrap().to_owned();
        assert_eq!(resolved["channels"][value(0)]["name"], "support-leads");
        assert_eq!(resolved["roles"][value(1)]["name"], "Support");
        assert_eq!(resolved["users"][value(2)]["global_name"], "Bob");
        assert!(resolved["members"][value(2)].is_object() && resolved["members"][value(2)]["user"].is_null());
        assert_eq!(value(3), "Bob");
        assert_eq!(resolved["roles"][value(4)]["name"], "Team leads");
        assert_eq!(resolved["users"][value(5)]["bot"], true);
    }

    #[test]
    fn who_has_left_is_named_by_their_id_alone() {
        let (mut state, mut guild) = (State::default(), world::guild(0));
        let gone = guild.members.remove(3);
        guild.left.push(gone.clone());
        state.guilds.push(guild.clone());
        let typed = |kind: u64, given: &str| {
            let mut options = vec![json!({ "name": "member", "type": kind, "value": given })];
            let user = guild.members[0].id;
            resolve(&Typist { state: &state, guild: &guild, user, channel: 0, now_ms: 0 }, &mut options)
        };
        let id = gone.id.to_string();
        let told = typed(6, &id).unwrap();
        assert_eq!(told["users"][&id]["global_name"], gone.name);
        assert!(told["members"].is_null());
        assert!(typed(6, &gone.name).is_err() && typed(6, "7").is_err() && typed(9, &id).is_err());
    }

    #[test]
    fn what_is_not_there_is_not_sent() {
        for (kind, name) in [(6, "Nobody"), (7, "#nowhere"), (8, "@none"), (9, "nothing"), (11, "1")] {
            let mut options = vec![json!({ "name": "option", "type": kind, "value": name })];
            assert!(typed(&mut options).is_err(), "{kind}");
        }
        let mut plain = vec![json!({ "name": "text", "type": 3, "value": "Bob" })];
        assert_eq!(typed(&mut plain), Ok(Value::Null), "nothing to tell");
    }
}
