//! Agents.

use futures_util::future::join_all;
use liveagent::{AgentStatus, Client, ConversationStatus, ListAgentStatuses, ListConversations, ShowAgent};
use views::{
    Message, Words,
    agents::{Load, Show, Statuses},
    words::is_online,
};

use crate::{
    Answer, Asking, Error, Sends,
    brief::{Brief, Briefing, NOW_MAX_AGE},
    sends,
};

/// The maximum number of open conversations that are counted for an agent.
const MAX_LOAD: u32 = 100;

impl Answer for Statuses {
    const SENDS: Sends = sends![ListAgentStatuses, ListConversations];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (answer, desk) = asking.send(&ListAgentStatuses {}).await?;
        let all = answer.agents_online_states;
        let loads = join_all(views::agents::on_page(&all, asking.page()).into_iter().map(|agent| async {
            if is_online(&agent.online_status) { load(asking.liveagent(), &agent.id).await } else { None }
        }));
        Ok(views::agents::statuses(&all, &loads.await, asking.page(), &desk))
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowAgent, ListAgentStatuses, ListConversations];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let agent = ShowAgent { agent_identifier: self.agent.clone() };
        let (agent, statuses, load) = tokio::join!(
            asking.send(&agent),
            asking.liveagent().send(&ListAgentStatuses {}),
            load(asking.liveagent(), &self.agent),
        );
        let (agent, desk) = agent?;
        // Without their status the agent is shown all the same.
        let statuses = statuses.map(|statuses| statuses.agents_online_states).unwrap_or_default();
        let status: Option<&AgentStatus> = statuses.iter().find(|status| status.id == agent.user_id);
        Ok(views::agents::show(&agent, status, load, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.agent)
    }
}

/// Counts the new and open conversations of an agent. `None` if LiveAgent doesn't say.
async fn load(liveagent: &Client, agent: &str) -> Option<Load> {
    let open = ListConversations {
        agent: Some(agent.to_owned()),
        status: vec![ConversationStatus::New, ConversationStatus::Open],
        limit: Some(MAX_LOAD),
        ..Default::default()
    };
    let (answer, unread) = liveagent.read(&open).await.ok()?;
    let count = answer.conversations.len() as u64 + unread.rows();
    Some(if count >= u64::from(MAX_LOAD) { Load::AtLeast(count) } else { Load::Exactly(count) })
}

impl Brief for Statuses {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, liveagent::Error> {
        let known = briefing.ask(&ListAgentStatuses {}, NOW_MAX_AGE).await?;
        Ok(known.map_or_else(views::Brief::default, |known| views::digests::agents(&known.answer.agents_online_states)))
    }
}
