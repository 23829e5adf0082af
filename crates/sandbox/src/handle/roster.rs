//! The members of the first server as tests change them: their roles, and that they leave.

use super::Sandbox;

impl Sandbox {
    /// Gives a member a role of the first server. Discord tells a bot only where it has the intent for members.
    ///
    /// # Panics
    ///
    /// There is no such member or role.
    pub fn give_role(&self, member: &str, role: &str) {
        self.set_role(member, role, true);
    }

    /// Takes a role from a member.
    ///
    /// # Panics
    ///
    /// There is no such member or role.
    pub fn take_role(&self, member: &str, role: &str) {
        self.set_role(member, role, false);
    }

    /// The id of a role of the first server.
    ///
    /// # Panics
    ///
    /// There is none of that name.
    #[must_use]
    pub fn role_id(&self, role: &str) -> u64 {
        self.discord.role_id(self.guild_id(), role).unwrap_or_else(|| panic!("there is no role {role}"))
    }

    /// Has a member leave the first server: a [`Member`](super::Member) of that name can do nothing more there.
    ///
    /// # Panics
    ///
    /// There is no such member, or the server is theirs.
    pub fn leave(&self, member: &str) {
        self.discord.leave(self.guild_id(), member).unwrap_or_else(|problem| panic!("{problem}"));
    }

    /// Sends a member's interactions as if they came from a direct message. Discord's clients offer a server's commands in that server only.
    ///
    /// # Panics
    ///
    /// There is no such member.
    pub fn speak_directly(&self, member: &str) {
        self.discord.speak_directly(self.member(member).id());
    }

    fn set_role(&self, member: &str, role: &str, has: bool) {
        self.discord.set_role(self.guild_id(), member, role, has).unwrap_or_else(|problem| panic!("{problem}"));
    }
}
