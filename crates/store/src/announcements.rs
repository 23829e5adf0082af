//! What tells a server's managers that subscriptions have no owner: in the audit channel, or at their next command.
//!
//! An announcement has no name of the creator: what is still orphaned has it. So forgetting a member changes no announcement.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store, Subscription,
    members::member,
    pool::{read, write, write_fenced},
    row::row,
    subscriptions::{self, all},
    time::{id, instant, ms, snowflake},
};

/// An announcement. The subscriptions are [`Store::announced`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Announcement {
    /// Its number.
    pub id: i64,
    /// The server's id.
    pub guild: u64,
    /// Since when.
    pub at: Timestamp,
    /// Where it is told.
    pub state: AnnouncementState,
    /// The ids of the channel and of the message in it.
    pub message: Option<(u64, u64)>,
    /// What that message says, in a word that changes when that does.
    pub shown: String,
    /// When there was nothing left to tell.
    pub closed: Option<Timestamp>,
}

/// Where an announcement is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AnnouncementState {
    /// Nowhere yet.
    New,
    /// To managers at their commands, until it can be posted.
    Unposted,
    /// In the channel.
    Posted,
    /// To managers at their commands: its message is gone, or Discord refused it for good.
    Lost,
}

impl AnnouncementState {
    const ALL: [Self; 4] = [Self::New, Self::Unposted, Self::Posted, Self::Lost];

    fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unposted => "unposted",
            Self::Posted => "posted",
            Self::Lost => "lost",
        }
    }
}

row! {
    struct Row {
        id: i64,
        guild: i64,
        at: i64,
        state: String,
        channel: Option<i64>,
        message: Option<i64>,
        shown: String,
        closed: Option<i64>,
    }
}

impl Row {
    fn read(self) -> Result<Announcement, Error> {
        let state = AnnouncementState::ALL.into_iter().find(|state| state.name() == self.state);
        Ok(Announcement {
            id: self.id,
            guild: snowflake(self.guild),
            at: instant(self.at),
            state: state.ok_or_else(|| Error::Other(format!("{} is not of this version", self.state)))?,
            message: self.channel.map(snowflake).zip(self.message.map(snowflake)),
            shown: self.shown,
            closed: self.closed.map(instant),
        })
    }
}

impl Store {
    /// Opens an announcement for each server and creator with orphaned subscriptions that none tells of yet.
    pub async fn announce_orphans(&self, fence: Fence, now: Timestamp) -> Result<(), Error> {
        let creators: Vec<(i64, i64)> = read!(self, db => sqlx::query_as(
            "SELECT DISTINCT guild, creator FROM subscriptions WHERE orphaned IS NOT NULL AND announcement IS NULL",
        )
        .fetch_all(db));
        if creators.is_empty() {
            return Ok(());
        }
        write_fenced!(self, fence, tx => {
            for (guild, creator) in creators {
                let announcement: i64 = sqlx::query_scalar(
                    "INSERT INTO announcements (guild, at, state, shown) VALUES ($1, $2, 'new', '') RETURNING id",
                )
                .bind(guild)
                .bind(ms(now))
                .fetch_one(&mut *tx)
                .await?;
                sqlx::query(
                    "UPDATE subscriptions SET announcement = $3
                     WHERE guild = $1 AND creator = $2 AND orphaned IS NOT NULL AND announcement IS NULL",
                )
                .bind(guild)
                .bind(creator)
                .bind(announcement)
                .execute(&mut *tx)
                .await?;
            }
        });
        Ok(())
    }

    /// Announcements that have something left to tell, oldest first.
    pub async fn open_announcements(&self) -> Result<Vec<Announcement>, Error> {
        let rows: Vec<Row> = read!(self, db => sqlx::query_as(
            "SELECT * FROM announcements WHERE closed IS NULL ORDER BY id",
        )
        .fetch_all(db));
        rows.into_iter().map(Row::read).collect()
    }

    /// An announcement of a server.
    pub async fn announcement(&self, guild: u64, announcement: i64) -> Result<Option<Announcement>, Error> {
        let row: Option<Row> = read!(self, db => sqlx::query_as("SELECT * FROM announcements WHERE id = $1 AND guild = $2")
            .bind(announcement)
            .bind(id(guild))
            .fetch_optional(db));
        row.map(Row::read).transpose()
    }

    /// The subscriptions that an announcement tells of, orphaned or taken over since. One whose creator may have it again is not among them.
    pub async fn announced(&self, announcement: i64) -> Result<Vec<Subscription>, Error> {
        let rows: Vec<subscriptions::Row> = read!(self, db => sqlx::query_as(
            "SELECT * FROM subscriptions WHERE announcement = $1 ORDER BY id",
        )
        .bind(announcement)
        .fetch_all(db));
        all(rows)
    }

    /// Keeps where an announcement is told, and what its message says.
    pub async fn keep_announcement(&self, fence: Fence, announcement: &Announcement) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query(
                "UPDATE announcements SET state = $2, channel = $3, message = $4, shown = $5, closed = $6 WHERE id = $1",
            )
            .bind(announcement.id)
            .bind(announcement.state.name())
            .bind(announcement.message.map(|(channel, _)| id(channel)))
            .bind(announcement.message.map(|(_, message)| id(message)))
            .bind(&announcement.shown)
            .bind(announcement.closed.map(ms))
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }

    /// What a manager is to be told at a command in a server, oldest first: what has no owner, is in no channel, and was not told them yet.
    pub async fn announcements_for(&self, guild: u64, member: u64) -> Result<Vec<Announcement>, Error> {
        let rows: Vec<Row> = read!(self, db => sqlx::query_as(
            "SELECT * FROM announcements WHERE guild = $1 AND closed IS NULL AND state IN ('unposted', 'lost')
             AND EXISTS (
                 SELECT 1 FROM subscriptions WHERE announcement = announcements.id AND orphaned IS NOT NULL)
             AND NOT EXISTS (
                 SELECT 1 FROM announcements_told JOIN members ON members.id = member
                 WHERE announcement = announcements.id AND discord = $2)
             ORDER BY id",
        )
        .bind(id(guild))
        .bind(id(member))
        .fetch_all(db));
        rows.into_iter().map(Row::read).collect()
    }

    /// Records that a member has seen an announcement.
    pub async fn announcement_told(&self, announcement: i64, member: u64) -> Result<(), Error> {
        write!(self, tx => {
            let key = member!(tx, member);
            sqlx::query("INSERT INTO announcements_told (announcement, member) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(announcement)
                .bind(key)
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }
}
