//! Members as the test handle changes them: which roles they have, and that they leave.
//!
//! Discord tells a bot of both only where it has the privileged intent for members; any other bot reads the roles from
//! interactions, or asks for the member.

use serde_json::{Value, json};

use super::{
    state::{Discord, State},
    world::{self, Guild, Member},
};

impl Discord {
    /// Sends a user's interactions as if they came from a direct message.
    pub(crate) fn speak_directly(&self, user: u64) {
        self.lock().directs.insert(user);
    }

    /// Lets the bot ask for the events of members, as its owner allows it in Discord's developer portal.
    pub(crate) fn grant_members_intent(&self) {
        self.lock().members_intent = true;
    }

    /// The id of a role, by its name or by its id.
    pub(crate) fn role_id(&self, guild: u64, role: &str) -> Option<u64> {
        self.lock().guild(guild)?.role(role)
    }

    /// The name of a role of any server.
    pub(crate) fn role_name(&self, id: u64) -> Option<String> {
        let state = self.lock();
        let mut all = state.guilds.iter().flat_map(|guild| &guild.roles);
        all.find(|role| role.id == id).map(|role| role.name.clone())
    }

    /// Gives a member a role, or takes it. Nothing is sent where that changes nothing.
    pub(crate) fn set_role(&self, guild: u64, member: &str, role: &str, has: bool) -> Result<(), String> {
        let mut state = self.lock();
        let server = state.server(guild)?;
        let id = server.role(role).ok_or_else(|| format!("there is no role {role}"))?;
        if id == guild {
            return Err("everybody has @everyone".to_owned());
        }
        let known = server.members.iter_mut().find(|known| known.name == member);
        let known = known.ok_or_else(|| format!("there is no member {member}"))?;
        if known.roles.contains(&id) == has {
            return Ok(());
        }
        if has {
            known.roles.push(id);
        } else {
            known.roles.retain(|each| *each != id);
        }
        let known = known.clone();
        let event = server.member_event(&known);
        if server.has_bot {
            state.dispatch("GUILD_MEMBER_UPDATE", &event, Some(guild));
        }
        drop(state);
        self.changed();
        Ok(())
    }

    /// Has a member leave a server. The person still exists.
    pub(crate) fn leave(&self, guild: u64, member: &str) -> Result<(), String> {
        let mut state = self.lock();
        let server = state.server(guild)?;
        let place = server.members.iter().position(|known| known.name == member);
        let place = place.ok_or_else(|| format!("there is no member {member}"))?;
        // The first member owns the server.
        if place == 0 {
            return Err(format!("{member} owns the server, and an owner can't leave it"));
        }
        let gone = server.members.remove(place);
        let event = json!({ "guild_id": guild.to_string(), "user": world::user(gone.id, &gone.name) });
        server.left.push(Member { roles: Vec::new(), ..gone });
        if server.has_bot {
            state.dispatch("GUILD_MEMBER_REMOVE", &event, Some(guild));
        }
        drop(state);
        self.changed();
        Ok(())
    }
}

impl State {
    fn server(&mut self, id: u64) -> Result<&mut Guild, String> {
        self.guilds.iter_mut().find(|guild| guild.id == id).ok_or_else(|| format!("there is no server {id}"))
    }

    /// Everybody who is or was in a server.
    pub(super) fn people(&self) -> impl Iterator<Item = &Member> {
        self.guilds.iter().flat_map(|guild| guild.members.iter().chain(&guild.left))
    }
}

impl Guild {
    fn role(&self, wanted: &str) -> Option<u64> {
        let is = |name: &str, id: u64| name == wanted || id.to_string() == wanted;
        self.roles.iter().find(|role| is(&role.name, role.id)).map(|role| role.id)
    }

    /// A member as they are outside of interactions: only there it says what they may do.
    pub(super) fn plain_member(&self, member: &Member) -> Value {
        let mut plain = self.member_json(member);
        plain.as_object_mut().map(|plain| plain.remove("permissions"));
        plain
    }

    fn member_event(&self, member: &Member) -> Value {
        let mut event = self.plain_member(member);
        event["guild_id"] = json!(self.id.to_string());
        event
    }
}
