//! The last steps of whatever is posted: attempt, post, record. At least once, and with Discord's help not twice.
//!
//! Each attempt is written down before it is made, and only by who leads. Every attempt of a delivery carries the same nonce, which
//! Discord remembers for some minutes; what was attempted longer ago is looked for in the channel first. A refusal for good (no
//! such channel, no access) pauses the subscription and tells who made it, once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serenity::all::{ChannelId, CreateAttachment, Http, MessageId, UserId};
use store::{Delivery, Fence, Store};
use views::Message;

use crate::{
    clock::Clock,
    discord::{TOO_MANY_OLD_EDITS, UNKNOWN_MESSAGE, code, say, status},
    pace::{Kind, Pace},
};

/// How often a delivery is attempted.
const ATTEMPTS: u32 = 5;

/// How long after a failed attempt the next one is made; doubled each time.
const AGAIN: Duration = Duration::from_secs(1);

/// For how long Discord surely remembers a nonce. What was attempted before is looked for.
const NONCE: SignedDuration = SignedDuration::from_mins(2);

/// How many of a channel's newest messages are looked through.
const LOOK_BACK: u8 = 100;

/// How a delivery ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// It stands in the channel, as this message.
    Posted(u64),
    /// Discord does not let us: the channel is gone, or closed to us. It will not get better by itself.
    Refused(String),
    /// Discord takes no such message.
    Wrong(String),
    /// It was tried often enough.
    Failed(String),
}

/// Posts, edits and remembers.
#[derive(Debug)]
pub(crate) struct Deliverer {
    pub(crate) store: Store,
    pub(crate) http: std::sync::Arc<Http>,
    pub(crate) clock: Clock,
    pub(crate) pace: Pace,
}

/// A message and its nonce, as Discord wants them.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    message: &'a Message,
    nonce: &'a str,
    enforce_nonce: bool,
}

/// What came of one request.
enum Attempt {
    Done(u64),
    Gone(String),
    Wrong(String),
    Again(String),
}

impl Deliverer {
    /// Posts `message` for a delivery that is claimed, and records what came of it.
    pub(crate) async fn post(
        &self,
        fence: Fence,
        delivery: &Delivery,
        message: &Message,
    ) -> Result<Outcome, store::Error> {
        let outcome = self.attempt(fence, delivery, message).await?;
        let now = self.clock.now();
        match &outcome {
            Outcome::Posted(id) => self.store.posted(delivery.id, *id, now).await?,
            Outcome::Refused(reason) | Outcome::Wrong(reason) | Outcome::Failed(reason) => {
                self.store.failed(delivery.id, reason, now).await?;
                tracing::warn!(delivery.key = delivery.key, reason, "not delivered");
            }
        }
        Ok(outcome)
    }

    async fn attempt(&self, fence: Fence, delivery: &Delivery, message: &Message) -> Result<Outcome, store::Error> {
        let forgotten = delivery.began.is_some_and(|began| self.clock.now().duration_since(began).abs() > NONCE);
        if forgotten && let Some(id) = self.find(delivery, message).await {
            return Ok(Outcome::Posted(id));
        }
        let mut wait = AGAIN;
        let mut last = String::new();
        for attempt in 1..=ATTEMPTS {
            let turn = self.pace.turn(delivery.channel, Kind::Post).await;
            // Right before the post, and refused unless we still lead.
            self.store.attempt(fence, delivery.id, self.clock.now()).await?;
            let sent = self.send(delivery, message).await;
            drop(turn);
            match sent {
                Attempt::Done(id) => return Ok(Outcome::Posted(id)),
                Attempt::Gone(reason) => return Ok(Outcome::Refused(reason)),
                Attempt::Wrong(reason) => return Ok(Outcome::Wrong(reason)),
                Attempt::Again(reason) => last = reason,
            }
            if attempt < ATTEMPTS {
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
        }
        Ok(Outcome::Failed(last))
    }

    async fn send(&self, delivery: &Delivery, message: &Message) -> Attempt {
        let body = Body { message, nonce: &delivery.key, enforce_nonce: true };
        match self.http.send_message(ChannelId::new(delivery.channel), files(message), &body).await {
            Ok(sent) => Attempt::Done(sent.id.get()),
            Err(error) => judge(&error),
        }
    }

    /// Our own message of an earlier attempt: one that says of itself the same as `message`, since that attempt.
    async fn find(&self, delivery: &Delivery, message: &Message) -> Option<u64> {
        let mark = mark(message)?;
        let turn = self.pace.turn(delivery.channel, Kind::Look).await;
        let found = self.http.get_messages(ChannelId::new(delivery.channel), None, Some(LOOK_BACK)).await;
        drop(turn);
        found.ok()?.into_iter().find_map(|found| {
            let embed = found.embeds.first()?;
            let footer = embed.footer.as_ref().map(|footer| footer.text.as_str());
            let at = embed.timestamp.map(|at| at.unix_timestamp());
            (found.author.bot && footer == Some(mark.0) && at == mark.1).then(|| found.id.get())
        })
    }

    /// Changes a message.
    pub(crate) async fn edit(
        &self,
        fence: Fence,
        channel: u64,
        id: u64,
        message: &Message,
    ) -> Result<Edited, store::Error> {
        let turn = self.pace.turn(channel, Kind::Edit).await;
        self.store.still_leads(fence).await?;
        let (channel, id) = (ChannelId::new(channel), MessageId::new(id));
        let edited = self.http.edit_message(channel, id, message, files(message)).await;
        drop(turn);
        Ok(match edited {
            Ok(_) => Edited::Done,
            Err(error) => match (code(&error), judge(&error)) {
                (Some(UNKNOWN_MESSAGE), _) => Edited::Gone,
                (Some(TOO_MANY_OLD_EDITS), _) => Edited::TooOld,
                (_, Attempt::Gone(reason) | Attempt::Wrong(reason)) => Edited::Refused(reason),
                (_, Attempt::Again(reason)) => Edited::Failed(reason),
                (_, Attempt::Done(_)) => Edited::Done,
            },
        })
    }

    /// Takes a message away. Whether it is done, or can't ever be; if not, try again.
    pub(crate) async fn delete(&self, fence: Fence, channel: u64, id: u64) -> Result<bool, store::Error> {
        let turn = self.pace.turn(channel, Kind::Edit).await;
        self.store.still_leads(fence).await?;
        let deleted = self.http.delete_message(ChannelId::new(channel), MessageId::new(id), None).await;
        drop(turn);
        let Err(error) = deleted else { return Ok(true) };
        tracing::debug!(reason = say(&error), "a message can't be deleted");
        Ok(!matches!(judge(&error), Attempt::Again(_)))
    }

    /// Posts a message that nothing is kept of.
    pub(crate) async fn post_once(&self, channel: u64, message: &Message) -> serenity::Result<()> {
        let turn = self.pace.turn(channel, Kind::Post).await;
        let sent = self.http.send_message(ChannelId::new(channel), files(message), message).await;
        drop(turn);
        sent.map(drop)
    }

    /// Tells a member something in a direct message. Whether it got there.
    pub(crate) async fn tell(&self, user: u64, message: &Message) -> bool {
        let recipient = serde_json::json!({ "recipient_id": UserId::new(user).to_string() });
        let Ok(direct) = self.http.create_private_channel(&recipient).await else { return false };
        self.post_once(direct.id.get(), message).await.is_ok()
    }
}

/// What came of an edit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Edited {
    /// It is done.
    Done,
    /// Somebody has deleted the message.
    Gone,
    /// It was edited too often for its age.
    TooOld,
    /// Discord does not let us any more, or takes no such message.
    Refused(String),
    /// It may go better next time.
    Failed(String),
}

/// Discord's codes for what does not get better by itself: no such channel or server, no access, no permission, no direct messages.
const CLOSED: [isize; 5] = [10_003, 10_004, 50_001, 50_013, 50_007];

fn judge(error: &serenity::Error) -> Attempt {
    let reason = say(error);
    match (code(error), status(error).map(|status| status.as_u16())) {
        (Some(code), _) if CLOSED.contains(&code) => Attempt::Gone(reason),
        (_, None | Some(429 | 500..)) => Attempt::Again(reason),
        _ => Attempt::Wrong(reason),
    }
}

/// What a message says of itself: the footer of its first embed, and its time.
fn mark(message: &Message) -> Option<(&str, Option<i64>)> {
    let embed = message.embeds().first()?;
    let at = embed.timestamp.map(Timestamp::as_second);
    Some((embed.footer.as_ref()?.text.as_str(), at))
}

fn files(message: &Message) -> Vec<CreateAttachment> {
    let file = |file: &views::File| CreateAttachment::bytes(file.bytes.clone(), file.name.clone());
    message.files().iter().map(file).collect()
}
