//! Digests, boards and alerts as people have made them. What each is made of is a text to the store.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store, Who,
    audit::audit,
    members::member,
    notices::notice,
    pool::{read, write, write_fenced},
    row::row,
    time::{id, instant, ms, snowflake},
};

/// What is subscribed to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// Figures, at times.
    Digest,
    /// A message that keeps itself up to date.
    Board,
    /// A threshold on a figure.
    Alert,
}

/// Whether it is at work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It is.
    Active,
    /// Somebody has paused it.
    Paused,
    /// Discord refused a delivery: the channel is gone, or closed to the bot.
    Refused,
}

/// A digest, board or alert.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subscription {
    /// Its number.
    pub id: i64,
    /// What it is.
    pub kind: Kind,
    /// The server it belongs to.
    pub guild: u64,
    /// The channel it posts to.
    pub channel: u64,
    /// Who made it; 0 where that member was forgotten.
    pub creator: u64,
    /// What it is made of.
    pub spec: String,
    /// Whether it is at work.
    pub state: State,
    /// Why it is not.
    pub reason: Option<String>,
    /// When a digest is due next.
    pub next_due: Option<Timestamp>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub changed: Timestamp,
    /// How often it was changed: who changes it says which version they have seen.
    pub version: i64,
    /// What a digest's last post said, for the next one.
    pub figures: Option<String>,
    /// Discord's reason while it blocks the subscription, and since when.
    pub trouble: Option<(String, Timestamp)>,
    /// Since when its creator may no longer have it.
    pub orphaned: Option<Timestamp>,
}

/// What it is changed to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change<'a> {
    /// The channel it posts to.
    pub channel: u64,
    /// What it is made of.
    pub spec: &'a str,
    /// When it is due.
    pub due: NextDue,
    /// Whether it works again if it did not.
    pub resume: bool,
}

/// When a digest is due after a change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NextDue {
    /// As before.
    AsBefore,
    /// Then, unless a run is due already that nobody has planned: that comes first.
    At(Option<Timestamp>),
}

/// A digest, board or alert that is to be made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewSubscription {
    /// What it is.
    pub kind: Kind,
    /// The channel it posts to.
    pub channel: u64,
    /// What it is made of.
    pub spec: String,
    /// When a digest is due first.
    pub next_due: Option<Timestamp>,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Digest, Self::Board, Self::Alert];

    /// Its name, in the database and in the audit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Board => "board",
            Self::Alert => "alert",
        }
    }
}

impl State {
    const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Refused];

    fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Refused => "refused",
        }
    }
}

row! {
    pub(crate) struct Row {
        id: i64,
        kind: String,
        guild: i64,
        channel: i64,
        creator: i64,
        spec: String,
        state: String,
        reason: Option<String>,
        next_due: Option<i64>,
        created: i64,
        changed: i64,
        version: i64,
        figures: Option<String>,
        trouble: Option<String>,
        trouble_since: Option<i64>,
        orphaned: Option<i64>,
    }
}

impl Row {
    fn read(self) -> Result<Subscription, Error> {
        let unknown = |what: &str| Error::Other(format!("{what} is not of this version"));
        Ok(Subscription {
            id: self.id,
            kind: Kind::ALL.into_iter().find(|kind| kind.name() == self.kind).ok_or_else(|| unknown(&self.kind))?,
            guild: snowflake(self.guild),
            channel: snowflake(self.channel),
            creator: snowflake(self.creator),
            spec: self.spec,
            state: State::ALL
                .into_iter()
                .find(|state| state.name() == self.state)
                .ok_or_else(|| unknown(&self.state))?,
            reason: self.reason,
            next_due: self.next_due.map(instant),
            created: instant(self.created),
            changed: instant(self.changed),
            version: self.version,
            figures: self.figures,
            trouble: self.trouble.zip(self.trouble_since.map(instant)),
            orphaned: self.orphaned.map(instant),
        })
    }
}

pub(crate) fn all(rows: Vec<Row>) -> Result<Vec<Subscription>, Error> {
    rows.into_iter().map(Row::read).collect()
}

impl Store {
    /// Makes one.
    pub async fn subscribe(&self, new: &NewSubscription, by: &Who) -> Result<Subscription, Error> {
        let row: Row = write!(self, tx => {
            let row: Row = sqlx::query_as(
                "INSERT INTO subscriptions (kind, guild, channel, creator, spec, state, next_due, created, changed,
                     version)
                 VALUES ($1, $2, $3, $4, $5, 'active', $6, $7, $7, 1) RETURNING *",
            )
            .bind(new.kind.name())
            .bind(id(by.guild))
            .bind(id(new.channel))
            .bind(id(by.user))
            .bind(&new.spec)
            .bind(new.next_due.map(ms))
            .bind(ms(by.at))
            .fetch_one(&mut *tx)
            .await?;
            let (action, target) = (format!("create {}", row.kind), format!("{} {}", row.kind, row.id));
            audit!(tx, by, action, target, format!("channel {}", new.channel));
            row
        });
        row.read()
    }

    /// One of them.
    pub async fn subscription(&self, subscription: i64) -> Result<Option<Subscription>, Error> {
        let row: Option<Row> = read!(self, db => sqlx::query_as("SELECT * FROM subscriptions WHERE id = $1")
            .bind(subscription)
            .fetch_optional(db));
        row.map(Row::read).transpose()
    }

    /// Those of a server, oldest first.
    pub async fn subscriptions(&self, guild: u64, kind: Kind) -> Result<Vec<Subscription>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT * FROM subscriptions WHERE guild = $1 AND kind = $2 ORDER BY id",
        )
        .bind(id(guild))
        .bind(kind.name())
        .fetch_all(db)))
    }

    /// All that are at work, oldest first.
    pub async fn active(&self, kind: Kind) -> Result<Vec<Subscription>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT * FROM subscriptions WHERE kind = $1 AND state = 'active' ORDER BY id",
        )
        .bind(kind.name())
        .fetch_all(db)))
    }

    /// Digests at work whose time has come, the longest due first.
    pub async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<Subscription>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT * FROM subscriptions WHERE kind = 'digest' AND state = 'active' AND next_due <= $1
             ORDER BY next_due, id LIMIT $2",
        )
        .bind(ms(now))
        .bind(i64::from(limit))
        .fetch_all(db)))
    }

    /// Changes one as it was seen. Whether nobody else has changed it since.
    pub async fn change(&self, seen: &Subscription, change: &Change<'_>, by: &Who) -> Result<bool, Error> {
        let (touched, due) = match change.due {
            NextDue::AsBefore => (false, None),
            NextDue::At(due) => (true, due),
        };
        Ok(write!(self, tx => {
            member!(tx, by.user);
            let kind: Option<String> = sqlx::query_scalar(
                "UPDATE subscriptions SET channel = $4, spec = $5, changed = $6, version = version + 1,
                     next_due = CASE WHEN NOT $7 OR next_due <= $6 THEN next_due ELSE $8 END,
                     state = CASE WHEN $9 THEN 'active' ELSE state END, reason = CASE WHEN $9 THEN NULL ELSE reason END,
                     trouble = CASE WHEN $9 THEN NULL ELSE trouble END, trouble_told = trouble_told AND NOT $9
                 WHERE id = $1 AND guild = $2 AND version = $3 RETURNING kind",
            )
            .bind(seen.id)
            .bind(id(by.guild))
            .bind(seen.version)
            .bind(id(change.channel))
            .bind(change.spec)
            .bind(ms(by.at))
            .bind(touched)
            .bind(due.map(ms))
            .bind(change.resume)
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(kind) = &kind {
                audit!(tx, by, format!("change {kind}"), format!("{kind} {}", seen.id), format!("channel {}", change.channel));
            }
            kind.is_some()
        }))
    }

    /// Pauses it. Whether it was at work.
    pub async fn pause(&self, subscription: i64, by: &Who) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            member!(tx, by.user);
            let kind: Option<String> = sqlx::query_scalar(
                "UPDATE subscriptions SET state = 'paused', reason = NULL, next_due = NULL, changed = $3,
                     version = version + 1
                 WHERE id = $1 AND guild = $2 AND state <> 'paused' RETURNING kind",
            )
            .bind(subscription)
            .bind(id(by.guild))
            .bind(ms(by.at))
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(kind) = &kind {
                audit!(tx, by, format!("pause {kind}"), format!("{kind} {subscription}"), "");
            }
            kind.is_some()
        }))
    }

    /// Lets one work again that was seen at rest. Whether nobody else has changed it since.
    pub async fn resume(&self, seen: &Subscription, next_due: Option<Timestamp>, by: &Who) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            member!(tx, by.user);
            let kind: Option<String> = sqlx::query_scalar(
                "UPDATE subscriptions SET state = 'active', reason = NULL, next_due = $4, changed = $5,
                     version = version + 1, trouble = NULL, trouble_told = FALSE
                 WHERE id = $1 AND guild = $2 AND version = $3 AND state <> 'active' RETURNING kind",
            )
            .bind(seen.id)
            .bind(id(by.guild))
            .bind(seen.version)
            .bind(next_due.map(ms))
            .bind(ms(by.at))
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(kind) = &kind {
                audit!(tx, by, format!("resume {kind}"), format!("{kind} {}", seen.id), "");
            }
            kind.is_some()
        }))
    }

    /// Takes it away, with all that was posted for it; the audit stays. Whether it was there.
    pub async fn remove(&self, subscription: i64, by: &Who) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            member!(tx, by.user);
            let gone: Option<String> =
                sqlx::query_scalar("DELETE FROM subscriptions WHERE id = $1 AND guild = $2 RETURNING kind")
                    .bind(subscription)
                    .bind(id(by.guild))
                    .fetch_optional(&mut *tx)
                    .await?;
            if let Some(kind) = &gone {
                for sql in [
                    "DELETE FROM deliveries WHERE subscription = $1 AND state <> 'claimed'",
                    "DELETE FROM boards WHERE subscription = $1",
                    "DELETE FROM alerts WHERE subscription = $1",
                ] {
                    sqlx::query(sql).bind(subscription).execute(&mut *tx).await?;
                }
                audit!(tx, by, format!("remove {kind}"), format!("{kind} {subscription}"), "");
            }
            gone.is_some()
        }))
    }

    /// Stops it because Discord refused a delivery to a channel, and keeps a notice for its creator, once. Returns whether it was active
    /// in that channel: it keeps running if it was moved to another one.
    pub async fn refuse(
        &self,
        fence: Fence,
        subscription: i64,
        (channel, reason): (u64, &str),
        notice: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        Ok(write_fenced!(self, fence, tx => {
            let of: Option<(i64, i64)> = sqlx::query_as(
                "UPDATE subscriptions SET state = 'refused', reason = $3, next_due = NULL, changed = $4,
                     version = version + 1, trouble = NULL, trouble_told = FALSE
                 WHERE id = $1 AND channel = $2 AND state = 'active' RETURNING creator, guild",
            )
            .bind(subscription)
            .bind(id(channel))
            .bind(reason)
            .bind(ms(at))
            .fetch_optional(&mut *tx)
            .await?;
            if let Some((creator, guild)) = of {
                notice!(tx, creator, guild, notice, at);
            }
            of.is_some()
        }))
    }

    /// Keeps what a digest's post said, for the next one.
    pub async fn keep_figures(&self, fence: Fence, digest: i64, figures: &str) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("UPDATE subscriptions SET figures = $2 WHERE id = $1")
                .bind(digest)
                .bind(figures)
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }

    /// Digests at work from a number on, by their numbers: all of them, a few at a time.
    pub async fn digests_from(&self, number: i64, limit: u32) -> Result<Vec<Subscription>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT * FROM subscriptions WHERE kind = 'digest' AND state = 'active' AND id >= $1 ORDER BY id LIMIT $2",
        )
        .bind(number)
        .bind(i64::from(limit))
        .fetch_all(db)))
    }
}
