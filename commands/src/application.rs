//! `/about`: LiveAgent's version and clock, Switchboard's own version, uptime and health.

use std::time::Duration;

use liveagent::ShowApplicationStatus;
use tokio::time::Instant;
use views::{Look, Message, application::AboutInfo};

use crate::{Ask as _, Bot, Command, Context, Error, Outcome, access::Level};

/// How long LiveAgent's state is waited for: its silence is to be told while whoever asks still listens.
const PATIENCE: Duration = Duration::from_secs(9);

/// The commands of this area.
pub(crate) fn commands() -> Vec<Command> {
    vec![about()]
}

/// Show LiveAgent's and Switchboard's versions, clocks and health
///
/// `/about`
#[poise::command(slash_command, custom_data = "Level::Viewer")]
async fn about(ctx: Context<'_>) -> Outcome {
    ctx.look(Look::About).await
}

/// The state of LiveAgent and of the bot. LiveAgent's silence is a part of the answer here, not a failure.
pub(crate) async fn show_about(bot: &Bot) -> Result<Message, Error> {
    let asked = Instant::now();
    let liveagent = bot.liveagent.until(asked + PATIENCE);
    let answer = liveagent.send(&ShowApplicationStatus {}).await;
    let took = asked.elapsed();
    let (status, trouble) = match answer {
        Ok(status) => (Some(status), None),
        Err(error) => (None, Some(Error::from(error).tell().0)),
    };
    let desk = bot.desk().await;
    let about = AboutInfo {
        version: bot.version,
        started: bot.started,
        status,
        trouble,
        answered_in: Duration::from_millis(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
    };
    Ok(views::application::about(&about, &desk))
}
