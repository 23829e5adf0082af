//! The buttons of an incident.

use answers::Sends;
use jiff::SignedDuration;
use notifications::{IncidentPress, Pressing};
use views::alerts::{Acknowledge, Mute};

use crate::{
    Bot, Error,
    error::UserError,
    people::access::Level,
    perform::{Doing, Done, Input, Perform, Place, Records},
};

/// The longest time to mute.
const MAX_MUTE_MINUTES: u32 = 7 * 24 * 60;

impl Perform for Acknowledge {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        press(doing, self.incident, IncidentPress::Acknowledge).await
    }

    async fn after(&self, bot: &Bot) {
        pressed(bot, self.incident).await;
    }
}

impl Perform for Mute {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let time = SignedDuration::from_mins(i64::from(self.minutes.min(MAX_MUTE_MINUTES)));
        let muted = if time.is_zero() { IncidentPress::Unmute } else { IncidentPress::Mute(time) };
        press(doing, self.incident, muted).await
    }

    async fn after(&self, bot: &Bot) {
        pressed(bot, self.incident).await;
    }
}

/// What somebody pressed on an incident was answered, by an edit of its message.
async fn pressed(bot: &Bot, incident: i64) {
    if let Err(error) = bot.notifier.pressed(incident).await {
        tracing::debug!(error = %error, "an incident was not updated after a button");
    }
}

/// Keeps what somebody pressed on an incident.
async fn press(doing: &Doing<'_>, incident: i64, press: IncidentPress) -> Result<Done, Error> {
    match doing.bot.notifier.press(incident, press, &doing.bot.audit.who(doing.caller)).await? {
        Pressing::Kept(message) => Ok((*message).into()),
        Pressing::Unreadable(unreadable) => Err(unreadable.into()),
        Pressing::Over => Err(UserError::new("This incident is already resolved.").into()),
    }
}
