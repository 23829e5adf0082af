//! Agents.

use std::time::Duration;

use futures_util::future::join_all;
use liveagent::{
    AgentStatus, AgentsReport, Client, ConversationStatus, ListAgentStatuses, ListConversations, ReportAgents,
    ShowAgent,
};
use tokio::time::timeout;
use views::{
    Message, Words,
    agents::{Load, Profile, Show, Statuses, Today},
    words::is_online,
};

use crate::{
    Answer, Asking, Error, Sends,
    brief::{Brief, Briefing, NOW_MAX_AGE},
    composed, sends,
};

/// The maximum number of open conversations that are counted for an agent.
const MAX_LOAD: u32 = 100;

/// The maximum number of agents in a report: LiveAgent's own.
const MAX_AGENTS: u32 = 1000;

/// How long an answer waits for today's figures. After that, the agent is shown without them.
const REPORT_TIMEOUT: Duration = Duration::from_secs(5);

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

impl Answer for Profile {
    const SENDS: Sends = sends![ShowAgent, ListAgentStatuses, ListConversations, ReportAgents];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let agent = ShowAgent { agent_identifier: self.agent.clone() };
        let (agent, statuses, load, report) = tokio::join!(
            asking.send(&agent),
            asking.liveagent().send(&ListAgentStatuses {}),
            load(asking.liveagent(), &self.agent),
            today(asking),
        );
        let (agent, desk) = agent?;
        // Without their status and figures the agent is shown all the same.
        let statuses = statuses.map(|statuses| statuses.agents_online_states).unwrap_or_default();
        let status: Option<&AgentStatus> = statuses.iter().find(|status| status.id == agent.user_id);
        let today = match &report {
            Some(report) => {
                report.agents.iter().find(|row| row.id == agent.user_id).map_or(Today::Nothing, Today::Figures)
            }
            None => Today::Unknown,
        };
        Ok(views::agents::profile(&agent, status, load, today, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.agent)
    }
}

/// The figures of all agents today. `None` if LiveAgent doesn't return all of them.
async fn today(asking: &Asking<'_>) -> Option<AgentsReport> {
    let help_desk = asking.help_desk;
    let day = help_desk.liveagent.time_zone().to_datetime(help_desk.clock.now()).date();
    let (date_from, date_to) = composed::day(day);
    let report = ReportAgents { date_from, date_to, columns: Vec::new(), limit: Some(MAX_AGENTS), offset: None };
    let (report, unread) = timeout(REPORT_TIMEOUT, asking.liveagent().read(&report)).await.ok()?.ok()?;
    (unread.rows() == 0).then_some(report)
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
