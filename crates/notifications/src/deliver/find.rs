//! Finding again what was posted and not recorded: Discord forgets a nonce after minutes, and a message does not show it.
//!
//! A channel is read from the first attempt on, not from now back: however much was said since, the message stands near there.

use jiff::{SignedDuration, Timestamp};
use views::Message;

use super::{Deliverer, Outcome};
use crate::{
    discord::{Asked, Failure, Verdict},
    pace::Kind,
};

/// How many messages Discord gives at once, at most.
const PAGE_SIZE: u8 = 100;

/// The most pages that are read of a channel.
const MAX_PAGES: usize = 50;

/// How far Discord's clock may be from ours.
const MAX_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The first millisecond of Discord's ids.
const EPOCH: i64 = 1_420_070_400_000;

/// What a message of ours says of itself, whatever else of it has changed: how the footer of its first embed begins, and its time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Mark {
    pub(crate) footer: String,
    pub(crate) at: Option<i64>,
}

impl Mark {
    /// That of a message whose footer does not change.
    pub(crate) fn of(message: &Message) -> Option<Self> {
        let embed = message.embeds().first()?;
        Some(Self { footer: embed.footer.as_ref()?.text.clone(), at: embed.timestamp.map(Timestamp::as_second) })
    }

    /// That of a run of a digest.
    pub(crate) fn of_digest(id: i64, due: Timestamp) -> Self {
        Self { footer: views::digests::name(id), at: Some(due.as_second()) }
    }

    /// Whether it is on a footer with a time.
    fn is_on(&self, footer: &str, at: Option<i64>) -> bool {
        let rest = footer.strip_prefix(&self.footer);
        at == self.at && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" · "))
    }
}

/// Why it can't be told whether a message stands in a channel.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Unknown {
    /// The channel is gone: nobody will ever tell.
    Gone(String),
    /// The bot has no access now.
    Closed(String),
    /// We may not read what was written before: Discord shows an empty channel, and there is more.
    Unread,
    /// Discord does not answer now.
    Passing(String),
}

impl From<Failure> for Unknown {
    fn from(failure: Failure) -> Self {
        let reason = failure.to_string();
        match failure.verdict(Asked::Look) {
            Verdict::Gone => Self::Gone(reason),
            Verdict::Closed => Self::Closed(reason),
            _ => Self::Passing(reason),
        }
    }
}

impl From<Unknown> for Outcome {
    fn from(unknown: Unknown) -> Self {
        match unknown {
            Unknown::Gone(reason) => Self::Gone(reason),
            Unknown::Closed(reason) => Self::Closed(reason),
            Unknown::Unread => Self::Failed("can't check for an earlier post without Read Message History".to_owned()),
            Unknown::Passing(reason) => Self::Later(reason),
        }
    }
}

impl Deliverer {
    /// Our own message with this mark, of an attempt at `began` or since.
    pub(crate) async fn find(&self, channel: u64, mark: &Mark, began: Timestamp) -> Result<Option<u64>, Unknown> {
        let me = *self.me.get_or_try_init(async || self.rest.me().await).await?;
        let first = first_id(began - MAX_SKEW);
        let mut after = first;
        for _ in 0..MAX_PAGES {
            let turn = self.pace.turn(channel, Kind::Look).await;
            let page = self.rest.messages_after(channel, after, PAGE_SIZE).await;
            drop(turn);
            let page = page?;
            let mut ours = page.iter().filter(|message| message.author == me);
            let marked =
                ours.find(|message| message.footer.as_ref().is_some_and(|footer| mark.is_on(footer, message.at)));
            if let Some(ours) = marked {
                return Ok(Some(ours.id));
            }
            if page.is_empty() && after == first && self.has_message_after(channel, first).await? {
                return Err(Unknown::Unread);
            }
            match page.iter().map(|message| message.id).max() {
                Some(newest) if page.len() >= usize::from(PAGE_SIZE) => after = newest,
                _ => break,
            }
        }
        Ok(None)
    }

    /// Whether somebody has written in a channel since this id. What was deleted counts.
    async fn has_message_after(&self, channel: u64, after: u64) -> Result<bool, Unknown> {
        let turn = self.pace.turn(channel, Kind::Look).await;
        let newest = self.rest.newest_message(channel).await;
        drop(turn);
        Ok(newest?.is_some_and(|newest| newest > after))
    }
}

/// The least id of a message of this instant.
fn first_id(at: Timestamp) -> u64 {
    let since = at.as_millisecond().saturating_sub(EPOCH).max(0).unsigned_abs();
    // No message has the id 0.
    (since << 22).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_outlives_an_edit_and_is_of_one_message() {
        let due: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let mark = Mark::of_digest(7, due);
        let at = Some(due.as_second());
        for (footer, at, expected) in [
            ("Digest 7 · hourly, UTC", at, true),
            ("Digest 7 · Mondays 09:00, Europe/Berlin", at, true),
            ("Digest 7", at, true),
            ("Digest 77 · hourly, UTC", at, false),
            ("Digest 7 · hourly, UTC", Some(due.as_second() + 3600), false),
            ("Digest 7 · hourly, UTC", None, false),
            ("Board 7.1", at, false),
        ] {
            assert_eq!(mark.is_on(footer, at), expected, "{footer} {at:?}");
        }
    }

    #[test]
    fn an_instant_is_where_its_messages_begin() {
        // From Discord's reference of snowflakes.
        let at = Timestamp::from_millisecond(1_462_015_105_796).unwrap();
        assert_eq!(first_id(at), 175_928_847_299_117_063 >> 22 << 22);
        assert_eq!(first_id(Timestamp::UNIX_EPOCH), 1);
    }
}
