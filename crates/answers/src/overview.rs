//! The queues.

use liveagent::{
    CallsOverviews, ChatsOverviews, ListAgentStatuses, ListDepartmentStatuses, ShowCallsOverview, ShowChatsOverview,
};
use views::{
    Message, Words,
    overview::{OverviewKind, Show},
};

use crate::{
    Answer, Asking, Error, Sends,
    brief::{Brief, Briefing, NOW_MAX_AGE, Occasion},
    sends,
};

impl Answer for Show {
    const SENDS: Sends = sends![ShowChatsOverview, ShowCallsOverview, ListDepartmentStatuses, ListAgentStatuses];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let department = || self.department.clone();
        let chats = ShowChatsOverview { department: department() };
        let calls = ShowCallsOverview { department: department() };
        let only = self.department.as_deref();
        match self.kind {
            OverviewKind::Chats => {
                let (chats, desk) = asking.send(&chats).await?;
                Ok(views::overview::chats(&chats, only, &desk))
            }
            OverviewKind::Calls => {
                let (calls, desk) = asking.send(&calls).await?;
                Ok(views::overview::calls(&calls, only, &desk))
            }
            OverviewKind::All => {
                let liveagent = asking.liveagent();
                let (chats, calls, departments, agents, desk) = tokio::try_join!(
                    liveagent.send(&chats),
                    liveagent.send(&calls),
                    liveagent.send(&ListDepartmentStatuses {}),
                    liveagent.send(&ListAgentStatuses {}),
                    async { Ok(asking.desk().await) },
                )?;
                let (departments, agents) = (departments.departments_online_states, agents.agents_online_states);
                Ok(views::overview::all(&chats, &calls, &departments, &agents, only, &desk))
            }
        }
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.department.iter()
    }
}

/// Chats and calls, of some departments together or of all.
impl Brief for Show {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, liveagent::Error> {
        let scopes = self.department.clone().map_or_else(|| briefing.scopes(), |only| vec![Some(only)]);
        let (mut chats, mut calls): (Option<ChatsOverviews>, Option<CallsOverviews>) = (None, None);
        for scope in scopes {
            if let Some(known) = briefing.ask(&ShowChatsOverview { department: scope.clone() }, NOW_MAX_AGE).await? {
                let rows = known.answer.chats_overview.iter().cloned();
                chats.get_or_insert_with(|| ChatsOverviews { chats_overview: Vec::new() }).chats_overview.extend(rows);
            }
            if let Some(known) = briefing.ask(&ShowCallsOverview { department: scope }, NOW_MAX_AGE).await? {
                let rows = known.answer.calls_overview.iter().cloned();
                calls.get_or_insert_with(|| CallsOverviews { calls_overview: Vec::new() }).calls_overview.extend(rows);
            }
        }
        Ok(match (briefing.occasion, &chats, &calls) {
            (Occasion::Board { lines }, chats, calls) => views::boards::queues(chats.as_ref(), calls.as_ref(), lines),
            (Occasion::Digest { before, .. }, Some(chats), Some(calls)) => views::digests::queues(chats, calls, before),
            (Occasion::Digest { .. }, ..) => views::Brief::default(),
        })
    }
}
