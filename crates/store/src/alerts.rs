//! Where alerts stand, and incidents: a turn of all alerts is kept together or not at all.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store,
    pool::{read, write, write_fenced},
    row::row,
    time::{id, instant, ms, snowflake},
};

/// Where an alert stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AlertState {
    /// The alert.
    pub subscription: i64,
    /// Where it stands.
    pub standing: String,
    /// The incident it belongs to.
    pub incident: Option<i64>,
    /// Until when nothing is posted anew, because somebody has muted it.
    pub muted: Option<Timestamp>,
}

/// An incident.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Incident {
    /// Its number.
    pub id: i64,
    /// The server.
    pub guild: u64,
    /// The channel.
    pub channel: u64,
    /// What its alerts have in common.
    pub cause: String,
    /// When it began.
    pub opened: Timestamp,
    /// When it was over.
    pub closed: Option<Timestamp>,
    /// What is to be told of it; written by who leads.
    pub story: String,
    /// What people have pressed.
    pub pressed: String,
    /// Grows with each change.
    pub version: i64,
    /// The version that Discord shows; 0 before it shows any.
    pub shown: i64,
    /// Which of its messages is wanted, from 1.
    pub ordinal: i64,
    /// Which of its messages `message` is; 0 before there is one.
    pub posted: i64,
    /// The message that shows it.
    pub message: Option<u64>,
    /// The message that it replaced, until that is deleted.
    pub stale: Option<u64>,
}

/// What a turn of all alerts changes.
#[derive(Clone, Debug, Default)]
pub struct Turn {
    /// Where alerts stand now.
    pub states: Vec<StateChange>,
    /// Incidents that begin.
    pub opened: Vec<NewIncident>,
    /// Incidents that change.
    pub changed: Vec<IncidentChange>,
}

/// Where an alert stands now.
#[derive(Clone, Debug)]
pub struct StateChange {
    /// The alert.
    pub subscription: i64,
    /// Where it stands.
    pub standing: String,
    /// The incident it belongs to.
    pub incident: Option<Of>,
}

/// Which incident an alert belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Of {
    /// One that is there.
    Kept(i64),
    /// One that this turn opens, by its place in [`Turn::opened`].
    New(usize),
}

/// An incident that begins.
#[derive(Clone, Debug)]
pub struct NewIncident {
    /// The server.
    pub guild: u64,
    /// The channel.
    pub channel: u64,
    /// What its alerts have in common.
    pub cause: String,
    /// What is to be told of it.
    pub story: String,
    /// Its alerts.
    pub members: Vec<i64>,
}

/// An incident that changes.
#[derive(Clone, Debug)]
pub struct IncidentChange {
    /// Its number.
    pub id: i64,
    /// What is to be told of it now.
    pub story: String,
    /// The alerts that are new in it.
    pub joined: Vec<i64>,
    /// Whether it is to be posted anew.
    pub repost: bool,
    /// Whether it is over.
    pub over: bool,
}

row! {
    struct Row {
        id: i64,
        guild: i64,
        channel: i64,
        cause: String,
        opened: i64,
        closed: Option<i64>,
        story: String,
        pressed: String,
        version: i64,
        shown: i64,
        ordinal: i64,
        posted: i64,
        message: Option<i64>,
        stale: Option<i64>,
    }
}

impl From<Row> for Incident {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            guild: snowflake(row.guild),
            channel: snowflake(row.channel),
            cause: row.cause,
            opened: instant(row.opened),
            closed: row.closed.map(instant),
            story: row.story,
            pressed: row.pressed,
            version: row.version,
            shown: row.shown,
            ordinal: row.ordinal,
            posted: row.posted,
            message: row.message.map(snowflake),
            stale: row.stale.map(snowflake),
        }
    }
}

fn all(rows: Vec<Row>) -> Vec<Incident> {
    rows.into_iter().map(Incident::from).collect()
}

/// Adds alerts to an incident, in the transaction of the turn.
macro_rules! join {
    ($tx:ident, $incident:expr, $members:expr) => {
        for member in $members {
            sqlx::query("INSERT INTO incident_members (incident, subscription) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind($incident)
                .bind(*member)
                .execute(&mut *$tx)
                .await?;
        }
    };
}

impl Store {
    /// Where all alerts stand.
    pub async fn alert_states(&self) -> Result<Vec<AlertState>, Error> {
        let rows: Vec<(i64, String, Option<i64>, Option<i64>)> = read!(self, db => sqlx::query_as(
            "SELECT subscription, standing, incident, muted FROM alerts",
        )
        .fetch_all(db));
        let state = |(subscription, standing, incident, muted): (_, _, _, Option<i64>)| AlertState {
            subscription,
            standing,
            incident,
            muted: muted.map(instant),
        };
        Ok(rows.into_iter().map(state).collect())
    }

    /// Keeps a turn. The numbers of the incidents that it opens.
    pub async fn turn(&self, fence: Fence, turn: &Turn, now: Timestamp) -> Result<Vec<i64>, Error> {
        Ok(write_fenced!(self, fence, tx => {
            let mut opened: Vec<i64> = Vec::with_capacity(turn.opened.len());
            for new in &turn.opened {
                let incident: i64 = sqlx::query_scalar(
                    "INSERT INTO incidents (guild, channel, cause, opened, story, pressed, version, shown, ordinal, posted)
                     VALUES ($1, $2, $3, $4, $5, '{}', 1, 0, 1, 0) RETURNING id",
                )
                .bind(id(new.guild))
                .bind(id(new.channel))
                .bind(&new.cause)
                .bind(ms(now))
                .bind(&new.story)
                .fetch_one(&mut *tx)
                .await?;
                join!(tx, incident, &new.members);
                opened.push(incident);
            }
            for change in &turn.changed {
                sqlx::query(
                    "UPDATE incidents SET story = $2, version = version + 1, ordinal = ordinal + $3, closed = $4
                     WHERE id = $1 AND closed IS NULL",
                )
                .bind(change.id)
                .bind(&change.story)
                .bind(i64::from(change.repost))
                .bind(change.over.then(|| ms(now)))
                .execute(&mut *tx)
                .await?;
                join!(tx, change.id, &change.joined);
            }
            for state in &turn.states {
                let incident = match state.incident {
                    Some(Of::Kept(incident)) => Some(incident),
                    Some(Of::New(place)) => opened.get(place).copied(),
                    None => None,
                };
                sqlx::query(
                    "INSERT INTO alerts (subscription, standing, incident)
                     SELECT id, $2, $3 FROM subscriptions WHERE id = $1
                     ON CONFLICT (subscription) DO UPDATE SET standing = excluded.standing, incident = excluded.incident",
                )
                .bind(state.subscription)
                .bind(&state.standing)
                .bind(incident)
                .execute(&mut *tx)
                .await?;
            }
            opened
        }))
    }

    /// An incident.
    pub async fn incident(&self, incident: i64) -> Result<Option<Incident>, Error> {
        let row: Option<Row> = read!(self, db => sqlx::query_as("SELECT * FROM incidents WHERE id = $1")
            .bind(incident)
            .fetch_optional(db));
        Ok(row.map(Incident::from))
    }

    /// Incidents that are not over, oldest first.
    pub async fn open_incidents(&self) -> Result<Vec<Incident>, Error> {
        Ok(all(
            read!(self, db => sqlx::query_as("SELECT * FROM incidents WHERE closed IS NULL ORDER BY id").fetch_all(db)),
        ))
    }

    /// Incidents of which Discord does not show the newest version, or still an old message, oldest first, from the one after `after` on.
    pub async fn incidents_to_show(&self, after: i64, limit: u32) -> Result<Vec<Incident>, Error> {
        Ok(all(read!(self, db => sqlx::query_as(
            "SELECT * FROM incidents WHERE (shown < version OR stale IS NOT NULL) AND id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(db))))
    }

    /// The incidents of an alert, newest first.
    pub async fn incidents_of(&self, subscription: i64, limit: u32) -> Result<Vec<Incident>, Error> {
        Ok(all(read!(self, db => sqlx::query_as(
            "SELECT incidents.* FROM incidents JOIN incident_members ON incident = incidents.id
             WHERE subscription = $1 ORDER BY incidents.id DESC LIMIT $2",
        )
        .bind(subscription)
        .bind(i64::from(limit))
        .fetch_all(db))))
    }

    /// Discord shows a version of an incident, in this message, which is this one of its messages. The one before it is to be deleted.
    pub async fn incident_shown(
        &self,
        fence: Fence,
        incident: i64,
        version: i64,
        posted: i64,
        message: Option<u64>,
    ) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query(
                "UPDATE incidents SET stale = CASE WHEN message <> $4 THEN message ELSE stale END,
                     shown = $2, posted = $3, message = $4
                 WHERE id = $1 AND shown < $2",
            )
            .bind(incident)
            .bind(version)
            .bind(posted)
            .bind(message.map(id))
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }

    /// The message that an incident's message has replaced is gone.
    pub async fn incident_tidied(&self, fence: Fence, incident: i64) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("UPDATE incidents SET stale = NULL WHERE id = $1").bind(incident).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Has an incident shown anew, because somebody who does not lead has edited its message.
    pub async fn show_incident_again(&self, incident: i64) -> Result<(), Error> {
        write!(self, tx => {
            sqlx::query("UPDATE incidents SET version = version + 1 WHERE id = $1")
                .bind(incident)
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }

    /// An incident is to be posted anew: somebody has deleted its message, or it can't be edited any more.
    pub async fn repost_incident(&self, fence: Fence, incident: i64, ordinal: i64) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query(
                "UPDATE incidents SET ordinal = ordinal + 1, version = version + 1 WHERE id = $1 AND ordinal = $2",
            )
            .bind(incident)
            .bind(ordinal)
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }
}
