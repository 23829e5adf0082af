//! The last steps of whatever is posted: attempt, post, record. At least once, and with Discord's help not twice.
//!
//! Each attempt is written down before it is made, and only by who leads. Every attempt of a delivery carries the same nonce, which
//! Discord remembers for some minutes; what was attempted longer ago is looked for in the channel first (`find.rs`). What is posted
//! and turns out to be posted already is taken away again. What a refusal leads to is not decided here.

mod find;

use answers::clock::Clock;
use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use serde::Serialize;
use store::{Delivery, Fence, Store};
use tokio::sync::OnceCell;
use views::Message;

pub(crate) use self::find::{Mark, Unknown};
use crate::{
    discord::{Asked, Failure, Rest, Verdict},
    pace::{Kind, Pace},
    wakeups::Wakeups,
};

/// How often a delivery is attempted in one go.
const MAX_ATTEMPTS: u32 = 4;

/// How long after a failed attempt the next one is made; doubled each time.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// For how long Discord surely remembers a nonce. What was attempted before is looked for.
const NONCE_MAX_AGE: SignedDuration = SignedDuration::from_mins(2);

/// The outcome of an attempt to post a delivery.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// It is in the channel, with this message id.
    Posted(u64),
    /// The channel is gone or takes no messages. Ends the delivery.
    Gone(String),
    /// Discord refuses this content. Ends the delivery.
    Wrong(String),
    /// The delivery ended before, or nobody can tell whether it is in the channel.
    Failed(String),
    /// The bot has no access now. The delivery stays claimed, to be retried.
    Closed(String),
    /// It failed, or may have failed, for a passing reason. The delivery stays claimed, to be retried.
    Later(String),
}

/// Posts, edits and remembers.
#[derive(Debug)]
pub(crate) struct Deliverer {
    pub(crate) store: Store,
    pub(crate) rest: Arc<Rest>,
    pub(crate) clock: Clock,
    pub(crate) pace: Pace,
    /// The channels with something to retry.
    pub(crate) wakeups: Wakeups,
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
            Outcome::Gone(ref reason) | Outcome::Wrong(ref reason) | Outcome::Failed(ref reason) => {
                self.store.failed(delivery.id, reason, now).await?;
                tracing::warn!(delivery.key = delivery.key, reason, "not delivered");
                Ok(outcome)
            }
            Outcome::Closed(ref reason) | Outcome::Later(ref reason) => {
                tracing::warn!(delivery.key = delivery.key, reason, "not posted, or not known to be; will retry");
                self.wakeups.rest(delivery.channel);
                Ok(outcome)
            }
        }
    }

    /// Like [`Deliverer::post`], but a post that Discord refuses stays claimed and is retried without end.
    pub(crate) async fn post_or_wait(
        &self,
        fence: Fence,
        delivery: &Delivery,
        message: &Message,
    ) -> Result<Outcome, store::Error> {
        let outcome = self.attempt(fence, delivery, message, Mark::of(message).as_ref()).await?;
        if let Outcome::Posted(id) = outcome {
            return self.stands(delivery, id).await;
        }
        self.wakeups.rest(delivery.channel);
        Ok(outcome)
    }

    /// Records that it stands in the channel. Who was suspended between attempt and post finds that another has finished it: then
    /// ours goes.
    pub(crate) async fn stands(&self, delivery: &Delivery, id: u64) -> Result<Outcome, store::Error> {
        let kept = self.store.posted(delivery.id, id, self.clock.now()).await?;
        if kept != Some(id) {
            tracing::warn!(delivery.key = delivery.key, "posted twice; deleting the second");
            self.take_back(delivery.channel, id).await;
        }
        Ok(kept.map_or_else(|| Outcome::Failed("it was already recorded as ended".to_owned()), Outcome::Posted))
    }

    async fn attempt(
        &self,
        fence: Fence,
        delivery: &Delivery,
        message: &Message,
        mark: Option<&Mark>,
    ) -> Result<Outcome, store::Error> {
        let mut began = delivery.began;
        let mut wait = RETRY_DELAY;
        let mut last = String::new();
        for attempt in 1..=MAX_ATTEMPTS {
            let turn = self.pace.turn(delivery.channel, Kind::Post).await;
            // Checked in each round: waiting for the turn may have taken longer than Discord remembers the nonce.
            if let Some(at) = began.filter(|at| self.clock.now().duration_since(*at).abs() > NONCE_MAX_AGE)
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
            let sent = self.send(delivery.channel, &delivery.key, message).await;
            drop(turn);
            let failure = match sent {
                Ok(Some(id)) => return Ok(Outcome::Posted(id)),
                // It is posted. Sending it again with the same nonce returns the same message.
                Ok(None) => Failure::Unreadable,
                Err(failure) => failure,
            };
            if failure.may_have_happened() {
                began.get_or_insert(now);
            } else if began.is_none() {
                self.store.attempt_refused(fence, delivery.id).await?;
            }
            let reason = failure.to_string();
            match failure.verdict(Asked::Post) {
                Verdict::Gone => return Ok(Outcome::Gone(reason)),
                Verdict::Closed => return Ok(Outcome::Closed(reason)),
                Verdict::Wrong => return Ok(Outcome::Wrong(reason)),
                _ => last = reason,
            }
            // The rate limit outlasts this attempt.
            if attempt == MAX_ATTEMPTS || matches!(failure, Failure::Held(_)) {
                break;
            }
            tokio::time::sleep(wait).await;
            wait *= 2;
        }
        // The answers may have been lost, and the message be in the channel.
        let found = match (mark, began) {
            (Some(mark), Some(at)) => self.find(delivery.channel, mark, at).await,
            _ => Ok(None),
        };
        Ok(match found {
            Ok(Some(id)) => Outcome::Posted(id),
            // An unreadable channel doesn't tell.
            Ok(None) | Err(Unknown::Unread) => Outcome::Later(last),
            Err(unknown) => unknown.into(),
        })
    }

    async fn send(&self, channel: u64, nonce: &str, message: &Message) -> Result<Option<u64>, Failure> {
        let body = Body { message, nonce, enforce_nonce: true };
        let sent = self.rest.post(channel, &body, message.files()).await;
        if sent.is_ok() {
            self.wakeups.got_through(channel);
        }
        sent
    }

    /// Changes a message.
    pub(crate) async fn edit(
        &self,
        fence: Fence,
        channel: u64,
        id: u64,
        message: &Message,
    ) -> Result<Edited, store::Error> {
        let edit = async || {
            let turn = self.pace.turn(channel, Kind::Edit).await;
            self.store.still_leads(fence).await?;
            let edited = self.rest.edit(channel, id, message, message.files()).await;
            drop(turn);
            Ok::<_, store::Error>(edited)
        };
        let mut edited = edit().await?;
        if is_asleep(&edited, Asked::Edit) {
            edited = match self.rest.unarchive(channel).await {
                Ok(()) => edit().await?,
                refused => refused,
            };
        }
        let Err(failure) = edited else { return Ok(Edited::Done) };
        let reason = failure.to_string();
        let edited = match failure.verdict(Asked::Edit) {
            Verdict::TooOld => Edited::TooOld,
            Verdict::Repost => Edited::Repost,
            Verdict::Gone => Edited::Gone(reason),
            Verdict::Closed => Edited::Closed(reason),
            Verdict::Wrong => Edited::Wrong(reason),
            _ => Edited::Failed(reason),
        };
        if matches!(edited, Edited::Closed(_) | Edited::Failed(_)) {
            self.wakeups.rest(channel);
        }
        Ok(edited)
    }

    /// Deletes a message. Returns whether it is deleted or never will be; otherwise retry.
    pub(crate) async fn delete(&self, fence: Fence, channel: u64, id: u64) -> Result<bool, store::Error> {
        let delete = async || {
            let turn = self.pace.turn(channel, Kind::Edit).await;
            self.store.still_leads(fence).await?;
            let deleted = self.rest.delete(channel, id).await;
            drop(turn);
            Ok::<_, store::Error>(deleted)
        };
        let mut deleted = delete().await?;
        if is_asleep(&deleted, Asked::Delete) {
            deleted = match self.rest.unarchive(channel).await {
                Ok(()) => delete().await?,
                refused => refused,
            };
        }
        let Err(failure) = deleted else { return Ok(true) };
        tracing::debug!(reason = %failure, "can't delete a message");
        // An old message left behind is better than a board or an incident that waits for its deletion.
        Ok(failure.verdict(Asked::Delete) != Verdict::Retry)
    }

    /// Takes away what we posted after another had: we need not lead for that.
    async fn take_back(&self, channel: u64, id: u64) {
        let turn = self.pace.turn(channel, Kind::Edit).await;
        if let Err(failure) = self.rest.delete(channel, id).await {
            tracing::warn!(reason = %failure, "can't delete the second post");
        }
        drop(turn);
    }

    /// Posts a message that nothing is kept of.
    pub(crate) async fn post_once(&self, channel: u64, message: &Message) -> Result<(), Failure> {
        let turn = self.pace.turn(channel, Kind::Post).await;
        let sent = self.rest.post(channel, message, message.files()).await;
        drop(turn);
        if sent.is_ok() {
            self.wakeups.got_through(channel);
        }
        sent.map(drop)
    }

    /// Sends a member a direct message with a nonce.
    pub(crate) async fn tell(&self, user: u64, nonce: &str, message: &Message) -> Told {
        // Discord counts those for all members together.
        let turn = self.pace.turn(0, Kind::Direct).await;
        let direct = self.rest.direct_channel(user).await;
        drop(turn);
        let channel = match direct {
            Ok(channel) => channel,
            Err(failure) => return Told::of(&failure),
        };
        let mut told = Told::Later;
        for _ in 0..2 {
            let turn = self.pace.turn(channel, Kind::Post).await;
            let sent = self.send(channel, nonce, message).await;
            drop(turn);
            told = sent.map_or_else(|failure| Told::of(&failure), |_| Told::Yes);
            // The answer may have been lost. The nonce keeps the message from being posted twice.
            if told != Told::Later {
                break;
            }
        }
        told
    }
}

impl Told {
    fn of(failure: &Failure) -> Self {
        if failure.verdict(Asked::Post) == Verdict::Retry { Self::Later } else { Self::No }
    }
}

/// Whether a request failed because its thread is archived.
fn is_asleep(outcome: &Result<(), Failure>, asked: Asked) -> bool {
    outcome.as_ref().is_err_and(|failure| failure.verdict(asked) == Verdict::Asleep)
}

/// Whether a direct message got there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Told {
    Yes,
    /// The member takes no direct messages from the bot.
    No,
    /// It failed for a passing reason.
    Later,
}

/// The outcome of an edit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Edited {
    /// It is done.
    Done,
    /// The message is deleted or can't be edited: post it again.
    Repost,
    /// It was edited too often for its age: post it again and delete this one.
    TooOld,
    /// The channel is gone.
    Gone(String),
    /// Discord refuses the content.
    Wrong(String),
    /// The bot has no access now.
    Closed(String),
    /// It failed for a passing reason.
    Failed(String),
}
