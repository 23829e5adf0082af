//! The department or agent that an alert watches, and the role that it pings.

use liveagent::{AgentStatus, Department};
use notifications::metric::Metric;
use serenity::all::{Permissions, Role};

use serde::{Deserialize, Serialize};

use crate::{
    Bot, Context, Error,
    areas::subscriptions,
    discord::channels::{self, Rights},
    error::UserError,
    names::identify,
};

/// The department or agent that an alert watches.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Target {
    Department(String),
    Agent(String),
}

impl Target {
    /// The one that was picked; `None` where none was.
    pub(super) async fn find(
        bot: &Bot,
        metric: Metric,
        department: Option<&str>,
        agent: Option<&str>,
    ) -> Result<Option<Self>, Error> {
        match (metric, department, agent) {
            (Metric::AgentOffline, _, Some(agent)) => {
                Ok(Some(Self::Agent(identify::id::<AgentStatus>(&bot.directory, agent).await?)))
            }
            (Metric::AgentOffline, _, None) | (_, None, None) => Ok(None),
            (_, _, Some(_)) => Err(UserError::new("`agent` only applies to Agent offline.").into()),
            (Metric::LiveagentDown, Some(_), _) => {
                Err(UserError::new("LiveAgent down covers the whole help desk: leave `department` empty.").into())
            }
            (_, Some(department), _) => {
                Ok(Some(Self::Department(identify::id::<Department>(&bot.directory, department).await?)))
            }
        }
    }

    /// What it is called.
    pub(super) async fn name(&self, bot: &Bot) -> Option<String> {
        match self {
            Self::Department(id) => subscriptions::name_of(bot, Some(id), None).await,
            Self::Agent(id) => subscriptions::name_of(bot, None, Some(id)).await,
        }
    }

    pub(super) fn id(self) -> String {
        match self {
            Self::Department(id) | Self::Agent(id) => id,
        }
    }
}

/// A role to ping when an alert fires.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Ping {
    pub(super) role: u64,
    /// Whether the bot may not ping it in the channel, so that a ping notifies nobody.
    pub(super) is_silent: bool,
}

impl Ping {
    /// The role, if the caller may ping it in a channel with these permissions.
    pub(super) fn of(ctx: Context<'_>, rights: Rights, role: &Role) -> Result<Self, Error> {
        channels::pingable(ctx, rights.theirs, role)?;
        let is_loud = rights.ours.intersects(Permissions::MENTION_EVERYONE | Permissions::ADMINISTRATOR);
        Ok(Self { role: role.id.get(), is_silent: !role.mentionable && !is_loud })
    }

    /// A warning that a ping notifies nobody, and how to change that.
    pub(super) fn warning(self) -> Option<String> {
        self.is_silent.then(|| {
            format!(
                "⚠️ <@&{}> won't be notified: allow anyone to mention the role, or give me **Mention @everyone, @here, and All Roles**.",
                self.role
            )
        })
    }
}
