//! `/about`: LiveAgent's version and clock, Switchboard's own version, uptime and health.

use std::time::Duration;

use liveagent::ShowApplicationStatus;
use tokio::time::Instant;
use views::{
    Message,
    application::{About, AboutInfo},
};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::{Answer, AnyLook, Asking},
    area::Area,
    needs::asks,
    request::{Sends, sends},
};

/// How long LiveAgent's state is waited for: its silence is to be told while whoever asks still listens.
const PATIENCE: Duration = Duration::from_secs(9);

/// What belongs to this area.
pub(crate) const AREA: Area = Area { looks: &[AnyLook::of::<About>()], ..Area::of(|| vec![about()]) };

/// Show versions and health
///
/// `/about`
#[poise::command(slash_command, custom_data = "asks::<About>()")]
async fn about(ctx: Context<'_>) -> Outcome {
    ctx.look(&About {}).await
}

impl Answer for About {
    const SENDS: Sends = sends![ShowApplicationStatus];

    /// LiveAgent's silence is a part of the answer here, not a failure.
    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let bot = asking.bot;
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
}
