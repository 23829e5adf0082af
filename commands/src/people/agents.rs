//! The LiveAgent agents that members act as.

use liveagent::AgentStatus;
use store::Server;

use crate::bot::Bot;

/// Whether LiveAgent's list of agents is known and doesn't have this one.
pub(crate) fn is_gone(bot: &Bot, agent: &str) -> bool {
    let agents = bot.directory.peek::<AgentStatus>();
    !agents.is_empty() && agents.iter().all(|known| known.id != agent)
}

/// The agent that a member acts as: the linked one, unless LiveAgent no longer has it.
pub(crate) fn agent_of(bot: &Bot, server: &Server, member: u64) -> Option<String> {
    let link = server.link_of(member)?;
    (!is_gone(bot, &link.agent.id)).then(|| link.agent.id.clone())
}
