//! The last steps of whatever is posted: attempt, post, record. At least once, and with Discord's help not twice.
//!
//! Each attempt is written down before it is made, and only by who leads. Every attempt of a delivery carries the same nonce, which
//! Discord remembers for some minutes; what was attempted longer ago is looked for in the channel first (`find.rs`). What is posted
//! and turns out to be posted already is taken away again. What a refusal leads to is not decided here.

mod find;

use std::time::Duration;

use jiff::SignedDuration;
use serde::Serialize;
use serenity::all::{ChannelId, CreateAttachment, Http, MessageId, UserId};
use store::{Delivery, Fence, Store};
use tokio::sync::OnceCell;
use views::Message;

pub(crate) use self::find::{Mark, Unknown};
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

/// How a delivery ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// It stands in the channel, as this message.
    Posted(u64),
    /// Discord does not let us: the channel is gone, or closed to us. It will not get better by itself.
    Refused(String),
    /// Discord takes no such message, however often it is sent.
    Wrong(String),
    /// It was tried often enough.
    Failed(String),
    /// Whether it stands there already can't be told now. It is still claimed, and to be tried again.
    Later(String),
}

/// Posts, edits and remembers.
#[derive(Debug)]
pub(crate) struct Deliverer {
    pub(crate) store: Store,
    pub(crate) http: std::sync::Arc<Http>,
    pub(crate) clock: Clock,
    pub(crate) pace: Pace,
    /// Our own user, once it was asked for.
    pub(crate) me: OnceCell<u64>,
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
    /// The channel is gone, or closed to us.
    Gone(String),
    /// It is the message that is refused.
    Wrong(String),
    /// Nobody is let in now, whatever they send: the token is being renewed, or somebody on the way refuses.
    Out(String),
    /// It may go better in a moment.
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
        self.post_as(fence, delivery, message, Mark::of(message).as_ref()).await
    }

    /// [`Deliverer::post`], of a message that is found again by this mark.
    pub(crate) async fn post_as(
        &self,
        fence: Fence,
        delivery: &Delivery,
        message: &Message,
        mark: Option<&Mark>,
    ) -> Result<Outcome, store::Error> {
        let outcome = self.attempt(fence, delivery, message, mark).await?;
        let now = self.clock.now();
        match outcome {
            Outcome::Posted(id) => self.stands(delivery, id).await,
            Outcome::Refused(ref reason) | Outcome::Wrong(ref reason) | Outcome::Failed(ref reason) => {
                self.store.failed(delivery.id, reason, now).await?;
                tracing::warn!(delivery.key = delivery.key, reason, "not delivered");
                Ok(outcome)
            }
            Outcome::Later(ref reason) => {
                tracing::warn!(delivery.key = delivery.key, reason, "can't tell whether it is posted; trying again");
                Ok(outcome)
            }
        }
    }

    /// Records that it stands in the channel. Who was suspended between attempt and post finds that another has finished it: then
    /// ours goes.
    pub(crate) async fn stands(&self, delivery: &Delivery, id: u64) -> Result<Outcome, store::Error> {
        let kept = self.store.posted(delivery.id, id, self.clock.now()).await?;
        if kept != Some(id) {
            tracing::warn!(delivery.key = delivery.key, "posted twice; the second goes");
            self.take_back(delivery.channel, id).await;
        }
        Ok(kept.map_or_else(|| Outcome::Failed("it had ended before".to_owned()), Outcome::Posted))
    }

    async fn attempt(
        &self,
        fence: Fence,
        delivery: &Delivery,
        message: &Message,
        mark: Option<&Mark>,
    ) -> Result<Outcome, store::Error> {
        let mut began = delivery.began;
        let mut wait = AGAIN;
        let mut last = String::new();
        for attempt in 1..=ATTEMPTS {
            let turn = self.pace.turn(delivery.channel, Kind::Post).await;
            // Each time anew: the wait for the turn may have outlived the nonce.
            if let Some(at) = began.filter(|at| self.clock.now().duration_since(*at).abs() > NONCE)
                && let Some(mark) = mark
            {
                match self.find(delivery.channel, mark, at).await {
                    Ok(Some(id)) => return Ok(Outcome::Posted(id)),
                    Ok(None) => {}
                    Err(unknown) => return Ok(unknown.into()),
                }
            }
            // Right before the post, and refused unless we still lead.
            let now = self.clock.now();
            self.store.attempt(fence, delivery.id, now).await?;
            began.get_or_insert(now);
            let sent = self.send(delivery.channel, &delivery.key, message).await;
            drop(turn);
            match sent {
                Attempt::Done(id) => return Ok(Outcome::Posted(id)),
                Attempt::Gone(reason) => return Ok(Outcome::Refused(reason)),
                Attempt::Wrong(reason) => return Ok(Outcome::Wrong(reason)),
                Attempt::Out(reason) => return Ok(Outcome::Later(reason)),
                Attempt::Again(reason) => last = reason,
            }
            if attempt < ATTEMPTS {
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
        }
        // All answers may have been lost, and the message stand there all the same.
        let found = match (mark, began) {
            (Some(mark), Some(at)) => self.find(delivery.channel, mark, at).await,
            _ => Ok(None),
        };
        Ok(match found {
            Ok(Some(id)) => Outcome::Posted(id),
            // It failed in any case; what can't be read tells no more.
            Ok(None) | Err(Unknown::Unread) => Outcome::Failed(last),
            Err(unknown) => unknown.into(),
        })
    }

    async fn send(&self, channel: u64, nonce: &str, message: &Message) -> Attempt {
        let body = Body { message, nonce, enforce_nonce: true };
        match self.http.send_message(ChannelId::new(channel), files(message), &body).await {
            Ok(sent) => Attempt::Done(sent.id.get()),
            Err(error) => judge(&error),
        }
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
                (_, Attempt::Out(reason) | Attempt::Again(reason)) => Edited::Failed(reason),
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
        Ok(!matches!(judge(&error), Attempt::Out(_) | Attempt::Again(_)))
    }

    /// Takes away what we posted after another had: we need not lead for that.
    async fn take_back(&self, channel: u64, id: u64) {
        let turn = self.pace.turn(channel, Kind::Edit).await;
        if let Err(error) = self.http.delete_message(ChannelId::new(channel), MessageId::new(id), None).await {
            tracing::warn!(reason = say(&error), "the second can't be deleted");
        }
        drop(turn);
    }

    /// Posts a message that nothing is kept of.
    pub(crate) async fn post_once(&self, channel: u64, message: &Message) -> serenity::Result<()> {
        let turn = self.pace.turn(channel, Kind::Post).await;
        let sent = self.http.send_message(ChannelId::new(channel), files(message), message).await;
        drop(turn);
        sent.map(drop)
    }

    /// Tells a member something in a direct message, under a nonce. Whether it got there.
    pub(crate) async fn tell(&self, user: u64, nonce: &str, message: &Message) -> bool {
        let recipient = serde_json::json!({ "recipient_id": UserId::new(user).to_string() });
        // Discord counts those for all members together.
        let turn = self.pace.turn(0, Kind::Direct).await;
        let direct = self.http.create_private_channel(&recipient).await;
        drop(turn);
        let Ok(direct) = direct else { return false };
        let channel = direct.id.get();
        for _ in 0..2 {
            let turn = self.pace.turn(channel, Kind::Post).await;
            let sent = self.send(channel, nonce, message).await;
            drop(turn);
            match sent {
                Attempt::Done(_) => return true,
                Attempt::Gone(_) | Attempt::Wrong(_) => return false,
                // The answer may have been lost; the nonce keeps it from being told twice.
                Attempt::Out(_) | Attempt::Again(_) => {}
            }
        }
        false
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

/// Discord's codes for what does not get better by itself: no such channel or server, no access, no permission, no direct messages,
/// a channel that takes no messages (a category, voice, a forum), an archived thread.
const CLOSED: [isize; 9] = [10_003, 10_004, 50_001, 50_013, 50_007, 50_024, 50_008, 40_058, 50_083];

fn judge(error: &serenity::Error) -> Attempt {
    let reason = say(error);
    match (code(error), status(error).map(|status| status.as_u16())) {
        (Some(code), _) if CLOSED.contains(&code) => Attempt::Gone(reason),
        (_, None | Some(429 | 500..)) => Attempt::Again(reason),
        // Whoever refuses without a code of Discord's has not looked at the message.
        (_, Some(400 | 413)) | (Some(1..), Some(403 | 404)) => Attempt::Wrong(reason),
        _ => Attempt::Out(reason),
    }
}

fn files(message: &Message) -> Vec<CreateAttachment> {
    let file = |file: &views::File| CreateAttachment::bytes(file.bytes.to_vec(), file.name.clone());
    message.files().iter().map(file).collect()
}
