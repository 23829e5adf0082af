//! The messages of boards: which one it is, and what it shows.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::{
    Error, Fence, Kind, Store,
    pool::{read, write_fenced},
    time::{id, instant, ms, snowflake},
};

/// The message of a board.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Board {
    /// The board.
    pub subscription: i64,
    /// The message; `None` before it is posted, and when it is to be posted anew.
    pub message: Option<u64>,
    /// The message that it replaces, until that is deleted.
    pub stale: Option<u64>,
    /// Which of its messages it is, from 1.
    pub ordinal: i64,
    /// What it shows, in a word that changes when that does.
    pub shown: String,
    /// When it was posted or edited last.
    pub edited: Timestamp,
}

type Row = (i64, Option<i64>, Option<i64>, i64, String, i64);

impl Store {
    /// The messages of all boards.
    pub async fn boards(&self) -> Result<Vec<Board>, Error> {
        let rows: Vec<Row> = read!(self, db => sqlx::query_as(
            "SELECT subscription, message, stale, ordinal, shown, edited FROM boards ORDER BY subscription",
        )
        .fetch_all(db));
        let board = |(subscription, message, stale, ordinal, shown, edited): Row| Board {
            subscription,
            message: message.map(snowflake),
            stale: stale.map(snowflake),
            ordinal,
            shown,
            edited: instant(edited),
        };
        Ok(rows.into_iter().map(board).collect())
    }

    /// The boards or alerts of a server whose newest message Discord did not take, with why, and when.
    pub async fn failures(&self, guild: u64, kind: Kind) -> Result<HashMap<i64, (String, Timestamp)>, Error> {
        let rows: Vec<(i64, String, i64)> = read!(self, db => sqlx::query_as(
            "SELECT deliveries.subscription, deliveries.reason, deliveries.ended
             FROM subscriptions JOIN deliveries ON deliveries.id =
                 (SELECT posts.id FROM deliveries AS posts WHERE posts.subscription = subscriptions.id
                     AND posts.state IN ('posted', 'failed') ORDER BY posts.due DESC, posts.id DESC LIMIT 1)
             WHERE guild = $1 AND kind = $2 AND deliveries.state = 'failed'",
        )
        .bind(id(guild))
        .bind(kind.name())
        .fetch_all(db));
        Ok(rows.into_iter().map(|(subscription, reason, at)| (subscription, (reason, instant(at)))).collect())
    }

    /// Writes down what the message of a board is, and what it shows.
    pub async fn keep_board(&self, fence: Fence, board: &Board) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query(
                "INSERT INTO boards (subscription, message, stale, ordinal, shown, edited) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (subscription) DO UPDATE SET message = excluded.message, stale = excluded.stale,
                     ordinal = excluded.ordinal, shown = excluded.shown, edited = excluded.edited",
            )
            .bind(board.subscription)
            .bind(board.message.map(id))
            .bind(board.stale.map(id))
            .bind(board.ordinal)
            .bind(&board.shown)
            .bind(ms(board.edited))
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }
}
