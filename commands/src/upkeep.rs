//! What is done behind the commands: the account's time zone is measured, the lists are fetched.

use std::{sync::Arc, time::Duration};

use crate::Bot;

/// How often the zone is measured anew: an account's clock changes with summer time.
const HOURLY: Duration = Duration::from_hours(1);
/// How soon again when LiveAgent did not answer.
const AGAIN: Duration = Duration::from_secs(30);
/// The same before it ever did: until then times are taken for GMT.
const SOON: Duration = Duration::from_secs(2);

/// Keeps the bot's knowledge of the account fresh. Never ends.
pub async fn keep_up(bot: Arc<Bot>) {
    bot.directory.warm();
    let (mut known, mut told) = (false, false);
    loop {
        let wait = match bot.liveagent.refresh_time_zone().await {
            Ok(()) => {
                (known, told) = (true, false);
                HOURLY
            }
            Err(error) => {
                if !told {
                    tracing::warn!(error = %error, "can't measure LiveAgent's time zone; trying on");
                }
                told = true;
                if known { AGAIN } else { SOON }
            }
        };
        tokio::time::sleep(wait).await;
    }
}
