//! The buttons of an incident.

use notifications::{IncidentPress, Pressing};
use views::Message;

use crate::{Bot, Error, access::Caller, error::UserError, subscriptions::who};

/// What somebody pressed on an incident was answered, by an edit of its message.
pub(crate) async fn pressed(bot: &Bot, incident: u32) {
    if let Err(error) = bot.notifier.pressed(i64::from(incident)).await {
        tracing::debug!(error = %error, "an incident is not looked at again");
    }
}

/// Keeps what somebody pressed on an incident.
pub(crate) async fn press(bot: &Bot, caller: Caller, incident: u32, press: IncidentPress) -> Result<Message, Error> {
    match bot.notifier.press(i64::from(incident), press, &who(bot, caller)).await? {
        Pressing::Kept(message) => Ok(*message),
        Pressing::Unreadable(unreadable) => Err(unreadable.into()),
        Pressing::Over => Err(UserError::new("This incident is over.").into()),
    }
}
