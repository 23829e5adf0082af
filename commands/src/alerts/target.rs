//! Of what an alert is, and whether whom it pings hears that.

use notifications::metric::Metric;
use poise::serenity_prelude::{Permissions, Role};

use crate::{Bot, Error, error::UserError, identify, subscriptions};

/// Of what an alert is.
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
            (Metric::AgentOffline, _, Some(agent)) => Ok(Some(Self::Agent(identify::agent(bot, agent).await?))),
            (Metric::AgentOffline, _, None) | (_, None, None) => Ok(None),
            (_, _, Some(_)) => Err(UserError::new("`agent` is for the metric Agent offline only.").into()),
            (Metric::LiveagentDown, Some(_), _) => {
                Err(UserError::new("LiveAgent down is watched as a whole: leave `department` out.").into())
            }
            (_, Some(department), _) => Ok(Some(Self::Department(identify::department(bot, department).await?))),
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

/// A warning where a ping of the role would be silent, and what to do. `ours` is what the bot may do in the channel.
pub(super) fn silent(ours: Permissions, role: Option<&Role>) -> Option<String> {
    let may = is_loud(ours);
    role.filter(|role| !role.mentionable && !may).map(|role| {
        format!(
            "⚠️ A ping of <@&{}> reaches nobody: let anyone mention the role in its settings, or give me the permission Mention All Roles.",
            role.id
        )
    })
}

fn is_loud(permissions: Permissions) -> bool {
    permissions.intersects(Permissions::MENTION_EVERYONE | Permissions::ADMINISTRATOR)
}
