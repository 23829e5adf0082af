//! Every write goes through here, whether a command, a button, a select or a form asked for it.

use jiff::SignedDuration;
use notifications::IncidentPress;
use store::Entry;
use tokio::time::Instant;
use views::{Act, Message};

use crate::{
    access::{Caller, Level},
    alerts,
    bot::Bot,
    conversations::Writing,
    digests,
    error::Error,
    files::Given,
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
        Act::Mute { .. } | Act::Include { .. } | Act::Remove { .. } => Level::Manager,
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
        Act::Include { .. } => "act include",
        Act::Remove { .. } => "act remove",
    }
}

/// Where the outcome of a write appears: what a message shows of itself is changed in it.
pub(crate) fn place(act: &Act) -> Place {
    match act {
        // The select's own message, which would show a choice that is not the last one any more.
        Act::SetTags { .. } | Act::Include { .. } | Act::Acknowledge { .. } | Act::Mute { .. } | Act::Remove { .. } => {
            Place::Clicked
        }
        _ => Place::Private,
    }
}

/// What a person gave along: the text of a note, the values of a select, what was chosen in it when it was drawn, files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    pub(crate) text: Option<String>,
    pub(crate) values: Vec<String>,
    pub(crate) defaults: Vec<String>,
    pub(crate) files: Vec<Given>,
}

impl Input {
    /// What was newly selected in the select, and what was unselected. What a colleague has changed since it was drawn is neither, so it
    /// stays.
    pub(crate) fn changed(&self) -> (Vec<String>, Vec<String>) {
        let without = |all: &[String], others: &[String]| -> Vec<String> {
            all.iter().filter(|value| !others.contains(value)).cloned().collect()
        };
        (without(&self.values, &self.defaults), without(&self.defaults, &self.values))
    }
}

/// What is left to do once the answer is shown.
pub(crate) async fn after(bot: &Bot, act: &Act) {
    if let Act::Acknowledge { incident } | Act::Mute { incident, .. } = act {
        alerts::pressed(bot, *incident).await;
    }
}

/// What was done: the message that shows it, and the same in a few words for the audit. Those hold ids, no text of people.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) message: Message,
    pub(crate) detail: String,
}

/// Does it, and draws what changed. What it asks of LiveAgent ends by `until`.
pub(crate) async fn perform(
    bot: &Bot,
    caller: Caller,
    act: &Act,
    input: Input,
    until: Instant,
) -> Result<Message, Error> {
    match act {
        Act::Acknowledge { incident } => alerts::press(bot, caller, *incident, IncidentPress::Acknowledge).await,
        Act::Mute { incident, minutes } => {
            let time = SignedDuration::from_mins(i64::from(*minutes).min(7 * 24 * 60));
            let press = if time.is_zero() { IncidentPress::Unmute } else { IncidentPress::Mute(time) };
            alerts::press(bot, caller, *incident, press).await
        }
        Act::Include { digest, part } => digests::include(bot, caller, *digest, *part, &input).await,
        Act::Remove { subscription, by, until } => {
            subscriptions::remove(bot, caller, (*subscription, *by, *until)).await
        }
        Act::Note { conversation }
        | Act::Status { conversation, .. }
        | Act::Tag { conversation, .. }
        | Act::Untag { conversation, .. }
        | Act::SetTags { conversation }
        | Act::Retag { conversation, .. } => {
            let outcome = change(&Writing::new(bot, until), conversation, act, input).await;
            audit(bot, caller, act, conversation, &outcome);
            bot.uses.changed(caller.guild, act);
            outcome.map(|done| done.message)
        }
    }
}

/// What is done to a conversation.
async fn change(writing: &Writing<'_>, conversation: &str, act: &Act, input: Input) -> Result<Done, Error> {
    let text = input.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match act {
        Act::Status { status, from, until, .. } => {
            writing.in_time(*until)?;
            writing.change_status(conversation, *status, *from, text).await
        }
        Act::Tag { tag, until, .. } => {
            writing.in_time(*until)?;
            writing.tag_conversation(conversation, tag).await
        }
        Act::Untag { tag, until, .. } => {
            writing.in_time(*until)?;
            writing.untag_conversation(conversation, tag).await
        }
        Act::SetTags { .. } => {
            let (add, remove) = input.changed();
            writing.retag(conversation, &add, &remove).await
        }
        Act::Retag { add, remove, until, .. } => {
            writing.in_time(*until)?;
            writing.retag(conversation, add, remove).await
        }
        Act::Note { .. } | Act::Acknowledge { .. } | Act::Mute { .. } | Act::Include { .. } | Act::Remove { .. } => {
            writing.add_note(conversation, text, &input.files).await
        }
    }
}

/// Adds a line to the audit behind the answer, which neither waits for the database nor fails with it.
fn audit(bot: &Bot, caller: Caller, act: &Act, conversation: &str, outcome: &Result<Done, Error>) {
    let detail = match outcome {
        Ok(done) => done.detail.clone(),
        Err(error) if error.may_have_happened() => format!("may have happened: {}", error.kind()),
        Err(error) => format!("not done: {}", error.kind()),
    };
    let entry = Entry {
        who: subscriptions::who(bot, caller),
        action: name(act).trim_start_matches("act ").to_owned(),
        target: format!("conversation {conversation}"),
        detail,
    };
    let store = bot.store.clone();
    bot.running.spawn(async move {
        if let Err(error) = store.record(&entry).await {
            tracing::warn!(error = %error, "a change is not in the audit");
        }
    });
}
