//! Agents.

use liveagent::{Error, ListAgentStatuses};
use views::agents::Statuses;

use crate::brief::{Brief, Briefing, NOW_MAX_AGE};

impl Brief for Statuses {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, Error> {
        let known = briefing.ask(&ListAgentStatuses {}, NOW_MAX_AGE).await?;
        Ok(known.map_or_else(views::Brief::default, |known| views::digests::agents(&known.answer.agents_online_states)))
    }
}
