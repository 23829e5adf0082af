//! The messages of boards: which one it is, and what it shows.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store,
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
    /// Which of its messages it is, from 1.
    pub ordinal: i64,
    /// What it shows, in a word that changes when that does.
    pub shown: String,
    /// When it was posted or edited last.
    pub edited: Timestamp,
}

type Row = (i64, Option<i64>, i64, String, i64);

impl Store {
    /// The messages of all boards.
    pub async fn boards(&self) -> Result<Vec<Board>, Error> {
        let rows: Vec<Row> = read!(self, db => sqlx::query_as(
            "SELECT subscription, message, ordinal, shown, edited FROM boards ORDER BY subscription",
        )
        .fetch_all(db));
        let board = |(subscription, message, ordinal, shown, edited): Row| Board {
            subscription,
            message: message.map(snowflake),
            ordinal,
            shown,
            edited: instant(edited),
        };
        Ok(rows.into_iter().map(board).collect())
    }

    /// Writes down what the message of a board is, and what it shows.
    pub async fn keep_board(&self, fence: Fence, board: &Board) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query(
                "INSERT INTO boards (subscription, message, ordinal, shown, edited) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (subscription) DO UPDATE SET message = excluded.message, ordinal = excluded.ordinal,
                     shown = excluded.shown, edited = excluded.edited",
            )
            .bind(board.subscription)
            .bind(board.message.map(id))
            .bind(board.ordinal)
            .bind(&board.shown)
            .bind(ms(board.edited))
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }
}
