//! The queues.

use liveagent::{ListAgentStatuses, ListDepartmentStatuses, ShowCallsOverview, ShowChatsOverview};
use views::{
    Message,
    overview::{OverviewKind, Show},
};

use crate::{Answer, Asking, Error, Sends, sends};

impl Answer for Show {
    const SENDS: Sends = sends![ShowChatsOverview, ShowCallsOverview, ListDepartmentStatuses, ListAgentStatuses];

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
                    async { Ok(asking.help_desk.desk().await) },
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
