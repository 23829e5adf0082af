//! Every write goes through here, whether a command, a button, a select or a form asked for it.

use views::{Act, Message};

use jiff::SignedDuration;
use notifications::IncidentPress;

use crate::{
    access::{Caller, Level},
    alerts,
    bot::Bot,
    conversations,
    error::Error,
    respond::Place,
    subscriptions,
};

/// The level that a write needs. It is checked at every click anew: a button outlives the rights of who got it.
pub(crate) fn level(act: &Act) -> Level {
    match act {
        Act::Note { .. }
        | Act::Status { .. }
        | Act::Tag { .. }
        | Act::Untag { .. }
        | Act::SetTags { .. }
        | Act::Retag { .. }
        | Act::Acknowledge { .. } => Level::Agent,
        Act::Mute { .. } | Act::Remove { .. } => Level::Manager,
    }
}

/// What a write is called in the log.
pub(crate) fn name(act: &Act) -> &'static str {
    match act {
        Act::Note { .. } => "act note",
        Act::Status { .. } => "act status",
        Act::Tag { .. } => "act tag",
        Act::Untag { .. } => "act untag",
        Act::SetTags { .. } => "act set tags",
        Act::Retag { .. } => "act retag",
        Act::Acknowledge { .. } => "act acknowledge",
        Act::Mute { .. } => "act mute",
        Act::Remove { .. } => "act remove",
    }
}

/// Where the outcome of a write appears: what a message shows of itself is changed in it.
pub(crate) fn place(act: &Act) -> Place {
    match act {
        Act::Acknowledge { .. } | Act::Mute { .. } | Act::Remove { .. } => Place::Clicked,
        _ => Place::Private,
    }
}

/// What a person gave along: the text of a note, the values of a select and all that the select offered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    pub(crate) text: Option<String>,
    pub(crate) values: Vec<String>,
    pub(crate) offered: Vec<String>,
}

/// What is left to do once the answer is shown.
pub(crate) async fn after(bot: &Bot, act: &Act) {
    if let Act::Acknowledge { incident } | Act::Mute { incident, .. } = act {
        alerts::pressed(bot, *incident).await;
    }
}

/// Does it, and draws what changed.
pub(crate) async fn perform(bot: &Bot, caller: Caller, act: &Act, input: Input) -> Result<Message, Error> {
    match act {
        Act::Note { conversation } => conversations::add_note(bot, conversation, input.text.as_deref()).await,
        Act::Status { conversation, status } => {
            conversations::change_status(bot, conversation, *status, input.text.as_deref()).await
        }
        Act::Tag { conversation, tag } => conversations::tag_conversation(bot, conversation, tag).await,
        Act::Untag { conversation, tag } => conversations::untag_conversation(bot, conversation, tag).await,
        Act::SetTags { conversation } => {
            // What the select did not offer stays as it is.
            let dropped: Vec<String> =
                input.offered.iter().filter(|tag| !input.values.contains(tag)).cloned().collect();
            conversations::retag(bot, conversation, &input.values, &dropped).await
        }
        Act::Retag { conversation, add, remove } => conversations::retag(bot, conversation, add, remove).await,
        Act::Acknowledge { incident } => alerts::press(bot, caller, *incident, IncidentPress::Acknowledge).await,
        Act::Mute { incident, minutes } => {
            let time = SignedDuration::from_mins(i64::from(*minutes).min(7 * 24 * 60));
            let press = if time.is_zero() { IncidentPress::Unmute } else { IncidentPress::Mute(time) };
            alerts::press(bot, caller, *incident, press).await
        }
        Act::Remove { subscription, by, until } => {
            subscriptions::remove(bot, caller, (*subscription, *by, *until)).await
        }
    }
}
