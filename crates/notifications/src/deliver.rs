//! The last steps of whatever is posted: attempt, post, record. At least once, and with Discord's help not twice.
//!
//! Each attempt is written down before it is made, and only by who leads. Every attempt of a delivery carries the same nonce, which
//! Discord remembers for some minutes; what was attempted longer ago is looked for in the channel first (`find.rs`). What is posted
//! and turns out to be posted already is taken away again. What a refusal leads to is not decided here.

mod find;

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use serde::Serialize;
use store::{Delivery, Fence, Store};
use tokio::sync::OnceCell;
use views::Message;

pub(crate) use self::find::{Mark, Unknown};
use crate::{
    clock::Clock,
    discord::{Asked, Failure, Rest, Verdict},
    pace::{Kind, Pace},
    stirs::Stirs,
};

/// How often a delivery is attempted in one go.
const ATTEMPTS: u32 = 4;

/// How long after a failed attempt the next one is made; doubled each time.
const AGAIN: Duration = Duration::from_secs(1);

/// For how long Discord surely remembers a nonce. What was attempted before is looked for.
const NONCE: SignedDuration = SignedDuration::from_mins(2);

/// How a delivery ended, or stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// It stands in the channel, as this message.
    Posted(u64),
    /// The channel is gone, or takes no messages: it will not get better.
    Gone(String),
    /// Discord takes no such message, however often it is sent.
    Wrong(String),
    /// It ended before, or can't be told to stand there.
    Failed(String),
    /// The bot is not let in now. It is still claimed, and to be tried again.
    Closed(String),
    /// It did not get through now, or whether it did can't be told. It is still claimed, and to be tried again.
    Later(String),
}

/// Posts, edits and remembers.
#[derive(Debug)]
pub(crate) struct Deliverer {
    pub(crate) store: Store,
    pub(crate) rest: Arc<Rest>,
    pub(crate) clock: Clock,
    pub(crate) pace: Pace,
    /// Where something rests that Discord did not take.
    pub(crate) stirs: Stirs,
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
                tracing::warn!(delivery.key = delivery.key, reason, "not posted yet, or not known to be; trying again");
                self.stirs.rests(delivery.channel);
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
            let failure = match sent {
                Ok(Some(id)) => return Ok(Outcome::Posted(id)),
                // It stands there; the same again, under the same nonce, says as what.
                Ok(None) => Failure::Unreadable,
                Err(failure) => failure,
            };
            let reason = failure.to_string();
            match failure.verdict(Asked::Post) {
                Verdict::Gone => return Ok(Outcome::Gone(reason)),
                Verdict::Closed => return Ok(Outcome::Closed(reason)),
                Verdict::Wrong => return Ok(Outcome::Wrong(reason)),
                _ => last = reason,
            }
            // Discord has said for how long it takes nothing.
            if attempt == ATTEMPTS || matches!(failure, Failure::Held(_)) {
                break;
            }
            tokio::time::sleep(wait).await;
            wait *= 2;
        }
        // All answers may have been lost, and the message stand there all the same.
        let found = match (mark, began) {
            (Some(mark), Some(at)) => self.find(delivery.channel, mark, at).await,
            _ => Ok(None),
        };
        Ok(match found {
            Ok(Some(id)) => Outcome::Posted(id),
            // What can't be read tells no more.
            Ok(None) | Err(Unknown::Unread) => Outcome::Later(last),
            Err(unknown) => unknown.into(),
        })
    }

    async fn send(&self, channel: u64, nonce: &str, message: &Message) -> Result<Option<u64>, Failure> {
        let body = Body { message, nonce, enforce_nonce: true };
        let sent = self.rest.post(channel, &body, message.files()).await;
        if sent.is_ok() {
            self.stirs.stir(channel);
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
        if self.was_asleep(channel, &edited, Asked::Edit).await {
            edited = edit().await?;
        }
        let Err(failure) = edited else {
            self.stirs.stir(channel);
            return Ok(Edited::Done);
        };
        let reason = failure.to_string();
        let edited = match failure.verdict(Asked::Edit) {
            Verdict::TooOld => Edited::TooOld,
            // A thread that does not open takes a new message, or says why not.
            Verdict::Anew | Verdict::Asleep => Edited::Anew,
            Verdict::Gone => Edited::Gone(reason),
            Verdict::Closed => Edited::Closed(reason),
            Verdict::Wrong => Edited::Wrong(reason),
            _ => Edited::Failed(reason),
        };
        if matches!(edited, Edited::Closed(_) | Edited::Failed(_)) {
            self.stirs.rests(channel);
        }
        Ok(edited)
    }

    /// Opens a thread if a request failed because it is asleep. Whether it is open now.
    async fn was_asleep(&self, channel: u64, outcome: &Result<(), Failure>, asked: Asked) -> bool {
        let asleep = outcome.as_ref().is_err_and(|failure| failure.verdict(asked) == Verdict::Asleep);
        asleep && self.rest.unarchive(channel).await.is_ok()
    }

    /// Takes a message away. Whether it is done, or can't ever be; if not, try again.
    pub(crate) async fn delete(&self, fence: Fence, channel: u64, id: u64) -> Result<bool, store::Error> {
        let delete = async || {
            let turn = self.pace.turn(channel, Kind::Edit).await;
            self.store.still_leads(fence).await?;
            let deleted = self.rest.delete(channel, id).await;
            drop(turn);
            Ok::<_, store::Error>(deleted)
        };
        let mut deleted = delete().await?;
        if self.was_asleep(channel, &deleted, Asked::Delete).await {
            deleted = delete().await?;
        }
        let Err(failure) = deleted else { return Ok(true) };
        tracing::debug!(reason = %failure, "a message can't be deleted");
        Ok(failure.verdict(Asked::Delete) == Verdict::Done)
    }

    /// Takes away what we posted after another had: we need not lead for that.
    async fn take_back(&self, channel: u64, id: u64) {
        let turn = self.pace.turn(channel, Kind::Edit).await;
        if let Err(failure) = self.rest.delete(channel, id).await {
            tracing::warn!(reason = %failure, "the second can't be deleted");
        }
        drop(turn);
    }

    /// Posts a message that nothing is kept of.
    pub(crate) async fn post_once(&self, channel: u64, message: &Message) -> Result<(), Failure> {
        let turn = self.pace.turn(channel, Kind::Post).await;
        let sent = self.rest.post(channel, message, message.files()).await;
        drop(turn);
        sent.map(drop)
    }

    /// Tells a member something in a direct message, under a nonce. Whether it got there.
    pub(crate) async fn tell(&self, user: u64, nonce: &str, message: &Message) -> bool {
        // Discord counts those for all members together.
        let turn = self.pace.turn(0, Kind::Direct).await;
        let direct = self.rest.direct_channel(user).await;
        drop(turn);
        let Ok(channel) = direct else { return false };
        for _ in 0..2 {
            let turn = self.pace.turn(channel, Kind::Post).await;
            let sent = self.send(channel, nonce, message).await;
            drop(turn);
            match sent.map_err(|failure| failure.verdict(Asked::Post)) {
                Ok(_) => return true,
                // The answer may have been lost; the nonce keeps it from being told twice.
                Err(Verdict::Again) => {}
                Err(_) => return false,
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
    /// The message can't be changed, or somebody has deleted it.
    Anew,
    /// It was edited too often for its age.
    TooOld,
    /// The channel is gone.
    Gone(String),
    /// Discord takes no such message.
    Wrong(String),
    /// The bot is not let in now.
    Closed(String),
    /// It may go better next time.
    Failed(String),
}
