//! What a member is to be told who could not be told at once: read once, at their next command.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store,
    pool::{write, write_fenced},
    time::{id, ms},
};

impl Store {
    /// Keeps something to tell a member of a server.
    pub async fn notice(&self, fence: Fence, member: u64, guild: u64, text: &str, at: Timestamp) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("INSERT INTO notices (member, guild, text, at) VALUES ($1, $2, $3, $4)")
                .bind(id(member))
                .bind(id(guild))
                .bind(text)
                .bind(ms(at))
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }

    /// What a member is to be told in a server, oldest first. It is not kept any longer.
    pub async fn take_notices(&self, member: u64, guild: u64) -> Result<Vec<String>, Error> {
        let mut rows: Vec<(i64, String)> = write!(self, tx => {
            sqlx::query_as("DELETE FROM notices WHERE member = $1 AND guild = $2 RETURNING id, text")
                .bind(id(member))
                .bind(id(guild))
                .fetch_all(&mut *tx)
                .await?
        });
        rows.sort_unstable();
        Ok(rows.into_iter().map(|(_, text)| text).collect())
    }

    /// Whether anybody is to be told anything: asked at start, and cheap.
    pub async fn has_notices(&self) -> Result<bool, Error> {
        let row: Option<(i64,)> =
            crate::pool::read!(self, db => sqlx::query_as("SELECT id FROM notices LIMIT 1").fetch_optional(db));
        Ok(row.is_some())
    }
}
