//! Versions, clocks and health of LiveAgent and Switchboard.

use std::time::Duration;

use liveagent::ShowApplicationStatus;
use tokio::time::Instant;
use views::{
    Message, Words,
    application::{About, AboutInfo},
};

use crate::{Answer, Asking, Error, Level, Sends, sends, sentence};

/// How long to wait for LiveAgent's status. Short enough to report a time-out within the time for an answer.
const STATUS_TIMEOUT: Duration = Duration::from_secs(9);

impl Answer for About {
    const LEVEL: Level = Level::Everyone;
    const SENDS: Sends = sends![ShowApplicationStatus];
    const WORDS: Words = Words::None;

    /// If LiveAgent doesn't respond, the answer says so; that is not an error here.
    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let help_desk = asking.help_desk;
        let asked = Instant::now();
        let liveagent = help_desk.liveagent.until(asked + STATUS_TIMEOUT);
        let answer = liveagent.send(&ShowApplicationStatus {}).await;
        let took = asked.elapsed();
        let (status, trouble) = match answer {
            Ok(status) => (Some(status), None),
            Err(error) => (None, Some(sentence(&error).0)),
        };
        let desk = asking.desk().await;
        let about = AboutInfo {
            version: help_desk.version,
            started: help_desk.started,
            status,
            trouble,
            answered_in: Duration::from_millis(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
        };
        Ok(views::application::about(&about, &desk))
    }
}
